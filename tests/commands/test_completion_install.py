"""Installing completion: where each shell looks, what is said, and what is left alone."""

import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import Psi

MARK = "# psi: completion"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "a house"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("shell", "chosen", "expected"),
    [
        ("bash", {}, [".local/share/bash-completion/completions/psi", ".bashrc"]),
        ("bash", {"XDG_DATA_HOME": "d"}, ["d/bash-completion/completions/psi", ".bashrc"]),
        ("zsh", {}, [".local/share/psi-completion/psi.zsh", ".zshrc"]),
        ("zsh", {"ZDOTDIR": "z"}, [".local/share/psi-completion/psi.zsh", "z/.zshrc"]),
        ("fish", {}, [".config/fish/completions/psi.fish"]),
        ("fish", {"XDG_CONFIG_HOME": "c"}, ["c/fish/completions/psi.fish"]),
    ],
)
def test_each_shell_is_taught_where_it_looks(
    psi: Psi, house: Path, shell: str, chosen: dict[str, str], expected: list[str]
) -> None:
    places = {name: str(house / folder) for name, folder in chosen.items()}
    said = psi("--install-completion", shell, HOME=str(house), **places)
    written = sorted(str(path.relative_to(house)) for path in house.rglob("*") if path.is_file())
    assert written == sorted(expected)
    assert said.status == 0
    assert all(str(house / name) in said.out for name in written)
    assert (house / expected[0]).read_text() == psi("--show-completion", shell).out
    again = psi("--install-completion", shell, HOME=str(house), **places)
    assert again.out.startswith("Nothing was changed")
    assert all(str(house / name) in again.out for name in written)


@pytest.mark.skipif(not shutil.which("zsh"), reason="no zsh here")
def test_a_folder_that_zsh_alone_knows_is_asked_for(psi: Psi, house: Path) -> None:
    (house / ".zshenv").write_text("ZDOTDIR=~/hidden\n")
    psi("--install-completion", "zsh", HOME=str(house))
    assert MARK in (house / "hidden" / ".zshrc").read_text()
    assert not (house / ".zshrc").exists()


def test_a_relative_place_is_passed_over_as_the_shells_do(psi: Psi, house: Path) -> None:
    psi("--install-completion", "fish", HOME=str(house), XDG_CONFIG_HOME="relative")
    assert (house / ".config/fish/completions/psi.fish").exists()


def test_one_line_is_added_to_what_the_shell_starts_with_and_the_rest_is_kept(
    psi: Psi, house: Path
) -> None:
    kept = house / "dotfiles"
    kept.write_bytes(b"alias ll='ls -l'\n# caf\xe9, and no line end")
    (house / ".bashrc").symlink_to(kept)
    before = kept.read_bytes()
    for _ in range(2):
        psi("--install-completion", "bash", HOME=str(house))
    assert (house / ".bashrc").is_symlink()
    head, added = kept.read_bytes()[: len(before)], kept.read_bytes()[len(before) :].decode()
    assert head == before
    assert added.startswith("\nif [ -r ")
    assert added.endswith(f"{MARK}\n")
    assert added.count(MARK) == 1


def test_a_psi_that_has_moved_is_taught_anew(psi: Psi, house: Path) -> None:
    psi("--install-completion", "fish", HOME=str(house))
    script = house / ".config/fish/completions/psi.fish"
    now = script.read_text()
    script.write_text("complete -c psi -a old")
    assert "From the next terminal on" in psi("--install-completion", "fish", HOME=str(house)).out
    assert script.read_text() == now


@pytest.mark.parametrize("option", ["--install-completion", "--show-completion"])
def test_a_shell_that_psi_cannot_teach_is_refused_with_those_it_can(psi: Psi, option: str) -> None:
    refused = psi(option, "tcsh")
    assert refused.status == 2
    assert "“tcsh”" in refused.err
    assert "bash, zsh, fish" in refused.err


def test_without_a_name_the_shell_in_use_is_taught(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("zsh", "/bin/zsh"))
    assert "completes in zsh" in psi("--show-completion").out

    def finds_none() -> None:
        raise OSError

    monkeypatch.setattr("shellingham.detect_shell", finds_none)
    assert "completes in fish" in psi("--show-completion", SHELL="/usr/bin/fish").out
    assert psi("--install-completion", SHELL="").status == 2


def test_powershell_is_shown_how_and_left_alone(psi: Psi, house: Path) -> None:
    told = psi("--install-completion", "pwsh", HOME=str(house))
    assert (told.status, list(house.iterdir())) == (2, [])
    assert "--show-completion powershell" in told.err
    assert "Register-ArgumentCompleter" in psi("--show-completion", "powershell").out


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_cannot_be_written_is_named_with_a_remedy(psi: Psi, house: Path) -> None:
    house.chmod(0o500)
    failed = psi("--install-completion", "bash", HOME=str(house))
    assert failed.status == 1
    assert "--show-completion" in failed.err


def test_what_is_in_the_way_of_a_script_is_named_with_a_remedy(psi: Psi, house: Path) -> None:
    (house / ".bashrc").mkdir()
    failed = psi("--install-completion", "bash", HOME=str(house))
    assert failed.status == 1
    assert f"{house / '.bashrc'} cannot be written" in " ".join(failed.err.split())
    assert MARK in failed.err
    (house / ".config").write_text("a file")
    assert psi("--install-completion", "fish", HOME=str(house)).status == 1


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_names_the_program_by_its_whole_path(psi: Psi, shell: str) -> None:
    script = psi.process("--show-completion", shell).out
    assert " -m psi_cli --complete " in script.replace("'", "")
    assert "PROGRAM" not in script


@pytest.mark.parametrize(
    ("called", "words"),
    [
        ("/opt/bin/psi", ["/opt/bin/psi"]),
        ("/some where/psi.pyz", [sys.executable, "/some where/psi.pyz"]),
        ("/lib/psi_cli/__main__.py", [sys.executable, "-m", "psi_cli"]),
    ],
)
def test_the_psi_that_was_run_is_the_one_asked(
    psi: Psi, monkeypatch: pytest.MonkeyPatch, called: str, words: list[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    script = psi("--show-completion", "bash").out
    assert f"COLUMNS=${{COLUMNS-}} {shlex.join(words)} --complete bash" in script
