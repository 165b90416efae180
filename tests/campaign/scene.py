"""What the campaign plays with: homes in different states, things to save, promises to keep."""

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from psi_cli.errors import RecordFailure
from psi_cli.record import checkup, folder, imports, journal, lines, snapshot
from psi_cli.record import store as storage
from psi_cli.record.forget import forget, traces_of
from psi_cli.record.model import Action, Event, stamp
from psi_cli.record.store import Store
from psi_cli.system.paths import Home

PATHWAY = "campaign"
NOW = 1_790_000_000_000  # a moment in 2026, in milliseconds
TAIL = 2000  # bytes before a snapshot: so small that every home is quickly read
_MEMORY = "/dev/shm"  # noqa: S108 - TemporaryDirectory makes a private folder in it
SCRATCH = _MEMORY if os.path.isdir(_MEMORY) else None  # nothing here needs a real disk


def shrink(tail: int = TAIL) -> None:
    """Make psi take snapshots of journals as small as that, in this process."""
    storage.TAIL = tail


class Broken(AssertionError):
    """psi broke a promise."""


class Operation(NamedTuple):
    """Something that saves, and the actions it wants to keep."""

    name: str
    run: Callable[[Store], None]
    actions: tuple[Action, ...]


def store_in(place: Path) -> Store:
    """Return the store of a home."""
    return Store(Home(place / "data", place / "state", place / "cache"))


def events_in(place: Path) -> list[Event]:
    """Return every event that a new process would find, the latest first."""
    return list(store_in(place).newest_first())


def _saving(*actions: Action) -> Callable[[Store], None]:
    return lambda store: store.save(PATHWAY, actions, NOW + 1000) and None


def _undo(store: Store) -> None:
    last = next((event for event in store.newest_first() if event.do == "done"), None)
    if last is None:
        raise RecordFailure("Nothing was saved: there is nothing to take back.", "Look again.")
    store.save(PATHWAY, [Action("undo", last.about, of=last.id)], NOW + 1000)


def _forget(store: Store) -> None:
    traces = traces_of(store, [PATHWAY], frozenset({"thing-1"}))
    if traces.total:
        forget(store, traces, NOW + 1000)


def _import(store: Store) -> None:
    found = imports.Found()
    lines.add(found.lines, b"".join(map(journal.encode, _ELSEWHERE)))
    imports.keep(store, found)


_ONE = (Action("done", "new-thing"),)
_SEVERAL = tuple(Action("skip", f"new-{number}") for number in range(3))
_NOTE = (Action("note", "new-thing", 'first line\nsecond “line” \\ " é ' + "x" * 500),)
_BROUGHT = (Action("done", "new-thing"), Action("note", "thing-2", "from elsewhere"))
_ELSEWHERE = stamp(
    _BROUGHT, pathway=PATHWAY, milliseconds=NOW - 1000, after=-1, randomness=b"elsewhere." * 2
)
OPERATIONS = (
    Operation("save one", _saving(*_ONE), _ONE),
    Operation("save several", _saving(*_SEVERAL), _SEVERAL),
    Operation("save a note", _saving(*_NOTE), _NOTE),
    Operation("undo", _undo, ()),
    Operation("forget a note", _forget, ()),
    Operation("import", _import, _BROUGHT),
)


def prepare(place: Path) -> dict[str, Path]:
    """Make the homes that operations start from, and return them by name."""
    makers = {"new": _new, "small": _small, "torn": _torn, "two devices": _two, "large": _large}
    homes = {}
    for name, make in makers.items():
        homes[name] = place / name
        make(homes[name])
    return homes


def _new(place: Path) -> None:
    place.mkdir(parents=True)


def _small(place: Path) -> None:
    store = store_in(place)
    store.save(PATHWAY, [Action("start", "one")], NOW)
    store.save(PATHWAY, [Action("note", "thing-1", "a private word")], NOW)
    for number in range(6):
        store.save(PATHWAY, [Action("done", f"thing-{number}")], NOW)


def _torn(place: Path) -> None:
    _small(place)
    with own_journal(place).open("ab") as file:
        file.write(b'{"id":"01a208e4-75cf-735d-b0d9-dc1484e8f2')


def _two(place: Path) -> None:
    _small(place)
    other = place.with_name("other device")
    _small(other)
    shutil.copy(own_journal(other), place / "data" / "journal")
    shutil.rmtree(other)


def _large(place: Path) -> None:
    """Stand just below the size at which the next save takes a snapshot."""
    _small(place)
    while own_journal(place).stat().st_size < TAIL - 300:
        store_in(place).save(PATHWAY, [Action("done", f"more-{os.urandom(3).hex()}")], NOW)


def own_journal(place: Path) -> Path:
    """Return the journal of the home's own device."""
    return folder.own_journal(store_in(place).home)


def verify(
    place: Path, before: Iterable[Event], operation: Operation, outcome: str, where: str
) -> None:
    """Hold a home against psi's promises after an operation ended in some outcome.

    saved: all was acknowledged; may: psi said it may be saved; not: psi said nothing was
    saved; killed: psi said nothing.
    """
    after = events_in(place)
    names = {event.id for event in after}
    old = {event.id: event for event in before}
    if lost := [event for event in old.values() if event.id not in names]:
        raise Broken(f"{where}: {len(lost)} acknowledged events are gone")
    new = [event for event in after if event.id not in old]
    wanted = set(operation.actions)
    kept = {Action(event.do, event.about, event.text) for event in new}
    if wanted and not kept <= wanted:
        raise Broken(f"{where}: an event appeared that nobody saved: {kept - wanted}")
    if outcome == "saved" and not wanted <= kept:
        raise Broken(f"{where}: acknowledged and not there")
    if operation.name == "import" and kept not in (set(), wanted):
        raise Broken(f"{where}: half of what was imported is there")
    if outcome == "not" and new:
        raise Broken(f"{where}: “nothing was saved”, and yet {len(new)} events are there")
    _verify_agreement(place, where)
    if crc32(where.encode()) % 4 == 0:
        _verify_next_command(place, where)


def _verify_agreement(place: Path, where: str) -> None:
    """Check that a new process sees, snapshot or not, what the journals add up to."""
    store = store_in(place)
    if snapshot.values_of(store.load()) != snapshot.values_of(store.rebuild()):
        raise Broken(f"{where}: snapshot and journals disagree")


def _verify_next_command(place: Path, where: str) -> None:
    """Check that the next command works without a human, and the checkup too."""
    store = store_in(place)
    try:
        list(checkup.problems(store, checkup.read_journals(store), NOW))
        store.save(PATHWAY, [Action("bookmark", "afterwards")], NOW + 2000)
    except RecordFailure as error:
        raise Broken(f"{where}: the next command failed: {error.sentence}") from error
    if "afterwards" not in store_in(place).load().of(PATHWAY).bookmarks:
        raise Broken(f"{where}: the next save did not count")
    _verify_agreement(place, where)
    ids = [event.id for event in journal.read(own_journal(place).read_bytes())[0]]
    if ids != sorted(set(ids)):
        raise Broken(f"{where}: the ids of a journal do not rise")
