"""The learner's work: done, skip, reopen, bookmark, note."""

import sys
from typing import Annotated

import typer

from psi_cli import decide
from psi_cli.blocks import Hint
from psi_cli.commands.arguments import OptionalRef, OptionalRefs, Refs
from psi_cli.errors import UsageProblem
from psi_cli.journal import LONGEST_TEXT
from psi_cli.pathway import Reflection, Resource, Stage
from psi_cli.session import Session, session_of
from psi_cli.views import work

Decisions = list[decide.Decision]


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
    if not refs:
        from psi_cli.commands.look import list_bookmarked

        list_bookmarked(session)
        return
    targets = [session.locate(ref, Resource, Stage) for ref in refs]
    decisions = decide.bookmark(targets, session.progress, remove=remove)
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
    from psi_cli.views import resource

    session = session_of(context)
    if not ref:
        session.show(resource.all_notes(session.parts, session.progress))
        return
    target = session.locate(ref, Resource, Stage, Reflection)
    again = Hint(f"psi note {target.number}", "read your notes on it")
    if remove:
        _carry_out(session, [decide.unnote(target, session.progress)], again)
    elif edit or text:
        _carry_out(session, [decide.note(target, _words(session, text, edit=edit))], again)
    else:
        session.show(resource.notes_about(target, session.progress))


def _mark(session: Session, do: str, refs: list[str]) -> None:
    targets = [session.locate(ref, Resource, Stage) for ref in refs]
    _carry_out(session, decide.mark(do, targets, session.progress))


def _carry_out(session: Session, decisions: Decisions, *hints: Hint) -> None:
    session.save(deed for decision in decisions for deed in decision.deeds)
    made = tuple(
        work.change(decision.do, decision.target, changed=bool(decision.deeds))
        for decision in decisions
    )
    session.show(work.changes(made, session.progress, *hints))


def _words(session: Session, text: list[str] | None, *, edit: bool) -> str:
    if edit:
        from psi_cli import editor

        if not session.terminal.interactive:
            raise UsageProblem(
                "An editor needs a terminal.", "Write the text after REF, or pipe it to `-`."
            )
        return editor.write_text(" ".join(text or []), session.home.data, session.environment)
    if text == ["-"]:
        return sys.stdin.buffer.read(LONGEST_TEXT * 8).decode("utf-8", "replace")
    return " ".join(text or [])
