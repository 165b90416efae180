"""psi help: what psi can do, or how one of its commands is used; and the page of `--help`."""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Annotated, Any

import typer

from psi_cli.session import session_of
from psi_cli.views.elements import Hint, Term, Terms
from psi_cli.views.help import HelpPage

_EXAMPLE = "$ "  # begins the lines of a docstring that are examples: a command, and what it does
_NAMES = Terms(
    "REF is one of",
    (
        Term("3, q1", "a resource or a question of the stage you are in, by its number"),
        Term("2.3, F.3", "one of another stage, or of further reading"),
        Term("3a", "what psi offers beside resource 3, or instead of it"),
        Term("1-3", "several at once"),
        Term("bason-book", "an id, or its beginning"),
        Term("sean moore", "words of a title"),
    ),
)
_ENVIRONMENT = Terms(
    "Environment",
    (
        Term("PSI_PLAIN, ACCESSIBLE", "1 for plain lines, as --plain"),
        Term("PSI_PAGER, PAGER", "what shows long screens; cat for none"),
        Term("PSI_SEARCH", "the address of a web search, with {words} in it"),
        Term("PSI_HOME", "the folder of your data"),
        Term("PSI_PATHWAY", "the pathway to walk, its id or its file, as --pathway"),
        Term("NO_COLOR, FORCE_COLOR", "1 for no colour; 1 for panels and colour in a pipe too"),
        Term("TERM", "dumb for plain lines"),
        Term("COLUMNS", "how wide the screen is"),
        Term("BROWSER", "what `psi open` starts"),
        Term("VISUAL, EDITOR", "what `psi note --edit` starts"),
        Term("PSI_DEBUG", "1 shows where psi fails, for a report"),
    ),
)
_STATUSES = Terms(
    "Exit status",
    (
        Term("0", "done"),
        Term("1", "failed"),
        Term("2", "usage"),
        Term("3", "nothing found"),
        Term("4", "pathway invalid"),
        Term("5", "record unreadable or not saved"),
        Term("130", "interrupted"),
    ),
)


def help_command(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]", help="The command to explain.")
    ] = None,
) -> None:
    """Explain psi, or one of its commands.

    $ psi help       every command, the environment, the exit statuses
    $ psi help list  the options of `psi list`, with examples
    """
    about = context.find_root()
    rest = words or []
    while rest and hasattr(about.command, "resolve_command"):
        name, found, rest = about.command.resolve_command(about, rest)
        about = typer.Context(found, info_name=name, parent=about)
    show_help(about)


def show_help(about: Any) -> None:
    """Show the page on the command of a Click context."""
    said, examples = _parted(about.command.help or "")
    sections = (Terms("Examples", examples), *_commands(about), *_parameters(about))
    if about.parent is None:
        sections = (*sections, _NAMES, _ENVIRONMENT, _STATUSES)
        hint = Hint("psi help COMMAND", "how one of them is used")
    else:
        hint = Hint("psi help", "every command")
    filled = tuple(section for section in sections if section.terms)
    session_of(about).show(HelpPage(_usage(about), said, filled, (hint,)))


def _parted(text: str) -> tuple[tuple[str, ...], tuple[Term, ...]]:
    """Return the paragraphs of a docstring, and the examples in it."""
    said: list[str] = []
    examples: list[Term] = []
    for block in cleandoc(text).split("\n\n"):
        lines = block.splitlines()
        if block.startswith(_EXAMPLE):
            parts = (line.removeprefix(_EXAMPLE).partition("  ") for line in lines)
            examples += [Term(command, means.strip()) for command, _, means in parts]
        else:
            said.append(" ".join(lines))
    return tuple(said), tuple(examples)


def _usage(about: Any) -> str:
    """Return how a command is typed: psi note [REF] [TEXT] [OPTIONS]."""
    command = "[COMMAND]" if hasattr(about.command, "family") else ""
    taken = (one.make_metavar(ctx=about) for one in _of_type(about, "argument"))
    return " ".join(filter(None, (about.command_path, command, *taken, "[OPTIONS]")))


def _commands(about: Any) -> Iterator[Terms]:
    """Yield the commands of a family, by what they are for."""
    if family := getattr(about.command, "family", None):
        for title, commands in family.sections.items():
            yield Terms(title, tuple(Term(name, means) for name, (_, means) in commands.items()))


def _parameters(about: Any) -> Iterator[Terms]:
    """Yield what a command takes: its arguments, its own options and those that all share."""
    arguments, options = (_of_type(about, kind) for kind in ("argument", "option"))
    own = [one for one in options if one.expose_value]
    yield Terms("Arguments", tuple(_term(one, about) for one in arguments))
    yield Terms("Options", tuple(_term(one, about) for one in own))
    shared = "Options of every command" if about.parent else "Options"
    yield Terms(shared, tuple(_term(one, about) for one in options if one not in own))


def _of_type(about: Any, kind: str) -> list[Any]:
    parameters = about.command.get_params(about)
    return [one for one in parameters if one.param_type_name == kind and not one.hidden]


def _term(parameter: Any, about: Any) -> Term:
    """Return how an argument or an option is typed, and what it means."""
    value = parameter.make_metavar(ctx=about)
    if parameter.param_type_name == "argument":
        return Term(value.strip("[]"), parameter.help or "")
    names = ", ".join(sorted(parameter.opts, key=len))
    return Term(names if parameter.is_flag else f"{names} {value}", parameter.help or "")
