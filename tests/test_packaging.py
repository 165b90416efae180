"""The pathway that is installed is the one in data/, and old records stay readable."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from psi_cli.pathway.bundled import bundled_path
from tests.conftest import ROOT, Psi

PATHWAY = (ROOT / "data" / "pathway.toml").read_bytes()


def test_psi_opens_the_pathway_of_this_tree() -> None:
    assert bundled_path().read_bytes() == PATHWAY


def a_python_with_pip() -> str:
    """Return this Python, or the one its environment was made with, whichever has pip."""
    for python in (sys.executable, sys._base_executable):
        asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
        if asked.returncode == 0:
            return python
    pytest.skip("there is no pip here")


def test_the_wheel_holds_the_pathway_byte_for_byte(tmp_path: Path) -> None:
    built = subprocess.run(
        [
            a_python_with_pip(),
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "-w",
            str(tmp_path),
            str(ROOT),
        ],
        capture_output=True,
        check=False,
        text=True,
    )
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip("the build backend cannot be fetched here")
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert wheel.read("psi_cli/pathway.toml") == PATHWAY
        assert not any(name.startswith("tests") for name in wheel.namelist())


@pytest.mark.parametrize(
    "release", sorted((ROOT / "tests" / "records").glob("*")), ids=lambda p: p.name
)
def test_a_record_of_every_release_is_read(psi: Psi, release: Path) -> None:
    journals = psi.home / "journal"
    journals.mkdir(parents=True)
    for path in release.glob("*.toml"):
        (journals / path.name).write_bytes(path.read_bytes())
    status = psi("status", "--json").json
    assert (status["overall"]["done"], status["bookmarks"], status["notes"]) == (2, 1, 1)
    assert psi("note", "--json").json["notes"][0]["text"] == "Réponse\nà “relire”"
    assert psi("done", "2.4").status == 0
    assert psi("status", "--json").json["overall"]["done"] == 3
