"""Slips of TOML that one line shows: what is wrong with it, and the line as it would be right."""

import re
from collections.abc import Callable
from typing import NamedTuple

from psi_cli.authoring.findings import Finding
from psi_cli.authoring.nearest import FLAGS, text
from psi_cli.pathway.safe_toml import mask

_CURLY = "“”„‟«»‘’‚‛"
_SPACES = {"\u00a0": "no-break space", "\u202f": "narrow no-break space", "\u3000": "wide space"}
_NOTHING = {"\u200b": "zero-width space", "\ufeff": "byte order mark", "\u2060": "word joiner"}
_UNSEEN = _SPACES | _NOTHING
BEHIND_A_HEADER = "behind-a-header"  # the name of a slip that leaves a part of its line out
_KEY = r"(\s*[\w.\"'-]+\s*)"
_NO_VALUES = {"none", "null", "nil", "n/a", "unknown", "?", "-"}


class Line(NamedTuple):
    """A line of a file that cannot be read: its number, its text, and what psi read last in it."""

    number: int
    text: str
    column: int

    @property
    def masked(self) -> str:
        """Return the line with its strings and comments overwritten, character for character."""
        return mask(self.text)

    @property
    def value(self) -> str:
        """Return what stands behind the equals sign, without a comment; nothing without one."""
        at = self.masked.find("=")
        return self.text[at + 1 : len(self.masked.rstrip())].strip() if at >= 0 else ""

    def with_value(self, value: str) -> str:
        """Return the line with another value, and its comment where it was."""
        at, end = self.masked.index("=") + 1, len(self.masked.rstrip())
        return f"{self.text[:at]} {value}{self.text[end:]}"

    def finding(self, name: str, message: str, why: str, right: str = "", at: str = "") -> Finding:
        """Return a finding on this line, marked where `at` stands in it."""
        column = self.text.find(at) + 1 if at else self.column
        return Finding(
            line=self.number,
            column=max(column, 1),
            name=name,
            message=message,
            width=len(at) or 1,
            why=why,
            corrected=((self.number, right),) if right else (),
            sure=bool(right),
        )


def unseen_space(line: Line) -> Finding | None:
    """Tell of a space that is none, which looks like any other."""
    found = next((one for one in line.masked if one in _UNSEEN), "")
    if not found:
        return None
    right = "".join(
        (" " if mark in _SPACES else "") if mark in _UNSEEN else character
        for character, mark in zip(line.text, line.masked, strict=True)
    )
    message = (
        f"a {_UNSEEN[found]} (U+{ord(found):04X}) stands where only an ordinary space may stand"
    )
    why = "It came along when the text was pasted, and looks like any other space."
    finding = line.finding("space", message, why, right, found)
    return finding._replace(column=line.masked.index(found) + 1)


def curly_quotes(line: Line) -> Finding | None:
    """Tell of the quotation marks that a word processor puts in."""
    found = next((one for one in line.masked if one in _CURLY), "")
    if not found:
        return None
    right = re.sub(r"[“„‟”«]\s*([^“”„‟«»\"]*?)\s*[“”»\"]", r'"\1"', line.text)
    right = re.sub(r"(?<![\w])[‘‚‛]([^‘’\"]*)[’‘]", r'"\1"', right)
    message = f"{found} is a curly quotation mark, and TOML takes only straight ones"
    why = "A word processor or a chat put it in; the straight one is the key beside Enter."
    good = right if not set(mask(right)) & set(_CURLY) else ""
    return line.finding("quotes", message, why, good, line.value or found)


def comment_mark(line: Line) -> Finding | None:
    """Tell of a comment that begins with anything but #."""
    found = re.search(r"(^|\s)(//|/\*|--|;)", line.masked)
    if not found:
        return None
    right = f"{line.text[: found.start(2)]}#{line.text[found.end(2) :]}"
    message = f"a comment begins with #, not with {found[2]}"
    return line.finding("comment", message, "TOML has one kind of comment.", right, found[2])


def mark_at_the_end(line: Line) -> Finding | None:
    """Tell of a comma or semicolon behind a value."""
    end = line.masked.rstrip()
    if not end.endswith((",", ";")) or "=" not in end:
        return None
    name = {",": "comma", ";": "semicolon"}[end[-1]]
    right = line.text[: len(end) - 1] + line.text[len(end) :]
    message = f"a {name} stands behind the value, and nothing may"
    finding = line.finding(name, message, "Each key has a line of its own.", right)
    return finding._replace(column=len(end))


def colon(line: Line) -> Finding | None:
    """Tell of a colon, or an arrow, in place of the equals sign."""
    found = re.match(rf"{_KEY}(:=|=>|->|:)\s*\S", line.text)
    if not found:
        return None
    right = f"{found[1].rstrip()} = {line.text[found.end(2) :].lstrip()}"
    message = f"{found[2]} stands where = belongs"
    return line.finding("equals", message, "TOML writes key = value.", right, found[2])


def no_equals(line: Line) -> Finding | None:
    """Tell of a key and a value with nothing between them, or of a key in several words."""
    if found := re.fullmatch(r"(\s*[\w-]+)\s+([\"'\[{].*|\d+\s*)", line.text):
        message = "an = is missing between the key and its value"
        right = f"{found[1]} = {found[2]}"
        return line.finding("equals", message, "TOML writes key = value.", right, found[1].strip())
    found = re.match(r"\s*([^\W\d][\w-]*(?: [\w-]+)+)\s*=", line.text)
    if found:
        message = f"“{found[1]}” is several words, and a key is one"
        return line.finding("key", message, "`psi pathway schema` has them all.", "", found[1])
    return None


def header(line: Line) -> Finding | None:
    """Tell of a header whose brackets do not match."""
    found = re.fullmatch(r"\s*(\[{1,2})\s*([\w. -]+?)\s*(\]{0,2})\s*", line.masked)
    if not found or (len(found[1]) == len(found[3]) and " " not in found[2]):
        return None
    name = found[2].replace(" ", ".")
    right = f"{'[' * len(found[1])}{name}{']' * len(found[1])}"
    message = "the brackets of this header do not match"
    if len(found[1]) == len(found[3]):
        message = "a header has no spaces; dots stand between its words"
    return line.finding("header", message, "A header names the table below it.", right, line.text)


def backslash(line: Line) -> Finding | None:
    """Tell of a backslash that TOML takes for the beginning of a special character."""
    value = line.value
    found = re.search(r'\\(?![btnfr"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})', value)
    if not found or not value.startswith('"'):
        return None
    inner = value[1:-1]
    right = f"'{inner}'" if "'" not in inner else f'"{inner.replace(chr(92), chr(92) * 2)}"'
    message = "a backslash (\\) in a text in double quotation marks begins a special character"
    why = "In single quotation marks it is a backslash and no more; in double ones, write two."
    mark = value[found.start() : found.start() + 2]
    return line.finding("backslash", message, why, line.with_value(right), mark)


def inner_quotes(line: Line) -> Finding | None:
    """Tell of quotation marks within a text, which end it too early."""
    value, inner = line.value, line.value[1:-1]
    if re.fullmatch(r"'(?!'').+'", value) and "'" in inner and '"' not in inner:
        right = f'"{inner}"'
    elif re.fullmatch(r'"(?!"")[^\[\]{}]+"', value) and re.search(r'[^\\]"', inner):
        escaped = re.sub(r'(?<!\\)"', r"\"", inner)
        right = f"'{inner}'" if "'" not in inner else f'"{escaped}"'
    else:
        return None
    message = "the text ends at the first quotation mark within it"
    why = "Put the other kind of quotation marks around it, or a backslash before those within."
    return line.finding("quotes", message, why, line.with_value(right), value)


def no_value(line: Line) -> Finding | None:
    """Tell of a key that is given no value, or a word for none."""
    if not re.match(rf"{_KEY}=", line.text) or (
        line.value and line.value.lower() not in _NO_VALUES
    ):
        return None
    message = f"{line.text.partition('=')[0].strip()} has no value"
    why = "What is not known is left out: take the line away, or put # before it."
    return line.finding("value", message, why, f"# {line.text}", line.text.strip())


def bare_word(line: Line) -> Finding | None:
    """Tell of a true or false in other words."""
    word = line.value.lower()
    if word not in FLAGS:
        return None
    message = f"{line.value} is neither true nor false"
    why = "TOML knows these two words, in small letters."
    return line.finding("flag", message, why, line.with_value(FLAGS[word]), line.value)


def bare_number(line: Line) -> Finding | None:
    """Tell of a number that is written as no number may be."""
    value = line.value
    found = re.fullmatch(r"0+([1-9]\d*)", value)
    if found:
        message = f"{value} begins with a zero; write {found[1]}"
        why = "No number of TOML begins with a zero."
        return line.finding("number", message, why, line.with_value(found[1]), value)
    if found := re.fullmatch(r"(\d{1,3})[,.’'](\d{3})", value):
        right = found[1] + found[2]
        message = f"{value} is no number of TOML; write {right}"
        why = "Nothing stands between the thousands."
        return line.finding("number", message, why, line.with_value(right), value)
    if found := re.fullmatch(r"~?(\d+)\s*(min|mins|minutes|m|pages|p)\.?", value):
        message = f"{value} is no number; write {found[1]}"
        why = "Minutes are a number alone."
        return line.finding("number", message, why, line.with_value(found[1]), value)
    return None


def no_quotes(line: Line) -> Finding | None:
    """Tell of a text without quotation marks, or with one of the two."""
    value = line.value
    if not value or value[0] in "[{'" or value.startswith('"'):
        return None
    message = "a text stands without its quotation marks"
    why = "Numbers, true and false stand bare; all else is in quotation marks."
    return line.finding("quotes", message, why, line.with_value(text(value.strip("\"'"))), value)


def comma_in_list(line: Line) -> Finding | None:
    """Tell of a list, or a line of one, without a comma between two texts, or without its end."""
    value = line.value if "=" in line.masked else line.text
    if not re.match(r"\[" if "=" in line.masked else r"\s*[\"']", value):
        return None
    pattern = r"(\"[^\"\\]*\"|'[^']*')\s*(?=[\"'])"
    with_commas = re.sub(pattern, r"\1, ", value)
    if with_commas != value:
        message = "a comma is missing between two texts of the list"
        right = line.text.replace(value, with_commas)
        return line.finding("list", message, "", right, value.strip())
    if not line.masked.rstrip().endswith("]") and value.count("[") > value.count("]"):
        right = line.with_value(f"{value.rstrip(',')}]")
        message = "the list that begins here is not closed: ] is missing"
        return line.finding("list", message, "", right, value)
    return None


def several_on_a_line(line: Line) -> Finding | None:
    """Tell of a header or value with something more behind it."""
    found = re.match(r"\s*(\[{1,2}[\w.]+\]{1,2})\s*[\w\"]", line.masked)
    if not found:
        return None
    message = f"something stands behind the header {found[1]}"
    why = "A header has its line to itself; the rest comes below it."
    finding = line.finding(BEHIND_A_HEADER, message, why, found[1], line.text)
    return finding._replace(sure=False)


RULES: tuple[Callable[[Line], Finding | None], ...] = (
    unseen_space,
    curly_quotes,
    header,
    several_on_a_line,
    colon,
    no_equals,
    comment_mark,
    mark_at_the_end,
    backslash,
    no_value,
    bare_word,
    bare_number,
    inner_quotes,
    comma_in_list,
    no_quotes,
)
