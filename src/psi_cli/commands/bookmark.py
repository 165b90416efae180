"""psi bookmark: what the learner keeps to return to."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import OptionalRefs
from psi_cli.commands.naming import all_named
from psi_cli.commands.saving import carry_out
from psi_cli.errors import UsageProblem
from psi_cli.learning import actions
from psi_cli.pathway.model import Resource, Stage
from psi_cli.session import session_of
from psi_cli.views.elements import Hint


def bookmark_command(
    context: typer.Context,
    refs: OptionalRefs = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the bookmark.")] = False,
) -> None:
    """Keep resources or stages to return to; without REF, list them.

    $ psi bookmark 5           keep it
    $ psi bookmark             all that you keep
    $ psi bookmark 5 --remove  keep it no longer
    """
    session = session_of(context)
    journey = session.load()
    if not refs and remove:
        raise UsageProblem("Say which bookmark to remove.", "`psi bookmark` lists them.")
    if not refs:
        from psi_cli.commands.list import list_bookmarked

        list_bookmarked(session, journey)
        return
    targets = all_named(session, journey, refs, Resource, Stage)
    decisions = actions.bookmark(targets, journey.progress, remove=remove)
    carry_out(session, journey, decisions, Hint("psi list --bookmarked", "see all of them"))
