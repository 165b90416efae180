"""psi show: a resource, a stage or a question."""

import typer

from psi_cli.commands.arguments import OptionalRef
from psi_cli.commands.naming import departed, named
from psi_cli.pathway.model import Companion, Reflection, Resource, Stage
from psi_cli.session import session_of

_KINDS = (Resource, Stage, Reflection, Companion)


def show_command(context: typer.Context, ref: OptionalRef = "") -> None:
    """Show a resource, a question or a stage; without REF, the stage you are in.

    $ psi show      the stage you are in
    $ psi show 2    its second resource
    $ psi show 3.1  the first resource of stage 3
    $ psi show q1   its first question, with your answers
    """
    session = session_of(context)
    journey = session.load_to_look()
    if gone := departed(session, journey, ref):
        session.show(gone)
        return
    target = named(session, journey, ref, *_KINDS) if ref else None
    if target and isinstance(target.part, Companion):
        target = journey.owner(target)
    if target is None or isinstance(target.part, Stage):
        from psi_cli.views.stage import stage_view

        session.show(stage_view(journey, target and target.stage, rows=session.terminal.rows))
    elif isinstance(target.part, Resource):
        from psi_cli.views.resource import resource_view

        session.show(resource_view(journey, target, session.days))
    else:
        from psi_cli.views.notes import notes_about

        session.show(notes_about(journey, target, session.days))
