"""Where psi keeps things: where the learner says, or where the operating system has it."""

from pathlib import Path

import pytest

from psi_cli.system.paths import Home, find_home


def test_psi_home_holds_everything(tmp_path: Path) -> None:
    home = find_home({"PSI_HOME": str(tmp_path)})
    assert home == Home(tmp_path, tmp_path / "cache")
    assert home.journals == tmp_path / "journal"
    assert home.record == tmp_path / "record.toml"
    assert home.pathways == tmp_path / "pathways"


def test_psi_home_may_be_relative_or_begin_with_a_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert find_home({"PSI_HOME": "here"}).data == tmp_path / "here"
    assert find_home({"PSI_HOME": "~/there"}).data == tmp_path / "there"


@pytest.mark.parametrize("environment", [{}, {"PSI_HOME": ""}])
def test_without_it_the_operating_system_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for kind in ("data", "cache"):
        monkeypatch.setattr(
            f"platformdirs.user_{kind}_path",
            lambda name, *, appauthor, kind=kind: tmp_path / kind / f"{name} {appauthor}",
        )
    assert find_home(environment) == Home(
        tmp_path / "data" / "psi False", tmp_path / "cache" / "psi False"
    )
