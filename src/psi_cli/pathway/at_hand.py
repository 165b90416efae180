"""The pathways at hand: the one psi ships with, and the files that the learner has added.

A file is found by its id, whatever its own name. The bundled pathway comes before any other.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from psi_cli.errors import NotFound, PathwayInvalid
from psi_cli.pathway import bundled
from psi_cli.pathway.load import read_pathway
from psi_cli.pathway.model import Pathway
from psi_cli.system.paths import Home
from psi_cli.system.sanitize import clean_line, quoted, reason_of

SUFFIX = ".toml"
_ID = re.compile("[a-z0-9-]{1,64}")


class AtHand(NamedTuple):
    """A pathway file; the pathway in it, or what is wrong with it."""

    path: Path
    pathway: Pathway | None
    problem: str = ""
    details: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what the learner calls it: its id, or the name of a file that cannot be read."""
        return self.pathway.id if self.pathway else clean_line(self.path.stem)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the ids of the pathway in it, today's and former ones."""
        return self.pathway.names if self.pathway else ()

    @property
    def is_bundled(self) -> bool:
        """Tell whether psi ships with it."""
        return self.path == bundled.bundled_path()


def place_of(home: Home, id_: str) -> Path:
    """Return where the file of an added pathway lies."""
    return home.pathways / f"{id_}{SUFFIX}"


def could_be_id(name: str) -> bool:
    """Tell whether a name is spelt as ids are, and so may be more than the name of a file."""
    return bool(_ID.fullmatch(name))


def at_hand(home: Home) -> Iterator[AtHand]:
    """Yield the bundled pathway, then the added ones, first those in a file of their own name."""
    yield look(bundled.bundled_path(), home)
    try:
        found = [look(path, home) for path in files_in(home)]
    except OSError as error:
        folder = clean_line(str(home.pathways))
        yield AtHand(home.pathways, None, f"{folder} cannot be read: {reason_of(error)}.")
        return
    yield from sorted(found, key=lambda one: one.path.stem != one.name)


def files_in(home: Home) -> list[Path]:
    """Return the files that the learner has added, none of them read; OSError says why not."""
    try:
        names = sorted(os.listdir(home.pathways))
    except FileNotFoundError:
        return []
    return [
        home.pathways / name for name in names if name.endswith(SUFFIX) and not name.startswith(".")
    ]


def look(path: Path, home: Home) -> AtHand:
    """Return the pathway in a file, or what is wrong with it."""
    try:
        return AtHand(path, read_pathway(path, home.checked_pathways))
    except PathwayInvalid as error:
        return AtHand(path, None, error.sentence, error.details)


def find(name: str, home: Home) -> AtHand | None:
    """Return the pathway that has an id, or had it once; None where none at hand has.

    A broken file is the pathway that it is named after.
    """
    usual = place_of(home, name)
    if name != bundled.ID and os.path.exists(usual):
        found = look(usual, home)
        if found.problem or name in found.names:
            return found
    here = list(at_hand(home))
    by_id = (one for one in here if one.pathway and one.name == name)
    return next(by_id, None) or next((one for one in here if name in one.names), None)


def chosen(words: str, home: Home) -> AtHand:
    """Return the pathway that a learner names: by its id or the beginning of one, or by its title.

    NotFound where none at hand is called so, or several are.
    """
    typed = words.strip().casefold()
    if typed and could_be_id(typed) and (found := find(typed, home)):
        return found
    here = [one for one in at_hand(home) if one.pathway]
    near = [one for one in here if typed and one.name.startswith(typed)]
    near = near or [one for one in here if typed and typed in _title(one)]
    if len({one.name for one in near}) == 1:
        return near[0]
    if near:
        raise NotFound(
            f"{quoted(words)} could be any of several pathways.",
            f"Say which: {_listed([one.name for one in near])}.",
        )
    raise no_such(words, [one.name for one in here])


def no_such(words: str, names: list[str]) -> NotFound:
    """Return what is said where no pathway is called so, with the nearest of those there are."""
    from difflib import get_close_matches
    from shlex import quote

    file = quote(clean_line(words)) if os.path.isfile(words) else "FILE"
    near = get_close_matches(words.casefold(), names, 1, 0.7)
    remedy = f"Did you mean {near[0]}?" if near else f"Here: {_listed(names) or 'none'}."
    return NotFound(
        f"There is no pathway called {quoted(words)} here.",
        f"{remedy} `psi pathway add {file}` adds one.",
    )


def twins(here: list[AtHand]) -> Iterator[tuple[Path, str]]:
    """Yield each file with an id that another has before it, and a sentence that says so."""
    first: dict[str, AtHand] = {}
    for one in here:
        for name in one.names:
            other = first.setdefault(name, one)
            if other is not one:
                its = "the pathway psi ships with" if other.is_bundled else other.path.name
                file = clean_line(str(one.path))
                told = f"{file} has the id {name} of {clean_line(its)}: it is not followed."
                yield one.path, told
                break


def not_here(id_: str) -> str:
    """Return what is said where the pathway that a learner follows is not on this device."""
    return (
        f"You follow {id_}, which is not on this device: `psi pathway add FILE` brings it here, and"
        f" `psi pathway use ID` follows another. Until then you walk {bundled.ID}."
    )


def _title(one: AtHand) -> str:
    return one.pathway.title.casefold() if one.pathway else ""


def _listed(names: list[str]) -> str:
    first, rest = ", ".join(dict.fromkeys(names[:6])), len(names) - 6
    return f"{first} and {rest:,} more (`psi pathway`)" if rest > 0 else first
