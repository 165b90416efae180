"""The arguments that several commands take, and how a shell completes them."""

from typing import Annotated

import typer

from psi_cli.errors import PsiError
from psi_cli.learning.filters import STATES, Filters, checked
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import KINDS, Reflection, Resource, Stage
from psi_cli.pathway.references import Part
from psi_cli.session import session_of
from psi_cli.system.sanitize import clean_line


def complete_ref(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of resources and stages that begin so, for a shell."""
    return _names(context, incomplete, (Resource, Stage))


def complete_any(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of resources, stages and questions that begin so, for a shell."""
    return _names(context, incomplete, (Resource, Stage, Reflection))


def complete_stage(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of stages that begin so, for a shell."""
    return _names(context, incomplete, (Stage,))


def complete_kind(incomplete: str) -> list[str]:
    """Return the kinds of resources that begin so, for a shell."""
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def complete_state(incomplete: str) -> list[str]:
    """Return the states of resources that begin so, for a shell."""
    return [state for state in STATES if state.startswith(incomplete)]


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
        metavar="[STAGE]", help="A stage's number or id.", autocompletion=complete_stage
    ),
]
StageRef = Annotated[
    str,
    typer.Argument(
        metavar="STAGE", help="A stage's number or name.", autocompletion=complete_stage
    ),
]


Kind = Annotated[
    list[str] | None,
    typer.Option("--kind", help="video, report, book, …", autocompletion=complete_kind),
]
InStage = Annotated[
    list[str] | None,
    typer.Option("--stage", help="A stage's number or name.", autocompletion=complete_stage),
]
Tag = Annotated[list[str] | None, typer.Option("--tag", help="A tag.")]
By = Annotated[list[str] | None, typer.Option("--by", help="Part of a creator's name.")]
State = Annotated[
    list[str] | None,
    typer.Option(
        "--is", help="open, done, skipped, bookmarked or noted.", autocompletion=complete_state
    ),
]
Most = Annotated[int | None, typer.Option("--max", min=0, help="At most so many minutes.")]


def chosen_filters(journey: Journey, filters: Filters) -> Filters:
    """Return filters whose values exist in the pathway, a stage by its number or name."""
    named = tuple(journey.locate(name, Stage).part.id for name in filters.stage)
    tags = sorted(
        {tag.casefold() for resource in journey.pathway.resources() for tag in resource.tags}
    )
    stages = tuple(stage.id for stage in journey.pathway.sections)
    return checked(filters._replace(stage=named), stages=stages, tags=tuple(tags))


def lowered(values: list[str] | None) -> tuple[str, ...]:
    """Return words that were typed, in small letters and fit to be shown."""
    return tuple(clean_line(value).casefold() for value in values or ())
