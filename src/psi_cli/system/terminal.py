"""The terminal, or whatever stands in its place: what it can show, and writing to it whole."""

import codecs
import os
import sys
from collections.abc import Mapping
from typing import NamedTuple, TextIO

from psi_cli.errors import PsiError
from psi_cli.system.sanitize import reason_of

NARROWEST, BROADEST_TEXT = 20, 92  # columns; text is never set wider than the last
_OFF = frozenset({"", "0", "false", "no", "off"})
_PROBE = "✓○★━│╭’"


class Terminal(NamedTuple):
    """What standard output can show, in columns and rows.

    `plain` means lines instead of panels; `obedient`, that it takes commands, as for its clipboard.
    """

    width: int
    rows: int
    plain: bool
    color: bool
    links: bool
    ascii_only: bool
    interactive: bool
    obedient: bool = False


def detect(environment: Mapping[str, str], stdin: TextIO, stdout: TextIO) -> Terminal:
    """Return what the terminal can show, from the environment and the streams."""
    attached = _is_terminal(stdout)
    dumb = environment.get("TERM", "") in {"dumb", "unknown"}
    forced = is_on(environment.get("FORCE_COLOR", ""))
    no_color = bool(environment.get("NO_COLOR"))
    plain = any(is_on(environment.get(name, "")) for name in ("PSI_PLAIN", "ACCESSIBLE"))
    obeys = _enable_sequences(attached=attached) and not dumb
    plain = plain or not (attached or forced) or not obeys
    return Terminal(
        width=_columns(environment, stdout),
        rows=_rows(environment, stdout),
        plain=plain,
        color=not plain and not no_color,
        links=not plain and not no_color and attached,
        ascii_only=not _encodes(stdout, _PROBE),
        interactive=attached and _is_terminal(stdin),
        obedient=attached and obeys,
    )


def is_on(value: str) -> bool:
    """Tell whether the value of a variable turns something on."""
    return value.lower() not in _OFF


def prepare_stream(stream: TextIO) -> None:
    """Make a text stream take every character: what its encoding lacks is spelt out."""
    codecs.register_error("psi-spell-out", _spell_out)
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="psi-spell-out")


def write(stream: TextIO, text: str) -> None:
    """Write a text whole, after all that the stream holds yet.

    OutputFailure says that the output is closed or full, BrokenPipeError that nobody reads it.
    Python's own print drops the rest of a short write on an unbuffered stream.
    """
    try:
        _write(stream, text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFailure(reason_of(error)) from error


def _write(stream: TextIO, text: str) -> None:
    stream.flush()
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError, AttributeError):  # a stand-in stream without a file behind it
        stream.write(text)
        return
    rest = memoryview(text.encode(stream.encoding or "utf-8", stream.errors or "replace"))
    if os.linesep != "\n":
        ended = bytes(rest).replace(b"\r\n", b"\n")  # as calendars end their lines everywhere
        rest = memoryview(ended.replace(b"\n", os.linesep.encode()))
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def say(stream: TextIO, text: str, environment: Mapping[str, str]) -> None:
    """Write sentences and end the line; at a terminal, lines are folded between words.

    What stands between `backticks` or “quotation marks” is kept in one piece, to be copied.
    """
    if _is_terminal(stream):
        width = _columns(environment, stream)
        text = "\n".join(folded(line, width) for line in text.split("\n"))
    write(stream, f"{text}\n")


def folded(line: str, width: int) -> str:
    """Return a line with breaks between words where it is wider than a terminal."""
    if len(line) <= width:
        return line
    import re
    from textwrap import fill

    margin = " " * (len(line) - len(line.lstrip()))
    held = re.sub("`[^`]*`|“[^”]*”", lambda quoted: quoted[0].replace(" ", "\0"), line)
    folded = fill(
        held, width, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )
    return folded.replace("\0", " ")


class OutputFailure(PsiError):
    """The output could not be written whole."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The output could not be written: {reason}.", "Whatever was saved is saved."
        )


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def _columns(environment: Mapping[str, str], stdout: TextIO) -> int:
    columns = _chosen(environment, "COLUMNS") or _size(stdout).columns or 80
    return min(max(columns, NARROWEST), BROADEST_TEXT)


def _rows(environment: Mapping[str, str], stdout: TextIO) -> int:
    return _chosen(environment, "LINES") or _size(stdout).lines or 24


def _chosen(environment: Mapping[str, str], name: str) -> int:
    chosen = environment.get(name, "")
    return int(chosen[:9]) if chosen.isascii() and chosen.isdigit() else 0


def _size(stdout: TextIO) -> os.terminal_size:
    try:
        return os.get_terminal_size(stdout.fileno())
    except (OSError, ValueError, AttributeError):  # no terminal, or none that knows its size
        return os.terminal_size((0, 0))


def _encodes(stream: TextIO, text: str) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


if sys.platform == "win32":
    import ctypes

    _STANDARD_OUTPUT, _OBEY_SEQUENCES = -11, 4

    def _enable_sequences(*, attached: bool) -> bool:
        """Ask a Windows console to obey escape sequences; tell whether they may be written."""
        kernel, mode = ctypes.windll.kernel32, ctypes.c_ulong()
        console = kernel.GetStdHandle(_STANDARD_OUTPUT)
        if not attached or not kernel.GetConsoleMode(console, ctypes.byref(mode)):
            return True  # no console: a file, or a terminal program that obeys them
        return bool(kernel.SetConsoleMode(console, mode.value | _OBEY_SEQUENCES))

else:

    def _enable_sequences(*, attached: bool) -> bool:
        """Tell whether escape sequences may be written: here always."""
        del attached
        return True


_SPELT = str.maketrans(
    {
        "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...",
        "·": "-", "•": "-", "×": "x", "«": '"', "»": '"', "œ": "oe", "æ": "ae", "ß": "ss",
    }
)  # fmt: skip


def _spell_out(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that an encoding lacks by their plainest spelling."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(_plainest, lacking)), error.end


def _plainest(character: str) -> str:
    """Return the plainest spelling of a character; nothing for a mark on the one before."""
    from unicodedata import combining, normalize

    if combining(character):
        return ""
    spelt = _SPELT.get(ord(character)) or normalize("NFKD", character)
    return str(spelt).encode("ascii", "ignore").decode() or "?"
