"""psi pathway diff: what an edit of a pathway does to learners who are in the middle of it."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from psi_cli.pathway.changes import compare, outline
from psi_cli.pathway.parse import read_pathway
from psi_cli.session import session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views.diff import Diff
from psi_cli.views.elements import Hint

LOSES = 1  # the exit status where progress would be lost


def diff_command(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The file that learners have.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The file as you changed it.")],
) -> None:
    """Show what an edit does to learners in the middle; status 1 where progress would be lost.

    $ psi pathway diff old.toml my.toml  the file that learners have, and the one you changed
    """
    before, after = (outline(read_pathway(Path(name))) for name in (old, new))
    changes = compare(before, after)
    name = quote(clean_line(new))
    check = Hint(f"psi pathway check {name}", "what is wrong with it, if anything")
    again = Hint(f"psi pathway diff {quote(clean_line(old))} {name}", "once you have mended it")
    walk = Hint(f"psi pathway add {name} --update", "take it in place of the one here")
    hints = (again, check) if changes.loses else (check, walk)
    session_of(context).show(Diff(changes, hints))
    if changes.loses:
        raise typer.Exit(LOSES)
