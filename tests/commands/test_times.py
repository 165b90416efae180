"""Lengths of time and days, as people type them."""

from datetime import date

import pytest

from psi_cli.commands.times import day_of, minutes_of
from psi_cli.errors import UsageProblem


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        *(("40m", 40), ("40", 40), ("40 min", 40), ("40 Minutes", 40), ("90", 90), ("1 minute", 1)),
        *(("1h", 60), ("2 hours", 120), ("1 hr", 60), ("1h30", 90), ("1h30m", 90), ("1 h 05", 65)),
        *(("1:30", 90), ("0:05", 5), ("1.5h", 90), ("1,25 h", 75), (" 1h\u00a030 ", 90)),
        ("100000", 100_000),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_as_people_type_it(typed: str, minutes: int) -> None:
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "0", "0h00", "0:00", "-5", "+5", "1:75", "1:5", "1h75", "h", "m", "25x", "1h2h"),
        *("1.5", "100001", "9" * 40, "٤٠", "1e3", "nan", "inf", "1h-5", "soon", "\x1b[2J40m"),
    ],
)
def test_what_is_no_length_of_time_is_refused_with_what_is_one(typed: str) -> None:
    with pytest.raises(UsageProblem, match="is no length of time") as refused:
        minutes_of(typed)
    assert refused.value.remedy == "Type 40m, 1h30 or 1:30."
    assert refused.value.sentence.isprintable()


WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *(("2026-12-01", "2026-12-01"), ("2026-W49-2", "2026-12-01"), ("Today", "2026-11-25")),
        *(("tomorrow", "2026-11-26"), ("wednesday", "2026-11-25"), ("Tues", "2026-12-01")),
        *(("1 December", "2026-12-01"), ("dec 1", "2026-12-01")),
        ("1st Dec. 2027", "2027-12-01"),
        *(("December 1, 2026", "2026-12-01"), ("25 november", "2026-11-25")),
        ("may 3", "2027-05-03"),
        *(("24 nov", "2027-11-24"), ("24 nov 2026", "2026-11-24"), ("29 feb", "2028-02-29")),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_type_it_and_is_the_next_there_is(typed: str, day: str) -> None:
    assert day_of(typed, WEDNESDAY).isoformat() == day


@pytest.mark.parametrize(
    "typed",
    [
        *("", "soon", "1/12/2026", "12.1.2026", "31 feb", "0 may", "32 may", "ju 5", "t", "5 foo"),
        *("29 feb 2027", "1 december 0000", "2026-13-01", "20261", "1 december 99999", "dec"),
    ],
)
def test_what_is_no_day_is_refused_with_what_is_one(typed: str) -> None:
    with pytest.raises(UsageProblem, match="is no day") as refused:
        day_of(typed, WEDNESDAY)
    assert refused.value.remedy == "Type 2026-12-01, monday or 1 December."
