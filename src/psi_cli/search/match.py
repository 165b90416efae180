"""Searching: a query against an index, exact matches first, forgiving where there are none."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from psi_cli.search import spelling, vocabulary
from psi_cli.search.query import Query
from psi_cli.search.rows import (
    CLASS_BITS,
    NOTE,
    PARTS,
    QUESTION,
    RESOURCE,
    STAGE,
    TAG_EDGE,
    TEXTS,
)
from psi_cli.search.spelling import Forms
from psi_cli.system.sanitize import clean

# in the order of TEXTS: names weigh more than what is said of them
WEIGHTS = (10.0, 8.0, 4.0, 3.0, 1.0, 1.0, 1.5)
SHOWN_AROUND = ("summary", "body", "companions", "tags")  # where a snippet may come from, in order
PART_FACTORS = {RESOURCE: 1.0, STAGE: 0.55, QUESTION: 0.8, NOTE: 1.0}
FURTHER_FACTOR = 0.75  # the original resources come before today's equivalents, all else equal
NAMES = ("title", "creators", "tags")
BROAD = 5_000  # hits; ranking more takes longer than starting psi
START, END = "\x02", "\x03"  # around words that match; the gate lets neither into a text
_SNIPPET_WORDS = 18
_FACTORS = [PART_FACTORS[part] * further for further in (1, FURTHER_FACTOR) for part in PARTS]
_SCORE = (
    f"bm25(parts, {', '.join(map(str, WEIGHTS))}) * CASE rowid & {(1 << CLASS_BITS) - 1}"
    f" {' '.join(f'WHEN {one} THEN {factor}' for one, factor in enumerate(_FACTORS))} END"
)

Conditions = tuple[str, list[str | int]]  # SQL, and the values for its marks
Stands = Callable[[str, str, tuple[str, ...]], bool]  # of a pathway, a kind of part, its ids


class Scope(NamedTuple):
    """How many hits are wanted, and, where that matters, how things must stand to be hits."""

    most: int = 200
    stands: Stands | None = None


class Hit(NamedTuple):
    """A row that was found; matched words in title and snippet stand between START and END."""

    pathway: str
    source: str
    part: str
    name: str
    aliases: tuple[str, ...]
    number: str
    stage: str
    kind: str
    minutes: int
    title: str
    creators: str
    snippet: str

    @property
    def place(self) -> tuple[str, ...]:
        """Return what tells the row from every other, however its words are marked."""
        return (self.source, self.part, self.name, *self.aliases)


class Found(NamedTuple):
    """What a search came to: the best hits, how many there are, how the query was read.

    `whole` is how many of the hits have all the words, where others have some of them; `near`
    are words to try instead.
    """

    hits: tuple[Hit, ...]
    total: int = 0
    corrected: tuple[tuple[str, str], ...] = ()
    loosened: bool = False
    whole: int = 0
    near: tuple[str, ...] = ()


def search(index: sqlite3.Connection, query: Query, scope: Scope | None = None) -> Found:
    """Return what answers a query, the best first.

    All words that tell anything must occur. Where nothing has them all, unknown words are
    corrected; where still nothing has, or a stage's long text alone, some of the words will do.
    """
    scope = scope or Scope()
    words = spelling.words_of(index, query.words)
    forms = [spelling.forms(index, word) for word in words]
    found = _run(index, query, scope, forms, " AND ")
    corrections: dict[str, str] = {}
    if not found.hits:
        corrections = dict(spelling.corrections(index, words, forms))
        forms = [
            spelling.forms(index, corrections[word]) if word in corrections else form
            for word, form in zip(words, forms, strict=True)
        ]
        if corrections:
            found = _run(index, query, scope, forms, " AND ")
    found = found._replace(corrected=tuple(corrections.items()))
    known = [form for form in forms if form]
    only_stages = found.total == len(found.hits) and all(hit.part == STAGE for hit in found.hits)
    if len(words) > 1 and known and only_stages:
        found = _loosened(found, _run(index, query, scope, known, " OR "))
    return found if found.hits else Found((), near=spelling.near(index, words, forms))


def _loosened(whole: Found, some: Found) -> Found:
    """Return hits that have all words, and behind them those that have some."""
    had = {hit.place for hit in whole.hits}
    others = tuple(hit for hit in some.hits if hit.place not in had)
    if not others:
        return whole
    hits = (*whole.hits, *others)
    return whole._replace(hits=hits, total=some.total, loosened=True, whole=len(whole.hits))


def _run(index: sqlite3.Connection, query: Query, scope: Scope, forms: Forms, joint: str) -> Found:
    """Return the ranked hits of a query whose words have these forms; none if one has none.

    A query without words is answered by its filters, in the order in which rows were added.
    """
    if not all(forms):
        return Found(())
    matching = _matching(query, forms, joint)
    best, total = _best(index, matching, _conditions(query), scope)
    return Found(tuple(_hits(index, best, matching)), total)


def _matching(query: Query, forms: Forms, joint: str) -> str:
    """Return the FTS5 expression of a query; an empty one where it has no words."""
    groups = [" OR ".join(map(vocabulary.quoted, one)) for one in forms]
    expression = joint.join(f"({group})" for group in groups)
    needed = [f"({expression})"] if expression else []
    needed += [vocabulary.quoted(phrase) for phrase in query.phrases]
    matching = " AND ".join(needed)
    if query.excluded and matching:
        matching = f"({matching}) NOT ({_excluded(query)})"
    return matching


def _excluded(query: Query) -> str:
    return " OR ".join(map(vocabulary.quoted, query.excluded))


def _best(
    index: sqlite3.Connection, matching: str, conditions: Conditions, scope: Scope
) -> tuple[list[int], int]:
    """Return the rows of the best hits in their order, and how many hits there are.

    Of more hits than anyone will read, those are ranked that have the words in their names.
    """
    if scope.stands:
        facts = _ranked(index, matching, conditions, ", pathway, part, name, aliases")
        rows = [
            row
            for row, _, pathway, part, name, aliases in facts
            if scope.stands(pathway, part, (name, *aliases.split()))
        ]
        return rows[: scope.most], len(rows)
    where, given = _where(matching, conditions)
    count = f"SELECT count(*) FROM parts WHERE {where}"  # noqa: S608 - constants and marks
    (total,) = index.execute(count, given).fetchone()
    if matching and total > BROAD:
        named = f"({{{' '.join(NAMES)}}} : ({matching})) AND ({matching})"
        rows = [row for row, _ in _ranked(index, named, conditions, most=scope.most)]
        if len(rows) == scope.most:
            return rows, total
    return [row for row, _ in _ranked(index, matching, conditions, most=scope.most)], total


def _ranked(
    index: sqlite3.Connection,
    matching: str,
    conditions: Conditions,
    columns: str = "",
    most: int = -1,
) -> sqlite3.Cursor:
    """Return a cursor over the rows that match, the best first: the row, its score, columns."""
    where, given = _where(matching, conditions)
    score = _SCORE if matching else "0.0"
    query = f"SELECT rowid, {score} AS score{columns} FROM parts WHERE {where}"  # noqa: S608
    return index.execute(f"{query} ORDER BY score, rowid LIMIT ?", (*given, most))


def _where(matching: str, conditions: Conditions) -> Conditions:
    """Return the whole condition on a row, and the values that it is given."""
    text, values = conditions
    return (f"parts MATCH ?{text}", [matching, *values]) if matching else (f"rowid{text}", values)


def _hits(index: sqlite3.Connection, rows: list[int], matching: str) -> Iterator[Hit]:
    marks = ", ".join("?" * len(rows))
    snippets = ", ".join(
        f"snippet(parts, {TEXTS.index(text)}, '{START}', '{END}', '…', {_SNIPPET_WORDS})"
        for text in SHOWN_AROUND
    )
    titles = ", ".join(  # a question's is its prompt
        f"highlight(parts, {TEXTS.index(text)}, '{START}', '{END}')"
        for text in ("title", "summary")
    )
    query = (
        "SELECT rowid, pathway, source, part, name, aliases, number, stage, kind, minutes,"  # noqa: S608
        f" {titles}, heading, creators, {snippets}"
        f" FROM parts WHERE {'parts MATCH ? AND' if matching else ''} rowid IN ({marks})"
    )
    given = [matching, *rows] if matching else rows
    found = {row[0]: row[1:] for row in index.execute(query, given)}
    return (_hit(found[row]) for row in rows)


def _conditions(query: Query) -> Conditions:
    """Return the conditions that filters put on the facts of a row."""
    filters = query.filters
    conditions = ""
    values: list[str | int] = []
    if query.excluded and not (query.words or query.phrases):
        conditions += " AND rowid NOT IN (SELECT rowid FROM parts WHERE parts MATCH ?)"
        values.append(_excluded(query))
    if filters.kind:
        conditions += f" AND kind IN ({', '.join('?' * len(filters.kind))})"
        values += filters.kind
    if filters.stage:  # by its id, or by its number where it stands for one in every pathway
        either = "stage = ? OR number = ? OR substr(number, 1, length(?) + 1) = ? || '.'"
        conditions += f" AND ({' OR '.join([either] * len(filters.stage))})"
        values += [one for name in filters.stage for one in (name, *[name.upper()] * 3)]
    edge = f"char({ord(TAG_EDGE)})"
    for wanted, column, around in (
        (filters.tag, f"substr(tags, length(kind) + 1) || {edge}", TAG_EDGE),
        (filters.by, "creators", ""),
    ):
        if wanted:
            conditions += f" AND ({' OR '.join([f'instr(folded({column}), ?)'] * len(wanted))})"
            values += [f"{around}{one.casefold()}{around}" for one in wanted]
    if filters.most is not None:
        conditions += f" AND minutes <= {filters.most}"
    if filters.most is not None or filters.by or filters.tag or filters.kind:
        conditions += f" AND part = '{RESOURCE}'"
    return conditions, values


def _hit(row: tuple[Any, ...]) -> Hit:
    """Return a row as a hit; ValueError for one that the index was never given."""
    pathway, source, part, name, aliases, number, stage, kind, minutes, *texts = row
    shown = (pathway, name, aliases, number, stage, kind, *texts)
    if part not in PART_FACTORS or any(map(_is_garbled, shown)):
        raise ValueError(part)
    title, prompt, heading, creators, *snippets = texts
    title = prompt if part == QUESTION else title or heading
    *_, tags = snippets
    snippets[-1] = f"tagged {', '.join(tags.split(TAG_EDGE)[1:])}" if tags else ""
    marked = (text for text in snippets if START in text)
    return Hit(
        pathway=pathway,
        source=source,
        part=part,
        name=name,
        aliases=tuple(aliases.split()),
        number=number,
        stage=stage,
        kind=kind,
        minutes=minutes,
        title=title,
        creators=creators,
        snippet="" if part == QUESTION else next(marked, next(filter(None, snippets), "")),
    )


def _is_garbled(text: str) -> bool:
    """Tell whether a text holds what passed no gate."""
    bare = text.replace(START, "").replace(END, "")
    return bare != clean(bare)
