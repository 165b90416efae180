"""The view of `psi pathway`: the pathways here, how far the learner is, and which is followed."""

from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.system.sanitize import clean_line
from psi_cli.views import wording
from psi_cli.views.elements import Block, Heading, Hint, Item, Paragraph, Span
from psi_cli.views.lines import Facts

BUNDLED, ADDED, FILE = "bundled", "added", "file"


class PathwayLine(NamedTuple):
    """A pathway that can be followed: where it comes from, and how far the learner is in it."""

    journey: Journey
    source: str
    file: str  # empty for the one psi ships with
    current: bool

    def facts(self) -> Facts:
        """Return the pathway as JSON has it; minutes are those of what is left."""
        pathway, progress = self.journey.pathway, self.journey.progress
        return {
            "id": pathway.id,
            "title": pathway.title,
            "version": pathway.version or None,
            "current": self.current,
            "source": self.source,
            "file": clean_line(self.file) or None,
            "begun": progress.begun,
            "stages": len(progress.stages),
            **{field: progress.total(field) for field in ("done", "total", "minutes_left")},
        }

    def item(self) -> Item:
        """Return the pathway as a line."""
        pathway, progress = self.journey.pathway, self.journey.progress
        done = progress.total("done")
        counted = f"{done} of {progress.total('total')} done"
        size = wording.plural(len(progress.stages), "stage")
        state = counted if done or progress.begun else f"{size}, not begun"
        note = f"{state} · you follow it" if self.current else state
        mark = "here" if self.current else "point"
        return Item(mark, "", (Span(pathway.title, "strong"), f", {pathway.id}"), note)


class Pathways(NamedTuple):
    """The pathways here, and what is to be said of files that cannot be followed."""

    lines: tuple[PathwayLine, ...]
    remarks: tuple[str, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.pathways/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        return {
            "pathways": [line.facts() for line in self.lines],
            "remarks": list(self.remarks),
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        heading = Heading("Pathways", f"{len(self.lines)} here")
        return [
            heading,
            *(line.item() for line in self.lines),
            *map(Paragraph, self.remarks),
        ]
