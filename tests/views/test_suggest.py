"""What `psi suggest` says of each thing that fits, and what comes next."""

from datetime import UTC, datetime

import pytest

from psi_cli.learning.suggest import LONGEST, suggestions
from psi_cli.views.days import Days
from psi_cli.views.elements import Panel, text_of
from psi_cli.views.suggest import Suggestions, suggestions_view
from tests.journeys import walked

DAYS = Days(datetime(2026, 11, 25, 9, 30, tzinfo=UTC).timestamp(), UTC)
BEGUN = ("start grain", "move dough")


def suggested(minutes: int, *lines: str) -> Suggestions:
    journey = walked(*BEGUN, *lines)
    return suggestions_view(journey, minutes, suggestions(journey, minutes), DAYS)


def reasons(view: Suggestions) -> list[str]:
    panel = next(one for one in view.blocks() if isinstance(one, Panel))
    return ["".join(one.text for one in row.details[0]) for row in panel.blocks]


def test_each_reason_is_said_in_words() -> None:
    view = suggested(60, "2026-11-24 open flour-report", "bookmark croute", "done kneading")
    assert reasons(view) == [
        "you opened it yesterday",
        "you bookmarked it",
        "in Dough, where you are; opens a piece that stands in for it",
    ]
    done = ("done kneading", "done starter", "done flour-report", "done croute")
    assert reasons(suggested(60, *done)) == [
        "in Dough, where you are; has to be looked for on the web",
        "in Dough, where you are",
    ]
    assert reasons(suggested(5, *done[:3])) == ["in Oven", "in Dough, where you are"]


def test_a_question_is_suggested_with_the_command_that_answers_it() -> None:
    done = ("done croute", "done kneading", "done starter", "done flour-report", "done mill-visit")
    view = suggested(20, *done)
    assert view.hints[0] == ("psi answer q1", "write your answer")
    assert view.facts()["suggestions"] == [
        {
            "number": "2.q1",
            "id": "first-dough",
            "prompt": "What would you do differently with your next dough?",
            "answers": 0,
            "minutes": 5,
            "reason": "here",
        }
    ]


def test_the_first_is_opened_and_more_time_is_twice_as_much() -> None:
    assert [hint.command for hint in suggested(60).hints] == [
        "psi open 1",
        "psi suggest 120",
        "psi plan",
    ]
    assert suggested(1).hints[0].command == "psi suggest 30"


@pytest.mark.parametrize("minutes", [1, 15, 4999, 5000, 5001, LONGEST])
def test_no_more_time_is_hinted_at_than_can_be_asked_for(minutes: int) -> None:
    commands = [one.command.split() for one in suggested(minutes).hints]
    hinted = [int(words[2]) for words in commands if words[1:2] == ["suggest"]]
    assert all(minutes < more <= LONGEST for more in hinted)
    assert bool(hinted) == (minutes <= LONGEST // 2)


def test_where_nothing_fits_it_is_said() -> None:
    (_, said) = suggested(1).blocks()
    assert text_of(said.words) == "Nothing that is open fits into 1 min."
