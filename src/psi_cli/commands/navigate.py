"""psi start, next, back, goto: finding one's way through the stages."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import StageRef
from psi_cli.errors import NotFound, UsageProblem
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import FURTHER, Stage
from psi_cli.record.model import Action
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views import stage as stage_views
from psi_cli.views import status


def start_command(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[PATHWAY]", help="The id of the pathway to begin.")
    ] = "",
) -> None:
    """Begin the pathway, or resume it where you left off. Nothing is ever reset."""
    session = session_of(context)
    journey = session.load()
    pathway = journey.pathway
    if name and not pathway.id.startswith(name.casefold()):
        raise NotFound(
            f"There is no pathway called “{clean_line(name)[:40]}” here.",
            f"`psi start` begins {pathway.id}; --pathway FILE walks another.",
        )
    last, resumed = journey.record.last, journey.progress.begun
    if not resumed:
        journey = session.save(
            journey, [Action("start", pathway.stages[0].id, title=pathway.stages[0].title)]
        )
    session.show(stage_views.start(pathway, journey.progress, resumed=resumed, last=last))


def next_command(context: typer.Context) -> None:
    """Move on to the next stage; after the last one, close the pathway. Completes nothing."""
    session = session_of(context)
    journey = session.load()
    progress = journey.progress
    if not progress.begun:
        start_command(context)
    elif progress.here + 1 == len(progress.stages):
        session.show(status.closing(journey.pathway, progress))
    else:
        _move(session, journey, progress.stages[progress.here + 1].stage, _left_behind(journey))


def back_command(context: typer.Context) -> None:
    """Go back to the stage before this one."""
    session = session_of(context)
    journey = session.load()
    progress = journey.progress
    if progress.here == 0:
        message = "This is the first stage."
        session.show(stage_views.stage_view(journey.pathway, progress, message=message))
    else:
        _move(session, journey, progress.stages[progress.here - 1].stage)


def goto_command(context: typer.Context, stage: StageRef) -> None:
    """Go to a stage, by its number or id."""
    session = session_of(context)
    journey = session.load()
    part = journey.locate(stage, Stage).part
    assert isinstance(part, Stage)  # noqa: S101 - only stages were looked for
    if part.id == FURTHER:
        raise UsageProblem(
            "Further reading lies beyond the stages; one does not stay in it.",
            f"`psi show {FURTHER}` opens it.",
        )
    _move(session, journey, part)


def _move(session: Session, journey: Journey, to: Stage, message: str = "") -> None:
    if not journey.progress.begun:
        journey = session.save(journey, [Action("start", to.id, title=to.title)])
    elif to.id != journey.progress.current.stage.id:
        journey = session.save(journey, [Action("move", to.id, title=to.title)])
    session.show(stage_views.stage_view(journey.pathway, journey.progress, message=message))


def _left_behind(journey: Journey) -> str:
    """Return what stays open in the stage that is being left, in a sentence."""
    current = journey.progress.current
    left = journey.progress.left_in(current.stage)
    if not left:
        return ""
    named = "; ".join(resource.title for resource in left)
    return f"Left open in {current.stage.short}: {named}. They wait for you there."
