"""What `psi` decides: what the learner was at, what comes next, what is left and what is kept."""

from datetime import UTC, datetime

import pytest

from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Item, Panel, text_of
from psi_cli.views.status import status
from tests.journeys import BREAD, walked

DAYS = Days(datetime(2026, 11, 25, 9, 30, tzinfo=UTC).timestamp(), UTC)
BEGUN = ("start grain", "done grain", "move dough")


def shown(*lines: str) -> tuple[dict, list[Block], list[str]]:
    """Return what the screen states, its blocks, and the commands it hints at."""
    view = status(walked(*lines), DAYS)
    return view.facts(), view.blocks(), [hint.command for hint in view.hints]


def panel(blocks: list[Block]) -> Panel:
    return next(block for block in blocks if isinstance(block, Panel))


def item(blocks: list[Block]) -> Item:
    (found,) = panel(blocks).blocks
    assert isinstance(found, Item)
    return found


def rest(blocks: list[Block]) -> str:
    return text_of(blocks[-1].words)


def test_what_was_opened_last_and_is_open_is_what_the_learner_was_at() -> None:
    facts, blocks, hints = shown(*BEGUN, "open flour-report", "open starter")
    assert facts["at_hand"]["id"] == "starter"
    assert panel(blocks).title == "You were at"
    assert item(blocks).mark == "here"
    assert hints[0] == "psi open 2"


def test_what_is_done_is_no_longer_at_hand_but_what_was_opened_before_it_is() -> None:
    facts, _, _ = shown(*BEGUN, "open flour-report", "open starter", "done starter")
    assert facts["at_hand"]["id"] == "flour-report"
    facts, _, _ = shown(*BEGUN, "open starter", "skip starter")
    assert facts["at_hand"] is None


def test_opening_what_goes_with_a_resource_puts_the_resource_at_hand() -> None:
    assert shown(*BEGUN, "open starter-talk")[0]["at_hand"]["id"] == "starter"


def test_what_comes_next_is_open_and_was_not_at_hand() -> None:
    facts, blocks, hints = shown(*BEGUN, "done kneading")
    assert (facts["at_hand"], facts["study_next"]["id"]) == (None, "starter")
    assert panel(blocks).title == "Comes next"
    assert item(blocks).mark == "open"
    assert hints[0] == "psi open 2"


def test_what_to_study_next_is_in_the_stage_one_is_in_and_then_in_those_that_follow() -> None:
    assert shown(*BEGUN, "move oven")[0]["study_next"]["id"] == "first-loaf"
    through = ("done first-loaf", "done croute")
    assert shown(*BEGUN, "move oven", *through)[0]["study_next"]["id"] == "kneading"


def test_what_opens_at_once_comes_before_what_has_to_be_looked_for() -> None:
    done = ("done kneading", "done starter", "done flour-report")
    assert shown(*BEGUN, *done)[0]["study_next"]["id"] == "mill-visit"
    assert shown(*BEGUN, "done kneading", "done starter")[0]["study_next"]["id"] == "flour-report"


def test_in_a_stage_of_text_alone_reading_it_comes_first() -> None:
    _, blocks, hints = shown("start grain")
    assert panel(blocks).title == "What Bread Is"
    assert panel(blocks).note == "4 min to read"
    assert hints[:2] == ["psi read", "psi next"]
    _, blocks, hints = shown("start grain", "done grain")
    assert panel(blocks).title == "Comes next"
    assert "psi read" not in hints


def test_what_else_is_open_here_is_named_and_what_is_at_hand_is_not() -> None:
    _, blocks, _ = shown(*BEGUN, "open starter", "bookmark rye", "note rye yes")
    assert rest(blocks) == "Also open here: 1, 3-4; 0 of 1 questions answered; 1 bookmark"


def test_bookmarks_and_notes_are_counted_each_for_itself() -> None:
    lines = ("bookmark rye", "bookmark starter", "note kneading one", "note kneading two")
    facts, _, _ = shown(*BEGUN, *lines, "done flour-report", "note first-dough three")
    assert (facts["bookmarks"], facts["notes"]) == (2, 3)


def test_the_latest_note_is_quoted_in_short() -> None:
    _, blocks, _ = shown(*BEGUN, "open starter", "note starter the first", "note starter the last")
    assert "2 notes: “the last”" in text_of(item(blocks).details[0])
    _, blocks, _ = shown(*BEGUN, "open starter", f"note starter {'word ' * 8}end")
    assert text_of(item(blocks).details[0]).endswith(f": “{('word ' * 8).strip()}…”")


def test_the_minutes_are_those_of_the_stage_one_is_in() -> None:
    facts, blocks, _ = shown(*BEGUN, "done kneading")
    bar = next(block for block in blocks if type(block).__name__ == "Bar")
    assert (bar.done, bar.total, bar.label) == (1, 4, "1 of 4 done · 2 h 10 left")
    assert facts["minutes_left"] == 60 + 25 + 45 + 90 + 5


def test_what_was_kept_of_what_has_left_the_pathway_is_told() -> None:
    facts, blocks, _ = shown(*BEGUN, "note gone words", "bookmark lost")
    assert facts["orphans"] == ["gone", "lost"]
    assert rest(blocks).endswith("2 things you kept from what has left this pathway: `psi note`")


def test_where_nothing_is_left_it_is_said_and_looking_back_is_next() -> None:
    done = [f"done {one.id}" for one in BREAD.resources()]
    facts, blocks, hints = shown(*BEGUN, *done, "note first-dough yes", "move oven")
    assert (facts["at_hand"], facts["study_next"]) == (None, None)
    assert any(
        "Nothing that the pathway asks for" in text_of(getattr(one, "words", "")) for one in blocks
    )
    assert hints == ["psi next"]


def test_an_answer_is_asked_for_only_where_a_question_is_open() -> None:
    assert "psi answer" in shown(*BEGUN)[2]
    assert "psi answer" not in shown(*BEGUN, "note first-dough yes")[2]


@pytest.mark.parametrize("lines", [("start grain",), BEGUN, (*BEGUN, "open starter")])
def test_there_are_at_most_three_hints_and_none_twice(lines: tuple[str, ...]) -> None:
    hints = shown(*lines)[2]
    assert len(hints) == len(set(hints)) <= 3
