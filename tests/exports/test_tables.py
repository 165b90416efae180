"""Tables: what the standard reader makes of them, and that a spreadsheet runs none of it."""

import csv
import io
import re
from pathlib import Path

import pytest

from psi_cli.exports import csv as table_of_resources
from psi_cli.exports.table import as_csv, guarded
from tests.conftest import Psi
from tests.exports.hostile import PIECES, hostile_view

RUNS = "=+-@＝＋－＠"


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def unguarded(cell: str) -> str:
    """Return what a cell was before it was guarded."""
    return re.sub(rf"(^|[;\t\r\n])'(?=[\s']*[{re.escape(RUNS)}])", r"\1", cell)


def test_the_standard_reader_gives_every_text_back_to_the_letter() -> None:
    view = hostile_view(100)
    header, *rows = read(table_of_resources.written(view))
    found = {row[1]: dict(zip(header, map(unguarded, row), strict=True)) for row in rows}
    for entry in view.entries:
        resource, row = entry.resource, found[entry.resource.id]
        assert (row["title"], row["summary"], row["why"]) == (
            *(resource.title, resource.summary, resource.why),
        )
        assert row["creators"] == "; ".join(resource.creators)
        assert row["search"] == resource.link.search
        assert row["address"] == resource.link.url
        assert all(note.text in row["notes"] for note in entry.state.notes)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_begins_like_a_formula_wherever_a_spreadsheet_splits(delimiter: str) -> None:
    rows = read(table_of_resources.written(hostile_view(100)), delimiter)
    assert len(rows) > 100
    assert [
        cell
        for row in rows
        for cell in row
        if cell.lstrip(" '").startswith(tuple(RUNS)) and not cell.startswith("'")
    ] == []


@pytest.mark.parametrize("piece", PIECES)
def test_a_guard_can_be_taken_off_again(piece: str) -> None:
    for text in (piece, f"'{piece}", f" {piece}", f"x;{piece}", f"x\n{piece}", f"'' {piece}"):
        assert unguarded(guarded(text)) == text
        assert read(as_csv([[text, 1]])) == [[guarded(text), "1"]]


def test_ordinary_text_is_left_as_it_is() -> None:
    for text in ("Co-creating: A+B", "a = b", "it’s 5-6", "", "45 min"):
        assert guarded(text) == text


def test_excel_is_told_the_encoding_by_a_byte_order_mark(psi: Psi, tmp_path: Path) -> None:
    path, plain = tmp_path / "mine.csv", tmp_path / "plain.csv"
    assert psi("export", "csv", "--excel", "-o", str(path)).status == 0
    assert psi("export", "csv", "-o", str(plain)).status == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()


def test_a_row_tells_the_state_and_the_day(psi: Psi) -> None:
    psi("done", "2.1")
    psi("bookmark", "2.2")
    header, *rows = read(psi("export", "csv", "--stage", "dip").out)
    first, second = (dict(zip(header, row, strict=True)) for row in rows[:2])
    assert (first["number"], first["state"], first["done"]) == ("2.1", "done", "2026-11-25")
    assert (second["state"], second["done"], second["bookmarked"]) == ("open", "", "yes")
    assert first["minutes"] == "60"
