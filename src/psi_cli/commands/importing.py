"""psi import: what was done elsewhere joins what was done here."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from psi_cli.errors import NotFound
from psi_cli.pathway import at_hand
from psi_cli.pathway.model import Pathway
from psi_cli.pathway.parse import parse_pathway
from psi_cli.pathway.safe_toml import LARGEST_FILE, BadToml
from psi_cli.record import imports, lines
from psi_cli.record.imports import Found, News
from psi_cli.record.model import DONE, PathwayRecord
from psi_cli.session import Session, session_of
from psi_cli.system import files
from psi_cli.views.elements import Hint
from psi_cli.views.imported import Gain, Imported

_HINTS = (Hint("psi", "where you are"), Hint("psi log", "what you did, and when"))


def import_command(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="A backup, journals, or a copied data folder."),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come, and change nothing.")
    ] = False,
) -> None:
    """Take in what you did on another machine, or what a backup holds.

    What is here stays as it is, and what is here already does not come twice.
    """
    session = session_of(context)
    found = _found(paths)
    added = dict(_new_pathways(session, found))
    known = [*_pathways_here(session), *(parse_pathway(data) for data in added.values())]
    today = {name: pathway.id for pathway in known for name in pathway.names}
    news = imports.news(lines.at_hand(session.home), found, today)
    if not dry_run:
        _keep(session, found, news, added)
    gains = _gains(news, {pathway.id: pathway for pathway in known})
    session.show(_view(found, news, gains, tuple(added), dry_run=dry_run))


def _found(paths: list[str]) -> Found:
    """Return what stands in files; NotFound where none of it is psi's."""
    found = Found()
    for path in paths:
        found.add(Path(os.path.expanduser(path)))
    if not (found.lines or found.pathway_files or found.pathway_texts):
        failure = NotFound(
            "There is nothing of psi's to import.",
            "Name a backup, a journal (.jsonl), or the data folder that `psi doctor` names.",
        )
        failure.details = tuple(f"{file}: {told}" for file, told in found.troubles.items())
        raise failure
    return found


def _pathways_here(session: Session) -> list[Pathway]:
    here = at_hand.at_hand(session.home.pathways, session.home.checked_pathways)
    return [one.pathway for one in here if one.pathway]


def _new_pathways(session: Session, found: Found) -> Iterator[tuple[str, bytes]]:
    """Yield the pathways, by id, that are valid and not here."""
    here = {name for pathway in _pathways_here(session) for name in pathway.names}
    for data in _pathway_files(found):
        try:
            pathway = parse_pathway(data)
        except BadToml:
            continue
        taken = (session.home.pathways / f"{pathway.id}.toml").exists()
        if pathway.id not in here and not taken:
            here.update(pathway.names)
            yield pathway.id, data


def _pathway_files(found: Found) -> Iterator[bytes]:
    """Yield the bytes of each file that may be a pathway."""
    yield from (text.encode() for text in found.pathway_texts)
    for path in found.pathway_files:
        try:
            yield files.read(path, LARGEST_FILE)
        except OSError:
            continue


def _keep(session: Session, found: Found, news: News, added: dict[str, bytes]) -> None:
    """Keep what is new for good, and carry out what was asked to be forgotten elsewhere."""
    place = session.home.pathways
    if added:
        with files.unsaved(place):
            files.make_directory(place)
            for name, data in added.items():
                files.write_new(place / f"{name}.toml", data)
    if news.lines:
        imports.keep(session.store, found)
        session.load_record()
