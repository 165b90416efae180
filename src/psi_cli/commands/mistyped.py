"""What was typed wrongly: what Typer makes of it, said in psi's words."""

from collections.abc import Sequence
from typing import Any

from psi_cli.commands.group import is_command
from psi_cli.errors import UsageProblem
from psi_cli.system.sanitize import clean_line

_EXTRA = "Got unexpected extra argument(s) ("
_LONGEST = 40  # characters of what was typed that are shown


def mistyped(error: Any, arguments: Sequence[str]) -> UsageProblem:
    """Return what was typed wrongly, with what was meant or the help that shows it right."""
    context = getattr(error, "ctx", None)
    named = next((f"psi {argument}" for argument in arguments if is_command(argument)), "psi")
    command = clean_line(context.command_path if context else named)
    near = getattr(error, "possibilities", None)
    remedy = f"Did you mean {near[0]}?" if near else f"`{command} --help` shows how."
    return UsageProblem(_sentence(error, command), remedy)


def _sentence(error: Any, command: str) -> str:
    message = clean_line(error.message)
    if parameter := getattr(error, "param", None):
        return _about(parameter, command, message)
    if message.startswith(_EXTRA):
        extra = message.removeprefix(_EXTRA).removesuffix(")")[:_LONGEST]
        return f"`{command}` takes no “{extra}”."
    if message.startswith("Option"):
        option = clean_line(error.option_name)
        return f"{option} takes no value." if "not take" in message else f"{option} needs a value."
    return f"{message.removesuffix('.')}."


def _about(parameter: Any, command: str, message: str) -> str:
    """Return what an argument or an option takes; Typer has no message where it is missing."""
    is_option = parameter.param_type_name == "option"
    name = parameter.opts[0] if is_option else parameter.metavar.strip("[].")
    if not message:
        return f"`{command}` needs {name}."
    if choices := getattr(parameter.type, "choices", ()):
        *others, last = choices
        return f"{name} takes {', '.join(others)} or {last}."
    least, most = (getattr(parameter.type, bound, None) for bound in ("min", "max"))
    if least is None:
        return f"{name}: {message.removesuffix('.')}."
    reach = f"{least:,} or more" if most is None else f"from {least:,} to {most:,}"
    return f"{name} takes a whole number, {reach}."
