"""A table as CSV (RFC 4180, or as Excel writes it) as the sketch of a pathway: a row, a resource.

`psi export csv` writes such a table.
"""

import csv
from collections import Counter
from itertools import pairwise

from psi_cli.authoring.columns import Cell, field_of, resource_of
from psi_cli.authoring.sketch import Sketch
from psi_cli.errors import UsageProblem

_DELIMITERS = ",;\t|"  # what stands between cells; Excel takes a semicolon in half of Europe
_EXPORTED = {"number", "state", "done", "bookmarked"}  # columns of `psi export csv` about a learner
_NO_RESOURCE = {"stage", "question"}  # and rows of their words, in one with notes


def read_csv(text: str) -> Sketch:
    """Return the sketch of a table; UsageProblem where its first line names no known column."""
    sketch = Sketch()
    rows = _rows(text)
    headers = [cell.strip() for cell in rows[0][1]] if rows else []
    if not {"title", "url"} & set(map(field_of, headers)):
        raise UsageProblem(
            "The first line of the table names neither a title nor an address.",
            "Begin it with the names of the columns, such as: stage,title,url,minutes,kind,id",
        )
    left_out = {*_EXPORTED, "notes"} if set(headers) >= _EXPORTED else set()
    for line, cells in rows[1:]:
        row = zip(headers, map(Cell, cells), strict=False)
        _read_row(sketch, line, [pair for pair in row if pair[0] not in left_out])
        if any(extra.strip() for extra in cells[len(headers) :]):
            sketch.say(line, "The line has more cells than there are columns.")
    sketch.finish()
    return sketch


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows with the line each begins in."""
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=Counter(first).__getitem__)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        read = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        sentence = f"Line {reader.line_num} of the table cannot be read: {error}."
        raise UsageProblem(sentence, "Save it as CSV anew, from your spreadsheet.") from None
    ends = [0, *(line for line, _ in read)]
    return [(end + 1, cells) for (end, _), (_, cells) in zip(pairwise(ends), read, strict=True)]


def _read_row(sketch: Sketch, line: int, row: list[tuple[str, Cell]]) -> None:
    resource = resource_of(row)
    kinds = {cell.words for header, cell in row if field_of(header) == "kind"}
    stage = resource.pop("stage", "")
    if kinds & _NO_RESOURCE or not any(cell.words.strip() for _, cell in row):
        return
    if not (resource.get("title") or resource.get("link", {}).get("url")):
        sketch.say(line, "The line has neither a title nor an address, and was left out.")
        return
    sketch.add(resource, line, sketch.stage_called(stage, line) if stage else None)
