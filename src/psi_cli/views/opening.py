"""The view of going to a resource: the address, and the other ways there are."""

from typing import NamedTuple

from psi_cli.pathway.links import Way
from psi_cli.pathway.model import Resource
from psi_cli.pathway.references import Target
from psi_cli.system import url
from psi_cli.views.elements import (
    Block,
    Fact,
    Hint,
    Hints,
    Paragraph,
    Span,
)
from psi_cli.views.lines import name_of
from psi_cli.views.resource import CompanionLine, companion_lines


class Opened(NamedTuple):
    """What `psi open` found: the address it used, and the other ways there are."""

    id: str
    title: str
    label: str
    url: str
    host: str
    asked_browser: bool
    others: tuple[Way, ...]
    companions: tuple[CompanionLine, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.open/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        lead = {
            "address": self.title,
            "archive": f"{self.title}: an archived copy",
            "search": f"{self.title}: {'' if self._has_address else 'no address is known, so '}"
            "a web search",
        }[self.label]
        blocks: list[Block] = [
            Paragraph((Span(lead, "strong"),)),
            Fact("Address", (Span(self.url, "link", self.url),)),
        ]
        if self.asked_browser:
            asked = f"Your browser was asked to open {self.host}."
            asked += " If nothing comes up, copy the address."
            blocks.append(Paragraph(asked))
        blocks += [
            Fact(f"Or {other.kind}", (Span(other.url, "link", other.url),)) for other in self.others
        ]
        blocks += [line.item() for line in self.companions]
        return [*blocks, Hints(self.hints)]

    @property
    def _has_address(self) -> bool:
        return any(way.kind == "address" for way in self.others)


def opened(target: Target, chosen: Way, others: tuple[Way, ...], *, asked_browser: bool) -> Opened:
    """Return the view of `psi open`."""
    part = target.part
    number = target.number
    offered: tuple[CompanionLine, ...] = ()
    if isinstance(part, Resource) and chosen.kind != "address":
        offered = companion_lines(part, number)
    hints = [Hint(f"psi show {number}", "what it is and why")]
    if isinstance(part, Resource):
        hints = [Hint(f"psi done {number}", "when you have studied it"), *hints]
    if offered:
        hints.append(Hint(f"psi open {offered[0].number}", f"go to {offered[0].title}"))
    return Opened(
        id=part.id,
        title=name_of(part),
        label=chosen.kind,
        url=chosen.url,
        host=url.host(chosen.url),
        asked_browser=asked_browser,
        others=others,
        companions=offered,
        hints=tuple(hints),
    )
