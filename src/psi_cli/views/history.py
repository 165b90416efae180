"""The views that look back and look after: the log, the version."""

from collections.abc import Iterable
from typing import NamedTuple

from psi_cli.blocks import Block, Heading, Hint, Hints, Item, Panel, Paragraph, Span, plural
from psi_cli.record import Event
from psi_cli.reference import Target
from psi_cli.views.parts import local_time
from psi_cli.views.resource import name_of

DID = {
    "start": "began the pathway",
    "move": "went to",
    "done": "done",
    "skip": "skipped",
    "reopen": "opened again",
    "bookmark": "bookmarked",
    "unbookmark": "removed the bookmark of",
    "open": "went to see",
    "note": "noted on",
    "unnote": "took back a note on",
    "forget": "forgot a note on",
    "reset": "forgot",
}


class LogLine(NamedTuple):
    """One thing the learner did, when, and whether it was taken back since."""

    id: str
    at: str
    do: str
    about: str | None
    title: str | None
    undone: bool

    def item(self) -> Item:
        """Return the deed as a line."""
        did = DID.get(self.do, self.do)
        undone = (Span("  taken back", "quiet"),) if self.undone else ()
        title = self.title or ("everything" if self.do == "reset" else "")
        words = (f"{local_time(self.at)}  {did} ", Span(title, "strong"), *undone)
        return Item("undo" if self.undone else "point", "", words)


class Log(NamedTuple):
    """What the learner did, the latest first; `more` tells how much older there is."""

    pathway: str
    events: tuple[LogLine, ...]
    more: bool
    hints: tuple[Hint, ...]

    schema = "psi.log/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        items: tuple[Block, ...] = tuple(line.item() for line in self.events)
        if not items:
            items = (Paragraph("Nothing yet."),)
        counted = plural(len(self.events), "entry", "entries") + (", and older ones" if self.more else "")
        return [Heading(self.pathway, counted), Panel("What you did", items), Hints(self.hints)]


def log(title: str, newest: Iterable[Event], parts: dict[str, Target], limit: int) -> Log:
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
        target = parts.get(event.about)
        named = name_of(target.part) if target else event.about
        known = (event.about or None, named or None, event.id in undone)
        lines.append(LogLine(event.id, event.at, event.do, *known))
    hints = [Hint("psi undo", "take the last one back"), Hint("psi", "where you are")]
    if more:
        hints.insert(0, Hint(f"psi log --limit {limit * 5}", "see further back"))
    return Log(title, tuple(lines), more, tuple(hints))


class Version(NamedTuple):
    """Which psi this is, and the pathway it opens."""

    version: str
    python: str
    pathway: str
    pathway_version: str

    schema = "psi.version/1"
    brief = True

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        pathway = f"pathway {self.pathway} {self.pathway_version}".rstrip()
        return [Paragraph(f"psi {self.version} · Python {self.python} · {pathway}")]
