"""Lengths of time and days, as people type them."""

import re

from psi_cli.errors import UsageProblem
from psi_cli.record.model import LONGEST_TIME
from psi_cli.system.sanitize import clean_line

_HOURS, _MINUTES = r"h(?:(?:ou)?rs?)?", r"m(?:in(?:ute)?s?)?"
_LENGTHS = (
    re.compile(r"(?P<hours>[0-9]{1,4}):(?P<minutes>[0-5][0-9])"),
    re.compile(rf"(?P<hours>[0-9]{{1,4}}) ?{_HOURS}"),
    re.compile(rf"(?P<hours>[0-9]{{1,4}}) ?{_HOURS} ?(?P<minutes>[0-5]?[0-9]) ?(?:{_MINUTES})?"),
    re.compile(rf"(?P<hours>[0-9]{{1,4}}[.,][0-9]{{1,2}}) ?{_HOURS}"),
    re.compile(rf"(?P<minutes>[0-9]{{1,6}}) ?(?:{_MINUTES})?"),
)


def minutes_of(typed: str) -> int:
    """Return a length of time in minutes: 40m, 1h, 1h30, 1:30, 1.5h, and 90 for minutes.

    UsageProblem for what is none, and for what is none that a resource could take.
    """
    text = " ".join(clean_line(typed).casefold().split())
    found = next(filter(None, (form.fullmatch(text) for form in _LENGTHS)), None)
    told = found.groupdict() if found else {}
    hours = float((told.get("hours") or "0").replace(",", "."))
    minutes = round(hours * 60) + int(told.get("minutes") or 0)
    if not 0 < minutes <= LONGEST_TIME:
        raise UsageProblem(
            f"“{clean_line(typed)[:40]}” is no length of time.", "Type 40m, 1h30 or 1:30."
        )
    return minutes
