"""psi forget: remove notes for good."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import Ref
from psi_cli.commands.asking import confirm
from psi_cli.commands.naming import named
from psi_cli.errors import NotFound
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Reflection, Resource, Stage
from psi_cli.pathway.references import title_of
from psi_cli.session import Session, session_of
from psi_cli.views import changes
from psi_cli.views.elements import Hint
from psi_cli.views.wording import plural

_BEYOND = "psi cannot reach backups, synchronised copies, and what other programs kept."


def forget_command(
    context: typer.Context,
    ref: Ref,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove your notes on something from every file psi keeps. This cannot be taken back.

    $ psi forget 2         your notes on one resource
    $ psi forget q1 --yes  without being asked
    """
    from psi_cli.record import forget

    session = session_of(context)
    journey = session.load()
    names, title = _noted(session, journey, ref)
    traces = forget.traces_of(session.store, journey.pathway.names, frozenset(names))
    if not traces.total:
        elsewhere = _elsewhere(forget.devices_that_hold(session.store))
        remedy = " ".join(elsewhere) or "`psi note` shows those there are."
        raise NotFound(f"There are no notes on {title}.", remedy)
    if not yes:
        confirm(
            session, f"Remove {plural(traces.total, 'note')} for good? It cannot be taken back."
        )
    forget.forget(session.store, traces, session.now)
    made = (changes.Change("forget", "", names[0], title, changed=True),)
    view = changes.changes(made, journey, Hint("psi note", "the notes you keep"))
    elsewhere = _elsewhere(forget.devices_that_hold(session.store))
    session.show(view._replace(remarks=(_BEYOND, *elsewhere)))


def _elsewhere(devices: list[str]) -> tuple[str, ...]:
    """Return what is to be said where journals of other devices hold what was forgotten."""
    if not devices:
        return ()
    names = ", ".join(devices)
    told = f"Journals of other devices hold forgotten texts still ({names})."
    return (told, "psi removes them there with its next command.")


def _noted(session: Session, journey: Journey, ref: str) -> tuple[tuple[str, ...], str]:
    """Return the ids, today's and former ones, of what REF names, and its title."""
    if ref in journey.progress.orphans:
        title = session.titles_of_departed(journey)[ref]
        return (ref,), f"{title}, which has left this pathway"
    part = named(session, journey, ref, Resource, Stage, Reflection, sure=True).part
    return (part.id, *getattr(part, "aliases", ())), title_of(part)
