"""Calendars: what a reader of them gets, when it is, and that no text leaves its field."""

import re
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from psi_cli.exports import ics
from psi_cli.exports.view import ExportView, reached
from psi_cli.learning.plan import Plan, Terms, planned
from psi_cli.pathway.model import Link, Resource
from psi_cli.record.model import DONE, OPEN
from tests.conftest import Psi
from tests.exports.hostile import PIECES, hostile_view

TODAY = date(2026, 11, 25)


def hostile_calendar(size: int) -> tuple[ExportView, Plan]:
    """Return a view of so many hostile resources and a plan of those that are not done."""
    view = hostile_view(size)
    left = [entry.resource for entry in view.entries if entry.state.status != DONE]
    short = [one._replace(minutes=min(one.minutes, 600)) for one in left]
    plan = planned(short, Terms(pace=10_000), TODAY)
    assert plan
    return view, plan


def events(text: str) -> list[Event]:
    """Return the events of a calendar that has no error in it."""
    calendar = Calendar.from_ical(text)
    found = list(calendar.walk("VEVENT"))
    assert calendar.errors == []
    assert all(one.errors == [] for one in found)
    return found


def check_every_text(text: str, view: ExportView, plan: Plan) -> None:
    """Hold every event to say to the letter what the view and the plan say."""
    found = events(text)
    done = [entry for entry in view.entries if entry.state.status == DONE]
    entries = {entry.resource.id: entry for entry in view.entries}
    about = [entries[one.resource.id] for one in plan.sittings] + done
    assert len(found) == len(about) > len(done) > 0
    for event, entry in zip(found, about, strict=True):
        resource = entry.resource
        assert resource.title in str(event["SUMMARY"])
        assert str(event["SUMMARY"]).endswith((")", resource.title))
        assert str(event["DESCRIPTION"]) == ics.description(entry)
        assert [str(one) for one in event["CATEGORIES"].cats] == [view.pathway.title]
        assert str(event.get("URL", "")) == reached(resource.link)[0]
        assert str(event["UID"]).startswith(resource.id)
    assert len({str(one["UID"]) for one in found}) == len(found)


def test_a_reader_gets_every_text_to_the_letter() -> None:
    view, plan = hostile_calendar(100)
    text = ics.written(view, plan)
    check_every_text(text, view, plan)
    name = Calendar.from_ical(text)["X-WR-CALNAME"]
    assert re.sub(r"\\(.)", r"\1", name) == view.pathway.title  # the reader leaves it escaped


def test_lines_are_folded_at_75_bytes_and_no_character_is_broken() -> None:
    data = ics.written(*hostile_calendar(100)).encode()
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) == 75
    assert all(line.decode() for line in lines)
    assert not any(b"\r" in line or b"\n" in line for line in lines)


@pytest.mark.parametrize(
    "title", [*PIECES, "x" * 60 + "é" * 60, "a\\nb", "a;b,c\\,d:e", "BEGIN:VEVENT"]
)
def test_no_text_leaves_its_field(psi: Psi, title: str) -> None:
    del psi
    view = hostile_view(1)
    resource = Resource("one", "video", title, 10, why=f"{title}\nEND:VEVENT\n{title}", link=Link())
    entry = view.entries[0]._replace(resource=resource)
    section = view.sections[0]._replace(entries=(entry,))
    plan = planned([resource], Terms(), TODAY)
    assert plan
    view = view._replace(sections=(section,))
    entry = entry._replace(state=entry.state._replace(status=OPEN))
    view = view._replace(sections=(section._replace(entries=(entry,)),))
    (event,) = events(ics.written(view, plan))
    assert str(event["SUMMARY"]) == f"{title} (10 min)"
    assert str(event["DESCRIPTION"]).startswith(f"video\n\n{title}\nEND:VEVENT\n{title}")


def days(psi: Psi, *options: str) -> dict[str, tuple[str, str]]:
    """Return the first day of each event and the day after its last, by its UID."""
    found = events(psi("export", "ics", *options).out)
    return {str(one["UID"]).partition("@")[0]: (f"{one.start}", f"{one.end}") for one in found}


def test_an_event_takes_the_days_of_its_week_and_no_hour(psi: Psi) -> None:
    found = days(psi)
    assert len(found) == 12
    assert found["bason-mindlab-video"] == ("2026-11-25", "2026-11-30")
    assert found["bc-action-plan"] == ("2026-11-30", "2026-12-07")
    (first, *_) = events(psi("export", "ics").out)
    assert str(first["TRANSP"]) == "TRANSPARENT"
    assert first["DTSTAMP"].dt == psi.now


def test_the_calendar_keeps_to_the_options_of_a_plan(psi: Psi) -> None:
    typed = ("--hours-per-week", "0.5", "--from", "4 January")
    weeks = psi("plan", *typed, "--json").json["weeks"]
    planned_days = {
        one["resource"]["id"] + (f".{one['part']}" if one["part"] > 1 else ""): week["from"]
        for week in weeks
        for one in week["sittings"]
    }
    assert {name: first for name, (first, _) in days(psi, *typed).items()} == planned_days
    assert "bason-mindlab-video.2" in planned_days


def test_what_is_imported_again_is_moved_and_not_doubled(psi: Psi) -> None:
    before = days(psi)
    psi("done", "2.1", "2.3")
    psi.now = psi.now.replace(day=27)
    after = days(psi, "--only", "all", "--hours-per-week", "1")
    assert set(after) == set(before)
    assert after["bason-mindlab-video"] == ("2026-11-25", "2026-11-26")
    assert after["sig-library"] > before["sig-library"]
    assert len(days(psi)) == 10


@pytest.mark.parametrize(
    ("options", "numbers"), [("--only done", 1), ("--stage dip", 5), ("--only bookmarked", 2)]
)
def test_only_what_was_asked_for_is_in_the_calendar(psi: Psi, options: str, numbers: int) -> None:
    psi("done", "2.1")
    psi("bookmark", "2.1", "2.2", "F.2")
    assert len(days(psi, *options.split())) == numbers
    told = psi("export", "ics", *options.split(), "--json").json
    assert told["resources"] == numbers


def test_where_nothing_is_left_to_plan_it_is_said_and_no_file_is_made(
    psi: Psi, tmp_path: Path
) -> None:
    psi("skip", "2.1-2.6", "3.1-3.6")
    result = psi("export", "ics", "-o", str(tmp_path / "plan.ics"))
    assert (result.status, result.err.splitlines()[0]) == (3, "There is nothing to plan.")
    assert list(tmp_path.glob("*.ics")) == []


def test_a_terminal_is_told_the_file_to_name_and_a_pipe_gets_the_calendar(psi: Psi) -> None:
    refused = psi("export", "ics", terminal=True)
    assert (refused.status, refused.err.splitlines()[-1]) == (2, "`psi export ics -o plan.ics`")
    assert psi("export", "ics").out.endswith("END:VCALENDAR\r\n")


def test_a_day_that_no_calendar_has_makes_no_event() -> None:
    view = hostile_view(1)
    for day in ("10854-08-02T05:31:50Z", "9999-12-31T12:00:00Z", "some day"):
        entry = view.entries[0]
        state = entry.state._replace(status=DONE, at=day)
        section = view.sections[0]._replace(entries=(entry._replace(state=state),))
        text = ics.written(view._replace(sections=(section,)), Plan((), 120, TODAY))
        assert "VEVENT" not in text
