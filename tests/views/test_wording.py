"""How counts, minutes, numbers and states are said wherever they are shown."""

from datetime import UTC, datetime

import pytest

from psi_cli.learning.progress import ItemState
from psi_cli.pathway.model import Resource
from psi_cli.record.model import Note
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.elements import Span

DAYS = Days(datetime(2026, 11, 25, 9, 30, tzinfo=UTC).timestamp(), UTC)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (61, "1 h 01"),
        (75, "1 h 15"),
        (120, "2 h"),
        (60_000, "1,000 h"),
    ],
)
def test_minutes_are_said_as_people_say_them(minutes: int, said: str) -> None:
    assert wording.duration(minutes) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(59, "59 min"), (60, "1 h"), (62, "1 h"), (63, "1 h 05"), (448, "7 h 30")]
)
def test_sums_of_an_hour_and_more_are_said_to_five_minutes(minutes: int, said: str) -> None:
    assert wording.about(minutes) == said


@pytest.mark.parametrize(
    ("minutes", "untimed", "said"),
    [(125, 0, "about 2 h 05"), (125, 3, "at least 2 h 05"), (0, 3, ""), (0, 0, "")],
)
def test_a_sum_is_the_least_where_something_has_no_estimate_and_nothing_where_none_has(
    minutes: int, untimed: int, said: str
) -> None:
    assert wording.estimate(minutes, untimed, "about") == said


def test_what_has_no_estimate_is_said_to_have_none() -> None:
    assert wording.kind_and_time(Resource("r", "law", "R")) == "law or policy · time unknown"


@pytest.mark.parametrize(
    ("count", "noun", "several", "said"),
    [
        (0, "note", "", "0 notes"),
        (1, "note", "", "1 note"),
        (2, "entry", "entries", "2 entries"),
        (1, "entry", "entries", "1 entry"),
        (1218, "resource", "", "1,218 resources"),
    ],
)
def test_a_count_has_its_noun(count: int, noun: str, several: str, said: str) -> None:
    assert wording.plural(count, noun, several) == said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], ""),
        (["3"], "3"),
        (["1", "2"], "1-2"),
        (["1", "3"], "1, 3"),
        (["2.1", "2.3", "2.4", "2.5", "3.1"], "2.1, 2.3-2.5, 3.1"),
        (["1.9", "2.10"], "1.9, 2.10"),
        (["9", "10", "11"], "9-11"),
        ([str(odd) for odd in range(1, 30, 2)], "1, 3, 5, 7, 9, 11 and 9 more"),
    ],
)
def test_numbers_in_a_row_are_said_as_a_range(numbers: list[str], said: str) -> None:
    assert wording.ranges(numbers) == said


@pytest.mark.parametrize(
    ("tag", "said"), [("", ""), ("en", "in English"), ("fr", "in French"), ("de", "in de")]
)
def test_a_language_is_named(tag: str, said: str) -> None:
    assert wording.language(tag) == said


def test_who_made_something_and_when_is_said_as_far_as_it_is_known() -> None:
    assert wording.credit(("A", "B"), 2019) == "A, B (2019)"
    assert wording.credit(("A",), 0) == "A"
    assert wording.credit((), 2019) == "(2019)"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ItemState(), []),
        (ItemState(opened="2026-11-24T09:00:00Z"), ["opened yesterday"]),
        (ItemState("done", "2026-11-25T09:00:00Z", opened="2026-11-24T09:00:00Z"), ["done today"]),
        (ItemState("skipped", "2026-11-25T09:00:00Z"), ["skipped today"]),
        (ItemState(bookmarked="x", notes=(Note("1", "", "a"),)), ["bookmarked", "1 note"]),
        (ItemState(notes=(Note("1", "", "a"), Note("2", "", "b"))), ["2 notes"]),
    ],
)
def test_a_state_is_said_in_words_and_that_it_is_open_goes_without(
    state: ItemState, said: list[str]
) -> None:
    assert [span.text for span in wording.state_words(state, DAYS)] == said


def test_words_around_a_span_stand_in_what_plain_lines_say_if_that_is_something_else() -> None:
    around = Span("Tuesday", plain="2026-11-24").within("on ", "!")
    assert (around.text, around.plain) == ("on Tuesday!", "on 2026-11-24!")
    assert Span("it").within("on ") == Span("on it")
