"""A failure names its own cause, and the remedy is one that helps against it."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from psi_cli.system import lock
from tests.conftest import Psi, Result

POSIX = pytest.mark.skipif(os.name != "posix", reason="folders that go, links and owners")


def in_a_folder_that_is_gone(psi: Psi, place: Path, *arguments: str, **environment: str) -> Result:
    place.mkdir()
    code = (
        "import os, sys; from psi_cli.cli import run;"
        "os.rmdir(os.getcwd()); sys.exit(run(sys.argv[1:]))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=place,
        env=psi.environment(**environment),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Result(finished.returncode, finished.stdout, finished.stderr)


@POSIX
@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["status"], {"PSI_HOME": "relative"}),
        (["status", "--pathway", "my.toml"], {}),
        (["done", "2.1"], {"PSI_PATHWAY": "my.toml"}),
    ],
)
def test_a_folder_that_is_gone_is_said_to_be(
    psi: Psi, tmp_path: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    result = in_a_folder_that_is_gone(psi, tmp_path / "gone", *arguments, **environment)
    assert result.status == 1
    assert result.err == "The folder you are in is gone.\nGo to another: `cd` alone leads home.\n"


@POSIX
def test_a_folder_that_is_gone_is_no_matter_where_it_is_not_needed(
    psi: Psi, tmp_path: Path
) -> None:
    assert in_a_folder_that_is_gone(psi, tmp_path / "gone", "done", "2.1").status == 0


@POSIX
def test_a_home_that_is_a_link_to_nowhere_is_said_to_be(psi: Psi) -> None:
    psi.home.symlink_to(psi.home.parent / "nowhere")
    result = psi("note", "2.1", "words")
    assert result.status == 5
    assert "it is a link that leads nowhere" in result.err
    assert result.err.endswith("Make what it leads to, or remove it.\n")
    told = psi("doctor", "--plain", COLUMNS="300")
    assert (told.status, "is a link that leads nowhere" in told.out) == (5, True)


@POSIX
def test_what_belongs_to_another_is_said_to(psi: Psi, monkeypatch: pytest.MonkeyPatch) -> None:
    psi("done", "2.1")

    def refuse(_: int) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(lock, "try_lock", refuse)
    assert "Permission denied" in psi("done", "2.2").err
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    result = psi("done", "2.2")
    assert "it belongs to someone else." in result.err
    assert "(chown)" in result.err
    assert not stat.S_IMODE(psi.home.stat().st_mode) & 0o077
