"""Screens taller than the window go through the learner's pager, by the rules of git."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from psi_cli.system.pager import height
from tests.conftest import Psi

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals to test with", allow_module_level=True)

from tests.terminal import RealTerminal

LONG = ("show", "2.2")  # some forty rows of 80 columns
NEXT = "psi open 2.2"

Run = Callable[..., RealTerminal]


@pytest.fixture
def run(psi: Psi) -> Run:
    def run(*arguments: str, rows: int = 24, **environment: str) -> RealTerminal:
        chosen = psi.environment(**{"TERM": "xterm", **environment})
        return RealTerminal(arguments, chosen, 80, rows)

    return run


@pytest.fixture
def pager(tmp_path: Path) -> tuple[str, Path]:
    """A pager that writes what it is given to a file, with the LESS it is told."""
    seen = tmp_path / "seen"
    script = tmp_path / "pager.py"
    script.write_text(
        "import os, sys; data = sys.stdin.read();"
        f" open({str(seen)!r}, 'w').write(os.environ['LESS'] + '\\n' + data); print('PAGED')"
    )
    return f"{sys.executable} {script}", seen


def test_a_tall_screen_goes_through_the_pager_and_next_follows(
    run: Run, pager: tuple[str, Path]
) -> None:
    command, seen = pager
    shown = run(*LONG, PSI_PAGER=command).end()
    less, _, body = seen.read_text().partition("\n")
    assert less == "FRX"
    assert "What it is" in body
    assert "What it is" not in shown
    assert NEXT not in body
    assert shown.index("PAGED") < shown.index("psi done 2.2")


def test_the_pager_that_git_would_take_is_taken(run: Run, pager: tuple[str, Path]) -> None:
    command, seen = pager
    run(*LONG, PAGER=command, LESS="S").end()
    assert seen.read_text().startswith("S\n")
    seen.unlink()
    assert "What it is" in run(*LONG, PAGER=command, PSI_PAGER="cat").end()
    assert "PAGED" in run(*LONG, PAGER="cat", PSI_PAGER=command).end()


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        ((*LONG, "--no-pager"), {}),
        ((*LONG, "--plain"), {}),
        ((*LONG, "--json"), {}),
        (LONG, {"PSI_PAGER": ""}),
        (LONG, {"PSI_PAGER": "cat"}),
        (LONG, {"ACCESSIBLE": "1"}),
        (LONG, {"TERM": "dumb"}),
        (("--version",), {}),
    ],
)
def test_no_pager_where_none_is_wanted_or_needed(
    run: Run, pager: tuple[str, Path], arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    command, seen = pager
    shown = run(*arguments, **{"PSI_PAGER": command} | environment).end()
    assert "PAGED" not in shown
    assert not seen.exists()


def test_a_screen_that_fits_is_written_and_one_row_more_is_paged(
    run: Run, pager: tuple[str, Path]
) -> None:
    command, _ = pager
    rows = height(run(*LONG, PSI_PAGER="cat").end(), 80) + 1  # and the prompt
    assert "PAGED" not in run(*LONG, rows=rows, PSI_PAGER=command).end()
    assert "PAGED" in run(*LONG, rows=rows - 1, PSI_PAGER=command).end()


@pytest.mark.parametrize(("name", "styled"), [("more", False), ("less", True)])
def test_more_is_given_no_styles_which_it_would_take_for_letters(
    run: Run, tmp_path: Path, name: str, *, styled: bool
) -> None:
    seen, program = tmp_path / "seen", tmp_path / name
    program.write_text(f"#!/bin/sh\ncat > {seen}\n")
    program.chmod(0o755)
    run(*LONG, PAGER=f"{program} -f").end()
    assert "What it is" in seen.read_text()
    assert ("\x1b[" in seen.read_text()) == styled


def test_what_is_piped_is_not_paged(psi: Psi, pager: tuple[str, Path]) -> None:
    command, seen = pager
    assert psi.process(*LONG, PSI_PAGER=command, FORCE_COLOR="1", LINES="5").status == 0
    assert not seen.exists()


@pytest.mark.parametrize("broken", ["no-such-pager-anywhere", "false", "exit 3", "kill -9 $$"])
def test_a_broken_pager_costs_nothing(run: Run, broken: str) -> None:
    shown = run(*LONG, PSI_PAGER=broken).end()
    assert "What it is" in shown
    assert "Certainty" in shown
    assert shown.index("Certainty") < shown.index("psi done 2.2")


def test_without_less_nothing_is_paged(run: Run, tmp_path: Path) -> None:
    shown = run(*LONG, PATH=str(tmp_path)).end()
    assert "What it is" in shown


def test_a_pager_that_is_left_early_is_no_failure(run: Run) -> None:
    shown = run("list", "--all", PSI_PAGER="head -n 1").end()
    assert "Public Sector Innovation" in shown
    assert "╰" not in shown
    assert "psi " in shown


@pytest.mark.skipif(not shutil.which("less"), reason="less is not installed")
def test_less_holds_a_tall_screen_until_it_is_left(run: Run) -> None:
    terminal = run(*LONG)
    first = terminal.wait_for("What it is")
    assert "psi done 2.2" not in first
    terminal.type("\x03")  # Ctrl-C stays with the pager
    assert "psi done 2.2" in terminal.end("q")


def test_rows_are_counted_as_a_terminal_shows_them() -> None:
    assert height("", 80) == 1
    assert height("a\nb\n", 80) == 2
    assert height("a" * 80, 80) == 1
    assert height("a" * 81, 80) == 2
    wide = "│ " + "e\u0301" * 70 + " │\n" + "👩\u200d👧" * 40
    assert height(wide, 80) == 2  # neither line is wider than the window
    assert height("│ https://example.org/" + "a" * 60, 80) == 2
    assert height("\x1b[1m" + "a" * 80 + "\x1b[0m", 80) == 1
    assert height("\x1b]8;id=1;https://example.org\x1b\\a\x1b]8;;\x1b\\", 80) == 1
