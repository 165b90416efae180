"""psi start, next, back, goto: finding one's way through the stages."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import StageRef
from psi_cli.commands.naming import named
from psi_cli.errors import NotFound, UsageProblem
from psi_cli.learning import actions
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import FURTHER, Stage
from psi_cli.record.model import Action
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import quoted
from psi_cli.views.stage import stage_view


def start_command(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[PATHWAY]", help="The id of the pathway to follow.")
    ] = "",
) -> None:
    """Begin the pathway, or resume it where you left off. Nothing is ever reset.

    $ psi start                    begin, or show where you left off
    $ psi start my-course          follow another of the pathways here
    $ psi start --pathway my.toml  walk one from a file, for this call
    """
    session = session_of(context)
    journey, made = _turned_to(session, name)
    if journey.progress.begun:
        journey = session.save(journey, made)
        if not session.tells_news(journey):
            from psi_cli.views.status import status
            from psi_cli.views.wording import LOST_STAGE

            message = LOST_STAGE if journey.lost_its_stage else "This is where you left off."
            session.show(status(journey, session.days, message=message))
        return
    from psi_cli.views.start import start

    begun = actions.move(journey.progress, journey.pathway.stages[0])
    journey = session.save(journey, (*made, *begun))
    session.show(start(journey))


def _turned_to(session: Session, name: str) -> tuple[Journey, tuple[Action, ...]]:
    """Return the journey to begin or resume, and what makes its pathway the one followed."""
    if session.chosen or not name:
        journey = session.load()
        if journey.pathway.id.startswith(name.casefold()):
            return journey, ()
        if session.repeated_option:
            raise NotFound(
                f"There is no pathway called {quoted(name)} in that file.",
                f"`psi start{session.repeated_option}` begins {journey.pathway.id}.",
            )
    from psi_cli.commands.pathway.use import turned_to

    return turned_to(session, name)


def next_command(context: typer.Context) -> None:
    """Move on to the next stage; after the last one, look back on the whole pathway.

    A stage that is only text counts as read once you move on from it; nothing else is completed.

    $ psi next  on to the next stage, or to the closing page
    """
    session = session_of(context)
    journey = session.load()
    progress = journey.progress
    if not progress.begun:
        start_command(context)
    elif progress.here + 1 < len(progress.stages):
        _move(session, journey, progress.stages[progress.here + 1].stage)
    else:
        from psi_cli.views.closing import closing

        journey = session.save(journey, actions.leave(progress))
        session.show(closing(journey, session.days))


def back_command(context: typer.Context) -> None:
    """Go back to the stage before this one.

    $ psi back  one stage back
    """
    session = session_of(context)
    journey = session.load()
    progress = journey.progress
    if progress.here:
        _go(session, journey, progress.stages[progress.here - 1].stage)
    else:
        message = "This is the first stage."
        session.show(stage_view(journey, message=message, rows=session.terminal.rows))


def goto_command(context: typer.Context, stage: StageRef) -> None:
    """Go to a stage, by its number, its id or its title.

    $ psi goto 2     to the second stage
    $ psi goto dive  to a stage by its id
    """
    session = session_of(context)
    journey = session.load()
    part = named(session, journey, stage, Stage).part
    assert isinstance(part, Stage)  # noqa: S101 - only stages were looked for
    if part.id == FURTHER:
        raise UsageProblem(
            "Further reading lies beyond the stages; one does not stay in it.",
            f"`psi show {FURTHER}` opens it.",
        )
    _go(session, journey, part)


def _move(session: Session, journey: Journey, to: Stage) -> None:
    """Move on, which leaves a stage that is only text as read."""
    made = (*actions.leave(journey.progress), *actions.move(journey.progress, to))
    journey = session.save(journey, made)
    session.show(stage_view(journey, rows=session.terminal.rows))


def _go(session: Session, journey: Journey, to: Stage) -> None:
    journey = session.save(journey, actions.move(journey.progress, to))
    session.show(stage_view(journey, rows=session.terminal.rows))
