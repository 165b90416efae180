"""The pathway that is installed is the one in data/, and old records stay readable."""

import ast
import importlib.resources
import os
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from psi_cli.pathway import bundled
from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.load import read_pathway
from tests.conftest import ROOT, Psi
from tools.pyz import python_with_pip

PATHWAY = (ROOT / "data" / "pathway.toml").read_bytes()
INSTALLERS = (
    "pip install",
    "pipx ",
    "uv tool",
    "uvx ",
    "conda ",
    "brew ",
    "apt ",
    "curl ",
    "wget ",
)


def test_psi_opens_the_pathway_of_this_tree() -> None:
    assert bundled_path().read_bytes() == PATHWAY


def test_no_message_names_a_command_that_could_fetch_the_code_of_someone_else() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named = [installer for installer in INSTALLERS if installer in node.value]
                assert not named, (path, node.lineno, named)


def test_psi_knows_its_version_by_the_name_that_it_is_published_under(psi: Psi) -> None:
    assert psi("--version").out.startswith(f"psi {version('psi-pathway')},")


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of the bundled pathway while psi is packed in one file."""
    archive = tmp_path / "psi.pyz"
    with zipfile.ZipFile(archive, "w") as packing:
        packing.writestr("psi_cli/pathway.toml", PATHWAY)
    monkeypatch.setattr(bundled, "PACKAGE", archive / "psi_cli")
    monkeypatch.setattr(
        importlib.resources, "files", lambda name: zipfile.Path(archive, f"{name}/")
    )
    return bundled_path()


def test_a_pathway_that_is_no_file_is_read_once_and_then_kept(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read_pathway(packed, tmp_path / "cache")
    monkeypatch.setattr("psi_cli.pathway.parse.parse_pathway", None)
    assert read_pathway(packed, tmp_path / "cache") == first
    assert first.id == "public-sector-innovation"


def test_a_pathway_that_is_no_file_and_changed_is_read_anew(packed: Path, tmp_path: Path) -> None:
    first = read_pathway(packed, tmp_path / "cache")
    with zipfile.ZipFile(tmp_path / "psi.pyz", "w") as packing:
        packing.writestr("psi_cli/pathway.toml", PATHWAY.replace(b"Innovation", b"Invocation"))
    assert read_pathway(packed, tmp_path / "cache").title != first.title


def pip(*arguments: str, **environment: str) -> None:
    """Run pip or what runs it, and leave the test where nothing can be fetched."""
    world = environment or None
    built = subprocess.run(
        arguments, cwd=ROOT, env=world, capture_output=True, check=False, text=True
    )
    if built.returncode and "No matching distribution" in built.stderr:
        pytest.skip("nothing can be fetched here")
    assert built.returncode == 0, built.stderr


@pytest.mark.slow
def test_the_wheel_holds_the_pathway_byte_for_byte(tmp_path: Path) -> None:
    pip(python_with_pip(), "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), ".")
    with zipfile.ZipFile(next(tmp_path.glob("psi_pathway-*.whl"))) as wheel:
        assert wheel.read("psi_cli/pathway.toml") == PATHWAY
        assert not any(name.startswith("tests") for name in wheel.namelist())


@pytest.mark.slow
def test_psi_packed_in_one_file_walks_and_searches_its_pathway(psi: Psi, tmp_path: Path) -> None:
    file = tmp_path / "psi.pyz"
    pip(sys.executable, "tools/chores.py", "pyz", "--out", str(file))
    for line, expected in (
        ("start", "3 stages"),
        ("next", "stage 2 of 3"),
        ("search --all advocacy", "Advocacy"),
        ("--version", f"psi {version('psi-pathway')}"),
    ):
        shown = subprocess.run(
            [sys.executable, "-I", str(file), *line.split()],
            env=psi.unmeasured(),
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert (shown.returncode, shown.stderr) == (0, "")
        assert expected in shown.stdout


@pytest.mark.parametrize(
    "release", sorted((ROOT / "tests" / "records").glob("*")), ids=lambda p: p.name
)
def test_a_record_of_every_release_is_read(psi: Psi, release: Path) -> None:
    journals = psi.home / "journal"
    journals.mkdir(parents=True)
    for path in release.glob("*.jsonl"):
        (journals / path.name).write_bytes(path.read_bytes())
    status = psi("status", "--json").json
    assert (status["done"], status["bookmarks"], status["notes"]) == (2, 1, 1)
    assert psi("note", "--json").json["notes"][0]["text"] == "Réponse\nà “relire”"
    assert psi("done", "2.4").status == 0
    assert psi("status", "--json").json["done"] == 3


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="a shell as POSIX has it")
def test_the_lines_of_the_readme_put_psi_on_the_path(tmp_path: Path) -> None:
    blocks = (ROOT / "README.md").read_text(encoding="utf-8").split("```sh\n")[1:]
    (pasted,) = (block.partition("\n```")[0] for block in blocks if "ln -s" in block)
    own = ("PSI_", "XDG_", "PYTHON", "COVERAGE")
    world = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    home = {"HOME": str(tmp_path), "PATH": f"{tmp_path}/.local/bin{os.pathsep}{world['PATH']}"}
    pip("sh", "-c", pasted, **world | home)
    shown = subprocess.run(
        ["sh", "-c", "cd / && psi start && psi next"],
        env=world | home,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "stage 2 of 3" in shown.stdout
