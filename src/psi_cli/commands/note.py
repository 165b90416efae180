"""psi note: the learner's own words."""

import os
from typing import Annotated

import typer

from psi_cli.commands.arguments import OptionalRef
from psi_cli.commands.asking import written
from psi_cli.commands.naming import departed, named
from psi_cli.commands.saving import carry_out
from psi_cli.errors import UsageProblem
from psi_cli.learning import actions
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Reflection, Resource, Stage
from psi_cli.pathway.references import Target
from psi_cli.record.model import LONGEST_TEXT
from psi_cli.session import Session, session_of
from psi_cli.system import incoming
from psi_cli.system.sanitize import reason_of
from psi_cli.views.elements import Hint
from psi_cli.views.wording import ref_of

_HOW = "Write a note; an empty line ends it. Enter alone changes nothing."
_ENDS = "Write; Ctrl-D on an empty line ends, Ctrl-C gives up."
_ENDS_ON_WINDOWS = "Write; Ctrl-Z and Enter on an empty line end, Ctrl-C gives up."


Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TEXT]", help="Your words; - reads them from standard input."),
]
Edit = Annotated[bool, typer.Option("--edit", help="Open the last one in your editor.")]
New = Annotated[bool, typer.Option("--new", help="Begin another in your editor.")]
Remove = Annotated[bool, typer.Option("--remove", help="Take the last one back.")]


def note_command(
    context: typer.Context,
    ref: OptionalRef = "",
    text: Words = None,
    edit: Edit = False,
    new: New = False,
    remove: Remove = False,
) -> None:
    """Write a note about a resource, a stage or a question; without TEXT, read your notes.

    After REF, what is not one of the options is text.

    $ psi note 2 "Ask the library for it."  in your own words
    $ psi note 2                         read your notes on it, and write another
    $ psi note q1 --edit                 in your editor
    $ psi note                           all your notes
    """
    session = session_of(context)
    journey = session.load_to_look_back()
    _check(ref, text or [], edit=edit or new, remove=remove)
    if not (ref and (text or edit or new or remove)):
        _read(session, journey, ref)
        return
    target = named(session, journey, ref, Resource, Stage, Reflection)
    if remove:
        _keep(session, journey, target, actions.unnote(target, journey.progress))
    elif edit or new:
        _edit(session, journey, target, text or [], new=new)
    else:
        _keep(session, journey, target, actions.note(target, _given(session, text or [])))


def _edit(
    session: Session, journey: Journey, target: Target, text: list[str], *, new: bool
) -> None:
    from psi_cli.commands.editing import write_on_a_page

    write_on_a_page(session, journey, target, _argument(text), new=new)


def _keep(session: Session, journey: Journey, target: Target, decision: actions.Decision) -> None:
    ref = ref_of(target, journey.number(target))
    carry_out(session, journey, [decision], Hint(f"psi note {ref}", "read your notes on it"))


def _check(ref: str, text: list[str], *, edit: bool, remove: bool) -> None:
    """Raise UsageProblem for options that do not go together."""
    if (remove and (edit or text)) or (not ref and (remove or edit)):
        raise UsageProblem(
            "--remove, --edit and --new need REF, and --remove goes with nothing else.",
            "`psi note REF --edit`, or `psi note REF --remove`.",
        )


def _read(session: Session, journey: Journey, ref: str) -> None:
    """Show the notes on a part, or all of them, and keep the one that is then written."""
    if not ref:
        _read_all(session, journey)
    elif gone := departed(session, journey, ref):
        session.show(gone)
    else:
        target = named(session, journey, ref, Resource, Stage, Reflection)
        if words := _asked(session, journey, target):
            _keep(session, journey, target, actions.note(target, words))


def _read_all(session: Session, journey: Journey) -> None:
    from psi_cli.commands.editing import left_pages
    from psi_cli.views import notes

    pages, titles = left_pages(session, journey), session.titles_of_departed(journey)
    session.show(notes.all_notes(journey, session.days, pages, titles))


def _asked(session: Session, journey: Journey, target: Target) -> str:
    """Show the notes on a part and return the one that is written at the terminal, if any is."""
    from psi_cli.commands.editing import left_pages
    from psi_cli.views import notes

    pages = left_pages(session, journey, target)
    session.show(notes.notes_about(journey, target, session.days, pages))
    asks = session.terminal.interactive and not session.as_json
    return written(session, _HOW) if asks else ""


def _given(session: Session, text: list[str]) -> str:
    """Return the words of TEXT, or of standard input where it says so."""
    if text != ["-"]:
        return _argument(text)
    if session.world.stdin.isatty():
        session.say(_ENDS_ON_WINDOWS if os.name == "nt" else _ENDS)
    try:
        data = session.world.stdin.buffer.read(incoming.MOST_READ + 1)
    except OSError as error:
        reason = reason_of(error)
        raise UsageProblem(
            f"Standard input cannot be read: {reason}.", "Write the text after REF."
        ) from None
    return incoming.decoded(data, LONGEST_TEXT)


def _argument(text: list[str]) -> str:
    """Return the words of arguments, whose bytes Python keeps where they are no text."""
    return incoming.decoded(incoming.bytes_of(" ".join(text)), LONGEST_TEXT)
