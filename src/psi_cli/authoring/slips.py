"""A file that is not TOML: every slip in it in psi's own words, and the file with each mended.

After a slip reading goes on: the line is put right, or left out where nobody can tell what it was
meant to be.
"""

import re
from typing import NamedTuple

from psi_cli.authoring.findings import Finding
from psi_cli.authoring.line_slips import BEHIND_A_HEADER, RULES, Line, header
from psi_cli.authoring.unclosed import list_not_closed, never_closed, no_comma_above
from psi_cli.pathway.format import TABLES
from psi_cli.pathway.safe_toml import BadToml, mask, parse

MOST = 50  # slips that are told at once
_FEWEST, _MOST_READ = 8, 20_000_000  # of a large file, so many characters are read in all
_HEADERS = {table.header.strip("[]"): table.header for table in TABLES if table.header}
_HEADERS["further.resource"] = "[[further.resource]]"
_ANY_LINE = "A line is a key = value, a [header], a # comment, or blank."
_COMPLAINTS = {  # of the parser, and what they mean
    "Expected newline": "something stands behind the value that does not belong to it",
    "Invalid statement": "this line begins with a sign that no line begins with",
    "initial character": "a key begins here with a sign that no key begins with",
    "Expected '='": "this line has no = where one belongs",
    "Invalid value": "this value is no text, number, list, true or false",
    "date": "this date is not in the calendar",
    "Unclosed": "what is opened here with a bracket is not closed",
    "Unterminated": "a text that is opened here is not closed",
    "Illegal character": "a character stands here that no text may have",
    "inline table": "the table in braces that begins here does not end on its line",
}


class Mended(NamedTuple):
    """The text with its slips put right, what they were, and the lines that were left out.

    The text is None where nothing could be read behind a slip.
    """

    text: str | None
    slips: tuple[Finding, ...]
    left_out: tuple[int, ...]


def mended(text: str) -> Mended:
    """Return a text that TOML can read, as far as that is possible, and every slip that was in it.

    Lines keep their numbers.
    """
    return _Mender(text).mended(min(MOST, max(_FEWEST, _MOST_READ // (len(text) + 1))))


class _Mender:
    """A text on its way to be TOML: its lines, its slips, and the lines that were left out."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.slips = _headers(self.lines)
        self.left_out = [slip.line for slip in self.slips if not slip.corrected]
        for slip in self.slips:
            slip.put_right(self.lines)

    def mended(self, rounds: int) -> Mended:
        """Put right what reading stops at, so many times at most."""
        failure = _failure(self.lines)
        while failure and rounds:
            before, failure, rounds = failure, self._next(failure), rounds - 1
            if failure == before:
                break
        text = None if failure else "\n".join(self.lines)
        return Mended(text, tuple(self.slips), tuple(self.left_out))

    def _next(self, failure: "_Failure") -> "_Failure | None":
        """Put one slip right, or leave its line out, and return where reading stops then."""
        slip = _slip(self.lines, failure)
        is_told = slip.line in {one.line for one in self.slips}
        tried = list(self.lines)
        slip.put_right(tried)
        after = _failure(tried) if slip.corrected else failure
        if slip.corrected and not is_told and _is_behind(after, slip):
            self.lines = tried
            self.left_out += [slip.line] if slip.name == BEHIND_A_HEADER else []
        elif self.lines[failure.line - 1]:
            slip = slip._replace(corrected=(), sure=False)
            self.lines[failure.line - 1] = ""
            self.left_out.append(failure.line)
            after = _failure(self.lines)
        else:  # it is left out already, and that does not help
            return failure
        self.slips += [] if is_told else [slip]
        return after


def _is_behind(failure: "_Failure | None", slip: Finding) -> bool:
    """Tell whether reading went on beyond a slip."""
    if failure is None or failure.line > slip.line:
        return True
    return failure.line == slip.line and failure.column > slip.column + slip.width


class _Failure(NamedTuple):
    """Where TOML stopped reading, from 1, and why in the words of the parser."""

    line: int
    column: int
    reason: str


def _failure(lines: list[str]) -> _Failure | None:
    try:
        parse("\n".join(lines).encode())
    except BadToml as error:
        finding = error.findings[0]
        if finding.name != "toml":  # a limit, which the next reading tells
            return None
        line, column = finding.line, finding.column
        while line > 1 and not lines[line - 1].strip():  # the end of the file is behind its words
            line -= 1
            column = len(lines[line - 1]) or 1
        return _Failure(line, column, finding.sentence)
    return None


def _headers(lines: list[str]) -> list[Finding]:
    """Return headers with the wrong brackets, and a part of a stage before any stage."""
    slips: list[Finding] = []
    stages = 0
    for number, line in enumerate(_masked(lines), start=1):
        found = re.fullmatch(r"\s*(\[{1,2})([\w.]+)\]{1,2}\s*", line)
        if not found or not lines[number - 1]:
            continue
        right = _HEADERS.get(found[2], "")
        stages += found[2] == "stage"
        if right and right != line.strip():
            slips.append(_other_brackets(number, lines[number - 1], right))
        elif found[2].startswith("stage.") and not stages:
            stages = 1  # once is enough
            slips.append(_before_any_stage(lines, number, line.strip()))
    return slips


def _masked(lines: list[str]) -> list[str]:
    """Return lines with strings and comments overwritten, those of several lines as well."""
    text = "\n".join(lines)
    signs = zip(text, mask(text), strict=True)
    return "".join("\n" if one == "\n" else masked for one, masked in signs).split("\n")


def _other_brackets(number: int, line: str, right: str) -> Finding:
    many = right.startswith("[[")
    message = f"{line.strip()} is written {right}"
    why = "There can be several, and double brackets begin one more each time."
    one = "There is one at most, and single brackets say so."
    return Finding(
        line=number,
        column=line.index("[") + 1,
        name="header",
        message=message,
        width=len(line.strip()),
        why=why if many else one,
        corrected=((number, line.replace(line.strip(), right)),),
        sure=True,
    )


def _before_any_stage(lines: list[str], number: int, header: str) -> Finding:
    """Tell of a part of a stage that is in none, and leave it out as far as the first stage."""
    for below in range(number, len(lines) + 1):
        if re.match(r"\s*\[\[stage\]\]", lines[below - 1]):
            break
        lines[below - 1] = ""
    message = f"{header} stands before any [[stage]]"
    why = "It belongs to the stage above it: begin one with [[stage]], its id and its title."
    return Finding(number, 1, "header", message, width=len(header), why=why)


def _slip(lines: list[str], failure: _Failure) -> Finding:
    """Return what went wrong, in psi's words; the parser's where nobody foresaw it."""
    line = Line(failure.line, lines[failure.line - 1], failure.column)
    found = header(line) or _double(lines, failure) or never_closed(lines, *failure[:2])
    found = found or no_comma_above(lines, failure.line)
    for rule in RULES:
        found = found or rule(line)
    found = found or list_not_closed(lines, failure.line)
    return found or line.finding("toml", _in_other_words(failure.reason), _ANY_LINE)


def _in_other_words(reason: str) -> str:
    """Return what the parser complained of, for people who do not know it."""
    said = (words for complaint, words in _COMPLAINTS.items() if complaint in reason)
    return next(said, "psi cannot read this line")


def _double(lines: list[str], failure: _Failure) -> Finding | None:
    """Tell of a table or a key that stands twice, with both places."""
    if "Cannot " not in failure.reason:
        return None
    text = lines[failure.line - 1]
    key = text.partition("=")[0].strip() if not text.strip().startswith("[") else text.strip()
    first = _line_before(lines, failure.line, key)
    message = f"{key} stands here a second time"
    message += f", first on line {first}" if first else ""
    why = "Each key has one value; keep the line that is right."
    if key.startswith("["):
        why = "Put its keys under the first; or the header of the next resource is missing above."
    column = text.index(key) + 1
    return Finding(failure.line, column, "twice", message, width=len(key), why=why, other=first)


def _line_before(lines: list[str], number: int, key: str) -> int:
    """Return the nearest line above on which the same key or header stands, or 0."""
    for other in range(number - 1, 0, -1):
        begins = lines[other - 1].partition("=")[0].strip()
        if begins == key:
            return other
    return 0
