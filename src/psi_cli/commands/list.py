"""psi list: the resources that pass the filters."""

from typing import Annotated

import typer

from psi_cli.commands.filtering import (
    AsTsv,
    By,
    InStage,
    Kind,
    Most,
    Tag,
    chosen_filters,
    lowered,
)
from psi_cli.errors import NotFound
from psi_cli.learning.filters import STATES, Filters
from psi_cli.learning.journey import Journey
from psi_cli.session import Session, session_of
from psi_cli.views.list import list_view


def list_command(
    context: typer.Context,
    kind: Kind = None,
    stage: InStage = None,
    tag: Tag = None,
    by: By = None,
    most: Most = None,
    is_open: Annotated[bool, typer.Option("--open", help="Only what is open.")] = False,
    done: Annotated[bool, typer.Option("--done", help="Only what is done.")] = False,
    skipped: Annotated[bool, typer.Option("--skipped", help="Only what was set aside.")] = False,
    bookmarked: Annotated[bool, typer.Option("--bookmarked", help="Only bookmarks.")] = False,
    noted: Annotated[bool, typer.Option("--noted", help="Only what has notes.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With further reading.")] = False,
    as_tsv: AsTsv = False,
) -> None:
    """List resources. Several filters narrow the list; of several states any will do.

    $ psi list --open --max 30              what is open and takes half an hour at most
    $ psi list --kind video --kind webinar  videos and webinars
    $ psi list --all --tsv | cut -f1,6      numbers and titles, for other programs
    """
    chosen = zip(STATES, (is_open, done, skipped, bookmarked, noted), strict=True)
    states = tuple(state for state, wanted in chosen if wanted)
    session = session_of(context)
    journey = session.load_to_look()
    asked = Filters._make((*map(lowered, (kind, stage, tag, by)), states, most))
    filters = chosen_filters(journey, asked)
    _show_list(session, journey, filters, everything=everything, as_tsv=as_tsv)


def _show_list(
    session: Session,
    journey: Journey,
    filters: Filters,
    *,
    everything: bool,
    as_tsv: bool = False,
) -> None:
    view = list_view(journey, filters, further=everything)
    (session.show_rows if as_tsv else session.show)(view)
    if not view.size and filters.in_words():
        raise typer.Exit(NotFound.status)


def list_bookmarked(session: Session, journey: Journey) -> None:
    """List what is bookmarked."""
    filters = Filters(state=("bookmarked",))
    _show_list(session, journey, filters, everything=True)
