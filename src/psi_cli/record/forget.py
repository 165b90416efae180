"""Forgetting: the learner's notes on something leave every file that psi keeps, for good.

The events that tell of it come first, so that no psi shows the texts any more. What is still to
be removed is kept in a file among what is this machine's own, and whichever psi comes next
finishes it. What is in backups, synchronised copies and other devices' journals is beyond reach:
another device carries the events out at its next command.
"""

import json
import os
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from psi_cli.errors import RecordFailure
from psi_cli.record import folder, journal, pages, record_toml
from psi_cli.record.folder import Journal
from psi_cli.record.model import Action, Event
from psi_cli.record.pages import Page
from psi_cli.record.store import Store
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line, reason_of


class Traces(NamedTuple):
    """What is to be forgotten: notes, what is torn of notes on these names, and pages by name."""

    names: frozenset[str] = frozenset()
    notes: tuple[Event, ...] = ()
    torn: int = 0
    pages: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """Return how many notes, whole, torn or on a page, there are to forget."""
        return len(self.notes) + self.torn + len(self.pages)

    def joined(self, other: "Traces") -> "Traces":
        """Return both as one."""
        notes = {note.id: note for note in (*self.notes, *other.notes)}
        pages_of_both = self.pages | other.pages
        return Traces(self.names | other.names, tuple(notes.values()), 0, pages_of_both)


def traces_of(store: Store, pathway: Sequence[str], names: frozenset[str]) -> Traces:
    """Return what there is to forget of the notes on a part of a pathway, those taken back too.

    Pathway and part are named by all the ids they had. One that was forgotten already, and
    stands in other devices' journals alone, is not among it.
    """
    data = _data_of(folder.own_journal(store.home))
    found = {
        event.id: event._replace(text="")
        for event in (*_own_events(store), *store.newest_first())
        if event.do == "note" and event.pathway in pathway and event.about in names and event.text
    }
    on_pages = frozenset(
        page.folder.name
        for page in _pages(store)
        if page.pathway in pathway and page.about in names
    )
    return Traces(names, tuple(found.values()), journal.torn_texts(data, names), on_pages)


def forget(store: Store, traces: Traces, milliseconds: int) -> None:
    """Remove the texts of notes from every file psi keeps here.

    RecordFailure names what could not be removed; the next psi tries again.
    """
    traces = traces.joined(_unfinished(store))
    begun_with = _pages_with(store, frozenset(note.id for note in traces.notes))
    traces = traces._replace(pages=traces.pages | begun_with)
    with suppress(OSError, RecordFailure):  # without it, this one has to come to its end
        files.make_directory(store.home.state)
        files.write(store.unfinished, _encoded(traces), durable=True)
    _carry_out(store, traces, milliseconds)


def finish(store: Store, milliseconds: int) -> None:
    """Carry out what another psi left unfinished, or another device asks for in its journal.

    Where another psi is at it, this leaves it to that one. RecordFailure names what could not be
    removed.
    """
    with files.locked_if_free(store.forgetting) as alone:
        if not alone:
            return
    held = (event for event in _own_events(store) if event.id in store.still_held)
    asked = tuple(event._replace(text="") for event in held)
    forget(store, Traces(notes=asked), milliseconds)


def devices_that_hold(store: Store) -> list[str]:
    """Return the other devices whose journals hold texts that were forgotten."""
    return [clean_line(path.stem) for path in holders(store, folder.read_all(store.home))]


def holders(store: Store, journals: Iterable[Journal]) -> list[Path]:
    """Return those of the journals that are not this device's and hold what was forgotten."""
    journals = list(journals)
    events = (event for one in journals for event in one.events)
    forgotten = {event.of for event in events if event.do == "forget"}
    own = _own_and_copies(folder.own_journal(store.home), [])
    paths = {store.home.journals / one.name: one for one in journals}
    return [
        path
        for path, one in paths.items()
        if path not in own and any(event.text and event.id in forgotten for event in one.events)
    ]


def _carry_out(store: Store, traces: Traces, milliseconds: int) -> None:
    own = folder.journal_to_add_to(store.home)
    ids = frozenset(note.id for note in traces.notes)
    alone = files.locked(store.forgetting) if os.path.isdir(store.home.state) else nullcontext()
    left: list[Path] = []
    with alone:
        with files.locked(own) as appender:
            store.load()
            if lines := _events(store, traces, milliseconds):
                appender.append(lines)
            for path in _own_and_copies(own, left):
                _try(path, left, partial(_clean, path, ids, traces.names))
        for path in _made_again(store, left):
            _try(path, left, path.unlink)
        for path in _tomls(store, left):
            _try(path, left, partial(_clean_toml, path, traces.notes))
        for name in traces.pages:
            _try(store.home.pages / name, left, partial(_remove_page, store, name))
        if folder.own_journal(store.home) != own:
            left.append(own)  # the name of this device could not be read for a while
        _try(store.snapshot, left, store.drop_snapshot)  # of one that read before, too
        if left:
            raise _not_removed(left)
        _try(store.unfinished, left, store.unfinished.unlink)
        with suppress(OSError, RecordFailure), files.locked(own):  # the next save writes it anew
            store.load()
            store.write_record_file()


def _events(store: Store, traces: Traces, milliseconds: int) -> bytes:
    """Return the lines that tell of what is to be forgotten and was not told yet."""
    told = {event.of for event in store.newest_first() if event.do == "forget"}
    lines = b""
    for pathway in sorted({note.pathway for note in traces.notes}):
        actions = [
            Action("forget", note.about, of=note.id, title=note.title)
            for note in traces.notes
            if note.pathway == pathway and note.id not in told
        ]
        lines += b"".join(map(journal.encode, store.stamped(pathway, actions, milliseconds)))
    return lines


def _own_and_copies(own: Path, left: list[Path]) -> list[Path]:
    """Return this device's journals, and what tools that copy files made of them beside them."""
    return folder.with_copies(own, (path.name for path in _files_in(own.parent, left)))


def _own_events(store: Store) -> list[Event]:
    """Return the events of this device's journals and of copies of them, some several times."""
    own = folder.own_journal(store.home)
    events = journal.read(_data_of(own))[0]
    for path in _own_and_copies(own, []):
        if path != own:
            with suppress(OSError):  # which forgetting tells
                events += journal.read(files.read(path))[0]
    return events


def _made_again(store: Store, left: list[Path]) -> Iterator[Path]:
    """Yield what psi makes again from the journals, and every draft, however young."""
    yield store.snapshot
    for place in store.directories:
        if place != store.home.checked_pathways:
            yield from (path for path in _files_in(place, left) if files.is_draft(path.name))
    yield from _files_in(store.home.indexes, left)


def _tomls(store: Store, left: list[Path]) -> list[Path]:
    """Return record.toml and the copies of it that were kept."""
    record = store.home.record
    try:
        return [record, *record_toml.copies_of(record)]
    except OSError:
        left.append(record.parent)
        return [record]


def _files_in(place: Path, left: list[Path]) -> list[Path]:
    """Return the files in a folder; it is left as a whole if it cannot be read."""
    try:
        return [place / name for name in os.listdir(place)]
    except FileNotFoundError:
        return []
    except OSError:
        left.append(place)
        return []


def _clean(path: Path, ids: frozenset[str], names: frozenset[str]) -> None:
    if path.is_symlink():
        raise OSError("it is a link")
    data = files.read(path)
    cleaned = journal.without_texts(data, ids, names)
    if cleaned != data:
        files.write(path, cleaned, durable=True)


def _clean_toml(path: Path, notes: Iterable[Event]) -> None:
    """Take notes out of record.toml or a copy of it; one that is no TOML goes as a whole."""
    if not path.exists() or path.is_symlink():
        return
    written = files.read(path)
    try:
        tables = tomllib.loads(written.decode())
    except (ValueError, RecursionError):
        path.unlink()
        return
    taken = [record_toml.take_note(tables, note.pathway, note.about, note.at) for note in notes]
    if any(taken):
        files.write(path, record_toml.with_tables(written, tables), durable=True)


def _pages_with(store: Store, ids: frozenset[str]) -> frozenset[str]:
    """Return the pages that were begun with one of these notes."""
    return frozenset(page.folder.name for page in _pages(store) if page.replaces in ids)


def _pages(store: Store) -> list[Page]:
    try:
        return pages.all_pages(store.home.pages)
    except OSError as error:
        raise _unreadable(store.home.pages, error) from error


def _remove_page(store: Store, name: str) -> None:
    place = store.home.pages / name
    for page in _pages(store):
        if page.folder == place:
            if not pages.is_free(page):
                raise OSError("it is open in an editor")
            pages.remove(page)
            return
    shutil.rmtree(place)  # what an interrupted removal left


def _try(path: Path, left: list[Path], remove: Callable[[], Any]) -> None:
    try:
        remove()
    except FileNotFoundError:
        pass
    except (OSError, RecordFailure):
        left.append(path)


def _not_removed(left: Iterable[Path]) -> RecordFailure:
    names = ", ".join(clean_line(str(path)) for path in dict.fromkeys(left))
    return RecordFailure(
        f"psi shows the notes no longer, but these may still hold them: {names}.",
        "Repeat any command once the disk is well: psi tries again.",
    )


def _data_of(path: Path) -> bytes:
    try:
        return files.read(path)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> RecordFailure:
    return RecordFailure(
        f"{clean_line(str(path))} cannot be read: {reason_of(error)}.",
        "Make it readable; nothing in it was changed.",
    )


def _encoded(traces: Traces) -> bytes:
    members = {
        "names": sorted(traces.names),
        "notes": [list(note) for note in traces.notes],
        "pages": sorted(traces.pages),
    }
    return json.dumps(members).encode()


def _unfinished(store: Store) -> Traces:
    """Return what a psi before this one left to do; nothing where that does not say."""
    try:
        members = json.loads(files.read(store.unfinished))
        notes = tuple(Event(*note) for note in members["notes"])
        return Traces(frozenset(members["names"]), notes, 0, frozenset(members["pages"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Traces()
