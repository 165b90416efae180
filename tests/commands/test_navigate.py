"""psi start, next, back, goto, read and suggest: where they lead, and what they leave alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import Bake
from tests.conftest import NOW, Psi
from tests.output_checker import words_of


def here(psi: Psi) -> str:
    return next(one["id"] for one in psi("status", "--json").json["stages"] if one["here"])


def complete(psi: Psi) -> list[str]:
    return [one["id"] for one in psi("status", "--json").json["stages"] if one["complete"]]


def test_moving_on_from_a_text_marks_it_read_in_one_step_that_undo_takes_back_whole(
    psi: Psi,
) -> None:
    psi("start")
    psi("next")
    assert (here(psi), complete(psi)) == ("dip", ["intro"])
    psi("undo")
    assert (here(psi), complete(psi)) == ("intro", [])


def test_moving_on_from_a_stage_with_resources_completes_nothing(psi: Psi) -> None:
    psi("goto", "dip")
    psi("next")
    assert (here(psi), complete(psi)) == ("dive", [])


def test_back_goto_and_read_complete_nothing(psi: Psi) -> None:
    psi("start")
    psi("read")
    psi("goto", "dip")
    psi("back")
    psi("goto", "dive")
    assert (here(psi), complete(psi)) == ("dive", [])


def test_at_the_end_next_looks_back_and_stays(psi: Psi) -> None:
    psi("goto", "dive")
    assert psi("next", "--json").json["schema"] == "psi.closing/1"
    assert here(psi) == "dive"


def test_next_before_the_start_starts(psi: Psi) -> None:
    assert psi("next", "--json").json["schema"] == "psi.start/1"
    assert here(psi) == "intro"


def test_goto_before_the_start_starts_there(psi: Psi) -> None:
    psi("goto", "2")
    assert psi("log", "--json").json["events"][0]["do"] == "start"
    assert here(psi) == "dip"


def test_goto_where_one_is_writes_nothing(psi: Psi) -> None:
    psi("goto", "2")
    before = psi("log", "--json").json["events"]
    psi("goto", "dip")
    assert psi("log", "--json").json["events"] == before


def test_start_again_says_where_one_left_off_and_when(psi: Psi) -> None:
    psi("start")
    psi("next")
    psi.now = NOW + timedelta(days=4)
    again = psi("start", terminal=True, NO_COLOR="1").out
    assert "This is where you left off." in words_of(again)
    assert "last here Wednesday, 4 days ago" in words_of(again)
    assert psi("start", "--json").json["schema"] == "psi.status/1"


def test_start_again_tells_that_the_stage_one_was_in_has_left_the_pathway(
    psi: Psi, tmp_path: Path
) -> None:
    stage = '[[stage]]\nid = "{0}"\ntitle = "{0}"\ntext = "Read."\n'
    head = 'format = 1\n[pathway]\nid = "p"\ntitle = "P"\n'
    file = tmp_path / "p.toml"
    file.write_text(head + stage.format("one") + stage.format("two"), encoding="utf-8")
    psi("start", PSI_PATHWAY=str(file))
    psi("goto", "two", PSI_PATHWAY=str(file))
    file.write_text(head + stage.format("one"), encoding="utf-8")
    psi("start", PSI_PATHWAY=str(file))  # which tells what has changed
    again = words_of(psi("start", PSI_PATHWAY=str(file)).out)
    assert "The stage you were in has left this pathway" in again
    assert "left off" not in again


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "last here today"),
        (1, "last here yesterday"),
        (3, "last here Wednesday, 3 days ago"),
        (30, "last here 25 November, 30 days ago"),
        (366, "last here 25 November 2026, 366 days ago"),
    ],
)
def test_status_says_how_long_ago_one_was_here(psi: Psi, days: int, said: str) -> None:
    psi("start")
    psi.now = NOW + timedelta(days=days)
    assert said in words_of(psi(terminal=True, NO_COLOR="1").out)
    assert "last here 2026-11-25" in psi("--plain").out


def test_read_shows_the_text_and_the_questions_of_the_stage_one_is_in(bake: Bake) -> None:
    shown = bake("read").out
    assert "Of each recipe, ask what it wants of your time." in shown
    assert "q1. What would you do differently with your next dough?" in shown
    assert bake("read", "1", "--json").json["id"] == "grain"
    assert bake("read", "further", "--json").json["text"] == ["Where people go on."]
    assert bake("read", "2.1").status == 3


def test_suggest_takes_half_an_hour_unless_told(bake: Bake) -> None:
    assert bake("suggest", "--json").json["minutes"] == 30
    found = bake("suggest", "25", "--json").json["suggestions"]
    assert [(one["id"], one["minutes"]) for one in found] == [
        ("kneading", 10),
        ("flour-report", 25),
        ("croute", 5),
    ]


@pytest.mark.parametrize("minutes", ["0", "-5", "10001", "soon", "1.5"])
def test_suggest_refuses_what_are_no_minutes(bake: Bake, minutes: str) -> None:
    result = bake("suggest", minutes)
    assert (result.status, result.out) == (2, "")
    assert "`psi suggest --help`" in result.err


@pytest.mark.parametrize("minutes", ["1", "10000"])
def test_suggest_takes_the_shortest_and_the_longest(bake: Bake, minutes: str) -> None:
    assert bake("suggest", minutes).status == 0


LOOKING = ["show", "show 2.1", "list", "read", "suggest", "open 2.1 --print"]


@pytest.mark.parametrize("line", LOOKING)
def test_a_command_that_only_looks_goes_on_without_a_record_it_can_read(
    psi: Psi, line: str
) -> None:
    psi.home.write_text("a file where the folder should be")
    result = psi(*line.split())
    assert result.status == 0
    assert result.out
    assert result.err
    assert "psi doctor" in result.err or "PSI_HOME" in result.err


@pytest.mark.parametrize("line", ["done 2.1", "note 2.1 words", "start", "next"])
def test_a_command_that_saves_does_not(psi: Psi, line: str) -> None:
    psi.home.write_text("a file where the folder should be")
    assert psi(*line.split()).status == 5


@pytest.mark.parametrize("line", ["start", "status", "show", "done 1", "next", "list", "suggest"])
def test_hints_carry_the_pathway_that_was_named(bake: Bake, line: str) -> None:
    from tests.views.scenes import PATHWAY

    hints = bake(*line.split(), "--pathway", str(PATHWAY), "--json").json["next"]
    assert hints
    assert all(hint["command"].endswith(f" --pathway {PATHWAY}") for hint in hints)
    assert not any("--pathway" in hint["command"] for hint in bake("status", "--json").json["next"])
