"""The view of a change: what the learner did, what it leaves, and what comes next.

These screens are brief: a few lines without panels, so that saving is answered at once.
"""

from collections.abc import Iterable
from typing import NamedTuple

from psi_cli.learning.actions import Decision
from psi_cli.learning.progress import Progress
from psi_cli.pathway.references import Target
from psi_cli.views.elements import Block, Hint, Hints, Item, Paragraph, Span
from psi_cli.views.lines import Totals, first_open, name_of, study_hints, totals


class Change(NamedTuple):
    """One thing that changed, or was as wished already."""

    did: str
    number: str
    id: str
    title: str
    changed: bool

    def item(self) -> Item:
        """Return the change as a line."""
        title = (Span(self.title, "strong"),)
        if self.changed:
            return Item(self.did, "", (f"{_SENTENCES[self.did]}: ", *title))
        return Item("point", "", (f"Already {_ALREADY.get(self.did, self.did)}: ", *title))


_SENTENCES = {
    "done": "Done",
    "skip": "Skipped",
    "reopen": "Open again",
    "bookmark": "Bookmarked",
    "unbookmark": "Bookmark removed",
    "note": "Noted on",
    "unnote": "Note taken back from",
    "reset": "Cleared",
    "forget": "Notes removed for good from",
    "undo": "Taken back",
}
_ALREADY = {
    "skip": "skipped",
    "reopen": "open",
    "bookmark": "bookmarked",
    "unbookmark": "without a bookmark",
    "unnote": "without a note",
    "reset": "blank",
}


class Changes(NamedTuple):
    """What a command changed, and where that leaves the learner."""

    changes: tuple[Change, ...]
    overall: Totals
    hints: tuple[Hint, ...]
    remarks: tuple[str, ...] = ()
    schema: str = "psi.changes/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        items = (change.item() for change in self.changes)
        return [*items, *map(Paragraph, self.remarks), self.overall.bar(), Hints(self.hints)]


def change(did: str, target: Target, *, changed: bool) -> Change:
    """Return what a command did to one part."""
    return Change(did, target.number, target.part.id, name_of(target.part), changed)


def decided(decisions: Iterable[Decision]) -> tuple[Change, ...]:
    """Return what decisions did to the parts they are about."""
    return tuple(change(one.do, one.target, changed=bool(one.actions)) for one in decisions)


def changes(made: tuple[Change, ...], progress: Progress, *hints: Hint) -> Changes:
    """Return the view of a change; with hints of its own, or those of studying on."""
    following = hints or study_hints(first_open(progress), progress)
    if any(one.changed and one.did not in {"forget", "undo"} for one in made):
        following = (*following[:3], Hint("psi undo", "take this back"))
    return Changes(made, totals(progress), following)
