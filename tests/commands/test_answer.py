"""psi answer: the open questions of a stage, one by one, each saved as it is given."""

import sys

import pytest

from tests.commands.conftest import Bake
from tests.conftest import Psi
from tests.views.scenes import PATHWAY


def answers(bake: Bake) -> dict[str, list[str]]:
    """Return what is noted, by what it is about."""
    found: dict[str, list[str]] = {}
    for note in bake("note", "--json").json["notes"]:
        found.setdefault(note["about"], []).append(note["text"])
    return found


def test_each_open_question_is_asked_and_an_empty_line_ends_an_answer(bake: Bake) -> None:
    typed = "The rye.\nIt's “dark”, isn't it?\n\nOn Sundays.\n\n"
    result = bake("answer", "grain", terminal=True, stdin=typed)
    assert answers(bake) == {
        "your-bread": ["The rye.\nIt's “dark”, isn't it?"],
        "your-time": ["On Sundays."],
    }
    assert result.err.index("1.q1  Which bread") < result.err.index("1.q2  When in your week")
    assert "an empty line ends it" in result.err
    assert result.out.count("Noted on: ") == result.err.count("\nSaved.") == 2


def test_enter_alone_leaves_a_question_open(bake: Bake) -> None:
    result = bake("answer", "grain", terminal=True, stdin="\nOn Sundays.\n\n")
    assert answers(bake) == {"your-time": ["On Sundays."]}
    assert result.out.count("Noted on: ") == 1


def test_the_end_of_the_input_ends_an_answer_and_leaves_the_rest_open(bake: Bake) -> None:
    assert bake("answer", "grain", terminal=True, stdin="The rye.").status == 0
    assert answers(bake) == {"your-bread": ["The rye."]}


def test_where_nothing_was_written_it_is_said(bake: Bake) -> None:
    result = bake("answer", terminal=True, stdin="")
    assert result.status == 0
    assert "Nothing was written." in result.out
    assert answers(bake) == {}


def test_each_answer_is_a_step_of_its_own(bake: Bake) -> None:
    bake("answer", "grain", terminal=True, stdin="One.\n\nTwo.\n\n")
    bake("undo")
    assert answers(bake) == {"your-bread": ["One."]}


def test_without_ref_the_questions_are_those_of_the_stage_one_is_in(bake: Bake) -> None:
    bake("answer", terminal=True, stdin="Wait longer.\n\n")
    assert answers(bake) == {"first-dough": ["Wait longer."]}


def test_a_question_that_is_named_is_asked_again(bake: Bake) -> None:
    bake("note", "q1", "Wait longer.")
    bake("answer", "q1", terminal=True, stdin="Still.\n\n")
    assert answers(bake) == {"first-dough": ["Wait longer.", "Still."]}


def test_where_all_are_answered_or_none_is_asked_it_is_said(bake: Bake) -> None:
    bake("note", "q1", "Wait longer.")
    result = bake("answer", terminal=True)
    assert result.status == 3
    assert result.err.startswith("Every question of Dough is answered.")
    assert "`psi answer q1`" in result.err
    result = bake("answer", "oven", terminal=True)
    assert result.status == 3
    assert result.err.startswith("Oven asks no questions.")


def test_elsewhere_than_at_a_terminal_the_command_that_answers_is_named(bake: Bake) -> None:
    result = bake("answer", stdin="The rye.\n\n")
    assert result.status == 2
    assert '`psi note q1 "…"`' in result.err
    assert answers(bake) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals to test with")
def test_ctrl_c_in_the_middle_keeps_the_answers_before_it(bake: Bake, psi: Psi) -> None:
    from tests.terminal import RealTerminal

    environment = psi.environment(TERM="xterm", PSI_PATHWAY=str(PATHWAY))
    terminal = RealTerminal(("answer", "grain"), environment, 80, 24)
    terminal.wait_for("1.q1")
    terminal.type("The rye.\n\n")
    terminal.wait_for("1.q2")
    assert "Saved." in terminal.shown
    terminal.type("On Sun\x03")
    assert terminal.process.wait(timeout=20) == 130
    assert answers(bake) == {"your-bread": ["The rye."]}
