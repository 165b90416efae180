"""The learner record on disk: journals are the truth, everything else is made from them."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from psi_cli.errors import RecordFailure
from psi_cli.record import journal, snapshot
from psi_cli.record.model import Action, Event, LearnerRecord, stamp
from psi_cli.system import cache_file, files
from psi_cli.system.paths import Home
from psi_cli.system.sanitize import clean_line

TAIL = 16_384  # bytes of journal that are read event by event before a snapshot is taken
_LONGEST_BLOCK = 1 << 17  # bytes that hold at least the last block of a journal
_TRIES = 100  # rounds of publishing while others go on saving
_ENDING = 64  # bytes before the end of a snapshot's part that must not have changed
_DEVICE_LENGTH = 8

Streams = list[bytes]


class _OutOfOrder(Exception):
    """Events came that belong before those that were already added."""


class Store:
    """Loads and saves the learner record of one home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.snapshot = home.cache / "record.snapshot"
        self.publishing = home.data / "record.lock"  # held by whoever makes it and record.toml
        self._record = LearnerRecord()
        self._sizes: dict[str, int] | None = None
        self._snapshot_sizes: dict[str, int] = {}

    @property
    def directories(self) -> tuple[Path, ...]:
        """Return where drafts may be left by a psi that was killed."""
        home = self.home
        return home.data, home.journals, home.cache, home.checked_pathways

    def load(self) -> LearnerRecord:
        """Return all that has been saved by now. Reading never waits and writes only cache."""
        sizes = self._journal_sizes()
        if sizes != self._sizes:
            self._record = self._read(sizes)
            self._sizes = sizes
        return self._record

    def save(
        self, pathway_id: str, actions: Iterable[Action], milliseconds: int
    ) -> tuple[Event, ...]:
        """Keep actions for good and return their events; on return they are on the disk.

        RecordFailure says whether nothing was saved or something may have been.
        """
        actions = tuple(actions)
        if not actions:
            return ()
        latest = (self.load() if self._sizes is None else self._record).latest
        with files.locked(self.journal_to_add_to()) as appender:
            newest = next(journal.newest_first(appender.end(_LONGEST_BLOCK)), None)
            events = stamp(
                actions,
                pathway=pathway_id,
                milliseconds=milliseconds,
                latest=max(latest, newest.id if newest else ""),
                randomness=os.urandom(10 * len(actions)),
            )
            block = b"".join(map(journal.encode, events))
            appender.append(block, journal.HEADER)
        self._take_in(appender.path.name, events, len(block))
        with suppress(OSError, RecordFailure):  # it is saved; the rest can be made again
            self._publish()
        return events

    def newest_first(self) -> Iterator[Event]:
        """Yield every event of every journal, the latest first, each once.

        Notes that were forgotten have no text, though another device's journal may hold it.
        """
        streams = [journal.newest_first(self.data_of(path.name)) for path in self.journals()]
        latest = ""
        forgotten: set[str] = set()  # which is always later than what is forgotten
        for event in _merged(streams, reverse=True):
            if event.id != latest:
                yield event._replace(text="") if event.id in forgotten else event
            if event.do == "forget":
                forgotten.add(event.of)
            latest = event.id

    def journals(self) -> list[Path]:
        """Return the journals of all devices."""
        try:
            names = sorted(os.listdir(self.home.journals))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unreadable(self.home.journals, error) from error
        return [self.home.journals / name for name in names if name.endswith(".toml")]

    def own_journal(self) -> Path | None:
        """Return the journal of this device, or None before the first save."""
        name = self._device()
        return self.home.journals / f"{name}.toml" if name else None

    def journal_to_add_to(self) -> Path:
        """Return this device's journal, its directories made; RecordFailure if they cannot be."""
        with files.unsaved(self.home.data):
            files.make_directory(self.home.data, own=False)
            files.make_directory(self.home.journals)
            return self.home.journals / f"{self._device() or self._new_device()}.toml"

    def data_of(self, name: str, start: int = 0) -> bytes:
        """Return what a journal holds from a byte on; RecordFailure if that cannot be read."""
        path = self.home.journals / name
        try:
            data = files.read(path, start)
        except OSError as error:
            raise _unreadable(path, error) from error
        if start == 0 and (version := journal.format_of(data)) > journal.FORMAT:
            raise RecordFailure(
                f"The journal {clean_line(name)} is of format {version}, and this psi reads format"
                f" {journal.FORMAT}.",
                "Upgrade psi: python -m pip install --upgrade psi-cli. Nothing was changed.",
            )
        return data

    def _journal_sizes(self) -> dict[str, int]:
        try:
            return {path.name: path.stat().st_size for path in self.journals()}
        except OSError as error:
            raise _unreadable(self.home.journals, error) from error

    def _read(self, sizes: dict[str, int]) -> LearnerRecord:
        folded, record = (
            snapshot.thawed(cache_file.load(self.snapshot, snapshot.SHAPE))
            if sizes
            else ({}, LearnerRecord())
        )
        if folded and (tails := self._tails(folded, sizes)) is not None:
            with suppress(_OutOfOrder):
                _fold(tails, record)
                self._snapshot_sizes = {name: end for name, (end, _) in folded.items()}
                return record
        self._snapshot_sizes = {}
        record = self.rebuild()
        if sum(sizes.values()) > TAIL:
            with suppress(OSError):  # the next reading is slower, and right
                self._keep_snapshot(record, sizes)
        return record

    def _tails(self, folded: dict[str, tuple[int, bytes]], sizes: dict[str, int]) -> Streams | None:
        """Return what each journal has beyond the snapshot; None where its past has changed."""
        tails = []
        for name, (end, ending) in folded.items():
            if sizes.get(name, 0) < end or len(ending) != min(end, _ENDING):
                return None
            data = self.data_of(name, end - len(ending))
            if data[: len(ending)] != ending:
                return None
            tails.append(b"\n" + data[len(ending) :])
        return tails + [self.data_of(name) for name in sizes if name not in folded]

    def _device(self) -> str:
        with suppress(OSError, ValueError):
            name = files.read(self.home.data / "device").decode("ascii").strip()
            if len(name) == _DEVICE_LENGTH and set(name) <= set("0123456789abcdef"):
                return name
        return ""

    def _new_device(self) -> str:
        name = os.urandom(_DEVICE_LENGTH // 2).hex()
        files.write(self.home.data / "device", f"{name}\n".encode(), durable=True)
        return self._device() or name

    def _take_in(self, name: str, events: tuple[Event, ...], length: int) -> None:
        """Add events just saved to the record at hand, if nothing else was saved meanwhile."""
        had = self._sizes
        if not had or name not in had or any(event.do == "undo" for event in events):
            return
        with suppress(RecordFailure):
            sizes = self._journal_sizes()
            if sizes == had | {name: had[name] + length}:
                self._record.add(events)
                self._sizes = sizes

    def _publish(self) -> None:
        """Refresh what is made from the journals.

        One process does so at a time. Whoever finds another at it leaves it to that one, which
        looks again when it is done: so what is published holds, in the end, what all have saved.
        """
        for _ in range(_TRIES):
            with files.locked_if_free(self.publishing) as alone:
                if not alone:
                    return
                self._write_derived(self.load())
            if self._journal_sizes() == self._sizes:
                return

    def _write_derived(self, record: LearnerRecord) -> None:
        for directory in self.directories:
            files.sweep_drafts(directory)
        sizes = self._sizes or {}
        tail = sum(sizes.values()) - sum(self._snapshot_sizes.values())
        if tail > TAIL:
            self._keep_snapshot(record, sizes)
        if tail > TAIL or not self.renews_seldom:
            self.write_record_file(record)

    def rebuild(self) -> LearnerRecord:
        """Return what the journals add up to, without the help of a snapshot."""
        whole = [self.data_of(name) for name in self._journal_sizes()]
        record = LearnerRecord()
        try:
            _fold(whole, record)
        except _OutOfOrder:
            record = LearnerRecord()
            _fold(whole, record, sort=True)
        return record

    def drop_snapshot(self) -> None:
        """Remove the snapshot; the next save that needs one takes it anew."""
        self._sizes = None
        self.snapshot.unlink(missing_ok=True)

    def write_record_file(self, record: LearnerRecord) -> None:
        """Write record.toml anew; OSError where that cannot be done."""
        from psi_cli.record import record_toml

        files.write(self.home.record, record_toml.encode(record).encode(), durable=False)

    @property
    def renews_seldom(self) -> bool:
        """Tell whether record.toml is so large that it is renewed with the snapshots only."""
        path = self.home.record
        return path.exists() and path.stat().st_size > TAIL

    def _keep_snapshot(self, record: LearnerRecord, sizes: dict[str, int]) -> None:
        folded = {name: self._ending(name, size) for name, size in sizes.items()}
        cache_file.keep(self.snapshot, snapshot.frozen(folded, record), snapshot.SHAPE)
        self._snapshot_sizes = {name: end for name, (end, _) in folded.items()}

    def _ending(self, name: str, size: int) -> tuple[int, bytes]:
        """Return up to where a journal is in the record for good, and the bytes before that.

        A torn block at the end is not: the rest of it may come, by synchronisation or, where
        only a line break is wanting, with the next save.
        """
        start = max(0, size - _LONGEST_BLOCK)
        data = files.read(self.home.journals / name, start)[: size - start]
        end = journal.settled(data)
        return start + end, data[max(0, end - _ENDING) : end]


def _fold(streams: Streams, record: LearnerRecord, *, sort: bool = False) -> None:
    """Add the events of several journals to a record; _OutOfOrder where they belong earlier."""
    undone = frozenset(name for data in streams for name in journal.undone_in(data))
    if any(name <= record.latest for name in undone):
        raise _OutOfOrder
    ordered: Callable[[list[Iterator[Event]]], Iterable[Event]] = _sorted if sort else _merged
    record.add(_once(ordered([journal.events(data) for data in streams]), record.latest), undone)


def _once(events: Iterable[Event], latest: str) -> Iterator[Event]:
    previous = ""
    for event in events:
        if event.id <= latest or event.id < previous:
            raise _OutOfOrder
        if event.id != previous:
            yield event
        previous = event.id


def _merged(streams: list[Iterator[Event]], *, reverse: bool = False) -> Iterable[Event]:
    if len(streams) == 1:
        return streams[0]
    from heapq import merge

    return merge(*streams, key=lambda event: event.id, reverse=reverse)


def _sorted(streams: list[Iterator[Event]]) -> Iterable[Event]:
    return sorted((event for stream in streams for event in stream), key=lambda event: event.id)


def _unreadable(path: Path, error: OSError) -> RecordFailure:
    reason = clean_line(error.strerror or str(error))
    return RecordFailure(
        f"{clean_line(str(path))} cannot be read: {reason}.",
        "Make it readable, or set PSI_HOME to another folder. Nothing in it was changed.",
    )
