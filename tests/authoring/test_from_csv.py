"""A table becomes a pathway, whatever program wrote it."""

import pytest

from tests.authoring.conftest import Maker
from tests.conftest import Psi

ROWS = [
    ["Stage", "Title", "Link", "Minutes", "ID", "Author", "Level"],
    ["One", "A, with a comma", "https://e.org/a", "45", "my-a", "Lee, Ann; Li, Bo", "easy"],
    ["Two", "B", "", "a while", "", "", ""],
    ["One", "", "https://e.org/c", "1,5 h", "", "", ""],
]


def written(delimiter: str, end: str = "\r\n") -> str:
    quoted = [[f'"{cell}"' if "," in cell or ";" in cell else cell for cell in row] for row in ROWS]
    return "".join(delimiter.join(row) + end for row in quoted)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_rows_become_resources_and_a_column_names_their_stages(
    made_from: Maker, delimiter: str, encoding: str
) -> None:
    made = made_from(written(delimiter).encode(encoding), suffix=".csv")
    assert made.stages == ["One", "Two"]
    assert made.titles == ["A, with a comma", "e.org c", "B"]
    first, third, second = made.resources
    assert (first["id"], first["minutes"], third["minutes"]) == ("my-a", 45, 90)
    assert first["creators"] == ["Lee, Ann", "Li, Bo"]
    assert first["summary"] == "Level: easy"
    assert "minutes" not in second
    assert second["summary"] == "Minutes: a while"
    assert made.remarks == []


def test_what_psi_exports_as_a_table_it_reads_again(psi: Psi, made_from: Maker) -> None:
    psi("done", "2.1")
    psi("note", "2.1", "private")
    table = psi("export", "csv", "--with-notes").out
    made = made_from(table, suffix=".csv")
    assert "private" not in made.path.read_text(encoding="utf-8")
    shown = [one["id"] for one in psi("list", "--all", "--json").json["resources"]]
    sections = [*made.table["stage"], made.table.get("further", {})]
    assert [one["id"] for stage in sections for one in stage.get("resource", ())] == shown


def test_bad_ids_and_rows_of_nothing_are_told(made_from: Maker) -> None:
    made = made_from(
        "title,id,url,note\nA,My Id,,\nB,b-b,,\nC,b-b,,\n,,,only a note\n\nD,,nowhere,,surplus\n",
        suffix=".csv",
    )
    assert made.titles == ["A", "B", "C", "D"]
    assert made.ids[1] == "b-b"
    assert len(set(made.ids)) == 4
    assert {line for line, _ in made.remarks if line} == {5, 7}
    about = " ".join(sentence for line, sentence in made.remarks if not line)
    assert "My Id" in about
    assert "b-b" in about


def test_cells_over_several_lines_keep_the_count_of_lines(made_from: Maker) -> None:
    made = made_from('title,summary\nA,"one\ntwo\nthree"\n,left out\n', suffix=".csv")
    assert made.resources[0]["summary"] == "one two three"
    assert [line for line, _ in made.remarks] == [5]


def test_the_guard_of_a_spreadsheet_is_taken_off(made_from: Maker) -> None:
    made = made_from("title\n'=A\n'quoted'\n", suffix=".csv")
    assert made.titles == ["=A", "'quoted'"]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "https://e.org/a\n"])
def test_a_table_without_known_columns_is_refused(psi: Psi, tmp_path, text: str) -> None:
    (tmp_path / "l.csv").write_text(text)
    result = psi("pathway", "new", str(tmp_path / "p.toml"), "--from", str(tmp_path / "l.csv"))
    assert result.status == 2
    assert "stage,title,url" in result.err
