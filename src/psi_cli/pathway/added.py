"""Adding, updating and removing pathway files among those of the learner.

Whoever changes the folder holds its lock, and a file is replaced whole or not at all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psi_cli.errors import PsiError
from psi_cli.pathway.at_hand import AtHand, at_hand, place_of
from psi_cli.pathway.model import Pathway
from psi_cli.system import files
from psi_cli.system.paths import Home
from psi_cli.system.sanitize import clean_line


def in_its_place(pathway: Pathway, home: Home) -> tuple[AtHand, ...]:
    """Return what is at hand under an id that a pathway has or had, or in the file it would get."""
    place = place_of(home, pathway.id)
    return tuple(
        one
        for one in at_hand(home)
        if one.path == place or not set(one.names).isdisjoint(pathway.names)
    )


def keep(data: bytes, pathway: Pathway, seen: tuple[AtHand, ...], home: Home) -> Path:
    """Keep the file of a pathway for good, in place of what was seen there; return where it lies.

    RecordFailure where it cannot be written, PsiError where another file came meanwhile.
    """
    place = place_of(home, pathway.id)
    with _alone(home):
        if in_its_place(pathway, home) != seen:
            raise PsiError("Another psi changed what is here meanwhile.", "Add the file once more.")
        with files.unsaved(place):
            _refuse_links(*(one.path for one in seen))
            files.make_directory(place.parent, own=False)
            files.sweep_drafts(place.parent)
            former = [one.path for one in seen if not _is_same(one.path, place)]
            files.write(place, data, durable=True)
        for path in former:
            _unlink(path)
    return place


def remove(path: Path, home: Home) -> None:
    """Remove a file for good; of a link, the link alone. RecordFailure where that fails."""
    with _alone(home):
        _unlink(path)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Keep every other psi from changing the folder for a while."""
    lock = home.state / "pathways.lock"
    with files.unsaved(lock):
        files.make_directory(home.state)
    with files.locked(lock):
        yield


def _unlink(path: Path) -> None:
    with files.unsaved(path):
        path.unlink()
        files.sync_directory(path.parent)


def _is_same(path: Path, place: Path) -> bool:
    """Tell whether two names are of one file, as where upper and lower case are the same."""
    return place.exists() and place.samefile(path)


def _refuse_links(*paths: Path) -> None:
    for path in paths:
        if path.is_symlink():
            raise files.Refused(
                "it is a link", f"Change what {clean_line(path.name)} leads to, or remove the link."
            )
