"""psi undo: take back the last steps."""

from typing import Annotated

import typer

from psi_cli.errors import NotFound
from psi_cli.learning import actions
from psi_cli.learning.journey import Journey
from psi_cli.record.model import Action, Event
from psi_cli.session import session_of
from psi_cli.views import changes, log
from psi_cli.views.elements import Hint


def undo_command(
    context: typer.Context,
    steps: Annotated[
        int, typer.Argument(metavar="[STEPS]", min=1, help="How many; 1 without it.")
    ] = 1,
) -> None:
    """Take back the last step, or the last few. What you opened or read is no step.

    $ psi undo    the last step
    $ psi undo 3  the last three
    """
    session = session_of(context)
    journey = session.load_to_look_back()
    taken = actions.undo(session.newest_first(journey.pathway), journey.pathway.id, steps)
    if not taken:
        raise NotFound("There is nothing to take back.", "`psi log` shows what you did.")
    journey = session.save(journey, [_undoing(event) for event in taken])
    made = tuple(_undone(journey, event) for event in taken)
    remarks = [*_fewer(taken, steps), *_elsewhere(taken)]
    hints = [Hint("psi log", "what you did, and what was taken back")]
    if any(event.do == "use" for event in taken) and not session.chosen:
        journey = session.load()
        remarks.append(f"You follow {journey.pathway.title} again.")
        hints.insert(0, Hint("psi", "where you are in it"))
    view = changes.changes(made, journey, *hints)
    session.show(view._replace(remarks=tuple(remarks)))


def _fewer(taken: list[Event], steps: int) -> tuple[str, ...]:
    """Return a remark where there were not so many steps to take back."""
    there_were = len({event.step or event.id for event in taken})
    if there_were == steps:
        return ()
    return (
        f"That was all: there {'was' if there_were == 1 else 'were'} {there_were} to take back.",
    )


def _elsewhere(taken: list[Event]) -> tuple[str, ...]:
    """Return a remark where something was done on another device."""
    devices = sorted({event.device for event in taken if event.device})
    return (f"Done on another device: journal {', '.join(devices)}.",) if devices else ()


def _undoing(event: Event) -> Action:
    return Action("undo", event.about, of=event.id, title=event.title)


def _undone(journey: Journey, event: Event) -> changes.Change:
    target = journey.part(event.about)
    title = log.title_of_event(event, journey.pathway, journey.part)
    did = log.DID.get(event.do, event.do)
    number = target.number if target else ""
    said = f"{did} {title}".strip()
    return changes.Change("undo", number, event.about, said, changed=True, took=event.took)
