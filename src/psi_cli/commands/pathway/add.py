"""psi pathway add: a pathway from a file, checked and kept; or a newer version of one."""

import os
from pathlib import Path
from typing import Annotated

import typer

from psi_cli.commands.asking import confirm
from psi_cli.errors import PathwayInvalid, PsiError
from psi_cli.pathway import added, parse, versions
from psi_cli.pathway.at_hand import AtHand
from psi_cli.pathway.changes import Changes, compare, outline
from psi_cli.pathway.load import mark_of
from psi_cli.pathway.model import Pathway
from psi_cli.pathway.safe_toml import MOST_BYTES_READ
from psi_cli.session import Session, session_of
from psi_cli.system.paths import absolute
from psi_cli.system.sanitize import clean_line
from psi_cli.views.elements import Hint
from psi_cli.views.pathway_file import ADDED, KEPT, UPDATED, PathwayFile
from psi_cli.views.version_news import VersionNews

File = Annotated[
    str, typer.Argument(metavar="FILE", help="A pathway file; - reads it from standard input.")
]


def add_command(
    context: typer.Context,
    file: File,
    update: Annotated[
        bool, typer.Option("--update", help="In place of the version that is here.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Add a pathway to those you can follow; psi checks the file and keeps a copy of it.

    With --update it takes the place of the version here, once you have seen what changes.

    $ psi pathway add my.toml           a file that came by mail
    $ psi pathway add my.toml --update  a newer version of it
    """
    session = session_of(context)
    data, path = _given(session, file)
    pathway = parse.checked(data, path)
    seen = added.in_its_place(pathway, session.home)
    _refuse_bundled(pathway, seen)
    if _is_here(data, seen):
        _show(session, KEPT, pathway, seen[0].path)
        return
    changes = _changes(pathway, seen, update=update) if seen else None
    if seen:
        _ask(session, pathway, changes, yes=yes)
    place = added.keep(data, pathway, seen, session.home)
    if changes:
        versions.News(changes, session.home.versions, mark_of(place)).was_told()
    _show(session, UPDATED if seen else ADDED, pathway, place, changes)


def _given(session: Session, file: str) -> tuple[bytes, Path]:
    """Return the bytes of the file that is to be added, and what to call it."""
    if file == "-":
        return session.world.stdin.buffer.read(MOST_BYTES_READ), Path("standard input")
    path = absolute(os.path.expanduser(file))
    try:
        return parse.contents(path), path
    except PathwayInvalid as error:
        error.remedy = "Check the path, and whether it is a file that you can read."
        raise


def _refuse_bundled(pathway: Pathway, seen: tuple[AtHand, ...]) -> None:
    for one in seen:
        if one.is_bundled:
            alias = "" if pathway.id == one.name else f", and no alias {one.name}"
            raise PsiError(
                f"{one.name} is the pathway that psi ships with, and was left as it is.",
                f"Give the file an id of its own{alias}.",
            )


def _is_here(data: bytes, seen: tuple[AtHand, ...]) -> bool:
    """Tell whether the very file is here already."""
    return len(seen) == 1 and bool(seen[0].pathway) and parse.contents(seen[0].path) == data


def _changes(pathway: Pathway, seen: tuple[AtHand, ...], *, update: bool) -> Changes | None:
    """Return what changes for those who follow the version here; PsiError where it has to stay.

    Nothing can be compared with a file that cannot be read.
    """
    names = ", ".join(clean_line(one.path.name) for one in seen)
    if len(seen) > 1 or (seen[0].pathway and set(seen[0].names).isdisjoint(pathway.names)):
        raise PsiError(
            f"In the place of {pathway.id} there is something else: {names}.",
            "`psi pathway remove` with the name of a file removes it.",
        )
    if not update:
        raise PsiError(
            f"A pathway {seen[0].name} is here already, and was left as it is.",
            "--update puts this one in its place, once you have seen what changes.",
        )
    return compare(outline(seen[0].pathway), outline(pathway)) if seen[0].pathway else None


def _ask(session: Session, pathway: Pathway, changes: Changes | None, *, yes: bool) -> None:
    """Show what a newer version changes and ask whether to go on; PsiError for a no."""
    if changes and not session.as_json:
        session.show(VersionNews(changes, ()))
    if not yes:
        confirm(session, f"Put this version of {pathway.title} in the place of the one here?")


def _show(
    session: Session, did: str, pathway: Pathway, place: Path, changes: Changes | None = None
) -> None:
    hints = (Hint(f"psi start {pathway.id}", "follow it"), Hint("psi pathway", "all that are here"))
    about = (pathway.id, pathway.title, str(place))
    session.tell_of_keys(place, pathway)
    session.show(PathwayFile(did, *about, changes, (), hints))
