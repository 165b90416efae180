"""The view of one resource: what it is, why, where to find it, and what goes with it."""

from collections.abc import Iterator
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.pathway.links import can_be_opened
from psi_cli.pathway.model import Companion, Link
from psi_cli.pathway.references import Target
from psi_cli.record.model import OPEN
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Fact, Heading, Hint, Item, Panel, Paragraph, Span, Words
from psi_cli.views.lines import (
    Facts,
    ResourceLine,
    companion_facts,
    pathway_facts,
    resource_line,
    you,
)
from psi_cli.views.notes import note_facts, note_item


class ResourceView(NamedTuple):
    """Everything there is to say about one resource."""

    journey: Journey
    line: ResourceLine
    days: Days
    hints: tuple[Hint, ...]
    schema: str = "psi.resource/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        resource, state = self.line.resource, self.line.state
        pathway = self.journey.pathway
        return {
            "pathway": pathway_facts(pathway),
            **self.line.facts(),
            "summary": resource.summary,
            "why": resource.why,
            "since": resource.since,
            "tags": list(resource.tags),
            "identifiers": dict(resource.identifiers),
            "companions": [companion_facts(*one) for one in self._companions()],
            "notes": [note_facts(self.line.target, note) for note in state.notes],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        resource, stage = self.line.resource, self.line.target.stage
        where = f"resource {self.line.target.number}"
        blocks: list[Block] = [
            Heading(stage.title, where),
            Panel(resource.title, tuple(self._about()), wording.kind_and_time(resource)),
            *_ways(resource.link),
        ]
        for number, companion in self._companions():
            blocks += [_companion_item(number, companion), *_ways(companion.link)]
        if self.line.state.notes:
            notes = tuple(note_item(note, self.days) for note in self.line.state.notes)
            blocks.append(Panel("Your notes", notes))
        return blocks

    def _companions(self) -> list[tuple[str, Companion]]:
        return list(self.line.resource.numbered_companions(self.line.number))

    def _before(self, id_: str) -> str:
        """Return something to study first, and how it stands."""
        target = self.journey.parts[id_]
        status = self.journey.progress.state(id_).status
        return f"{self.journey.number(target)} {target.title} ({status})"

    def _about(self) -> Iterator[Block]:
        resource, state = self.line.resource, self.line.state
        if by := wording.credit(resource.creators, resource.year):
            yield Paragraph(by)
        named = (
            ("What it is", resource.summary),
            ("Why", resource.why),
            ("Since then", resource.since),
        )
        yield from (Fact(label, text) for label, text in named if text)
        said = you(state, self.days)
        yield Fact("You", said if state.status != OPEN else ("not done yet", *_after(said)))
        if before := ", ".join(map(self._before, resource.after)):
            yield Fact("After", before)
        required = [] if resource.required else ["not required"]
        language = wording.language(resource.language)
        facts = [wording.ACCESS_WORDS[resource.access], *filter(None, [language]), *required]
        yield Fact("Access", ", ".join(facts))
        if resource.link.confidence:
            yield Fact("Certainty", wording.CONFIDENCE_WORDS[resource.link.confidence])
        yield from (Fact(key.upper(), value) for key, value in resource.identifiers)
        if resource.group:
            yield Fact("Group", resource.group)
        if resource.tags:
            yield Fact("Tags", ", ".join(resource.tags))
        yield Fact("Id", resource.id)


def _after(words: Words) -> Words:
    return (" · ", *words) if words and not isinstance(words, str) else ()


def _ways(link: Link) -> Iterator[Block]:
    """Yield where to find something, each address on a line of its own, to be copied."""
    for label, url in (("Address", link.url), ("Archive", link.archive)):
        if url:
            yield Fact(label, (Span(url, "link", url),))
    if link.search and not (link.url or link.archive):
        yield Fact("Search for", link.search)


def _companion_item(number: str, companion: Companion) -> Item:
    note = f"{wording.kind(companion.kind)} · {wording.role(companion)}"
    by = wording.credit(companion.creators, companion.year)
    details = tuple(filter(None, (by, companion.summary)))
    title = Span(companion.title, "strong")
    return Item("point", number, (title,), note, details)


def resource_view(journey: Journey, target: Target, days: Days) -> ResourceView:
    """Return the view of one resource."""
    line = resource_line(journey, target)
    return ResourceView(journey, line, days, _hints(line))


def _hints(line: ResourceLine) -> tuple[Hint, ...]:
    number, state = line.number, line.state
    going = "go there" if can_be_opened(line.resource) else "search the web for it"
    finish = (
        Hint(f"psi done {number}", "when you have studied it")
        if state.status == OPEN
        else Hint(f"psi reopen {number}", f"take “{state.status}” back")
    )
    return (Hint(f"psi open {number}", going), finish, Hint(f"psi note {number}", "your notes"))
