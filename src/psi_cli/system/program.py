"""A program of the learner's own choice: the words that start it, and leaving Ctrl-C to it."""

import ntpath
import os
import posixpath
import shlex
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

Find = Callable[[str], str | None]


def finder(environment: Mapping[str, str]) -> Find:
    """Return what finds the path of a program by its name, or None where there is none."""
    return lambda name: shutil.which(name, path=environment.get("PATH"))


def words_of(command: str, find: Find, *, windows: bool = os.name == "nt") -> list[str]:
    """Return the words of a command: one where the whole is a program, spaces and all.

    ValueError where a quotation mark is open.
    """
    expanded = (ntpath if windows else posixpath).expanduser
    if find(expanded(command)):
        return [expanded(command)]
    split = shlex.shlex(command, posix=True, punctuation_chars=False)
    split.whitespace_split, split.commenters = True, ""
    if windows:
        split.escape, split.quotes = "", '"'
    return [expanded(word) for word in split] or [command]


@contextmanager
def interrupts_left_to_it() -> Iterator[None]:
    """Let Ctrl-C reach a program alone: if psi ended first, both would read the keyboard."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
