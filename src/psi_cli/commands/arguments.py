"""The arguments that several commands take, and how a shell completes them."""

from typing import Annotated

import typer

from psi_cli.errors import PsiError
from psi_cli.pathway.model import Reflection, Resource, Stage
from psi_cli.pathway.references import Part
from psi_cli.session import session_of


def complete_ref(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of resources and stages that begin so, for a shell."""
    return _names(context, incomplete, (Resource, Stage))


def complete_any(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of resources, stages and questions that begin so, for a shell."""
    return _names(context, incomplete, (Resource, Stage, Reflection))


def complete_stage(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of stages that begin so, for a shell."""
    return _names(context, incomplete, (Stage,))


def _names(context: typer.Context, incomplete: str, kinds: tuple[type[Part], ...]) -> list[str]:
    try:
        parts = [target.part for target in session_of(context).load().parts.values()]
    except PsiError:
        return []
    return [part.id for part in parts if part.id.startswith(incomplete) and isinstance(part, kinds)]


_REF_HELP = "A number on the screen (3, 2.3, q1), a name, or the beginning of one."

Ref = Annotated[str, typer.Argument(metavar="REF", help=_REF_HELP, autocompletion=complete_ref)]
OptionalRef = Annotated[
    str, typer.Argument(metavar="[REF]", help=_REF_HELP, autocompletion=complete_any)
]
Refs = Annotated[
    list[str], typer.Argument(metavar="REF...", help=_REF_HELP, autocompletion=complete_ref)
]
OptionalRefs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[REF...]", help=_REF_HELP, autocompletion=complete_ref),
]
OptionalStageRef = Annotated[
    str,
    typer.Argument(
        metavar="[STAGE]", help="A stage's number or name.", autocompletion=complete_stage
    ),
]
StageRef = Annotated[
    str,
    typer.Argument(
        metavar="STAGE", help="A stage's number or name.", autocompletion=complete_stage
    ),
]
