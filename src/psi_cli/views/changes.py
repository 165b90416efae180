"""The view of a change: what the learner did, what it leaves in this stage, what comes next.

These screens are a few lines without panels, so that saving is answered at once.
"""

from collections.abc import Iterable
from typing import NamedTuple

from psi_cli.learning.actions import Decision
from psi_cli.learning.journey import Journey
from psi_cli.pathway.references import title_of
from psi_cli.views import wording
from psi_cli.views.elements import Block, Hint, Item, Paragraph, Span
from psi_cli.views.lines import Facts, going_on, moving_on, stage_bar, stage_facts

SENTENCES = {
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
    "use": "You now follow",
}
_ALREADY = {
    "skip": "skipped",
    "reopen": "open",
    "bookmark": "bookmarked",
    "unbookmark": "without a bookmark",
    "unnote": "without a note",
    "reset": "blank",
    "use": "what you follow",
}
_WITHOUT_UNDO = {"forget", "undo"}


class Change(NamedTuple):
    """One thing that changed, or was as wished already."""

    did: str
    number: str
    id: str
    title: str
    changed: bool
    took: int = 0  # minutes, where the learner told
    by: str = ""  # the id of what was studied in place of it

    def facts(self) -> Facts:
        """Return the change as JSON has it."""
        return self._asdict() | {"took": self.took or None, "by": self.by or None}

    def item(self) -> Item:
        """Return the change as a line."""
        title = Span(self.title, "strong")
        if self.changed:
            took = f", in {wording.duration(self.took)}" if self.took else ""
            by = wording.STANDING_IN if self.by else ""
            return Item(self.did, "", (f"{SENTENCES[self.did]}: ", title, by, took))
        return Item("point", "", (f"Already {_ALREADY.get(self.did, self.did)}: ", title))


class Changes(NamedTuple):
    """What a command changed, and how far that leaves the stage where it happened."""

    changes: tuple[Change, ...]
    journey: Journey
    hints: tuple[Hint, ...]
    remarks: tuple[str, ...] = ()
    schema: str = "psi.changes/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        return {
            "changes": [one.facts() for one in self.changes],
            "remarks": list(self.remarks),
            "stage": stage_facts(self.journey, self.journey.progress.current),
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        current = self.journey.progress.current
        items = (change.item() for change in self.changes)
        blocks: list[Block] = [*items, *map(Paragraph, self.remarks)]
        if current.total:
            bar = stage_bar(current)
            blocks.append(bar._replace(label=f"{current.stage.short}: {bar.label}"))
        return blocks


def decided(decisions: Iterable[Decision]) -> tuple[Change, ...]:
    """Return what decisions did to the parts they are about."""
    return tuple(map(_change, decisions))


def _change(one: Decision) -> Change:
    part = one.target.part
    took = max((action.took for action in one.actions), default=0)
    by = max((action.by for action in one.actions), default="")
    number, title = one.target.number, title_of(part)
    return Change(one.do, number, part.id, title, bool(one.actions), took, by)


def changes(made: tuple[Change, ...], journey: Journey, *hints: Hint) -> Changes:
    """Return the view of a change; with hints of its own, or those of studying on."""
    following = hints or (*going_on(journey)[:1], moving_on(journey))
    if any(one.changed and one.did not in _WITHOUT_UNDO for one in made):
        following = (*following[:2], Hint("psi undo", "take this back"))
    return Changes(made, journey, following)
