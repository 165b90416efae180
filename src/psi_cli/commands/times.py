"""Lengths of time and days, as people type them."""

import re
from datetime import date, timedelta

from psi_cli.errors import UsageProblem
from psi_cli.record.model import LONGEST_TIME
from psi_cli.system.sanitize import clean_line, quoted
from psi_cli.views.days import MONTHS, WEEKDAYS

_HOURS, _MINUTES = r"h(?:(?:ou)?rs?)?", r"m(?:in(?:ute)?s?)?"
_LENGTHS = (
    re.compile(r"(?P<hours>[0-9]{1,4}):(?P<minutes>[0-5][0-9])"),
    re.compile(rf"(?P<hours>[0-9]{{1,4}}) ?{_HOURS}"),
    re.compile(rf"(?P<hours>[0-9]{{1,4}}) ?{_HOURS} ?(?P<minutes>[0-5]?[0-9]) ?(?:{_MINUTES})?"),
    re.compile(rf"(?P<hours>[0-9]{{1,4}}[.,][0-9]{{1,2}}) ?{_HOURS}"),
    re.compile(rf"(?P<minutes>[0-9]{{1,6}}) ?(?:{_MINUTES})?"),
)
_DAY, _MONTH, _YEAR = (
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?",
    r"(?P<month>[a-z]{3,9})\.?",
    "[0-9]{4}",
)
_DATES = (
    re.compile(rf"{_DAY} {_MONTH}(?:,? (?P<year>{_YEAR}))?"),
    re.compile(rf"{_MONTH} {_DAY}(?:,? (?P<year>{_YEAR}))?"),
)


def minutes_of(typed: str) -> int:
    """Return a length of time in minutes: 40m, 1h, 1h30, 1:30, 1.5h, and 90 for minutes.

    UsageProblem for what is none, and for what is none that a resource could take.
    """
    text = _plain(typed)
    found = next(filter(None, (form.fullmatch(text) for form in _LENGTHS)), None)
    told = found.groupdict() if found else {}
    hours = float((told.get("hours") or "0").replace(",", "."))
    minutes = round(hours * 60) + int(told.get("minutes") or 0)
    if not 0 < minutes <= LONGEST_TIME:
        raise UsageProblem(f"{quoted(typed)} is no length of time.", "Type 40m, 1h30 or 1:30.")
    return minutes


def day_of(typed: str, today: date) -> date:
    """Return a day: 2026-12-01, today, tomorrow, monday, 1 December, Dec 1 2026.

    Without a year, and for a day of the week, it is the next there is from today on. UsageProblem
    for what is no day.
    """
    text = _plain(typed)
    day = _near(text, today) or _named(text, today)
    if not day:
        raise UsageProblem(f"{quoted(typed)} is no day.", "Type 2026-12-01, monday or 1 December.")
    return day


def _near(text: str, today: date) -> date | None:
    """Return a day that is told by its distance, its weekday or in ISO; None for another."""
    if text in {"today", "tomorrow"}:
        return today + timedelta(text == "tomorrow")
    if weekday := _only(text, WEEKDAYS):
        return today + timedelta((weekday - 1 - today.weekday()) % 7)
    try:
        return date.fromisoformat(text.upper())
    except ValueError:
        return None


def _named(text: str, today: date) -> date | None:
    """Return a day that is told by its month, of the next year that has it; None for another."""
    told = next(filter(None, (form.fullmatch(text) for form in _DATES)), None)
    month = _only(told["month"], MONTHS) if told else 0
    if not told or not month:
        return None
    years = [int(told["year"])] if told["year"] else range(today.year, today.year + 9)
    for year in years:
        try:
            day = date(year, month, int(told["day"]))
        except ValueError:  # a 29 February of another year
            continue
        if told["year"] or day >= today:
            return day
    return None


def _only(text: str, names: tuple[str, ...]) -> int:
    """Return which of the names begins so, from 1; 0 where that is not one alone."""
    begun = [place for place, name in enumerate(names, 1) if name.casefold().startswith(text)]
    return begun[0] if len(begun) == 1 else 0


def _plain(typed: str) -> str:
    """Return what was typed in small letters, with one space between words."""
    return " ".join(clean_line(typed).casefold().split())
