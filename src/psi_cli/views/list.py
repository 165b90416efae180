"""The view of a list: the resources that pass the filters, by stage."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from psi_cli.learning.filters import Filters
from psi_cli.learning.journey import Journey
from psi_cli.learning.progress import summed
from psi_cli.pathway.model import Stage
from psi_cli.record.model import OPEN
from psi_cli.views import wording
from psi_cli.views.elements import Block, Fact, Heading, Hint, Panel, Paragraph
from psi_cli.views.lines import (
    Facts,
    ResourceLine,
    example,
    pathway_facts,
    resource_line,
    rows,
)


class ListView(NamedTuple):
    """Resources by stage, those that pass the filters."""

    journey: Journey
    filters: Filters
    found: tuple[tuple[Stage, tuple[ResourceLine, ...]], ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.list/1"

    @property
    def size(self) -> int:
        """Return how many resources there are in the list."""
        return sum(len(lines) for _, lines in self.found)

    def facts(self) -> Facts:
        """Return the resources as one flat list, each with its stage."""
        pathway = self.journey.pathway
        return {
            "pathway": pathway_facts(pathway),
            "filters": self.filters.in_words() or None,
            "resources": [line.facts() for _, lines in self.found for line in lines],
        }

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the resources as fields of lines, the id of the pathway last."""
        for _, lines in self.found:
            yield from ((*line.row(), self.journey.pathway.id) for line in lines)

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        pathway = self.journey.pathway
        every = [line for _, lines in self.found for line in lines]
        size = filter(None, (wording.plural(self.size, "resource"), _left(every)))
        blocks: list[Block] = [Heading(pathway.title, " · ".join(size))]
        if self.filters.in_words():
            blocks.append(Fact("Filters", self.filters.in_words()))
        for stage, lines in self.found:
            blocks.append(Panel(stage.title, tuple(rows(lines)), _left(lines)))
        if not self.found:
            yet = " yet" if self.filters.state else ""
            blocks.append(Paragraph(f"No resource is like that{yet}."))
        return blocks


def _left(lines: Iterable[ResourceLine]) -> str:
    """Return how long what is open of a list takes; nothing where nothing is."""
    time = summed(line.resource.minutes for line in lines if line.state.status == OPEN)
    return f"{wording.estimate(*time)} open" if time[0] else ""


def list_view(journey: Journey, filters: Filters, *, further: bool) -> ListView:
    """Return the resources that pass the filters; further reading only where it is asked for."""
    found = []
    for stage, targets in journey.sections():
        if stage is journey.pathway.further and not (further or filters.reach_further):
            continue
        lines = tuple(resource_line(journey, target) for target in targets)
        lines = tuple(
            one for one in lines if filters.pass_resource(one.resource, stage.id, one.state)
        )
        if lines:
            found.append((stage, lines))
    return ListView(
        journey, filters, tuple(found), _hints(journey, filters, found, further=further)
    )


def _hints(
    journey: Journey,
    filters: Filters,
    found: list[tuple[Stage, tuple[ResourceLine, ...]]],
    *,
    further: bool,
) -> tuple[Hint, ...]:
    hints = []
    if found:
        here = journey.progress.current.stage
        lines = next((lines for stage, lines in found if stage is here), found[0][1])
        hints.append(Hint(f"psi show {lines[0].number}", "read about one"))
    elif filters.state == ("bookmarked",):
        hints.append(Hint(f"psi bookmark {example(journey)}", "keep one to return to"))
    hints.append(Hint("psi suggest", "what fits into the time you have"))
    if journey.pathway.further and not (further or filters.reach_further):
        hints.append(Hint("psi list --all", "with further reading"))
    return tuple(hints)
