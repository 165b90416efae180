"""The folder of journals: this device's own, those of others, and whatever else lies among them.

A file that cannot be read costs only itself: it is left out, and told as strange.
"""

import os
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from psi_cli.errors import RecordFailure
from psi_cli.record import device
from psi_cli.record.model import Event
from psi_cli.record.snapshot import Part, Parts
from psi_cli.system import files
from psi_cli.system.paths import Home
from psi_cli.system.sanitize import clean_line, reason_of

if TYPE_CHECKING:
    from psi_cli.record.journal import Finding

_SUFFIX = ".jsonl"
_UNRELEASED = ".toml"  # of journals that psi wrote before its first release
Look = dict[str, tuple[int, ...]]  # journals by name, each with what changes when it does


class Journal(NamedTuple):
    """A journal that was read: its events, and all that is in it and no event."""

    name: str
    events: "list[Event]"
    findings: "list[Finding]"
    size: int


def own_journal(home: Home) -> Path:
    """Return the journal of this device, which may have yet to be made."""
    return home.journals / f"{device.name_of_device(home)}{_SUFFIX}"


def journal_to_add_to(home: Home) -> Path:
    """Return this device's journal, its folders made; RecordFailure if they cannot be."""
    with files.unsaved(home.data):
        files.make_directory(home.data, own=False)
    with files.unsaved(home.journals):
        files.make_directory(home.journals)
    return home.journals / f"{device.keep_name_of_device(home)}{_SUFFIX}"


def imported_beside(own: Path) -> Path:
    """Return the journal of what a device imported, by its own; it may have yet to be made."""
    return own.with_suffix(f".imported{_SUFFIX}")


def with_copies(own: Path, names: Iterable[str]) -> list[Path]:
    """Return those files that are a device's journal, what it imported, or copies of the two."""
    named = (own.with_name(name) for name in names if own.stem in name)
    return sorted(named, key=lambda path: path != own)


def device_of(home: Home, name: str) -> str:
    """Return whose a journal is: nothing for this device's own."""
    return "" if name == own_journal(home).name else clean_line(Path(name).stem)


def look(home: Home) -> Look:
    """Return the journals there are, this device's own first; RecordFailure if that fails.

    A name that begins with a dot is another program's: a lock, or half of what is arriving.
    """
    try:
        names = os.listdir(home.journals)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise RecordFailure(
            f"{clean_line(str(home.journals))} cannot be read: {reason_of(error)}.",
            "Make it a folder that you can read, or set PSI_HOME to another.",
        ) from error
    own = own_journal(home).name
    names = [name for name in names if name.endswith((_SUFFIX, _UNRELEASED)) and name[0] != "."]
    names.sort(key=lambda name: (name != own, name))
    return {name: state_of(home.journals / name) for name in names}


def contents(
    home: Home, names: Iterable[str], known: Parts | None = None
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return what journals hold by name, and of the others why they cannot be read.

    Of a journal that is known in part, it is the rest; one whose known part changed is left out.
    """
    known = known or {}
    held: dict[str, bytes] = {}
    strange: dict[str, str] = {}
    for name in names:
        path = home.journals / name
        if name.endswith(_UNRELEASED):
            strange[name] = "it is of a format from before psi's first release"
            continue
        try:
            part = known.get(name, Part())
            rest = files.read_on(path, part.length, part.crc)
            if rest is not None:
                held[name] = rest
        except FileNotFoundError:
            if os.path.islink(path):  # else it was moved this very moment
                strange[name] = "it is a link that leads nowhere"
        except OSError as error:
            strange[name] = reason_of(error)
    return held, strange


def read_all(home: Home) -> list[Journal]:
    """Read every journal from its beginning, this device's own first."""
    from psi_cli.record import journal

    held, _ = contents(home, look(home))
    return [
        Journal(name, *journal.read(data, device_of(home, name)), len(data))
        for name, data in held.items()
    ]


def in_order(journals: Iterable[Iterable[Event]]) -> list[Event]:
    """Return events in the order of their ids, each once, as the first that has it tells it."""
    once: dict[str, Event] = {}
    for event in chain.from_iterable(journals):
        once.setdefault(event.id, event)
    return [once[name] for name in sorted(once)]


def state_of(path: Path) -> tuple[int, ...]:
    """Return what changes when a file does: its size first, then its time and its number."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ino
