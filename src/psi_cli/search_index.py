"""The search index: SQLite's FTS5 over pathways and notes, kept in the cache.

Two tables hold the same texts. `parts` is stemmed (porter) and answers queries; `words` is not,
and knows every word as it is spelt, for what is half typed or mistyped. A source is a pathway
file as it was when it was read; whatever changed since is read again, and nothing else.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from psi_cli import disk
from psi_cli.pathway import Pathway
from psi_cli.record import Note
from psi_cli.search_rows import FACTS, NOTES, ROWS, TEXTS, Place, Row, note_row, pathway_rows
from psi_cli.value import Value

PATIENCE = 10.0  # seconds to wait for another psi that is building
_TOKENS = "unicode61 remove_diacritics 2"
_SCHEMA = f"""
CREATE VIRTUAL TABLE parts USING fts5({", ".join(TEXTS)},
    {", ".join(f"{fact} UNINDEXED" for fact in FACTS)}, tokenize = 'porter {_TOKENS}');
CREATE VIRTUAL TABLE words USING fts5({", ".join(TEXTS)},
    content = 'parts', tokenize = '{_TOKENS}', detail = none);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
CREATE TABLE sources (source TEXT PRIMARY KEY, identity TEXT);
"""
_VERSION = crc32(f"{ROWS} {_SCHEMA}".encode()) >> 1
_COLUMNS = ", ".join((*TEXTS, *FACTS))
# SQLite's codes (sqlite.org/rescode.html) of failures that tell nothing of what a file holds:
# no permission, busy, locked, read-only, input or output, full, cannot be opened
_NOT_OF_THE_FILE = frozenset({3, 5, 6, 8, 10, 13, 14})

Answer = TypeVar("Answer")
Report = Callable[[int, int], None]


class Source(Value):
    """A pathway file to search: its path and how to read it; None for one that is damaged."""

    path: Path
    read: Callable[[Path], Pathway | None]

    @property
    def name(self) -> str:
        """Return the path as text that SQLite takes, whatever the encoding of its name."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")

    def identity(self) -> str:
        """Return what tells this state of the file from every other, or nothing; see `disk`."""
        return disk.identity(self.path)


class NotedPart(Value):
    """Notes about one part of a pathway."""

    pathway: str
    name: str
    notes: tuple[Note, ...]


def consult(
    path: Path,
    sources: Iterable[Source],
    noted: Iterable[NotedPart],
    question: Callable[[sqlite3.Connection], Answer],
    report: Report = lambda _done, _total: None,
) -> Answer:
    """Return the answer of an index that is as its sources are now, whatever became of its file.

    One whose damage shows is built anew; where none can be kept, or another psi takes long to
    build it, it lives in memory.
    """
    sources, noted = tuple(sources), tuple(noted)
    for place in (path, path):
        try:
            with closing(_connect(place)) as index:
                _refresh(index, sources, noted, report)
                return question(index)
        except (sqlite3.Error, OSError, LookupError, TypeError, ValueError) as error:
            if not _is_of_the_file(error):
                break
            with suppress(OSError):
                path.unlink(missing_ok=True)
    with closing(_connect(None)) as index:
        _refresh(index, sources, noted, report)
        return question(index)


def _is_of_the_file(error: Exception) -> bool:
    """Tell whether a failure shows that the file of an index is damaged."""
    if isinstance(error, OSError):
        return False
    code = getattr(error, "sqlite_errorcode", None) or 0
    return (code & 0xFF) not in _NOT_OF_THE_FILE


def _connect(path: Path | None) -> sqlite3.Connection:
    if path is None:
        index = sqlite3.connect(":memory:", isolation_level=None)
    else:
        disk.make_directory(path.parent)
        index = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        with suppress(OSError):
            path.chmod(0o600)
    try:
        index.create_function("folded", 1, str.casefold, deterministic=True)
        index.execute("PRAGMA synchronous = OFF")  # made again if a power cut should harm it
    except BaseException:
        index.close()
        raise
    return index


def _refresh(
    index: sqlite3.Connection,
    sources: tuple[Source, ...],
    noted: tuple[NotedPart, ...],
    report: Report,
) -> None:
    """Bring the index up to its sources, in one transaction; nothing is written if it is."""
    wanted = {source.name: source.identity() for source in sources}
    wanted[NOTES] = _identity_of_notes(noted)
    if _identities(index) == wanted and all(wanted.values()):
        return
    index.execute("BEGIN IMMEDIATE")
    try:
        _rebuild_changed(index, sources, noted, wanted, report)
    except BaseException:
        index.execute("ROLLBACK")
        raise
    index.execute("COMMIT")


def _identities(index: sqlite3.Connection) -> dict[str, str]:
    if index.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        return {}
    return dict(index.execute("SELECT source, identity FROM sources"))


def _rebuild_changed(
    index: sqlite3.Connection,
    sources: tuple[Source, ...],
    noted: tuple[NotedPart, ...],
    wanted: dict[str, str],
    report: Report,
) -> None:
    had = _identities(index)
    if not had:
        _create(index)
    current = {name for name, identity in had.items() if identity and wanted.get(name) == identity}
    fresh = [source for source in sources if source.name not in current]
    present = {name for (name,) in index.execute("SELECT DISTINCT source FROM parts")}
    stale = (had.keys() | present) - current - {NOTES}
    for name in stale:
        _remove(index, name)
    changed = bool(stale)
    for count, source in enumerate(fresh):
        report(count, len(fresh))
        pathway = source.read(source.path)
        if pathway is None:
            del wanted[source.name]  # so that it is tried, and named, again next time
        else:
            _add(index, pathway_rows(pathway, source.name))
            changed = True
    report(len(fresh), len(fresh))
    if changed and NOTES in had:
        _remove(index, NOTES)  # what notes are about may have another title or number now
    if changed or NOTES not in current:
        _refresh_notes(index, noted)
    index.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?)", wanted.items())


def _create(index: sqlite3.Connection) -> None:
    for name in ("vocabulary", "words", "parts", "sources"):
        index.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in (*_SCHEMA.split(";\n"), f"PRAGMA user_version = {_VERSION}"):
        index.execute(statement)


def _add(index: sqlite3.Connection, rows: Iterable[Row]) -> None:
    after = index.execute("SELECT coalesce(max(rowid), 0) FROM parts").fetchone()[0]
    marks = ", ".join("?" * (len(TEXTS) + len(FACTS)))
    index.executemany(f"INSERT INTO parts ({_COLUMNS}) VALUES ({marks})", rows)  # noqa: S608
    texts = ", ".join(TEXTS)
    index.execute(
        f"INSERT INTO words (rowid, {texts})"  # noqa: S608
        f" SELECT rowid, {texts} FROM parts WHERE rowid > ?",
        (after,),
    )


def _remove(index: sqlite3.Connection, source: str) -> None:
    _remove_rows(index, "source = ?", [(source,)])
    index.execute("DELETE FROM sources WHERE source = ?", (source,))


def _remove_rows(
    index: sqlite3.Connection, condition: str, values: Iterable[tuple[str | int]]
) -> None:
    texts = ", ".join(TEXTS)
    for value in values:
        index.execute(
            f"INSERT INTO words (words, rowid, {texts})"  # noqa: S608
            f" SELECT 'delete', rowid, {texts} FROM parts WHERE {condition}",
            value,
        )
        index.execute(f"DELETE FROM parts WHERE {condition}", value)  # noqa: S608


def _refresh_notes(index: sqlite3.Connection, noted: tuple[NotedPart, ...]) -> None:
    """Take out the notes that are gone and put in those that are new."""
    query = "SELECT aliases, rowid FROM parts WHERE source = ?"
    kept: dict[str, int] = dict(index.execute(query, (NOTES,)))
    gone = kept.keys() - {note.id for part in noted for note in part.notes}
    _remove_rows(index, "rowid = ?", [(kept[name],) for name in sorted(gone)])
    _add(index, _note_rows(index, noted, kept.keys()))


def _note_rows(
    index: sqlite3.Connection, noted: tuple[NotedPart, ...], kept: AbstractSet[str]
) -> Iterator[Row]:
    """Yield a row for every note but those kept, with what it is about."""
    known: dict[tuple[str, str], Place] = {}
    columns = "pathway, name, aliases, title, summary, number, stage, kind"
    query = f"SELECT {columns} FROM parts WHERE source <> '{NOTES}'"  # noqa: S608 - constants
    for pathway, name, aliases, title, summary, *facts in index.execute(query):
        for one in (name, *aliases.split()):
            known[pathway, one] = Place(title or summary, *facts)
    for part in noted:
        place = known.get((part.pathway, part.name), Place(part.name))
        for note in part.notes:
            if note.id not in kept:
                yield note_row(part.pathway, part.name, note, place)


def _identity_of_notes(noted: tuple[NotedPart, ...]) -> str:
    names = "".join(note.id for part in noted for note in part.notes)
    return f"{len(names)} {crc32(names.encode()):08x}"


def spellings(
    index: sqlite3.Connection, beginning: str, most: int, lengths: tuple[int, int] = (1, 1000)
) -> list[str]:
    """Return the words of the index with a beginning, the commonest first."""
    query = (
        "SELECT term FROM vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"
        " ORDER BY doc DESC, term LIMIT ?"
    )
    rows = index.execute(query, (beginning, beginning + "\U0010ffff", *lengths, most))
    return [term for (term,) in rows]


def endings(index: sqlite3.Connection, ending: str, lengths: tuple[int, int]) -> list[str]:
    """Return the words of the index with an ending."""
    query = "SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ? AND substr(term, ?) = ?"
    return [term for (term,) in index.execute(query, (*lengths, -len(ending), ending))]


def is_word(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word stands in the index as it is spelt."""
    query = "SELECT 1 FROM vocabulary WHERE term = ?"
    return index.execute(query, (word,)).fetchone() is not None


def occurs(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word, or another form of it, stands anywhere in the index."""
    query = "SELECT 1 FROM parts WHERE parts MATCH ? LIMIT 1"
    return index.execute(query, (quoted(word),)).fetchone() is not None


def is_name(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word is in the name of somebody who made something."""
    query = "SELECT 1 FROM parts WHERE parts MATCH ? LIMIT 1"
    return index.execute(query, (f"creators: {quoted(word)}",)).fetchone() is not None


def quoted(words: str) -> str:
    """Return words as an FTS5 string, which holds no operator whatever is in it."""
    return '"' + words.replace('"', " ") + '"'
