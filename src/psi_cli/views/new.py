"""The view of `psi pathway new`: the file that was written, and what to do with it."""

from typing import NamedTuple

from psi_cli.views import wording
from psi_cli.views.elements import Block, Hint, Item, Panel, Paragraph, Span
from psi_cli.views.lines import Facts, first_of

_SHOWN = 8  # remarks; more are counted


class NewPathway(NamedTuple):
    """A pathway file that was written: what it holds, and what its author should know."""

    file: str
    id: str
    title: str
    stages: int
    resources: int
    remarks: tuple[tuple[int, str], ...]  # the line of the list, or 0, and a sentence on it
    hints: tuple[Hint, ...]
    schema: str = "psi.new/1"

    def facts(self) -> Facts:
        """Return what the screen states; a remark on no line in particular has none."""
        remarks = [{"line": line or None, "sentence": said} for line, said in self.remarks]
        about = {field: getattr(self, field) for field in ("file", "id", "title")}
        return {**about, "stages": self.stages, "resources": self.resources, "remarks": remarks}

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        held = (
            f" is written: {wording.plural(self.stages, 'stage')} and "
            f"{wording.plural(self.resources, 'resource')}, as the pathway {self.id}."
        )
        blocks: list[Block] = [Paragraph((Span(self.file, "strong"), held))]
        if self.remarks:
            lines = first_of([_item(*one) for one in self.remarks], _SHOWN)
            blocks.append(Panel("To look at", lines))
        return blocks


def _item(line: int, sentence: str) -> Item:
    return Item("point", "", f"line {line}: {sentence}" if line else sentence)
