"""psi read: the text of a stage and its questions."""

import typer

from psi_cli.commands.arguments import OptionalStageRef
from psi_cli.commands.naming import named
from psi_cli.pathway.model import Stage
from psi_cli.session import session_of
from psi_cli.views.read import reading


def read_command(context: typer.Context, stage: OptionalStageRef = "") -> None:
    """Read the text of the stage you are in, or of another. Completes nothing.

    $ psi read       the stage you are in
    $ psi read dive  another one
    """
    session = session_of(context)
    journey = session.load_to_look()
    part = named(session, journey, stage, Stage).part if stage else journey.progress.current.stage
    assert isinstance(part, Stage)  # noqa: S101 - only stages were looked for
    session.show(reading(journey, part))
