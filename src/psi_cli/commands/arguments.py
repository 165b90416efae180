"""The arguments that several commands take."""

from typing import Annotated

import typer

_REF_HELP = "A number on the screen (3, 2.3, q1), a name, or the beginning of one."

Ref = Annotated[str, typer.Argument(metavar="REF", help=_REF_HELP)]
OptionalRef = Annotated[str, typer.Argument(metavar="[REF]", help=_REF_HELP)]
Refs = Annotated[list[str], typer.Argument(metavar="REF...", help=_REF_HELP)]
OptionalRefs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[REF...]", help=_REF_HELP),
]
OptionalStageRef = Annotated[
    str,
    typer.Argument(metavar="[STAGE]", help="A stage's number or name."),
]
StageRef = Annotated[
    str,
    typer.Argument(metavar="STAGE", help="A stage's number or name."),
]
