"""Power cuts: every state that the weakest file system could leave of a real, recorded save.

The model is that of ALICE (Pillai et al., OSDI 2014): what was written to a file and not yet
synced may be there up to any length, or as zeros; names made, replaced or removed in a
directory that was not synced since may have reached the disk in any combination.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.campaign.scene import OPERATIONS, SCRATCH, Operation, events_in, prepare, shrink, verify
from tests.campaign.scene import store_in as new_store

RECORDED = ("open", "write", "fsync", "replace", "unlink", "mkdir")


class Step(NamedTuple):
    """A recorded call: what it did, to which file or name."""

    call: str
    path: str
    data: bytes = b""
    target: str = ""


class Disk:
    """What has certainly reached the disk of a home, and what only may have."""

    def __init__(self, folder: Path) -> None:
        self.files = {p.stat().st_ino: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        self.names = {str(p): p.stat().st_ino for p in folder.rglob("*") if p.is_file()}
        self.folders = {str(p) for p in folder.rglob("*") if p.is_dir()}
        self.unsynced: dict[int, bytes] = {}
        self.pending: list[tuple[str, int | None]] = []
        self.pending_folders: set[str] = set()

    def copy(self) -> "Disk":
        """Return the same disk at this moment."""
        other = object.__new__(Disk)
        other.files, other.names = dict(self.files), dict(self.names)
        other.folders, other.unsynced = set(self.folders), dict(self.unsynced)
        other.pending, other.pending_folders = list(self.pending), set(self.pending_folders)
        return other


def run(names: tuple[str, ...] = ()) -> int:
    """Build every crash state of the operations named, or of all, and verify it; return them."""
    shrink()
    states = 0
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        homes = prepare(Path(scratch) / "homes")
        for home, folder in homes.items():
            for operation in OPERATIONS:
                if (home == "new" and not operation.actions) or operation.name not in (
                    names or {one.name for one in OPERATIONS}
                ):
                    continue
                place = Path(scratch) / "play"
                shutil.copytree(folder, place)
                states += _cut_everywhere(place, operation, home)
    return states


def _record(place: Path, operation: Operation) -> list[Step]:
    """Run an operation for real and return what it asked of the file system."""
    recorder = Recorder()
    recorder.install()
    try:
        operation.run(new_store(place))
    finally:
        recorder.remove()
    return recorder.steps


class Recorder:
    """Stands in for the calls of `os` that change a disk, and writes down what they do."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.opened: dict[int, str] = {}
        self.real = {name: getattr(os, name) for name in RECORDED}

    def install(self) -> None:
        for name in RECORDED:
            setattr(os, name, getattr(self, name))

    def remove(self) -> None:
        for name, call in self.real.items():
            setattr(os, name, call)

    def open(self, path: Any, flags: int, *rest: Any, **named: Any) -> int:
        existed = os.path.exists(path)
        descriptor: int = self.real["open"](path, flags, *rest, **named)
        self.opened[descriptor] = str(path)
        if not existed:
            self.steps.append(Step("create", str(path)))
        return descriptor

    def write(self, descriptor: int, data: Any) -> int:
        count: int = self.real["write"](descriptor, data)
        self.steps.append(Step("write", self.opened[descriptor], bytes(data)[:count]))
        return count

    def fsync(self, descriptor: int) -> None:
        self.real["fsync"](descriptor)
        self.steps.append(Step("fsync", self.opened[descriptor]))

    def replace(self, source: Any, target: Any) -> None:
        self.real["replace"](source, target)
        self.steps.append(Step("replace", str(source), target=str(target)))

    def unlink(self, path: Any, **named: Any) -> None:
        self.real["unlink"](path, **named)
        self.steps.append(Step("unlink", str(path)))

    def mkdir(self, path: Any, *rest: Any, **named: Any) -> None:
        self.real["mkdir"](path, *rest, **named)
        self.steps.append(Step("mkdir", str(path)))


def _cut_everywhere(place: Path, operation: Operation, home: str) -> int:
    """Cut the power before every step of an operation, and after the last."""
    before = events_in(place)
    disk = Disk(place)
    steps = _record(place, operation)
    shutil.rmtree(place)
    seen = set()
    handles: dict[str, int] = dict(disk.names)
    fresh = itertools.count(10**9)
    for number in range(len(steps) + 1):
        done = number == len(steps)
        for state in _states(disk):
            key = (done, tuple(sorted(state.items())))
            if key in seen:
                continue
            seen.add(key)
            _build(place, state, disk.folders | disk.pending_folders)
            where = f"power cut before step {number} of {operation.name} on a {home} home"
            verify(place, before, operation, "saved" if done else "killed", where)
            shutil.rmtree(place)
        if not done:
            _apply(disk, steps[number], handles, fresh)
    return len(seen)


def _apply(disk: Disk, step: Step, handles: dict[str, int], fresh: Iterator[int]) -> None:
    """Let a step happen, as far as it is certain, in the model."""
    if step.call == "create":
        handles[step.path] = next(fresh)
        disk.files[handles[step.path]] = b""
        disk.pending.append((step.path, handles[step.path]))
    elif step.call == "write":
        file = handles[step.path]
        disk.unsynced[file] = disk.unsynced.get(file, b"") + step.data
    elif step.call == "replace":
        handles[step.target] = handles.pop(step.path)
        disk.pending += [(step.target, handles[step.target]), (step.path, None)]
    elif step.call == "unlink":
        handles.pop(step.path, None)
        disk.pending.append((step.path, None))
    elif step.call == "mkdir":
        disk.pending_folders.add(step.path)
    elif step.path in handles:
        file = handles[step.path]
        disk.files[file] += disk.unsynced.pop(file, b"")
    else:
        _sync_names(disk, step.path)


def _sync_names(disk: Disk, folder: str) -> None:
    """Let the names in one directory reach the disk."""
    inside = [change for change in disk.pending if os.path.dirname(change[0]) == folder]
    for name, file in inside:
        _rename(disk.names, name, file)
    disk.pending = [change for change in disk.pending if change not in inside]
    made = {path for path in disk.pending_folders if os.path.dirname(path) == folder}
    disk.folders |= made
    disk.pending_folders -= made


def _rename(names: dict[str, int], name: str, file: int | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file


def _states(disk: Disk) -> Iterator[dict[str, bytes]]:
    """Yield every content of the disk that a cut could leave now, as files by name."""
    for chosen in itertools.product((False, True), repeat=len(disk.pending)):
        names = dict(disk.names)
        for (name, file), reached in zip(disk.pending, chosen, strict=True):
            if reached:
                _rename(names, name, file)
        used = sorted(set(names.values()) & set(disk.unsynced))
        for tails in itertools.product(*(_tails(disk.unsynced[file]) for file in used)):
            extra = dict(zip(used, tails, strict=True))
            yield {
                name: disk.files[file] + extra.get(file, b"")
                for name, file in names.items()
                if _reachable(disk, name)
            }


def _reachable(disk: Disk, name: str) -> bool:
    """Tell whether the directory of a name has certainly reached the disk itself."""
    return not any(name.startswith(folder + os.sep) for folder in disk.pending_folders)


def _tails(data: bytes) -> list[bytes]:
    """Return what may be there of bytes that were not synced: a beginning of them, or zeros."""
    lengths = sorted({0, 1, len(data) // 3, len(data) // 2, len(data) - 1, len(data)})
    return [data[:length] for length in lengths] + [bytes(len(data))]


def _build(place: Path, state: dict[str, bytes], folders: set[str]) -> None:
    place.mkdir(parents=True, exist_ok=True)
    for folder in sorted(folders):
        if any(name.startswith(folder + os.sep) for name in state):
            Path(folder).mkdir(parents=True, exist_ok=True)
    for name, data in state.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)
