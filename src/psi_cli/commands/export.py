"""psi export: the pathway and one's progress, for a browser, a spreadsheet, a reference manager."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from psi_cli import __version__
from psi_cli.commands.filtering import InStage, chosen_filters, lowered
from psi_cli.commands.output_file import keep
from psi_cli.commands.planning import From, HoursPerWeek, Typed, Until, chosen_plan
from psi_cli.errors import NotFound, UsageProblem
from psi_cli.learning.filters import Filters
from psi_cli.learning.journey import Journey
from psi_cli.learning.plan import Plan, to_study
from psi_cli.record.model import DONE
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line, quoted
from psi_cli.views.export import Exported, warning

if TYPE_CHECKING:
    from psi_cli.exports.view import ExportView

FORMATS = ("html", "markdown", "record", "bookmarks", "csv", "bibtex", "ris", "csl-json", "ics")
BACKUP = "json"  # of everything, where the others are of a pathway
_WITH_PLACE_FOR_NOTES = ("html", "markdown", "record", "csv", BACKUP)
_USUAL_STATE = {"record": "done", "ics": "open"}  # of the resources, where nobody says which
_TOO_LONG = {  # for a terminal: what it is, and the file it goes into
    "html": ("A page for the browser", "pathway.html"),
    "ics": ("A calendar", "plan.ics"),
    BACKUP: ("A backup", "psi-backup.json"),
}
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else


class Wish(NamedTuple):
    """How a format is to be written: the options that not every format takes."""

    form: str
    as_csv: bool = False
    columns: str = ""
    for_excel: bool = False
    terms: Typed = (None, None, None)
    with_notes: bool = False


Format = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)}; {BACKUP}, your backup.",
    ),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write it into this file.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace FILE if there is one.")]
Only = Annotated[
    Literal["all", "done", "open", "bookmarked"] | None,
    typer.Option(
        "--only",
        metavar="WHICH",
        help="all, done, open or bookmarked; a record has what is done, a calendar what is open.",
    ),
]
WithNotes = Annotated[bool, typer.Option("--with-notes", help="With your notes and answers.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="The record as a table.")]
Columns = Annotated[
    str,
    typer.Option(
        "--columns",
        metavar="COLUMNS",
        help="What the table has: HEADER=FIELD or HEADER='text', with commas between.",
    ),
]
ForExcel = Annotated[bool, typer.Option("--excel", help="A table that Excel reads.")]


def export_command(
    context: typer.Context,
    form: Format,
    output: Output = "",
    force: Force = False,
    only: Only = None,
    stage: InStage = None,
    with_notes: WithNotes = False,
    as_csv: AsCsv = False,
    columns: Columns = "",
    excel: ForExcel = False,
    hours_per_week: HoursPerWeek = None,
    first: From = None,
    last: Until = None,
) -> None:
    """Write the pathway with your progress in another format, to take along or to hand on.

    Your notes and answers stay out of it unless you ask for them, but for the backup.

    $ psi export html -o pathway.html             a page for the browser
    $ psi export record --with-notes > record.md  what you did, and wrote
    $ psi export ics -o plan.ics                  the plan for your calendar
    $ psi export json -o psi-backup.json          all you did, for `psi import`
    """
    session = session_of(context)
    wish = Wish(form, as_csv, columns, excel, (hours_per_week, first, last), with_notes)
    _check(wish)
    _spare_the_terminal(session, form, output)
    asked = Filters(stage=lowered(stage), state=(only,) if only else ())
    _deliver(_exported(wish, session, asked), session, output, force=force)


def _check(wish: Wish) -> None:
    """Raise UsageProblem where there is no such format, or it does not take an option."""
    form = wish.form
    if form not in {*FORMATS, BACKUP}:
        sentence = f"psi has no format {quoted(form)}."
        raise UsageProblem(sentence, f"There are {', '.join((*FORMATS, BACKUP))}.")
    if (wish.as_csv or wish.columns) and form != "record":
        raise UsageProblem("--csv and --columns go with a record.", "`psi export record --csv`")
    if wish.columns and not wish.as_csv:
        raise UsageProblem("--columns needs --csv.", "`psi export record --csv --columns …`")
    if wish.for_excel and not (wish.as_csv or form == "csv"):
        raise UsageProblem("--excel goes with a table.", "`psi export csv --excel`")
    if any(wish.terms) and form != "ics":
        sentence = "--hours-per-week, --from and --until go with a calendar."
        raise UsageProblem(sentence, "`psi export ics`")
    if wish.with_notes and (wish.as_csv or form not in _WITH_PLACE_FOR_NOTES):
        sentence = "Notes have no place in " + ("this table." if wish.as_csv else f"{form}.")
        raise UsageProblem(sentence, "html, markdown, record and csv take --with-notes.")


def _spare_the_terminal(session: Session, form: str, output: str) -> None:
    """Raise UsageProblem for a format that is not for reading there."""
    aside = output or session.as_json or not session.world.stdout.isatty()
    if form in _TOO_LONG and not aside:
        what, file = _TOO_LONG[form]
        remedy = f"`psi export {form} -o {file}`"
        raise UsageProblem(f"{what} would flood this terminal.", remedy)


def _backup(session: Session, asked: Filters) -> Exported:
    """Return one's backup; UsageProblem where only a part of it was asked for."""
    from psi_cli.commands.backup import backup

    if asked != Filters():
        raise UsageProblem("A backup is always whole.", "Leave out --only and --stage.")
    return backup(session)


def _exported(wish: Wish, session: Session, asked: Filters) -> Exported:
    """Return an export of what was asked for; no format is loaded but its own."""
    if wish.form == BACKUP:
        return _backup(session, asked)
    from psi_cli.exports.view import gather

    journey = session.load_to_look_back()
    (state,) = asked.state or (_USUAL_STATE.get(wish.form, "all"),)
    asked = asked._replace(state=() if state == "all" else (state,))
    filters = chosen_filters(journey, asked)
    view = gather(journey, filters, session.days, __version__, with_notes=wish.with_notes)
    more: list[Any] = [wish.columns] if wish.as_csv else []
    if wish.form == "ics":
        view, plan = _with_plan(wish, journey, view)
        more = [plan]
    name = f"{wish.form}_csv" if wish.as_csv else wish.form.replace("-", "_")
    module: Any = import_module(f"psi_cli.exports.{name}")
    text = (_BYTE_ORDER_MARK if wish.for_excel else "") + module.written(view, *more)
    if wish.with_notes:
        session.say(warning("export", view.written_words))
    return Exported(wish.form, "", len(view.entries), view.written_words, text)


def _with_plan(wish: Wish, journey: Journey, view: "ExportView") -> tuple["ExportView", Plan]:
    """Return what a calendar has of a view: what is done, and the plan of what is to study.

    NotFound where there is neither.
    """
    asked = {entry.resource.id for entry in view.entries}
    resources = [resource for resource in to_study(journey) if resource.id in asked]
    plan = chosen_plan(resources, wish.terms, date.fromisoformat(view.days.today))
    planned = {resource.id for resource in resources}
    view = view.only(lambda entry: entry.resource.id in planned or entry.state.status == DONE)
    if not view.entries:
        raise NotFound("There is nothing to plan.", "`psi export record` tells what you did.")
    return view, plan


def _deliver(shown: Exported, session: Session, output: str, *, force: bool) -> None:
    """Write an export into its file and say so, or else (as for -) to standard output."""
    output = "" if output == "-" else output
    if output:
        keep(Path(output), shown.text, force=force, another="Name another after -o.")
    if output or session.as_json:
        session.show(shown._replace(file=clean_line(output)))
    else:
        session.pour(shown.text)
