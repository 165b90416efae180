"""The fault campaign in its small size, and proof that it notices what it is there to notice."""

import os
import re
import subprocess
import sys

import pytest

from psi_cli.record import imports, journal
from psi_cli.record.store import Store
from psi_cli.system import files, lock, sanitize
from tests.campaign import forgets, loader, machines, power, scene, tools, writers
from tests.conftest import KEPT, ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="it forks, and kills with SIGKILL"),
]


@pytest.mark.timeout(900)  # on a busy machine; half a minute on a quiet one
def test_no_fault_costs_an_acknowledged_event() -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "tests.campaign", "small"],
        cwd=ROOT,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
        capture_output=True,
        check=False,
        text=True,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    tried = dict(re.findall(r"kept +(.+?): ([\d,]+)", finished.stdout))
    counts = {name: int(count.replace(",", "")) for name, count in tried.items()}
    assert counts["faults at every system call"] > 2_500
    assert counts["a second fault during recovery"] == 200
    assert counts["power cuts"] > 500
    assert counts["bit rot"] == 9_000
    assert (counts["tools"], counts["machines"]) == (200, 20)
    assert counts["merges of machines"] >= 50
    assert counts["kill -9"] == 200
    assert counts["edited pathways"] == 1_000


@pytest.fixture(autouse=True)
def undisturbed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give back what a campaign in this process changes."""
    monkeypatch.setattr("psi_cli.record.store.TAIL", scene.TAIL)


def test_it_notices_a_missing_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_sync", lambda _descriptor: None)
    with pytest.raises(scene.Broken, match="acknowledged and not there"):
        power.run(("save one",))


def test_it_notices_a_directory_that_was_not_synced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "sync_directory", lambda _path: None)
    with pytest.raises(scene.Broken, match="acknowledged and not there"):
        power.run(("save one",))


def test_it_notices_a_missing_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "try_lock", lambda _descriptor: True)
    with pytest.raises(scene.Broken):
        writers.run(8, 25, forgetters=2)


def test_it_notices_bytes_of_a_journal_that_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_HOLE", b"in no journal")
    with pytest.raises(scene.Broken, match="what is no event is not told"):
        tools.run(100)


def test_it_notices_a_snapshot_of_other_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "read_on", lambda path, length, _crc: files.read(path)[length:])
    with pytest.raises(scene.Broken, match="snapshot and journals disagree"):
        machines.run(20)


def test_it_notices_an_import_that_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_add_to", lambda _path, _lines: None)
    with pytest.raises(scene.Broken, match="imported and not there"):
        machines.run(20)


def test_it_notices_a_forgotten_text_in_what_was_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "_held_still", lambda _self, _forgotten, _names: frozenset())
    with pytest.raises(scene.Broken, match="a forgotten text is on"):
        machines.run(60)


def test_it_notices_an_open_text_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sanitize, "_visible", lambda character: character)
    with pytest.raises(scene.Broken, match="a control character came through"):
        loader.run(500)


def test_it_notices_a_forgetting_that_nobody_finishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "has_to_forget", False)
    with pytest.raises(scene.Broken, match="holds the words still"):
        forgets.run(60)
