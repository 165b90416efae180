"""Many writers at once, with readers and forgetters beside them."""

import os
import tempfile
import time
from pathlib import Path

from psi_cli.errors import RecordFailure
from psi_cli.record import journal
from psi_cli.record.forget import forget, traces_of
from psi_cli.record.model import Action
from tests.campaign.scene import NOW, PATHWAY, SCRATCH, Broken, events_in, own_journal, store_in


def run(processes: int, saves: int, *, readers: int = 2, forgetters: int = 0) -> tuple[int, float]:
    """Let processes save so often each; return the saves and the 99th percentile of their time.

    Readers load without a pause meanwhile; forgetters rewrite the journal. Seconds.
    """
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        home = Path(scratch) / "home"
        store_in(home).save(PATHWAY, [Action("start", "one")], NOW)
        stop = Path(scratch) / "stop"
        beside = [_start(_read_until, home, stop) for _ in range(readers)]
        beside += [_start(_forget_until, home, stop) for _ in range(forgetters)]
        try:
            writers = [_start(_save_often, home, saves) for _ in range(processes)]
            lines = [line for writer in writers for line in _finish(writer)]
        finally:
            stop.touch()
        for process in beside:
            _finish(process)
        _check(home, {line.split()[0] for line in lines}, processes * saves)
        waits = sorted(float(line.split()[1]) for line in lines)
        return len(lines), waits[len(waits) * 99 // 100]


def _start(work, *arguments) -> tuple[int, int]:
    reader, writer = os.pipe()
    if process := os.fork():
        os.close(writer)
        return process, reader
    code = 1
    try:
        os.close(reader)
        with os.fdopen(writer, "w") as told:
            work(told, *arguments)
        code = 0
    finally:
        os._exit(code)


def _finish(started: tuple[int, int]) -> list[str]:
    process, pipe = started
    with os.fdopen(pipe) as file:
        lines = file.read().splitlines()
    if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]):
        raise Broken("a process beside the writers failed")
    return lines


def _save_often(told, home: Path, saves: int) -> None:
    store = store_in(home)
    for number in range(saves):
        began = time.perf_counter()
        (event,) = store.save(PATHWAY, [Action("done", f"thing-{number}")], NOW)
        told.write(f"{event.id} {time.perf_counter() - began}\n")


def _read_until(_told, home: Path, stop: Path) -> None:
    parent = os.getppid()
    while not stop.exists() and os.getppid() == parent:
        store_in(home).load()


def _forget_until(_told, home: Path, stop: Path) -> None:
    store = store_in(home)
    parent = os.getppid()
    while not stop.exists() and os.getppid() == parent:
        try:
            store.save(PATHWAY, [Action("note", "private", "a word")], NOW)
            traces = traces_of(store, [PATHWAY], frozenset({"private"}))
            if traces.total:
                forget(store, traces, NOW)
        except RecordFailure as error:
            if "another psi has been saving" not in error.sentence:
                raise
        time.sleep(0.05)


def _check(home: Path, acknowledged: set[str], expected: int) -> None:
    if len(acknowledged) != expected:
        raise Broken(f"{len(acknowledged)} of {expected} saves were acknowledged")
    kept = {event.id for event in events_in(home)}
    if lost := acknowledged - kept:
        raise Broken(f"{len(lost)} of {expected} acknowledged saves are gone")
    ids = [event.id for event in journal.read(own_journal(home).read_bytes())[0]]
    if ids != sorted(set(ids)):
        raise Broken("writers did not take turns: the ids of the journal do not rise")
