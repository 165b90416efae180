"""The view of one resource: what it is, why, where to find it, and what goes with it."""

from typing import NamedTuple

from psi_cli.learning.progress import ItemState, Progress
from psi_cli.pathway.model import Companion, Link, Pathway, Resource
from psi_cli.pathway.references import Target
from psi_cli.record.model import OPEN
from psi_cli.views.elements import (
    Block,
    Fact,
    Heading,
    Hint,
    Hints,
    Item,
    Panel,
    Paragraph,
    Span,
    Words,
    duration,
)
from psi_cli.views.lines import ACCESS_WORDS, credit, state_words
from psi_cli.views.notes import NoteLine, note_lines

CONFIDENCE_WORDS = {
    "verified": "checked against a public page",
    "likely": "very likely the right one",
    "unknown": "nobody could confirm an address",
}


_LANGUAGES = {"en": "in English", "fr": "in French"}


class Links(NamedTuple):
    """How to reach something; absent parts are not known."""

    url: str | None
    archive: str | None
    search: str | None
    confidence: str


def links(link: Link) -> Links:
    """Return a link as a view has it."""
    return Links(link.url or None, link.archive or None, link.search or None, link.confidence)


class CompanionLine(NamedTuple):
    """Something to study instead or beside."""

    number: str
    id: str
    kind: str
    title: str
    creators: tuple[str, ...]
    year: int | None
    relation: str
    summary: str
    link: Links

    def item(self) -> Item:
        """Return the companion as a line."""
        by = credit(self.creators, self.year)
        lines: tuple[Words, ...] = ((Span(by, "quiet"),),) if by else ()
        instead = "instead" if self.relation == "substitute" else "beside it"
        details = (*lines, self.summary, *_link_lines(self.link))
        title = (Span(self.title, "strong"),)
        return Item("point", self.number, title, f"{self.kind}, {instead}", details)


def companion_lines(resource: Resource, number: str) -> tuple[CompanionLine, ...]:
    """Return what goes with a resource of this number."""
    return tuple(_companion_line(one, its) for its, one in resource.numbered_companions(number))


def _companion_line(companion: Companion, number: str) -> CompanionLine:
    return CompanionLine(
        number=number,
        id=companion.id,
        kind=companion.kind,
        title=companion.title,
        creators=companion.creators,
        year=companion.year or None,
        relation=companion.relation,
        summary=companion.summary,
        link=links(companion.link),
    )


def _link_lines(link: Links) -> tuple[Words, ...]:
    named = [Span(url, "link", url) for url in (link.url, link.archive) if url]
    if not link.url and link.search:
        named.append(Span(f"search for: {link.search}"))
    return tuple((span,) for span in named)


class ResourceView(NamedTuple):
    """Everything there is to say about one resource."""

    pathway: str
    stage: str
    number: str
    id: str
    kind: str
    title: str
    creators: tuple[str, ...]
    year: int | None
    minutes: int
    access: str
    language: str
    required: bool
    status: str
    at: str | None
    opened: str | None
    bookmarked: bool
    summary: str
    why: str
    since: str
    tags: tuple[str, ...]
    identifiers: dict[str, str]
    link: Links
    companions: tuple[CompanionLine, ...]
    notes: tuple[NoteLine, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.resource/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        done = "" if self.status == OPEN else f", {self.status}"
        blocks: list[Block] = [
            Heading(self.stage, f"resource {self.number}{done}"),
            Panel(self.title, tuple(self._about()), f"{self.kind} · {duration(self.minutes)}"),
            Panel("Where to find it", tuple(self._where())),
        ]
        if self.companions:
            title = "Instead of it, or beside it"
            blocks.append(Panel(title, tuple(line.item() for line in self.companions)))
        if self.notes:
            notes = tuple(note.item(titled=False) for note in self.notes)
            blocks.append(Panel("Your notes", notes))
        return [*blocks, Hints(self.hints)]

    def _about(self) -> list[Block]:
        by = credit(self.creators, self.year)
        blocks: list[Block] = [Paragraph((Span(by, "quiet"),))] if by else []
        named = (("What it is", self.summary), ("Why", self.why), ("Since then", self.since))
        blocks += [Fact(label, text) for label, text in named if text]
        blocks.append(Fact("You", ", ".join(self._state())))
        required = [] if self.required else ["not required"]
        language = [_LANGUAGES.get(self.language, f"in {self.language}")] if self.language else []
        facts = [ACCESS_WORDS[self.access], *language, *required]
        blocks.append(Fact("Access", ", ".join(facts)))
        blocks += [Fact(key.upper(), value) for key, value in self.identifiers.items()]
        if self.tags:
            blocks.append(Fact("Tags", ", ".join(self.tags)))
        return [*blocks, Fact("Name", (Span(self.id, "quiet"),))]

    def _state(self) -> list[str]:
        words = state_words(
            self.status, self.at, self.opened, bookmarked=self.bookmarked, notes=len(self.notes)
        )
        return ["not done yet", *words] if self.status == OPEN else words

    def _where(self) -> list[Block]:
        link = self.link
        blocks: list[Block] = []
        for label, url in (("Address", link.url), ("Archive", link.archive)):
            if url:
                blocks.append(Fact(label, (Span(url, "link", url),)))
        if link.search:
            blocks.append(Fact("Search for", link.search))
        return [*blocks, Fact("Certainty", CONFIDENCE_WORDS[link.confidence])]


def resource_view(pathway: Pathway, progress: Progress, target: Target) -> ResourceView:
    """Return the view of one resource."""
    resource = target.part
    assert isinstance(resource, Resource)  # noqa: S101 - callers locate resources only
    state = progress.state(resource.id)
    return ResourceView(
        pathway=pathway.title,
        stage=target.stage.title,
        number=target.number,
        id=resource.id,
        kind=resource.kind,
        title=resource.title,
        creators=resource.creators,
        year=resource.year or None,
        minutes=resource.minutes,
        access=resource.access,
        language=resource.language,
        required=resource.required,
        status=state.status,
        at=state.at or None,
        opened=state.opened or None,
        bookmarked=bool(state.bookmarked),
        summary=resource.summary,
        why=resource.why,
        since=resource.since,
        tags=resource.tags,
        identifiers=dict(resource.identifiers),
        link=links(resource.link),
        companions=companion_lines(resource, target.number),
        notes=note_lines(state, resource),
        hints=_resource_hints(target.number, state),
    )


def _resource_hints(number: str, state: ItemState) -> tuple[Hint, ...]:
    finish = (
        Hint(f"psi done {number}", "when you have studied it")
        if state.status == OPEN
        else Hint(f"psi reopen {number}", f"take “{state.status}” back")
    )
    keep = (
        Hint(f"psi bookmark --remove {number}", "drop the bookmark")
        if state.bookmarked
        else Hint(f"psi bookmark {number}", "to come back to it")
    )
    note = Hint(f'psi note {number} "…"', "in your own words")
    return (Hint(f"psi open {number}", "go there"), finish, keep, note)
