"""The views of one resource: studying it, opening it, and the learner's notes."""

from psi_cli import address
from psi_cli.blocks import (
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
from psi_cli.pathway import LETTERS, Companion, Link, Pathway, Resource
from psi_cli.progress import Progress, Standing
from psi_cli.record import OPEN
from psi_cli.reference import Part, Target
from psi_cli.value import Value
from psi_cli.views.parts import ACCESS_WORDS, local_day, local_time, name_of, ref_of

CONFIDENCE_WORDS = {
    "verified": "checked against a public page",
    "likely": "very likely the right one",
    "unknown": "nobody could confirm an address",
}


_LANGUAGES = {"en": "in English", "fr": "in French"}


class Links(Value):
    """How to reach something; absent parts are not known."""

    url: str | None
    archive: str | None
    search: str | None
    confidence: str


def links(link: Link) -> Links:
    """Return a link as a view has it."""
    return Links(link.url or None, link.archive or None, link.search or None, link.confidence)


class CompanionLine(Value):
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
        by = ", ".join(self.creators) + (f" ({self.year})" if self.year else "")
        lines: tuple[Words, ...] = ((Span(by, "quiet"),),) if by else ()
        instead = "instead" if self.relation == "substitute" else "beside it"
        details = (*lines, self.summary, *_link_lines(self.link))
        title = (Span(self.title, "strong"),)
        return Item("point", self.number, title, f"{self.kind}, {instead}", details)


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


class NoteLine(Value):
    """One note, on what it is and when it was written."""

    id: str
    about: str
    title: str
    at: str
    text: str

    def item(self, *, titled: bool = True) -> Item:
        """Return the note as a line."""
        title = f"{self.title} · " if titled else ""
        heading = (Span(f"{title}{local_time(self.at)}", "quiet"),)
        return Item("note", "", heading, "", tuple(self.text.split("\n")))


def note_lines(standing: Standing, part: Part) -> tuple[NoteLine, ...]:
    """Return the notes about a part, oldest first."""
    return tuple(
        NoteLine(note.id, part.id, name_of(part), note.at, note.text) for note in standing.notes
    )


class ResourceView(Value):
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
        blocks: list[Block] = [
            Heading(self.stage, f"resource {self.number}"),
            Panel(self.title, tuple(self._about()), self._note()),
            Panel("Where to find it", tuple(self._where())),
        ]
        if self.companions:
            title = "Instead of it, or beside it"
            blocks.append(Panel(title, tuple(line.item() for line in self.companions)))
        if self.notes:
            notes = tuple(note.item(titled=False) for note in self.notes)
            blocks.append(Panel("Your notes", notes))
        return [*blocks, Hints(self.hints)]

    def _note(self) -> str:
        done = "" if self.status == OPEN else f" · {self.status} {local_day(self.at or '')}"
        marked = " · bookmarked" if self.bookmarked else ""
        return f"{self.kind} · {duration(self.minutes)}{done}{marked}"

    def _about(self) -> list[Block]:
        by = ", ".join(self.creators) + (f" ({self.year})" if self.year else "")
        blocks: list[Block] = [Paragraph((Span(by, "quiet"),))] if by else []
        named = (("What it is", self.summary), ("Why", self.why), ("Since then", self.since))
        blocks += [Fact(label, text) for label, text in named if text]
        required = [] if self.required else ["not required"]
        language = [_LANGUAGES.get(self.language, f"in {self.language}")] if self.language else []
        state = [self.status] if self.status == OPEN else []
        facts = [*state, ACCESS_WORDS[self.access], *language, *required]
        blocks.append(Fact("Access", ", ".join(facts)))
        blocks += [Fact(key.upper(), value) for key, value in self.identifiers.items()]
        if self.tags:
            blocks.append(Fact("Tags", ", ".join(self.tags)))
        return [*blocks, Fact("Name", (Span(self.id, "quiet"),))]

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
    standing = progress.standing(resource.id)
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
        status=standing.status,
        at=standing.at or None,
        bookmarked=bool(standing.bookmarked),
        summary=resource.summary,
        why=resource.why,
        since=resource.since,
        tags=resource.tags,
        identifiers=dict(resource.identifiers),
        link=links(resource.link),
        companions=tuple(
            _companion_line(companion, f"{target.number}{letter}")
            for letter, companion in zip(LETTERS, resource.companions, strict=False)
        ),
        notes=note_lines(standing, resource),
        hints=_resource_hints(target.number, standing),
    )


def _resource_hints(number: str, standing: Standing) -> tuple[Hint, ...]:
    finish = (
        Hint(f"psi done {number}", "when you have studied it")
        if standing.status == OPEN
        else Hint(f"psi reopen {number}", f"take “{standing.status}” back")
    )
    keep = (
        Hint(f"psi bookmark --remove {number}", "drop the bookmark")
        if standing.bookmarked
        else Hint(f"psi bookmark {number}", "to come back to it")
    )
    note = Hint(f'psi note {number} "…"', "in your own words")
    return (Hint(f"psi open {number}", "go there"), finish, keep, note)


class Address(Value):
    """One way to reach something: what it is, and the address."""

    label: str
    url: str


class Opened(Value):
    """What `psi open` found: the address it used, and the other ways there are."""

    id: str
    title: str
    label: str
    url: str
    host: str
    asked_browser: bool
    others: tuple[Address, ...]
    companions: tuple[CompanionLine, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.open/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        lead = {
            "address": self.title,
            "archive": f"{self.title}: an archived copy",
            "search": f"{self.title}: no address is known, so a web search",
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
            Fact(f"Or {other.label}", (Span(other.url, "link", other.url),))
            for other in self.others
        ]
        blocks += [line.item() for line in self.companions]
        return [*blocks, Hints(self.hints)]


def addresses(link: Link) -> tuple[Address, ...]:
    """Return every way to reach something, the best first: its address, an archive, a search."""
    from urllib.parse import quote_plus

    found = [Address("address", link.url)] if link.url else []
    if link.archive:
        found.append(Address("archive", link.archive))
    if link.search:
        found.append(Address("search", f"https://duckduckgo.com/?q={quote_plus(link.search)}"))
    return tuple(one for one in found if not address.problem_with(one.url))


def opened(
    target: Target, chosen: Address, others: tuple[Address, ...], *, asked_browser: bool
) -> Opened:
    """Return the view of `psi open`."""
    part = target.part
    offered = part.companions if isinstance(part, Resource) and chosen.label != "address" else ()
    number = target.number
    hints = [Hint(f"psi show {number}", "what it is and why")]
    if isinstance(part, Resource):
        hints = [Hint(f"psi done {number}", "when you have studied it"), *hints]
    if offered:
        hints.append(Hint(f"psi open {number}a", f"go to {offered[0].title}"))
    return Opened(
        id=part.id,
        title=name_of(part),
        label=chosen.label,
        url=chosen.url,
        host=address.host(chosen.url),
        asked_browser=asked_browser,
        others=others,
        companions=tuple(
            _companion_line(companion, f"{number}{letter}")
            for letter, companion in zip(LETTERS, offered, strict=False)
        ),
        hints=tuple(hints),
    )


class Notes(Value):
    """The learner's notes about one thing, or about all."""

    about: str | None
    title: str | None
    notes: tuple[NoteLine, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.notes/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        items: tuple[Block, ...] = tuple(note.item(titled=not self.about) for note in self.notes)
        if not items:
            items = (Paragraph("No notes yet."),)
        return [Panel(self.title or "Your notes", items), Hints(self.hints)]


def notes_about(target: Target, progress: Progress) -> Notes:
    """Return the notes about one part."""
    part = target.part
    lines = note_lines(progress.standing(part.id), part)
    number = ref_of(target)
    hints = [
        Hint(f'psi note {number} "…"', "add a note"),
        Hint(f"psi note {number} --edit", "write it in your editor"),
    ]
    if lines:
        hints.append(Hint(f"psi note {number} --remove", "take the last one back"))
    return Notes(part.id, name_of(part), lines, tuple(hints))


def all_notes(parts: dict[str, Target], progress: Progress) -> Notes:
    """Return every note of a pathway, in the order of its parts, orphans last."""
    order = [name for name in parts if name in progress.standings]
    lines = [
        line for name in order for line in note_lines(progress.standing(name), parts[name].part)
    ]
    lines += [
        NoteLine(note.id, name, f"{name} (no longer in this pathway)", note.at, note.text)
        for name in progress.orphans
        for note in progress.standing(name).notes
    ]
    hints = (
        Hint('psi note 2.1 "…"', "write one, in your own words"),
        Hint("psi list --noted", "what you have notes on"),
    )
    return Notes(None, None, tuple(lines), hints)
