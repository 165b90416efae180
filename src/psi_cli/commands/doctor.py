"""psi doctor: whether all is well."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import typer

from psi_cli import __version__
from psi_cli.errors import NotFound, PathwayInvalid, RecordFailure
from psi_cli.pathway.at_hand import AtHand, at_hand, twins
from psi_cli.pathway.model import Pathway
from psi_cli.record import checkup
from psi_cli.record.checkup import Problem
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views.doctor import Checkup, Place
from psi_cli.views.elements import Hint
from psi_cli.views.wording import kept_elsewhere

_SHOWN = 3  # mistakes of a pathway file; `psi --pathway` names more
_ONE_STAYS = "Remove the file that is not wanted, or give its pathway an id of its own."


def doctor_command(
    context: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="Fix what can safely be fixed.")] = False,
) -> None:
    """Check where psi keeps things, what the terminal can do, and that your record is whole.

    $ psi doctor        where your data is, and whether all is well
    $ psi doctor --fix  put right what can be
    """
    session = session_of(context)
    with suppress(RecordFailure):  # which is told below
        session.load_record()
    read = checkup.read_journals(session.store)
    problems = list(checkup.problems(session.store, read, session.now))
    if fix:
        problems = [checkup.fixed(problem) for problem in problems]
    pathway, names, unsound = _pathways(session)
    journals = tuple(checkup.facts_of(session.store, read))
    others = session.kept_elsewhere(names)
    remarks = (kept_elsewhere(others),) if others else ()
    told = (*problems, *unsound)
    session.show(Checkup(_place(session, pathway), journals, told, _hints(told), remarks))
    if left := [problem for problem in problems if not problem.fixed]:
        raise typer.Exit(1 if all(problem.fix for problem in left) else RecordFailure.status)
    if unsound:
        raise typer.Exit(PathwayInvalid.status)


def _pathways(session: Session) -> tuple[Pathway | None, tuple[str, ...], list[Problem]]:
    """Return the pathway that is walked, the ids of all that are here, and what is wrong."""
    here = list(at_hand(session.home))
    problems = [_problem(one) for one in here if one.problem]
    problems += [Problem(str(path), told, _ONE_STAYS) for path, told in twins(here)]
    names = [name for one in here for name in one.names]
    try:
        pathway = session.load_pathway()
    except (NotFound, PathwayInvalid) as error:
        if str(session.path) not in {problem.file for problem in problems}:
            step = " ".join([*error.details[:_SHOWN], error.remedy])
            problems.append(Problem(clean_line(str(session.path)), error.sentence, step))
        return None, tuple(names), problems
    return pathway, (*names, *pathway.names), problems


def _problem(one: AtHand) -> Problem:
    step = "; ".join(one.details[:_SHOWN]) or "Make it readable, or move it away."
    return Problem(str(one.path), one.problem, step)


def _hints(problems: Sequence[Problem]) -> tuple[Hint, ...]:
    hints = (Hint("psi", "where you are"), Hint("psi log", "what you did, and when"))
    if any(problem.fix and not problem.fixed for problem in problems):
        return (Hint("psi doctor --fix", "fix what can be fixed"), *hints)
    return hints


def _place(session: Session, pathway: Pathway | None) -> Place:
    import platform

    return Place(
        version=__version__,
        python=platform.python_version(),
        system=platform.system(),
        data=clean_line(str(session.home.data)),
        cache=clean_line(str(session.home.cache)),
        pathway=pathway.id if pathway else "",
        pathway_version=pathway.version if pathway else "",
        pathway_file=clean_line(str(session.path)),
        columns=session.terminal.width,
        encoding=session.world.stdout.encoding,
        panels=not session.terminal.plain,
        color=session.terminal.color,
    )
