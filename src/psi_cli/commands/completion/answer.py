"""psi's answer to a shell: what may stand at the cursor, a line each, and never a word more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from psi_cli.commands.completion import replies
from psi_cli.commands.completion.line import Line, read_line
from psi_cli.commands.completion.takes import SEVERAL, TAKES, VALUES, NamesOfFiles, nothing
from psi_cli.commands.completion.values import Asked, Offer, Offers
from psi_cli.session import Session
from psi_cli.system.terminal import NARROWEST, prepare_stream, write
from psi_cli.system.world import World

OFFERED, NOTHING, FILES = 0, 1, 3  # exit statuses, which the scripts heed


def answer(arguments: Sequence[str], world: World) -> int:
    """Write what a shell may offer for a line, and return what the shell is to do.

    The arguments are the name of the shell, for bash how it lists and what it replaces, and the
    line up to the cursor. Whatever goes wrong, a prompt is no place to say so.
    """
    try:
        shell, *how, text = arguments
        line = read_line(text, escape="" if shell == "powershell" else "\\")
        offers = list(_fitting(line, Session(world)))
        if offers:
            rows = _reply(shell, how, line, offers, world.environment)
            prepare_stream(world.stdout)
            write(world.stdout, "".join(f"{row}\n" for row in rows))
    except NamesOfFiles:
        return FILES
    except Exception:
        if world.environment.get("PSI_DEBUG"):
            raise
        return NOTHING
    return OFFERED if offers else NOTHING


def _fitting(line: Line, session: Session) -> Iterator[Offer]:
    """Yield what begins as the word at the cursor does, in whatever case."""
    begun = line.word.casefold()
    for offer in _offers(line, session):
        if offer.value.casefold().startswith(begun):
            yield offer


def _offers(line: Line, session: Session) -> Iterable[Offer]:
    words, options = _sorted_out(_behind_psi(line.words))
    session.chosen = options.get("--pathway") or session.chosen
    asked = Asked(session, words, options, line.word)
    option, equals, _ = line.word.partition("=")
    before = line.words[-1] if line.words else ""
    if "--" not in options and (offers := _taken_by(before, words)):
        return offers(asked)
    if not line.word.startswith("-") or "--" in options:
        return _arguments(asked)
    if equals:
        return asked.behind(f"{option}=", _taken_by(option, words) or nothing)
    from psi_cli.commands.completion.command_line import options_of

    given = options.keys() - VALUES.keys()  # what takes a value may be given again
    return (Offer(*one) for one in options_of(words).items() if one[0] not in given)


def _taken_by(option: str, words: list[str]) -> Offers | None:
    """Return what offers the values of an option of the command that is named."""
    return VALUES.get(" ".join((*words[:2], option))) or VALUES.get(option)


def _behind_psi(words: Sequence[str]) -> Sequence[str]:
    """Return what is typed behind the name of the program, which others may stand before."""
    called = (place for place, word in enumerate(words, 1) if word.rpartition("/")[2] == "psi")
    return words[next(called, 1) :]


def _sorted_out(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the arguments, and the options with their values; all is an argument behind `--`."""
    arguments: list[str] = []
    options: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if "--" in options or not word.startswith("-") or word == "-":
            arguments.append(word)
        elif name in VALUES and not equals:
            options[name] = next(rest, "")
        else:
            options[name] = value
    return arguments, options


def _arguments(asked: Asked) -> Iterable[Offer]:
    """Return what is offered for the next argument of the command that is named."""
    words = asked.words
    length = next(count for count in (2, 1, 0) if " ".join(words[:count]) in TAKES)
    command = " ".join(words[:length])
    asked.words = words[length:]
    return TAKES[command](asked) if command in SEVERAL or not asked.words else ()


def _reply(
    shell: str, how: list[str], line: Line, offers: list[Offer], environment: Mapping[str, str]
) -> list[str]:
    width = max(int(environment.get("COLUMNS") or 80), NARROWEST) - 1
    match shell:
        case "bash":
            return replies.for_bash(offers, line, how, width)
        case "zsh":
            return replies.for_zsh(offers, width)
        case "powershell":
            return replies.for_powershell(offers)
        case _:
            return replies.for_fish(offers)
