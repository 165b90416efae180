"""The world a run of psi lives in: handed in, so that a test can choose every part of it."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from datetime import tzinfo
from typing import NamedTuple, TextIO

from psi_cli.system.paths import Home

_LAST = 2**63 // 10**9  # seconds; Python counts nanoseconds in 64 bits


class World(NamedTuple):
    """Environment, clock, streams and time zone.

    `clock` gives seconds since 1970; a `zone` of None is the one this machine is set to, a `home`
    of None where the environment puts it.
    """

    environment: Mapping[str, str]
    clock: Callable[[], float]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    zone: tzinfo | None = None
    home: Home | None = None


def now() -> float:
    """Return the seconds since 1970, as far as Python reads a clock: up to April 2262."""
    try:
        return time.time()
    except OverflowError:
        return _LAST


def this_process() -> World:
    """Return the world of the running process, with a stand-in for each stream it lacks."""
    return World(
        environment=os.environ,
        clock=now,
        stdin=sys.stdin or open(os.devnull, encoding="utf-8"),
        stdout=sys.stdout or _closed(),
        stderr=sys.stderr or open(os.devnull, "w", encoding="utf-8"),
    )


def _closed() -> TextIO:
    """Return a closed stream, which a run refuses as its output."""
    with open(os.devnull, "w", encoding="utf-8") as stream:
        return stream
