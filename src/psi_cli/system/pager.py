"""The learner's own pager, for a text that is taller than the window, by the rules of git."""

import os
import re
import subprocess
from collections.abc import Mapping
from typing import TextIO

from psi_cli.system.program import finder, interrupts_left_to_it
from psi_cli.system.terminal import Terminal

_SEQUENCE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")  # what psi writes: styles, links


def page(
    text: str, terminal: Terminal, environment: Mapping[str, str], stream: TextIO, below: int = 0
) -> bool:
    """Show a text in a pager where the window is too low for it and for the rows `below` it.

    Answers whether the pager showed it. Where there is none, where it is turned off (PSI_PAGER
    or PAGER is empty or `cat`) and where it fails, nothing is lost: the text is still to be
    written.
    """
    command = _command(environment)
    rows = height(text, terminal.width)
    if terminal.plain or not terminal.interactive or not command:
        return False
    if rows + below < terminal.rows:  # the prompt has the last one
        return False
    if os.path.basename(command.split()[0]) == "more":
        text = _SEQUENCE.sub("", text)  # it takes them for letters, and breaks the lines
    less = "FRX" if rows >= terminal.rows else "RX"  # F alone would show it all and leave at once
    return _run(command, text, {"LESS": less, "LV": "-c", **environment}, stream)


def height(text: str, columns: int) -> int:
    """Return how many rows of a window a text takes; lines longer than the window take several.

    Only addresses and commands may be longer, and they are ASCII: letters that terminals draw on
    no column or on two need no counting.
    """
    lines = _SEQUENCE.sub("", text).removesuffix("\n").split("\n")
    return sum(max(1, -(-len(line.encode("ascii", "ignore")) // columns)) for line in lines)


def _command(environment: Mapping[str, str]) -> str:
    """Return what to run; nothing where the learner wants no pager or there is none."""
    chosen = environment.get("PSI_PAGER", environment.get("PAGER"))
    if chosen is None:
        return "less" if finder(environment)("less") else ""
    return "" if chosen.strip() == "cat" else chosen.strip()


def _run(command: str, text: str, environment: Mapping[str, str], stream: TextIO) -> bool:
    data = text.encode(stream.encoding or "utf-8", stream.errors or "replace")
    try:
        process = subprocess.Popen(  # noqa: S602 - the learner's own choice, through a shell as in git
            command,
            shell=True,
            stdin=subprocess.PIPE,
            stdout=stream.fileno(),
            env=dict(environment),
        )
    except (OSError, ValueError):
        return False
    with interrupts_left_to_it():
        try:
            process.communicate(data)
        except OSError:  # it left before the end, as one does who has read enough
            process.wait()
    return process.returncode == 0
