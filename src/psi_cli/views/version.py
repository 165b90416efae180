"""The view of `psi --version`."""

from typing import NamedTuple

from psi_cli.pathway.model import Pathway
from psi_cli.views.elements import Block, Hint, Paragraph
from psi_cli.views.lines import Facts


class Version(NamedTuple):
    """Which psi this is, and the pathway it opens."""

    version: str
    python: str
    pathway: Pathway
    hints: tuple[Hint, ...] = (
        Hint("psi doctor", "where psi keeps things, and whether all is well"),
    )
    schema: str = "psi.version/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        pathway = {"id": self.pathway.id, "version": self.pathway.version}
        return {"version": self.version, "python": self.python, "pathway": pathway}

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        pathway = f"pathway {self.pathway.id} {self.pathway.version}".rstrip()
        return [Paragraph(f"psi {self.version} · Python {self.python} · {pathway}")]
