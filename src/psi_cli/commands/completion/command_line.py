"""The commands and options there are, as the command line itself has them."""

from collections.abc import Sequence
from typing import Any

import typer

from psi_cli.commands.group import application


def commands_behind(names: Sequence[str]) -> dict[str, str]:
    """Return the commands that may follow those that are named, each with what it does."""
    found = _found(names)
    return dict(found.summaries()) if hasattr(found, "summaries") else {}


def options_of(names: Sequence[str]) -> dict[str, str]:
    """Return the options of the last command that is named, each with what it is for."""
    found = _found(names)
    params = found.get_params(typer.Context(found)) if found else ()
    return {
        max(param.opts, key=len): param.help or ""
        for param in params
        if param.param_type_name == "option" and not param.hidden
    }


def _found(names: Sequence[str]) -> Any:
    """Return the command that the first of the names lead to; None where there is none."""
    found = application()
    for name in names:
        if not hasattr(found, "get_command"):
            return found
        found = found.get_command(None, name)
    return found
