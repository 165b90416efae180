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
    params = found.get_params(typer.Context(found))
    return {
        param.opts[-1]: param.help or ""
        for param in params
        if param.param_type_name == "option" and not param.hidden
    }


def _found(names: Sequence[str]) -> Any:
    """Return the command that the names lead to, as far as they name any."""
    found = application()
    for name in names:
        following = found.get_command(None, name) if hasattr(found, "get_command") else None
        if following is None:
            break
        found = following
    return found
