"""The learner's own editor: which one it is, and waiting until it is left."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from psi_cli.errors import PsiError
from psi_cli.system import files
from psi_cli.system.program import Find, finder, words_of
from psi_cli.system.sanitize import clean_line

AT_ONCE = 1.0  # seconds in which nobody writes a note
_LAST_WORDS = 4.0  # seconds for an editor to save what is in it, when psi is told to end
_USUAL = ("nano", "micro", "ne", "mcedit", "vi")  # vi last: beginners find no way out of it
_USUAL_ON_WINDOWS = ("notepad",)
_ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP")  # the last one when a terminal is closed


class Editor(NamedTuple):
    """An editor: what the learner calls it, and the words that start it."""

    name: str
    words: tuple[str, ...]


class ToldToEnd(PsiError):
    """psi was told to end while a page was open, by the signal of a number.

    `may_hold_more` tells whether the editor may have kept, or may yet write, what is not on it.
    """

    may_hold_more = False

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__("psi was interrupted, and no note was saved.", "Repeat the command.")
        self.status = 128 + number


class EditorFailure(PsiError):
    """The editor did not start, or said that it failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"No note was saved: {clean_line(reason)}.",
            "Set EDITOR to an editor you have, or write the text after REF.",
        )


class DidNotWait(PsiError):
    """The editor returned before anyone could have written anything."""

    may_hold_more = True

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No note was saved: {clean_line(name)} returned at once and wrote nothing.",
            "Set EDITOR to one that waits: `code --wait`, `gedit --wait`, `subl -w`.",
        )


def chosen_editor(
    environment: Mapping[str, str], find: Find | None = None, *, windows: bool = os.name == "nt"
) -> Editor:
    """Return the editor that VISUAL or EDITOR names, or else one that is at hand.

    `find` returns the path of a program, or None. EditorFailure where a quotation mark is open.
    """
    find = find or finder(environment)
    for variable in ("VISUAL", "EDITOR"):
        if value := environment.get(variable, "").strip():
            words = _words(value, find, windows=windows)
            return Editor(value, (find(words[0]) or words[0], *words[1:]))
    usual = _USUAL_ON_WINDOWS if windows else _USUAL
    name = next(filter(find, usual), usual[-1])
    return Editor(name, (name,))


def _words(value: str, find: Find, *, windows: bool) -> list[str]:
    try:
        return words_of(value, find, windows=windows)
    except ValueError as error:
        raise EditorFailure(f"EDITOR cannot be understood ({error})") from None


def write_in(editor: Editor, page: Path) -> None:
    """Let the learner write on a page, and return when the editor is left.

    ToldToEnd, EditorFailure or DidNotWait say what came between.
    """
    before, started = files.state_of(page), time.monotonic()
    try:
        process = subprocess.Popen([*editor.words, str(page)])  # noqa: S603 - the learner's choice
    except OSError as error:
        raise EditorFailure(f"{editor.name} cannot be started ({error.strerror})") from None
    try:
        status = process.wait()
    except ToldToEnd as error:
        error.may_hold_more = _pass_on(error.number, process)
        raise
    if status:
        raise EditorFailure(f"{editor.name} ended with status {status}")
    if time.monotonic() - started < AT_ONCE and files.state_of(page) == before:
        raise DidNotWait(editor.name)


def _pass_on(number: int, process: subprocess.Popen[bytes]) -> bool:
    """Tell the editor to end too, and whether it may have kept what was written elsewhere.

    An editor in the terminal saves what it has when it is told to end, and gives the terminal
    back. Ctrl-C is told to all in the terminal by the terminal.
    """
    passed_on = number != signal.SIGINT
    with suppress(subprocess.TimeoutExpired, OSError, ToldToEnd):
        if passed_on:
            process.send_signal(number)
        process.wait(_LAST_WORDS if passed_on else AT_ONCE)
    return passed_on or process.poll() is None


@contextmanager
def endings_raised() -> Iterator[None]:
    """Raise ToldToEnd where a signal would end psi, so that what is open can be kept."""

    def told_to_end(number: int, _frame: Any) -> None:
        raise ToldToEnd(number)

    numbers = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    usual = {number: signal.signal(number, told_to_end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
