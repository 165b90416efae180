"""What is typed so far, taken apart as a shell would."""

from typing import Any, NamedTuple

_CURSOR = "\0"  # no line holds one, so that the word it ends is the one at the cursor


class Line(NamedTuple):
    """The words before the cursor, and the one that ends there, all without their quoting.

    `quote` is the quotation mark that is open at the cursor.
    """

    words: tuple[str, ...]
    word: str
    quote: str = ""


def read_line(text: str, escape: str = "\\") -> Line:
    """Take apart what is typed up to the cursor."""
    from shlex import shlex

    lexer: Any = shlex(text.replace(_CURSOR, "") + _CURSOR, posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", escape
    words: list[str] = []
    quote = ""
    try:
        words.extend(lexer)
    except ValueError:  # a quotation mark is open
        words.append(lexer.token)
        quote = lexer.state
    return Line(tuple(words[:-1]), words[-1].removesuffix(_CURSOR), quote)
