"""psi search: resources, stages, questions and notes, here or in every pathway there is."""

import os
from typing import Annotated
from zlib import crc32

import typer

from psi_cli.commands.filtering import (
    AsTsv,
    By,
    InStage,
    Kind,
    Most,
    State,
    Tag,
    chosen_filters,
    lowered,
)
from psi_cli.errors import NotFound, UsageProblem
from psi_cli.learning.filters import Filters, checked_kinds
from psi_cli.learning.journey import Journey
from psi_cli.pathway.bundled import bundled_path
from psi_cli.record.model import LearnerRecord
from psi_cli.search.index import drop, open_index
from psi_cli.search.match import search
from psi_cli.search.query import Query, parse
from psi_cli.search.rows import Noted
from psi_cli.session import Session, session_of
from psi_cli.views.search import Scope, SearchView, search_view

Typed = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORDS...",
        help='Words, "a phrase", -not, kind:video stage:2 tag:… by:… is:open max:20.',
    ),
]
Everywhere = Annotated[
    bool, typer.Option("--all", help="In every pathway here, not just this one.")
]
Limit = Annotated[
    int,
    typer.Option(
        "--limit",
        metavar="COUNT",
        min=1,
        max=1_000_000,
        help="How many hits; 10 without it.",
    ),
]


def search_command(
    context: typer.Context,
    words: Typed = None,
    kind: Kind = None,
    stage: InStage = None,
    tag: Tag = None,
    by: By = None,
    state: State = None,
    most: Most = None,
    everywhere: Everywhere = False,
    limit: Limit = 10,
    as_tsv: AsTsv = False,
) -> None:
    """Find resources, stages, questions and your own notes, the best match first.

    Endings, accents and small typos do not matter; the beginning of a word will do.

    $ psi search advocacy                one word, whatever its ending
    $ psi search "public value" -lab     a phrase, without what has the other word
    $ psi search kind:video by:bason     filters alone
    $ psi search budget --tsv | cut -f8  the addresses, for other programs
    """
    session = session_of(context)
    journey = session.load()
    options = Filters._make((*map(lowered, (kind, stage, tag, by, state)), most))
    query = _query(journey, words or [], options, everywhere=everywhere)
    view = _search(session, journey, query, limit, everywhere=everywhere)
    (session.show_rows if as_tsv else session.show)(view)
    if not view.found:
        raise typer.Exit(NotFound.status)


def _query(journey: Journey, typed: list[str], options: Filters, *, everywhere: bool) -> Query:
    """Return the query of what was typed; UsageProblem where it asks for nothing."""
    if typed == ["-h"]:
        raise UsageProblem("-h would exclude the word h.", "`psi search --help` shows the help.")
    query = parse(typed, options)
    if not (query.words or query.phrases) and query.filters == Filters():
        raise UsageProblem("There is nothing to look for.", "`psi search WORDS`, or `psi list`.")
    checked = checked_kinds(query.filters) if everywhere else chosen_filters(journey, query.filters)
    return query._replace(filters=checked)


def _search(
    session: Session, journey: Journey, query: Query, limit: int, *, everywhere: bool
) -> SearchView:
    """Search one pathway or all of them, and say which could not be searched."""
    record = session.store.record.with_one(journey.pathway.names, journey.record)
    latest = record.latest
    every_path = _paths(session)
    paths = every_path if everywhere else every_path[:1]
    notes = _notes(record, None if everywhere else journey.pathway.id)
    place = session.home.indexes / ("all" if everywhere else _file_name(paths[0]))
    with open_index(place, paths, notes, session.home.checked_pathways) as index:
        found = search(index.database, query, record, limit)
    if session.store.load().latest != latest:
        drop(place)  # a note may have been forgotten while psi was searching
    for sentence in index.left_out:
        session.say(sentence)
    scope = Scope(journey.pathway, index.pathways, everywhere, len(every_path) > 1)
    return search_view(query, found, scope, session.days)


def _paths(session: Session) -> tuple[str, ...]:
    """Return the pathway files that can be searched, the one at hand first."""
    added = sorted(session.home.pathways.glob("*.toml"))
    paths = (session.path, bundled_path(), *added)
    return tuple(dict.fromkeys(str(path.absolute()) for path in paths))


def _file_name(path: str) -> str:
    return f"{crc32(os.fsencode(path)):08x}"


def _notes(record: LearnerRecord, only: str | None) -> tuple[Noted, ...]:
    """Return the notes on the parts of one pathway, or of all."""
    return tuple(
        Noted(pathway, about, note.id, note.text)
        for pathway, kept in sorted(record.pathways.items())
        if only in {None, pathway}
        for about, notes in sorted(kept.notes.items())
        for note in notes
    )
