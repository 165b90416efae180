"""Looking back and after: undo, log, reset, doctor, and which psi this is."""

import sys
from typing import Annotated

import typer

from psi_cli.commands.arguments import OptionalRefs, Ref
from psi_cli.errors import NotFound, PathwayInvalid, PsiError, RecordFailure, UsageProblem
from psi_cli.learning import actions
from psi_cli.pathway.model import Reflection, Resource, Stage
from psi_cli.pathway.references import Target
from psi_cli.record import checkup
from psi_cli.record.model import Deed, Event
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views import changes, history
from psi_cli.views.elements import Hint, plural
from psi_cli.views.lines import name_of


def undo_command(
    context: typer.Context,
    steps: Annotated[int, typer.Argument(min=1, help="How many steps to take back.")] = 1,
) -> None:
    """Take back the last step, or the last few. What you opened or read is no step."""
    session = session_of(context)
    taken = actions.undo(session.store.newest_first(), session.pathway.id, steps)
    if not taken:
        raise NotFound("There is nothing to take back.", "`psi log` shows what you did.")
    session.save([Deed("undo", event.about, of=event.id) for event in taken])
    made = tuple(_undone(session, event) for event in taken)
    hint = Hint("psi log", "what you did, and what was taken back")
    view = changes.changes(made, session.progress, hint)
    session.show(view._replace(remarks=_fewer(taken, steps)))


def _fewer(taken: list[Event], steps: int) -> tuple[str, ...]:
    """Return a remark where there were not so many steps to take back."""
    there_were = len({event.step or event.id for event in taken})
    if there_were == steps:
        return ()
    return (
        f"That was all: there {'was' if there_were == 1 else 'were'} {there_were} to take back.",
    )


def _undone(session: Session, event: Event) -> changes.Change:
    target = session.part_named(event.about)
    title = name_of(target.part) if target else event.about or "everything"
    did = history.DID.get(event.do, event.do)
    number = target.number if target else ""
    return changes.Change("undo", number, event.about, f"{did} {title}".strip(), changed=True)


def log_command(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to show.")] = 20,
) -> None:
    """Show what you did and when, the latest first."""
    session = session_of(context)
    mine = (event for event in session.store.newest_first() if event.pathway == session.pathway.id)
    session.show(history.log(session.pathway.title, mine, session.part_named, limit))


def reset_command(
    context: typer.Context,
    refs: OptionalRefs = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole pathway.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Clear marks, bookmarks and notes of a resource, a stage or all; undo brings them back."""
    session = session_of(context)
    if bool(refs) == everything:
        raise UsageProblem("Say what to clear.", "`psi reset REF`, or `psi reset --all`.")
    targets = [session.locate(ref, Resource, Stage, Reflection) for ref in refs or []]
    decisions = _all_of(session) if everything else actions.reset(targets, session.progress)
    names = (
        session.pathway.title
        if everything
        else ", ".join(name_of(target.part) for target in targets)
    )
    if not yes:
        _confirm(session, f"Clear what you did in {names}? `psi undo` can bring it back.")
    session.save(actions.deeds_of(decisions))
    hint = Hint("psi", "where you are now")
    session.show(changes.changes(changes.decided(decisions), session.progress, hint))


def _all_of(session: Session) -> list[actions.Decision]:
    """Decide to clear everything about the pathway, which stands here as a stage of its own."""
    pathway = session.pathway
    whole = Stage(pathway.id, pathway.title, pathway.title)
    deeds = () if session.record.holds_nothing else (Deed("reset"),)
    return [actions.Decision("reset", Target(whole, whole, ""), deeds)]


def _confirm(session: Session, question: str) -> None:
    if not session.terminal.interactive:
        raise UsageProblem("psi asks first, and there is no terminal to ask.", "Add --yes.")
    session.say(f"{question} [y/N]")
    if sys.stdin.readline().strip().casefold() not in {"y", "yes", "o", "oui"}:
        raise PsiError("Nothing was changed.", "Answer y to go ahead, or add --yes.")


def forget_command(
    context: typer.Context,
    ref: Ref,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove your notes on something from every file psi keeps. This cannot be taken back."""
    from psi_cli.record import forget

    session = session_of(context)
    names, title = _noted(session, ref)
    traces = forget.traces_of(session.store, session.pathway.id, frozenset(names))
    if not traces.total:
        raise NotFound(f"There are no notes on {title}.", "`psi note` shows those there are.")
    if not yes:
        _confirm(
            session, f"Remove {plural(traces.total, 'note')} for good? It cannot be taken back."
        )
    elsewhere = forget.forget(session.store, traces, round(session.clock() * 1000))
    remarks = ["psi cannot reach backups, synchronised copies, and what other programs kept."]
    if elsewhere:
        held = plural(elsewhere, "journal of another device holds", "journals of others hold")
        remarks.append(f"{held} a text still: run `psi forget` there too.")
    made = (changes.Change("forget", "", names[0], title, changed=True),)
    view = changes.changes(made, session.progress, Hint("psi note", "the notes you keep"))
    session.show(view._replace(remarks=tuple(remarks)))


def _noted(session: Session, ref: str) -> tuple[tuple[str, ...], str]:
    """Return the ids, today's and former ones, of what REF names, and its title."""
    if ref in session.progress.orphans:
        return (ref,), f"{ref}, which has left this pathway"
    part = session.locate(ref, Resource, Stage, Reflection).part
    return (part.id, *getattr(part, "aliases", ())), name_of(part)


def doctor_command(
    context: typer.Context,
    mend: Annotated[bool, typer.Option("--mend", help="Mend what can safely be mended.")] = False,
) -> None:
    """Check where psi keeps things, what the terminal can do, and that your record is whole."""
    session = session_of(context)
    problems = list(checkup.problems(session.store))
    try:
        pathway, pathway_version = session.pathway.id, session.pathway.version
    except PathwayInvalid as error:
        pathway = pathway_version = ""
        problems.append(checkup.Problem(clean_line(str(session.pathway_path)), error.sentence))
    if mend:
        problems = [checkup.mended(problem) for problem in problems]
    journals = tuple(checkup.journal_facts(session.store))
    session.show(_checkup(session, (pathway, pathway_version), journals, problems))
    if left := [problem for problem in problems if not problem.mended]:
        raise typer.Exit(1 if all(problem.mend for problem in left) else RecordFailure.status)


def _checkup(
    session: Session,
    pathway: tuple[str, str],
    journals: tuple[checkup.JournalFacts, ...],
    problems: list[checkup.Problem],
) -> history.Checkup:
    import platform
    from importlib.metadata import version

    hints = [Hint("psi", "where you are"), Hint("psi log", "what you did, and when")]
    if any(problem.mend and not problem.mended for problem in problems):
        hints.insert(0, Hint("psi doctor --mend", "mend what can be mended"))
    return history.Checkup(
        version=version("psi-cli"),
        python=platform.python_version(),
        system=platform.system(),
        data=clean_line(str(session.home.data)),
        cache=clean_line(str(session.home.cache)),
        pathway=pathway[0],
        pathway_version=pathway[1],
        pathway_file=clean_line(str(session.pathway_path)),
        columns=session.terminal.width,
        encoding=sys.stdout.encoding,
        panels=not session.terminal.plain,
        color=session.terminal.color,
        journals=journals,
        problems=tuple(map(history.problem_line, problems)),
        hints=tuple(hints),
    )


def version_command(context: typer.Context) -> None:
    """Show which psi this is."""
    import platform
    from importlib.metadata import version

    session = session_of(context)
    pathway = session.pathway
    view = history.Version(
        version("psi-cli"), platform.python_version(), pathway.id, pathway.version
    )
    session.show(view)
