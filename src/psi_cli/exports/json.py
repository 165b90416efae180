"""A backup: every event of every pathway and device, and what they add up to, for people to read.

The events stand as they do in the journals, each on a line of its own, so that a backup that was
damaged costs what was damaged and nothing else.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from psi_cli.record.model import DONE, SKIPPED, LearnerRecord, PathwayRecord


class Backup(NamedTuple):
    """What a learner did, and with what: the lines of the journals and the files of pathways."""

    schema: str
    version: str  # of psi
    at: str  # as 2026-11-23T09:30:00Z
    record: LearnerRecord
    pathways: Mapping[str, str]  # those the learner has added, by the names of their files
    lines: tuple[str, ...]


def written(backup: Backup) -> str:
    """Return the backup as JSON."""
    pathways = sorted(backup.record.pathways.items())
    head = {
        "schema": backup.schema,
        "psi": backup.version,
        "at": backup.at,
        "progress": {name: _progress(one) for name, one in pathways if not one.holds_nothing},
    }
    above = json.dumps(head, indent=2, ensure_ascii=False).removesuffix("\n}")
    texts = json.dumps(dict(backup.pathways), indent=2).replace("\n", "\n  ")
    events = ",\n".join(backup.lines)
    return f'{above},\n  "pathways": {texts},\n  "events": [\n{events}\n  ]\n}}\n'


def _progress(one: PathwayRecord) -> dict[str, Any]:
    """Return what was done in a pathway; psi reads it from the events, and people from here."""
    kept: dict[str, Any] = {"started": one.started, "stage": one.stage, "last": one.last}
    for status in (DONE, SKIPPED):
        marks = sorted(one.marks.items())
        kept[status] = {about: mark.at for about, mark in marks if mark.status == status}
    kept["bookmarked"] = dict(sorted(one.bookmarks.items()))
    kept["opened"] = dict(sorted(one.opened.items()))
    kept["notes"] = {
        about: [{"at": note.at, "text": note.text} for note in notes]
        for about, notes in sorted(one.notes.items())
    }
    return {name: value for name, value in kept.items() if value}
