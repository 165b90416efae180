"""psi reset: clear what is kept, in a way that undo takes back."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import OptionalRefs
from psi_cli.commands.asking import confirm
from psi_cli.commands.naming import all_named
from psi_cli.errors import UsageProblem
from psi_cli.learning import actions
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Reflection, Resource, Stage
from psi_cli.pathway.references import Target, title_of
from psi_cli.record.model import Action
from psi_cli.session import session_of
from psi_cli.views import changes
from psi_cli.views.elements import Hint


def reset_command(
    context: typer.Context,
    refs: OptionalRefs = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole pathway.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Clear marks, bookmarks and notes of a resource, a stage or all; undo brings them back.

    $ psi reset 2      one resource
    $ psi reset dip    a whole stage
    $ psi reset --all  everything
    """
    session = session_of(context)
    journey = session.load()
    if bool(refs) == everything:
        raise UsageProblem("Say what to clear.", "`psi reset REF`, or `psi reset --all`.")
    targets = all_named(session, journey, refs or [], Resource, Stage, Reflection, sure=True)
    decisions = _all_of(journey) if everything else actions.reset(targets, journey.progress)
    names = (
        journey.pathway.title
        if everything
        else ", ".join(title_of(target.part) for target in targets)
    )
    if not yes:
        confirm(session, f"Clear what you did in {names}? `psi undo` can bring it back.")
    journey = session.save(journey, actions.actions_of(decisions))
    hint = Hint("psi", "where you are now")
    session.show(changes.changes(changes.decided(decisions), journey, hint))


def _all_of(journey: Journey) -> list[actions.Decision]:
    """Decide to clear everything about the pathway, which stands here as a stage of its own."""
    pathway = journey.pathway
    whole = Stage(pathway.id, pathway.title, pathway.title)
    wiped = () if journey.record.holds_nothing else (Action("reset", title=pathway.title),)
    return [actions.Decision("reset", Target(whole, whole, ""), wiped)]
