"""psi done, skip, reopen: how a resource stands."""

import typer

from psi_cli.commands.arguments import Refs
from psi_cli.commands.saving import carry_out
from psi_cli.learning import actions
from psi_cli.pathway.model import Resource, Stage
from psi_cli.session import Session, session_of


def done_command(context: typer.Context, refs: Refs) -> None:
    """Mark resources, or a stage's own text, as studied."""
    _mark(session_of(context), "done", refs)


def skip_command(context: typer.Context, refs: Refs) -> None:
    """Set resources aside. Skipped is not done; `psi reopen` takes it back."""
    _mark(session_of(context), "skip", refs)


def reopen_command(context: typer.Context, refs: Refs) -> None:
    """Take the done or skipped mark of resources back."""
    _mark(session_of(context), "reopen", refs)


def _mark(session: Session, do: str, refs: list[str]) -> None:
    journey = session.load()
    targets = [journey.locate(ref, Resource, Stage) for ref in refs]
    carry_out(session, journey, actions.mark(do, targets, journey.progress))
