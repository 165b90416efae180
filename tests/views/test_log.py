"""What the log decides: which lines, in which order, and whether undo is offered."""

from datetime import UTC, datetime

import pytest

from psi_cli.record.model import Event
from psi_cli.views.days import Days
from psi_cli.views.elements import text_of
from psi_cli.views.log import Log, log
from tests.journeys import walked


def event(number: int, do: str, about: str = "kneading", text: str = "", of: str = "") -> Event:
    return Event(f"{number:04}", f"2026-11-{number:02}T09:00:00Z", "bread", do, about, text, of)


def told(*events: Event, limit: int = 20) -> Log:
    journey = walked("start grain")
    newest = sorted(events, reverse=True)
    return log(journey.pathway, newest, journey.part, Days(0, UTC), limit)


def commands(shown: Log) -> list[str]:
    return [hint.command for hint in shown.hints]


def test_the_latest_comes_first_with_the_title_of_what_it_is_about() -> None:
    lines = told(event(1, "start", "grain"), event(2, "done"), event(3, "note", "gone", "x")).lines
    assert [line.title for line in lines] == ["gone", "Kneading by hand", "Baking Bread"]


def test_undo_is_offered_only_where_it_would_take_something_back() -> None:
    assert commands(told(event(1, "done"))) == ["psi undo", "psi"]
    assert commands(told(event(1, "open"))) == ["psi"]
    assert commands(told(event(1, "note"))) == ["psi"]  # its text was forgotten
    assert commands(told(event(1, "done"), event(2, "undo", of="0001"))) == ["psi"]
    assert commands(told()) == ["psi"]


def test_what_was_taken_back_is_marked_and_the_undo_has_no_line() -> None:
    shown = told(event(1, "done"), event(2, "skip", "starter"), event(3, "undo", of="0002"))
    assert [(line.event.do, line.undone) for line in shown.lines] == [
        ("skip", True),
        ("done", False),
    ]


def test_older_ones_are_told_of_and_led_to() -> None:
    shown = told(*(event(number, "done") for number in range(1, 6)), limit=4)
    assert (len(shown.lines), shown.more) == (4, True)
    assert commands(shown)[0] == "psi log --limit 20"
    assert shown.blocks()[0].note == "4 entries, and older ones"
    assert told(event(1, "done"), limit=1).more is False


def test_clearing_everything_is_about_everything() -> None:
    assert told(event(1, "reset", "")).lines[0].title == "everything"
    assert told(event(1, "reset", "starter")).lines[0].title.startswith("The Long Life")


@pytest.mark.parametrize(
    ("do", "about", "said"),
    [
        ("start", "grain", "began Baking Bread"),
        ("move", "oven", "went to Baking It"),
        ("done", "kneading", "done Kneading by hand"),
        ("skip", "kneading", "skipped Kneading by hand"),
        ("reopen", "kneading", "opened again Kneading by hand"),
        ("bookmark", "kneading", "bookmarked Kneading by hand"),
        ("unbookmark", "kneading", "removed the bookmark of Kneading by hand"),
        ("open", "kneading", "opened Kneading by hand"),
        ("note", "kneading", "noted on Kneading by hand"),
        ("unnote", "kneading", "took back a note on Kneading by hand"),
        ("forget", "kneading", "forgot a note on Kneading by hand"),
        ("reset", "kneading", "cleared Kneading by hand"),
        ("juggle", "kneading", "juggle Kneading by hand"),
    ],
)
def test_each_thing_that_can_be_done_is_said_in_words(do: str, about: str, said: str) -> None:
    (panel,) = told(event(1, do, about)).blocks()[1:]
    assert text_of(panel.blocks[0].words) == f"2026-11-01 09:00  {said}"


def test_a_line_says_the_day_as_people_do_and_the_date_in_plain_lines() -> None:
    days = Days(datetime(2026, 11, 3, 12, tzinfo=UTC).timestamp(), UTC)
    journey = walked("start grain")
    newest = [event(number, "done") for number in (3, 2, 1)]
    (_, panel) = log(journey.pathway, newest, journey.part, days, 20).blocks()
    said = [item.words[0] for item in panel.blocks]
    assert [one.text for one in said] == ["today 09:00", "yesterday 09:00", "Sunday 09:00"]
    assert text_of(tuple(said[2:])) == "2026-11-01 09:00"
