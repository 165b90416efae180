"""Searching from a session: which pathways and notes, how hits stand, a word while it builds."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from psi_cli import search_index
from psi_cli.bundled import bundled_path
from psi_cli.errors import PathwayInvalid
from psi_cli.pathway import Pathway
from psi_cli.progress import Standing, standing_of
from psi_cli.query import Query
from psi_cli.record import LearnerRecord
from psi_cli.search import Found, Hit
from psi_cli.search import search as ask
from psi_cli.search_index import NotedPart, Source
from psi_cli.session import Session
from psi_cli.views import search as views

A_MOMENT = 0.5  # seconds of building before psi says what it is doing


def search(session: Session, query: Query, limit: int, *, everywhere: bool) -> views.SearchView:
    """Return the view of a search in this pathway, or in every pathway there is here."""
    record = session.store.load()
    sources = _sources(session, everywhere=everywhere)
    noted = _noted(record, None if everywhere else session.pathway.id)
    place = _place(session, everywhere=everywhere)
    answer = search_index.consult(
        place, sources, noted, lambda index: ask(index, query), _reporter()
    )
    lines = _lines(session, record, query, answer)
    searched = None if everywhere else session.pathway.title
    return views.search_view(query, searched, answer, lines, limit)


def _place(session: Session, *, everywhere: bool) -> Path:
    """Return where the index is kept: a small one for each pathway, and one for all."""
    name = "all" if everywhere else f"{crc32(os.fsencode(session.pathway_path.absolute())):08x}"
    return session.home.indexes / f"{name}.db"


def _sources(session: Session, *, everywhere: bool) -> list[Source]:
    paths = [session.pathway_path.absolute()]
    if everywhere:
        added = sorted(session.home.pathways.glob("*.toml"))
        paths += [path for path in (bundled_path(), *added) if path not in paths]
    return [Source(path, _reader(session)) for path in paths]


def _reader(session: Session) -> Callable[[Path], Pathway | None]:
    """Return how a pathway is read for the index: one that is damaged is named and left out."""

    def read(path: Path) -> Pathway | None:
        from psi_cli.pathway_file import read_pathway

        try:
            return read_pathway(path)
        except PathwayInvalid as error:
            session.say(f"{error.sentence} It was not searched.")
            return None

    return read


def _noted(record: LearnerRecord, only: str | None) -> list[NotedPart]:
    return [
        NotedPart(pathway, about, tuple(notes))
        for pathway, kept in sorted(record.pathways.items())
        if only in {None, pathway}
        for about, notes in sorted(kept.notes.items())
    ]


def _lines(
    session: Session, record: LearnerRecord, query: Query, answer: Found
) -> tuple[views.HitLine, ...]:
    lines = []
    for hit in answer.hits:
        standing = _standing(record, hit)
        if query.filters.pass_state(standing):
            here = hit.pathway == session.pathway.id
            lines.append(views.hit_line(hit, standing, _where(session, hit), here=here))
    return tuple(lines)


def _standing(record: LearnerRecord, hit: Hit) -> Standing:
    kept = record.pathways.get(hit.pathway)
    return standing_of(kept, (hit.name, *hit.aliases)) if kept else Standing()


def _where(session: Session, hit: Hit) -> str:
    """Return the name of the stage a hit is in, with the pathway where it is another."""
    if hit.pathway != session.pathway.id:
        return f"{hit.pathway}, {hit.stage}"
    return next((one.short for one in session.pathway.shelves if one.id == hit.stage), "")


def _reporter() -> search_index.Report:
    """Return a teller of progress, for a build that takes longer than a moment at a terminal."""
    began = time.monotonic()

    def report(done: int, total: int) -> None:
        if time.monotonic() - began < A_MOMENT or not sys.stderr.isatty():
            return
        filled = 24 * done // max(total, 1)
        bar = "=" * filled + "-" * (24 - filled)
        ending = "\r" + " " * 60 + "\r" if done == total else ""
        sys.stderr.write(f"\rPreparing the search: {bar} {done} of {total}{ending}")
        sys.stderr.flush()

    return report
