"""The view of a page of help: how a command is typed, what it does, and examples of it."""

from typing import NamedTuple

from psi_cli.views.elements import Block, Hint, Paragraph, Span, Terms
from psi_cli.views.lines import Facts


class HelpPage(NamedTuple):
    """How psi or one of its commands is used: its form, what it does, and what goes with it."""

    usage: str
    about: tuple[str, ...]
    sections: tuple[Terms, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.help/1"

    def facts(self) -> Facts:
        """Return what the page states."""
        return {
            "usage": self.usage,
            "about": list(self.about),
            "sections": [
                {"title": section.title, "terms": [term._asdict() for term in section.terms]}
                for section in self.sections
            ],
        }

    def blocks(self) -> list[Block]:
        """Return the page in reading order."""
        usage = Paragraph((Span("Usage: ", "strong"), self.usage))
        return [usage, *map(Paragraph, self.about), *self.sections]
