"""A real terminal for psi: a pseudo-terminal of a given size, and a person who types into it."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

PATIENCE = 20  # seconds


class RealTerminal:
    """One run of psi in a terminal of its own."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], columns: int, rows: int
    ) -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.shown = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "psi_cli", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads here
        )
        os.close(theirs)

    def wait_for(self, words: str) -> str:
        """Return all that was shown, as soon as these words are among it."""
        until = time.monotonic() + PATIENCE
        while words not in self.shown and time.monotonic() < until and self._read():
            pass
        assert words in self.shown, self.shown
        return self.shown

    def type(self, keys: str) -> None:
        with suppress(OSError):  # psi has ended
            os.write(self.ours, keys.encode())

    def end(self, keys: str = "") -> str:
        """Return all that was shown until psi ended, while keys are typed again and again."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._read():
            if keys:
                self.type(keys)
        assert self.process.wait(timeout=PATIENCE) == 0, self.shown
        os.close(self.ours)
        return self.shown

    def _read(self) -> bool:
        """Take what is there to be read; tell whether more may come."""
        if not select.select([self.ours], [], [], 0.2)[0]:
            return True
        try:
            data = os.read(self.ours, 65536)
        except OSError:  # Linux says so when the other side has closed
            return False
        self.shown += data.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(data)
