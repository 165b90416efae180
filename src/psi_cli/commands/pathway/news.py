"""psi pathway news: what the last new version of a pathway changed."""

from typing import Annotated

import typer

from psi_cli.errors import NotFound
from psi_cli.pathway import versions
from psi_cli.session import session_of
from psi_cli.views.version_news import version_news


def news_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[ID]", help="Of this pathway.")] = "",
) -> None:
    """Show what changed in the pathway you follow when its last new version came.

    $ psi pathway news            in the one you follow
    $ psi pathway news my-course  in another
    """
    session = session_of(context)
    if name:
        session.load_record()
        session.chosen = str(session.path_of(name))
    journey = session.load()
    pathway = journey.pathway
    if session.tells_news(journey):
        return
    news, folder = session.news, session.home.versions
    changes = news.changes if news else versions.last(folder, pathway)
    if not changes:
        raise NotFound(
            f"Nothing has changed in {pathway.title} since you began it on this device.",
            "`psi` shows where you are.",
        )
    session.show(version_news(changes, journey.record.stage))
