"""psi export json: one's own backup, whole, and for its owner alone."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from psi_cli.record import journal
from tests.conftest import Psi
from tests.views.scenes import PATHWAY as BREAD


@pytest.fixture
def noted(psi: Psi) -> Psi:
    """Return psi with a note, an answer, and a note that was taken back."""
    for line in ("start", "done 2.1", "note 2.1 Café", "note 2.q1 answer", "note 2.2 gone", "undo"):
        psi(*line.split())
    return psi


def backed_up(psi: Psi) -> dict:
    return json.loads(psi("export", "json").out)


def test_it_holds_every_event_byte_for_byte_whatever_the_pathway_and_device(noted: Psi) -> None:
    (path,) = (noted.home / "journal").iterdir()
    noted("done", "2.1", PSI_PATHWAY=str(BREAD))
    path.with_name("0a0a0a0a.jsonl").write_bytes(path.read_bytes())
    here = path.read_bytes().splitlines()
    shown = noted("export", "json").out.encode()
    assert {line.rstrip(b",") for line in shown.splitlines()} >= set(here)
    assert len(json.loads(shown)["events"]) == len(here)


def test_it_tells_people_what_was_done_and_that_their_notes_are_in_it(noted: Psi) -> None:
    result = noted("export", "json")
    assert result.err == "This backup holds 3 notes and answers of yours, for whoever reads it.\n"
    told = json.loads(result.out)
    assert (told["schema"], told["at"]) == ("psi.backup/1", "2026-11-25T09:30:00Z")
    progress = told["progress"]["public-sector-innovation"]
    assert progress["done"] == {"bason-mindlab-video": "2026-11-25T09:30:00Z"}
    assert [note["text"] for one in progress["notes"].values() for note in one] == [
        "Café",
        "answer",
    ]
    assert "Café" in result.out


def test_the_pathways_that_were_added_are_in_it(noted: Psi) -> None:
    (noted.home / "pathways").mkdir()
    (noted.home / "pathways" / "bread.toml").write_bytes(BREAD.read_bytes())
    assert backed_up(noted)["pathways"] == {"bread.toml": BREAD.read_text(encoding="utf-8")}


def test_no_forgotten_text_is_in_it_though_another_device_s_journal_has_it(noted: Psi) -> None:
    (path,) = (noted.home / "journal").iterdir()
    path.rename(path.with_name("0a0a0a0a.jsonl"))
    noted("forget", "2.q1", "--yes")
    assert "answer" in path.with_name("0a0a0a0a.jsonl").read_text()
    assert '"answer"' not in noted("export", "json").out


def test_a_file_is_for_its_owner_alone_even_where_it_replaces_another(
    noted: Psi, tmp_path: Path
) -> None:
    path = tmp_path / "backup.json"
    path.write_text("old")
    path.chmod(0o644)
    assert noted("export", "json", "-o", str(path)).status == 2
    told = noted("export", "json", "-o", str(path), "--force")
    assert f"{path} is written: 6 events and 3 notes and answers, as json." in told.out
    assert json.loads(path.read_text(encoding="utf-8"))["events"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_at_a_terminal_it_shows_the_line_to_type(noted: Psi) -> None:
    result = noted("export", "json", terminal=True)
    assert (result.status, result.out) == (2, "")
    assert "`psi export json -o psi-backup.json`" in result.err


@pytest.mark.parametrize("option", ["--only done", "--only all", "--stage 2"])
def test_a_part_of_it_is_refused_in_a_sentence(noted: Psi, option: str) -> None:
    result = noted("export", "json", *option.split())
    assert (result.status, result.out) == (2, "")
    assert result.err == "A backup is always whole.\nLeave out --only and --stage.\n"


def test_what_is_lacking_in_it_is_said(noted: Psi) -> None:
    (path,) = (noted.home / "journal").iterdir()
    path.write_bytes(path.read_bytes()[:-30])
    result = noted("export", "json")
    assert "1 line of your journal cannot be read. It is not in the backup" in result.err
    assert len(json.loads(result.out)["events"]) == len(journal.read(path.read_bytes())[0])


def test_where_nothing_is_saved_there_is_no_backup(psi: Psi) -> None:
    result = psi("export", "json")
    assert (result.status, result.out) == (3, "")


def test_it_needs_no_pathway_that_can_be_read(noted: Psi, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("id = ")
    assert noted("export", "json", PSI_PATHWAY=str(broken)).status == 0


def test_an_event_sealed_by_another_s_hand_breaks_no_backup(noted: Psi) -> None:
    (path,) = (noted.home / "journal").iterdir()
    line = path.read_bytes().splitlines()[-1].replace(b"01a", b"01b", 1)
    for more in (b' {"a": 1}', b" \x1b[31m", "\u202e".encode()):
        body = line[: -journal._SEAL_LENGTH] + b"}" + more
        path.write_bytes(path.read_bytes() + body + journal._seal(body) + b"\n")
    assert len(backed_up(noted)["events"]) == 6


def test_no_format_of_a_pathway_is_loaded_for_it(noted: Psi) -> None:
    watch = "import sys; from psi_cli.cli import run; run(sys.argv[1:]); print(*(name for name in "
    watch += "sys.modules if name.startswith('psi_cli.exports.')), file=sys.stderr)"
    finished = subprocess.run(
        [sys.executable, "-c", watch, "export", "json"],
        env=noted.unmeasured(),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert finished.stderr.splitlines()[-1] == "psi_cli.exports.json"
