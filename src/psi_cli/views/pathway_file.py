"""The view of what became of a pathway file: it was added, updated or removed."""

from typing import NamedTuple

from psi_cli.pathway.changes import Changes
from psi_cli.system.sanitize import clean_line
from psi_cli.views.elements import Block, Hint, Item, Paragraph, Span
from psi_cli.views.lines import Facts
from psi_cli.views.version_news import change_facts

ADDED, UPDATED, KEPT, REMOVED = "added", "updated", "kept", "removed"
_SENTENCES = {
    ADDED: "Added",
    UPDATED: "Updated",
    KEPT: "Here already, just as it is",
    REMOVED: "Removed",
}


class PathwayFile(NamedTuple):
    """What became of a pathway file, and what a newer version changed where it was updated."""

    did: str
    id: str
    title: str
    file: str
    changes: Changes | None
    remarks: tuple[str, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.pathway/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        return {
            "did": self.did,
            "pathway": {"id": self.id, "title": self.title},
            "file": clean_line(self.file),
            "changes": change_facts(self.changes) if self.changes else None,
            "remarks": list(self.remarks),
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        words = (f"{_SENTENCES[self.did]}: ", Span(self.title, "strong"), f", {self.id}")
        return [Item("point", "", words), *map(Paragraph, self.remarks)]
