"""The lines that several screens have: a resource, a stage on the trail; and their JSON."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from psi_cli.learning.journey import Journey
from psi_cli.learning.progress import ItemState, StageProgress
from psi_cli.pathway.links import SEARCH, can_be_opened, opening
from psi_cli.pathway.model import Companion, Link, Pathway, Resource
from psi_cli.pathway.references import Target, title_of
from psi_cli.record.model import DONE, OPEN
from psi_cli.views import wording
from psi_cli.views.elements import Bar, Block, Flag, Hint, Item, Paragraph, Span, Step, Trail, Words

if TYPE_CHECKING:
    from psi_cli.views.days import Days

Facts = dict[str, Any]  # what a view states, as JSON has it
BESIDE = 3  # stages that the trail shows on either side of the one the learner is in
Line = TypeVar("Line")  # with a resource: that of a screen, or the entry of an export


def first_of(lines: Sequence[Block], most: int) -> tuple[Block, ...]:
    """Return at most so many lines, and below them how many more --json has."""
    more = len(lines) - most
    rest = (Paragraph(f"And {more:,} more: --json has them all."),) if more > 0 else ()
    return (*lines[:most], *rest)


class ResourceLine(NamedTuple):
    """A resource as it stands, with the number under which the learner would type it."""

    number: str
    target: Target
    state: ItemState

    @property
    def resource(self) -> Resource:
        """Return the resource itself."""
        part = self.target.part
        assert isinstance(part, Resource)  # noqa: S101 - lines are made of resources only
        return part

    def item(self, *details: Words, at_hand: bool = False) -> Item:
        """Return the line: one row of a screen, with details below it where there are some."""
        resource, state = self.resource, self.state
        creators = ", ".join(resource.creators)
        by = Span(f", {creators}") if creators else Span("")
        found = Span("" if can_be_opened(resource) else " (search)")
        title = Span(wording.short(resource), "strong", plain=resource.title)
        flags = (Flag("bookmark", "bookmarked"),) * bool(state.bookmarked)
        flags += (Flag("note", wording.plural(len(state.notes), "note")),) * bool(state.notes)
        mark = "here" if at_hand and state.status == OPEN else state.status
        words = (title, by, found) if state.status == OPEN else (title._replace(role=""), by, found)
        note = wording.kind_and_time(resource)
        return Item(mark, self.number, words, note, details, flags, is_row=True)

    def facts(self) -> Facts:
        """Return the resource and how it stands."""
        resource = self.resource
        return {
            "number": self.target.number,
            "id": resource.id,
            "stage": self.target.stage.id,
            "kind": resource.kind,
            "title": resource.title,
            "creators": list(resource.creators),
            "year": resource.year or None,
            "minutes": resource.minutes,
            "access": resource.access,
            "language": resource.language or None,
            "required": resource.required,
            "group": resource.group or None,
            "after": list(resource.after),
            **link_facts(resource.link),
            **state_facts(self.state),
        }

    def row(self) -> tuple[str, ...]:
        """Return the resource as fields of a line; without an address it has an empty one."""
        resource = self.resource
        found = opening(resource)
        known = found and found.way.kind != SEARCH
        return (
            self.target.number,
            resource.id,
            self.state.status,
            resource.kind,
            wording.figure(resource.minutes),
            resource.title,
            ", ".join(resource.creators),
            found.way.url if found and known else "",
        )


def rows(lines: Iterable[ResourceLine], *, at_hand: str = "") -> Iterator[Block]:
    """Yield resources as rows, under the heading of their group where they have one."""
    for heading, group in grouped(lines):
        if heading:
            yield Item("point", "", (Span(heading, "strong"),), is_row=True)
        for line in group:
            yield line.item(at_hand=line.resource.id == at_hand)


def grouped(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Yield the lines of a stage by group under its heading, empty for those before any group."""
    groups = groupby(lines, attrgetter("resource.group"))
    for place, (name, group) in enumerate(groups):
        yield name or ("Other" if place else ""), list(group)


def resource_line(journey: Journey, target: Target) -> ResourceLine:
    """Return a resource as it stands."""
    return ResourceLine(journey.number(target), target, journey.progress.state(target.part.id))


def pathway_facts(pathway: Pathway) -> Facts:
    """Return which pathway something is in, by its id and its title."""
    return {"id": pathway.id, "title": pathway.title}


def state_facts(state: ItemState) -> Facts:
    """Return how something stands; notes are counted, their text is in `psi note`."""
    return {
        "status": state.status,
        "at": state.at or None,
        "by": state.by or None,
        "took": state.took or None,
        "opened": state.opened or None,
        "bookmarked": bool(state.bookmarked),
        "notes": len(state.notes),
    }


def link_facts(link: Link) -> Facts:
    """Return how something is reached; what nobody knows is null."""
    return {
        "address": link.url or None,
        "archive": link.archive or None,
        "search": link.search or None,
        "confidence": link.confidence or None,
    }


def companion_facts(number: str, companion: Companion) -> Facts:
    """Return something to study instead of a resource, or beside it."""
    return {
        "number": number,
        "id": companion.id,
        "kind": companion.kind,
        "title": companion.title,
        "creators": list(companion.creators),
        "year": companion.year or None,
        "relation": companion.relation,
        "summary": companion.summary,
        **link_facts(companion.link),
    }


def stage_facts(journey: Journey, one: StageProgress) -> Facts:
    """Return a stage and how far the learner is in it; minutes are those of what is left.

    `untimed` counts what is left and has no estimate.
    """
    return {
        "number": one.number,
        "id": one.stage.id,
        "title": one.stage.title,
        "complete": one.complete,
        "here": one is journey.progress.current,
        "done": one.done,
        "skipped": one.skipped,
        "total": one.total,
        "minutes_left": one.minutes_left,
        "untimed": one.untimed,
        "questions": len(one.stage.reflections),
        "answered": journey.progress.answered(one.stage),
    }


def trail(journey: Journey, *, ended: bool = False) -> Trail:
    """Return the stages around the one the learner is in; one is in none where all has ended."""
    progress = journey.progress
    first = max(0, progress.here - BESIDE)
    last = min(len(progress.stages), progress.here + BESIDE + 1)
    here = progress.current if progress.begun and not ended else None
    steps = tuple(
        Step(one.stage.short, one.complete, one is here) for one in progress.stages[first:last]
    )
    return Trail(steps, before=first, after=len(progress.stages) - last)


def stage_bar(one: StageProgress) -> Bar:
    """Return how far a stage is done, drawn and in words."""
    return Bar(one.done + one.skipped, one.total, wording.how_far(one))


def you(state: ItemState, days: "Days") -> Words:
    """Return how something stands, in words between dots."""
    words = wording.state_words(state, days)
    between: list[Span | str] = []
    for word in words:
        between += [" · ", word] if between else [word]
    return tuple(between)


def going_on(journey: Journey, target: Target | None = None) -> tuple[Hint, ...]:
    """Return the commands that come next while a stage is studied: open it, done with it.

    Without a target, it is what the learner was at, or else what to study next.
    """
    at_hand = journey.at_hand()
    target = target or journey.next_target()
    if not target:
        return ()
    number = journey.number(target)
    part = target.part
    assert isinstance(part, Resource)  # noqa: S101 - only resources are studied
    back = "back to" if target == at_hand else "go to"
    return (
        Hint(f"psi open {number}", f"{back} {wording.short(part)}"),
        Hint(f"psi done {number}", "when you have studied it"),
    )


def example(journey: Journey) -> str:
    """Return a REF that a hint may name: what is open in the learner's stage, or the stage."""
    target = journey.next_here()
    return journey.number(target) if target else journey.progress.current.stage.id


def moving_on(journey: Journey) -> Hint:
    """Return the command that leads on from the stage the learner is in."""
    progress = journey.progress
    if not progress.begun:
        return Hint("psi start", "begin the pathway")
    if progress.here + 1 == len(progress.stages):
        return Hint("psi next", "look back on what you did")
    return Hint("psi next", f"on to {progress.stages[progress.here + 1].stage.short}")


def answering(journey: Journey) -> Iterator[Hint]:
    """Yield the command that answers the questions of the learner's stage, if one is open."""
    progress = journey.progress
    if progress.begun and journey.open_questions(progress.current.stage):
        yield Hint("psi answer", "the next open question of this stage")


def is_read(journey: Journey, one: StageProgress) -> bool:
    """Tell whether a stage's own text has been read, or there is none."""
    return not one.stage.text or journey.progress.state(one.stage.id).status == DONE


def question_facts(journey: Journey, target: Target) -> Facts:
    """Return a question and how many answers it has; their text is in `psi note`."""
    answers = len(journey.progress.state(target.part.id).notes)
    prompt = title_of(target.part)
    return {"number": target.number, "id": target.part.id, "prompt": prompt, "answers": answers}


def question_item(journey: Journey, target: Target) -> Item:
    """Return a question as a line, with a mark where it has been answered."""
    answers = len(journey.progress.state(target.part.id).notes)
    said = f"answered, {wording.plural(answers, 'note')}" if answers > 1 else "answered"
    details: tuple[Words, ...] = ((Span(said, "quiet"),),) if answers else ()
    mark = DONE if answers else "question"
    return Item(mark, journey.number(target), title_of(target.part), "", details)
