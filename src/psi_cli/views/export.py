"""The view of an export: what was written, and where it is."""

from typing import NamedTuple

from psi_cli.views import wording
from psi_cli.views.elements import Block, Hint, Paragraph
from psi_cli.views.lines import Facts


class Exported(NamedTuple):
    """An export: its format, its file or else its text, and what it holds."""

    format: str
    file: str
    resources: int
    notes: int
    text: str
    events: int = 0  # of a backup, which holds no resources
    hints: tuple[Hint, ...] = (
        Hint("psi export --help", "the other formats"),
        Hint("psi", "where you are"),
    )
    schema: str = "psi.export/1"

    def facts(self) -> Facts:
        """Return what was written; the text itself where it went into no file."""
        return {
            "format": self.format,
            "file": self.file or None,
            "resources": self.resources,
            "events": self.events,
            "notes": self.notes,
            "text": None if self.file else self.text,
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        events = wording.plural(self.events, "event")
        held = events if self.events else wording.plural(self.resources, "resource")
        if self.notes:
            held += f" and {wording.notes_and_answers(self.notes)}"
        return [Paragraph(f"{self.file} is written: {held}, as {self.format}.")]


def warning(what: str, notes: int) -> str:
    """Return what is said beside an export that the learner's own words are in."""
    return f"This {what} holds {wording.notes_and_answers(notes)} of yours, for whoever reads it."
