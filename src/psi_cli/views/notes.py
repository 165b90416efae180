"""The views of the learner's notes."""

from collections.abc import Sequence
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Reflection
from psi_cli.pathway.references import Target, title_of
from psi_cli.record.model import Note
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Hint, Item, Panel, Paragraph
from psi_cli.views.lines import Facts, example


class Noted(NamedTuple):
    """Notes on one thing: its id, what it is called, and the notes, oldest first."""

    id: str
    title: str
    notes: Sequence[Note]


class LeftPage(NamedTuple):
    """A page of an editor that was left before its note was saved: where it is, what it is about.

    `ref` is empty where that has left the pathway.
    """

    path: str
    title: str
    ref: str


class Notes(NamedTuple):
    """The learner's notes about one thing, or about all, and the pages left unsaved."""

    about: Target | None
    noted: tuple[Noted, ...]
    days: Days
    hints: tuple[Hint, ...]
    pages: tuple[LeftPage, ...] = ()
    schema: str = "psi.notes/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        about = self.about
        return {
            "about": about.part.id if about else None,
            "title": title_of(about.part) if about else None,
            "notes": [_facts(one.id, one.title, note) for one in self.noted for note in one.notes],
            "pages": [page._asdict() for page in self.pages],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        titled = self.about is None
        items: tuple[Block, ...] = tuple(
            note_item(note, self.days, one.title if titled else "")
            for one in self.noted
            for note in one.notes
        )
        title = title_of(self.about.part) if self.about else "Your notes"
        panel = Panel(title, items or (Paragraph("No notes yet."),))
        return [panel, *(Paragraph(_left(page)) for page in self.pages)]


def _left(page: LeftPage) -> str:
    return f"You left a page on “{page.title}” before its note was saved: “{page.path}”."


def _take_up(pages: tuple[LeftPage, ...]) -> list[Hint]:
    """Return the hint that leads back to the page that was written last."""
    refs = [page.ref for page in pages if page.ref]
    return [Hint(f"psi note {ref} --edit", "go on with the page you left") for ref in refs[:1]]


def note_item(note: Note, days: Days, title: str = "") -> Item:
    """Return a note as a line: when it was written, and its text below."""
    before = f"{title} · " if title else ""
    when = days.day(note.at).within(before)
    return Item("note", "", (when,), "", tuple(note.text.split("\n")))


def note_facts(target: Target, note: Note) -> Facts:
    """Return a note, what it is about and when it was written."""
    return _facts(target.part.id, title_of(target.part), note)


def _facts(id_: str, title: str, note: Note) -> Facts:
    return {"id": note.id, "about": id_, "title": title, "at": note.at, "text": note.text}


def notes_about(
    journey: Journey, target: Target, days: Days, pages: tuple[LeftPage, ...] = ()
) -> Notes:
    """Return the notes about one part."""
    notes = journey.progress.state(target.part.id).notes
    ref = wording.ref_of(target, journey.number(target))
    hints = [Hint(f'psi note {ref} "…"', "add a note")]
    if isinstance(target.part, Reflection):
        hints = [Hint(f"psi answer {ref}", "write your answer")]
    hints += _take_up(pages) or [Hint(f"psi note {ref} --edit", "write it in your editor")]
    if notes:
        hints.append(Hint(f"psi note {ref} --remove", "take the last one back"))
    noted = Noted(target.part.id, title_of(target.part), notes)
    return Notes(target, (noted,), days, tuple(hints), pages)


def all_notes(
    journey: Journey, days: Days, pages: tuple[LeftPage, ...], departed: dict[str, str]
) -> Notes:
    """Return every note of a pathway in the order of its parts, those of departed ones last.

    Those are given with what they were called.
    """
    states = journey.progress.states
    present = [target for id_, target in journey.parts.items() if id_ in states]
    noted = [Noted(one.part.id, title_of(one.part), states[one.part.id].notes) for one in present]
    noted += [
        Noted(id_, f"{title} (no longer in this pathway)", states[id_].notes)
        for id_, title in departed.items()
    ]
    hints = (
        *_take_up(pages),
        Hint(f'psi note {example(journey)} "…"', "write one, in your own words"),
        Hint("psi list --noted", "what you have notes on"),
    )
    return Notes(None, tuple(noted), days, hints, pages)
