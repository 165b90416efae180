"""psi note: the learner's words arrive whole, or are refused whole."""

import codecs

import pytest

from psi_cli.commands.free_text import options_first
from tests.conftest import Psi

LATIN = "caf\xe9".encode("latin-1")


def texts(psi: Psi) -> list[str]:
    return [note["text"] for note in psi("note", "--json").json["notes"]]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfHello\n",
        "Hello".encode("utf-16"),
        b"Hello\r\n",
        codecs.BOM_UTF16_BE + b"\0H\0e\0l\0l\0o",
    ],
)
def test_standard_input_is_read_in_the_encoding_it_has(psi: Psi, data: bytes) -> None:
    assert psi("note", "2.1", "-", stdin=data).status == 0
    assert texts(psi) == ["Hello"]


def test_input_that_is_no_text_is_refused_in_one_sentence(psi: Psi) -> None:
    result = psi("note", "2.1", "-", stdin=LATIN)
    assert (result.status, result.out) == (1, "")
    assert result.err == (
        "This is not text that psi can read; nothing was saved.\nGive it to psi as UTF-8 instead.\n"
    )
    assert texts(psi) == []


def test_the_locale_decides_where_utf_8_does_not_fit(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: "cp1252")
    psi("note", "2.1", "-", stdin=LATIN)
    psi("note", "2.1", "caf\udce9")
    assert texts(psi) == ["café", "café"]


def test_an_argument_that_is_no_text_is_refused(psi: Psi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: "utf-8")
    assert psi("note", "2.1", "caf\udce9").status == 1
    assert texts(psi) == []


def test_an_answer_typed_in_another_encoding_is_refused_like_a_note(psi: Psi) -> None:
    result = psi("answer", "q1", terminal=True, stdin=LATIN + b"\n\n")
    assert result.status == 1
    assert "not text that psi can read" in result.err


def test_tabs_are_kept(psi: Psi) -> None:
    psi("note", "2.1", "-", stdin="\tItem\tCost\n\t\tindented\n")
    assert texts(psi) == ["\tItem\tCost\n\t\tindented"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("é" * 20_001, "20,001"),
        ("start" + " " * 170_000 + "END", "170,008"),
        ("😀" * 1_000_000, "1,000,000"),
        ("start" + " " * 5_000_000 + "END", "more than a million"),
    ],
)
def test_what_is_too_long_is_refused_with_its_true_length(psi: Psi, typed: str, told: str) -> None:
    result = psi("note", "2.1", "-", stdin=typed)
    assert result.status == 2
    assert result.err.startswith(f"This note has {told} characters, and psi keeps up to 20,000.")
    assert texts(psi) == []


def test_a_note_of_the_greatest_length_is_kept_whole(psi: Psi) -> None:
    psi("note", "2.1", "-", stdin="😀" * 20_000 + "\n\n")
    assert texts(psi) == ["😀" * 20_000]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (["- [ ] ask the minister"], "- [ ] ask the minister"),
        (["--plain language matters"], "--plain language matters"),
        (["-hello", "there"], "-hello there"),
        (["--remove=yes"], "--remove=yes"),
        (["--", "--json"], "--json"),
        (["a", "-", "b"], "a - b"),
    ],
)
def test_what_is_not_exactly_an_option_is_text(psi: Psi, typed: list[str], kept: str) -> None:
    assert psi("note", "q1", *typed).status == 0
    assert texts(psi) == [kept]


def test_options_stand_before_after_and_among_the_words(psi: Psi) -> None:
    assert psi("note", "--json", "2.1", "- a").json["changes"][0]["changed"]
    assert psi("note", "2.1", "- b", "--json").json["changes"][0]["changed"]
    assert psi("note", "2.1", "- c", "--json", "d").json["changes"][0]["changed"]
    assert texts(psi) == ["- a", "- b", "- c d"]


def test_an_unknown_option_before_the_words_is_refused(psi: Psi) -> None:
    assert psi("note", "--colour", "2.1").status == 2
    assert psi("note", "2.1", "--pathway").status == 2


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["2.1", "- a", "--edit"], ["--edit", "--", "2.1", "- a"]),
        (["2.1", "--file", "x", "y"], ["--file", "x", "--", "2.1", "y"]),
        (["2.1", "--file=x", "--edit=y"], ["--file=x", "--", "2.1", "--edit=y"]),
        (["2.1", "--", "--edit", "--"], ["--", "2.1", "--edit", "--"]),
        (["2.1", "a", "--file"], ["--file"]),
        (["-x", "2.1", "-x"], ["-x", "--", "2.1", "-x"]),
        (["-", "a"], ["--", "-", "a"]),
    ],
)
def test_options_are_put_before_the_words(typed: list[str], read: list[str]) -> None:
    assert options_first(typed, {"--edit"}, {"--file"}) == read


def test_at_a_terminal_standard_input_says_how_to_end(psi: Psi) -> None:
    result = psi("note", "2.1", "-", terminal=True, stdin="words\n")
    assert "Ctrl-D on an empty line ends, Ctrl-C gives up." in result.err
    assert "Ctrl-" not in result.out
    assert psi("note", "2.1", "-", stdin="words\n").err == ""


def test_at_a_terminal_notes_are_shown_and_another_is_taken(psi: Psi) -> None:
    psi("note", "2.1", "the first")
    result = psi("note", "2.1", terminal=True, stdin="- it's “mine”\nsecond line\n\nleft over\n")
    assert "the first" in result.out
    assert "an empty line ends it" in result.err
    assert texts(psi) == ["the first", "- it's “mine”\nsecond line"]


@pytest.mark.parametrize("typed", ["", "\n", "  \n"])
def test_nothing_typed_changes_nothing(psi: Psi, typed: str) -> None:
    assert psi("note", "2.1", terminal=True, stdin=typed).status == 0
    assert not psi.home.exists()


def test_nothing_is_asked_without_a_terminal_or_of_a_script(psi: Psi) -> None:
    assert psi("note", "2.1", stdin="words\n\n").err == ""
    assert psi("note", "2.1", "--json", terminal=True, stdin="words\n\n").err == ""
    assert texts(psi) == []


def test_an_empty_input_is_no_note(psi: Psi) -> None:
    assert psi("note", "2.1", "-").status == 2
