"""What commands that save have in common: keep what was decided, and show what it changed."""

from psi_cli.learning import actions
from psi_cli.learning.journey import Journey
from psi_cli.session import Session
from psi_cli.views import changes
from psi_cli.views.elements import Hint

Decisions = list[actions.Decision]


def carry_out(session: Session, journey: Journey, decisions: Decisions, *hints: Hint) -> None:
    """Save what was decided, then show what it changed."""
    journey = session.save(journey, actions.actions_of(decisions))
    session.show(changes.changes(changes.decided(decisions), journey, *hints))
