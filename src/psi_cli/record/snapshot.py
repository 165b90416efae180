"""The learner record as plain values, for the cache: the snapshot that the journals go on from."""

from psi_cli.record.model import LearnerRecord, Mark, Note, PathwayRecord

Folded = dict[str, tuple[int, bytes]]  # by journal: how far it is in the record, and its last bytes
SHAPE = repr([Mark._fields, Note._fields])


def frozen(folded: Folded, record: LearnerRecord) -> object:
    """Return the record as plain values, for the cache."""
    kept = {
        name: (
            one.started,
            one.stage,
            one.last,
            {about: tuple(mark) for about, mark in one.marks.items()},
            one.bookmarks,
            one.opened,
            {about: [tuple(note) for note in notes] for about, notes in one.notes.items()},
        )
        for name, one in record.pathways.items()
    }
    return folded, record.latest, kept


def thawed(kept: object) -> tuple[Folded, LearnerRecord]:
    """Return the journals and the record of plain values; of nothing, a blank record."""
    record = LearnerRecord()
    if not isinstance(kept, tuple):
        return {}, record
    folded, record.latest, pathways = kept
    for name, (started, stage, last, marks, bookmarks, opened, notes) in pathways.items():
        one = record.pathways[name] = PathwayRecord()
        one.started, one.stage, one.last = started, stage, last
        one.marks = {about: Mark._make(mark) for about, mark in marks.items()}
        one.bookmarks, one.opened = bookmarks, opened
        one.notes = {about: list(map(Note._make, texts)) for about, texts in notes.items()}
    return folded, record
