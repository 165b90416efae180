"""The views of the learner's notes."""

from typing import NamedTuple

from psi_cli.learning.progress import ItemState, Progress
from psi_cli.pathway.references import Part, Target
from psi_cli.views.elements import (
    Block,
    Hint,
    Hints,
    Item,
    Panel,
    Paragraph,
    Span,
)
from psi_cli.views.lines import local_time, name_of, ref_of


class NoteLine(NamedTuple):
    """One note, on what it is and when it was written."""

    id: str
    about: str
    title: str
    at: str
    text: str

    def item(self, *, titled: bool = True) -> Item:
        """Return the note as a line."""
        title = f"{self.title} · " if titled else ""
        heading = (Span(f"{title}{local_time(self.at)}", "quiet"),)
        return Item("note", "", heading, "", tuple(self.text.split("\n")))


def note_lines(state: ItemState, part: Part) -> tuple[NoteLine, ...]:
    """Return the notes about a part, oldest first."""
    return tuple(
        NoteLine(note.id, part.id, name_of(part), note.at, note.text) for note in state.notes
    )


class Notes(NamedTuple):
    """The learner's notes about one thing, or about all."""

    about: str | None
    title: str | None
    notes: tuple[NoteLine, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.notes/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        items: tuple[Block, ...] = tuple(note.item(titled=not self.about) for note in self.notes)
        if not items:
            items = (Paragraph("No notes yet."),)
        return [Panel(self.title or "Your notes", items), Hints(self.hints)]


def notes_about(target: Target, progress: Progress) -> Notes:
    """Return the notes about one part."""
    part = target.part
    lines = note_lines(progress.state(part.id), part)
    number = ref_of(target)
    hints = [
        Hint(f'psi note {number} "…"', "add a note"),
        Hint(f"psi note {number} --edit", "write it in your editor"),
    ]
    if lines:
        hints.append(Hint(f"psi note {number} --remove", "take the last one back"))
    return Notes(part.id, name_of(part), lines, tuple(hints))


def all_notes(parts: dict[str, Target], progress: Progress) -> Notes:
    """Return every note of a pathway, in the order of its parts, orphans last."""
    order = [name for name in parts if name in progress.states]
    lines = [line for name in order for line in note_lines(progress.state(name), parts[name].part)]
    lines += [
        NoteLine(note.id, name, f"{name} (no longer in this pathway)", note.at, note.text)
        for name in progress.orphans
        for note in progress.state(name).notes
    ]
    hints = (
        Hint('psi note 2.1 "…"', "write one, in your own words"),
        Hint("psi list --noted", "what you have notes on"),
    )
    return Notes(None, None, tuple(lines), hints)
