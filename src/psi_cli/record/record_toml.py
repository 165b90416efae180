"""record.toml: what the journals add up to, for people and scripts to read.

psi never reads it back, but for the line that says what it was made of. Where it is stale,
damaged or gone, nothing is lost.
"""

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Any
from zlib import crc32

from psi_cli.record.model import DONE, SKIPPED, LearnerRecord, Note, PathwayRecord

_PREFACE = """\
# Your learning record: what you did in each pathway, gathered from the folder "journal".
# psi writes this file anew after every save and never reads it. Change things with psi.
# {count} events, {latest}

"""
_MADE_OF = re.compile(rb"^# ([0-9]{1,15}) events, ([0-9a-f-]{36})$", re.MULTILINE)


def made_of(written: bytes) -> tuple[int, str]:
    """Return how many events a file was made of, and the latest id.

    Of a file that does not say, psi must believe that it holds more than anything.
    """
    found = _MADE_OF.search(written[:1000])
    return (int(found[1]), found[2].decode()) if found else (sys.maxsize, "")


def copy_of(path: Path, written: bytes) -> Path:
    """Return where a copy of the file is kept, the same for the same content."""
    return path.with_name(f"{path.stem}.before-{crc32(written):08x}{path.suffix}")


def copies_of(path: Path) -> list[Path]:
    """Return the copies of the file that were kept beside it."""
    names = sorted(os.listdir(path.parent)) if path.parent.is_dir() else []
    return [path.with_name(name) for name in names if name.startswith(f"{path.stem}.before-")]


def take_note(tables: dict[str, Any], pathway: str, about: str, at: str) -> bool:
    """Take the notes of a moment on something out of the file's tables; tell whether there are."""
    with suppress(AttributeError, KeyError, TypeError):  # where people changed the file
        texts = tables[pathway]["notes"][about]
        taken = [key for key in texts if key.partition(" ")[0] == at]
        for key in taken:
            del texts[key]
        return bool(taken)
    return False


def with_tables(written: bytes, tables: dict[str, Any]) -> bytes:
    """Return a file with other tables under the lines that it begins with."""
    import tomli_w

    lines = written.splitlines(keepends=True)
    preface = takewhile(lambda line: line.startswith(b"#") or not line.strip(), lines)
    return b"".join(preface) + tomli_w.dumps(tables, multiline_strings=True).encode()


def encode(record: LearnerRecord) -> str:
    """Return the record as TOML, a table a pathway."""
    import tomli_w

    current = record.current
    tables = {
        name: {"current": True} | _table(kept) if name == current else _table(kept)
        for name, kept in sorted(record.pathways.items())
        if not kept.holds_nothing or name == current
    }
    preface = _PREFACE.format(count=record.count, latest=record.latest)
    return preface + tomli_w.dumps(tables, multiline_strings=True)


def _table(kept: PathwayRecord) -> dict[str, object]:
    table: dict[str, object] = {}
    if kept.started:
        table |= {"started": _moment(kept.started), "stage": kept.stage}
    table["last"] = _moment(kept.last)
    for status in (DONE, SKIPPED):
        table[status] = {
            about: _moment(mark.at)
            for about, mark in sorted(kept.marks.items())
            if mark.status == status
        }
    table["took"] = {about: mark.took for about, mark in sorted(kept.marks.items()) if mark.took}
    table["bookmarked"] = {about: _moment(at) for about, at in sorted(kept.bookmarks.items())}
    table["opened"] = {about: _moment(at) for about, at in sorted(kept.opened.items())}
    table["notes"] = {about: _texts(notes) for about, notes in sorted(kept.notes.items())}
    return {key: value for key, value in table.items() if value}


def _texts(notes: Sequence[Note]) -> dict[str, str]:
    """Return notes by when they were written, two of one second told apart by a number."""
    texts: dict[str, str] = {}
    counts: dict[str, int] = {}
    for note in notes:
        counts[note.at] = count = counts.get(note.at, 0) + 1
        texts[f"{note.at} ({count})" if count > 1 else note.at] = note.text
    return texts


def _moment(at: str) -> object:
    try:
        return datetime.fromisoformat(at).astimezone(UTC)
    except ValueError:  # a date that no calendar has, from another's journal
        return at
