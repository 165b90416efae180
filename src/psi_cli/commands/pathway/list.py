"""psi pathway list: the pathways here."""

import typer

from psi_cli.learning.journey import begin
from psi_cli.pathway.at_hand import AtHand, at_hand, look
from psi_cli.pathway.bundled import bundled_path
from psi_cli.session import Session, session_of
from psi_cli.views.elements import Hint
from psi_cli.views.pathways import ADDED, BUNDLED, FILE, PathwayLine, Pathways


def list_command(context: typer.Context) -> None:
    """Show the pathways here, how far you are in each, and which one you follow.

    $ psi pathway list         all of them
    $ psi pathway list --json  for a script
    """
    session = session_of(context)
    session.load_record()
    here = list(at_hand(session.home.pathways, session.home.checked_pathways))
    if session.pathway_path not in {one.path for one in here}:
        here.append(look(session.pathway_path, session.home.checked_pathways))
    lines = tuple(line for one in here if (line := _line(session, one)))
    remarks = tuple(f"{one.problem} It cannot be followed." for one in here if one.problem)
    session.show(Pathways(lines, remarks, (Hint("psi", "where you are"),)))


def _line(session: Session, one: AtHand) -> PathwayLine | None:
    """Return a pathway with the learner's progress; None for a file that holds none."""
    if not one.pathway:
        return None
    journey = begin(one.pathway, session.store.of(one.pathway.names))
    current = one.path == session.pathway_path
    if one.path == bundled_path():
        return PathwayLine(journey, BUNDLED, "", current)
    source = ADDED if one.path.parent == session.home.pathways else FILE
    return PathwayLine(journey, source, str(one.path), current)
