"""psi note: the learner's own words."""

from contextlib import AbstractContextManager
from typing import Annotated

import typer

from psi_cli.commands.arguments import OptionalRef
from psi_cli.commands.naming import named
from psi_cli.commands.saving import carry_out
from psi_cli.errors import UsageProblem
from psi_cli.learning import actions
from psi_cli.pathway.model import Reflection, Resource, Stage
from psi_cli.record.journal import LONGEST_TEXT
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views import changes
from psi_cli.views.elements import Hint
from psi_cli.views.wording import ref_of


def note_command(
    context: typer.Context,
    ref: OptionalRef = "",
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]", help="Your words; - reads them from standard input."),
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Write it in your editor.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take the last one back.")] = False,
) -> None:
    """Write a note about a resource, a stage or a question; without TEXT, read your notes."""
    from psi_cli.views import notes

    session = session_of(context)
    journey = session.load()
    if (remove and (edit or text)) or (not ref and (remove or edit)):
        raise UsageProblem(
            "--remove and --edit need REF, and go with nothing else.",
            "`psi note REF --edit`, or `psi note REF --remove`.",
        )
    if not ref:
        session.show(notes.all_notes(journey, session.days))
        return
    target = named(session, journey, ref, Resource, Stage, Reflection)
    again = Hint(f"psi note {ref_of(target, journey.number(target))}", "read your notes on it")
    if remove:
        carry_out(session, journey, [actions.unnote(target, journey.progress)], again)
    elif edit:
        with _edited(session, " ".join(text or [])) as words:
            decisions = [actions.note(target, words)]
            journey = session.save(journey, actions.actions_of(decisions))
        session.show(changes.changes(changes.decided(decisions), journey, again))
    elif text:
        carry_out(session, journey, [actions.note(target, _words(session, text))], again)
    else:
        session.show(notes.notes_about(journey, target, session.days))


def _edited(session: Session, beginning: str) -> AbstractContextManager[str]:
    from psi_cli.system import editor

    if not session.terminal.interactive:
        remedy = "Write the text after REF, or pipe it to `-`."
        raise UsageProblem("An editor needs a terminal.", remedy)
    return editor.written_text(beginning, session.home.data, session.world.environment)


def _words(session: Session, text: list[str]) -> str:
    if text != ["-"]:
        return " ".join(text)
    try:
        return session.world.stdin.buffer.read(LONGEST_TEXT * 8).decode("utf-8", "replace")
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        raise UsageProblem(
            f"Standard input cannot be read: {reason}.", "Write the text after REF."
        ) from None
