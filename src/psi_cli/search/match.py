"""Matching: a query against an index, exact matches first, forgiving where there are none."""

import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from psi_cli.learning.filters import Filters
from psi_cli.learning.progress import ItemState, state_of
from psi_cli.record.model import OPEN, LearnerRecord
from psi_cli.search import words
from psi_cli.search.query import Query
from psi_cli.search.rows import RESOURCE, STAGE, TAG_EDGE, TEXTS
from psi_cli.search.words import normalize, quoted

# names weigh more than what is said of them
_WEIGHTS = {
    "kind": 4.0, "title": 10.0, "creators": 8.0, "tags": 4.0, "summary": 3.0, "body": 1.0,
    "companions": 1.0, "other": 1.5,
}  # fmt: skip
_SCORE = f"bm25(texts, {', '.join(str(_WEIGHTS[text]) for text in TEXTS)}) * factor"
_QUOTED = ("summary", "body", "companions", "tags")  # where a snippet may come from, in order
_SNIPPET = 18  # words
START, END = "\x02", "\x03"  # around words that match; no text has either
_MARKED = ", ".join(
    [f"highlight(texts, {TEXTS.index('title')}, '{START}', '{END}')"]
    + [
        f"snippet(texts, {TEXTS.index(text)}, '{START}', '{END}', '…', {_SNIPPET})"
        for text in _QUOTED
    ]
)
Spellings = dict[str, tuple[str, ...]]  # of each word
Conditions = list[tuple[str, tuple[str | int, ...]]]  # SQL, and the values of its marks


class Hit(NamedTuple):
    """Something that was found, and its state. Matches stand between START and END."""

    pathway: str
    part: str
    id: str
    aliases: str
    number: str
    stage: str
    short: str
    kind: str
    minutes: int | None
    creators: str
    way: str
    url: str
    title: str
    snippet: str
    state: ItemState


_COLUMNS = ", ".join(f"rows.{fact}" for fact in Hit._fields[:-3])


class Found(NamedTuple):
    """What a search came to: the best hits, how many there are, how the query was read.

    In a relaxed search the first `full_matches` hits have all the words, the others some of
    them. `near` are words to try where nothing was found.
    """

    hits: tuple[Hit, ...]
    total: int
    corrected: dict[str, str]
    relaxed: bool
    full_matches: int
    near: tuple[str, ...] = ()


def search(
    index: sqlite3.Connection, query: Query, record: LearnerRecord, limit: int = 200
) -> Found:
    """Return what answers a query, the best first.

    All words but stop words must occur. Where nothing has them all, typos are corrected; where
    still nothing has, or only the long text of a stage, some of the words will do.
    """
    spellings = words.expand(index, query.words)
    rows = _ranked(index, query, record, spellings, " AND ")
    corrected: dict[str, str] = {}
    if not rows:
        corrected = words.corrections(index, [word for word in spellings if not spellings[word]])
        spellings |= {typo: words.spellings(index, word) for typo, word in corrected.items()}
        rows = _ranked(index, query, record, spellings, " AND ") if corrected else {}
    known = {word: found for word, found in spellings.items() if found}
    full_matches = len(rows)
    if len(spellings) > 1 and known and set(rows.values()) <= {STAGE}:
        rows |= _ranked(index, query, record, known, " OR ")
    if not rows:
        near = _near(index, query, record, spellings)
        return Found((), 0, {}, relaxed=False, full_matches=0, near=near)
    hits = _read(index, list(rows)[:limit], _expression(query, known, " OR "), record)
    return Found(tuple(hits), len(rows), corrected, len(rows) > full_matches, full_matches)


def _near(
    index: sqlite3.Connection, query: Query, record: LearnerRecord, spellings: Spellings
) -> tuple[str, ...]:
    """Return words that look like the unknown ones, and find something with the same filters."""
    unknown = [word for word, found in spellings.items() if not found]
    alone = Query(filters=query.filters)
    near = words.near(index, unknown)
    return tuple(word for word in near if _ranked(index, alone, record, {word: (word,)}, ""))


def _ranked(
    index: sqlite3.Connection, query: Query, record: LearnerRecord, spellings: Spellings, joint: str
) -> dict[int, str]:
    """Return the kind of part of each row that answers a query, by its number, the best first.

    Without words and phrases they are in the order of the pathway. A word without spellings is
    in no row.
    """
    if not all(spellings.values()):
        return {}
    conditions = _conditions(query)
    order = "rows.rowid"
    tables = "rows"
    if expression := _expression(query, spellings, joint):
        conditions.append(("texts MATCH ?", (expression,)))
        tables, order = "texts JOIN rows ON rows.rowid = texts.rowid", f"{_SCORE}, rows.rowid"
    where = " AND ".join(condition for condition, _ in conditions) or "1"
    values = [value for _, values in conditions for value in values]
    ids = ", rows.pathway, rows.id, rows.aliases" if query.filters.state else ""
    statement = (
        f"SELECT rows.rowid, rows.part{ids}"  # noqa: S608 - constants and marks
        f" FROM {tables} WHERE {where} ORDER BY {order}"
    )
    return {
        number: part
        for number, part, *wanted in index.execute(statement, values)
        if not wanted or _has_state(query.filters, part, _state(record, *wanted))
    }


def _expression(query: Query, spellings: Spellings, joint: str) -> str:
    """Return words and phrases as FTS5 asks for them; nothing where there are none."""
    words = (f"({' OR '.join(map(quoted, found))})" for found in spellings.values())
    wanted = [f"({joint.join(words)})"] if spellings else []
    return " AND ".join([*wanted, *map(quoted, query.phrases)])


def _conditions(query: Query) -> Conditions:
    """Return the conditions that filters and exclusions put on a row."""
    filters = query.filters
    tags = f"char({ord(TAG_EDGE)}) || normalized(rows.tags) || char({ord(TAG_EDGE)})"
    found = [
        _any("rows.kind = ?", filters.kind),
        _any("? IN (rows.stage, lower(rows.section))", filters.stage),
        _any(f"instr({tags}, ?)", [TAG_EDGE + normalize(tag) + TAG_EDGE for tag in filters.tag]),
        _any("instr(normalized(rows.creators), ?)", map(normalize, filters.by)),
        _any("rows.minutes <= ?", [] if filters.most is None else [filters.most]),
    ]
    if filters.kind or filters.tag or filters.by or filters.most is not None:
        found.append((f"rows.part = '{RESOURCE}'", ()))
    excluded = "rows.rowid NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
    found += [(excluded, (quoted(text),)) for text in query.excluded]
    return [condition for condition in found if condition[0]]


def _any(condition: str, values: Iterable[str | int]) -> tuple[str, tuple[str | int, ...]]:
    """Return that a condition holds with one of several values; nothing where there are none."""
    values = tuple(values)
    return (f"({' OR '.join([condition] * len(values))})" if values else "", values)


def _state(record: LearnerRecord, pathway: str, id_: str, aliases: str) -> ItemState:
    return state_of(record.of(pathway), (id_, *aliases.split()))


def _has_state(filters: Filters, part: str, state: ItemState) -> bool:
    """Tell whether a part is in a state that is wanted; only resources can be open."""
    if part != RESOURCE and state.status == OPEN:
        state = state._replace(status="")
    return filters.pass_state(state)


def _read(
    index: sqlite3.Connection, rows: list[int], expression: str, record: LearnerRecord
) -> list[Hit]:
    """Return rows as hits, what matches an expression marked in them."""
    chosen = f"texts.rowid IN ({', '.join(map(str, rows))})"
    wanted = f"texts MATCH ? AND {chosen}" if expression else chosen
    query = (
        f"SELECT rows.rowid, {_COLUMNS}, {_MARKED}"  # noqa: S608 - constants, numbers and a mark
        f" FROM texts JOIN rows ON rows.rowid = texts.rowid WHERE {wanted}"
    )
    found = {row[0]: row[1:] for row in index.execute(query, [expression] if expression else [])}
    return [_hit(found[row], record) for row in rows]


def _hit(row: tuple[Any, ...], record: LearnerRecord) -> Hit:
    *facts, title, summary, body, companions, tags = row
    tagged = f"tagged {', '.join(tags.split(TAG_EDGE))}" if tags else ""
    texts = [text for text in (summary, body, companions, tagged) if text]
    marked = [text for text in texts if START in text]
    snippet = next(iter(marked + texts), "")
    pathway, _, id_, aliases, *_ = facts
    return Hit._make((*facts, title, snippet, _state(record, pathway, id_, aliases)))
