"""psi, psi status: what the learner was at and what comes next."""

from collections.abc import Iterator

import typer

from psi_cli.learning.journey import Journey
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views.status import status
from psi_cli.views.welcome import Welcome
from psi_cli.views.wording import kept_elsewhere


def status_command(context: typer.Context) -> None:
    """Show what you were at, what is left here, and what to type next.

    $ psi                the same, in fewer letters
    $ psi status --json  for a script, or the prompt of a shell
    """
    session = session_of(context)
    journey = session.load()
    if session.tells_news(journey):
        return
    if journey.progress.begun or journey.progress.states or not session.store.is_new:
        session.show(status(journey, session.days, warnings=tuple(_warnings(session, journey))))
    else:
        session.show(Welcome(journey, clean_line(str(session.home.data))))


def _warnings(session: Session, journey: Journey) -> Iterator[str]:
    if trouble := session.store.trouble:
        yield f"{trouble} `psi doctor` tells more."
    if session.news:
        yield session.news.sentence
    if others := session.kept_elsewhere(journey.pathway.names):
        yield kept_elsewhere(others)
