"""What the learner names, where it could be several, and what a number alone does."""

import pytest

from tests.conftest import Psi


def done(psi: Psi) -> list[str]:
    return [one["id"] for one in psi("list", "--done", "--json").json["resources"]]


def test_a_range_is_done_in_one_step_that_undo_takes_back_whole(psi: Psi) -> None:
    psi("start")
    psi("goto", "dip")
    assert psi("done", "1-3").status == 0
    assert len(done(psi)) == 3
    psi("undo")
    assert done(psi) == []


def test_words_of_a_title_are_asked_about_before_something_is_marked(psi: Psi) -> None:
    refused = psi("done", "document library")
    assert refused.status == 3
    assert "3.6  " in refused.err
    assert done(psi) == []
    agreed = psi("done", "document library", terminal=True, stdin="\n")
    assert "Do you mean 3.6 " in agreed.err
    assert done(psi) == ["sig-library"]


def test_words_of_a_title_will_do_to_look(psi: Psi) -> None:
    assert psi("show", "document library", "--json").json["id"] == "sig-library"


@pytest.mark.parametrize(
    ("typed", "status", "marked"),
    [("2.1\n", 0, ["bason-mindlab-video"]), ("\n", 1, []), ("9\n", 1, [])],
)
def test_a_choice_is_offered_at_a_terminal(
    psi: Psi, typed: str, status: int, marked: list[str]
) -> None:
    psi("start")
    result = psi("done", "bason", terminal=True, stdin=typed)
    assert "Which number?" in result.err
    assert result.status == status
    assert done(psi) == marked


def test_a_number_alone_shows_what_has_it(psi: Psi) -> None:
    assert psi("2.3", "--json").json["id"] == "bc-partners"
    assert psi("f.1", "--json").json["number"] == "F.1"
    assert psi("bason-book").status == 2


def test_help_explains_psi_or_one_command(psi: Psi) -> None:
    assert "Find your way" in psi("help").out
    assert psi("help", "done").out == psi("done", "--help").out
    assert psi("help", "dnoe").status == 2


def test_the_version_has_a_short_option(psi: Psi) -> None:
    assert psi("-V").out == psi("--version").out
