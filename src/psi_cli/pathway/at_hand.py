"""The pathways at hand: the one psi ships with, and the files that the learner has added."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from psi_cli.errors import PathwayInvalid
from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.load import read_pathway
from psi_cli.pathway.model import Pathway

SUFFIX = ".toml"


class AtHand(NamedTuple):
    """A pathway file, and the pathway in it or why it cannot be walked."""

    path: Path
    pathway: Pathway | None
    problem: str = ""

    @property
    def name(self) -> str:
        """Return what the learner calls it: its id, or of a broken file the name."""
        return self.pathway.id if self.pathway else self.path.stem


def at_hand(added: Path, checked: Path) -> Iterator[AtHand]:
    """Yield the bundled pathway, then those in the folder of what was added, by file name.

    `checked` is the folder of pathways that were read before.
    """
    for path in (bundled_path(), *files_in(added)):
        yield look(path, checked)


def files_in(added: Path) -> list[Path]:
    """Return the files that the learner has added, none of them read; OSError for no folder."""
    try:
        names = os.listdir(added)
    except FileNotFoundError:
        return []
    return [added / name for name in sorted(names) if name.endswith(SUFFIX)]


def look(path: Path, checked: Path) -> AtHand:
    """Return the pathway in a file, or what is wrong with it."""
    try:
        return AtHand(path, read_pathway(path, checked))
    except PathwayInvalid as error:
        return AtHand(path, None, error.sentence)
