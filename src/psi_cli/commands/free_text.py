"""A command that takes the learner's own words, which may look like options."""

from itertools import islice
from typing import Any

from typer.core import TyperCommand, TyperOption


class FreeTextCommand(TyperCommand):
    """A command of which everything after its first argument is text, but for its own options."""

    def parse_args(self, context: Any, args: list[str]) -> list[str]:
        """Read the arguments with the options put first, where no text can be taken for one."""
        options = [one for one in self.get_params(context) if isinstance(one, TyperOption)]
        flags = {name for one in options if one.is_flag for name in one.opts}
        valued = {name for one in options if not one.is_flag for name in one.opts}
        return super().parse_args(context, options_first(args, flags, valued))


def options_first(arguments: list[str], flags: set[str], valued: set[str]) -> list[str]:
    """Return options, then `--`, then words; `valued` options take the argument that follows.

    What begins with a hyphen before the first word stays an option, so that it is refused.
    """
    options: list[str] = []
    words: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            words += rest
        elif argument in valued:
            value = list(islice(rest, 1))
            options += [argument, *value]
            if not value:
                return options  # and no `--`, which would be taken for the value
        else:
            exact = argument in flags or argument.partition("=")[0] in valued
            refused = not words and len(argument) > 1 and argument.startswith("-")
            (options if exact or refused else words).append(argument)
    return [*options, "--", *words]
