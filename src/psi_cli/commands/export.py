"""psi export: the pathway and one's progress, for a browser, a spreadsheet, a reference manager."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from psi_cli import __version__
from psi_cli.commands.filtering import InStage, chosen_filters, lowered
from psi_cli.errors import PsiError, RecordFailure, UsageProblem
from psi_cli.learning.filters import Filters
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views.export import Exported
from psi_cli.views.wording import plural

if TYPE_CHECKING:
    from psi_cli.exports.view import ExportView

FORMATS = ("html", "markdown", "record", "bookmarks", "csv", "bibtex", "ris", "csl-json")
_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else


class Wish(NamedTuple):
    """How a format is to be written: the options that not every format takes."""

    form: str
    as_csv: bool = False
    columns: str = ""
    for_excel: bool = False


def complete_format(incomplete: str) -> list[str]:
    """Return the formats that begin so, for a shell."""
    return [name for name in FORMATS if name.startswith(incomplete)]


def export_command(
    context: typer.Context,
    form: Annotated[
        str,
        typer.Argument(metavar="FORMAT", help=", ".join(FORMATS), autocompletion=complete_format),
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Write it into this file.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if there is one.")] = False,
    only: Annotated[
        Literal["all", "done", "open", "bookmarked"] | None,
        typer.Option(
            "--only",
            metavar="WHICH",
            help="all, done, open or bookmarked; a record has what is done.",
        ),
    ] = None,
    stage: InStage = None,
    with_notes: Annotated[
        bool, typer.Option("--with-notes", help="With your notes and answers.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="The record as a table.")] = False,
    columns: Annotated[
        str,
        typer.Option(
            "--columns",
            metavar="COLUMNS",
            help="What the table has: HEADER=FIELD or HEADER='text', with commas between.",
        ),
    ] = "",
    excel: Annotated[bool, typer.Option("--excel", help="A table that Excel reads.")] = False,
) -> None:
    """Write the pathway with your progress in another format, to take along or to hand on.

    Your notes and answers stay out of it unless you ask for them.

    $ psi export html -o pathway.html             a page for the browser
    $ psi export record --with-notes > record.md  what you did, and wrote
    $ psi export bibtex > refs.bib                for a reference manager
    """
    session = session_of(context)
    wish = _checked(Wish(form, as_csv, columns, excel), session, output)
    only = only or ("done" if form == "record" else "all")
    states = () if only == "all" else (only,)
    view = _gathered(session, Filters(stage=lowered(stage), state=states), with_notes=with_notes)
    text = _written(wish, view)
    if with_notes:
        _tell(session, view)
    if output:
        _keep(Path(output), text, force=force)
    shown = Exported(form, clean_line(output), len(view.entries), view.written_words, text)
    session.show(shown) if output or session.as_json else session.pour(text)


def _checked(wish: Wish, session: Session, output: str) -> Wish:
    """Return what was wished for; UsageProblem where the format does not take an option."""
    if wish.form not in FORMATS:
        raise UsageProblem(
            f"psi has no format “{clean_line(wish.form)[:40]}”.", f"There are {', '.join(FORMATS)}."
        )
    if (wish.as_csv or wish.columns) and wish.form != "record":
        raise UsageProblem("--csv and --columns go with a record.", "`psi export record --csv`")
    if wish.columns and not wish.as_csv:
        raise UsageProblem("--columns needs --csv.", "`psi export record --csv --columns …`")
    if wish.for_excel and not (wish.as_csv or wish.form == "csv"):
        raise UsageProblem("--excel goes with a table.", "`psi export csv --excel`")
    if wish.form == "html" and not (output or session.as_json) and session.world.stdout.isatty():
        raise UsageProblem(
            "A page for the browser would flood this terminal.", "`psi export html -o pathway.html`"
        )
    return wish


def _gathered(session: Session, filters: Filters, *, with_notes: bool) -> "ExportView":
    from psi_cli.exports.view import gather

    journey = session.load()
    filters = chosen_filters(journey, filters)
    return gather(journey, filters, session.days, __version__, with_notes=with_notes)


def _written(wish: Wish, view: "ExportView") -> str:
    """Return the text of an export; no module is loaded but that of its format."""
    name = f"{wish.form}_csv" if wish.as_csv else wish.form.replace("-", "_")
    module: Any = import_module(f"psi_cli.exports.{name}")
    text: str = module.written(view, wish.columns) if wish.as_csv else module.written(view)
    return _BYTE_ORDER_MARK + text if wish.for_excel else text


def _tell(session: Session, view: "ExportView") -> None:
    words = plural(view.written_words, "note or answer", "notes and answers")
    session.say(f"This export holds {words} of yours, for whoever reads it.")


def _keep(path: Path, text: str, *, force: bool) -> None:
    """Write the file, whole; UsageProblem or PsiError where it is left as it was."""
    from psi_cli.system import files

    name = clean_line(str(path))
    try:
        if not force:
            files.write_new(path, text.encode())
        elif path.exists() and not path.is_file():
            raise UsageProblem(f"{name} is not a file.", "Name a file after -o.")
        else:
            files.write(path.resolve(), text.encode(), durable=True)
    except FileExistsError:
        remedy = "--force replaces it; or name another after -o."
        raise UsageProblem(f"{name} exists already, and was left as it is.", remedy) from None
    except (OSError, RecordFailure) as error:
        reason = clean_line(getattr(error, "strerror", "") or str(error))
        raise PsiError(f"{name} cannot be written: {reason}.", "Name another after -o.") from None
