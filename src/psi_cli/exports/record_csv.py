"""A record of what was learned as a table, with the columns that a learning system asks for."""

import re
from collections.abc import Callable

from psi_cli.errors import UsageProblem
from psi_cli.exports.record import by_date
from psi_cli.exports.table import as_csv
from psi_cli.exports.view import Entry, ExportView
from psi_cli.system.sanitize import clean_line
from psi_cli.views import wording

Column = Callable[[Entry, ExportView], str | int]
_FIELDS: dict[str, Column] = {
    "date": lambda entry, view: view.done_on(entry.state),
    "title": lambda entry, _: entry.resource.title,
    "kind": lambda entry, _: entry.resource.kind,
    "creators": lambda entry, _: "; ".join(entry.resource.creators),
    "year": lambda entry, _: entry.resource.year or "",
    "minutes": lambda entry, _: wording.figure(entry.minutes),
    "hours": lambda entry, _: _hours(entry.minutes),
    "stage": lambda entry, _: entry.stage.title,
    "pathway": lambda _, view: view.pathway.title,
    "state": lambda entry, _: entry.state.status,
    "address": lambda entry, _: entry.resource.link.url,
    "id": lambda entry, _: entry.resource.id,
}
_COLUMN = re.compile(r"""\s*([^=,]+?)\s*=\s*(?:'([^']*)'|"([^"]*)"|([a-z]+))\s*(?:,|$)""")


def _hours(minutes: int | None) -> str:
    """Return minutes as hours; nothing where they are not known."""
    return "" if minutes is None else f"{minutes / 60:.2f}"


def written(view: ExportView, columns: str = "") -> str:
    """Return a row for each resource; UsageProblem where columns name what there is not.

    Columns are HEADER=FIELD, or HEADER='text' for the same words in each row, between commas.
    """
    chosen = _chosen(clean_line(columns)) if columns else list(_FIELDS.items())
    rows: list[list[str | int]] = [[header for header, _ in chosen]]
    rows += [[column(entry, view) for _, column in chosen] for entry in by_date(view)]
    return as_csv(rows)


def _chosen(columns: str) -> list[tuple[str, Column]]:
    chosen, at = [], 0
    while at < len(columns):
        found = _COLUMN.match(columns, at)
        if not found:
            raise _problem(columns[at:])
        header, single, double, field = found.groups()
        if field and field not in _FIELDS:
            raise _problem(field)
        same = single if single is not None else double
        chosen.append((header, _FIELDS[field] if field else _always(same or "")))
        at = found.end()
    return chosen


def _always(text: str) -> Column:
    return lambda _entry, _view: text


def _problem(where: str) -> UsageProblem:
    return UsageProblem(
        f"--columns cannot be read at “{where[:40]}”.",
        f"HEADER=FIELD or HEADER='text', between commas; fields: {', '.join(_FIELDS)}.",
    )
