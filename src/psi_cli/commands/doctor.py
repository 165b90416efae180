"""psi doctor: whether all is well."""

from contextlib import suppress
from typing import Annotated

import typer

from psi_cli import __version__
from psi_cli.errors import PathwayInvalid, RecordFailure
from psi_cli.record import checkup
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views.doctor import Checkup, Place
from psi_cli.views.elements import Hint
from psi_cli.views.wording import kept_elsewhere


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
    try:
        pathway = session.load_pathway()
        about, names = (pathway.id, pathway.version), pathway.names
    except PathwayInvalid as error:
        about, names = ("", ""), ()
        file = clean_line(str(session.pathway_path))
        problems.append(checkup.Problem(file, error.sentence, error.remedy))
    if fix:
        problems = [checkup.fixed(problem) for problem in problems]
    journals = tuple(checkup.facts_of(session.store, read))
    place = _place(session, about)
    others = session.kept_elsewhere(names)
    remarks = (kept_elsewhere(others),) if others else ()
    session.show(Checkup(place, journals, tuple(problems), _hints(problems), remarks))
    if left := [problem for problem in problems if not problem.fixed]:
        raise typer.Exit(1 if all(problem.fix for problem in left) else RecordFailure.status)


def _hints(problems: list[checkup.Problem]) -> tuple[Hint, ...]:
    hints = (Hint("psi", "where you are"), Hint("psi log", "what you did, and when"))
    if any(problem.fix and not problem.fixed for problem in problems):
        return (Hint("psi doctor --fix", "fix what can be fixed"), *hints)
    return hints


def _place(session: Session, pathway: tuple[str, str]) -> Place:
    import platform

    return Place(
        version=__version__,
        python=platform.python_version(),
        system=platform.system(),
        data=clean_line(str(session.home.data)),
        cache=clean_line(str(session.home.cache)),
        pathway=pathway[0],
        pathway_version=pathway[1],
        pathway_file=clean_line(str(session.pathway_path)),
        columns=session.terminal.width,
        encoding=session.world.stdout.encoding,
        panels=not session.terminal.plain,
        color=session.terminal.color,
    )
