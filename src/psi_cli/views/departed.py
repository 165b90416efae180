"""The view of something that has left the pathway, and what the learner did with it."""

from typing import NamedTuple

from psi_cli.learning.progress import ItemState
from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Fact, Hint, Panel, Paragraph
from psi_cli.views.lines import Facts, state_facts, you
from psi_cli.views.notes import note_item


class Departed(NamedTuple):
    """Something that is no longer in the pathway: what it was called, and what is kept about it."""

    id: str
    title: str
    state: ItemState
    days: Days
    hints: tuple[Hint, ...] = (
        Hint("psi note", "all your notes"),
        Hint("psi log", "what you did, and when"),
    )
    schema: str = "psi.departed/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        state = self.state
        return {
            "id": self.id,
            "title": self.title,
            **state_facts(state),
            "texts": [{"id": one.id, "at": one.at, "text": one.text} for one in state.notes],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        own = you(self.state._replace(notes=()), self.days)
        facts = (Fact("You", own),) if own else ()
        notes = tuple(note_item(note, self.days) for note in self.state.notes)
        left = Paragraph("It is no longer in this pathway; what you did with it is kept.")
        return [Panel(self.title, (left, *facts, Fact("Id", self.id), *notes))]
