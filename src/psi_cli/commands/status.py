"""psi, psi status: what the learner was at and what comes next."""

import typer

from psi_cli.session import session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views.status import status
from psi_cli.views.welcome import Welcome


def status_command(context: typer.Context) -> None:
    """Show what you were at, what is left here, and what to type next."""
    session = session_of(context)
    journey = session.load()
    if journey.progress.begun or journey.progress.states or not session.store.is_new:
        trouble = session.store.trouble
        warnings = (f"{trouble} `psi doctor` tells more.",) if trouble else ()
        session.show(status(journey, session.days, warnings=warnings))
    else:
        session.show(Welcome(journey, clean_line(str(session.home.data))))
