"""psi pathway try: walking a pathway in a record that is thrown away."""

import gc
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from psi_cli.commands.asking import line_of
from psi_cli.session import Session, session_of
from psi_cli.system.paths import Home, absolute
from psi_cli.system.terminal import write
from psi_cli.system.world import World

_HOW = (
    "You are trying {title}. Type commands as always, with or without psi before them; quit, or"
    " Ctrl-D, ends it. Your own record is not touched, and what you do here is thrown away."
)
_QUIT, _PROMPT = {"quit", "exit", "q"}, "try> "
_OVER = "That was a try: nothing of it was kept, and your own record is as it was."


def try_command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A pathway file.")],
) -> None:
    """Walk a pathway file without leaving a trace: psi takes commands until you quit.

    The file is read again for every command, so that what you change in it shows at once.

    $ psi pathway try my.toml  walk it, then type quit
    """
    session = session_of(context)
    path = absolute(os.path.expanduser(file))
    title = session.read(path).title
    again = session.again
    assert again  # noqa: S101 - a session that completes runs no command
    gc.enable()  # which a run of one command does without
    with TemporaryDirectory(prefix="psi-try-") as folder:
        aside = _aside(session.world, Path(folder), path)
        again(["start"], aside)
        session.say(_HOW.format(title=title))
        for words in _typed(session):
            again(words, aside)
    session.say(_OVER)


def _aside(world: World, folder: Path, pathway: Path) -> World:
    """Return a world in which psi keeps everything in a folder, and walks this pathway."""
    home = Home(folder / "data", folder / "state", folder / "cache")
    return world._replace(home=home, environment={**world.environment, "PSI_PATHWAY": str(pathway)})


def _typed(session: Session) -> Iterator[list[str]]:
    """Yield the words of each command that is typed, until the input ends or the learner quits."""
    while line := _line(session):
        try:
            words = shlex.split(line)
        except ValueError:
            session.say("A quotation mark is missing.")
            continue
        if words and words[0] in _QUIT:
            return
        if words:
            yield words[words[0] == "psi" :]


def _line(session: Session) -> str:
    """Return the next line that is typed, with its end; nothing where the input has ended."""
    if session.terminal.interactive:
        write(session.world.stderr, _PROMPT)
    return line_of(session)
