"""Words on their way in: the bytes of a pipe, a page or an argument become text, or are refused.

Bytes that are no text in any encoding that fits are refused whole: a replacement character in a
note would stand for words that are gone.
"""

import codecs

from psi_cli.errors import PsiError, UsageProblem

MOST_COUNTED = 1_000_000  # characters
MOST_READ = 4 * MOST_COUNTED + 8  # bytes; what is longer has more characters, however encoded
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FOREIGN = frozenset(map(chr, range(0x80, 0xA0)))  # controls that a wrong encoding makes of letters


class NotText(PsiError):
    """What came in is no text that psi can read without loss."""

    def __init__(self) -> None:
        super().__init__(
            "This is not text that psi can read; nothing was saved.",
            "Give it to psi as UTF-8 instead.",
        )


class TooLong(UsageProblem):
    """What came in has more characters than psi keeps, and nothing of it was kept."""

    def __init__(self, length: int, most: int) -> None:
        count = f"{length:,}" if length <= MOST_COUNTED else "more than a million"
        super().__init__(
            f"This note has {count} characters, and psi keeps up to {most:,}.",
            "Split it into several notes; nothing was saved.",
        )


def decoded(data: bytes, most: int, usual: str = "") -> str:
    """Return the text of bytes without their byte-order mark; NotText where they are none.

    They are UTF-16 where their mark says so, else UTF-8, else in the `usual` encoding: that of
    the locale, where none is named. TooLong where they cannot but have more characters than
    `most`; whoever keeps the text counts them.
    """
    if len(data) > MOST_READ:
        raise TooLong(len(data), most)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _read_as("utf-16", data)
    elif (text := _read_as("utf-8", data)) is None:
        text = _read_as_usual(usual, data)
    if text is None or "\0" in text:  # which UTF-16 without its mark is full of
        raise NotText
    return text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")


def bytes_of(argument: str) -> bytes:
    """Return the bytes of an argument, which Python keeps as they were where they are no text."""
    try:
        return argument.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raise NotText from None


def _read_as_usual(usual: str, data: bytes) -> str | None:
    """Return the text in an encoding of bygone days, where it makes letters of all the bytes."""
    import locale

    text = _read_as(usual or locale.getencoding(), data)
    return text if text and _FOREIGN.isdisjoint(text) else None


def _read_as(encoding: str, data: bytes) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
