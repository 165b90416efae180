"""psi import: what was done elsewhere joins what was done here."""

import os
import shlex
from collections import Counter
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
from psi_cli.system.sanitize import clean_line, reason_of
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

    $ psi import psi-backup.json       what `psi export json` wrote
    $ psi import old/.local/share/psi  a data folder, from another disk
    $ psi import --dry-run *.jsonl     say what would come, and change nothing
    """
    session = session_of(context)
    found = _found(paths)
    added = dict(_new_pathways(session, found))
    known = [*_pathways_here(session), *map(parse_pathway, added.values())]
    today = {name: pathway.id for pathway in known for name in pathway.names}
    news = imports.news(lines.at_hand(session.home), found, today)
    if not dry_run:
        _keep(session, found, news, added)
    gains = tuple(_gains(news, known))
    counts = dry_run, len(news.lines), news.known, news.differing
    hints = (_for_good(paths),) if dry_run else _HINTS
    session.show(Imported(*counts, gains, tuple(added), found.troubles, hints))


def _for_good(paths: list[str]) -> Hint:
    return Hint(f"psi import {clean_line(shlex.join(paths))}", "take it in")


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
    return [one.pathway for one in at_hand.at_hand(session.home) if one.pathway]


def _new_pathways(session: Session, found: Found) -> Iterator[tuple[str, bytes]]:
    """Yield the pathways, by id, that are valid and not here."""
    here = {name for pathway in _pathways_here(session) for name in pathway.names}
    for file, data in _pathway_files(found):
        try:
            pathway = parse_pathway(data)
        except BadToml:
            found.troubles[file] = "it is no valid pathway"
            continue
        if pathway.id not in here and not os.path.lexists(
            at_hand.place_of(session.home, pathway.id)
        ):
            here.update(pathway.names)
            yield pathway.id, data


def _pathway_files(found: Found) -> Iterator[tuple[str, bytes]]:
    """Yield what may be pathways, each with the name of its file."""
    for name, text in found.pathway_texts.items():
        yield name, text.encode(errors="replace")
    for path in found.pathway_files:
        try:
            yield clean_line(str(path)), files.read(path, LARGEST_FILE)
        except OSError as error:
            found.troubles[clean_line(str(path))] = f"it cannot be read: {reason_of(error)}"


def _keep(session: Session, found: Found, news: News, added: dict[str, bytes]) -> None:
    """Keep what is new for good, and carry out what was asked to be forgotten elsewhere."""
    if added:
        with files.unsaved(session.home.pathways):
            files.make_directory(session.home.pathways)
            files.sweep_drafts(session.home.pathways)
            for name, data in added.items():
                files.write(at_hand.place_of(session.home, name), data, durable=True)
    if news.lines:
        imports.keep(session.store, found)
        session.load_record()


def _gains(news: News, pathways: list[Pathway]) -> Iterator[Gain]:
    """Yield what came in each pathway in which something did."""
    by_id = {pathway.id: pathway for pathway in pathways}
    for name, after in sorted(news.after.pathways.items()):
        pathway = by_id.get(name)
        questions = _questions(pathway) if pathway else set()
        was, now = _kept(news.before.of(name), questions), _kept(after, questions)
        if was != now:
            title = pathway.title if pathway else name
            yield Gain(name, title, Counter(kind for kind, _ in now - was), len(was - now))


def _questions(pathway: Pathway) -> set[str]:
    every = (question for stage in pathway.sections for question in stage.reflections)
    return {name for question in every for name in (question.id, *question.aliases)}


def _kept(record: PathwayRecord, questions: set[str]) -> set[tuple[str, str]]:
    """Return what a record holds, each with its kind and its id."""
    done = {("completions", about) for about, mark in record.marks.items() if mark.status == DONE}
    kept = {("bookmarks", about) for about in record.bookmarks}
    for about, notes in record.notes.items():
        kind = "answers" if about in questions else "notes"
        kept |= {(kind, note.id) for note in notes}
    return done | kept
