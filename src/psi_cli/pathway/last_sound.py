"""What is left of a pathway whose file is broken: how it was when it was last read without fault.

For those who look back: their notes need the titles of things, and no sound file.
"""

import re
from pathlib import Path

from psi_cli.errors import PathwayInvalid
from psi_cli.pathway import parse
from psi_cli.pathway.load import kept_of
from psi_cli.pathway.model import Pathway, Stage

_ID = re.compile(rb"""^[ \t]*id[ \t]*=[ \t]*["']([a-z0-9-]{1,64})["']""", re.MULTILINE)


def last_sound(path: Path, folder: Path, followed: str) -> Pathway | None:
    """Return the pathway in a file as it was last read, or one without parts under its id.

    `folder` is that of pathways that were read before, `followed` the id of the one that the file
    is to hold, where that is known. None where not even the id can be made out.
    """
    if kept := kept_of(path, folder):
        return kept
    name = followed or _id_in(path)
    return Pathway(name, "", name, (Stage(name, name, name),)) if name else None


def _id_in(path: Path) -> str:
    """Return the first id in a broken file, which is its pathway's; nothing where none is found."""
    try:
        first = _ID.search(parse.contents(path))
    except PathwayInvalid:
        return ""
    return first[1].decode() if first else ""
