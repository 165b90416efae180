"""The views that look back and look after: the log, the checkup, the version."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from psi_cli.pathway.references import Target
from psi_cli.record.checkup import JournalFacts, Problem
from psi_cli.record.model import Event, can_be_undone
from psi_cli.system.sanitize import clean_line
from psi_cli.views.elements import (
    Block,
    Fact,
    Heading,
    Hint,
    Hints,
    Item,
    Panel,
    Paragraph,
    Span,
    plural,
)
from psi_cli.views.lines import local_time, name_of

DID = {
    "start": "began the pathway",
    "move": "went to",
    "done": "done",
    "skip": "skipped",
    "reopen": "opened again",
    "bookmark": "bookmarked",
    "unbookmark": "removed the bookmark of",
    "open": "visited",
    "note": "noted on",
    "unnote": "took back a note on",
    "forget": "forgot a note on",
    "reset": "cleared",
}


class LogLine(NamedTuple):
    """One thing the learner did, when, and whether it was taken back since."""

    id: str
    at: str
    do: str
    about: str | None
    title: str | None
    undone: bool
    text: str | None

    @property
    def can_be_undone(self) -> bool:
        """Tell whether `psi undo` would take this back."""
        return not self.undone and can_be_undone(self.do, self.text or "")

    def item(self) -> Item:
        """Return the action as a line."""
        did = DID.get(self.do, self.do)
        undone = (Span("  taken back", "quiet"),) if self.undone else ()
        title = self.title or ("everything" if self.do == "reset" else "")
        words = (f"{local_time(self.at)}  {did} ", Span(title, "strong"), *undone)
        text = (" ".join((self.text or "").split()),) if self.text else ()
        return Item("undo" if self.undone else "point", "", words, "", text)


class Log(NamedTuple):
    """What the learner did, the latest first; `more` tells how much older there is."""

    pathway: str
    events: tuple[LogLine, ...]
    more: bool
    hints: tuple[Hint, ...]
    schema: str = "psi.log/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        items: tuple[Block, ...] = tuple(line.item() for line in self.events)
        if not items:
            items = (Paragraph("Nothing yet."),)
        counted = plural(len(self.events), "entry", "entries") + (
            ", and older ones" if self.more else ""
        )
        return [Heading(self.pathway, counted), Panel("What you did", items), Hints(self.hints)]


def log(
    title: str, newest: Iterable[Event], part_named: Callable[[str], Target | None], limit: int
) -> Log:
    """Return the latest things that were done, of events that come newest first."""
    undone: set[str] = set()
    lines: list[LogLine] = []
    more = False
    for event in newest:
        if event.do == "undo":
            undone.add(event.of)
            continue
        if len(lines) == limit:
            more = True
            break
        target = part_named(event.about)
        named = name_of(target.part) if target else event.about
        known = (event.about or None, named or None, event.id in undone, event.text or None)
        lines.append(LogLine(event.id, event.at, event.do, *known))
    hints = [Hint("psi", "where you are")]
    if any(line.can_be_undone for line in lines):
        hints.insert(0, Hint("psi undo", "take the last one back"))
    if more:
        hints.insert(0, Hint(f"psi log --limit {limit * 5}", "see further back"))
    return Log(title, tuple(lines), more, tuple(hints))


class Version(NamedTuple):
    """Which psi this is, and the pathway it opens."""

    version: str
    python: str
    pathway: str
    pathway_version: str
    schema: str = "psi.version/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        pathway = f"pathway {self.pathway} {self.pathway_version}".rstrip()
        return [Paragraph(f"psi {self.version} · Python {self.python} · {pathway}")]


class ProblemLine(NamedTuple):
    """Something amiss, and whether it was or can be fixed."""

    file: str
    line: int | None
    sentence: str
    step: str
    fixable: bool
    fixed: bool

    def item(self) -> Item:
        """Return the problem as a line."""
        note = "fixed" if self.fixed else "can be fixed" if self.fixable else "stays"
        mark = "good" if self.fixed else "bad"
        return Item(mark, "", (Span(self.file, "strong"),), note, (self.sentence, self.step))


class Checkup(NamedTuple):
    """What `psi doctor` found: where things are, what the terminal can do, what is amiss."""

    version: str
    python: str
    system: str
    data: str
    cache: str
    pathway: str
    pathway_version: str
    pathway_file: str
    columns: int
    encoding: str
    panels: bool
    color: bool
    journals: tuple[JournalFacts, ...]
    problems: tuple[ProblemLine, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.doctor/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        verdict = plural(sum(not one.fixed for one in self.problems), "problem")
        problems = tuple(one.item() for one in self.problems)
        return [
            Heading("psi doctor", verdict if self.problems else "all is well"),
            Panel("Here", self._facts()),
            Panel("Your record", tuple(map(_journal_item, self.journals)) or _NO_RECORD),
            *([Panel("Amiss", problems)] if problems else []),
            Hints(self.hints),
        ]

    def _facts(self) -> tuple[Block, ...]:
        panels = "panels" if self.panels else "plain lines"
        color = "colour" if self.color else "no colour"
        return (
            Fact("psi", f"{self.version} on Python {self.python}, {self.system}"),
            Fact("Pathway", f"{self.pathway} {self.pathway_version}".rstrip()),
            Fact("From", self.pathway_file),
            Fact("Your data", self.data),
            Fact("Cache", f"{self.cache} (safe to delete)"),
            Fact("Terminal", f"{self.columns} columns, {self.encoding}, {panels}, {color}"),
        )


_NO_RECORD: tuple[Block, ...] = (Paragraph("Nothing is saved yet."),)


def _journal_item(facts: JournalFacts) -> Item:
    own = "this device" if facts.own else "another device"
    counts = f"{plural(facts.events, 'event')}, {facts.size:,} bytes"
    damaged = f", {plural(facts.unreadable, 'unreadable line')}" if facts.unreadable else ""
    return Item(
        "bad" if facts.unreadable else "good", "", f"{facts.name} ({own})", counts + damaged
    )


def problem_line(problem: Problem) -> ProblemLine:
    """Return a problem as the view has it."""
    fixable = problem.fix is not None
    file, line = clean_line(problem.file), problem.line or None
    return ProblemLine(file, line, problem.sentence, problem.step, fixable, problem.fixed)
