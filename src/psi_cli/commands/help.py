"""psi help: what psi can do, or how one of its commands is used."""

from typing import Annotated

import typer

from psi_cli.session import session_of
from psi_cli.system.terminal import write


def help_command(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]", help="The command to explain.")
    ] = None,
) -> None:
    """Explain psi, or one of its commands."""
    about = context.find_root()
    rest = words or []
    while rest and hasattr(about.command, "resolve_command"):
        name, found, rest = about.command.resolve_command(about, rest)
        about = typer.Context(found, info_name=name, parent=about)
    write(session_of(context).world.stdout, f"{about.get_help()}\n")
