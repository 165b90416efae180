"""The filters that lists, searches and exports take as options."""

from typing import Annotated

import typer

from psi_cli.learning.filters import Filters, checked
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Stage
from psi_cli.system.sanitize import clean_line

Kind = Annotated[
    list[str] | None,
    typer.Option("--kind", help="video, report, book, …"),
]
InStage = Annotated[
    list[str] | None,
    typer.Option("--stage", help="A stage's number or name."),
]
Tag = Annotated[list[str] | None, typer.Option("--tag", help="A tag.")]
By = Annotated[list[str] | None, typer.Option("--by", help="Part of a creator's name.")]
State = Annotated[
    list[str] | None,
    typer.Option("--is", help="open, done, skipped, bookmarked or noted."),
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
