"""psi show: read about a resource, a stage or a question."""

import typer

from psi_cli.commands.arguments import (
    OptionalRef,
)
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Companion, Resource, Stage
from psi_cli.pathway.references import Target
from psi_cli.session import session_of
from psi_cli.views import notes, resource


def show_command(context: typer.Context, ref: OptionalRef = "") -> None:
    """Read about a resource or a stage; without REF, the stage you are in. Changes nothing."""
    from psi_cli.pathway.model import Reflection
    from psi_cli.views import stage

    session = session_of(context)
    journey = session.load_to_look()
    if not ref:
        session.show(stage.stage_view(journey.pathway, journey.progress))
        return
    target = journey.locate(ref, Resource, Stage, Reflection, Companion)
    if isinstance(target.part, Companion):
        target = _owner(journey, target)
    if isinstance(target.part, Resource):
        session.show(resource.resource_view(journey.pathway, journey.progress, target))
    elif isinstance(target.part, Stage):
        session.show(stage.stage_view(journey.pathway, journey.progress, target.part))
    else:
        session.show(notes.notes_about(target, journey.progress))


def _owner(journey: Journey, companion: Target) -> Target:
    return next(
        target
        for target in journey.parts.values()
        if isinstance(target.part, Resource) and companion.part in target.part.companions
    )
