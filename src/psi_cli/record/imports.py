"""Imports: events from a backup, from journals or from a copied folder join those that are here.

They land in a journal of their own, `<device>.imported.jsonl`, byte for byte. This device writes
it and no other does; what synchronising brings of the same events later, or another device imports
too, is the same by its ids; and no event in it passes for one that this device made. Its name is
one of those that are cleaned when a note is forgotten.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from psi_cli.errors import NotFound, PsiError, RecordFailure
from psi_cli.record import folder, journal, lines
from psi_cli.record.lines import Lines
from psi_cli.record.model import LearnerRecord, differ
from psi_cli.record.store import Store
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line, reason_of

SCHEMA = "psi.backup/1"  # what a backup says it is
_ANY_VERSION = "psi.backup/"
_LARGEST_BACKUP = 1 << 25  # bytes; of a larger one psi reads the events, and nothing else
_ANOTHER = "Name another, or leave it out: nothing was imported."


class Found:
    """What stands in files: events with their lines, pathways, and what could not be read."""

    def __init__(self) -> None:
        self.lines: Lines = {}
        self.pathway_texts: dict[str, str] = {}
        self.pathway_files: list[Path] = []
        self.troubles: dict[str, str] = {}  # by file
        self.differing = 0  # events that tell something else under an id that is taken

    def add(self, path: Path) -> None:
        """Add a file, a folder of journals or a data folder; PsiError where it cannot be read."""
        try:
            if path.is_dir():
                self._add_folder(path)
            else:
                self._add_file(path)
        except FileNotFoundError:
            raise NotFound(f"There is no {clean_line(str(path))}.", _ANOTHER) from None
        except OSError as error:
            told = f"{clean_line(str(path))} cannot be read: {reason_of(error)}."
            raise PsiError(told, _ANOTHER) from None

    def _add_folder(self, place: Path) -> None:
        """Add what lies in a folder; what cannot be read there costs only itself."""
        journals = place / "journal"
        for path in _files_in(journals if journals.is_dir() else place, ".jsonl"):
            try:
                self._add_file(path)
            except OSError as error:
                self._tell(path, f"it cannot be read: {reason_of(error)}")
        with suppress(FileNotFoundError, NotADirectoryError):
            self.pathway_files += _files_in(place / "pathways", ".toml")

    def _add_file(self, path: Path) -> None:
        data = files.read(path)
        found: Lines = {}
        lines.add(found, data)
        backup = _backup_in(data)
        if backup is None:
            lacking = sum(finding.lines for finding in journal.read(data)[1])
        else:
            _refuse_newer(path, backup)
            self.pathway_texts |= _texts_in(backup)
            lacking = _add_backup(found, backup)
        if lacking:
            is_backup = backup is not None or _ANY_VERSION.encode() in data[:100]
            self._tell(path, _trouble(len(found), lacking, is_backup=is_backup))
        self.differing += _differing(self.lines, found)
        for name, line in found.items():
            self.lines.setdefault(name, line)

    def _tell(self, path: Path, trouble: str) -> None:
        self.troubles[clean_line(str(path))] = trouble


class News(NamedTuple):
    """What an import brings: the lines that are not here yet, and what they change.

    `known` counts the events that are here already, `differing` those left out since another
    has their id.
    """

    lines: Lines
    known: int
    differing: int
    before: LearnerRecord
    after: LearnerRecord


def news(here: Lines, found: Found, today: Mapping[str, str]) -> News:
    """Return what there is in what was found beside what is here.

    `today` has today's id of each pathway for the ones it had before.
    """
    fresh = _fresh(here, found)
    differing = _differing(here, found.lines)
    known = len(found.lines) - len(fresh) - differing
    after = {**here, **fresh}
    records = _record(here, today), _record(after, today)
    return News(fresh, known, found.differing + differing, *records)


def keep(store: Store, found: Found) -> None:
    """Keep for good what was found and is not here; on return it is on the disk, all of it.

    RecordFailure where nothing was saved, or may have been.
    """
    with files.locked(folder.journal_to_add_to(store.home)) as own:
        if fresh := _fresh(lines.at_hand(store.home), found):
            _add_to(folder.imported_beside(own.path), fresh)
            with suppress(OSError, RecordFailure):  # it is saved; the rest can be made again
                store.load()
                store.write_record_file()


def _fresh(here: Lines, found: Found) -> Lines:
    """Return the lines that are not here; those that were forgotten, without their texts."""
    others = {name: line for name, line in found.lines.items() if name not in here}
    return lines.without_forgotten(others, lines.forgotten_in(here, found.lines))


def _add_to(path: Path, fresh: Lines) -> None:
    """Put lines behind those of a journal, by a whole new file in its place."""
    with files.unsaved(path):
        if path.is_symlink():  # what it leads to may not be for everyone who reads this folder
            raise files.Refused("it is a link", "Put the file that it leads to in its place.")
        written = files.read(path) if path.exists() else b""
        if written and not written.endswith(b"\n"):
            written += b"\n"
        written += b"".join(line.written + b"\n" for line in fresh.values())
        if len(written) > files.LARGEST_JOURNAL:
            told = f"it would hold more than {files.LARGEST_JOURNAL:,} bytes"
            raise files.Refused(told, "Import less of it.")
        files.write(path, written, durable=True)


def _record(every: Lines, today: Mapping[str, str]) -> LearnerRecord:
    events = (line.event for _, line in sorted(every.items()))
    return LearnerRecord(
        [one._replace(pathway=today.get(one.pathway, one.pathway)) for one in events]
    )


def _differing(here: Lines, found: Lines) -> int:
    both = here.keys() & found.keys()
    return sum(differ(here[name].event, found[name].event) for name in both)


def _files_in(place: Path, suffix: str) -> list[Path]:
    """Return files by their ending; what begins with a dot is another program's."""
    return [
        place / name
        for name in sorted(os.listdir(place))
        if name.endswith(suffix) and not name.startswith(".")
    ]


def _backup_in(data: bytes) -> dict[str, Any] | None:
    """Return the members of a backup; None where the bytes are none, or none that is whole."""
    if len(data) > _LARGEST_BACKUP:
        return None
    try:
        members = json.loads(data.decode(json.detect_encoding(data), "replace"))
    except (ValueError, RecursionError):
        return None
    is_backup = isinstance(members, dict) and str(members.get("schema")).startswith(_ANY_VERSION)
    return members if is_backup else None


def _refuse_newer(path: Path, backup: dict[str, Any]) -> None:
    if backup["schema"] != SCHEMA:
        told = f"{clean_line(str(path))} was made by a newer psi, so nothing was imported."
        raise PsiError(told, "Upgrade psi, then repeat the command.")


def _add_backup(found: Lines, backup: dict[str, Any]) -> int:
    """Add the events of a backup that was laid out anew since; return how many are lacking."""
    events = backup.get("events")
    every = events if isinstance(events, list) else [events]
    if len(found) < len(every):
        written = (json.dumps(one, separators=(",", ":")).encode() for one in every)
        lines.add(found, b"\n".join(written))
    return max(0, len(every) - len(found))


def _texts_in(backup: dict[str, Any]) -> dict[str, str]:
    """Return the pathways of a backup by the names of their files."""
    texts = backup.get("pathways")
    every = texts.items() if isinstance(texts, dict) else ()
    return {clean_line(name): text for name, text in every if isinstance(text, str)}


def _trouble(events: int, lacking: int, *, is_backup: bool) -> str:
    """Say what is wrong with a file in which so much is no event."""
    if not events:
        return "it holds no event that psi wrote"
    if is_backup:
        return "it is not whole any more; what could be read of it is taken"
    return "1 line cannot be read" if lacking == 1 else f"{lacking:,} lines cannot be read"
