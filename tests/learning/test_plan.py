"""A plan: what is studied in which week, and whether it fits at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.learning.plan import (
    ASSUMED,
    MOST_PACE,
    STEP,
    Plan,
    Terms,
    in_order,
    least_pace,
    planned,
    spread,
    time_kept,
    to_study,
)
from psi_cli.pathway.model import Pathway, Resource, Stage
from tests.journeys import walked

WEDNESDAY, MONDAY = date(2026, 11, 25), date(2026, 11, 30)
SUNDAY = date(2026, 12, 27)


def resources(*minutes: int) -> list[Resource]:
    """Return resources named a, b, c, … that take so many minutes."""
    return [
        Resource(name, "video", name, one)
        for name, one in zip("abcdefghijklmnopqrstuvwxyz", minutes, strict=False)
    ]


def told(plan: Plan | None) -> list[str]:
    """Return a line for each week: its days, and what is studied with its minutes."""
    assert plan
    return [
        " ".join(
            (
                f"{week.first:%d}-{week.last:%d}:",
                *(f"{one.resource.id}{one.minutes}" for one in week.sittings),
            )
        )
        for week in plan.weeks
    ]


def test_weeks_run_from_monday_to_sunday_and_what_does_not_fit_waits_for_the_next() -> None:
    plan = planned(resources(60, 45, 30, 90), Terms(120, MONDAY), MONDAY)
    assert told(plan) == ["30-06: a60 b45", "07-13: c30 d90"]


def test_a_week_that_is_not_whole_has_its_share() -> None:
    plan = planned(resources(85, 1), Terms(120, WEDNESDAY), WEDNESDAY)
    assert told(plan) == ["25-29: a85", "30-06: b1"]
    plan = planned(resources(86), Terms(120, WEDNESDAY), WEDNESDAY)
    assert told(plan) == ["30-06: a86"]
    assert plan
    assert plan.first == MONDAY


def test_what_takes_longer_than_a_week_has_is_spread_over_several() -> None:
    plan = planned(resources(60, 200, 30), Terms(120, MONDAY), MONDAY)
    assert told(plan) == ["30-06: a60 b60", "07-13: b120", "14-20: b20 c30"]
    assert plan
    parts = [(one.part, one.parts) for one in plan.sittings if one.resource.id == "b"]
    assert parts == [(1, 3), (2, 3), (3, 3)]


def test_nothing_long_is_begun_with_a_few_minutes() -> None:
    plan = planned(resources(110, 200), Terms(120, MONDAY), MONDAY)
    assert told(plan) == ["30-06: a110", "07-13: b120", "14-20: b80"]


def test_without_terms_it_is_two_hours_a_week_from_today() -> None:
    plan = planned(resources(60, 60, 60), Terms(), WEDNESDAY)
    assert plan
    assert (plan.pace, plan.first, plan.last) == (120, WEDNESDAY, date(2026, 12, 6))


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        (Terms(60, MONDAY), (60, MONDAY, SUNDAY)),
        (Terms(None, MONDAY, SUNDAY), (60, MONDAY, SUNDAY)),
        (Terms(60, None, SUNDAY), (60, MONDAY, SUNDAY)),
        (Terms(60, MONDAY, SUNDAY), (60, MONDAY, SUNDAY)),
        (Terms(60, MONDAY, SUNDAY + timedelta(70)), (60, MONDAY, SUNDAY)),
    ],
)
def test_two_of_the_three_give_the_third(terms: Terms, found: tuple) -> None:
    plan = planned(resources(60, 60, 60, 60), terms, MONDAY)
    assert plan
    assert (plan.pace, plan.first, plan.last) == found


def test_the_first_day_is_the_latest_monday_on_which_it_is_not_too_late() -> None:
    plan = planned(resources(60, 60), Terms(60, None, SUNDAY), WEDNESDAY)
    assert plan
    assert plan.first == date(2026, 12, 14)


def test_a_first_day_that_is_past_is_today() -> None:
    plan = planned(resources(60), Terms(None, date(2026, 1, 1)), WEDNESDAY)
    assert plan
    assert plan.first == WEDNESDAY


def test_where_whole_ones_do_not_fit_they_are_torn_before_it_is_given_up() -> None:
    last = date(2026, 12, 13)
    plan = planned(resources(80, 80, 80), Terms(120, MONDAY, last), MONDAY)
    assert told(plan) == ["30-06: a80 b40", "07-13: b40 c80"]
    assert planned(resources(80, 80, 81), Terms(120, MONDAY, last), MONDAY) is None


@pytest.mark.parametrize(
    "terms",
    [
        Terms(60, MONDAY, date(2026, 12, 6)),
        Terms(60, None, date(2026, 12, 6)),
        Terms(120, MONDAY, date(2026, 12, 1)),
        Terms(15, MONDAY, date(9999, 12, 31)),
        Terms(15),
    ],
)
def test_what_does_not_fit_is_no_plan(terms: Terms) -> None:
    length = 20_000 if terms.pace == 15 else 61
    assert planned(resources(length), terms, MONDAY) is None


def test_more_than_there_is_time_for_awake_or_asleep_fits_at_no_pace() -> None:
    assert planned(resources(25 * 60), Terms(None, MONDAY, MONDAY), MONDAY) is None
    assert planned(resources(23 * 60), Terms(None, MONDAY, MONDAY), MONDAY)


def test_where_nothing_is_left_the_plan_is_empty_and_fits_anything() -> None:
    plan = planned([], Terms(15, MONDAY, MONDAY), MONDAY)
    assert plan == Plan((), 15, MONDAY)
    assert (plan.first, plan.last, plan.sittings) == (MONDAY, MONDAY, [])


def test_a_resource_without_a_known_time_is_given_some() -> None:
    plan = planned(resources(0, 0, 0, 0, 0), Terms(120, MONDAY), MONDAY)
    assert told(plan) == [f"30-06:{''.join(f' {one}{ASSUMED}' for one in 'abcd')}", "07-13: e30"]


def test_the_end_of_the_calendar_is_no_end_of_psi() -> None:
    late = date(9999, 12, 30)
    assert planned(resources(60), Terms(60, late), late) is None
    assert planned(resources(60), Terms(60, MONDAY, date.max), MONDAY)


MINUTES = st.lists(st.integers(0, 400), min_size=1, max_size=12)
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))


@given(MINUTES, st.integers(STEP, 1000), DAYS, st.booleans())
def test_every_minute_is_planned_once_in_order_and_no_week_has_too_many(
    minutes: list[int], pace: int, first: date, torn: bool
) -> None:
    every = resources(*minutes)
    weeks = spread(every, pace, first, torn=torn)
    sittings = [one for week in weeks for one in week.sittings]
    names = [one.resource.id for one in sittings]
    assert list(dict.fromkeys(names)) == [one.id for one in every]
    assert names == sorted(names)
    for one in every:
        parts = [sitting for sitting in sittings if sitting.resource == one]
        assert sum(sitting.minutes for sitting in parts) == time_kept(one)
        assert [sitting.part for sitting in parts] == list(range(1, len(parts) + 1))
        assert torn or len(parts) == 1 or time_kept(one) > pace
    for week in weeks:
        length = (week.last - week.first).days + 1
        assert sum(one.minutes for one in week.sittings) * 7 <= pace * length
        assert week.last.weekday() == 6
        assert week.first.weekday() == 0 or week.first == first


@given(MINUTES, DAYS, st.integers(0, 100))
def test_the_least_pace_fits_and_where_there_is_none_no_pace_does(
    minutes: list[int], first: date, length: int
) -> None:
    every, last = resources(*minutes), first + timedelta(length)
    pace = least_pace(every, first, last)
    assert bool(spread(every, pace or MOST_PACE, first, last)) == bool(pace)


def test_what_is_needed_comes_before_and_nothing_else_moves() -> None:
    a, b, c, d = resources(1, 1, 1, 1)
    assert in_order([a, b, c, d], {}) == [a, b, c, d]
    assert in_order([a, b, c, d], {"b": ("d",), "c": ("a", "gone")}) == [a, d, b, c]
    assert in_order([a, b, c, d], {"a": ("b",), "b": ("c",)}) == [c, b, a, d]


def test_what_needs_itself_over_others_stays_and_is_there_once() -> None:
    a, b, c = resources(1, 1, 1)
    for needs in ({"a": ("a",)}, {"a": ("b",), "b": ("a",)}, {"a": ("c",), "c": ("b", "a")}):
        assert sorted(one.id for one in in_order([a, b, c], needs)) == ["a", "b", "c"]


def test_a_chain_of_thousands_is_put_in_order() -> None:
    every = [Resource(f"r{number}", "video", "r", 1) for number in range(5000)]
    needs = {f"r{number}": (f"r{number + 1}",) for number in range(4999)}
    assert in_order(every, needs) == every[::-1]


def test_what_one_was_at_comes_first_then_this_stage_and_last_what_was_left_behind() -> None:
    names = [one.id for one in to_study(walked("start grain"))]
    assert names == ["kneading", "starter", "flour-report", "mill-visit", "first-loaf", "croute"]
    begun = ("start grain", "move oven", "done first-loaf", "skip starter", "open mill-visit")
    assert [one.id for one in to_study(walked(*begun))] == [
        *("mill-visit", "croute", "kneading", "flour-report"),
    ]


def test_a_plan_has_nothing_before_what_it_comes_after() -> None:
    a, b, c = resources(10, 10, 10)
    stage = Stage("one", "One", "One", resources=(a._replace(after=("c",)), b, c))
    journey = walked("start one", pathway=Pathway("p", "", "P", (stage,)))
    assert [one.id for one in to_study(journey)] == ["c", "a", "b"]
