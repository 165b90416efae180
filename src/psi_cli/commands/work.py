"""The learner's work: done, skip, reopen, bookmark, note."""

import sys
from contextlib import AbstractContextManager
from typing import Annotated

import typer

from psi_cli.commands.arguments import OptionalRef, OptionalRefs, Refs
from psi_cli.errors import UsageProblem
from psi_cli.learning import actions
from psi_cli.pathway.model import Reflection, Resource, Stage
from psi_cli.record.journal import LONGEST_TEXT
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views import changes
from psi_cli.views.elements import Hint
from psi_cli.views.lines import ref_of

Decisions = list[actions.Decision]


def done_command(context: typer.Context, refs: Refs) -> None:
    """Mark resources, or a stage's own text, as studied."""
    _mark(session_of(context), "done", refs)


def skip_command(context: typer.Context, refs: Refs) -> None:
    """Set resources aside. Skipped is not done; `psi reopen` takes it back."""
    _mark(session_of(context), "skip", refs)


def reopen_command(context: typer.Context, refs: Refs) -> None:
    """Take the done or skipped mark of resources back."""
    _mark(session_of(context), "reopen", refs)


def bookmark_command(
    context: typer.Context,
    refs: OptionalRefs = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the bookmark.")] = False,
) -> None:
    """Keep resources or stages to return to; without REF, list them."""
    session = session_of(context)
    if not refs and remove:
        raise UsageProblem("Say which bookmark to remove.", "`psi bookmark` lists them.")
    if not refs:
        from psi_cli.commands.look import list_bookmarked

        list_bookmarked(session)
        return
    targets = [session.locate(ref, Resource, Stage) for ref in refs]
    decisions = actions.bookmark(targets, session.progress, remove=remove)
    _carry_out(session, decisions, Hint("psi list --bookmarked", "see all of them"))


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
    if (remove and (edit or text)) or (not ref and (remove or edit)):
        raise UsageProblem(
            "--remove and --edit need REF, and go with nothing else.",
            "`psi note REF --edit`, or `psi note REF --remove`.",
        )
    if not ref:
        session.show(notes.all_notes(session.parts, session.progress))
        return
    target = session.locate(ref, Resource, Stage, Reflection)
    again = Hint(f"psi note {ref_of(target)}", "read your notes on it")
    if remove:
        _carry_out(session, [actions.unnote(target, session.progress)], again)
    elif edit:
        with _edited(session, " ".join(text or [])) as words:
            decisions = [actions.note(target, words)]
            session.save(actions.deeds_of(decisions))
        session.show(changes.changes(changes.decided(decisions), session.progress, again))
    elif text:
        _carry_out(session, [actions.note(target, _words(text))], again)
    else:
        session.show(notes.notes_about(target, session.progress))


def _mark(session: Session, do: str, refs: list[str]) -> None:
    targets = [session.locate(ref, Resource, Stage) for ref in refs]
    _carry_out(session, actions.mark(do, targets, session.progress))


def _carry_out(session: Session, decisions: Decisions, *hints: Hint) -> None:
    session.save(actions.deeds_of(decisions))
    session.show(changes.changes(changes.decided(decisions), session.progress, *hints))


def _edited(session: Session, beginning: str) -> AbstractContextManager[str]:
    from psi_cli.system import editor

    if not session.terminal.interactive:
        remedy = "Write the text after REF, or pipe it to `-`."
        raise UsageProblem("An editor needs a terminal.", remedy)
    return editor.written_text(beginning, session.home.data, session.environment)


def _words(text: list[str]) -> str:
    if text != ["-"]:
        return " ".join(text)
    try:
        return sys.stdin.buffer.read(LONGEST_TEXT * 8).decode("utf-8", "replace")
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        raise UsageProblem(
            f"Standard input cannot be read: {reason}.", "Write the text after REF."
        ) from None
