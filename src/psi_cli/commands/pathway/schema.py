"""psi pathway schema: the format of a pathway file, for editors."""

import json

import typer

from psi_cli.authoring.schema import schema
from psi_cli.session import session_of


def schema_command(context: typer.Context) -> None:
    """Print the format of a pathway file as JSON Schema, with which an editor checks and completes.

    Save it beside the file, and begin the file with the line `#:schema pathway.schema.json`.

    $ psi pathway schema > pathway.schema.json  save it
    """
    session_of(context).pour(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
