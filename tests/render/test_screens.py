"""The screens, as they were looked at: compared word for word and column for column."""

import re

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from tests.conftest import Psi
from tests.output_checker import ALLOWED, words_of

BEGUN = (
    ("start",),
    ("goto", "dip"),
    ("done", "1", "4"),
    ("skip", "5"),
    ("bookmark", "2"),
    ("note", "1", "Ask the library for the seminar."),
    ("note", "q1", "The night shift.\nWednesday."),
)
SCREENS: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "welcome": ((), ()),
    "start": ((), ("start",)),
    "stage": (BEGUN, ("show",)),
    "resource": (BEGUN, ("show", "1")),
    "search": (BEGUN, ("search", "advocacy")),
    "closing": ((*BEGUN, ("goto", "dive"), ("done", "1")), ("next",)),
}


def screen(psi: Psi, name: str, columns: int, *more: str) -> str:
    """Return a screen without colour."""
    before, command = SCREENS[name]
    for one in before:
        assert psi(*one).status == 0
    return psi(*command, *more, terminal=True, COLUMNS=str(columns), NO_COLOR="1").out


def unstyled(shown: str) -> str:
    return ALLOWED.sub("", shown)


@pytest.fixture
def home(tmp_path, monkeypatch):  # shadows the fixture: a short name, alike on every machine
    monkeypatch.chdir(tmp_path)
    return tmp_path / "h"


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_80_columns(psi: Psi, snapshot: SnapshotAssertion, name: str) -> None:
    shown = unstyled(screen(psi, name, 80))
    if name == "welcome":
        shown = shown[: shown.index(" Your work")] + shown[shown.index(" Next") :]
    assert shown == snapshot


def test_a_stage_of_40_columns(psi: Psi, snapshot: SnapshotAssertion) -> None:
    assert unstyled(screen(psi, "stage", 40)) == snapshot


def test_a_stage_in_plain_lines(psi: Psi, snapshot: SnapshotAssertion) -> None:
    assert screen(psi, "stage", 80, "--plain") == snapshot


@pytest.mark.parametrize("name", SCREENS)
def test_no_colour_is_written_where_none_is_wanted(psi: Psi, name: str) -> None:
    codes = re.findall(r"\x1b\[([0-9;]*)m", screen(psi, name, 80))
    assert {part for code in codes for part in code.split(";")} <= {"", "0", "1", "2", "4", "22"}


@pytest.mark.parametrize("columns", [20, 40, 80, 92])
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_the_terminal(psi: Psi, name: str, columns: int) -> None:
    lines = unstyled(screen(psi, name, columns)).split("\n")
    assert len(lines) > 10
    wide = [line for line in lines if cell_len(line) > columns]
    assert [line for line in wide if "://" not in line and "psi " not in line] == []


@pytest.mark.parametrize("columns", [20, 40, 80, 92])
@pytest.mark.parametrize("ref", ["2.2", "dip", "2.q1", "3.2"])
def test_no_title_is_cut_off(psi: Psi, ref: str, columns: int) -> None:
    title = psi("show", ref, "--json").json["title"]
    shown = words_of(psi("show", ref, terminal=True, COLUMNS=str(columns)).out)
    assert title.replace(" ", "") in shown.replace(" ", "")
