"""Pathways that were read and checked before, kept so that they need not be again.

What is kept belongs to one file in one state: another path or identity means reading anew.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

from psi_cli.pathway import bundled
from psi_cli.pathway.model import Companion, Link, Pathway, Reflection, Resource, Stage
from psi_cli.system import cache_file, files
from psi_cli.system.paths import absolute

_READING = 4  # the version of what is made of a file; what another one made is read anew
_PARTS = (Pathway, Stage, Resource, Reflection, Companion, Link)
_SHAPE = repr([_READING, *(kind._fields for kind in _PARTS)])


def read_pathway(
    path: Path, folder: Path, tell: Callable[[Path, Pathway], None] | None = None
) -> Pathway:
    """Return the pathway in a file, or what a folder keeps of it where that is surely the same.

    `tell` is called with the file and a pathway that was read anew.
    """
    whole, place = _place_of(path, folder)
    identity = (whole, state) if (state := bundled.identity(path)) else None
    if identity:
        kept: Any = cache_file.load(place, _SHAPE)
        if isinstance(kept, tuple) and kept[0] == identity:
            return _thaw(kept[1])
    from psi_cli.pathway import parse

    pathway = parse.read_pathway(path)
    if identity:
        cache_file.keep(place, (identity, _frozen(pathway)), _SHAPE)
    if tell:
        tell(path, pathway)
    return pathway


def kept_of(path: Path, folder: Path) -> Pathway | None:
    """Return what a folder keeps of a file, in whatever state that then was; None for nothing."""
    whole, place = _place_of(path, folder)
    kept: Any = cache_file.load(place, _SHAPE)
    return _thaw(kept[1]) if isinstance(kept, tuple) and kept[0][0] == whole else None


def _place_of(path: Path, folder: Path) -> tuple[str, Path]:
    whole = str(absolute(path))
    return whole, folder / f"{crc32(os.fsencode(whole)):08x}"


def mark_of(path: Path) -> str:
    """Return a short name for this state of a file; nothing where that is unsure."""
    state = files.identity(bundled.file_of(path))
    return f"{crc32(os.fsencode(f'{absolute(path)} {state}')):08x}" if state else ""


def _frozen(value: Any) -> Any:
    """Return named tuples as plain ones, all the way down."""
    return tuple(map(_frozen, value)) if isinstance(value, tuple) else value


def _thaw(fields: Any) -> Pathway:
    pathway = Pathway._make(fields)
    stages: Any = pathway.stages
    further: Any = pathway.further
    return pathway._replace(
        stages=tuple(map(_stage, stages)), further=_stage(further) if further else None
    )


def _stage(fields: Any) -> Stage:
    *plain, reflections, resources = fields
    return Stage._make(
        (
            *plain,
            tuple(map(Reflection._make, reflections)),
            tuple(map(_resource, resources)),
        )
    )


def _resource(fields: Any) -> Resource:
    *plain, link, companions = fields
    kept = tuple(Companion._make((*one[:-1], Link._make(one[-1]))) for one in companions)
    return Resource._make((*plain, Link._make(link), kept))
