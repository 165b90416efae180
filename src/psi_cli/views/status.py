"""The view of `psi`: what the learner was at, what is left here, and what to type next."""

from collections.abc import Iterator
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.pathway.references import Target
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Heading, Hint, Panel, Paragraph, Span, Words
from psi_cli.views.lines import (
    Facts,
    answering,
    going_on,
    is_read,
    moving_on,
    pathway_facts,
    resource_line,
    stage_bar,
    stage_facts,
    trail,
    you,
)

_QUOTED = 40  # characters of the latest note


class Status(NamedTuple):
    """Where the learner is, what they were at, and what is left in this stage."""

    journey: Journey
    days: Days
    message: str
    warnings: tuple[str, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.status/1"

    def facts(self) -> Facts:
        """Return what the screen states, and how far each stage is."""
        journey, progress = self.journey, self.journey.progress
        pathway = journey.pathway
        at_hand, following = journey.at_hand(), journey.next_target()
        return {
            "message": self.message or None,
            "warnings": list(self.warnings),
            "pathway": pathway_facts(pathway) | {"version": pathway.version},
            "last": journey.record.last or None,
            "stages": [stage_facts(journey, one) for one in progress.stages],
            "done": progress.total("done"),
            "skipped": progress.total("skipped"),
            "total": progress.total("total"),
            "minutes_left": progress.total("minutes_left"),
            "untimed": progress.total("untimed"),
            "at_hand": resource_line(journey, at_hand).facts() if at_hand else None,
            "study_next": resource_line(journey, following).facts() if following else None,
            "bookmarks": self._bookmarks,
            "notes": sum(len(one.notes) for one in progress.states.values()),
            "orphans": list(progress.orphans),
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        journey = self.journey
        last = journey.record.last
        when: Words = (self.days.day_and_distance(last).within("last here "),) if last else ""
        blocks: list[Block] = [Heading(journey.pathway.title, when)]
        blocks += [
            Paragraph((Span(one, "strong"),)) for one in (self.message, *self.warnings) if one
        ]
        blocks.append(trail(journey))
        if journey.progress.current.total:
            blocks.append(stage_bar(journey.progress.current))
        blocks += self._now()
        if rest := list(self._rest()):
            between = Span(" · ", plain="; ")
            apart = [part for one in rest for part in (between, one)]
            blocks.append(Paragraph(tuple(apart[1:])))
        return blocks

    @property
    def _bookmarks(self) -> int:
        return sum(bool(one.bookmarked) for one in self.journey.progress.states.values())

    def _now(self) -> Iterator[Block]:
        """Yield what the learner was at, or what comes next."""
        journey = self.journey
        current = journey.progress.current
        at_hand, following = journey.at_hand(), journey.next_target()
        if _begins_with_text(journey):
            reading = wording.reading_time(current.stage)
            goal = current.stage.goal or current.stage.text[0]
            yield Panel(current.stage.title, (Paragraph(goal, most=2),), reading)
        elif following:
            line = resource_line(journey, following)
            details: tuple[Words, ...] = (self._about(following),)
            title = "You were at" if at_hand else "Comes next"
            yield Panel(title, (line.item(*filter(None, details), at_hand=bool(at_hand)),))
        else:
            yield Paragraph("Nothing that the pathway asks for is left open.")

    def _about(self, target: Target) -> Words:
        """Return how something stands, with the beginning of the latest note on it."""
        state = self.journey.progress.state(target.part.id)
        words = you(state, self.days)
        if not state.notes:
            return words
        note = " ".join(state.notes[-1].text.split())
        said = f"{note[:_QUOTED].rstrip()}…" if len(note) > _QUOTED else note
        return (*words, f": “{said}”") if isinstance(words, tuple) else words

    def _rest(self) -> Iterator[str]:
        """Yield what else is open here, and what is kept."""
        journey, progress = self.journey, self.journey.progress
        here = progress.current.stage
        following = journey.next_target()
        left = [journey.parts[one.id] for one in progress.left_in(here)]
        numbers = [journey.number(one) for one in left if one != following]
        if numbers:
            yield f"Also open here: {wording.ranges(numbers)}"
        if here.reflections:
            yield f"{progress.answered(here)} of {len(here.reflections)} questions answered"
        if self._bookmarks:
            yield wording.plural(self._bookmarks, "bookmark")
        if progress.orphans:
            kept = wording.plural(len(progress.orphans), "thing")
            yield f"{kept} you kept from what has left this pathway: `psi note`"


def status(
    journey: Journey, days: Days, *, message: str = "", warnings: tuple[str, ...] = ()
) -> Status:
    """Return the view of `psi` once the pathway is begun."""
    hints = tuple(dict.fromkeys(_hints(journey)))[:3]
    return Status(journey, days, message, warnings, hints)


def _begins_with_text(journey: Journey) -> bool:
    """Tell whether what comes next is to read a stage that is nothing but its text."""
    current = journey.progress.current
    return not (journey.at_hand() or current.stage.resources or is_read(journey, current))


def _hints(journey: Journey) -> Iterator[Hint]:
    current = journey.progress.current
    if _begins_with_text(journey):
        minutes = current.stage.minutes
        yield Hint("psi read", f"begin: {wording.duration(minutes)}" if minutes else "begin")
        yield moving_on(journey)
    else:
        yield from going_on(journey)[:1]
    if journey.next_target():
        yield Hint("psi suggest 25", "what fits into 25 minutes")
    yield from answering(journey)
    yield moving_on(journey)
