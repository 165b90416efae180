"""Days and times as people say them, where the learner is."""

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from psi_cli.views.elements import Span

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_A_WEEK = 7


class Days(NamedTuple):
    """Says moments of the record (UTC, as 2026-11-23T09:30:00Z) in the learner's zone.

    A `zone` of None is the one this machine is set to.
    """

    seconds: float  # now, since 1970
    zone: tzinfo | None = None

    @property
    def today(self) -> str:
        """Return the day it is, as 2026-11-25."""
        return self._today().date().isoformat()

    def date(self, at: str) -> str:
        """Return the day of a moment, as 2026-11-23."""
        return self.time(at)[:10]

    def time(self, at: str) -> str:
        """Return a moment as the learner's clock showed it, as 2026-11-23 09:30."""
        local = self._local(at)
        return local.strftime("%Y-%m-%d %H:%M") if local else at[:16].replace("T", " ")

    def day(self, at: str) -> Span:
        """Return the day of a moment: today, Tuesday, 17 November; a date in plain lines."""
        local, ago = self._local(at), self.days_since(at)
        if local is None or ago is None or ago < 0:
            return Span(self.date(at))
        if ago >= _A_WEEK:
            return named(local.date(), self._today().date())
        near = ("today", "yesterday")[ago] if ago <= 1 else WEEKDAYS[local.weekday()]
        return Span(near, plain=self.date(at))

    def day_and_time(self, at: str) -> Span:
        """Return the day of a moment and the time of that day: Tuesday 09:30."""
        day, time = self.day(at), self.time(at)
        return day._replace(text=f"{day.text}{time[10:]}", plain=time)

    def day_and_distance(self, at: str) -> Span:
        """Return the day of a moment and how long ago it was: Tuesday, 3 days ago."""
        day, ago = self.day(at), self.days_since(at)
        if ago is None or ago <= 1:
            return day
        return day._replace(text=f"{day.text}, {ago:,} days ago")

    def days_since(self, at: str) -> int | None:
        """Return how many midnights lie between a moment and now; None for no known date."""
        local = self._local(at)
        return (self._today().date() - local.date()).days if local else None

    def _today(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, self.zone).astimezone(self.zone)

    def _local(self, at: str) -> datetime | None:
        try:
            return datetime.fromisoformat(at).astimezone(self.zone)
        except (ValueError, OverflowError, OSError):  # a date that no calendar here has
            return None


def named(day: date, today: date) -> Span:
    """Return a day: today, 17 November, 4 January 2027; a date in plain lines."""
    year = "" if day.year == today.year else f" {day.year}"
    said = "today" if day == today else f"{day.day} {MONTHS[day.month - 1]}{year}"
    return Span(said, plain=day.isoformat())
