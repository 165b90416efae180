"""The view of a list: resources by stage, those that pass the filters."""

from typing import NamedTuple

from psi_cli.learning.filters import Filters
from psi_cli.learning.progress import Progress
from psi_cli.pathway.model import Pathway
from psi_cli.views.elements import (
    Block,
    Fact,
    Heading,
    Hint,
    Hints,
    Panel,
    Paragraph,
    Span,
    plural,
)
from psi_cli.views.lines import ResourceLine, resource_line


class Section(NamedTuple):
    """The resources of one stage that a list shows."""

    id: str
    title: str
    resources: tuple[ResourceLine, ...]


class ListView(NamedTuple):
    """Resources by stage, those that pass the filters."""

    pathway: str
    filters: str
    shown: int
    sections: tuple[Section, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.list/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        blocks: list[Block] = [Heading(self.pathway, plural(self.shown, "resource"))]
        if self.filters:
            blocks.append(Fact("Only", self.filters))
        for section in self.sections:
            items = tuple(line.item((Span(line.id, "quiet"),)) for line in section.resources)
            blocks.append(Panel(section.title, items, str(len(items))))
        if not self.sections:
            blocks.append(Paragraph("No resource is like that yet."))
        return [*blocks, Hints(self.hints)]


def list_view(pathway: Pathway, progress: Progress, filters: Filters, *, further: bool) -> ListView:
    """Return the resources that pass the filters; further reading only where it is asked for."""
    sections = []
    for section, stage in pathway.numbered_sections():
        if stage is pathway.further and not (further or filters.reach_further):
            continue
        lines = tuple(
            resource_line(resource, number, state)
            for number, resource in stage.numbered_resources(section)
            if filters.pass_resource(resource, stage.id, state := progress.state(resource.id))
        )
        if lines:
            sections.append(Section(stage.id, stage.title, lines))
    first = sections[0].resources[0].number if sections else ""
    showing = (Hint(f"psi show {first}", "read about one"),) if first else ()
    keeping = (Hint("psi bookmark 2.1", "keep one to return to"),)
    return ListView(
        pathway=pathway.title,
        filters=filters.in_words(),
        shown=sum(len(section.resources) for section in sections),
        sections=tuple(sections),
        hints=(
            *showing,
            *(keeping if filters.state == ("bookmarked",) else ()),
            Hint("psi list --open --max 20", "what fits into twenty minutes"),
            Hint("psi list --all", "with further reading"),
        )[:3],
    )
