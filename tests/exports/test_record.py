"""The learning record: dated, added up, and in the columns that a system asks for."""

import csv
import io

from markdown_it import MarkdownIt

from psi_cli.exports import record, record_csv
from tests.conftest import Psi
from tests.exports.hostile import hostile_view
from tests.exports.test_markdown import Words
from tests.exports.test_tables import unguarded

CORNERSTONE = (
    "User ID='u-17',Training Title=title,Start Date/Time=date,Transcript Status=\"Completed\""
)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_record_has_what_is_done_in_the_order_it_was_done(psi: Psi) -> None:
    psi("start")
    psi("done", "2.6")
    psi.now = psi.now.replace(day=27)
    psi("done", "2.1")
    psi("skip", "2.2")
    text = psi("export", "record").out
    table = [line for line in text.splitlines() if line.startswith("| 2026")]
    assert [line.split("|")[1].strip() for line in table] == ["2026-11-25", "2026-11-27"]
    assert "[The Atmospheric Fund" in table[0]
    assert "Begun 2026-11-25, as of 2026-11-27: 2 of 12 studied, 1 set aside" in text
    assert "**About 1 h 20** for 2 resources" in text
    assert "- find out how a decision is made" in text


def test_answers_stand_under_their_questions_where_they_are_asked_for(psi: Psi) -> None:
    psi("done", "2.1")
    psi("note", "2.q1", "To the night shift")
    assert "night shift" not in psi("export", "record").out
    text = psi("export", "record", "--with-notes").out
    assert "have you only ever read about" in text.partition("> To the night shift")[0]


def test_no_text_breaks_out_of_its_cell() -> None:
    view = hostile_view(100)
    page = Words()
    page.feed(MarkdownIt("commonmark").enable("table").render(record.written(view)))
    assert page.elements <= {
        *("h1", "h2", "p", "strong", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"),
        *("a", "blockquote", "br"),
    }
    for entry in view.entries:
        assert entry.resource.title in page.words


def test_columns_are_those_a_learning_system_names(psi: Psi) -> None:
    psi("done", "2.1")
    found = rows(psi("export", "record", "--csv", "--columns", CORNERSTONE).out)
    assert found == [
        ["User ID", "Training Title", "Start Date/Time", "Transcript Status"],
        ["u-17", "Christian Bason on MindLab", "2026-11-25", "Completed"],
    ]


def test_without_columns_every_field_has_one(psi: Psi) -> None:
    psi("done", "2.1")
    header, row = rows(psi("export", "record", "--csv").out)
    known = dict(zip(header, row, strict=True))
    assert (known["date"], known["minutes"], known["hours"]) == ("2026-11-25", "60", "1.00")
    assert (known["state"], known["pathway"]) == ("done", "Public Sector Innovation")


def test_hours_are_ones_own_where_they_were_told_and_else_estimates(psi: Psi) -> None:
    psi("done", "2.1", "--took", "1h30")
    psi("done", "2.3")
    header, *found = rows(psi("export", "record", "--csv").out)
    told = [dict(zip(header, row, strict=True)) for row in found]
    assert [(one["minutes"], one["hours"]) for one in told] == [("90", "1.50"), ("15", "0.25")]
    text = psi("export", "record").out
    assert "| video | 1 h 30 |" in text
    assert "**About 1 h 45** for 2 resources, by the learner’s own account and" in text


def test_columns_that_name_no_field_are_refused_with_the_fields(psi: Psi) -> None:
    for columns in ("Title=titel", "Title", "=title", "A=title B=date", "A='x"):
        result = psi("export", "record", "--csv", "--columns", columns)
        assert (columns, result.status, result.out) == (columns, 2, "")
        assert "fields: date, title, " in result.err


def test_every_cell_is_read_back_to_the_letter() -> None:
    view = hostile_view(100)
    found = rows(record_csv.written(view, "@A=title,B=creators,C='@x',D=id"))
    assert found[0] == ["'@A", "B", "C", "D"]
    titles = {row[3]: (unguarded(row[0]), unguarded(row[1])) for row in found[1:]}
    for entry in view.entries:
        resource = entry.resource
        assert titles[resource.id] == (resource.title, "; ".join(resource.creators))
    assert {row[2] for row in found[1:]} == {"'@x"}
