"""psi suggest: what fits into the time there is."""

from typing import Annotated

import typer

from psi_cli.learning.suggest import LONGEST, suggestions
from psi_cli.session import session_of
from psi_cli.views.suggest import suggestions_view


def suggest_command(
    context: typer.Context,
    minutes: Annotated[
        int,
        typer.Argument(
            metavar="[MINUTES]", min=1, max=LONGEST, help="The time you have; 30 without it."
        ),
    ] = 30,
) -> None:
    """Suggest at most three things that fit into the time you have, each with a reason.

    $ psi suggest     what fits into half an hour
    $ psi suggest 90  what fits into an hour and a half
    """
    session = session_of(context)
    journey = session.load_to_look()
    found = suggestions(journey, minutes)
    session.show(suggestions_view(journey, minutes, found, session.days))
