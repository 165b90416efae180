"""Handing an address to the learner's browser, without waiting for it."""

import os
import subprocess
import sys
from typing import Any

from psi_cli.system.url import problem_with

_DETACHED = 0x208  # Windows: no console, and a process group of its own
_STARTER = "import sys, webbrowser; webbrowser.open(sys.argv[1])"


def ask_to_open(url: str) -> bool:
    """Start the browser on an accepted address in a process of its own.

    The process has no part in psi's streams, so a browser that blocks, fails or prints does
    so alone. Answers whether that process could be started; what the browser did is unknown.
    """
    if problem_with(url):
        return False
    detached: dict[str, Any] = (
        {"start_new_session": True} if os.name == "posix" else {"creationflags": _DETACHED}
    )
    try:
        process = subprocess.Popen(  # noqa: S603 - Python itself, and an address that passed the gate
            [sys.executable, "-I", "-c", _STARTER, url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **detached,
        )
    except OSError:
        return False
    process.returncode = 0  # psi waits for no browser, and Python is not to warn of that
    return True
