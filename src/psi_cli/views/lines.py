"""What several views are made of: a resource in a list, a stage on the trail, dates in words."""

from datetime import datetime
from typing import NamedTuple

from psi_cli.learning.progress import ItemState, Progress
from psi_cli.pathway.model import Resource, Stage
from psi_cli.pathway.references import Part, Target
from psi_cli.record.model import DONE, OPEN
from psi_cli.views.elements import Bar, Hint, Item, Span, Step, Trail, Words, duration, plural

ACCESS_WORDS = {
    "open": "open to all",
    "registration": "registration needed",
    "purchase": "to buy",
    "library": "through a library",
}


def local_day(at: str) -> str:
    """Return the day of a UTC moment where the learner is, as 2026-11-23."""
    return local_time(at)[:10]


def local_time(at: str) -> str:
    """Return a UTC moment as the learner's own clock showed it, as 2026-11-23 09:30."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):  # a date no calendar here has
        return at[:16].replace("T", " ")


def name_of(part: Part) -> str:
    """Return what a learner knows a part by."""
    return getattr(part, "title", "") or getattr(part, "prompt", "")


def ref_of(target: Target) -> str:
    """Return what to type for a part: its number, or the name of a stage."""
    return target.part.id if isinstance(target.part, Stage) else target.number


def state_words(
    status: str, at: str | None, opened: str | None, *, bookmarked: bool, notes: int
) -> list[str]:
    """Return how something stands as a line says it; that it is open goes without saying."""
    words = [] if status == OPEN else [f"{status} {local_day(at or '')}"]
    words += [f"visited {local_day(opened)}"] if opened else []
    words += ["bookmarked"] * bookmarked
    return words + ([plural(notes, "note")] if notes else [])


def last_visit(state: ItemState) -> str | None:
    """Return when the learner last went to see what is open still, which lists remind of."""
    return (state.opened or None) if state.status == OPEN else None


def counts(done: int, skipped: int, total: int) -> str:
    """Return how much is done of what is required, as a line says it."""
    return f"{done} of {total} done" + (f", {skipped} skipped" if skipped else "")


def credit(creators: tuple[str, ...], year: int | None) -> str:
    """Return who made something, and when, as a line says it."""
    return ", ".join(creators) + (f" ({year})" if year else "")


class ResourceLine(NamedTuple):
    """A resource as it stands in a list.

    `at` is when it was done or skipped, `opened` when the learner last went to see it while it
    was open.
    """

    number: str
    id: str
    kind: str
    title: str
    creators: tuple[str, ...]
    year: int | None
    minutes: int
    access: str
    required: bool
    status: str
    at: str | None
    opened: str | None
    bookmarked: bool
    notes: int
    address: bool

    def item(self, *more: Words) -> Item:
        """Return the line, with more details under it."""
        by = credit(self.creators, self.year)
        state = state_words(
            self.status, self.at, self.opened, bookmarked=self.bookmarked, notes=self.notes
        )
        state += [ACCESS_WORDS[self.access]] if self.access != "open" else []
        state += [] if self.address else ["address unknown"]
        details = [Span(" · ".join(part for part in (by, *state) if part), "quiet")]
        return Item(
            mark=self.status,
            number=self.number,
            words=(Span(self.title, "strong" if self.status == OPEN else "quiet"),),
            note=f"{self.kind} · {duration(self.minutes)}",
            details=(tuple(details), *more),
        )


def resource_line(resource: Resource, number: str, state: ItemState) -> ResourceLine:
    """Return a resource as it stands in a list."""
    return ResourceLine(
        number=number,
        id=resource.id,
        kind=resource.kind,
        title=resource.title,
        creators=resource.creators,
        year=resource.year or None,
        minutes=resource.minutes,
        access=resource.access,
        required=resource.required,
        status=state.status,
        at=state.at or None,
        opened=last_visit(state),
        bookmarked=bool(state.bookmarked),
        notes=len(state.notes),
        address=bool(resource.link.url),
    )


class StageLine(NamedTuple):
    """A stage as it stands in the pathway. Minutes are those of what is open in it."""

    number: str
    id: str
    title: str
    short: str
    complete: bool
    here: bool
    done: int
    skipped: int
    total: int
    minutes_left: int

    def item(self) -> Item:
        """Return the line of a status screen."""
        reading = "read" if self.complete else "to read"
        left = f"{duration(self.minutes_left)} left" if self.minutes_left else ""
        here = (Span("  you are here", "here"),) if self.here else ()
        return Item(
            mark=DONE if self.complete else "here" if self.here else OPEN,
            number=self.number,
            words=(Span(self.title, "strong"), *here),
            note=counts(self.done, self.skipped, self.total) if self.total else reading,
            details=((Span(left, "quiet"),),) if left else (),
        )


def stage_lines(progress: Progress) -> tuple[StageLine, ...]:
    """Return the stages of a pathway as they stand."""
    return tuple(
        StageLine(
            number=one.number,
            id=one.stage.id,
            title=one.stage.title,
            short=one.stage.short,
            complete=one.complete,
            here=progress.begun and index == progress.here,
            done=one.done,
            skipped=one.skipped,
            total=one.total,
            minutes_left=one.minutes_left,
        )
        for index, one in enumerate(progress.stages)
    )


def trail(stages: tuple[StageLine, ...]) -> Trail:
    """Return the stages as steps in a row."""
    return Trail(tuple(Step(stage.short, stage.complete, stage.here) for stage in stages))


class Totals(NamedTuple):
    """The whole pathway in numbers; minutes are those of what is open."""

    done: int
    skipped: int
    total: int
    minutes_left: int

    def bar(self) -> Bar:
        """Return how far the learner is, drawn and in words."""
        label = counts(self.done, self.skipped, self.total)
        left = f", about {duration(self.minutes_left)} left" if self.minutes_left else ""
        return Bar(self.done + self.skipped, self.total, label + left)


def totals(progress: Progress) -> Totals:
    """Return the whole pathway in numbers."""
    return Totals(*(progress.total(field) for field in Totals._fields))


def first_open(progress: Progress) -> ResourceLine | None:
    """Return what to study next: the first open resource from the current stage on, then before."""
    following = progress.next_resource()
    for one in progress.stages:
        section = "" if one is progress.current else one.number
        for number, resource in one.stage.numbered_resources(section):
            if resource is following:
                return resource_line(resource, number, progress.state(resource.id))
    return None


def study_hints(
    line: ResourceLine | None, progress: Progress, *, moving: bool = True
) -> tuple[Hint, ...]:
    """Return the commands that come naturally while a stage is studied."""
    hints: list[Hint] = []
    if line:
        hints = [
            Hint(f"psi open {line.number}", f"go to {line.title}"),
            Hint(f"psi done {line.number}", "when you have studied it"),
        ]
    if not progress.begun:
        hints.append(Hint("psi start", "begin the pathway"))
    elif moving or not line:
        last = progress.here + 1 == len(progress.stages)
        hints.append(Hint("psi next", "see what you did" if last else "move on to the next stage"))
    return tuple(hints)
