"""What the view of a stage decides: how it folds, what it says of what is left, where it leads."""

import pytest

from psi_cli.pathway.model import Link, Pathway, Resource, Stage
from psi_cli.views.elements import Block, Item, Panel, Paragraph, Trail, text_of
from psi_cli.views.stage import StageView, stage_view
from tests.journeys import BREAD, walked

BEGUN = ("start grain", "done grain", "move dough")
SIZE = 517


def many(resources: int, stages: int = 1) -> Pathway:
    """Return a pathway of so many stages, the first of which has so many resources."""
    link = Link("https://example.org/")
    each = tuple(Resource(f"r{one}", "video", f"R {one}", 5, link=link) for one in range(resources))
    more = (Stage(f"s{number}", f"S {number}", f"S {number}") for number in range(2, stages + 1))
    return Pathway("many", "", "Many", (Stage("s1", "S 1", "S 1", resources=each), *more))


def rows(view: StageView) -> list[Item]:
    panel = next(
        one for one in view.blocks() if isinstance(one, Panel) and one.title == "Resources"
    )
    return [row for row in panel.blocks if isinstance(row, Item)]


def trail(blocks: list[Block]) -> Trail:
    return next(block for block in blocks if isinstance(block, Trail))


def remarks(view: StageView) -> str:
    last = view.blocks()[-1]
    return text_of(last.words) if isinstance(last, Paragraph) else ""


def commands(view: StageView) -> list[str]:
    return [hint.command for hint in view.hints]


def test_a_stage_of_517_resources_shows_the_first_eight_and_where_the_rest_is() -> None:
    view = stage_view(walked("start s1", pathway=many(SIZE)), rows=24)
    shown = rows(view)
    assert [row.number for row in shown] == [*"12345678", ""]
    assert shown[-1].words == "and 509 more: `psi list --stage s1`"


def test_resources_stand_under_the_heading_of_their_group() -> None:
    pathway = many(4)
    groups = ("", "Maths", "Maths", "")
    first = pathway.stages[0]
    resources = tuple(
        one._replace(group=group) for one, group in zip(first.resources, groups, strict=True)
    )
    pathway = pathway._replace(stages=(first._replace(resources=resources),))
    shown = rows(stage_view(walked("start s1", pathway=pathway), rows=24))
    assert [row.number or text_of(row.words) for row in shown] == [
        *("1", "Maths", "2", "3", "Other", "4"),
    ]


def test_a_large_stage_begins_with_the_first_that_is_open() -> None:
    done = [f"done r{one}" for one in range(100)]
    shown = rows(stage_view(walked("start s1", *done, pathway=many(SIZE)), rows=24))
    assert (shown[0].number, shown[7].number) == ("101", "108")
    assert shown[-1].words == "and 509 more: `psi list --stage s1`"


def test_a_stage_that_fits_is_shown_whole_with_what_is_done() -> None:
    shown = rows(stage_view(walked("start s1", "done r0", pathway=many(8)), rows=24))
    assert [row.number for row in shown] == [*"12345678"]
    assert shown[0].mark == "done"


def test_of_a_large_stage_that_is_done_the_first_are_shown() -> None:
    done = [f"done r{one}" for one in range(20)]
    shown = rows(stage_view(walked("start s1", *done, pathway=many(20)), rows=24))
    assert shown[0].number == "1"


def test_a_higher_window_has_room_for_more_and_the_lowest_for_two() -> None:
    journey = walked("start s1", pathway=many(SIZE))
    assert len(rows(stage_view(journey, rows=50))) == 50 - 16 + 1
    assert len(rows(stage_view(journey, rows=5))) == 2 + 1


def test_json_has_what_the_screen_folds() -> None:
    view = stage_view(walked("start s1", pathway=many(SIZE)), rows=24)
    assert len(view.facts()["resources"]) == SIZE


@pytest.mark.parametrize(
    ("place", "before", "names", "after"),
    [(1, 0, range(1, 5), 504), (250, 246, range(247, 254), 255), (508, 504, range(505, 509), 0)],
)
def test_the_trail_of_508_stages_shows_three_on_each_side(
    place: int, before: int, names: range, after: int
) -> None:
    journey = walked("start s1", f"move s{place}", pathway=many(3, 508))
    shown = trail(stage_view(journey, rows=24).blocks())
    assert (shown.before, shown.after) == (before, after)
    assert [step.name for step in shown.steps] == [f"S {number}" for number in names]
    assert [step.name for step in shown.steps if step.here] == [f"S {place}"]


def test_a_view_cut_by_some_rows_gives_up_a_line_of_the_goal_and_then_resources() -> None:
    view = stage_view(walked("start s1", pathway=many(SIZE)), rows=24)
    assert view.shorter(1)._replace(goal_lines=2) == view
    assert (view.shorter(1).goal_lines, view.shorter(3).goal_lines) == (1, 1)
    assert len(rows(view.shorter(3))) == 8 - 2 + 1
    assert len(rows(view.shorter(100))) == 2 + 1
    assert view.shorter(100).shorter(1) == view.shorter(100)


def test_a_whole_stage_that_begins_to_fold_has_a_row_for_saying_so() -> None:
    view = stage_view(walked("start s1", pathway=many(8)), rows=24).shorter(1)
    assert len(rows(view.shorter(2))) == 8 - 2


def test_further_reading_lies_beyond_the_stages_and_has_no_number() -> None:
    view = stage_view(walked(*BEGUN), BREAD.further, rows=24)
    assert view.blocks()[0].note == "beyond the stages"
    assert view.facts()["stage"] is None
    assert not any("goto" in command for command in commands(view))
    assert commands(view)[0] == "psi show F.1"


def test_a_stage_is_headed_by_its_number() -> None:
    assert stage_view(walked(*BEGUN), rows=24).blocks()[0].note == "stage 2 of 3"


def test_what_is_left_open_behind_is_told_of_the_two_stages_before() -> None:
    pathway = many(2)
    again = pathway.stages[0]
    stages = tuple(
        again._replace(
            id=f"s{n}",
            short=f"S {n}",
            resources=tuple(one._replace(id=f"{one.id}-{n}") for one in again.resources),
        )
        for n in range(1, 5)
    )
    journey = walked("start s1", "move s4", "done r0-2", pathway=pathway._replace(stages=stages))
    view = stage_view(journey, rows=24)
    assert remarks(view) == "Left open: S 2 2.2; S 3 3.1-3.2."
    assert view.facts()["left_open"] == ["1.1", "1.2", "2.2", "3.1", "3.2"]


def test_questions_are_counted_answered_and_all() -> None:
    assert remarks(stage_view(walked("start grain", "note your-bread rye"), rows=24)) == (
        "Questions for your own work: 1 of 2 answered."
    )


def test_what_was_at_hand_is_marked_and_led_back_to() -> None:
    view = stage_view(walked(*BEGUN, "open starter"), rows=24)
    assert [row.mark for row in rows(view)] == ["open", "here", "open", "open", "open"]
    assert view.hints[0] == ("psi open 2", "back to The Long Life of a Starter")


def test_in_another_stage_than_what_is_at_hand_its_own_first_comes_next() -> None:
    view = stage_view(walked(*BEGUN, "open starter", "move oven"), rows=24)
    assert view.hints[0] == ("psi open 1", "go to A first loaf")


def test_a_stage_elsewhere_is_read_about_and_gone_to() -> None:
    view = stage_view(walked(*BEGUN), BREAD.stages[2], rows=24)
    assert commands(view) == ["psi show 3.1", "psi goto oven", "psi"]


def test_a_stage_that_is_left_with_nothing_leads_on() -> None:
    done = ("done first-loaf", "done croute")
    view = stage_view(walked(*BEGUN, "move oven", *done), rows=24)
    assert view.hints[0] == ("psi next", "look back on what you did")


def test_a_stage_without_a_goal_has_the_beginning_of_its_text_instead() -> None:
    stage = BREAD.stages[0]._replace(goal="")
    journey = walked("start grain", pathway=BREAD._replace(stages=(stage, *BREAD.stages[1:])))
    panel = next(one for one in stage_view(journey, rows=24).blocks() if isinstance(one, Panel))
    assert text_of(panel.blocks[0].words) == stage.text[0]


def test_what_is_done_of_a_stage_stands_above_its_resources() -> None:
    view = stage_view(walked(*BEGUN, "done kneading", "skip mill-visit"), rows=24)
    panel = next(one for one in view.blocks() if getattr(one, "title", "") == "Resources")
    assert panel.note == "1 of 4 done, 1 skipped · 1 h 25"


def test_a_stage_of_text_can_be_read_again_and_its_questions_answered() -> None:
    read = ("start grain", "done grain")
    view = stage_view(walked(*read), rows=24)
    assert commands(view) == ["psi read", "psi next", "psi answer"]
    answered = stage_view(walked(*read, "note your-bread a", "note your-time b"), rows=24)
    assert commands(answered) == ["psi read", "psi next", "psi"]
