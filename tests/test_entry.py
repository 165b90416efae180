"""Where psi starts: the status of the process, and a quiet end at any moment."""

import builtins
import sys

import pytest

from psi_cli import __main__ as entry
from psi_cli import cli
from tests.conftest import Psi


def started(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    """Return the status with which the process would end."""
    monkeypatch.setattr(sys, "argv", ["psi", *arguments])
    monkeypatch.setattr("gc.disable", lambda: None)
    with pytest.raises(SystemExit) as caught:
        entry.main()
    return caught.value.code


@pytest.mark.parametrize("status", [0, 3, 130])
def test_the_process_ends_with_the_status_of_the_run(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(cli, "run", lambda arguments: seen.append(arguments) or status)
    assert started(monkeypatch, "show", "2.1") == status
    assert seen == [["show", "2.1"]]


def test_an_interruption_while_psi_is_still_loading_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    load = builtins.__import__

    def interrupted(name: str, *rest, **more):
        if name == "psi_cli.cli":
            raise KeyboardInterrupt
        return load(name, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "__import__", interrupted)
        assert started(patch) == 130
    assert capsys.readouterr() == ("", "")


def test_an_interruption_of_the_run_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", interrupted)
    assert started(monkeypatch) == 130
    assert capsys.readouterr() == ("", "")


def test_psi_runs_as_a_module_of_python(psi: Psi) -> None:
    shown = psi.process("--version", "--json")
    assert shown.status == 0
    assert shown.json["schema"] == "psi.version/1"
    assert psi.process("show", "nothing-like-it").status == 3
