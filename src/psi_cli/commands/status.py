"""psi, psi status: where the learner is and what comes next."""

import typer

from psi_cli.session import session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views import stage, status


def status_command(context: typer.Context) -> None:
    """Show where you are in the pathway, what is left, and what to type next."""
    session = session_of(context)
    progress = session.progress
    if progress.begun or progress.states:
        session.show(status.status(session.pathway, progress, session.record.last))
    else:
        session.show(stage.welcome(session.pathway, progress, clean_line(str(session.home.data))))
