"""Words on their way in: read as what they are, or refused whole."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.system.incoming import MOST_READ, NotText, TooLong, bytes_of, decoded

MOST = 20_000
WORDS = "Côté public: “santé”\n\tŁódź 公共"
LETTERS = st.text(st.characters(exclude_characters="\0\r\ufeff", exclude_categories=["Cs"]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_what_its_first_bytes_say(encoding: str) -> None:
    assert decoded(WORDS.encode(encoding), MOST, "ascii") == WORDS


@pytest.mark.parametrize(
    ("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
)
def test_both_orders_of_utf_16_are_read_by_their_mark(mark: bytes, encoding: str) -> None:
    assert decoded(mark + WORDS.encode(encoding), MOST) == WORDS


@given(LETTERS)
def test_whatever_is_written_as_utf_8_or_utf_16_comes_in_as_it_was(text: str) -> None:
    assert decoded(text.encode("utf-8-sig"), MOST) == text
    assert decoded(text.encode("utf-16"), MOST) == text


def test_the_encoding_of_the_locale_is_read_where_utf_8_does_not_fit() -> None:
    assert decoded("santé “fière”".encode("cp1252"), MOST, "cp1252") == "santé “fière”"
    assert decoded("żółw".encode("iso-8859-2"), MOST, "iso-8859-2") == "żółw"


@pytest.mark.parametrize(
    ("data", "usual"),
    [
        (b"caf\xe9", "utf-8"),
        (b"caf\xe9", "ascii"),
        (b"caf\xe9", "no-such-encoding"),
        ("“santé”".encode("cp1252"), "iso-8859-1"),  # its quotation marks would be controls
        (b"\x81", "cp1252"),
        (codecs.BOM_UTF16_LE + b"a", "utf-8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "utf-8"),
        ("Hello".encode("utf-16-le"), "utf-8"),
        ("Hello".encode("utf-32"), "utf-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "iso-8859-1"),
    ],
)
def test_what_no_encoding_fits_is_refused(data: bytes, usual: str) -> None:
    with pytest.raises(NotText, match="nothing was saved"):
        decoded(data, MOST, usual)


@given(st.binary(), st.sampled_from(["utf-8", "cp1252", "iso-8859-1", "ascii", "shift-jis"]))
def test_no_bytes_become_a_replacement_character(data: bytes, usual: str) -> None:
    try:
        text = decoded(data, MOST, usual)
    except NotText:
        return
    assert text.count("\ufffd") == data.decode("utf-8", "ignore").count("\ufffd") or data[:2] in {
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF16_BE,
    }


def test_line_ends_of_every_system_are_made_one() -> None:
    assert decoded(b"a\r\nb\rc\n", MOST) == "a\nb\nc\n"


def test_one_mark_is_dropped_and_no_more() -> None:
    assert decoded(b"\xef\xbb\xbf\xef\xbb\xbfa", MOST) == "\ufeffa"


def test_more_than_can_be_counted_is_refused_before_it_is_read_as_text() -> None:
    with pytest.raises(TooLong, match="more than a million characters, and psi keeps up to 20,000"):
        decoded(b" " * (MOST_READ + 1), MOST)


@pytest.mark.parametrize(
    ("length", "told"),
    [(20_001, "20,001"), (1_000_000, "1,000,000"), (1_000_001, "more than a million")],
)
def test_a_length_is_told_as_far_as_it_is_counted(length: int, told: str) -> None:
    assert f"has {told} characters" in TooLong(length, MOST).sentence


def test_arguments_keep_the_bytes_they_were_typed_in() -> None:
    assert bytes_of("é") == "é".encode()
    assert bytes_of("caf\udce9") == b"caf\xe9"
    with pytest.raises(NotText):
        bytes_of("\ud800")
