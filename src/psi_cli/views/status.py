"""The views of where the learner stands: the status, and the account at the end."""

from typing import NamedTuple

from psi_cli.learning.progress import Progress
from psi_cli.pathway.model import FURTHER, Pathway
from psi_cli.record.model import DONE, OPEN, SKIPPED
from psi_cli.views.elements import (
    Block,
    Fact,
    Heading,
    Hint,
    Hints,
    Panel,
    Paragraph,
    Span,
    duration,
    plural,
)
from psi_cli.views.lines import (
    ResourceLine,
    StageLine,
    Totals,
    first_open,
    local_day,
    resource_line,
    stage_lines,
    study_hints,
    totals,
    trail,
)
from psi_cli.views.stage import stage_view


class Status(NamedTuple):
    """Where the learner is, what is left, and what to type next."""

    pathway: str
    version: str
    last: str | None
    stages: tuple[StageLine, ...]
    overall: Totals
    open: tuple[ResourceLine, ...]
    bookmarks: int
    notes: int
    orphans: tuple[str, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.status/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        last = f"last here {local_day(self.last)}" if self.last else ""
        blocks: list[Block] = [
            Heading(self.pathway, last),
            self.overall.bar(),
            Panel("Stages", tuple(stage.item() for stage in self.stages)),
        ]
        if self.open:
            here = next((one.short for one in self.stages if one.here), self.stages[0].short)
            blocks.append(Panel(f"Open in {here}", tuple(line.item() for line in self.open)))
        kept = f"{plural(self.bookmarks, 'bookmark')}, {plural(self.notes, 'note')}"
        blocks.append(Fact("Kept", kept))
        if self.orphans:
            blocks.append(Fact("No longer in this pathway, but kept", ", ".join(self.orphans)))
        return [*blocks, Hints(self.hints)]


def status(pathway: Pathway, progress: Progress, last: str) -> Status:
    """Return the view of `psi` once the pathway is begun."""
    view = stage_view(pathway, progress)
    states = progress.states.values()
    following = first_open(progress)
    reading = (Hint("psi show", "read the stage you are in"),) if progress.begun else ()
    return Status(
        pathway=pathway.title,
        version=pathway.version,
        last=last or None,
        stages=stage_lines(progress),
        overall=totals(progress),
        open=tuple(line for line in view.resources if line.status == OPEN and line.required),
        bookmarks=sum(bool(one.bookmarked) for one in states),
        notes=sum(len(one.notes) for one in states),
        orphans=progress.orphans,
        hints=(*reading, *study_hints(following, progress))[:4],
    )


class Closing(NamedTuple):
    """The end of a pathway: what was done, what is open, and where to go on."""

    pathway: str
    finished: bool
    done: tuple[ResourceLine, ...]
    skipped: tuple[ResourceLine, ...]
    open: tuple[ResourceLine, ...]
    bookmarked: tuple[ResourceLine, ...]
    minutes_done: int
    minutes_left: int
    notes: int
    further: int
    homepage: str
    overall: Totals
    stages: tuple[StageLine, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.closing/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        return [
            Heading(self.pathway, "the end of the pathway"),
            trail(self.stages),
            self.overall.bar(),
            Panel("What you did", self._account()),
            *self._lists(),
            Hints(self.hints),
        ]

    def _account(self) -> tuple[Block, ...]:
        lead = (
            "You have come to the end, and nothing is left open."
            if self.finished
            else "You have come to the end. Nothing closes: what is open stays open for you."
        )
        done = f"{plural(len(self.done), 'resource')}, about {duration(self.minutes_done)} of study"
        left = f"{plural(len(self.open), 'resource')}, about {duration(self.minutes_left)}"
        facts: list[Block] = [Paragraph(lead), Fact("Done", done)]
        if self.open:
            facts.append(Fact("Open", left))
        facts.append(
            Fact(
                "Kept", f"{plural(len(self.bookmarked), 'bookmark')}, {plural(self.notes, 'note')}"
            )
        )
        if self.further:
            facts.append(
                Fact("Go on", f"{plural(self.further, 'entry', 'entries')} of further reading")
            )
        if self.homepage:
            facts.append(Fact("On the web", (Span(self.homepage, "link", self.homepage),)))
        return tuple(facts)

    def _lists(self) -> list[Block]:
        named = (
            ("Still open", self.open),
            ("Done", self.done),
            ("Skipped", self.skipped),
            ("Bookmarked", self.bookmarked),
        )
        return [
            Panel(title, tuple(line.item() for line in lines), str(len(lines)))
            for title, lines in named
            if lines
        ]


def closing(pathway: Pathway, progress: Progress) -> Closing:
    """Return the view that ends a pathway."""
    every = [
        resource_line(resource, number, progress.state(resource.id))
        for section, stage in pathway.numbered_sections()
        for number, resource in stage.numbered_resources(section)
    ]
    further = pathway.further.resources if pathway.further else ()
    left_open = tuple(line for line in every if line.status == OPEN and line.required)
    return Closing(
        pathway=pathway.title,
        finished=progress.finished,
        done=tuple(line for line in every if line.status == DONE),
        skipped=tuple(line for line in every if line.status == SKIPPED),
        open=left_open,
        bookmarked=tuple(line for line in every if line.bookmarked),
        minutes_done=sum(line.minutes for line in every if line.status == DONE),
        minutes_left=sum(line.minutes for line in left_open),
        notes=sum(len(one.notes) for one in progress.states.values()),
        further=len(further),
        homepage=pathway.homepage,
        overall=totals(progress),
        stages=stage_lines(progress),
        hints=_closing_hints(left_open, progress, has_further=bool(further)),
    )


def _closing_hints(
    left_open: tuple[ResourceLine, ...], progress: Progress, *, has_further: bool
) -> tuple[Hint, ...]:
    hints = [Hint(f"psi open {one.number}", f"go to {one.title}") for one in left_open[:1]]
    if has_further:
        hints.append(Hint(f"psi show {FURTHER}", "today's equivalents and more"))
    if any(state.notes for state in progress.states.values()):
        hints.append(Hint("psi note", "read your notes again"))
    return (*hints, Hint("psi log", "what you did, and when"))
