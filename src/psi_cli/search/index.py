"""The search index: SQLite's FTS5 over pathways and notes, built in memory and kept in the cache.

The file is replaced whole and never changed: no search waits for another, and a note that is
gone leaves nothing behind. Beside it stands what it was built from. As long as pathways, notes
and the file itself are as they were then, it serves again; otherwise a new index is built.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from psi_cli.errors import PathwayInvalid, PsiError
from psi_cli.pathway import bundled
from psi_cli.pathway.load import read_pathway
from psi_cli.pathway.model import FURTHER_NUMBER
from psi_cli.search.rows import COLUMNS, QUESTION, STAGE, TEXTS, Noted, Row, note_rows, pathway_rows
from psi_cli.search.words import normalize
from psi_cli.system import cache_file, files
from psi_cli.system.sanitize import clean_line

FURTHER_FACTOR = 0.75  # the original resources come before today's equivalents, all else equal
PART_FACTORS = {STAGE: 0.55, QUESTION: 0.8}
CAN_BE_KEPT = hasattr(sqlite3.Connection, "serialize")  # since SQLite 3.36
_TEXTS = ", ".join(TEXTS)
# `texts` is stemmed and answers queries; `vocabulary` has every word as it is spelt. Both hold
# normalized texts, of which FTS5 finds the places again in the original ones in `rows`.
_SCHEMA = f"""
CREATE TABLE rows ({", ".join(COLUMNS)}, factor);
CREATE VIRTUAL TABLE texts USING fts5({_TEXTS}, content = 'rows', tokenize = 'porter unicode61');
CREATE TABLE vocabulary (term TEXT PRIMARY KEY, uses INT, is_name INT, is_shown INT) WITHOUT ROWID;
CREATE VIRTUAL TABLE temp.spelt USING fts5({_TEXTS}, content = '', detail = column);
CREATE VIRTUAL TABLE temp.terms USING fts5vocab(temp, spelt, col);
"""
_INSERT = "INSERT INTO {table} VALUES ({marks})"
_FILL_VOCABULARY = """
INSERT INTO vocabulary
SELECT term, sum(doc), max(col = 'creators'), max(col <> 'other') FROM terms GROUP BY term
"""
_VERSION = 6  # of what is put into the index
_SHAPE = f"{_VERSION} {sqlite3.sqlite_version} {_SCHEMA}"


class Source(NamedTuple):
    """A pathway that can be searched, and its file."""

    id: str
    title: str
    path: str


class Index(NamedTuple):
    """An index, the pathways that it has, and a sentence on each file that was left out."""

    database: sqlite3.Connection
    pathways: tuple[Source, ...]
    left_out: tuple[str, ...]
    is_kept: bool = False


@contextmanager
def open_index(
    place: Path, paths: tuple[str, ...], notes: tuple[Noted, ...], checked: Path
) -> Iterator[Index]:
    """Open the index of pathway files and notes: the kept one if it is current, or a new one.

    `place` is where it is kept, `checked` the folder of pathways that were read before. PsiError
    where the kept one turns out to be damaged.
    """
    sources = tuple((path, bundled.identity(Path(path))) for path in paths)
    state = (sources, tuple(note.id for note in notes))
    index = _restored(place, state) or _built(paths, notes, checked)
    with closing(index.database) as database:
        database.create_function("normalized", 1, normalize, deterministic=True)
        if not index.is_kept:
            _keep(index, place, state)
        try:
            yield index
        except sqlite3.DatabaseError as error:  # the disk damaged it and kept the file's time
            drop(place)
            raise PsiError(
                "The search index was damaged and has been removed.",
                "Repeat the search: it makes a new one.",
            ) from error


def _restored(place: Path, state: tuple[Any, ...]) -> Index | None:
    """Return the index that was kept; None where none was, or files or notes have changed."""
    kept: Any = cache_file.load(_facts_of(place), _SHAPE)
    may_have_changed = "" in dict(state[0]).values() or place.is_symlink()
    if not kept or may_have_changed or kept[:2] != (state, files.state_of(place)):
        return None
    *_, pathways, left_out = kept
    try:
        database = sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.OperationalError:  # no right to read it
        return None
    return Index(database, tuple(map(Source._make, pathways)), left_out, is_kept=True)


def _keep(index: Index, place: Path, state: tuple[Any, ...]) -> None:
    """Keep an index in a file, where this SQLite can and there is room."""
    if not CAN_BE_KEPT:
        return
    with suppress(OSError):
        files.make_directory(place.parent)
        files.write(place, index.database.serialize(), durable=False)
        kept = (state, files.state_of(place), tuple(map(tuple, index.pathways)), index.left_out)
        cache_file.keep(_facts_of(place), kept, _SHAPE)


def drop(place: Path) -> None:
    """Remove the index in a file."""
    with suppress(OSError):
        place.unlink(missing_ok=True)


def _facts_of(place: Path) -> Path:
    """Return the file that tells what the index in another file was built from."""
    return place.with_name(f"{place.name}-facts")


def _built(paths: tuple[str, ...], notes: tuple[Noted, ...], checked: Path) -> Index:
    """Return an index in memory of pathway files, leaving out those that cannot be searched."""
    rows: list[Row] = []
    pathways: list[Source] = []
    left_out: list[str] = []
    for path in paths:
        try:
            pathway = read_pathway(Path(path), checked)
        except PathwayInvalid as error:
            why = "It was not searched: `psi --pathway FILE` tells why."
            left_out.append(f"{error.sentence} {why}")
            continue
        if pathway.id in {source.id for source in pathways}:
            name = clean_line(path)
            left_out.append(f"{name} has the id of another pathway here and was not searched.")
            continue
        pathways.append(Source(pathway.id, pathway.title, path))
        rows += pathway_rows(pathway)
    database = sqlite3.connect(":memory:", isolation_level=None)
    _fill(database, [*rows, *note_rows(notes, rows)])
    return Index(database, tuple(pathways), tuple(left_out))


def _fill(database: sqlite3.Connection, rows: list[Row]) -> None:
    for statement in ("PRAGMA temp_store = MEMORY", *_SCHEMA.split(";\n"), "BEGIN"):
        database.execute(statement)
    facts = ((*row.place, *row[1:], _factor(row)) for row in rows)
    database.executemany(_INSERT.format(table="rows", marks=_marks(len(COLUMNS) + 1)), facts)
    texts = [(number, *map(normalize, row.searched())) for number, row in enumerate(rows, 1)]
    for table in (f"texts (rowid, {_TEXTS})", f"spelt (rowid, {_TEXTS})"):
        database.executemany(_INSERT.format(table=table, marks=_marks(len(TEXTS) + 1)), texts)
    database.execute(_FILL_VOCABULARY)
    database.execute("COMMIT")


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _factor(row: Row) -> float:
    """Return how much a match counts by what was matched."""
    return PART_FACTORS.get(row.part, 1.0) * (
        FURTHER_FACTOR if row.place.section == FURTHER_NUMBER else 1.0
    )
