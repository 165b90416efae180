"""The view of a search: what was found, where it is, and how the query was read."""

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
    plural,
)
from psi_cli.progress import Standing
from psi_cli.query import Query
from psi_cli.record import OPEN
from psi_cli.search import END, START, Found, Hit
from psi_cli.search_index import NOTE, QUESTION, RESOURCE, STAGE
from psi_cli.value import Value
from psi_cli.views.parts import last_visit, standing_words


class HitLine(Value):
    """Something a search found: what, where, how it stands, and the words around the match.

    In `matched_title` and `snippet` the words that matched stand between «».
    """

    number: str
    id: str
    pathway: str
    part: str
    kind: str
    title: str
    creators: str
    stage: str
    minutes: int
    status: str | None
    at: str | None
    opened: str | None
    bookmarked: bool
    notes: int
    matched_title: str
    snippet: str

    def item(self) -> Item:
        """Return the hit as a line."""
        what = {STAGE: "stage", QUESTION: "question", NOTE: "your note"}.get(self.part, self.kind)
        time = duration(self.minutes) if self.part == RESOURCE else ""
        standing = standing_words(
            self.status or OPEN,
            self.at,
            self.opened,
            bookmarked=self.bookmarked,
            notes=self.notes,
        )
        where = " · ".join(part for part in (self.stage, self.creators, *standing) if part)
        mark = {STAGE: "point", QUESTION: "question", NOTE: "note"}.get(self.part, self.status)
        note = " · ".join(part for part in (what, time) if part)
        details: tuple[Words, ...] = ((Span(where, "quiet"),), marked(self.snippet))
        words = marked(self.matched_title, "strong")
        return Item(mark or OPEN, self.number, words, note, details)


def _marked(text: str) -> str:
    """Return a text whose only «» are those around what matched."""
    own = text.replace("«", "“").replace("»", "”")
    return own.replace(START, "«").replace(END, "»")


def marked(text: str, role: str = "") -> Words:
    """Return a text with «matches» as spans that show them without relying on colour."""
    spans = []
    for number, piece in enumerate(text.split("«")):
        match, closed, rest = piece.partition("»")
        if number and closed:
            spans += [Span(f"«{match}»", "match"), Span(rest, role)]
        else:
            spans.append(Span(piece, role))
    return tuple(span for span in spans if span.text)


class SearchView(Value):
    """What a search found, the best first, and how it was read."""

    query: str
    pathway: str | None
    filters: str
    corrected: dict[str, str]
    loosened: bool
    found: int
    hits: tuple[HitLine, ...]
    near: tuple[str, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.search/1"

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        title = f"Search: {self.query}" if self.query else "Search"
        blocks: list[Block] = [Heading(title, plural(self.found, "hit"))]
        if self.filters:
            blocks.append(Fact("Only", self.filters))
        if self.corrected:
            pairs = ", ".join(f"{new} instead of {old}" for old, new in self.corrected.items())
            blocks.append(Paragraph((Span(f"Searched for {pairs}.", "strong"),)))
        if self.loosened:
            blocks.append(Paragraph("Nothing has all of these words; these have some of them."))
        where = self.pathway or "every pathway here"
        if self.hits:
            blocks.append(Panel(where, tuple(hit.item() for hit in self.hits)))
        else:
            blocks.append(Paragraph(f"Nothing was found in {where}."))
        if self.near:
            blocks.append(Fact("Near it", ", ".join(self.near)))
        return [*blocks, Hints(self.hints)]


def hit_line(hit: Hit, standing: Standing, stage: str, *, here: bool) -> HitLine:
    """Return a hit as the view has it; `here` if its number means something in this pathway."""
    snippet = _marked(" ".join(hit.snippet.split()))
    prompt = _marked(hit.title) or snippet
    return HitLine(
        number=hit.number if here else "",
        id=hit.name,
        pathway=hit.pathway,
        part=hit.part,
        kind=hit.kind,
        title=(hit.title or hit.snippet).replace(START, "").replace(END, ""),
        creators=hit.creators,
        stage=stage,
        minutes=hit.minutes,
        status=standing.status if hit.part == RESOURCE else None,
        at=standing.at or None,
        opened=last_visit(standing),
        bookmarked=bool(standing.bookmarked),
        notes=len(standing.notes),
        matched_title=prompt,
        snippet="" if prompt == snippet else snippet,
    )


def search_view(
    query: Query, pathway: str | None, found: Found, lines: tuple[HitLine, ...], most: int
) -> SearchView:
    """Return the view of a search; `pathway` is None where every pathway was searched."""
    hints = [Hint("psi list", "see all there is")]
    if pathway:
        hints.append(Hint(f"{_again(query)} --all", "search every pathway"))
    if lines:
        first = lines[0].number or lines[0].id
        hints = [Hint(f"psi show {first}", "read about it"), Hint(f"psi open {first}", "go there")]
        if lines[0].part != RESOURCE or not lines[0].number:
            hints = hints[:1] if lines[0].number else []
    elif found.near:
        hints.insert(0, Hint(f"psi search {found.near[0]}", "search for this"))
    everywhere = "" if pathway else " --all"
    if len(lines) > most:
        hints.append(Hint(f"{_again(query)}{everywhere} --limit {len(lines)}", "see all hits"))
    return SearchView(
        query=query.typed,
        pathway=pathway,
        filters=query.filters.in_words(),
        corrected=dict(found.corrected),
        loosened=found.loosened,
        found=len(lines),
        hits=lines[:most],
        near=found.near,
        hints=tuple(hints),
    )


def _again(query: Query) -> str:
    """Return the command that asks the same, with the filters that were given as options."""
    from shlex import quote

    given = [word for word in query.filters.as_typed() if word not in query.typed.casefold()]
    return " ".join(["psi search", quote(query.typed), *map(quote, given)])
