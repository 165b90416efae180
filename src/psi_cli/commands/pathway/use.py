"""psi pathway use: choosing the pathway that one follows."""

from typing import Annotated

import typer

from psi_cli.learning.journey import Journey
from psi_cli.pathway import bundled
from psi_cli.pathway.at_hand import chosen
from psi_cli.pathway.model import Pathway
from psi_cli.record.model import Action, LearnerRecord
from psi_cli.session import Session, session_of
from psi_cli.views import changes
from psi_cli.views.elements import Hint

Named = Annotated[
    str, typer.Argument(metavar="ID", help="A pathway's id, or the beginning of one.")
]


def use_command(context: typer.Context, name: Named) -> None:
    """Follow another pathway; in each you are where you left off. `psi undo` takes it back.

    $ psi pathway use my-course  by its id, the beginning of one, or its title
    """
    session = session_of(context)
    journey, made = turned_to(session, name)
    journey = session.save(journey, made)
    pathway = journey.pathway
    made_of = changes.Change("use", "", pathway.id, pathway.title, changed=bool(made))
    begun = journey.progress.begun
    hint = Hint("psi", "where you left off") if begun else Hint("psi start", "begin it")
    session.show(changes.changes((made_of,), journey, hint))


def turned_to(session: Session, name: str) -> tuple[Journey, tuple[Action, ...]]:
    """Return the journey in a pathway of this name, and what makes it the one that is followed.

    NotFound where none at hand is called so.
    """
    session.load_record()
    elsewhere = session.world.environment.get("PSI_PATHWAY", "")
    session.chosen = str(chosen(name, session.home).path)
    journey = session.load()
    if elsewhere and session.chosen != elsewhere:
        session.say("PSI_PATHWAY chooses the pathway in this shell: unset it to follow another.")
    if follows(session.store.record, journey.pathway):
        return journey, ()
    return journey, (Action("use", title=journey.pathway.title),)


def follows(record: LearnerRecord, pathway: Pathway) -> bool:
    """Tell whether a pathway is the one that is followed; before any is chosen, the bundled one."""
    return (record.current or bundled.ID) in pathway.names
