"""psi log: what the learner did, and when."""

from typing import Annotated

import typer

from psi_cli.session import session_of
from psi_cli.views.log import log


def log_command(
    context: typer.Context,
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="COUNT", min=1, help="How many to show; 20 without it."),
    ] = 20,
) -> None:
    """Show what you did and when, the latest first.

    $ psi log              the last twenty things you did
    $ psi log --limit 100  more of them
    """
    session = session_of(context)
    journey = session.load_to_look_back()
    pathway = journey.pathway
    session.show(log(pathway, session.newest_first(pathway), journey.part, session.days, limit))
