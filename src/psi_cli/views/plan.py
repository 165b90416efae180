"""The view of `psi plan`: what to study in which week."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.learning.plan import ASSUMED, Plan, Sitting, Week
from psi_cli.views import wording
from psi_cli.views.days import MONTHS, named
from psi_cli.views.elements import Block, Heading, Hint, Item, Panel, Paragraph, Span, Words
from psi_cli.views.lines import Facts, moving_on, pathway_facts, resource_line

_SHORT = 3  # letters of a month at the margin


class PlanView(NamedTuple):
    """What to study in which week, at so many minutes a week; weeks without anything are left out.

    A sitting has the minutes that the plan keeps for it, those of the resource being known or not.
    """

    journey: Journey
    plan: Plan
    today: date
    hints: tuple[Hint, ...]
    schema: str = "psi.plan/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        plan = self.plan
        return {
            "pathway": pathway_facts(self.journey.pathway),
            "from": plan.first.isoformat(),
            "until": plan.last.isoformat(),
            "minutes_a_week": plan.pace,
            "minutes": plan.minutes,
            "resources": self._size,
            "weeks": [self._week_facts(week) for week in plan.weeks],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        title = self.journey.pathway.title
        if not self.plan.weeks:
            return [Heading(title), Paragraph(self._nothing())]
        items = tuple(item for week in self.plan.weeks for item in self._items(week))
        size = f"{wording.plural(self._size, 'resource')} · {wording.about(self.plan.minutes)}"
        return [Heading(title, self._span()), Panel("Your plan", items, size), *self._remarks()]

    @property
    def _size(self) -> int:
        return len({one.resource.id for one in self.plan.sittings})

    def _span(self) -> Words:
        """Return how long there is: 2 h a week, from today to 27 December."""
        plan = self.plan
        first, last = named(plan.first, self.today), named(plan.last, self.today)
        return (f"{wording.duration(plan.pace)} a week from ", first, " to ", last)

    def _items(self, week: Week) -> Iterator[Item]:
        """Yield what is studied in a week, the first one under its days."""
        day = week.first
        begin = "today" if day == self.today else f"{day.day} {MONTHS[day.month - 1][:_SHORT]}"
        plain = f"{day} to {week.last}, {wording.duration(week.minutes)}"
        group = Span(begin, "strong", plain=plain)
        for place, sitting in enumerate(week.sittings):
            yield self._item(sitting)._replace(group=Span("") if place else group)

    def _item(self, sitting: Sitting) -> Item:
        resource = sitting.resource
        target = self.journey.parts[resource.id]
        line = resource_line(self.journey, target)._replace(number=target.number)
        kind, time = wording.kind_and_language(resource), wording.time(resource.minutes)
        if sitting.parts > 1:
            kind = f"{kind}, part {sitting.part} of {sitting.parts}"
            time = wording.duration(sitting.minutes)
        at_hand = resource.id == self.journey.progress.at_hand
        return line.item(at_hand=at_hand)._replace(note=f"{kind} · {time}")

    def _remarks(self) -> Iterator[Paragraph]:
        """Yield what there is to say of the plan beside what it says itself."""
        unknown = {one.resource.id for one in self.plan.sittings if not one.resource.minutes}
        if unknown:
            times = wording.plural(len(unknown), "resource")
            yield Paragraph(f"{times} without a known time: {ASSUMED} minutes are kept for each.")

    def _nothing(self) -> str:
        """Return what there is to say where nothing is open."""
        if self.journey.progress.total("total"):
            return "Well done: nothing that this pathway asks for is left to plan."
        return "This pathway asks for no resource, so that there is nothing to plan."

    def _week_facts(self, week: Week) -> Facts:
        return {
            "from": week.first.isoformat(),
            "until": week.last.isoformat(),
            "minutes": week.minutes,
            "sittings": [self._sitting_facts(one) for one in week.sittings],
        }

    def _sitting_facts(self, sitting: Sitting) -> Facts:
        target = self.journey.parts[sitting.resource.id]
        told = {"minutes": sitting.minutes, "part": sitting.part, "parts": sitting.parts}
        return told | {"resource": resource_line(self.journey, target).facts()}


def plan_view(journey: Journey, plan: Plan, today: date, options: str) -> PlanView:
    """Return the view of a plan that was made with options, as they were typed."""
    return PlanView(journey, plan, today, tuple(_hints(journey, plan, options)))


def _hints(journey: Journey, plan: Plan, options: str) -> Iterator[Hint]:
    if not plan.weeks:
        yield moving_on(journey)
        yield Hint("psi export record", "what you did, for your yearly review")
        return
    first = journey.parts[plan.sittings[0].resource.id]
    yield Hint(f"psi open {first.number}", "begin with the first")
    yield Hint(f"psi export ics{options} -o plan.ics", "the plan for your calendar")
    if not options:
        yield Hint(f"psi plan --hours-per-week {2 * plan.pace / 60:g}", "with twice the time")
