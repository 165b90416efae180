"""psi log: what the learner did, and when."""

from typing import Annotated

import typer

from psi_cli.session import session_of
from psi_cli.views import history


def log_command(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to show.")] = 20,
) -> None:
    """Show what you did and when, the latest first."""
    session = session_of(context)
    journey = session.load()
    mine = (event for event in session.store.newest_first() if event.pathway == journey.pathway.id)
    session.show(history.log(journey.pathway.title, mine, journey.part, limit))
