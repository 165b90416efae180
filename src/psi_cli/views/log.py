"""The view of the log: what the learner did, the latest first."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from psi_cli.pathway.model import Pathway
from psi_cli.pathway.references import Target, title_of
from psi_cli.record.model import Event, can_be_undone
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Heading, Hint, Item, Panel, Paragraph, Span
from psi_cli.views.lines import Facts, pathway_facts

DID = {
    "use": "switched to",
    "start": "began",
    "move": "went to",
    "done": "done",
    "skip": "skipped",
    "reopen": "opened again",
    "bookmark": "bookmarked",
    "unbookmark": "removed the bookmark of",
    "open": "opened",
    "note": "noted on",
    "unnote": "took back a note on",
    "forget": "forgot a note on",
    "reset": "cleared",
}


class LogLine(NamedTuple):
    """One thing the learner did, when, and whether it was taken back since."""

    event: Event
    title: str
    undone: bool

    @property
    def can_be_undone(self) -> bool:
        """Tell whether `psi undo` would take this back."""
        return not self.undone and can_be_undone(self.event.do, self.event.text)

    def facts(self) -> Facts:
        """Return the line as JSON has it."""
        event = self.event
        return {
            "id": event.id,
            "at": event.at,
            "do": event.do,
            "about": event.about or None,
            "title": self.title or None,
            "undone": self.undone,
            "took": event.took or None,
            "text": event.text or None,
        }

    def item(self, days: Days) -> Item:
        """Return the line as a list has it."""
        event = self.event
        did = DID.get(event.do, event.do)
        undone = (Span("  taken back", "quiet"),) if self.undone else ()
        took = f", in {wording.duration(event.took)}" if event.took else ""
        words = (
            days.day_and_time(event.at),
            f"  {did} ",
            Span(self.title, "strong"),
            took,
            *undone,
        )
        text = (" ".join(event.text.split()),) if event.text else ()
        return Item("undo" if self.undone else "point", "", words, "", text)


class Log(NamedTuple):
    """What the learner did, the latest first; `more` tells whether there is older."""

    pathway: Pathway
    lines: tuple[LogLine, ...]
    more: bool
    days: Days
    hints: tuple[Hint, ...]
    schema: str = "psi.log/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        return {
            "pathway": pathway_facts(self.pathway),
            "events": [line.facts() for line in self.lines],
            "more": self.more,
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        items: tuple[Block, ...] = tuple(line.item(self.days) for line in self.lines)
        older = ", and older ones" if self.more else ""
        counted = wording.plural(len(self.lines), "entry", "entries") + older
        panel = Panel("What you did", items or (Paragraph("Nothing yet."),))
        return [Heading(self.pathway.title, counted), panel]


def title_of_event(event: Event, pathway: Pathway, part: Callable[[str], Target | None]) -> str:
    """Return what an event is about, by the title of today or the one it bears."""
    if event.do in {"start", "use"}:
        return pathway.title
    if event.do == "reset" and not event.about:
        return "everything"
    target = part(event.about)
    return title_of(target.part) if target else event.title or event.about


def log(
    pathway: Pathway,
    newest: Iterable[Event],
    part: Callable[[str], Target | None],
    days: Days,
    limit: int,
) -> Log:
    """Return the latest things that were done, of events that come newest first."""
    undone: set[str] = set()
    lines: list[LogLine] = []
    more = False
    for event in newest:
        if event.do == "undo":
            undone.add(event.of)
        elif len(lines) == limit:
            more = True
            break
        else:
            lines.append(LogLine(event, title_of_event(event, pathway, part), event.id in undone))
    hints = [Hint("psi", "where you are")]
    if any(line.can_be_undone for line in lines):
        hints.insert(0, Hint("psi undo", "take the last one back"))
    if more:
        hints.insert(0, Hint(f"psi log --limit {limit * 5}", "see further back"))
    return Log(pathway, tuple(lines), more, days, tuple(hints))
