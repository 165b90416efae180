"""A shell in a terminal of its own, and a person who presses its keys."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import pyte

PATIENCE = 40  # seconds: for what appears, however slow the machine is
COLUMNS, ROWS = 80, 60
PROMPT = "go> "


class Shell:
    """An interactive shell whose every prompt is `PROMPT`."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads here
        )
        os.close(theirs)
        self.wait_until(lambda: self.shown().rstrip().endswith(PROMPT.rstrip()))

    def shown(self) -> str:
        """Return what stands on the screen, row by row."""
        return "\n".join(row.rstrip() for row in self.screen.display).rstrip()

    def line(self) -> str:
        """Return what stands behind the last prompt, and no list below it."""
        behind = [row for row in self.screen.display if row.startswith(PROMPT)]
        return behind[-1].removeprefix(PROMPT).rstrip() if behind else ""

    def press(self, keys: str) -> None:
        os.write(self.ours, keys.encode())

    def wait_until(self, appeared: Callable[[], bool]) -> None:
        """Read on until something has appeared."""
        until = time.monotonic() + PATIENCE
        while not appeared():
            assert time.monotonic() < until, self.shown()
            if select.select([self.ours], [], [], 0.1)[0]:
                self.stream.feed(os.read(self.ours, 65536))

    def clear(self) -> None:
        """Give the line up and begin with an empty window."""
        self.press("\x05\x15#")  # to its end, delete it, and something to be seen
        self.wait_until(lambda: self.line() == "#")
        self.press("\x15\x0c")
        self.wait_until(lambda: self.shown() == PROMPT.rstrip())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.ours)
