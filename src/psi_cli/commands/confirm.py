"""Asking before something is cleared or removed."""

from psi_cli.errors import PsiError, UsageProblem
from psi_cli.session import Session


def confirm(session: Session, question: str) -> None:
    """Ask at a terminal whether to go ahead; PsiError where the answer is no."""
    if not session.terminal.interactive:
        raise UsageProblem("psi asks first, and there is no terminal to ask.", "Add --yes.")
    session.say(f"{question} [y/N]")
    if session.world.stdin.readline().strip().casefold() not in {"y", "yes", "o", "oui"}:
        raise PsiError("Nothing was changed.", "Answer y to go ahead, or add --yes.")
