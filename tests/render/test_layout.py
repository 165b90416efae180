"""Words in lines: where they break, what is never broken, and what is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.render.layout import columns, cut, hint_lines, shortened, spans_of, wrapped
from psi_cli.views.elements import Hint, Span, Words
from tests.conftest import Psi

NARROW = "\N{NARROW NO-BREAK SPACE}"
BOLD = Span("ab", "strong")


def lines(words: Words, width: int) -> list[str]:
    return ["".join(span.text for span in line) for line in wrapped(spans_of(words), width)]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("", 10, []),
        ("   ", 10, []),
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one  two", 8, ["one  two"]),
        ("one two three", 8, ["one two", "three"]),
        ("  one two", 6, ["  one", "two"]),
        ("one\ntwo", 20, ["one\ntwo"]),
        ("abcdefgh ij", 4, ["abcd", "efgh", "ij"]),
        ("x abcdefgh", 4, ["x", "abcd", "efgh"]),
        ("日本語の", 4, ["日本", "語の"]),
        ("日本語", 5, ["日本", "語"]),
    ],
)
def test_lines_break_between_words(text: str, width: int, shown: list[str]) -> None:
    assert lines(text, width) == shown


@pytest.mark.parametrize(
    "whole",
    [
        *("45 min", "1 h", "1 h 15", "2 h 40 min", "1,000 h 05", "(45 min),"),
        f"«{NARROW}Qui{NARROW}?{NARROW}»",
        "10\N{NO-BREAK SPACE}000",
        "https://example.org/" + "a" * 60,
    ],
)
@pytest.mark.parametrize("width", range(12, 30))
def test_what_belongs_together_stays_on_one_line(whole: str, width: int) -> None:
    shown = lines(f"some words before {whole} and after it", width)
    assert any(whole in line for line in shown)


def test_minutes_that_are_no_duration_are_words_like_others() -> None:
    assert lines("at 7 hills", 6) == ["at 7", "hills"]
    assert lines("in 10 minds", 6) == ["in 10", "minds"]


def test_of_two_equal_words_the_one_in_the_role_is_styled() -> None:
    line = wrapped(spans_of(("ab cd ", BOLD, " ab")), 20)[0]
    assert [(span.text, span.role) for span in line] == [
        ("ab cd ", ""),
        ("ab", "strong"),
        (" ab", ""),
    ]


def test_a_role_goes_on_over_the_end_of_a_line() -> None:
    both = wrapped(spans_of((Span("one two", "link", "https://example.org"),)), 4)
    assert [[(span.text, span.role, span.url) for span in line] for line in both] == [
        [("one", "link", "https://example.org")],
        [("two", "link", "https://example.org")],
    ]


@given(
    st.lists(st.tuples(st.text("ab 日é\u0301", max_size=20), st.sampled_from(["", "strong"]))),
    st.integers(4, 40),
)
def test_nothing_is_lost_and_no_line_is_too_wide(parts: list[tuple[str, str]], width: int) -> None:
    words = tuple(Span(text, role) for text, role in parts)
    shown = wrapped(spans_of(words), width)
    assert all(columns("".join(span.text for span in line)) <= width for line in shown)
    for role in ("", "strong"):
        given_, drawn = (
            "".join(span.text for span in spans if span.role == role).replace(" ", "")
            for spans in (words, [span for line in shown for span in line])
        )
        assert drawn == given_


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abc def", 5, "abc…"),
        ("日本語", 5, "日本…"),
    ],
)
def test_what_is_cut_ends_in_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert "".join(span.text for span in cut([Span(text)], width, "…")) == shown


def test_a_text_of_too_many_lines_is_cut_in_its_last() -> None:
    five = wrapped([Span("one two three four five")], 5)
    shown = shortened(five, 2, 5, "…")
    assert ["".join(span.text for span in line) for line in shown] == ["one", "two…"]
    assert shortened(five, 5, 5, "…") == shortened(five, 0, 5, "…") == five


HINTS = (Hint("psi open 2", "back to it"), Hint("psi next", "on to the stage after this one"))


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (50, ["psi open 2   back to it", "psi next     on to the stage after this one"]),
        (30, ["psi open 2   back to it", "psi next     on to the stage…"]),
        (22, ["psi open 2", "psi next"]),
        (5, ["psi open 2", "psi next"]),
    ],
)
def test_hints_are_aligned_and_their_commands_whole(width: int, shown: list[str]) -> None:
    drawn = hint_lines(HINTS, width, "…")
    assert ["".join(span.text for span in line) for line in drawn] == shown


def test_a_long_command_does_not_push_the_others_aside() -> None:
    long = Hint("psi search " + "word " * 20, "again")
    drawn = hint_lines((*HINTS, long), 60, "…")
    assert "".join(span.text for span in drawn[0]) == "psi open 2   back to it"
    assert drawn[2] == [Span(long.command, "command")]


def test_tabs_in_notes_are_kept_and_drawn_at_stops_of_four(psi: Psi) -> None:
    psi("note", "2.6", "-", stdin="Item\tCost\nab\t1\n\tindented")
    assert psi("note", "2.6", "--json").json["notes"][0]["text"] == "Item\tCost\nab\t1\n\tindented"
    for shown in (psi("note", "2.6", "--plain").out, psi("note", "2.6", terminal=True).out):
        assert "Item    Cost" in shown
        assert "ab  1" in shown
        assert "     indented" in shown
