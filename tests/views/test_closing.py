"""What the end of a pathway decides: finished or not, what is counted, what is read back."""

from datetime import UTC, datetime

from psi_cli.views.closing import closing
from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Panel, text_of
from tests.journeys import BREAD, walked

DAYS = Days(datetime(2026, 11, 25, 9, 30, tzinfo=UTC).timestamp(), UTC)
BEGUN = ("2026-11-17 start grain", "2026-11-17 done grain")
REQUIRED = [one.id for stage in BREAD.stages for one in stage.resources if one.required]
ALL = tuple(f"done {id_}" for id_ in REQUIRED)


def words(*lines: str) -> list[str]:
    """Return the paragraphs of the closing."""
    blocks = closing(walked(*lines), DAYS).blocks()
    return [text_of(block.words) for block in blocks if hasattr(block, "words")]


def drawn(block: Block) -> str:
    spans = getattr(block, "words", ())
    return "".join(getattr(one, "text", one) for one in spans)


def test_it_is_finished_when_nothing_that_is_required_is_open() -> None:
    view = closing(walked(*BEGUN, *ALL), DAYS)
    assert view.facts()["finished"] is True
    assert text_of(view.blocks()[0].note) == "finished 2026-11-23"
    assert next(one.title for one in view.blocks() if isinstance(one, Panel)) == "You can now"


def test_it_is_not_finished_while_something_is() -> None:
    view = closing(walked(*BEGUN, *ALL[1:]), DAYS)
    assert view.facts()["finished"] is False
    assert view.blocks()[0].note == "the last stage"
    panel = next(one for one in view.blocks() if isinstance(one, Panel))
    assert panel.title == "You set out to be able to"
    assert view.hints[0] == ("psi open 2.1", "still open: Kneading by hand")


def test_what_was_studied_is_accounted_for_in_sentences() -> None:
    lines = (*BEGUN, "done kneading", "skip starter", "note your-bread rye")
    (account, _) = words(*lines)
    assert account == (
        "1 of 6 studied, 1 set aside, about 10 min over 9 days. 1 of 3 questions answered."
        " Still open, whenever you like: 2.3-2.4, 3.1-3.2."
    )


def test_a_day_that_began_and_ended_today_is_not_counted_in_days() -> None:
    (account,) = words("2026-11-25 start grain", "2026-11-25 done grain", "2026-11-25 done croute")
    assert account.startswith("1 of 6 studied, about 5 min. 0 of 3")


def test_a_text_that_was_not_read_is_named_and_so_not_all_is_said_to_be_done() -> None:
    (account,) = words("start grain", *ALL)
    assert "Not marked as read: Grain, Dough." not in account
    assert "Not marked as read: Grain." in account
    assert "Not marked" not in words("start grain", "done grain", *ALL)[0]


def test_the_first_answer_is_read_back_with_its_day() -> None:
    lines = ("2026-11-22 note first-dough Wait.", "2026-11-24 note your-time On Sundays.\nAt noon.")
    view = closing(walked(*BEGUN, *lines), DAYS)
    assert view.facts()["first_answer"] == {
        "question": "your-time",
        "text": "On Sundays.\nAt noon.",
    }
    assert drawn(view.blocks()[-1]) == "You wrote, yesterday: “On Sundays. At noon.”"


def test_of_a_long_answer_two_lines_are_read_back() -> None:
    def quoted(text: str) -> str:
        view = closing(walked(*BEGUN, f"note your-bread {text}"), DAYS)
        return drawn(view.blocks()[-1]).removeprefix("You wrote, Monday: ")

    assert quoted("one\n\ntwo\nthree") == "“one two…”"
    assert quoted("a" * 200) == f"“{'a' * 120}…”"
    assert quoted("word, " * 50) == f"“{'word, ' * 19}word,…”"
    assert quoted(f"{'word ' * 23}ends.") == f"“{'word ' * 23}ends.”"


def test_notes_on_resources_are_no_answers() -> None:
    view = closing(walked(*BEGUN, "note kneading good"), DAYS)
    assert (view.facts()["answered"], view.facts()["first_answer"]) == (0, None)


def test_the_minutes_done_are_those_of_every_resource_that_is_done() -> None:
    view = closing(walked(*BEGUN, "done kneading", "done salt-list", "done rye"), DAYS)
    assert view.facts()["minutes_done"] == 10 + 5 + 30


def test_ones_own_time_counts_in_place_of_the_estimate() -> None:
    journey = walked(*BEGUN, "done kneading", "done rye")
    own = journey.record.marks["kneading"]._replace(took=45)
    journey.record.marks["kneading"] = own
    view = closing(journey.after(journey.record), DAYS)
    assert view.facts()["minutes_done"] == 45 + 30


def test_five_outcomes_fit_the_window_and_json_has_all() -> None:
    outcomes = tuple(f"do {one}" for one in range(7))
    view = closing(walked(*BEGUN, pathway=BREAD._replace(outcomes=outcomes)), DAYS)
    panel = next(one for one in view.blocks() if isinstance(one, Panel))
    assert [text_of(one.words) for one in panel.blocks] == list(outcomes[:5])
    assert view.facts()["outcomes"] == list(outcomes)


def test_hints_are_three_and_lead_to_what_is_left_before_what_is_done() -> None:
    commands = [hint.command for hint in closing(walked(*BEGUN), DAYS).hints]
    assert commands == ["psi open 2.1", "psi answer", "psi export record"]
    answered = ("note your-bread a", "note your-time b", "note first-dough c")
    done = closing(walked(*BEGUN, *ALL[1:], "skip kneading", *answered), DAYS)
    assert [hint.command for hint in done.hints] == [
        "psi export record",
        "psi show further",
        "psi list --skipped",
    ]


def test_where_nothing_else_is_left_notes_and_the_log_are_read_again() -> None:
    answered = ("note your-bread a", "note your-time b", "note first-dough c")
    journey = walked(*BEGUN, *ALL, *answered, pathway=BREAD._replace(further=None))
    commands = [hint.command for hint in closing(journey, DAYS).hints]
    assert commands == ["psi export record", "psi note", "psi log"]


def test_questions_of_another_stage_are_answered_by_naming_it() -> None:
    here = closing(walked("start grain"), DAYS).hints
    assert ("psi answer", "3 questions still open") in here
    elsewhere = closing(walked("start grain", "note your-bread a", "note your-time b"), DAYS).hints
    assert ("psi answer dough", "1 question still open") in elsewhere


def test_at_the_end_one_is_in_no_stage_any_more() -> None:
    def here(*lines: str) -> list[bool]:
        trail = closing(walked(*lines), DAYS).blocks()[1]
        return [step.here for step in trail.steps]

    assert here(*BEGUN) == [True, False, False]
    assert here(*BEGUN, *ALL) == [False, False, False]
