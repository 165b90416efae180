"""Events with the lines they were written as, for what carries them from one psi to another.

A line says more than its event where a newer psi wrote it, and goes on as it is, byte for byte;
but a text that was forgotten goes no further, whichever is read first, the note or the forgetting.
"""

from contextlib import suppress
from typing import NamedTuple

from psi_cli.record import folder, journal
from psi_cli.record.model import Event
from psi_cli.system import files
from psi_cli.system.paths import Home


class Line(NamedTuple):
    """An event, and the line it was written as."""

    event: Event
    written: bytes


Lines = dict[str, Line]  # by the ids of the events


def at_hand(home: Home) -> Lines:
    """Return every event of every journal once, and no forgotten text.

    RecordFailure where the folder of the journals cannot be read.
    """
    found: Lines = {}
    for name in folder.look(home):
        with suppress(OSError):  # which `psi` and `psi doctor` tell
            add(found, files.read(home.journals / name))
    return without_forgotten(found, forgotten_in(found))


def add(found: Lines, data: bytes) -> None:
    """Add the events in the bytes of a journal to others; of two with one id, the first stands."""
    for written, event in journal.lines(data):
        found.setdefault(event.id, Line(event, written))


def forgotten_in(*several: Lines) -> frozenset[str]:
    """Return the ids of the notes that were forgotten."""
    every = (line.event for lines in several for line in lines.values())
    return frozenset(event.of for event in every if event.do == "forget")


def without_forgotten(lines: Lines, forgotten: frozenset[str]) -> Lines:
    """Return lines in the order of their ids, those that were forgotten without their texts."""
    return dict(_cleaned(line, forgotten) for _, line in sorted(lines.items()))


def _cleaned(line: Line, forgotten: frozenset[str]) -> tuple[str, Line]:
    name = line.event.id
    if name not in forgotten or not line.event.text:
        return name, line
    without_text = journal.without_texts(line.written, frozenset({name}), frozenset())
    return name, Line(line.event._replace(text=""), without_text.rstrip())
