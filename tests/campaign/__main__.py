"""Runs the fault campaign in a named size and prints what it came to."""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from tests.campaign import (
    edits,
    faults,
    forgets,
    kills,
    loader,
    machines,
    power,
    rot,
    tools,
    writers,
)
from tests.campaign.scene import Broken

CORES = os.cpu_count() or 1


class Size(NamedTuple):
    """How much of everything a campaign tries."""

    every: int  # of the fault cases, each so-manieth
    nested: int
    cuts: tuple[str, ...]  # the operations whose power is cut; all where none is named
    damage: int
    changed: int  # journals, by tools
    sequences: int  # of machines
    merges: int  # by git, between three of them
    killed: int
    forgets: int  # interrupted
    saves: int  # of each of a hundred writers
    inputs: int
    edits: int  # of a pathway that a learner is in the middle of


SIZES = {
    "small": Size(13, 200, ("save one",), 9_000, 200, 20, 50, 200, 20, 5, 3_000, 1_000),
    "large": Size(3, 1_000, (), 100_000, 5_000, 1_000, 200, 4_000, 1_000, 50, 300_000, 10_000),
}


def parts(size: Size) -> dict[str, Callable[[], str]]:
    """Return the parts of a campaign by name; each says what it did."""
    return {
        "faults at every system call": lambda: _shared(faults.run, size.every),
        "a second fault during recovery": lambda: f"{faults.run_twice(size.nested):,} cases",
        "power cuts": lambda: (
            f"{power.run(size.cuts):,} states of the disk, all that the model has"
        ),
        "bit rot": lambda: f"{_spread(rot.run, size.damage):,} damaged journals",
        "tools": lambda: f"{_spread(tools.run, size.changed):,} journals changed by tools",
        "machines": lambda: (
            f"{_spread(machines.run, size.sequences):,} sequences of two and three machines"
        ),
        "merges of machines": lambda: (
            f"{_spread(machines.merge, size.merges):,} by git between three machines"
        ),
        "kill -9": lambda: f"{kills.run(size.killed):,} processes killed while saving",
        "interrupted forgets": lambda: f"{forgets.run(size.forgets):,} forgets, no word left",
        "writers": lambda: _writers(size.saves),
        "loader": lambda: (
            f"{size.inputs:,} files, {_spread(loader.run, size.inputs):,} of them pathways"
        ),
        "edited pathways": lambda: (
            f"{size.edits:,} learners, {_spread(edits.run, size.edits):,} of the edits safe"
        ),
    }


def _shared(work: Callable[..., int], every: int) -> str:
    with ProcessPoolExecutor(CORES, mp_context=get_context("fork")) as pool:
        jobs = [pool.submit(work, share, CORES, every=every) for share in range(CORES)]
        return f"{sum(job.result() for job in jobs):,} cases"


def _spread(work: Callable[[int, int], int], cases: int) -> int:
    """Let every core do its part of the cases, and return what they come to."""
    with ProcessPoolExecutor(CORES, mp_context=get_context("fork")) as pool:
        jobs = [pool.submit(work, cases // CORES, seed) for seed in range(CORES)]
        return sum(job.result() for job in jobs)


def _writers(crowd: int) -> str:
    count, _ = writers.run(8, 25, forgetters=2)
    told = [f"{count:,} saved while others rewrote the journal"]
    for processes, saves in ((16, 50), (100, crowd)):
        count, wait = writers.run(processes, saves)
        told.append(f"{processes} × {saves}: {count:,} saved, 99 % within {wait * 1000:.0f} ms")
    return "; ".join(told)


def main() -> int:
    """Run the campaign; status 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("--only", help="the parts whose name holds this")
    chosen = parser.parse_args()
    gc.freeze()
    began = time.monotonic()
    for name, part in parts(SIZES[chosen.size]).items():
        if chosen.only and chosen.only not in name:
            continue
        started = time.monotonic()
        try:
            told = part()
        except Broken as broken:
            print(f"BROKEN  {name}: {broken}", flush=True)
            return 1
        print(f"kept    {name}: {told} ({time.monotonic() - started:.0f} s)", flush=True)
    print(f"all promises kept in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
