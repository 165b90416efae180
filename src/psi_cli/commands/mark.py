"""psi done, skip, reopen: how a resource stands."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import OptionalRefs, Refs
from psi_cli.commands.naming import all_named
from psi_cli.commands.saving import carry_out
from psi_cli.errors import UsageProblem
from psi_cli.learning import actions
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Companion, Resource, Stage
from psi_cli.pathway.references import Target, title_of
from psi_cli.session import Session, session_of

Took = Annotated[
    str | None,
    typer.Option("--took", metavar="TIME", help="How long it took you: 40m, 1h30 or 1:30."),
]


def done_command(context: typer.Context, refs: OptionalRefs = None, took: Took = None) -> None:
    """Mark resources, or a stage's own text, as studied; without REF, what you were at.

    A companion (2.1a) that stands in for its resource completes it.

    $ psi done 2              the second resource of the stage you are in
    $ psi done 2 --took 1h30  with your own time, told in place of the estimate
    $ psi done 1-3            several at once
    $ psi done                what you opened last
    """
    session = session_of(context)
    journey = session.load()
    kinds = (Resource, Stage, Companion)
    targets = all_named(session, journey, refs or [], *kinds, sure=True)
    targets = targets or [_at_hand(session, journey)]
    minutes = 0 if took is None else _minutes(took, targets)
    carry_out(session, journey, actions.done(targets, journey, minutes))


def skip_command(context: typer.Context, refs: Refs) -> None:
    """Set resources aside. Skipped is not done; `psi reopen` takes it back.

    $ psi skip 4    set one aside
    $ psi skip 4-6  set several aside
    """
    _mark(session_of(context), "skip", refs)


def reopen_command(context: typer.Context, refs: Refs) -> None:
    """Take the done or skipped mark of resources back.

    $ psi reopen 4  open again, as if it had not been marked
    """
    _mark(session_of(context), "reopen", refs)


def _mark(session: Session, do: str, refs: list[str]) -> None:
    journey = session.load()
    targets = all_named(session, journey, refs, Resource, Stage)
    carry_out(session, journey, actions.mark(do, targets, journey.progress))


def _minutes(took: str, targets: list[Target]) -> int:
    """Return how long the one resource took; UsageProblem where that is not what was typed."""
    if len(targets) > 1 or isinstance(targets[0].part, Stage):
        raise UsageProblem("--took tells the time of one resource.", "`psi done 2.1 --took 40m`")
    from psi_cli.commands.times import minutes_of

    return minutes_of(took)


def _at_hand(session: Session, journey: Journey) -> Target:
    """Return what was opened last, once the learner has agreed; UsageProblem where none was."""
    target = journey.at_hand()
    if not target:
        raise UsageProblem("Say what you have done.", "`psi done REF`; `psi show` has the numbers.")
    number, title = journey.number(target), title_of(target.part)
    if not session.terminal.interactive:
        raise UsageProblem(f"Say what you have done: {title}?", f"`psi done {number}`")
    from psi_cli.commands.asking import confirm

    confirm(session, f"Mark {number} {title} as done?", usual=True)
    return target
