"""Reading TOML that may have been written to do harm.

A size limit alone is no defence: 20 kB of dotted keys cost tomllib 384 MiB. So the text is
looked over before it is parsed, in time linear in its length, and the result after.
"""

import re
import tomllib
from itertools import islice
from typing import NamedTuple

LARGEST_FILE = 2 << 20  # bytes
MOST_BYTES_READ = 8 * LARGEST_FILE  # to say on which line a file gets too large
DEEPEST_KEY = 16  # parts of a dotted key or table name
DEEPEST_VALUE = 32  # tables and arrays within each other
MOST_VALUES = 200_000  # by the signs that each of them takes: = , [ { .
LONGEST_TEXT = 20_000  # characters
LARGEST_INTEGER = 2**63 - 1
_LONGEST_NUMBER = 4300  # digits, Python's own limit

Field = tuple[str | int, ...]


class Finding(NamedTuple):
    """One thing to say about a file: where (line and column from 1, or 0), which field, what.

    `name` is what authors look it up by, `path` the field in parts, and `other` the line of what
    it clashes with, or 0.
    """

    line: int
    column: int
    field: str
    sentence: str
    name: str = "toml"
    path: Field = ()
    other: int = 0


class BadToml(Exception):
    """The text cannot be taken as TOML; carries every finding."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("bad TOML")
        self.findings = findings


def parse(data: bytes) -> tuple[dict[str, object], str]:
    """Return the table that the bytes hold, and their text; BadToml with every finding."""
    if len(data) > LARGEST_FILE:
        line = data.count(b"\n", 0, LARGEST_FILE) + 1
        sentence = f"goes on here beyond {LARGEST_FILE:,} bytes, the most that a pathway may have"
        raise BadToml((Finding(line, 1, "", sentence, "limit"),))
    text = _decode(data)
    masked = mask(text)
    _look_over(text, masked)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadToml((_located(str(error), text),)) from None
    except (ValueError, RecursionError, MemoryError, OverflowError):
        line = text.count("\n", 0, _place_of_excess(masked)) + 1
        sentence = "has a number or nesting beyond all use"
        raise BadToml((Finding(line, 1, "", sentence, "limit"),)) from None
    if findings := _excesses(table):
        where = positions(text)
        raise BadToml(tuple(sorted(found(where, *finding) for finding in findings)))
    return table, text


def found(where: dict[Field, tuple[int, int]], field: Field, sentence: str) -> Finding:
    """Return the finding about a field, at the nearest position known for it."""
    line, column = nearest(where, field) or (0, 0)
    return Finding(line, column, field_name(field), sentence, "limit", field)


def nearest(where: dict[Field, tuple[int, int]], field: Field) -> tuple[int, int] | None:
    """Return the position of a field, or of the nearest above it that is known."""
    for length in range(len(field), 0, -1):
        at = field[:length]
        if position := where.get(at) or where.get((*at, 0)):  # a list of tables is where it begins
            return position
    return None


def field_name(field: Field) -> str:
    """Return a field as a person counts: stage[2].resource[1].title."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in field)[1:]


def _decode(data: bytes) -> str:
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise BadToml((Finding(line, column, "", "is not UTF-8 text here", "encoding"),)) from None


# A string's closing quotes are optional and what is before them is given back never (*+), so that
# no hostile text makes the pattern go back.
_STRINGS_AND_COMMENTS = (
    r'"""(?:[^"\\]++|\\[\s\S]|"(?!""))*+(?:"{3,5})?'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]++|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
)


def mask(text: str) -> str:
    """Return the text with strings and comments overwritten, character for character."""
    return re.sub(_STRINGS_AND_COMMENTS, _overwrite, text)


def _overwrite(token: re.Match[str]) -> str:
    return (" " if token[0][0] == "#" else "s") * len(token[0])


def _look_over(text: str, masked: str) -> None:
    """Refuse, before it is parsed, a text whose structure alone would cost too much."""
    if sum(map(masked.count, "=,[{.")) > MOST_VALUES:
        signs = re.finditer(r"[=,\[{.]", masked)
        excess = next(islice(signs, MOST_VALUES, None)).start()
        line = text.count("\n", 0, excess) + 1
        sentence = f"goes on here beyond {MOST_VALUES:,} values, the most that a pathway may have"
        raise BadToml((Finding(line, 1, "", sentence, "limit"),))
    start = 0
    for piece in re.split(r"[=,\[\]{}\n]", masked):
        if piece.count(".") >= DEEPEST_KEY:
            line = text.count("\n", 0, start) + 1
            sentence = f"has a key of more than {DEEPEST_KEY} parts"
            raise BadToml((Finding(line, 1, "", sentence, "limit"),))
        start += len(piece) + 1


def _place_of_excess(masked: str) -> int:
    """Return where a number gets too long or nesting too deep for Python."""
    depth = 0
    for token in re.finditer(r"[\[{]|[\]}]|\d[\d_]*", masked):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > DEEPEST_VALUE or len(token[0]) > _LONGEST_NUMBER:
            return token.start()
    return 0


def _located(message: str, text: str) -> Finding:
    """Return tomllib's complaint as a finding; it names the place in words at its end."""
    sentence, _, place = message.rpartition(" (at ")
    named = re.match(r"line (\d+), column (\d+)", place)
    line, column = map(int, named.groups()) if named else (text.count("\n") + 1, 1)
    return Finding(line, column, "", f"is not TOML: {sentence or message}")


def _excesses(table: dict[str, object]) -> list[tuple[Field, str]]:
    """Return what is larger than any pathway needs, field by field."""
    excesses: list[tuple[Field, str]] = []
    waiting: list[tuple[Field, object]] = [((), table)]
    while waiting:
        field, value = waiting.pop()
        if sentence := _excess(value, len(field)):
            excesses.append((field, sentence))
        elif isinstance(value, dict):
            waiting.extend(((*field, key), part) for key, part in value.items())
        elif isinstance(value, list):
            waiting.extend(((*field, index), part) for index, part in enumerate(value))
    return excesses


def _excess(value: object, depth: int) -> str | None:
    if depth > DEEPEST_VALUE:
        return f"is nested more than {DEEPEST_VALUE} deep"
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return f"is longer than {LONGEST_TEXT:,} characters"
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        return "is a number too large to mean anything"
    if isinstance(value, float) and not abs(value) < float("inf"):
        return "is not a finite number"
    return None


def positions(text: str) -> dict[Field, tuple[int, int]]:
    """Return the line and column of every table header and key that stands at a line's start.

    tomllib keeps no positions; this reads only what it needs for them, from a text that
    tomllib has accepted.
    """
    where: dict[Field, tuple[int, int]] = {}
    lengths: dict[Field, int] = {}
    table: Field = ()
    line, offset, depth = 1, 0, 0
    for masked in mask(text).split("\n"):
        raw = text[offset : offset + len(masked)]
        statement = raw.strip()
        column = len(raw) - len(raw.lstrip()) + 1
        if depth == 0 and statement.startswith("["):
            table = _enter(statement, lengths)
            where.setdefault(table, (line, column))
        elif depth == 0 and "=" in masked:
            key = _key_parts(raw[: masked.index("=")])
            where.setdefault((*table, *key), (line, column))
        if not statement.startswith("[") or depth:
            depth += sum(map(masked.count, "[{")) - sum(map(masked.count, "]}"))
        line += raw.count("\n") + 1
        offset += len(masked) + 1
    return where


def _enter(header: str, lengths: dict[Field, int]) -> Field:
    """Return the field that a table header opens, counting the tables of each array."""
    is_array = header.startswith("[[")
    parts = _key_parts(header.lstrip("[").partition("]")[0])
    field: Field = ()
    for number, part in enumerate(parts):
        field = (*field, part)
        if is_array and number == len(parts) - 1:
            lengths[field] = lengths.get(field, 0) + 1
        if field in lengths:
            field = (*field, lengths[field] - 1)
    return field


def _key_parts(key: str) -> tuple[str, ...]:
    parts = re.findall(r""" "(?:[^"\\]|\\.)*"?|'[^']*'?|[^.\s"']+ """.strip(), key)
    return tuple(part.strip("\"'") for part in parts)
