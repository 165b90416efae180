"""Real processes, killed with SIGKILL at random moments while two of them save."""

import os
import random
import signal
import tempfile
import time
from pathlib import Path

from psi_cli.record.model import Action
from tests.campaign.scene import NOW, PATHWAY, SCRATCH, Broken, events_in, shrink, store_in


def run(kills: int, seed: int = 0) -> int:
    """Kill so many writing processes, two of which share a home at a time; return the kills.

    Every event whose id a writer got out before it died was acknowledged, and must be there.
    """
    shrink()
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice of moments
    acknowledged: set[str] = set()
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        home = Path(scratch) / "home-0"
        for number in range(0, kills, 2):
            if number % 50 == 0:  # a new home, before its journal slows the writers down
                _check(home, acknowledged)
                home, acknowledged = Path(scratch) / f"home-{number}", set()
            writers = [_start_writer(home) for _ in range(2)]
            time.sleep(chance.uniform(0.002, 0.03))
            for process, _ in writers:
                os.kill(process, signal.SIGKILL)
            for process, pipe in writers:
                os.waitpid(process, 0)
                acknowledged |= _acknowledged_on(pipe)
        _check(home, acknowledged)
    return kills


def _start_writer(home: Path) -> tuple[int, int]:
    """Start a process that saves until it is killed, and tells of each save on a pipe."""
    reader, writer = os.pipe()
    if process := os.fork():
        os.close(writer)
        return process, reader
    store = store_in(home)
    while True:
        for event in store.save(
            PATHWAY, [Action("done", "a"), Action("note", "b", "x" * 300)], NOW
        ):
            os.write(writer, event.id.encode() + b"\n")


def _acknowledged_on(pipe: int) -> set[str]:
    with os.fdopen(pipe, "rb") as file:
        return {line.decode().strip() for line in file if line.endswith(b"\n")}


def _check(home: Path, acknowledged: set[str]) -> None:
    kept = {event.id for event in events_in(home)}
    if lost := acknowledged - kept:
        raise Broken(f"{len(lost)} of {len(acknowledged)} acknowledged events are gone")
