"""The learner record on disk: journals are the truth, everything else is made from them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from psi_cli.errors import RecordFailure
from psi_cli.record import folder, snapshot
from psi_cli.record.model import (
    FOLLOWED,
    Action,
    Event,
    LearnerRecord,
    PathwayRecord,
    moment_of,
    stamp,
)
from psi_cli.record.snapshot import Part, Parts
from psi_cli.system import files
from psi_cli.system.paths import Home
from psi_cli.system.sanitize import clean_line

TAIL = 16_384  # bytes of journal that are read event by event before a snapshot is taken


class Store:
    """Loads and saves the learner record of one home.

    `record` is what was read last, and what was saved since. `strange` are the files among the
    journals that cannot be read; `unreadable` counts the lines of the others that cannot.
    """

    def __init__(self, home: Home) -> None:
        self.home = home
        self.snapshot = home.cache / "record.snapshot"
        self.forgetting = home.state / "forgetting.lock"  # held by whoever forgets
        self.unfinished = home.state / "forgetting.json"  # what is still to be forgotten
        self.still_held: frozenset[str] = frozenset()  # forgotten, and with a text in our journals
        self.record = LearnerRecord()
        self.strange: dict[str, str] = {}
        self.unreadable = 0
        self._seen: folder.Look | None = None
        self._parts: Parts = {}  # of the journals, as they are in the record
        self._kept: Parts = {}  # as they are in the snapshot
        self._base = 0  # events in the snapshot that was read
        self._tail: set[str] = set()  # ids of those that came after, but for what is being saved

    @property
    def directories(self) -> tuple[Path, ...]:
        """Return where drafts may be left by a psi that was killed."""
        home = self.home
        return home.data, home.journals, home.state, home.cache, home.checked_pathways

    @property
    def is_new(self) -> bool:
        """Tell whether there was no journal at all, readable or not, when the record was read."""
        return not self._seen

    @property
    def trouble(self) -> str:
        """Say in one sentence what of the journals could not be read; nothing where all could."""
        counts = {"line": self.unreadable, "file": len(self.strange)}
        told = [f"{count} {what}{'s' * (count > 1)}" for what, count in counts.items() if count]
        return f"{' and '.join(told)} of your journal cannot be read." if told else ""

    def load(self) -> LearnerRecord:
        """Return all that has been saved by now. Reading never waits and writes only cache."""
        seen = folder.look(self.home)
        if seen != self._seen:
            self._seen = None
            self._read(seen)
            self._seen = seen
        return self.record

    def of(self, names: Sequence[str]) -> PathwayRecord:
        """Return what was kept, as read last, about the pathway that has or had these names."""
        if len(used := self.names_in_use(names)) == 1:
            return self.record.of(used[0])
        every = folder.all_events(self.home)
        mine = [event._replace(pathway=names[0]) for event in every if event.pathway in names]
        return LearnerRecord(mine).of(names[0])

    def names_in_use(self, names: Sequence[str]) -> Sequence[str]:
        """Return the names of a pathway under which something is kept; the first where none is.

        A pathway that was renamed goes on under the name its record began with, which a device
        that does not know of the renaming reads too.
        """
        return [name for name in names if name in self.record.pathways] or names[:1]

    def save(
        self, pathway_id: str, actions: Iterable[Action], milliseconds: int
    ) -> tuple[Event, ...]:
        """Keep actions for good and return their events; on return they are on the disk.

        RecordFailure says whether nothing was saved or something may have been.
        """
        actions = tuple(actions)
        if not actions:
            return ()
        from psi_cli.record import journal

        with files.locked(folder.journal_to_add_to(self.home)) as appender:
            self.load()
            if reason := self.strange.get(appender.path.name):  # what is added must come last
                raise _unreadable(appender.path, reason)
            events = self.stamped(pathway_id, actions, milliseconds)
            written = appender.append(b"".join(map(journal.encode, events)))
            with suppress(OSError, RecordFailure):  # it is saved; the rest can be made again
                self._add(appender, events, written)
                self._write_derived()
        self._tail |= {event.id for event in events}
        return events

    def stamped(
        self, pathway_id: str, actions: Sequence[Action], milliseconds: int
    ) -> tuple[Event, ...]:
        """Return actions as events that come after all in the record."""
        after = moment_of(self.record.latest)
        if after >= FOLLOWED:  # beyond every clock, so only this device's own are counted on from
            own = (event.id for event in self.newest_first() if not event.device)
            after = max(FOLLOWED - 1, moment_of(next(own, "")))
        randomness = os.urandom(10 * len(actions))
        return stamp(actions, pathway_id, milliseconds, after, randomness)

    def newest_first(self) -> Iterator[Event]:
        """Yield every event of every journal, the latest first, each once.

        Notes that were forgotten have no text, though another device's journal may hold it.
        """
        forgotten: set[str] = set()  # which is always later than what is forgotten
        for event in reversed(folder.all_events(self.home)):
            if event.do == "forget":
                forgotten.add(event.of)
            yield event._replace(text="") if event.id in forgotten else event

    def rebuild(self) -> LearnerRecord:
        """Return what the journals add up to, without the help of a snapshot."""
        return LearnerRecord(folder.all_events(self.home))

    @property
    def has_to_forget(self) -> bool:
        """Tell whether notes that were forgotten are yet to be removed from what is kept here."""
        return bool(self.still_held) or os.path.exists(self.unfinished)

    def drop_snapshot(self) -> None:
        """Remove the snapshot and read everything anew; a save that needs another takes it."""
        self._seen = None
        self.snapshot.unlink(missing_ok=True)

    @property
    def renews_seldom(self) -> bool:
        """Tell whether record.toml is so large that it is renewed with the snapshots only."""
        path = self.home.record
        return path.exists() and path.stat().st_size > TAIL

    def write_record_file(self) -> None:
        """Write record.toml anew; OSError where that cannot be done.

        If it holds more than is left of the journals, a copy of it is kept beside it.
        """
        from psi_cli.record import record_toml

        path = self.home.record
        if os.path.islink(path):
            raise OSError("it is a link")
        written = files.read(path) if path.exists() else b""
        count, latest = record_toml.made_of(written)
        left = self._base + sum(name <= latest for name in self._tail)
        if written and left < count:
            files.write(record_toml.copy_of(path, written), written, durable=True)
        files.write(path, record_toml.encode(self.record).encode(), durable=False)

    def _read(self, seen: folder.Look) -> None:
        for parts, record in (snapshot.load(self.snapshot), ({}, LearnerRecord())):
            journals, self.strange = folder.read(self.home, seen, parts)
            events = folder.in_order(journals)
            if parts.keys() <= {one.name for one in journals} and record.precedes(events):
                break
        self._base, self._tail = record.count, {event.id for event in events}
        forgotten = {event.of for event in events if event.do == "forget"}
        self.still_held = self._held_still(forgotten, seen) if forgotten else frozenset()
        record.add(events)
        self.record, self._kept = record, parts
        self._parts = {one.name: one.part for one in journals}
        self.unreadable = sum(one.unreadable for one in journals)
        if not parts and self._tail_length > TAIL:
            self._keep_snapshot()
            places = ((self.home.journals / name, state) for name, state in seen.items())
            if any(files.state_of(place)[2:] != state[2:] for place, state in places):
                self.snapshot.unlink(missing_ok=True)  # rewritten: it may hold what was forgotten

    def _held_still(self, forgotten: set[str], names: Iterable[str]) -> frozenset[str]:
        """Return those of forgotten events of which this device's own journals have a text."""
        from psi_cli.record import journal

        held: set[str] = set()
        for path in folder.with_copies(folder.own_journal(self.home), names):
            with suppress(OSError):
                held |= journal.with_texts(files.read(path), forgotten)
        return frozenset(held)

    def _add(self, appender: files.Appender, events: tuple[Event, ...], written: bytes) -> None:
        """Add what was just saved to the record, the lock still held."""
        assert self._seen is not None  # noqa: S101 - it was loaded under the lock
        name = appender.path.name
        self._parts[name] = self._parts.get(name, Part()).followed_by(written)
        self._seen[name] = files.state_of(appender.path)
        self.record.add(events)
        is_all = self._seen[name][:1] == (self._parts[name].length,)
        if not is_all or any(event.do == "undo" for event in events):
            self._seen = None
            self.load()

    def _write_derived(self) -> None:
        due = self._tail_length > TAIL
        for directory in self.directories if due else (self.home.data,):
            files.sweep_drafts(directory)
        if due:
            self._keep_snapshot()
        if due or not self.renews_seldom:
            self.write_record_file()

    @property
    def _tail_length(self) -> int:
        """Return how many bytes of journal are not in the snapshot."""
        now, kept = (sum(part.length for part in one.values()) for one in (self._parts, self._kept))
        return now - kept

    def _keep_snapshot(self) -> None:
        if self.still_held:  # to be found again by a psi that reads on from here
            return
        snapshot.keep(self.snapshot, self._parts, self.record)
        self._kept = dict(self._parts)


def _unreadable(path: Path, reason: str) -> RecordFailure:
    return RecordFailure(
        f"Nothing was saved, since {clean_line(str(path))} cannot be read: {reason}.",
        "Give yourself the right to read it, or move it away, and psi begins another.",
    )
