"""psi help: what psi can do, or how one of its commands is used."""

from typing import Annotated, Any

import typer

from psi_cli.session import session_of
from psi_cli.system.terminal import write


def help_command(
    context: typer.Context,
    command: Annotated[
        str, typer.Argument(metavar="[COMMAND]", help="The command to explain.")
    ] = "",
) -> None:
    """Explain psi, or one of its commands."""
    root = context.find_root()
    about = root
    if command:
        group: Any = root.command
        name, found, _ = group.resolve_command(root, [command])
        about = typer.Context(found, info_name=name, parent=root)
    write(session_of(context).world.stdout, f"{about.get_help()}\n")
