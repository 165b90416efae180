"""The gate: no string of a stranger can command the terminal, and every language survives it."""

import sys
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.system.sanitize import MARKS_ALLOWED, REPLACEMENT, clean, clean_line, paragraphs
from tests.output_checker import commands_in

ANYTHING = st.text(st.characters(exclude_categories=()))
HOSTILE = st.text(
    st.one_of(
        st.sampled_from("\x1b\x00\x9b\x7f\r\n\t\u202e\u2066\u2028\u0301\u200d\ufeff "),
        st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Me"]),
        st.characters(exclude_categories=()),
    )
)


@cache
def by_category() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for character in map(chr, range(sys.maxunicode + 1)):
        found.setdefault(unicodedata.category(character), []).append(character)
    return found


def characters_of(*categories: str) -> list[str]:
    return [character for one in categories for character in by_category()[one]]


@pytest.mark.parametrize("category", ["Cc", "Cf", "Cs", "Zl", "Zp"])
def test_nothing_that_a_terminal_obeys_passes(category: str) -> None:
    kept = {"\n", "\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"}
    passed = [one for one in characters_of(category) if one in clean(f"a{one}b")]
    assert set(passed) <= kept


@pytest.mark.parametrize(
    ("control", "shown"),
    [
        ("\x00", "␀"),
        ("\x07", "␇"),
        ("\x08", "␈"),
        ("\x1b", "␛"),
        ("\x7f", "␡"),
        ("\r", "␍"),
        ("\x85", REPLACEMENT),
        ("\x9b", REPLACEMENT),
        ("\u00ad", REPLACEMENT),
        ("\u061c", REPLACEMENT),
        ("\u200b", REPLACEMENT),
        ("\u200e", REPLACEMENT),
        ("\u2028", REPLACEMENT),
        ("\u2029", REPLACEMENT),
        ("\u202e", REPLACEMENT),
        ("\u2066", REPLACEMENT),
        ("\ufeff", REPLACEMENT),
        ("\ud800", REPLACEMENT),
        ("\U000e0041", REPLACEMENT),
        ("\U000e007f", REPLACEMENT),
    ],
)
def test_what_is_replaced_stays_visible(control: str, shown: str) -> None:
    assert clean(f"a{control}b") == f"a{shown}b"


@pytest.mark.parametrize(
    "words",
    [
        "می\N{ZERO WIDTH NON-JOINER}خواهم",
        "👩\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧\N{ZERO WIDTH JOINER}👦",
        "❤\N{VARIATION SELECTOR-16}",
        "👍🏽 🇨🇦",
        "«\N{NO-BREAK SPACE}Qui\N{NARROW NO-BREAK SPACE}?\N{NO-BREAK SPACE}»",
        "La 27e Région, l’œuvre d’Ève",
        "한국어 日本語 ไทย हिन्दी",
        "e\u0301",
    ],
)
def test_what_languages_need_survives(words: str) -> None:
    assert clean(words) == clean_line(words) == words
    assert paragraphs(words) == (words,)


def test_marks_stop_before_they_climb_over_the_lines_above() -> None:
    assert MARKS_ALLOWED == 8
    assert clean("e" + "\u0301" * 8) == "e" + "\u0301" * 8
    assert clean("e" + "\u0301" * 500 + "x\u0301") == "e" + "\u0301" * 8 + "x\u0301"
    assert clean("e" + "\N{COMBINING ENCLOSING CIRCLE}" * 9) == "e" + "\u20dd" * 8


def test_an_escape_sequence_becomes_words() -> None:
    assert clean_line("\x1b]0;owned\x07 and \x1b[2J") == "␛]0;owned␇ and ␛[2J"


def test_line_ends_and_tabs_are_made_plain() -> None:
    assert clean("a\r\nb\tc\n") == "a\nb c\n"
    assert clean_line(" a \r\n\n b\tc ") == "a b c"


def test_tabs_are_kept_where_they_are_wanted() -> None:
    assert clean("\tItem\tCost\r\n\t\x1b", keep_tabs=True) == "\tItem\tCost\n\t␛"
    assert clean("\t", keep_tabs=True) == "\t"


def test_paragraphs_are_what_blank_lines_separate() -> None:
    assert paragraphs("one\ntwo\n\n \nthree\n\t\nfour\n") == ("one two", "three", "four")
    assert paragraphs(" \n\n\n") == ()


@given(st.one_of(HOSTILE, ANYTHING))
def test_no_text_holds_a_command_after_the_gate(text: str) -> None:
    assert commands_in(clean(text)) == []
    assert commands_in(clean_line(text)) == []
    assert [commands_in(one) for one in paragraphs(text)] == [[] for _ in paragraphs(text)]


@given(st.one_of(HOSTILE, ANYTHING))
def test_the_gate_changes_nothing_twice(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    kept = clean(text, keep_tabs=True)
    assert clean(kept, keep_tabs=True) == kept
    assert clean(kept) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    assert paragraphs("\n\n".join(paragraphs(text))) == paragraphs(text)


@given(st.one_of(HOSTILE, ANYTHING))
def test_a_line_is_one_line(text: str) -> None:
    assert len(clean_line(text).splitlines()) <= 1
    assert all(one and "\n" not in one for one in paragraphs(text))


@given(HOSTILE)
def test_no_letter_carries_more_marks_than_are_allowed(text: str) -> None:
    runs = "".join(
        "m" if unicodedata.category(one) in {"Mn", "Me"} else " " for one in clean(text)
    ).split()
    assert all(len(run) <= MARKS_ALLOWED for run in runs)
