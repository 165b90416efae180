"""The view of `psi` before a pathway is begun."""

from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.views import wording
from psi_cli.views.elements import Block, Fact, Heading, Hint, Panel, Paragraph, Span
from psi_cli.views.lines import Facts, pathway_facts
from psi_cli.views.start import size

_AT_HOME = "stays on this computer, in"


class Welcome(NamedTuple):
    """What someone sees who has not begun: the pathway, where work is kept, how to begin."""

    journey: Journey
    data: str
    hints: tuple[Hint, ...] = (
        Hint("psi start", "begin the pathway"),
        Hint("psi list", "see all there is in it"),
        Hint("psi --help", "every command"),
    )
    schema: str = "psi.welcome/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        pathway = self.journey.pathway
        return {
            "pathway": pathway_facts(pathway),
            "summary": pathway.summary,
            "stages": [stage.short for stage in pathway.stages],
            "resources": self.journey.progress.total("total"),
            "minutes": self.journey.progress.total("minutes_left"),
            "untimed": self.journey.progress.total("untimed"),
            "data": self.data,
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        pathway = self.journey.pathway
        where = f"{_AT_HOME} {self.data}. No account, and nothing is sent anywhere."
        what = f"{size(self.journey)} · {self._resources()}"
        return [
            Heading("psi", "a learning companion for your terminal"),
            Panel(pathway.title, (Paragraph(pathway.summary, most=5),), what),
            Fact("Your work", where),
            Fact("Screen reader", (Span("PSI_PLAIN=1", "command"), " gives lines, no panels.")),
        ]

    def _resources(self) -> str:
        """Return how many resources the stages have, and how many of them are required."""
        every = sum(len(stage.resources) for stage in self.journey.pathway.stages)
        required = self.journey.progress.total("total")
        among = f", {required:,} required" if required < every else ""
        return wording.plural(every, "resource") + among
