"""The view of a search: what was found, where it is, and how the query was read."""

from collections.abc import Iterator
from shlex import quote
from typing import NamedTuple

from psi_cli.pathway.links import SEARCH
from psi_cli.pathway.model import Pathway
from psi_cli.search.index import Source
from psi_cli.search.match import END, START, Found, Hit
from psi_cli.search.query import Query, quoted_value
from psi_cli.search.rows import NOTE, QUESTION, RESOURCE, STAGE
from psi_cli.system.sanitize import clean_line
from psi_cli.views import elements, wording
from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Fact, Hint, Item, Paragraph, Span, Words
from psi_cli.views.lines import Facts, pathway_facts, state_facts, you

_OPENS = {
    "address": "go there",
    "archive": "go to an archived copy",
    "search": "search the web for it",
}


class HitLine(NamedTuple):
    """Something that was found, and the title and file of its pathway.

    `file` is empty where the pathway is the one at hand, or is not here.
    """

    hit: Hit
    pathway: str
    file: str
    is_here: bool

    @property
    def number(self) -> str:
        """Return the number under which the learner would type it; none in another pathway."""
        return self.hit.number if self.is_here else ""

    def facts(self) -> Facts:
        """Return the hit and its state, ** before and after what matched."""
        hit = self.hit
        return {
            "number": self.number,
            "id": hit.id,
            "part": hit.part,
            "pathway": {"id": hit.pathway, "title": self.pathway},
            "file": self.file or None,
            "stage": hit.stage,
            "kind": hit.kind,
            "title": hit.title.replace(START, "").replace(END, ""),
            "creators": hit.creators,
            "minutes": hit.minutes,
            "way": hit.way or None,
            "url": hit.url or None,
            **state_facts(hit.state),
            **({} if hit.part == RESOURCE else {"status": None}),  # only resources are open or done
            "matched_title": _marked(hit.title),
            "snippet": _marked(hit.snippet),
        }

    def row(self) -> tuple[str, ...]:
        """Return the hit as fields of a line, the id of its pathway last."""
        hit, facts = self.hit, self.facts()
        state = facts["status"] or ""
        address = hit.url if hit.way != SEARCH else ""
        what = (self._ref, hit.id, state, hit.kind, wording.figure(hit.minutes), facts["title"])
        return (*what, hit.creators, address, hit.pathway)

    @property
    def _ref(self) -> str:
        """Return the number that names the hit and nothing else: 2 alone is a resource."""
        return self.number if "." in self.number else ""

    def item(self, days: Days) -> Item:
        """Return the hit as a line."""
        hit = self.hit
        stage = f"stage {self.number}".rstrip()
        what = {STAGE: stage, QUESTION: "question", NOTE: "your note"}.get(
            hit.part, wording.kind(hit.kind)
        )
        mark = {STAGE: "point", QUESTION: "question", NOTE: "note"}.get(hit.part, hit.state.status)
        time = wording.time(hit.minutes) if hit.part == RESOURCE else ""
        pathway = "" if self.is_here else self.pathway
        where = " · ".join(filter(None, (pathway, hit.short, hit.creators)))
        own = you(hit.state, days)
        details: list[Words] = [(where, *((" · ", *own) if own and where else own))]
        details += [_spans(_marked(hit.snippet))] if hit.snippet else []
        note = " · ".join(filter(None, (what, time)))
        return Item(mark, self._ref, _spans(_marked(hit.title), "strong"), note, tuple(details))

    def commands(self) -> tuple[Hint, ...]:
        """Return what can be done about the hit, where a command can reach it."""
        if not (self.number or self.file):
            return ()
        ref = self._ref or self.hit.id
        within = f" --pathway {self.hit.pathway}" if self.file else ""
        if self.hit.part == NOTE:
            return (Hint(f"psi note {ref}{within}", "read your notes on it"),)
        commands = [Hint(f"psi show {ref}{within}", "read about it")]
        if self.hit.way:
            commands.append(Hint(f"psi open {ref}{within}", _OPENS[self.hit.way]))
        return tuple(commands)


def _spans(text: str, role: str = "") -> Words:
    """Return a text with what stands between ** as matches."""
    spans = (
        Span(piece, "match", plain=f"**{piece}**") if number % 2 else Span(piece, role)
        for number, piece in enumerate(text.split("**"))
    )
    return tuple(span for span in spans if span.text)


def _marked(text: str) -> str:
    """Return a text on one line whose only ** are those around what matched."""
    one_line = " ".join(text.replace("**", "* *").split())
    return one_line.replace(START, "**").replace(END, "**")


class SearchView(NamedTuple):
    """What a search found, the best first, and how it was read.

    `pathway` is null where every pathway was searched. Where the search was `relaxed`, the first
    `full_matches` hits have all the words, and the others some of them.
    """

    query: str
    pathway: Pathway | None
    filters: str
    corrected: dict[str, str]
    relaxed: bool
    full_matches: int
    found: int
    hits: tuple[HitLine, ...]
    near: tuple[str, ...]
    days: Days
    hints: tuple[Hint, ...]
    schema: str = "psi.search/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        pathway = pathway_facts(self.pathway) if self.pathway else None
        facts = self._asdict() | {"pathway": pathway, "hits": [hit.facts() for hit in self.hits]}
        return {key: part for key, part in facts.items() if key not in {"schema", "days", "hints"}}

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the hits as fields of lines."""
        return (hit.row() for hit in self.hits)

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        title = f"Search: {self.query}" if self.query else "Search"
        blocks: list[Block] = [elements.Heading(title, wording.plural(self.found, "hit"))]
        blocks += [Fact("Only", self.filters)] if self.filters else []
        if self.corrected:
            pairs = ", ".join(f"{new} instead of {old}" for old, new in self.corrected.items())
            blocks.append(Paragraph((Span(f"Searched for {pairs}.", "strong"),)))
        if self.relaxed:
            most = "Only a stage's text has" if self.full_matches else "Nothing has"
            rest = "the others" if self.full_matches else "these"
            blocks.append(Paragraph(f"{most} all of these words; {rest} have some of them."))
        if self.hits:
            where = self.pathway.title if self.pathway else "every pathway here"
            blocks.append(elements.Panel(where, tuple(hit.item(self.days) for hit in self.hits)))
        else:
            where = self.pathway.title if self.pathway else "any pathway here"
            blocks.append(Paragraph(f"Nothing was found in {where}."))
        blocks += [Fact("Near it", ", ".join(self.near))] if self.near else []
        return blocks


class Scope(NamedTuple):
    """What was searched: the pathway that the learner walks, or all that are here.

    `has_others` tells whether there are other pathways to search.
    """

    here: Pathway
    pathways: tuple[Source, ...]
    everywhere: bool
    has_others: bool


def search_view(query: Query, found: Found, scope: Scope, days: Days) -> SearchView:
    """Return the view of what was found."""
    sources = {source.id: source for source in scope.pathways}
    lines = tuple(_hit_line(hit, sources, scope.here) for hit in found.hits)
    return SearchView(
        query=query.typed,
        pathway=None if scope.everywhere else scope.here,
        filters=query.filters.in_words(),
        corrected=found.corrected,
        relaxed=found.relaxed,
        full_matches=found.full_matches,
        found=found.total,
        hits=lines,
        near=found.near,
        days=days,
        hints=tuple(_hints(query, found, lines, scope))[:3],
    )


def _hit_line(hit: Hit, sources: dict[str, Source], here: Pathway) -> HitLine:
    """Return a hit with its pathway; a note may be about one that is not here."""
    source = sources.get(hit.pathway, Source(hit.pathway, hit.pathway, ""))
    is_here = hit.pathway == here.id
    return HitLine(hit, source.title, "" if is_here else clean_line(source.path), is_here)


def _hints(query: Query, found: Found, lines: tuple[HitLine, ...], scope: Scope) -> Iterator[Hint]:
    reach = " --all" if scope.everywhere else ""
    best = lines[0].commands() if lines else ()
    yield from best[:1]
    if found.near and not lines:
        asked = [found.near[0], *map(quoted_value, query.filters.as_typed())]
        yield Hint(f"psi search {' '.join(map(_quoted, asked))}{reach}", "search for this")
    again = _again(query, found.corrected)
    if found.total > len(lines):
        yield Hint(f"{again}{reach} --limit {found.total}", "see all hits")
    is_poor = not lines or found.corrected or found.relaxed
    if is_poor and scope.has_others and not scope.everywhere:
        yield Hint(f"{again} --all", "search every pathway")
    yield from best[1:]
    if not best:
        yield Hint("psi list", "see all there is")


def _again(query: Query, corrected: dict[str, str]) -> str:
    """Return the command that asks the same, its typos corrected, with the options given."""
    typed = " ".join(corrected.get(word, word) for word in query.typed.split(" "))
    asked = [typed] if typed else []
    return " ".join(["psi search", *map(_quoted, [*asked, *query.given])])


def _quoted(words: str) -> str:
    """Return words as a shell takes them for one argument, in the plainest way."""
    has_apostrophe_alone = "'" in words and not set(words) & set('"$`\\!')
    return f'"{words}"' if has_apostrophe_alone else quote(words)
