"""The view at the end of a pathway: what the learner set out for, and what they did."""

from collections.abc import Iterator
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.learning.progress import summed
from psi_cli.pathway.model import FURTHER, Resource
from psi_cli.pathway.references import Target
from psi_cli.record.model import DONE, SKIPPED, Note
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Heading, Hint, Item, Panel, Paragraph, Words
from psi_cli.views.lines import (
    Facts,
    ResourceLine,
    is_read,
    pathway_facts,
    resource_line,
    stage_facts,
    trail,
)

_OUTCOMES = 5
_QUOTED_LINES, _QUOTED = 2, 120  # lines and characters of the first answer


class Closing(NamedTuple):
    """An account of a pathway, as its learner comes to the end of it."""

    journey: Journey
    days: Days
    hints: tuple[Hint, ...]
    schema: str = "psi.closing/1"

    def facts(self) -> Facts:
        """Return what the screen states, and every resource by its state."""
        journey, progress = self.journey, self.journey.progress
        first = _first_answer(journey)
        return {
            "pathway": pathway_facts(journey.pathway),
            "finished": progress.finished,
            "outcomes": list(journey.pathway.outcomes),
            "stages": [stage_facts(journey, one) for one in progress.stages],
            "started": journey.record.started or None,
            "last": journey.record.last or None,
            "minutes_done": _time_done(journey)[0],
            "minutes_left": progress.total("minutes_left"),
            "questions": _questions(journey),
            "answered": _answered(journey),
            "first_answer": {"question": first[0].part.id, "text": first[1].text}
            if first
            else None,
            "resources": [line.facts() for line in _lines(journey)],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        pathway, progress = self.journey.pathway, self.journey.progress
        last = self.journey.record.last
        end: Words = "the last stage"
        if progress.finished:
            end = (self.days.day(last).within("finished "),) if last else "finished"
        blocks: list[Block] = [
            Heading(pathway.title, end),
            trail(self.journey, ended=progress.finished),
        ]
        if pathway.outcomes:
            title = "You can now" if progress.finished else "You set out to be able to"
            points = tuple(Item("point", "", one) for one in pathway.outcomes[:_OUTCOMES])
            blocks.append(Panel(title, points))
        blocks.append(Paragraph(" ".join(self._account())))
        blocks += self._answer()
        return blocks

    def _account(self) -> Iterator[str]:
        """Yield what was done, in sentences."""
        journey, progress = self.journey, self.journey.progress
        done, total = progress.total("done"), progress.total("total")
        studied = f"{done:,} of {total:,} studied"
        if skipped := progress.total("skipped"):
            studied += f", {skipped} set aside"
        if time := wording.estimate(*_time_done(journey), "about"):
            studied += f", {time}"
        since = self.days.days_since(journey.record.started) if journey.record.started else None
        if since:
            studied += f" over {since + 1:,} days"
        yield f"{studied}."
        if questions := _questions(journey):
            yield f"{_answered(journey)} of {questions} questions answered."
        left = [
            number
            for one in progress.stages
            for number in (journey.parts[part.id].number for part in progress.left_in(one.stage))
        ]
        unread = [
            one.stage.short for one in progress.stages if not (one.total or is_read(journey, one))
        ]
        if unread:
            yield f"Not marked as read: {', '.join(unread)}."
        if left:
            yield f"Still open, whenever you like: {wording.ranges(left)}."

    def _answer(self) -> Iterator[Block]:
        """Yield the beginning of the learner's first answer, read back to them."""
        found = _first_answer(self.journey)
        if not found:
            return
        _, note = found
        lines = [line for line in note.text.split("\n") if line.strip()][:_QUOTED_LINES]
        said = " ".join(" ".join(lines).split())
        if len(said) > _QUOTED:
            said = said[: _QUOTED + 1].rpartition(" ")[0] or said[:_QUOTED]
        cut = "…" if len(said) < len(" ".join(note.text.split())) else ""
        yield Paragraph(
            (self.days.day(note.at).within("You wrote, ", f": “{said}{cut}”"),), most=_QUOTED_LINES
        )


def _lines(journey: Journey) -> list[ResourceLine]:
    every = (target for _, targets in journey.sections() for target in targets)
    return [resource_line(journey, target) for target in every]


def _time_done(journey: Journey) -> tuple[int, int]:
    studied = (line for line in _lines(journey) if line.state.status == DONE)
    return summed(line.state.minutes_of(line.resource) for line in studied)


def _questions(journey: Journey) -> int:
    return sum(len(one.stage.reflections) for one in journey.progress.stages)


def _answered(journey: Journey) -> int:
    return sum(journey.progress.answered(one.stage) for one in journey.progress.stages)


def _first_answer(journey: Journey) -> tuple[Target, Note] | None:
    """Return the first question of the pathway that was answered, with its first answer."""
    asked = (one for stage in journey.pathway.stages for one in journey.questions(stage))
    answered = ((one, journey.progress.state(one.part.id).notes) for one in asked)
    return next(((one, notes[0]) for one, notes in answered if notes), None)


def closing(journey: Journey, days: Days) -> Closing:
    """Return the view that ends a pathway."""
    return Closing(journey, days, tuple(_hints(journey))[:3])


def _hints(journey: Journey) -> Iterator[Hint]:
    following = journey.next_target()
    if following and isinstance(following.part, Resource):
        title = wording.short(following.part)
        yield Hint(f"psi open {journey.number(following)}", f"still open: {title}")
    stages = [one for one in journey.pathway.stages if journey.open_questions(one)]
    if stages:
        here = journey.progress.current.stage
        ref = "" if here in stages else f" {stages[0].id}"
        waiting = sum(len(journey.open_questions(one)) for one in stages)
        yield Hint(f"psi answer{ref}", f"{wording.plural(waiting, 'question')} still open")
    if any(state.status == DONE for state in journey.progress.states.values()):
        yield Hint("psi export record", "a page for your yearly review")
    if journey.pathway.further:
        entries = len(journey.pathway.further.resources)
        yield Hint(
            f"psi show {FURTHER}", f"where to go on: {wording.plural(entries, 'entry', 'entries')}"
        )
    if any(state.status == SKIPPED for state in journey.progress.states.values()):
        yield Hint("psi list --skipped", "what you set aside")
    yield Hint("psi note", "read your notes again")
    yield Hint("psi log", "what you did, and when")
