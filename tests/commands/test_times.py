"""Lengths of time and days, as people type them."""

import pytest

from psi_cli.commands.times import minutes_of
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
