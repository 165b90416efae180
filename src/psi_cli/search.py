"""Searching: a query against an index, exact matches first, forgiving where there are none."""

import sqlite3
from difflib import get_close_matches
from typing import Any

from psi_cli import search_index
from psi_cli.query import Query, fold, tokens
from psi_cli.search_index import NOTE, RESOURCE, TEXTS
from psi_cli.value import Value

# in the order of TEXTS: names weigh more than what is said of them
WEIGHTS = (10.0, 8.0, 4.0, 3.0, 1.0, 1.0, 1.5)
SHOWN_AROUND = ("summary", "body", "companions", "tags")  # where a snippet may come from, in order
PART_FACTORS = {RESOURCE: 1.0, "stage": 0.55, "question": 0.8, NOTE: 1.0}
FURTHER_FACTOR = 0.75  # the original resources come before today's equivalents, all else equal
CLOSE = 0.72  # how alike two spellings must be, as difflib counts, for one to stand for the other
NEAR = 0.5  # the same for a mere suggestion
MOST_HITS = 200  # rows that are ranked in full
START, END = "\x02", "\x03"  # around words that match; the gate lets neither into a text
_SNIPPET_WORDS = 18
_STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "how",
        "i",
        "in",
        "is",
        "it",
        "its",
        "me",
        "my",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "you",
        "your",
    ]
)


class Hit(Value):
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
    score: float


class Found(Value):
    """What a search came to: the hits, what was searched for instead, what is near."""

    hits: tuple[Hit, ...]
    corrected: tuple[tuple[str, str], ...] = ()
    loosened: bool = False
    near: tuple[str, ...] = ()


def search(index: sqlite3.Connection, query: Query) -> Found:
    """Return what answers a query, the best first.

    All words that tell anything must occur. Where nothing has them all, unknown words are
    corrected; where still nothing has, some of the words will do.
    """
    words = _telling(query.words)
    exact = [_forms(index, word) for word in words]
    if hits := _run(index, query, exact, " AND "):
        return Found(hits)
    corrections = {
        word: better
        for word, forms in zip(words, exact, strict=True)
        if not forms and (better := _correction(index, word))
    }
    corrected = tuple(corrections.items())
    forms = [_forms(index, corrections.get(word, word)) for word in words]
    if corrections and (hits := _run(index, query, forms, " AND ")):
        return Found(hits, corrected)
    known = [one for one in forms if one]
    if len(words) > 1 and known and (hits := _run(index, query, known, " OR ")):
        return Found(hits, corrected, loosened=True)
    return Found((), near=_near(index, query))


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without those that stand in every text, unless there are no others."""
    telling = tuple(word for word in words if word.casefold() not in _STOP_WORDS)
    return telling or words


def _forms(index: sqlite3.Connection, word: str) -> tuple[str, ...]:
    """Return the spellings under which a word is looked for; none where it is unknown.

    A word that is no word of the index may be the beginning of some, as while one types.
    """
    if search_index.occurs(index, word):
        return (word,)
    parts = tokens(word)
    return tuple(search_index.spellings(index, parts[0], 12)) if len(parts) == 1 else ()


def _correction(index: sqlite3.Connection, word: str) -> str:
    """Return the known word that a mistyped one most likely stands for, or nothing."""
    found = get_close_matches(fold(word), _candidates(index, word), 1, CLOSE)
    return found[0] if found else ""


def _candidates(index: sqlite3.Connection, word: str) -> list[str]:
    """Return known words of about a word's length; those with its first letter come first."""
    folded = fold(word)
    shortest, longest = len(folded) - 2, len(folded) + 2
    query = "SELECT term FROM vocabulary WHERE term >= ? AND term < ?"
    terms = [term for (term,) in index.execute(query, (folded[:1], folded[:1] + "\U0010ffff"))]
    if not get_close_matches(folded, terms, 1, CLOSE):
        terms = [term for (term,) in index.execute("SELECT term FROM vocabulary")]
    return [term for term in terms if shortest <= len(term) <= longest and term.isalpha()]


def _near(index: sqlite3.Connection, query: Query) -> tuple[str, ...]:
    near: list[str] = []
    for word in query.words:
        near += get_close_matches(fold(word), _candidates(index, word), 3, NEAR)
    return tuple(dict.fromkeys(near))[:5]


def _run(
    index: sqlite3.Connection, query: Query, forms: list[tuple[str, ...]], joint: str
) -> tuple[Hit, ...]:
    """Return the ranked hits of a query whose words have these forms; none if one has none."""
    if not all(forms) or not (forms or query.phrases):
        return ()
    groups = [" OR ".join(map(search_index.quoted, one)) for one in forms]
    expression = joint.join(f"({group})" for group in groups)
    needed = [f"({expression})"] if expression else []
    needed += [search_index.quoted(phrase) for phrase in query.phrases]
    matching = " AND ".join(needed)
    if query.excluded:
        excluded = " OR ".join(map(search_index.quoted, query.excluded))
        matching = f"({matching}) NOT ({excluded})"
    return _ranked(_rows(index, matching, query))


def _rows(index: sqlite3.Connection, matching: str, query: Query) -> list[tuple[Any, ...]]:
    conditions, values = _conditions(query)
    weights = ", ".join(map(str, WEIGHTS))
    inner = (
        f"SELECT rowid, bm25(parts, {weights}) AS score FROM parts"  # noqa: S608 - constants
        f" WHERE parts MATCH ?{conditions} ORDER BY score LIMIT {MOST_HITS}"
    )
    best = index.execute(inner, (matching, *values)).fetchall()
    scores = dict(best)
    if not best:
        return []
    marks = ", ".join("?" * len(scores))
    snippets = ", ".join(
        f"snippet(parts, {TEXTS.index(text)}, '{START}', '{END}', '…', {_SNIPPET_WORDS})"
        for text in SHOWN_AROUND
    )
    outer = (
        "SELECT rowid, pathway, source, part, name, aliases, number, stage, kind, minutes,"  # noqa: S608
        f" highlight(parts, 0, '{START}', '{END}'), creators, other, {snippets}"
        f" FROM parts WHERE parts MATCH ? AND rowid IN ({marks})"
    )
    rows = index.execute(outer, (matching, *scores))
    return [(*row[1:], scores[row[0]]) for row in rows]


def _conditions(query: Query) -> tuple[str, list[str | int]]:
    """Return the conditions that filters put on the facts of a row."""
    filters = query.filters
    conditions = ""
    values: list[str | int] = []
    for fact, wanted in (("kind", filters.kind), ("stage", filters.stage)):
        if wanted:
            conditions += f" AND {fact} IN ({', '.join('?' * len(wanted))})"
            values += wanted
    for wanted, column, edge in (
        (filters.tag, "' ' || substr(tags, length(kind) + 2) || ' '", " "),
        (filters.by, "creators", ""),
    ):
        if wanted:
            conditions += f" AND ({' OR '.join([f'instr(folded({column}), ?)'] * len(wanted))})"
            values += [f"{edge}{one.casefold()}{edge}" for one in wanted]
    if filters.most is not None:
        conditions += f" AND minutes <= {filters.most}"
    if filters.most is not None or filters.by or filters.tag or filters.kind or filters.state:
        conditions += f" AND part = '{RESOURCE}'"
    return conditions, values


def _ranked(rows: list[tuple[Any, ...]]) -> tuple[Hit, ...]:
    return tuple(sorted(map(_hit, rows), key=lambda hit: (-hit.score, hit.number, hit.name)))


def _hit(row: tuple[Any, ...]) -> Hit:
    pathway, source, part, name, aliases, number, stage, kind, minutes, *texts, score = row
    title, creators, other, *snippets = texts
    factor = PART_FACTORS[part] * (FURTHER_FACTOR if number.startswith("F") else 1)
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
        title=title or (other if part == NOTE else ""),
        creators=creators,
        snippet=next((text for text in snippets if START in text), snippets[0]),
        score=-score * factor,
    )
