"""Forgetting: the learner's notes on something leave every file that psi keeps, for good.

Everything else psi does can be taken back. What is in backups, synchronised copies and other
devices' journals is beyond its reach, and it says so.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from psi_cli.errors import RecordFailure
from psi_cli.record import folder, journal, record_toml
from psi_cli.record.model import Action, Event
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


def traces_of(store: Store, pathway: Sequence[str], names: frozenset[str]) -> Traces:
    """Return what journals hold of the notes on a part of a pathway, those taken back too.

    Pathway and part are named by all the ids they had. One that was forgotten already, and
    stands in other devices' journals alone, is none.
    """
    data = _data_of(folder.own_journal(store.home))
    found = {
        event.id: event
        for event in (*journal.read(data)[0], *store.newest_first())
        if event.do == "note" and event.pathway in pathway and event.about in names and event.text
    }
    torn = journal.torn_texts(data, names)
    return Traces(store.names_in_use(pathway)[0], names, tuple(found.values()), torn)


def forget(store: Store, traces: Traces, milliseconds: int) -> int:
    """Remove the texts of notes from every file psi keeps here.

    The journal of this device is replaced by one without them, in one step, with events that
    make the readers of other devices' journals leave them out too. Returns how many of
    those still hold a text. RecordFailure names what could not be removed.
    """
    ids = frozenset(note.id for note in traces.notes)
    own = folder.journal_to_add_to(store.home)
    elsewhere = sum(
        any(event.id in ids and event.text for event in one.events if event.device)
        for one in folder.read_all(store.home)
    )
    told = {event.of for event in store.newest_first() if event.do == "forget"}
    actions = [
        Action("forget", note.about, of=note.id, title=note.title)
        for note in traces.notes
        if note.id not in told
    ]
    alone = files.locked(store.publishing) if os.path.isdir(store.home.state) else nullcontext()
    with alone, files.locked(own):
        store.load()
        events = store.stamped(traces.pathway, actions, milliseconds)
        left = journal.without_texts(_data_of(own), ids, traces.names)
        lines = b"".join(map(journal.encode, events))
        files.write(own, b"\n".join(filter(None, [left.rstrip(b"\r\n"), lines])), durable=True)
        _renew_derived(store)
    return elsewhere


def _data_of(own: Path) -> bytes:
    try:
        return files.read(own)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise RecordFailure(
            f"{clean_line(str(own))} cannot be read: {folder.reason_of(error)}.",
            "Make it readable; nothing in it was changed.",
        ) from error


def _renew_derived(store: Store) -> None:
    """Remove everything made from the journals, and write record.toml anew."""
    left: list[Path] = []
    _removed(store.snapshot, left, store.drop_snapshot)
    for path in (store.home.record, *_derived(store, left)):
        _removed(path, left, partial(path.unlink, missing_ok=True))
    with suppress(OSError, RecordFailure):  # the next save writes it anew
        store.load()
        store.write_record_file()
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


def _derived(store: Store, left: list[Path]) -> Iterator[Path]:
    """Yield the search indexes and the copies of record.toml; a folder that fails is left."""
    try:
        yield from record_toml.copies_of(store.home.record)
    except OSError:
        left.append(store.home.data)
    try:
        yield from (store.home.indexes / name for name in os.listdir(store.home.indexes))
    except FileNotFoundError:
        pass
    except OSError:
        left.append(store.home.indexes)
