"""What each command and each option takes, by its name."""

from collections.abc import Iterable, Iterator

from psi_cli.commands.completion import values
from psi_cli.commands.completion.scripts import SHELLS
from psi_cli.commands.completion.values import FILTERS, Asked, Offer, Offers, parts
from psi_cli.pathway.model import Companion, Reflection, Resource, Stage


def fixed(*names: str) -> Offers:
    """Return what offers the same names to everyone."""
    return lambda _asked: map(Offer, names)


def files(_asked: Asked) -> Iterator[Offer]:
    """Leave it to the shell to complete the names of files."""
    raise NamesOfFiles


def pathways_or_files(asked: Asked) -> Iterable[Offer]:
    """Offer the pathways at hand whose ids begin so, or else leave it to the shell."""
    begun = asked.word.casefold()
    found = [one for one in values.pathways(asked) if one.value.startswith(begun)]
    return found or files(asked)


def nothing(_asked: Asked) -> tuple[Offer, ...]:
    """Offer nothing: what fits is the learner's own."""
    return ()


def formats(_asked: Asked) -> Iterator[Offer]:
    """Offer what `psi export` writes."""
    from psi_cli.commands.export import BACKUP, FORMATS

    return map(Offer, (*FORMATS, BACKUP))


def commands(asked: Asked) -> Iterator[Offer]:
    """Offer the commands that may follow those that are named."""
    from psi_cli.commands.completion.command_line import commands_behind

    return map(Offer._make, commands_behind(asked.words).items())


def commands_or_numbers(asked: Asked) -> Iterable[Offer]:
    """Offer the commands; where a number is begun, what `psi show` would take for it."""
    is_number = asked.word[:1].isdigit() or "." in asked.word
    return commands(asked) if asked.words or not is_number else TAKES["show"](asked)


class NamesOfFiles(Exception):
    """The shell completes names of files better than psi could."""


TAKES = {  # by command; what stands first in the list is what one most likely means
    "": commands_or_numbers,
    "help": commands,
    "start": values.pathways,
    "goto": parts(Stage, only=values.is_stage),
    "read": parts(Stage),
    "show": parts(Resource, Stage, Reflection, Companion),
    "open": parts(Resource, Companion),
    "search": values.filters,
    "done": parts(Resource, Stage, Companion, first=values.is_open, only=values.completes),
    "skip": parts(Resource, Stage, first=values.is_open),
    "reopen": parts(Resource, Stage, only=values.is_marked, far=True),
    "bookmark": values.bookmarks_or_parts,
    "answer": parts(Reflection, Stage, first=values.is_unanswered),
    "note": values.noted_or_parts,
    "reset": parts(Resource, Stage, Reflection, only=values.has_anything, far=True),
    "forget": values.noted_or_gone,
    "export": formats,
    "import": files,
    "pathway use": values.pathways,
    "pathway add": files,
    "pathway remove": values.added_pathways,
    "pathway try": files,
    "pathway news": values.pathways,
    "pathway new": files,
    "pathway check": files,
    "pathway diff": files,
    "config": values.settings,
    "suggest": nothing,
    "undo": nothing,
}
SEVERAL = {  # what takes more than one argument
    *("", "help", "search", "done", "skip", "reopen", "bookmark", "note", "reset", "config"),
    *("import", "pathway check", "pathway diff"),
}
VALUES = {  # by option, and where it means something else to one command, by both
    **{f"--{name}": offers for name, offers in FILTERS.items()},
    "--max": nothing,
    "--limit": nothing,
    "--only": fixed("all", "done", "open", "bookmarked"),
    "--columns": nothing,
    "--title": nothing,
    "--id": nothing,
    "--language": nothing,
    "--stages": nothing,
    "pathway new --stage": nothing,
    "pathway new --from": files,
    "--took": nothing,
    "--hours-per-week": nothing,
    "--from": values.days,
    "--until": values.days,
    "--pathway": pathways_or_files,
    "--output": files,
    "-o": files,
    "--install-completion": fixed(*SHELLS),
    "--show-completion": fixed(*SHELLS),
}
