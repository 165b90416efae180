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
from typing import Any, TypeVar
from zlib import crc32

from psi_cli import disk
from psi_cli.pathway import Pathway, Resource, Stage
from psi_cli.record import Note
from psi_cli.value import Value

ROWS = 2  # the version of what is put into the tables; another one is built anew
PATIENCE = 10.0  # seconds to wait for another psi that is building
RESOURCE, STAGE, QUESTION, NOTE = "resource", "stage", "question", "note"
TEXTS = ("title", "creators", "tags", "summary", "body", "companions", "other")
FACTS = ("source", "pathway", "part", "name", "aliases", "number", "stage", "kind", "minutes")
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
_NOTES = "notes"  # the source of the learner's own notes

Row = tuple[str | int, ...]
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
        """Return what tells this state of the file from every other; empty if it is gone."""
        try:
            status = os.stat(self.path)
        except OSError:
            return ""
        return f"{status.st_size} {status.st_mtime_ns} {status.st_ino}"


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

    An index that is damaged is built anew; where the cache cannot be written it lives in memory.
    """
    sources, noted = tuple(sources), tuple(noted)
    for place in (path, path):
        try:
            with closing(_connect(place)) as index:
                _refresh(index, sources, noted, report)
                return question(index)
        except (sqlite3.Error, OSError):
            with suppress(OSError):
                path.unlink(missing_ok=True)
    with closing(_connect(None)) as index:
        _refresh(index, sources, noted, report)
        return question(index)


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
    wanted[_NOTES] = _identity_of_notes(noted)
    if _identities(index) == wanted:
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
    changed = False
    for name, identity in had.items():
        if name != _NOTES and wanted.get(name) != identity:
            _remove(index, name)
            changed = True
    fresh = [source for source in sources if had.get(source.name) != wanted[source.name]]
    for count, source in enumerate(fresh):
        report(count, len(fresh))
        pathway = source.read(source.path)
        if pathway is None:
            del wanted[source.name]  # so that it is tried, and named, again next time
        else:
            _add(index, pathway_rows(pathway, source.name))
            changed = True
    report(len(fresh), len(fresh))
    if changed and _NOTES in had:
        _remove(index, _NOTES)  # what notes are about may have another title or number now
    if changed or had.get(_NOTES) != wanted[_NOTES]:
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
    kept: dict[str, int] = dict(index.execute(query, (_NOTES,)))
    gone = kept.keys() - {note.id for part in noted for note in part.notes}
    _remove_rows(index, "rowid = ?", [(kept[name],) for name in sorted(gone)])
    _add(index, _note_rows(index, noted, kept.keys()))


def pathway_rows(pathway: Pathway, source: str) -> Iterator[Row]:
    """Yield a row for every stage, question and resource of a pathway."""
    for shelf, stage in pathway.numbered_shelves():
        yield _stage_row(pathway, stage, shelf, source)
        for number, resource in stage.numbered_resources(shelf):
            yield _resource_row(pathway, stage, resource, number, source)
        for number, question in stage.numbered_questions(shelf):
            texts = ("", "", "", question.prompt, "", "", "")
            names = (question.id, " ".join(question.aliases), number)
            yield (*texts, source, pathway.id, QUESTION, *names, stage.id, QUESTION, 0)


def _stage_row(pathway: Pathway, stage: Stage, number: str, source: str) -> Row:
    body = "\n".join(stage.text)
    texts = (stage.title, "", "", stage.goal, body, "", _joined(stage.goal, body))
    names = (stage.id, " ".join(stage.aliases), number)
    return (*texts, source, pathway.id, STAGE, *names, stage.id, STAGE, stage.minutes)


def _resource_row(
    pathway: Pathway, stage: Stage, resource: Resource, number: str, source: str
) -> Row:
    companions = "\n".join(
        f"{one.title} ({', '.join(one.creators)}): {one.summary}" for one in resource.companions
    )
    prose = "\n".join(part for part in (resource.why, resource.since) if part)
    tags = " ".join(resource.tags)
    names = resource.id.replace("-", " ")
    other = f"{_joined(resource.title, tags, resource.summary, prose)} {names}"
    texts = (resource.title, ", ".join(resource.creators), f"{resource.kind} {tags}")
    facts = (resource.id, " ".join(resource.aliases), number, stage.id, resource.kind)
    return (
        *texts, resource.summary, prose, companions, other,
        source, pathway.id, RESOURCE, *facts, resource.minutes,
    )  # fmt: skip


def _joined(*texts: str) -> str:
    """Return compounds without their hyphens, so that cocreation finds co-creation."""
    words = {word.strip(".,;:()") for text in texts for word in text.split() if "-" in word}
    return " ".join(sorted(word.replace("-", "") for word in words))


def _note_rows(
    index: sqlite3.Connection, noted: tuple[NotedPart, ...], kept: AbstractSet[str]
) -> Iterator[Row]:
    """Yield a row for every note but those kept, with what it is about; its id as the alias."""
    known: dict[tuple[str, str], tuple[Any, ...]] = {}
    columns = "pathway, name, aliases, title, summary, number, stage, kind"
    query = f"SELECT {columns} FROM parts WHERE part <> '{NOTE}'"  # noqa: S608 - constants
    for pathway, name, aliases, title, summary, *facts in index.execute(query):
        for one in (name, *aliases.split()):
            known[pathway, one] = (title or summary, *facts)
    for part in noted:
        title, number, stage, kind = known.get((part.pathway, part.name), (part.name, "", "", ""))
        for note in part.notes:
            texts = ("", "", "", "", note.text, "", title)
            facts = (part.pathway, NOTE, part.name, note.id, number, stage, kind or NOTE, 0)
            if note.id not in kept:
                yield (*texts, _NOTES, *facts)


def _identity_of_notes(noted: tuple[NotedPart, ...]) -> str:
    names = "".join(note.id for part in noted for note in part.notes)
    return f"{len(names)} {crc32(names.encode()):08x}"


def spellings(index: sqlite3.Connection, beginning: str, most: int) -> list[str]:
    """Return the words of the index with a beginning, the commonest first."""
    query = "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT ?"
    rows = index.execute(query, (beginning, beginning + "\U0010ffff", most))
    return [term for (term,) in rows]


def occurs(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word, or another form of it, stands anywhere in the index."""
    query = "SELECT 1 FROM parts WHERE parts MATCH ? LIMIT 1"
    return index.execute(query, (quoted(word),)).fetchone() is not None


def quoted(words: str) -> str:
    """Return words as an FTS5 string, which holds no operator whatever is in it."""
    return '"' + words.replace('"', " ") + '"'
