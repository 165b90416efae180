"""psi pathway remove: a pathway that one no longer follows."""

from collections.abc import Iterator
from typing import Annotated

import typer

from psi_cli.commands.asking import confirm
from psi_cli.commands.pathway.use import follows
from psi_cli.errors import NotFound, PsiError
from psi_cli.pathway import added, bundled
from psi_cli.pathway.at_hand import AtHand, at_hand, find, no_such
from psi_cli.record.model import Action
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views.elements import Hint
from psi_cli.views.pathway_file import REMOVED, PathwayFile


def remove_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="Its id, or the name of its file.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a pathway that you added. What you did in it stays in your record.

    $ psi pathway remove my-course  by its id, or the name of its file
    """
    session = session_of(context)
    session.load_record()
    one = _named(session, name)
    title = one.pathway.title if one.pathway else one.name
    if not yes:
        confirm(session, f"Remove {title} from {clean_line(str(one.path))}? Your record stays.")
    added.remove(one.path, session.home)
    remarks = tuple(_remarks(session, one))
    hints = (Hint("psi pathway", "those that are here"), Hint("psi", "where you are"))
    session.show(PathwayFile(REMOVED, one.name, title, str(one.path), None, remarks, hints))


def _named(session: Session, name: str) -> AtHand:
    """Return the file that is to be removed; NotFound where none is meant for sure."""
    here = list(at_hand(session.home))
    meant = [one for one in here if name.casefold() == one.name] or [
        one for one in here if name in (one.path.name, one.path.stem)
    ]
    if not meant:
        raise no_such(name, [one.name for one in here if not one.is_bundled])
    if len(meant) > 1 and not any(one.is_bundled for one in meant):
        files = ", ".join(clean_line(one.path.name) for one in meant)
        raise NotFound(f"Several files here hold {meant[0].name}.", f"Name one: {files}.")
    if meant[0].is_bundled:
        raise PsiError(
            f"psi ships with {meant[0].name}: it stays.", "`psi pathway use ID` follows another."
        )
    return meant[0]


def _remarks(session: Session, one: AtHand) -> Iterator[str]:
    """Say what is kept and, where it was the pathway that one followed, follow the bundled one."""
    record = session.store.record
    if one.pathway and not session.store.of(one.names).holds_nothing:
        yield "What you did in it is kept: add it again to go on with it."
    if one.pathway and follows(record, one.pathway) and not find(record.current, session.home):
        title = session.read(bundled.bundled_path()).title
        session.store.save(bundled.ID, [Action("use", title=title)], session.now)
        yield f"You follow {title} now."
