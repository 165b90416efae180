"""The view of a search: what was found, where it is, and how the query was read."""

from collections.abc import Iterator
from shlex import quote
from typing import NamedTuple

from psi_cli.learning.progress import ItemState
from psi_cli.record.model import OPEN
from psi_cli.search.match import END, START, Found, Hit
from psi_cli.search.query import Query, quoted_value
from psi_cli.search.rows import NOTE, QUESTION, RESOURCE, STAGE
from psi_cli.system.sanitize import clean_line
from psi_cli.views.elements import (
    Block,
    Fact,
    Heading,
    Hint,
    Item,
    Panel,
    Paragraph,
    Span,
    Words,
)
from psi_cli.views.wording import duration, plural


class HitLine(NamedTuple):
    """Something a search found: what, where, how it stands, and the words around the match.

    In `matched_title` and `snippet` the words that matched stand between «». `file` is the
    pathway file of a hit in another pathway than the one at hand.
    """

    number: str
    id: str
    pathway: str
    file: str | None
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
        what = {STAGE: f"stage {self.number}", QUESTION: "question", NOTE: "your note"}
        time = duration(self.minutes) if self.part == RESOURCE else ""
        state = [self.status] if self.status and self.status != OPEN else []
        where = " · ".join(part for part in (self.stage, self.creators, *state) if part)
        mark = {STAGE: "point", QUESTION: "question", NOTE: "note"}.get(self.part, self.status)
        note = " · ".join(part for part in (what.get(self.part, self.kind), time) if part)
        details: tuple[Words, ...] = ((Span(where, "quiet"),),)
        details += (marked(self.snippet),) if self.snippet else ()
        number = self.number if "." in self.number else ""  # 2 alone is a resource to a learner
        return Item(mark or OPEN, number, marked(self.matched_title, "strong"), note, details)

    def commands(self) -> tuple[Hint, ...]:
        """Return what can be done about the hit where the learner is."""
        if not (self.number or self.file):  # what has left, or is where no command can reach
            return ()
        ref = self.number if "." in self.number else self.id
        within = f" --pathway {quote(self.file)}" if self.file else ""
        if self.part == NOTE:
            return (Hint(f"psi note {ref}{within}", "read your notes on it"),)
        reading = Hint(f"psi show {ref}{within}", "read about it")
        if self.part == RESOURCE:
            return (reading, Hint(f"psi open {ref}{within}", "go there"))
        return (reading,)


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


class SearchView(NamedTuple):
    """What a search found, the best first, and how it was read.

    Where it was `loosened`, the first `whole` hits have all the words, and the others some.
    """

    query: str
    pathway: str | None
    filters: str
    corrected: dict[str, str]
    loosened: bool
    whole: int
    found: int
    hits: tuple[HitLine, ...]
    near: tuple[str, ...]
    hints: tuple[Hint, ...]
    schema: str = "psi.search/1"

    def facts(self) -> dict[str, object]:
        """Return what the screen states."""
        facts = self._asdict() | {"hits": [hit._asdict() for hit in self.hits]}
        return {key: value for key, value in facts.items() if key not in {"schema", "hints"}}

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
            most = "Only a stage's text has" if self.whole else "Nothing has"
            rest = "the others" if self.whole else "these"
            blocks.append(Paragraph(f"{most} all of these words; {rest} have some of them."))
        where = self.pathway or "every pathway here"
        if self.hits:
            blocks.append(Panel(where, tuple(hit.item() for hit in self.hits)))
        else:
            blocks.append(Paragraph(f"Nothing was found in {self.pathway or 'any pathway here'}."))
        if self.near:
            blocks.append(Fact("Near it", ", ".join(self.near)))
        return blocks


def hit_line(hit: Hit, state: ItemState, stage: str, *, here: bool) -> HitLine:
    """Return a hit as the view has it; `here` if it is in the pathway at hand."""
    snippet = _marked(" ".join(hit.snippet.split()))
    title = _marked(hit.title)
    return HitLine(
        number=hit.number if here else "",
        id=hit.name,
        pathway=hit.pathway,
        file=None if here else _file_of(hit),
        part=hit.part,
        kind=hit.kind,
        title=hit.title.replace(START, "").replace(END, ""),
        creators=hit.creators,
        stage=stage,
        minutes=hit.minutes,
        status=state.status if hit.part == RESOURCE else None,
        at=state.at or None,
        opened=state.opened or None,
        bookmarked=bool(state.bookmarked),
        notes=len(state.notes),
        matched_title=title,
        snippet=snippet,
    )


def _file_of(hit: Hit) -> str | None:
    """Return the pathway file of a hit as it can be typed; a note has none."""
    can_be_typed = hit.part != NOTE and hit.source == clean_line(hit.source)
    return hit.source if can_be_typed else None


def search_view(
    query: Query, pathway: str | None, found: Found, lines: tuple[HitLine, ...]
) -> SearchView:
    """Return the view of a search; `pathway` is None where every pathway was searched."""
    return SearchView(
        query=query.typed,
        pathway=pathway,
        filters=query.filters.in_words(),
        corrected=dict(found.corrected),
        loosened=found.loosened,
        whole=found.whole,
        found=found.total,
        hits=lines,
        near=found.near,
        hints=tuple(_hints(query, pathway, found, lines)),
    )


def _hints(
    query: Query, pathway: str | None, found: Found, lines: tuple[HitLine, ...]
) -> Iterator[Hint]:
    everywhere = "" if pathway else " --all"
    if lines:
        yield from lines[0].commands()
    elif found.near:
        asked = [found.near[0], *map(quoted_value, query.filters.as_typed())]
        yield Hint(f"psi search {' '.join(map(_quoted, asked))}{everywhere}", "search for this")
    if found.total > len(lines):
        yield Hint(f"{_again(query)}{everywhere} --limit {found.total}", "see all hits")
    if pathway and (not lines or found.corrected or found.loosened):
        yield Hint(f"{_again(query)} --all", "search every pathway")
    if not lines or not lines[0].commands():
        yield Hint("psi list", "see all there is")


def _again(query: Query) -> str:
    """Return the command that asks the same, with the filters that were given as options."""
    typed = [query.typed] if query.typed else []
    return " ".join(["psi search", *map(_quoted, [*typed, *query.given])])


def _quoted(words: str) -> str:
    """Return words as a shell takes them for one argument, in the plainest way."""
    has_apostrophe_alone = "'" in words and not set(words) & set('"$`\\!')
    return f'"{words}"' if has_apostrophe_alone else quote(words)
