"""Days as people say them in panels, and as dates in plain lines."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from psi_cli.views.days import Days
from psi_cli.views.elements import text_of

WEDNESDAY = datetime(2026, 11, 25, 9, 30, tzinfo=UTC).timestamp()
HERE = Days(WEDNESDAY, UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-11-25T09:29:00Z", "today"),
        ("2026-11-25T00:00:00Z", "today"),
        ("2026-11-24T23:59:59Z", "yesterday"),
        ("2026-11-23T12:00:00Z", "Monday, 2 days ago"),
        ("2026-11-22T12:00:00Z", "Sunday, 3 days ago"),
        ("2026-11-19T12:00:00Z", "Thursday, 6 days ago"),
        ("2026-11-18T12:00:00Z", "18 November, 7 days ago"),
        ("2026-11-17T12:00:00Z", "17 November, 8 days ago"),
        ("2026-01-01T00:00:00Z", "1 January, 328 days ago"),
        ("2025-12-31T12:00:00Z", "31 December 2025, 329 days ago"),
        ("2019-02-28T12:00:00Z", "28 February 2019, 2,827 days ago"),
    ],
)
def test_a_day_is_said_by_how_far_it_is(at: str, said: str) -> None:
    assert HERE.day_and_distance(at).text == said
    assert HERE.day(at).text == said.partition(", ")[0]
    assert HERE.day(at).plain == at[:10]


@pytest.mark.parametrize("month", range(1, 13))
def test_each_month_has_its_name(month: int) -> None:
    at = datetime(2025, month, 5, tzinfo=UTC)
    assert HERE.day(at.isoformat()).text == at.strftime("%-d %B %Y")


@pytest.mark.parametrize("ago", range(2, 7))
def test_each_day_of_the_week_has_its_name(ago: int) -> None:
    at = datetime(2026, 11, 25, tzinfo=UTC) - timedelta(days=ago)
    assert HERE.day(at.isoformat()).text == at.strftime("%A")


@pytest.mark.parametrize("at", ["2026-11-26T09:00:00Z", "2031-01-01T00:00:00Z"])
def test_a_day_that_a_clock_set_forward_has_made_future_is_its_date(at: str) -> None:
    assert HERE.day(at).text == at[:10]
    assert HERE.day_and_distance(at).text == at[:10]


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_a_date_at_the_edge_of_the_calendar_is_said_in_any_zone(at: str) -> None:
    for hours in (-12, 0, 14):
        there = Days(WEDNESDAY, timezone(timedelta(hours=hours)))
        assert at[:4] in f"{there.day(at).text} {at}"
        assert there.time(at)


@pytest.mark.parametrize("at", ["10854-08-02T05:31:50Z", "2026-02-30T09:00:00Z", "some day"])
def test_a_date_that_no_calendar_has_is_shown_as_it_is_written(at: str) -> None:
    assert HERE.day(at).text == at[:10]
    assert HERE.time(at) == at[:16].replace("T", " ")
    assert HERE.days_since(at) is None
    assert HERE.day_and_distance(at).text == at[:10]


def test_what_plain_lines_say_is_the_date_within_the_same_words() -> None:
    words = HERE.day_and_distance("2026-11-22T12:00:00Z").within("last here ", ", it seems")
    assert words.text == "last here Sunday, 3 days ago, it seems"
    assert text_of((words,)) == "last here 2026-11-22, it seems"


def test_a_day_begins_at_the_midnight_of_the_learner() -> None:
    late = "2026-11-24T23:30:00Z"
    assert Days(WEDNESDAY, timezone(timedelta(hours=13))).day(late).text == "today"
    assert HERE.day(late).text == "yesterday"
    assert Days(WEDNESDAY, timezone(timedelta(hours=13))).time(late) == "2026-11-25 12:30"


@pytest.mark.parametrize(
    ("now", "at", "said"),
    [
        ("2026-11-02T04:30:00Z", "2026-11-01T03:30:00Z", "yesterday"),  # a day of 25 hours
        ("2026-11-02T05:30:00Z", "2026-11-01T04:30:00Z", "yesterday"),
        ("2026-11-01T06:30:00Z", "2026-11-01T05:30:00Z", "today"),  # 01:30, for the second time
        ("2026-03-09T03:30:00Z", "2026-03-08T05:30:00Z", "today"),  # a day of 23 hours
        ("2026-03-09T04:30:00Z", "2026-03-08T04:30:00Z", "Saturday"),
        ("2027-01-01T05:30:00Z", "2027-01-01T04:30:00Z", "yesterday"),
    ],
)
def test_a_night_in_which_the_clock_is_changed_is_one_night(now: str, at: str, said: str) -> None:
    moment = datetime.fromisoformat(now).timestamp()
    assert Days(moment, ZoneInfo("America/Toronto")).day(at).text == said
