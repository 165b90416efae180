"""The view of going to a resource: the address, and the other ways there are."""

from collections.abc import Iterator
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.pathway.links import ADDRESS, ARCHIVE, SEARCH, Opening, Way
from psi_cli.pathway.model import Companion, Resource
from psi_cli.pathway.references import Target, title_of
from psi_cli.system import url
from psi_cli.views import wording
from psi_cli.views.elements import Block, Fact, Hint, Item, Paragraph, Span
from psi_cli.views.lines import Facts, companion_facts, moving_on

ASKED, COPIED, PRINTED, NOBODY = "browser", "clipboard", "print", ""  # who gets the address


class Opened(NamedTuple):
    """What `psi open` found: the address it used, the other ways, and what goes with it."""

    target: Target
    number: str
    chosen: Opening
    others: tuple[Way, ...]
    companions: tuple[tuple[str, Companion], ...]
    by: str  # who gets the address: one of those above, or a browser of the terminal by its name
    hints: tuple[Hint, ...]
    schema: str = "psi.open/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        way, instead = self.chosen
        return {
            "id": self.target.part.id,
            "title": title_of(self.target.part),
            "way": way.kind,
            "url": way.url,
            "host": url.host(way.url),
            "instead": instead.id if instead else None,
            "asked_browser": self.by == ASKED,
            "others": [one._asdict() for one in self.others],
            "companions": [companion_facts(*one) for one in self.companions],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        way = self.chosen.way
        blocks: list[Block] = [
            Paragraph((Span(title_of(self.target.part), "strong"), self._how())),
            Paragraph((Span(way.url, "link", way.url),)),
        ]
        if self.by != PRINTED:
            blocks.append(Paragraph(self._by()))
        blocks += [Fact(f"Or {one.kind}", (Span(one.url, "link", one.url),)) for one in self.others]
        blocks += self._companion_lines()
        return blocks

    def _how(self) -> str:
        """Return what of it is opened, where that is not its own address."""
        way, instead = self.chosen
        known = any(one.kind == ADDRESS for one in self.others)
        if instead:
            return f": its own address is not known, so {instead.title} instead"
        if way.kind == ARCHIVE:
            return ": an archived copy"
        if way.kind == SEARCH:
            return ": a web search" if known else ": no address is known, so a web search"
        return ""

    def _by(self) -> str:
        """Return what the learner can expect to come up, or has to do."""
        host = url.host(self.chosen.way.url)
        said = {
            ASKED: f"Your browser is asked to open {host}. If nothing comes up, copy the address.",
            COPIED: "The terminal is asked to put the address on the clipboard.",
            NOBODY: "psi finds no browser that would come up here. Copy the address.",
        }
        return said.get(self.by, f"{self.by} opens {host} in this terminal.")

    def _companion_lines(self) -> Iterator[Block]:
        for number, one in self.companions:
            note = f"{wording.kind(one.kind)} · {wording.role(one)}"
            yield Item("point", number, (Span(one.title, "strong"),), note, is_row=True)


def opened(
    journey: Journey, target: Target, chosen: Opening, others: tuple[Way, ...], by: str = NOBODY
) -> Opened:
    """Return the view of `psi open`."""
    number = journey.number(target)
    part = target.part
    hints = [Hint(f"psi show {number}", "what it is and why")]
    companions: tuple[tuple[str, Companion], ...] = ()
    if isinstance(part, Resource):
        hints.insert(0, Hint(f"psi done {number}", "when you have studied it"))
        companions = tuple(_offered(part, number, chosen))
    hints.append(moving_on(journey))
    return Opened(target, number, chosen, others, companions, by, tuple(hints))


def _offered(resource: Resource, number: str, chosen: Opening) -> Iterator[tuple[str, Companion]]:
    """Yield what is free beside a resource whose own address is not used or leads to a shop.

    Of one whose address nobody confirmed, only what stands in for it.
    """
    is_there = chosen.way.kind == ADDRESS and not chosen.instead and resource.access != "purchase"
    for its_number, one in resource.numbered_companions(number):
        stands_in = one.relation == "substitute" and resource.link.confidence != "verified"
        if one.access != "purchase" and (stands_in or not is_there):
            yield its_number, one
