"""psi start, next, back, goto: finding one's way through the stages."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import StageRef
from psi_cli.errors import NotFound, UsageProblem
from psi_cli.learning.progress import Progress
from psi_cli.pathway.model import FURTHER, Stage
from psi_cli.record.model import OPEN, Action
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views import stage, status


def start_command(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[PATHWAY]", help="The name of the pathway to begin.")
    ] = "",
) -> None:
    """Begin the pathway, or resume it where you left off. Nothing is ever reset."""
    session = session_of(context)
    if name and not session.pathway.id.startswith(name.casefold()):
        raise NotFound(
            f"There is no pathway called “{clean_line(name)[:40]}” here.",
            f"`psi start` begins {session.pathway.id}; --pathway FILE walks another.",
        )
    last, resumed = session.record.last, session.progress.begun
    if not resumed:
        session.save([Action("start", session.pathway.stages[0].id)])
    session.show(stage.start(session.pathway, session.progress, resumed=resumed, last=last))


def next_command(context: typer.Context) -> None:
    """Move on to the next stage; after the last one, close the pathway. Completes nothing."""
    session = session_of(context)
    progress = session.progress
    if not progress.begun:
        start_command(context)
    elif progress.here + 1 == len(progress.stages):
        session.show(status.closing(session.pathway, progress))
    else:
        _move(session, session.pathway.stages[progress.here + 1], _left_behind(progress))


def back_command(context: typer.Context) -> None:
    """Go back to the stage before this one."""
    session = session_of(context)
    progress = session.progress
    if progress.here == 0:
        message = "This is the first stage."
        session.show(stage.stage_view(session.pathway, progress, message=message))
    else:
        _move(session, session.pathway.stages[progress.here - 1], "")


def goto_command(context: typer.Context, stage: StageRef) -> None:
    """Go to a stage, by its number or name."""
    session = session_of(context)
    part = session.locate(stage, Stage).part
    assert isinstance(part, Stage)  # noqa: S101 - only stages were looked for
    if part.id == FURTHER:
        raise UsageProblem(
            "Further reading lies beyond the stages; one does not stay in it.",
            f"`psi show {FURTHER}` opens it.",
        )
    _move(session, part, "")


def _move(session: Session, chosen: Stage, message: str) -> None:
    progress = session.progress
    if not progress.begun:
        session.save([Action("start", chosen.id)])
    elif chosen.id != progress.current.stage.id:
        session.save([Action("move", chosen.id)])
    session.show(stage.stage_view(session.pathway, session.progress, message=message))


def _left_behind(progress: Progress) -> str:
    """Return what stays open in the stage that is being left, in a sentence."""
    current = progress.current
    open_titles = [
        resource.title
        for resource in current.stage.resources
        if resource.required and progress.state(resource.id).status == OPEN
    ]
    if not open_titles:
        return ""
    named = "; ".join(open_titles)
    return f"Left open in {current.stage.short}: {named}. They wait for you there."
