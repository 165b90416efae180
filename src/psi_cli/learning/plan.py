"""A study plan: what is open, laid out over weeks at so many minutes a week.

Weeks begin on Monday. One that the plan does not have whole, at its beginning or its end, has its
share of the minutes.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Resource

USUAL_PACE = 120  # minutes a week
STEP = 15  # minutes of a pace, and the least part of what may be torn
SITTING = 30  # minutes, the least for which something long is begun
MOST_PACE = 7 * 24 * 60  # minutes that a week has
ASSUMED = 30  # minutes of a resource whose own are not known
LONGEST = 20  # years of a plan, about


class Terms(NamedTuple):
    """What a plan has to keep to: minutes a week, first and last day; None where psi may choose."""

    pace: int | None = None
    first: date | None = None
    last: date | None = None


class Sitting(NamedTuple):
    """What is studied of a resource in one week: so many minutes, and which of how many parts."""

    resource: Resource
    minutes: int
    part: int = 1
    parts: int = 1


class Week(NamedTuple):
    """The days of a week that belong to a plan, and what is studied on them."""

    first: date
    last: date
    sittings: tuple[Sitting, ...]

    @property
    def minutes(self) -> int:
        """Return how long all that is studied in the week takes."""
        return sum(one.minutes for one in self.sittings)


class Plan(NamedTuple):
    """Weeks in which there is something to study, at so many minutes a week from a day on."""

    weeks: tuple[Week, ...]
    pace: int
    first: date

    @property
    def sittings(self) -> list[Sitting]:
        """Return all there is to study, in order."""
        return [sitting for week in self.weeks for sitting in week.sittings]

    @property
    def minutes(self) -> int:
        """Return how long all there is to study takes."""
        return sum(week.minutes for week in self.weeks)

    @property
    def last(self) -> date:
        """Return the last day of the plan; its first where there is nothing to study."""
        return self.weeks[-1].last if self.weeks else self.first


def to_study(journey: Journey) -> list[Resource]:
    """Return what the pathway asks for and is open, in the order in which to study it.

    What the learner was at comes first, then this stage and those after it, then what was left
    behind; but nothing before what it comes after.
    """
    progress = journey.progress
    stages = (*progress.stages[progress.here :], *progress.stages[: progress.here])
    left = [resource for one in stages for resource in progress.left_in(one.stage)]
    left.sort(key=lambda resource: resource.id != progress.at_hand)
    return in_order(left, {resource.id: resource.after for resource in left})


def in_order(resources: Sequence[Resource], needs: Mapping[str, Collection[str]]) -> list[Resource]:
    """Return resources so that each comes after those among them that it needs.

    Nothing else changes its place. Where some need each other in a circle, it is broken.
    """
    waiting = {resource.id: resource for resource in resources}
    ordered: list[Resource] = []
    for resource in resources:
        path = [resource] if resource.id in waiting else []
        while path:
            waiting.pop(path[-1].id, None)
            before = next((id_ for id_ in needs.get(path[-1].id, ()) if id_ in waiting), None)
            if before:
                path.append(waiting[before])
            else:
                ordered.append(path.pop())
    return ordered


def time_kept(resource: Resource) -> int:
    """Return how many minutes a plan keeps for a resource."""
    return resource.minutes or ASSUMED


def planned(resources: Sequence[Resource], terms: Terms, today: date) -> Plan | None:
    """Return a plan that keeps to the terms, and finds what they leave open; None if none fits.

    Of a pace, a first and a last day any two give the third: the least pace, the latest first day.
    Where only one is given, the plan begins today, or has the usual pace.
    """
    first, pace = max(terms.first or today, today), terms.pace or USUAL_PACE
    if terms.last and not terms.pace:
        pace = least_pace(resources, first, terms.last) or MOST_PACE
    elif terms.last and not terms.first:
        first = _latest_start(resources, pace, first, terms.last)
    weeks = spread(resources, pace, first, terms.last)
    weeks = weeks or spread(resources, pace, first, terms.last, torn=True)
    if resources and not weeks:
        return None
    return Plan(weeks, pace, weeks[0].first if weeks else first)


def least_pace(resources: Sequence[Resource], first: date, last: date) -> int:
    """Return how many minutes a week it takes from the first to the last day; 0 if none will do."""
    paces = range(STEP, MOST_PACE + 1, STEP)
    place = bisect_left(paces, 1, key=lambda pace: bool(spread(resources, pace, first, last)))
    return paces[place] if place < len(paces) else 0


def _latest_start(resources: Sequence[Resource], pace: int, first: date, last: date) -> date:
    """Return the last Monday on which it is not too late, or the first day."""
    starts = [monday for monday, _ in _weeks(first, last)]
    late = bisect_left(starts, 1, key=lambda day: not spread(resources, pace, day, last))
    return starts[max(late - 1, 0)] if starts else first


def spread(
    resources: Sequence[Resource],
    pace: int,
    first: date,
    last: date | None = None,
    *,
    torn: bool = False,
) -> tuple[Week, ...]:
    """Return the weeks in which resources are studied in their order; none if they do not fit.

    What a week has time for stays whole, unless all may be `torn` so as to fill each week. What
    takes longer is spread over several weeks.
    """
    calendar = _weeks(first, last)
    found: list[tuple[date, date, list[Sitting]]] = []
    room = 0
    for resource in resources:
        left = time_kept(resource)
        least = STEP if torn else min(SITTING, pace) if left > pace else left
        while left:
            if min(least, left) > room:
                if not (days := next(calendar, None)):
                    return ()
                found.append((*days, []))
                room = pace * ((days[1] - days[0]).days + 1) // 7
                continue
            minutes = min(left, room)
            found[-1][2].append(Sitting(resource, minutes))
            room, left = room - minutes, left - minutes
    return tuple(_numbered(found))


def _numbered(found: list[tuple[date, date, list[Sitting]]]) -> Iterator[Week]:
    """Yield the weeks that have something, each sitting with its number among its resource's."""
    parts = Counter(one.resource.id for _, _, sittings in found for one in sittings)
    seen: Counter[str] = Counter()
    for first, last, sittings in found:
        numbered = []
        for one in sittings:
            seen[one.resource.id] += 1
            numbered.append(one._replace(part=seen[one.resource.id], parts=parts[one.resource.id]))
        if numbered:
            yield Week(first, last, tuple(numbered))


def _weeks(first: date, last: date | None) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each week from one day to another, of 20 years at most."""
    most = min(first.toordinal() + LONGEST * 365, date.max.toordinal() - 7)
    end = min(last or date.max, date.fromordinal(most))
    while first <= end:
        sunday = first + timedelta(6 - first.weekday())
        yield first, min(sunday, end)
        first = sunday + timedelta(1)
