"""The screens, as they were looked at: word for word, column for column, style for style."""

import re

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from psi_cli.render.theme import MARK_STYLES, MARKS, STYLES, WORD_STYLES
from tests.conftest import Psi
from tests.emulator import cells, picture
from tests.emulator import screen as window
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
    "read": ((("start",),), ("read",)),
    "stage": (BEGUN, ("show",)),
    "status": ((*BEGUN, ("open", "3", "--print")), ()),
    "suggest": (BEGUN, ("suggest", "25")),
    "plan": (BEGUN, ("plan",)),
    "plan-of-all": ((), ("plan",)),
    "open": (BEGUN, ("open", "2", "--print")),
    "done": (BEGUN, ("done", "3")),
    "resource": (BEGUN, ("show", "1")),
    "list": (BEGUN, ("list",)),
    "search": (BEGUN, ("search", "advocacy")),
    "notes": (BEGUN, ("note",)),
    "log": (BEGUN, ("log",)),
    "closing": ((*BEGUN, ("goto", "dive"), ("done", "1")), ("next",)),
}
ONE_WINDOW = set(SCREENS) - {"read", "resource", "search"}
ONE_NARROW_WINDOW = ("stage", "status", "open", "done")
BOX = set("╭╮╰╯│─━")


def screen(psi: Psi, name: str, columns: int, *more: str, **environment: str) -> str:
    """Return a screen as it is written to a terminal."""
    before, command = SCREENS[name]
    for one in before:
        assert psi(*one).status == 0
    return psi(*command, *more, terminal=True, COLUMNS=str(columns), **environment).out


def unstyled(shown: str) -> str:
    return ALLOWED.sub("", shown)


@pytest.fixture
def home(tmp_path, monkeypatch):  # shadows the fixture: a short name, alike on every machine
    monkeypatch.chdir(tmp_path)
    return tmp_path / "h"


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_of_80_columns(psi: Psi, snapshot: SnapshotAssertion, name: str) -> None:
    shown = picture(screen(psi, name, 80), 80)
    if name == "welcome":  # it names the home, which is elsewhere on every machine
        shown = shown[: shown.index(" [bold]Your work")] + shown[shown.index(" [bold]Next") :]
    assert shown == snapshot


@pytest.mark.parametrize("name", ONE_NARROW_WINDOW)
def test_a_screen_of_40_columns(psi: Psi, snapshot: SnapshotAssertion, name: str) -> None:
    assert picture(screen(psi, name, 40), 40) == snapshot


def test_a_stage_in_plain_lines(psi: Psi, snapshot: SnapshotAssertion) -> None:
    assert screen(psi, "stage", 80, "--plain") == snapshot


def test_a_stage_in_ascii(psi: Psi, snapshot: SnapshotAssertion) -> None:
    for one in BEGUN:
        psi(*one)
    shown = psi("show", terminal=True, encoding="ascii", NO_COLOR="1").out
    assert shown.isascii()
    assert unstyled(shown) == snapshot


@pytest.mark.parametrize(
    ("name", "columns"),
    [*((name, 80) for name in sorted(ONE_WINDOW)), *((name, 40) for name in ONE_NARROW_WINDOW)],
)
def test_an_everyday_screen_fits_one_window(psi: Psi, name: str, columns: int) -> None:
    shown = screen(psi, name, columns)
    first = ALLOWED.sub("", shown).split("\n")[0].rstrip()
    assert window(shown, columns, 24)[0] == first  # nothing has gone by, and the prompt has its row


@pytest.mark.parametrize("name", SCREENS)
def test_what_is_read_has_the_terminals_own_colour(psi: Psi, name: str) -> None:
    """Colour and dimness are for marks and frames; «words in them» would be hard to read."""
    drawn = BOX | set("".join(MARKS.values()))
    for row in cells(screen(psi, name, 80), 80, 200):
        for character, style in row:
            assert set(style.split()) <= {"bold", "underline"} or character in drawn | {" "}


def test_the_theme_gives_words_no_colour_and_marks_a_sign_of_their_own() -> None:
    weights = {"bold", "underline"}
    assert all(set(style.split()) <= weights for style in WORD_STYLES.values())
    assert set(MARK_STYLES) <= {*MARKS, "border"}
    assert set(STYLES) == set(WORD_STYLES) | {f"{name} mark" for name in (*MARKS, "border")}
    assert STYLES["link"] == "underline"
    assert (STYLES["done mark"], STYLES["good mark"]) == ("green", "green")
    states = [MARKS[name] for name in ("done", "open", "skipped", "here", "bookmark", "bad")]
    assert len(set(states)) == len(states)


def test_a_mark_is_drawn_alike_in_panels_and_in_lines(psi: Psi) -> None:
    psi("start")
    in_lines = psi("done", "2.1", terminal=True).out
    in_panels = psi("list", terminal=True).out
    assert "\x1b[32m✓\x1b[0m" in in_lines
    assert "\x1b[32m✓" in in_panels


def test_every_line_of_a_link_has_one_id(psi: Psi) -> None:
    shown = psi("show", "2.2", terminal=True).out
    opened = re.findall(r"\x1b\]8;id=([0-9-]+);(\S+?)\x1b", shown)
    assert len(opened) > 2
    assert len({identity for identity, _ in opened}) == len({address for _, address in opened})


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_addresses_stand_unbroken_outside_frames(psi: Psi, columns: int) -> None:
    shown = psi("show", "2.2", "--json").json
    addresses = re.findall(r'https?://[^"]+', str(shown).replace("'", '"'))
    lines = unstyled(psi("show", "2.2", terminal=True, COLUMNS=str(columns)).out).split("\n")
    assert addresses
    for address in set(addresses):
        assert any(line.strip().endswith(address) and "│" not in line for line in lines)


def test_a_bar_is_drawn_from_the_first_step_on(psi: Psi) -> None:
    psi("start")
    psi("goto", "dip")
    assert "─────────" not in psi("bookmark", "1", terminal=True).out
    assert "━" in psi("done", "1", terminal=True).out


@pytest.mark.parametrize("name", SCREENS)
def test_no_colour_is_written_where_none_is_wanted(psi: Psi, name: str) -> None:
    codes = re.findall(r"\x1b\[([0-9;]*)m", screen(psi, name, 80, NO_COLOR="1"))
    assert {part for code in codes for part in code.split(";")} <= {"", "0", "1", "2", "4", "22"}


@pytest.mark.parametrize("columns", [20, 40, 80, 92])
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_the_terminal(psi: Psi, name: str, columns: int) -> None:
    lines = unstyled(screen(psi, name, columns)).split("\n")
    assert len(lines) > 5
    wide = [line for line in lines if cell_len(line) > columns]
    assert [line for line in wide if "://" not in line and "psi " not in line] == []


@pytest.mark.parametrize("columns", [20, 40, 80, 92])
@pytest.mark.parametrize("ref", ["2.2", "dip", "2.q1", "3.2"])
def test_no_title_is_cut_off(psi: Psi, ref: str, columns: int) -> None:
    title = psi("show", ref, "--json").json["title"]
    shown = words_of(psi("show", ref, terminal=True, COLUMNS=str(columns)).out)
    assert title.replace(" ", "") in shown.replace(" ", "")


def test_where_one_is_has_a_mark_also_in_a_stage_that_is_done(psi: Psi) -> None:
    for command in ("start", "next", "done 1-6", "back"):
        psi(*command.split())
    assert "▸ Intro ✓ ── ✓ Dip ── ○ Dive" in unstyled(psi(terminal=True).out)
    psi("next")
    assert "✓ Intro ── ▸ Dip ✓ ── ○ Dive" in unstyled(psi("start", terminal=True).out)


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_text_is_set_in_lines_that_are_good_to_read(psi: Psi, columns: int) -> None:
    shown = unstyled(psi("read", terminal=True, COLUMNS=str(columns)).out)
    text = shown.partition("╭")[0].splitlines()[1:]
    assert min(columns, 73) - 8 < max(map(cell_len, text)) <= min(columns, 73)


def test_a_language_other_than_english_is_said_beside_the_title(psi: Psi) -> None:
    rows = unstyled(psi("list", "--stage", "further", terminal=True).out).splitlines()
    french = [row for row in rows if re.search(r"\w in French · ", row)]
    further = psi("list", "--stage", "further", "--json").json["resources"]
    assert len(french) == sum(one["language"] == "fr" for one in further) >= 10
