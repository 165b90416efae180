"""psi export: where the text goes, what it holds, and what it leaves alone."""

import os
import stat
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest

from psi_cli.commands.export import FORMATS
from tests.conftest import Psi

PRIVATE = "Between me and my journal"
SILENT = ("bookmarks", "bibtex", "ris", "csl-json", "ics")  # formats that have no place for notes


@pytest.fixture
def noted(psi: Psi) -> Psi:
    """Return psi with a note on everything that takes one."""
    psi("done", "2.1")
    psi("bookmark", "2.2", "F.2")
    for about in ("2.1", "2.2", "2.q1", "dip", "F.2"):
        psi("note", about, PRIVATE)
    return psi


@pytest.mark.parametrize("form", FORMATS)
def test_without_a_file_the_export_is_all_there_is_on_standard_output(psi: Psi, form: str) -> None:
    result = psi("export", form, "--only", "all")
    assert (result.status, result.err) == (0, "")
    assert "Action Plan Recommendations" in result.out.replace("{", "").replace("}", "")
    assert "psi export --help" not in result.out


@pytest.mark.parametrize("form", FORMATS)
def test_no_word_of_a_note_is_in_an_export_that_nobody_asked_for_it(noted: Psi, form: str) -> None:
    result = noted("export", form)
    assert PRIVATE not in result.out
    assert result.err == ""


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in SILENT])
def test_notes_that_are_asked_for_are_there_and_are_announced(noted: Psi, form: str) -> None:
    result = noted("export", form, "--with-notes", "--only", "all")
    assert result.out.count(PRIVATE) == 5
    assert result.err == "This export holds 5 notes and answers of yours, for whoever reads it.\n"


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_journey_gives_the_same_text(noted: Psi, form: str) -> None:
    first = noted("export", form).out
    assert noted("export", form).out == first


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (("--only", "done"), {"2.1"}),
        (("--only", "bookmarked"), {"2.2", "F.2"}),
        (("--only", "bookmarked", "--stage", "dip"), {"2.2"}),
        (("--stage", "dip"), {f"2.{place}" for place in range(1, 7)}),
    ],
)
def test_only_what_was_asked_for_is_taken(noted: Psi, options: list[str], numbers: set) -> None:
    lines = noted("export", "markdown", *options).out.splitlines()
    assert {line.split()[3 - ("[x]" in line)] for line in lines if line[:3] == "- ["} == numbers


def test_a_file_is_written_whole_and_for_its_owner_alone(psi: Psi, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    result = psi("export", "markdown", "-o", str(path))
    assert result.status == 0
    assert f"{path} is written: " in result.out
    assert path.read_text(encoding="utf-8") == psi("export", "markdown").out
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.glob("*.draft*")) == []


def test_a_dash_for_the_file_is_standard_output(psi: Psi, tmp_path: Path) -> None:
    with chdir(tmp_path):
        result = psi("export", "markdown", "-o", "-")
    assert (result.out, list(tmp_path.glob("-"))) == (psi("export", "markdown").out, [])


def test_a_file_that_exists_is_replaced_only_by_force(psi: Psi, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text("precious")
    refused = psi("export", "markdown", "-o", str(path))
    assert (refused.status, refused.out) == (2, "")
    assert path.read_text() == "precious"
    assert psi("export", "markdown", "-o", str(path), "--force").status == 0
    assert path.read_text(encoding="utf-8").startswith("# Public Sector Innovation")


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_force_replaces_the_file_behind_a_link_and_nothing_that_is_no_file(
    psi: Psi, tmp_path: Path
) -> None:
    behind, link, pipe = tmp_path / "behind", tmp_path / "link", tmp_path / "pipe"
    behind.write_text("old")
    link.symlink_to(behind)
    os.mkfifo(pipe)
    assert psi("export", "markdown", "-o", str(link), "--force").status == 0
    assert link.is_symlink()
    assert behind.read_text(encoding="utf-8").startswith("# Public")
    for place in (pipe, tmp_path):
        assert psi("export", "markdown", "-o", str(place), "--force").status == 2
    assert pipe.is_fifo()


def test_a_file_that_cannot_be_written_leaves_nothing_behind(psi: Psi, tmp_path: Path) -> None:
    result = psi("export", "markdown", "-o", str(tmp_path / "nowhere" / "mine.md"))
    assert result.status == 1
    assert "cannot be written: No such file or directory.\nName another" in result.err
    assert list(tmp_path.glob("nowhere*")) == []


def test_the_failure_of_a_disk_leaves_no_empty_file(
    psi: Psi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("psi_cli.system.files._write_all", full)
    result = psi("export", "markdown", "-o", str(tmp_path / "mine.md"))
    assert (result.status, "No space left" in result.err) == (1, True)
    assert not (tmp_path / "mine.md").exists()


@pytest.mark.parametrize(
    "line",
    [
        "export",
        "export opml",
        "export markdown --csv",
        "export markdown --excel",
        "export markdown --columns title=title",
        "export markdown --only noted",
        *(f"export {form} --with-notes" for form in SILENT),
        "export record --csv --with-notes",
        "export markdown --until friday",
        "export markdown --from 2026-12-01",
        "export record --csv --hours-per-week 2",
    ],
)
def test_what_no_format_takes_is_refused_with_what_there_is(psi: Psi, line: str) -> None:
    result = psi(*line.split())
    assert (result.status, result.out) == (2, "")
    assert "\n" in result.err.strip()


def test_json_tells_what_was_written_and_where(noted: Psi, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    told = noted("export", "markdown", "--only", "done", "--with-notes", "--json").json
    assert (told["format"], told["file"], told["resources"]) == ("markdown", None, 1)
    assert told["notes"] == told["text"].count(PRIVATE)
    told = noted("export", "markdown", "-o", str(path), "--json").json
    assert (told["file"], told["text"], told["notes"]) == (str(path), None, 0)


def loaded(psi: Psi, *arguments: str) -> set[str]:
    """Return the modules of exports that a command has loaded when it ends."""
    watch = "import sys; from psi_cli.cli import run; run(sys.argv[1:]); print(*(name for name in "
    watch += "sys.modules if name.startswith('psi_cli.exports.')), file=sys.stderr)"
    finished = subprocess.run(
        [sys.executable, "-c", watch, *arguments],
        env=psi.unmeasured(),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return {name.rpartition(".")[2] for name in finished.stderr.split()}


@pytest.mark.parametrize(
    "line", ["status", "list", "log", "done 2.1", "export --help", "import --help"]
)
def test_a_command_that_does_not_export_loads_no_export(psi: Psi, line: str) -> None:
    assert loaded(psi, *line.split()) == set()


def test_an_export_loads_its_own_format_alone(psi: Psi) -> None:
    assert loaded(psi, "export", "markdown") == {"view", "markdown"}
