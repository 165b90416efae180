"""The folder of journals: this device's own, those of others, and whatever else lies among them.

A file that cannot be read costs only itself: it is left out, and told as strange.
"""

import os
from collections.abc import Iterable
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
    """What was read of a journal: its events, and all that is in it and no event.

    `part` is as much of it as will never say more, `torn` how many bytes follow that may.
    """

    name: str
    events: "list[Event]"
    findings: "list[Finding]"
    part: Part
    torn: int

    @property
    def size(self) -> int:
        """Return how many bytes the journal has."""
        return self.part.length + self.torn

    @property
    def unreadable(self) -> int:
        """Return how many lines of the journal are no events."""
        return self.part.unreadable + bool(self.torn)


def own_journal(home: Home) -> Path:
    """Return the journal of this device, which may have yet to be made."""
    return home.journals / f"{device.name_of_device(home)}{_SUFFIX}"


def journal_to_add_to(home: Home) -> Path:
    """Return this device's journal, its folders made; RecordFailure if they cannot be."""
    for place in (home.data, home.journals):
        with files.unsaved(place):
            files.make_directory(place, own=place != home.data)
    return home.journals / f"{device.keep_name_of_device(home)}{_SUFFIX}"


def imported_beside(own: Path) -> Path:
    """Return the journal of what a device imported, by its own; it may have yet to be made."""
    return own.with_suffix(f".imported{_SUFFIX}")


def with_copies(own: Path, names: Iterable[str]) -> list[Path]:
    """Return those files that are a device's journal, what it imported, or copies of the two."""
    named = (own.with_name(name) for name in names if own.stem in name)
    return sorted(named, key=lambda path: path != own)


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
    return {name: files.state_of(home.journals / name) for name in names}


def read(home: Home, names: Iterable[str], known: Parts) -> tuple[list[Journal], dict[str, str]]:
    """Read journals, each from its known part on, and say of those that cannot be read why not.

    One whose known part has changed is left out.
    """
    own = own_journal(home).name
    journals: list[Journal] = []
    strange: dict[str, str] = {}
    for name in names:
        if name.endswith(_UNRELEASED):
            strange[name] = "it is of a format from before psi's first release"
            continue
        part = known.get(name, Part())
        try:
            rest = files.read_on(home.journals / name, part.length, part.crc)
        except FileNotFoundError:
            if os.path.islink(home.journals / name):  # else it was moved this very moment
                strange[name] = "it is a link that leads nowhere"
        except OSError as error:
            strange[name] = reason_of(error)
        else:
            if rest is not None:
                whose = "" if name == own else clean_line(Path(name).stem)
                journals.append(_journal(name, whose, part, rest))
    return journals, strange


def _journal(name: str, whose: str, part: Part, rest: bytes) -> Journal:
    from psi_cli.record import journal

    events, findings = journal.read(rest, whose)
    end = journal.settled(rest)
    lines = sum(finding.lines for finding in findings) - (end < len(rest))
    return Journal(name, events, findings, part.followed_by(rest[:end], lines), len(rest) - end)


def read_all(home: Home) -> list[Journal]:
    """Read every journal from its beginning, this device's own first."""
    return read(home, look(home), {})[0]


def in_order(journals: Iterable[Journal]) -> list[Event]:
    """Return events in the order of their ids, each once, as the first that has it tells it."""
    once: dict[str, Event] = {}
    for one in journals:
        for event in one.events:
            once.setdefault(event.id, event)
    return [once[name] for name in sorted(once)]


def all_events(home: Home) -> list[Event]:
    """Return the events of every journal, in order and each once."""
    return in_order(read_all(home))
