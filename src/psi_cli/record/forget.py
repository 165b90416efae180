"""Forgetting: the learner's notes on something leave every file that psi keeps, for good.

Everything else psi does can be taken back. What is in backups, synchronised copies and other
devices' journals is beyond its reach, and it says so.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from psi_cli.errors import RecordFailure
from psi_cli.record import journal
from psi_cli.record.model import Action, Event, stamp
from psi_cli.record.store import Store
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line


class Traces(NamedTuple):
    """What journals hold of the notes on a part, under all the ids it had.

    `torn` counts what is left in this device's journal of notes whose writing was cut short.
    """

    pathway: str
    names: frozenset[str]
    notes: tuple[Event, ...]
    torn: int

    @property
    def total(self) -> int:
        """Return how many notes, whole or torn, there are to forget."""
        return len(self.notes) + self.torn


def traces_of(store: Store, pathway_id: str, names: frozenset[str]) -> Traces:
    """Return what journals hold of the notes on a part, those taken back too.

    One that was forgotten already, and stands in other devices' journals alone, is none.
    """
    own = store.own_journal()
    data = store.data_of(own.name) if own in store.journals() else b""
    found = {
        event.id: event
        for event in (*journal.events(data), *store.newest_first())
        if (event.do, event.pathway) == ("note", pathway_id) and event.about in names and event.text
    }
    return Traces(pathway_id, names, tuple(found.values()), journal.torn_texts(data, names))


def forget(store: Store, traces: Traces, milliseconds: int) -> int:
    """Remove the texts of notes from every file psi keeps here.

    The journal of this device is replaced by one without them, in one step, with actions that
    make the readers of other devices' journals leave them out too. Returns how many of
    those still hold a text. RecordFailure names what could not be removed.
    """
    ids = frozenset(note.id for note in traces.notes)
    own = store.journal_to_add_to()
    elsewhere = sum(bool(ids & _texts_in(store, path)) for path in store.journals() if path != own)
    told = _forgotten(store)
    actions = [
        Action("forget", note.about, of=note.id) for note in traces.notes if note.id not in told
    ]
    with files.locked(store.publishing), files.locked(own):
        data = store.data_of(own.name) or journal.HEADER
        events = stamp(
            actions,
            pathway=traces.pathway,
            milliseconds=milliseconds,
            latest=store.load().latest,
            randomness=os.urandom(10 * len(actions)),
        )
        blocks = b"".join(map(journal.encode, events))
        files.write(
            own, journal.without_texts(data, ids, traces.names) + b"\n" + blocks, durable=True
        )
        _renew_derived(store)
    return elsewhere


def _texts_in(store: Store, path: Path) -> frozenset[str]:
    """Return the ids of the events in a journal that have a text."""
    return frozenset(event.id for event in journal.events(store.data_of(path.name)) if event.text)


def _forgotten(store: Store) -> frozenset[str]:
    return frozenset(event.of for event in store.newest_first() if event.do == "forget")


def _renew_derived(store: Store) -> None:
    """Remove everything made from the journals, and write record.toml anew."""
    left: list[Path] = []
    _removed(store.snapshot, left, store.drop_snapshot)
    for path in _indexes(store.home.indexes, left):
        _removed(path, left, partial(path.unlink, missing_ok=True))
    try:
        store.write_record_file(store.load())
    except (OSError, RecordFailure):
        left.append(store.home.record)
    if left:
        names = ", ".join(clean_line(str(path)) for path in left)
        raise RecordFailure(
            f"The journal holds the notes no longer, but this may: {names}.",
            "Delete what is named once the disk is well; psi makes it anew.",
        )


def _removed(path: Path, left: list[Path], remove: Callable[[], None]) -> None:
    try:
        remove()
    except OSError:
        left.append(path)


def _indexes(folder: Path, left: list[Path]) -> list[Path]:
    """Return the search indexes; their folder is left if it cannot be read."""
    try:
        return [folder / name for name in os.listdir(folder)]
    except FileNotFoundError:
        return []
    except OSError:
        left.append(folder)
        return []
