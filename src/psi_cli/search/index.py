"""The search index: SQLite's FTS5 over pathways and notes, kept in the cache.

Two tables hold the same texts. `parts` is stemmed (porter) and answers queries; `words` is not,
and knows every word as it is spelt, for what is half typed or mistyped. A source is a pathway
file as it was when it was read; whatever changed since is read again, and nothing else.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from psi_cli.search.rows import (
    CLASS_BITS,
    FACTS,
    NOTES,
    ROWS,
    TEXTS,
    NotedPart,
    Place,
    Row,
    Source,
    class_of,
    note_row,
    pathway_rows,
)
from psi_cli.system import files

PATIENCE = 10.0  # seconds to wait for another psi that is building
_TOKENS = "unicode61 remove_diacritics 2"
_SCHEMA = f"""
CREATE VIRTUAL TABLE parts USING fts5({", ".join(TEXTS)},
    {", ".join(f"{fact} UNINDEXED" for fact in FACTS)}, tokenize = 'porter {_TOKENS}');
CREATE VIRTUAL TABLE words USING fts5({", ".join(TEXTS)},
    content = 'parts', tokenize = '{_TOKENS}', detail = none);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row);
CREATE TABLE sources (source TEXT PRIMARY KEY, identity TEXT, first INT, last INT);
CREATE TABLE names (pathway TEXT, name TEXT, row INT, PRIMARY KEY (pathway, name)) WITHOUT ROWID;
CREATE TABLE notes (id TEXT PRIMARY KEY, row INT) WITHOUT ROWID;
"""
_VERSION = crc32(f"{ROWS} {_SCHEMA}".encode()) >> 1
# SQLite's codes (sqlite.org/rescode.html) of failures that tell nothing of what a file holds:
# no permission, busy, locked, read-only, input or output, full, cannot be opened
_NOT_OF_THE_FILE = frozenset({3, 5, 6, 8, 10, 13, 14})

Answer = TypeVar("Answer")
Report = Callable[[int, int], None]


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
        files.make_directory(path.parent)
        index = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        with suppress(OSError):
            path.chmod(0o600)
    try:
        index.create_function("folded", 1, str.casefold, deterministic=True)
        index.execute("PRAGMA synchronous = OFF")  # made again if a power cut should harm it
        index.execute("PRAGMA cache_size = -8000")  # KiB: a build takes 4 % less than with 2,000
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
    wanted = {source.name: files.identity(source.path) for source in sources}
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
    _check(index)
    current = {name for name, identity in had.items() if identity and wanted.get(name) == identity}
    gone = had.keys() - current - {NOTES}
    for name in gone:
        _remove(index, name)
    moved = bool(gone)  # then what notes are about may have another title or number
    fresh = [source for source in sources if source.name not in current]
    for count, source in enumerate(fresh):
        report(count, len(fresh))
        identity = files.identity(source.path)  # before it is read: what comes after is a change
        pathway = source.read(source.path)
        if pathway and _holds(index, pathway.id):
            source.refuse(source.path)
        elif pathway:  # what is left out is tried, and named, again
            _add(index, source.name, identity, list(pathway_rows(pathway, source.name)))
            moved = True
    report(len(fresh), len(fresh))
    if moved or NOTES not in current:
        _refresh_notes(index, noted, wanted[NOTES], all_anew=moved)


def _create(index: sqlite3.Connection) -> None:
    for name in ("vocabulary", "words", "parts", "sources", "names", "notes"):
        index.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in (*_SCHEMA.split(";\n"), f"PRAGMA user_version = {_VERSION}"):
        index.execute(statement)


def _check(index: sqlite3.Connection) -> None:
    """Raise DatabaseError where the rows are not those that were added."""
    (rows,) = index.execute("SELECT count(*) FROM parts_docsize").fetchone()
    (added,) = index.execute(
        "SELECT coalesce(sum(last - first + 1), 0) + (SELECT count(*) FROM notes) FROM sources"
    ).fetchone()
    if rows != added:
        raise sqlite3.DatabaseError("rows of the index are missing, or too many")


def _add(index: sqlite3.Connection, source: str, identity: str, rows: list[Row]) -> None:
    """Add the rows of a source, which get ids one after the other."""
    first = _insert(index, rows)
    fields = ("pathway", "name", "aliases")
    places = [len(TEXTS) + FACTS.index(field) for field in fields]
    named = [
        (row[places[0]], name, number)
        for number, row in enumerate(rows, first)
        for name in (row[places[1]], *str(row[places[2]]).split())
    ]
    index.executemany("INSERT OR REPLACE INTO names VALUES (?, ?, ?)", named)
    values = (source, identity, first, first + len(rows) - 1)
    index.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)", values)


def _holds(index: sqlite3.Connection, pathway_id: str) -> bool:
    """Tell whether the index has a pathway of this id."""
    query = "SELECT 1 FROM names WHERE pathway = ? LIMIT 1"
    return index.execute(query, (pathway_id,)).fetchone() is not None


def _insert(index: sqlite3.Connection, rows: list[Row]) -> int:
    """Insert rows, each under its number and class, and return the number of the first."""
    (last,) = index.execute("SELECT coalesce(max(rowid), 0) FROM parts").fetchone()
    first = (int(last) >> CLASS_BITS) + 1
    columns = ", ".join(("rowid", *TEXTS, *FACTS))
    marks = ", ".join("?" * (1 + len(TEXTS) + len(FACTS)))
    index.executemany(
        f"INSERT INTO parts ({columns}) VALUES ({marks})",  # noqa: S608 - constants
        ((number << CLASS_BITS | class_of(row), *row) for number, row in enumerate(rows, first)),
    )
    texts = ", ".join(TEXTS)
    index.execute(
        f"INSERT INTO words (rowid, {texts})"  # noqa: S608
        f" SELECT rowid, {texts} FROM parts WHERE rowid >= ?",
        (first << CLASS_BITS,),
    )
    return first


def _remove(index: sqlite3.Connection, source: str) -> None:
    query = "SELECT first, last FROM sources WHERE source = ?"
    first, last = index.execute(query, (source,)).fetchone()
    _delete(index, first, last)
    index.execute("DELETE FROM names WHERE row BETWEEN ? AND ?", (first, last))
    index.execute("DELETE FROM sources WHERE source = ?", (source,))


def _delete(index: sqlite3.Connection, first: int, last: int) -> None:
    """Delete the rows of these numbers."""
    texts = ", ".join(TEXTS)
    ids = (first << CLASS_BITS, (last + 1 << CLASS_BITS) - 1)
    index.execute(
        f"INSERT INTO words (words, rowid, {texts})"  # noqa: S608
        f" SELECT 'delete', rowid, {texts} FROM parts WHERE rowid BETWEEN ? AND ?",
        ids,
    )
    index.execute("DELETE FROM parts WHERE rowid BETWEEN ? AND ?", ids)


def _refresh_notes(
    index: sqlite3.Connection, noted: tuple[NotedPart, ...], identity: str, *, all_anew: bool
) -> None:
    """Take out the notes that are gone, or all of them, and put in those that are new."""
    kept: dict[str, int] = dict(index.execute("SELECT id, row FROM notes"))
    stay = set() if all_anew else kept.keys() & {note.id for part in noted for note in part.notes}
    for name in sorted(kept.keys() - stay):
        _delete(index, kept[name], kept[name])
        index.execute("DELETE FROM notes WHERE id = ?", (name,))
    fresh = list(_note_rows(index, noted, stay))
    first = _insert(index, [row for _, row in fresh])
    index.executemany(
        "INSERT INTO notes VALUES (?, ?)", [(name, first + n) for n, (name, _) in enumerate(fresh)]
    )
    index.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, 1, 0)", (NOTES, identity))


def _note_rows(
    index: sqlite3.Connection, noted: tuple[NotedPart, ...], stay: AbstractSet[str]
) -> Iterator[tuple[str, Row]]:
    """Yield the id and the row of every note but those that stay."""
    for part in noted:
        fresh = [note for note in part.notes if note.id not in stay]
        place = _place_of(index, part) if fresh else Place("")
        for note in fresh:
            yield note.id, note_row(part.pathway, part.name, note, place)


def _place_of(index: sqlite3.Connection, part: NotedPart) -> Place:
    """Return where notes on a part belong; its name alone where the part is in no pathway here."""
    query = (
        "SELECT title, summary, number, stage, kind FROM parts, names"
        " WHERE names.pathway = ? AND names.name = ?"
        " AND parts.rowid BETWEEN row << ? AND (row + 1 << ?) - 1"
    )
    found = index.execute(query, (part.pathway, part.name, CLASS_BITS, CLASS_BITS)).fetchone()
    if not found:
        return Place(part.name)
    title, summary, *facts = found
    return Place(title or summary, *facts)


def _identity_of_notes(noted: tuple[NotedPart, ...]) -> str:
    names = "".join(note.id for part in noted for note in part.notes)
    return f"{len(names)} {crc32(names.encode()):08x}"
