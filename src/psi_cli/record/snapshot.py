"""The snapshot: what the journals added up to, in the cache, so that only their ends are read.

It is valid for exactly the bytes that it was made of.
"""

from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from psi_cli.record.model import LearnerRecord, Mark, Note, PathwayRecord
from psi_cli.system import cache_file


class Part(NamedTuple):
    """The first bytes of a journal: how many, their CRC-32, and the lines that are no events."""

    length: int = 0
    crc: int = 0
    unreadable: int = 0

    def followed_by(self, data: bytes, unreadable: int = 0) -> "Part":
        """Return this part with more bytes behind it."""
        lines = self.unreadable + unreadable
        return Part(self.length + len(data), crc32(data, self.crc), lines)


Parts = dict[str, Part]  # by the name of the journal
_note = partial(tuple.__new__, Note)  # a third of the time of Note._make, of which there are many
_SHAPE = repr([Part._fields, Mark._fields, Note._fields, PathwayRecord.__slots__])


def keep(path: Path, parts: Parts, record: LearnerRecord) -> None:
    """Keep a record and the parts of journals it was made of, if there is room for it."""
    plain = {name: tuple(part) for name, part in parts.items()}
    cache_file.keep(path, (plain, *values_of(record)), _SHAPE)


def values_of(record: LearnerRecord) -> tuple[object, ...]:
    """Return a record as plain values, which are alike where records are."""
    pathways = {name: _frozen(one) for name, one in record.pathways.items()}
    return record.latest, record.count, pathways


def load(path: Path) -> tuple[Parts, LearnerRecord]:
    """Return what was kept, or a blank record; the journals may have changed since."""
    try:
        return _thawed(cache_file.load(path, _SHAPE))
    except (AttributeError, TypeError, ValueError):  # nothing, or not as psi keeps it
        return {}, LearnerRecord()


def _frozen(one: PathwayRecord) -> tuple[object, ...]:
    marks = {about: tuple(mark) for about, mark in one.marks.items()}
    notes = {about: [tuple(note) for note in notes] for about, notes in one.notes.items()}
    return one.started, one.stage, one.last, marks, one.bookmarks, one.opened, notes, one.chosen


def _thawed(kept: Any) -> tuple[Parts, LearnerRecord]:
    record = LearnerRecord()
    parts, record.latest, record.count, pathways = kept
    for name, (started, stage, last, marks, *others) in pathways.items():
        one = record.pathways[name] = PathwayRecord()
        one.started, one.stage, one.last = started, stage, last
        one.marks = {about: Mark._make(mark) for about, mark in marks.items()}
        one.bookmarks, one.opened, notes, one.chosen = others
        one.notes = {about: list(map(_note, texts)) for about, texts in notes.items()}
    return {name: Part._make(part) for name, part in parts.items()}, record
