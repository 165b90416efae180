"""psi, psi status: where the learner is and what comes next."""

import typer

from psi_cli.session import session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views import stage, status


def status_command(context: typer.Context) -> None:
    """Show where you are in the pathway, what is left, and what to type next."""
    session = session_of(context)
    journey = session.load()
    if session.store.trouble:
        session.say(f"{session.store.trouble} `psi doctor` tells more.")
    if journey.progress.begun or journey.progress.states or not session.store.is_new:
        session.show(status.status(journey.pathway, journey.progress, journey.record.last))
    else:
        data = clean_line(str(session.home.data))
        session.show(stage.welcome(journey.pathway, journey.progress, data))
