"""The filters that lists, searches and exports take as options."""

from typing import Annotated

import typer

from psi_cli.learning.filters import Filters, checked
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Stage
from psi_cli.system.sanitize import clean_line

Kind = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="video, report, book, …"),
]
InStage = Annotated[
    list[str] | None,
    typer.Option("--stage", metavar="STAGE", help="A stage's number or name."),
]
Tag = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="TAG", help="One of the tags that `psi show REF` tells."),
]
By = Annotated[
    list[str] | None, typer.Option("--by", metavar="NAME", help="Part of a creator's name.")
]
State = Annotated[
    list[str] | None,
    typer.Option(
        "--is",
        metavar="STATE",
        help="open, done, skipped, bookmarked or noted.",
    ),
]
Most = Annotated[
    int | None, typer.Option("--max", metavar="MINUTES", min=0, help="What takes no longer.")
]

AsTsv = Annotated[
    bool,
    typer.Option(
        "--tsv",
        help="A line each, with tabs between and no header: "
        "number, id, state, kind, minutes, title, creators, address, pathway.",
    ),
]


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
