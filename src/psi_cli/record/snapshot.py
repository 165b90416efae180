"""The snapshot: what the journals added up to, in the cache, so that only their ends are read.

It is valid for exactly the bytes that it was made of.
"""

import marshal
from collections.abc import Sequence
from functools import cached_property, partial
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
        length, crc = self.length + len(data), crc32(data, self.crc)
        return Part(length, crc, self.unreadable + unreadable)


class KeptNotes(Sequence[Note]):
    """Notes in a snapshot, made when one is first looked at: most commands look at none."""

    def __init__(self, length: int, body: bytes) -> None:
        self.length, self.body = length, body

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, place: Any) -> Any:
        return self.made[place]

    @cached_property
    def made(self) -> list[Note]:
        """Return them all."""
        return list(map(_note, marshal.loads(self.body)))  # noqa: S302 - the snapshot is sealed


Parts = dict[str, Part]  # by the name of the journal
_note = partial(tuple.__new__, Note)  # a third of the time of Note._make, of which there are many
_SHAPE = repr(
    [Part._fields, KeptNotes.__name__, Mark._fields, Note._fields, PathwayRecord.__slots__]
)


def keep(path: Path, parts: Parts, record: LearnerRecord) -> None:
    """Keep a record and the parts of journals it was made of, if there is room for it."""
    latest, count, pathways = values_of(record)
    for fields in pathways.values():
        notes = fields["notes"].items()
        fields["notes"] = {about: (len(texts), marshal.dumps(texts)) for about, texts in notes}
    plain = {name: tuple(part) for name, part in parts.items()}
    cache_file.keep(path, (plain, latest, count, pathways), _SHAPE)


def values_of(record: LearnerRecord) -> tuple[str, int, dict[str, dict[str, Any]]]:
    """Return a record as plain values, which are alike where records are."""
    pathways = {name: _frozen(one) for name, one in record.pathways.items()}
    return record.latest, record.count, pathways


def load(path: Path) -> tuple[Parts, LearnerRecord]:
    """Return what was kept, or a blank record; the journals may have changed since."""
    try:
        return _thawed(cache_file.load(path, _SHAPE))
    except (AttributeError, TypeError, ValueError):  # nothing, or not as psi keeps it
        return {}, LearnerRecord()


def _frozen(one: PathwayRecord) -> dict[str, Any]:
    fields = {name: getattr(one, name) for name in PathwayRecord.__slots__}
    fields["marks"] = {about: tuple(mark) for about, mark in one.marks.items()}
    fields["notes"] = {about: list(map(tuple, notes)) for about, notes in one.notes.items()}
    return fields


def _thawed(kept: Any) -> tuple[Parts, LearnerRecord]:
    record = LearnerRecord()
    parts, record.latest, record.count, pathways = kept
    for name, fields in pathways.items():
        one = record.pathways[name] = PathwayRecord()
        fields["marks"] = {about: Mark._make(mark) for about, mark in fields["marks"].items()}
        fields["notes"] = {about: KeptNotes(*notes) for about, notes in fields["notes"].items()}
        for field, value in fields.items():
            setattr(one, field, value)
    return {name: Part._make(part) for name, part in parts.items()}, record
