"""psi answer: the open questions of a stage, one by one."""

import typer

from psi_cli.commands.arguments import OptionalRef
from psi_cli.commands.asking import written
from psi_cli.commands.naming import named
from psi_cli.errors import NotFound, UsageProblem
from psi_cli.learning import actions
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Reflection, Stage
from psi_cli.pathway.references import Target, title_of
from psi_cli.session import Session, session_of
from psi_cli.views import changes

_HOW = "Write your answer; an empty line ends it. Enter alone leaves the question open."


def answer_command(context: typer.Context, ref: OptionalRef = "") -> None:
    """Answer the open questions of a stage one by one; each answer is saved as it is given.

    REF is a question, or a stage; without it, the stage you are in. Answers are notes.

    $ psi answer     the questions of this stage that are open
    $ psi answer q2  one question
    """
    session = session_of(context)
    journey = session.load()
    asked = _asked(session, journey, ref)
    if not session.terminal.interactive:
        number = journey.number(asked[0])
        raise UsageProblem(
            "Questions are asked at a terminal.", f'`psi note {number} "…"` answers.'
        )
    session.say(_HOW)
    made: list[changes.Change] = []
    for target in asked:
        prompt = f"\n{journey.number(target)}  {title_of(target.part)}"
        if text := written(session, prompt):
            decisions = [actions.note(target, text)]
            journey = session.save(journey, actions.actions_of(decisions))
            session.say("Saved.")
            made += changes.decided(decisions)
    view = changes.changes(tuple(made), journey)
    session.show(view if made else view._replace(remarks=("Nothing was written.",)))


def _asked(session: Session, journey: Journey, ref: str) -> list[Target]:
    """Return the question that REF names, or the open ones of a stage; NotFound without one."""
    here = journey.progress.current.stage
    target = named(session, journey, ref, Reflection, Stage) if ref else None
    if target and isinstance(target.part, Reflection):
        return [target]
    stage = target.stage if target else here
    if waiting := journey.open_questions(stage):
        return waiting
    if asked := journey.questions(stage):
        number = journey.number(asked[0])
        raise NotFound(
            f"Every question of {stage.short} is answered.", f"`psi answer {number}` adds to one."
        )
    raise NotFound(f"{stage.short} asks no questions.", "`psi next` moves on.")
