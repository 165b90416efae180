"""Tables as CSV (RFC 4180), in which no cell is one that a spreadsheet would run."""

import csv
import re
from collections.abc import Iterable, Sequence
from types import SimpleNamespace

# A spreadsheet runs a cell that begins so. Where it splits lines at semicolons or tabs, as Excel
# does in French, what follows one of those may begin a cell too.
_RUNS = re.compile(r"(^|[;\t\r\n])(?=[\s']*[=+\-@＝＋－＠])")


def as_csv(rows: Iterable[Sequence[str | int]]) -> str:
    """Return rows as CSV, each text quoted and guarded."""
    lines: list[str] = []
    writer = csv.writer(
        SimpleNamespace(write=lines.append), quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n"
    )
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return "".join(lines)


def guarded(text: str) -> str:
    """Return a text with an apostrophe before whatever a spreadsheet would take for a formula."""
    return _RUNS.sub(r"\1'", text)
