"""psi import: what was done elsewhere joins what was done here."""

import os
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from psi_cli.errors import NotFound
from psi_cli.pathway import added
from psi_cli.pathway.at_hand import at_hand
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

New = tuple[Pathway, bytes]  # a pathway that is not here yet, and its file
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
    new = list(_new_pathways(session, found))
    here = [one.pathway for one in at_hand(session.home) if one.pathway]
    pathways = [*here, *(pathway for pathway, _ in new)]
    today = {name: pathway.id for pathway in pathways for name in pathway.names}
    news = imports.news(lines.at_hand(session.home), found, today)
    if not dry_run:
        _keep(session, found, news, new)
    counts = dry_run, len(news.lines), news.known, news.differing
    told = tuple(_gains(news, pathways)), tuple(pathway.id for pathway, _ in new), found.troubles
    session.show(Imported(*counts, *told, (_for_good(paths),) if dry_run else _HINTS))


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


def _new_pathways(session: Session, found: Found) -> Iterator[New]:
    """Yield the pathways that are valid and not here."""
    seen: set[str] = set()
    for file, data in _pathway_files(found):
        try:
            pathway = parse_pathway(data)
        except BadToml:
            found.troubles[file] = "it is no valid pathway"
            continue
        if seen.isdisjoint(pathway.names) and not added.in_its_place(pathway, session.home):
            seen.update(pathway.names)
            yield pathway, data


def _pathway_files(found: Found) -> Iterator[tuple[str, bytes]]:
    """Yield what may be pathways, each with the name of its file."""
    for name, text in found.pathway_texts.items():
        yield name, text.encode(errors="replace")
    for path in found.pathway_files:
        try:
            yield clean_line(str(path)), files.read(path, LARGEST_FILE)
        except OSError as error:
            found.troubles[clean_line(str(path))] = f"it cannot be read: {reason_of(error)}"


def _keep(session: Session, found: Found, news: News, new: list[New]) -> None:
    """Keep what is new for good, and carry out what was asked to be forgotten elsewhere."""
    for pathway, data in new:
        added.keep(data, pathway, (), session.home)
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
