"""psi pathway check: what is wrong with pathway files, and how to mend it."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from psi_cli.authoring.check import check
from psi_cli.authoring.findings import ERROR, Finding, Report
from psi_cli.authoring.renames import with_renames
from psi_cli.errors import PathwayInvalid, PsiError, RecordFailure, UsageProblem
from psi_cli.pathway.model import Pathway
from psi_cli.pathway.safe_toml import MOST_BYTES_READ
from psi_cli.render.excerpts import excerpts, mendings
from psi_cli.session import Session, session_of
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line, reason_of
from psi_cli.views.check import Checked
from psi_cli.views.elements import Hint

_STDIN = "-"


def check_command(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="FILE...", help="Pathway files, or -.")],
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what psi surely can, and keep all else as it is.")
    ] = False,
) -> None:
    """Say all that is wrong with pathway files, where, why, and how it would be right.

    Errors keep a pathway from being walked, and end with status 4; advice does not.

    $ psi pathway check my.toml  all there is to say of a file
    $ psi pathway check my.toml --fix  mend what psi surely can
    $ psi pathway check my.toml --json  for an editor, or a script
    """
    session = session_of(context)
    if fix and _STDIN in paths:
        raise UsageProblem("--fix writes into files.", "Name a file instead of -.")
    this_year = datetime.fromtimestamp(session.world.clock(), UTC).year
    mended = tuple(_mended(path, this_year) if fix else () for path in paths)
    reports = tuple(_report(session, path, this_year) for path in paths)
    view = Checked(reports, mended, _hints(paths, reports))
    if not session.as_json:
        width, plain = session.terminal.width, session.terminal.plain
        told = (mendings(one.file, did) for one, did in zip(reports, mended, strict=True))
        session.pour("".join(told) + excerpts(reports, width, folds=not plain))
    session.show(view)
    if view.count(ERROR):
        raise typer.Exit(PathwayInvalid.status)


def _report(session: Session, path: str, this_year: int) -> Report:
    """Return the report on a file; that it cannot be read is one as well."""
    name = clean_line(path)
    try:
        if path == _STDIN:
            data = session.world.stdin.buffer.read(MOST_BYTES_READ)
        else:
            data = files.read(Path(path), MOST_BYTES_READ)
    except OSError as error:
        message = f"the file cannot be read: {reason_of(error)}"
        return Report(name, (Finding(1, 1, "file", message, why="Check its name."),))
    report = check(data, name, this_year)
    before = _version_here(session, report, path)
    return with_renames(report, before) if before else report


def _version_here(session: Session, report: Report, path: str) -> Pathway | None:
    """Return the version of a pathway that learners here follow; None where the file is that."""
    from psi_cli.pathway.at_hand import find

    found = find(report.pathway.id, session.home) if report.pathway else None
    is_the_file = found and path != _STDIN and found.path.resolve() == Path(path).resolve()
    return found.pathway if found and not is_the_file else None


def _mended(path: str, this_year: int) -> tuple[Finding, ...]:
    """Mend a file and return what was mended; nothing of a file that cannot be read."""
    from psi_cli.authoring.fixes import fixed

    place = Path(path).resolve()
    try:
        data = files.read(place, MOST_BYTES_READ)
    except OSError:
        return ()
    after, mended = fixed(data, this_year)
    if after != data:
        _write(place, after)
    return mended


def _write(place: Path, data: bytes) -> None:
    """Put the file in its own place, as open to others as it was; PsiError where it stays."""
    mode = stat.S_IMODE(os.stat(place).st_mode)
    try:
        files.write(place, data, durable=True)
        os.chmod(place, mode)
    except (OSError, RecordFailure) as error:
        reason = reason_of(error)
        sentence = f"{clean_line(str(place))} cannot be written: {reason}."
        raise PsiError(sentence, "Leave --fix out to see what it would mend.") from None


def _hints(paths: list[str], reports: tuple[Report, ...]) -> tuple[Hint, ...]:
    named = [(quote(clean_line(path)), report) for path, report in zip(paths, reports, strict=True)]
    mechanical = [file for file, one in named if any(finding.sure for finding in one.findings)]
    broken = [file for file, one in named if one.count(ERROR)]
    if mechanical and _STDIN not in paths:
        fix = Hint(f"psi pathway check --fix {mechanical[0]}", "mend what psi surely can")
        return (fix, Hint(f"psi pathway check {mechanical[0]}", "again, once it is mended"))
    if broken:
        return (Hint(f"psi pathway check {broken[0]}", "again, once it is mended"),)
    return tuple(Hint(f"psi pathway add {file}", "follow it") for file, _ in named[:3])
