"""Which version of each pathway the learner was told of: what stands in it, kept on this device.

A file is named by the id of the pathway and the state of its file, so that one look at the names
tells that nothing has changed. Beside it lies what the version before it held.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from psi_cli.errors import RecordFailure
from psi_cli.pathway.changes import Changes, Outline, Part, compare, outline
from psi_cli.pathway.model import Pathway
from psi_cli.system import files

_BEFORE, _UNSURE = "before", "unsure"  # in place of the state of a file


class News(NamedTuple):
    """What a newer version of a pathway changed, and its learner is yet to be told.

    `mark` is the state of its file, empty where that is unsure.
    """

    changes: Changes
    folder: Path
    mark: str

    @property
    def sentence(self) -> str:
        """Say that there is news, and how to read it."""
        title = self.changes.after.title
        return f"{title} has changed since you were last here: `psi pathway news` tells how."

    def was_told(self) -> None:
        """Keep that the learner was told."""
        before = self.changes.before
        _write(self.folder / f"{self.changes.after.id}.{_BEFORE}", before)
        _keep(self.folder, self.changes.after, self.mark, before.id)


def news(folder: Path, pathway: Pathway, mark: str) -> News | None:
    """Return what changed since the learner was told; where nothing has, keep that."""
    before = next((one for name in pathway.names for one in _versions(folder, name)), None)
    after = outline(pathway)
    if before and (changes := compare(before, after)).concern_learners:
        return News(changes, folder, mark)
    _keep(folder, after, mark, *pathway.aliases)
    return None


def last(folder: Path, pathway: Pathway) -> Changes | None:
    """Return what the last version that the learner was told of changed; None where none was."""
    before = _read(folder / f"{pathway.id}.{_BEFORE}")
    return compare(before, outline(pathway)) if before else None


def _versions(folder: Path, name: str) -> Iterator[Outline]:
    """Yield the version of a pathway that was told of, where one was."""
    yield from filter(None, map(_read, _kept(folder, name)))


def _kept(folder: Path, name: str) -> list[Path]:
    """Return the files that tell which version of a pathway was told of."""
    found = sorted(folder.glob(f"{name}.*"))
    return [one for one in found if one.suffix != f".{_BEFORE}" and not files.is_draft(one.name)]


def _keep(folder: Path, version: Outline, mark: str, *former: str) -> None:
    """Keep a version as the one that was told of, in place of those under this and former ids."""
    path = folder / f"{version.id}.{mark or _UNSURE}"
    if not _write(path, version):
        return
    files.sweep_drafts(folder)
    with suppress(OSError):
        for name in {version.id, *former}:
            for other in _kept(folder, name):
                if other != path:
                    other.unlink()


def _write(path: Path, version: Outline) -> bool:
    """Write a version, if there is a place for it; without one the learner is told again."""
    with suppress(OSError, RecordFailure):
        files.make_directory(path.parent)
        files.write(path, json.dumps(version).encode(), durable=False)
        return True
    return False


def _read(path: Path) -> Outline | None:
    """Return the version in a file; None where it is not as psi writes it."""
    with suppress(OSError, ValueError, TypeError):
        id_, aliases, version, title, parts = json.loads(files.read(path))
        return Outline(id_, tuple(aliases), version, title, tuple(map(_part, parts)))
    return None


def _part(fields: list[Any]) -> Part:
    kind, id_, title, stage, number, aliases, addresses, minutes, required = fields
    return Part(
        kind, id_, title, stage, number, tuple(aliases), tuple(addresses), minutes, required
    )
