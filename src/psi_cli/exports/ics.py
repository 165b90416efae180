"""A plan as a calendar (RFC 5545): for each resource an all-day event on the days of its week.

A plan knows the week and no hour, and one's calendar knows what else there is. So no event claims
an hour or keeps others out: it stands above the hours of its week until its owner draws it to one.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from psi_cli.exports.view import Entry, ExportView, reached
from psi_cli.learning.plan import Plan, Sitting, Week
from psi_cli.record.model import DONE
from psi_cli.views import wording

_LONGEST_LINE = 75  # bytes
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def written(view: ExportView, plan: Plan) -> str:
    """Return the sittings of a plan, and what is done on the day on which it was done.

    An event has the same UID in each export, so that it is moved and not doubled.
    """
    entries = {entry.resource.id: entry for entry in view.entries}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//psi//psi {view.version}//EN"]
    lines += [f"{name}:{_text(view.pathway.title)}" for name in ("NAME", "X-WR-CALNAME")]
    for week in plan.weeks:
        for sitting in week.sittings:
            lines += _planned(entries[sitting.resource.id], sitting, week, view)
    for entry in entries.values():
        if entry.state.status == DONE:
            lines += _done(entry, view)
    return "".join(map(_folded, [*lines, "END:VCALENDAR"]))


def _planned(entry: Entry, sitting: Sitting, week: Week, view: ExportView) -> Iterator[str]:
    time = wording.duration(sitting.minutes)
    part = f"part {sitting.part} of {sitting.parts}, " if sitting.parts > 1 else ""
    title = f"{entry.resource.title} ({part}{time})"
    yield from _event(entry, sitting.part, title, (week.first, _after(week.last)), view)


def _done(entry: Entry, view: ExportView) -> Iterator[str]:
    try:
        day = date.fromisoformat(view.done_on(entry.state))
        days = day, _after(day)
    except (ValueError, OverflowError):  # a date that no calendar has
        return
    yield from _event(entry, 1, f"✓ {entry.resource.title}", days, view)


def _after(day: date) -> date:
    return day + timedelta(1)


def _event(
    entry: Entry, part: int, title: str, days: tuple[date, date], view: ExportView
) -> Iterator[str]:
    """Yield the lines of an event from one day until before another."""
    now = datetime.fromtimestamp(view.days.seconds, UTC)
    name = entry.resource.id if part == 1 else f"{entry.resource.id}.{part}"
    first, end = (day.isoformat().replace("-", "") for day in days)
    address, _ = reached(entry.resource.link)
    yield "BEGIN:VEVENT"
    yield f"UID:{name}@{view.pathway.id}.psi"
    yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{first}"
    yield f"DTEND;VALUE=DATE:{end}"
    yield f"SUMMARY:{_text(title)}"
    yield f"DESCRIPTION:{_text(description(entry))}"
    yield f"CATEGORIES:{_text(view.pathway.title)}"
    if address:
        yield f"URL:{address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def description(entry: Entry) -> str:
    """Return what an event says of its resource."""
    resource = entry.resource
    by = wording.credit(resource.creators, resource.year)
    about = ", ".join(filter(None, (wording.kind(resource.kind), by)))
    address, search = reached(resource.link)
    ways = (address or search, f"psi open {resource.id}")
    return "\n\n".join(filter(None, (about, resource.why, "\n".join(filter(None, ways)))))


def _text(text: str) -> str:
    return text.translate(_ESCAPED)


def _folded(line: str) -> str:
    """Return a content line, folded before a character that would make it too long."""
    folded, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LONGEST_LINE:
            folded, size = f"{folded}\r\n ", 1
        folded, size = folded + character, size + octets
    return f"{folded}\r\n"
