"""Every system call of every save fails or kills, once or for good, at every place."""

import errno
import os
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from psi_cli.errors import RecordFailure
from tests.campaign.scene import (
    OPERATIONS,
    SCRATCH,
    Broken,
    Operation,
    events_in,
    prepare,
    shrink,
    store_in,
    verify,
)

CALLS = (
    "open", "write", "fsync", "close", "read", "lseek", "fstat", "stat", "lstat", "listdir",
    "mkdir", "chmod", "replace", "unlink",
)  # fmt: skip
ERRNOS = (
    errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EACCES, errno.EROFS, errno.EMFILE, errno.EINTR,
)  # fmt: skip
OUTCOMES = {0: "saved", 1: "may", 2: "not", 9: "killed"}


class Fault(NamedTuple):
    """What happens at a call: kill, short or an errno; once, or from then on."""

    kind: str
    code: int = 0
    lasting: bool = False


FAULTS = (
    Fault("kill before"),
    Fault("kill after"),
    Fault("kill half way"),
    Fault("short"),
    Fault("half, then", errno.ENOSPC, lasting=True),
    *(Fault("error", code) for code in ERRNOS),
    *(Fault("error", code, lasting=True) for code in ERRNOS),
)


class Failpoints:
    """Stands between psi and the system: counts its calls, and lets one go wrong."""

    def __init__(self, at: int = -1, fault: Fault | None = None) -> None:
        self.at = at
        self.fault = fault
        self.count = 0
        self.names: list[str] = []

    def install(self) -> None:
        """Put every watched call behind this; only ever in a process that is about to end."""
        for name in CALLS:
            setattr(os, name, self._watched(name, getattr(os, name)))

    def _watched(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **named: Any) -> Any:
            number = self.count
            self.count += 1
            self.names.append(name)
            fault = self.fault
            if fault is None or number < self.at or (number > self.at and not fault.lasting):
                return call(*arguments, **named)
            return self._go_wrong(fault, name, call, arguments, named)

        return watched

    def _go_wrong(
        self, fault: Fault, name: str, call: Callable[..., Any], arguments: Any, named: Any
    ) -> Any:
        if fault.kind == "kill before":
            os._exit(9)
        if fault.kind == "error" or (fault.kind == "half, then" and self.count - 1 > self.at):
            if name == "close":
                call(*arguments, **named)
            raise OSError(fault.code, os.strerror(fault.code))
        if name == "write":
            descriptor, data = arguments
            arguments = (descriptor, bytes(data)[: max(1, len(data) // 2)])
        result = call(*arguments, **named)
        if fault.kind.startswith("kill"):
            os._exit(9)
        return result


def run(share: int = 0, shares: int = 1, *, every: int = 1) -> int:
    """Try operations on homes with every fault at every call; return the cases.

    Several processes can share the plan; `every` takes each so-manieth case of it.
    """
    shrink()
    cases = 0
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        homes = prepare(Path(scratch) / "homes")
        before = {name: events_in(folder) for name, folder in homes.items()}
        plan = list(_plan(homes))[share * every :: shares * every]
        for number, (home, operation, at, fault) in enumerate(plan):
            place = Path(scratch) / f"case-{number}"
            shutil.copytree(homes[home], place, copy_function=shutil.copyfile)
            outcome = _in_a_child(place, operation, Failpoints(at, fault))
            where = f"{operation.name} on a {home} home, {fault} at call {at}"
            verify(place, before[home], operation, outcome, where)
            _check_drafts(place, outcome, where)
            shutil.rmtree(place)
            cases += 1
    return cases


def run_twice(limit: int) -> int:
    """Let a second fault meet the recovery from a first; return the cases."""
    shrink()
    cases = 0
    kills = [fault for fault in FAULTS if fault.kind.startswith("kill")]
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        homes = prepare(Path(scratch) / "homes")
        save = OPERATIONS[0]
        for number in range(limit):
            home = ("small", "torn", "large")[number % 3]
            place = Path(scratch) / f"case-{number}"
            shutil.copytree(homes[home], place)
            before = events_in(place)
            first, second = kills[number % len(kills)], FAULTS[number % len(FAULTS)]
            _in_a_child(place, save, Failpoints(8 + number % 23, first))
            before = [*before, *(e for e in events_in(place) if e not in before)]
            outcome = _in_a_child(place, save, Failpoints(number * 7 % 31, second))
            verify(place, before, save, outcome, f"{first} then {second}, case {number}")
            shutil.rmtree(place)
            cases += 1
    return cases


def _plan(homes: dict[str, Path]) -> Iterator[tuple[str, Operation, int, Fault]]:
    for home, folder in homes.items():
        for operation in OPERATIONS:
            if home == "new" and not operation.actions:
                continue
            names = _calls_of(folder, operation)
            for at, name in enumerate(names):
                for fault in FAULTS:
                    if name == "write" or fault.kind in {"error", "kill before", "kill after"}:
                        yield home, operation, at, fault


def _calls_of(folder: Path, operation: Operation) -> list[str]:
    """Return the system calls that an operation makes, in order, from a run in a child."""
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        place = Path(scratch) / "home"
        shutil.copytree(folder, place)
        listed = Path(scratch) / "calls"
        if child := os.fork():
            os.waitpid(child, 0)
            return listed.read_text().split()
        points = Failpoints()
        points.install()
        operation.run(store_in(place))
        listed.write_text(" ".join(points.names[: points.count]))
        os._exit(0)


def _in_a_child(place: Path, operation: Operation, points: Failpoints) -> str:
    """Run an operation in a process of its own and return what came of it."""
    if child := os.fork():
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code not in OUTCOMES:
            raise Broken(f"{operation.name}, {points.fault} at {points.at}: an uncaught exception")
        return OUTCOMES[code]
    code = 3
    try:
        points.install()
        operation.run(store_in(place))
        code = 0
    except RecordFailure as error:
        code = 1 if "may" in error.sentence else 2
    except BaseException:
        points.fault = None
        traceback.print_exc()
    finally:
        os._exit(code)


def _check_drafts(place: Path, outcome: str, where: str) -> None:
    """A draft may outlive a kill, and an unlink that was made to fail; nothing else."""
    drafts = list(place.rglob("*.draft-*"))
    if drafts and outcome != "killed" and "lasting=True" not in where and "unlink" not in where:
        raise Broken(f"{where}: left {drafts[0].name} behind")
