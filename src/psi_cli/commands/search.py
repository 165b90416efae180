"""psi search: which pathways and notes, how hits stand, a word while it builds."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, TextIO
from zlib import crc32

import typer

from psi_cli.commands.arguments import (
    By,
    InStage,
    Kind,
    Most,
    State,
    Tag,
    chosen_filters,
    lowered,
)
from psi_cli.errors import NotFound, PathwayInvalid, UsageProblem
from psi_cli.learning.filters import Filters, checked_kinds
from psi_cli.learning.journey import Journey
from psi_cli.learning.progress import ItemState, state_of
from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.model import Pathway
from psi_cli.record.model import OPEN, LearnerRecord
from psi_cli.search import index
from psi_cli.search.match import Hit, Scope, Stands
from psi_cli.search.match import search as ask
from psi_cli.search.query import Query
from psi_cli.search.rows import RESOURCE, NotedPart, Source
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views import search as views

A_MOMENT = 0.5  # seconds of building before psi says what it is doing


BAR = 24  # columns


LEAST = 20  # hits that are looked at, however few are shown


def search_command(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS...",
            help='Words, "a phrase", -not, kind:video stage:2 tag:… by:… is:open max:20.',
        ),
    ] = None,
    kind: Kind = None,
    stage: InStage = None,
    tag: Tag = None,
    by: By = None,
    state: State = None,
    most: Most = None,
    everywhere: Annotated[
        bool, typer.Option("--all", help="In every pathway here, not just this one.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1_000_000, help="How many hits to show.")
    ] = 10,
) -> None:
    """Find resources, stages, questions and your own notes, the best match first.

    Endings, accents and small slips do not matter; the beginning of a word will do.
    """
    from psi_cli.search.query import parse

    session = session_of(context)
    journey = session.load()
    options = Filters(
        lowered(kind), lowered(stage), lowered(tag), lowered(by), lowered(state), most
    )
    query = parse(words or [], options)
    if words == ["-h"]:
        raise UsageProblem("-h would exclude the word h.", "`psi search --help` shows the help.")
    if not (query.words or query.phrases) and query.filters == Filters():
        raise UsageProblem("There is nothing to look for.", "`psi search WORDS`, or `psi list`.")
    if everywhere:
        query = query._replace(filters=checked_kinds(query.filters))
    else:
        query = query._replace(filters=chosen_filters(journey, query.filters))
    view = search(session, journey, query, limit, everywhere=everywhere)
    session.show(view)
    if not view.found:
        raise typer.Exit(NotFound.status)


def search(
    session: Session, journey: Journey, query: Query, limit: int, *, everywhere: bool
) -> views.SearchView:
    """Return the view of a search in this pathway, or in every pathway there is here."""
    record = session.store.load()
    left_out: list[str] = []
    sources = _sources(session, left_out, everywhere=everywhere)
    noted = _noted(record, None if everywhere else journey.pathway.id)
    place = _place(session, everywhere=everywhere)
    scope = Scope(max(limit, LEAST), _stands(record, query.filters))
    found = index.consult(
        place,
        sources,
        noted,
        lambda index: ask(index, query, scope),
        _reporter(session.world.stderr),
    )
    for sentence in left_out:
        session.say(sentence)
    lines = tuple(_line(journey, record, hit) for hit in found.hits[:limit])
    return views.search_view(query, None if everywhere else journey.pathway.title, found, lines)


def _place(session: Session, *, everywhere: bool) -> Path:
    """Return where the index is kept: a small one for each pathway, and one for all."""
    name = "all" if everywhere else f"{crc32(os.fsencode(session.pathway_path.absolute())):08x}"
    return session.home.indexes / f"{name}.db"


def _sources(session: Session, left_out: list[str], *, everywhere: bool) -> list[Source]:
    """Return the pathways to search; what is said of those left out comes into the list."""
    paths = [str(session.pathway_path.absolute())]
    if everywhere:
        paths += [str(bundled_path()), *_added(session.home.pathways)]
    read, refuse = _reader(left_out), _refuser(left_out)
    return [Source(path, read, refuse) for path in dict.fromkeys(paths)]


def _added(folder: Path) -> list[str]:
    """Return the pathway files in the learner's own folder."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    return [os.path.join(folder, name) for name in names if name.endswith(".toml")]


def _noted(record: LearnerRecord, only: str | None) -> list[NotedPart]:
    return [
        NotedPart(pathway, about, tuple(notes))
        for pathway, kept in sorted(record.pathways.items())
        if only in {None, pathway}
        for about, notes in sorted(kept.notes.items())
    ]


def _stands(record: LearnerRecord, filters: Filters) -> Stands | None:
    """Return what tells whether something stands as the filters want; None if they want nothing."""
    if not filters.state:
        return None

    def stands(pathway: str, part: str, names: tuple[str, ...]) -> bool:
        state = _state(record, pathway, names)
        if part != RESOURCE and state.status == OPEN:  # only what can be done is open
            state = state._replace(status="")
        return filters.pass_state(state)

    return stands


def _line(journey: Journey, record: LearnerRecord, hit: Hit) -> views.HitLine:
    state = _state(record, hit.pathway, (hit.name, *hit.aliases))
    if hit.pathway == journey.pathway.id:
        sections = journey.pathway.sections
        stage = next((one.short for one in sections if one.id == hit.stage), "")
        return views.hit_line(hit, state, stage, here=True)
    where = ", ".join(part for part in (hit.pathway, hit.stage) if part)
    return views.hit_line(hit, state, where, here=False)


def _state(record: LearnerRecord, pathway: str, names: tuple[str, ...]) -> ItemState:
    kept = record.pathways.get(pathway)
    return state_of(kept, names) if kept else ItemState()


def _reader(left_out: list[str]) -> Callable[[str], Pathway | None]:
    """Return how a pathway is read for the index, where a damaged one is none."""

    def read(path: str) -> Pathway | None:
        from psi_cli.pathway.parse import read_pathway

        try:
            return read_pathway(Path(path))
        except PathwayInvalid as error:
            why = "It was not searched: `psi --pathway FILE` tells why."
            left_out.append(f"{error.sentence} {why}")
            return None

    return read


def _refuser(left_out: list[str]) -> Callable[[str], None]:
    """Return what is told of a pathway that has the id of another."""

    def refuse(path: str) -> None:
        name = clean_line(path)
        left_out.append(f"{name} has the id of another pathway here and was not searched.")

    return refuse


def _reporter(stderr: TextIO) -> index.Report:
    """Return a teller of progress, for a build that takes longer than a moment at a terminal."""
    began = time.monotonic()

    def report(done: int, total: int) -> None:
        if time.monotonic() - began < A_MOMENT or not stderr.isatty():
            return
        with suppress(OSError):  # the search itself goes on
            columns = os.get_terminal_size(stderr.fileno()).columns
            filled = BAR * done // max(total, 1)
            line = f"Preparing the search: {'=' * filled}{'-' * (BAR - filled)} {done} of {total}"
            line = line if len(line) < columns else f"Preparing: {done} of {total}"[: columns - 1]
            stderr.write(f"\r{line}" if done < total else f"\r{' ' * (columns - 1)}\r")
            stderr.flush()

    return report
