"""Texts and lists of several lines that are not closed, or not parted, as TOML has them."""

import re

from psi_cli.authoring.findings import Finding
from psi_cli.authoring.line_slips import Line
from psi_cli.pathway.safe_toml import mask

_HEADER = re.compile(r"\s*\[{1,2}(stage|further|pathway)[\w.]*\]")
_LONG_TEXT = re.compile(  # and, in no group, what could hold its quotation marks
    r"(?s)(\"\"\"|''')(?:\\.|(?!\1).)*(\1)?"
    r"|\"(?:[^\"\\\n]|\\.)*\"?|'[^'\n]*'?|#[^\n]*"
)
_STARTS_A_LINE = re.compile(r"\s*(\[{1,2}[\w.]+\]|[\w-]+\s*=)")


def never_closed(lines: list[str], number: int, column: int) -> Finding | None:
    """Tell of a text without its closing quotation marks, named where it opens."""
    text = "\n".join(lines)
    begins = sum(len(line) + 1 for line in lines[: number - 1])
    for token in _LONG_TEXT.finditer(text):
        if token.start() > begins + len(lines[number - 1]):
            break
        swallows = any(map(_HEADER.match, token[0].split("\n")[1:]))
        if token[1] and (swallows or not token[2]):
            first = text.count("\n", 0, token.start()) + 1
            return _open_paragraphs(lines, first, token[1])
    return _open_line(lines, number, column)


def _open_paragraphs(lines: list[str], first: int, quotes: str) -> Finding:
    last = first
    while last < len(lines) and not _STARTS_A_LINE.match(lines[last]):
        last += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    message = f"the text that opens here with {quotes} is never closed"
    why = f"All that follows is taken for a part of it, until {quotes} comes again."
    right = f"{lines[last - 1]}{quotes}"
    column = lines[first - 1].find(quotes) + 1
    return Finding(
        first, max(column, 1), "quotes", message, width=3, why=why, corrected=((last, right),)
    )


def _open_line(lines: list[str], number: int, column: int) -> Finding | None:
    """Tell of a text on one line that is not closed on it; it may go on below."""
    line = Line(number, lines[number - 1], column)
    value = line.value
    is_text = value[:1] in {'"', "'"} and value.count(value[:1]) == 1
    if not is_text:
        return None
    quote = value[0]
    for last in range(number, min(number + 30, len(lines))):
        below = lines[last]
        if _STARTS_A_LINE.match(below):
            break
        if below.rstrip().endswith(quote):
            return _several_lines(line, last + 1, below, quote)
    message = f"the text that opens here with {quote} is not closed on its line"
    why = "A text ends with the quotation mark that it began with."
    return line.finding("quotes", message, why, f"{line.text.rstrip()}{quote}", value)


def _several_lines(line: Line, last: int, below: str, quote: str) -> Finding:
    three = quote * 3
    opened = line.text.replace(quote, three, 1)
    closed = below.rstrip() + quote * 2
    message = f"a text of several lines stands between three quotation marks each: {three}"
    finding = line.finding("quotes", message, "One mark is for one line.", opened, line.value)
    return finding._replace(corrected=((line.number, opened), (last, closed)))


def list_not_closed(lines: list[str], number: int) -> Finding | None:
    """Tell of a list that opens on a line above and is still open here."""
    if not (begin := _open_list(lines, number)):
        return None
    before = lines[number - 2].rstrip().rstrip(",")
    line = Line(begin, lines[begin - 1], 1)
    message = "the list that begins here is not closed: ] is missing"
    finding = line.finding("list", message, "A list ends with ].", "", line.value)
    return finding._replace(corrected=((number - 1, f"{before}]"),), sure=True)


def no_comma_above(lines: list[str], number: int) -> Finding | None:
    """Tell of a text of a list without a comma behind it, where the next is on this line."""
    is_text = re.match(r"\s*[\"']", lines[number - 1])
    if not is_text or not _open_list(lines, number):
        return None
    while not mask(lines[number - 2]).strip():
        number -= 1
    above = Line(number - 1, lines[number - 2], 1)
    end = len(above.masked.rstrip())
    if above.masked[end - 1] in ",[":
        return None
    right = f"{above.text[:end]},{above.text[end:]}"
    message = "a comma is missing behind this text of the list"
    finding = above.finding("list", message, "Commas stand between the texts of a list.", right)
    return finding._replace(column=end)


def _open_list(lines: list[str], number: int) -> int:
    """Return the line above on which a list opens that is still open here, or 0."""
    for begin in range(number - 1, 0, -1):
        if re.match(r"\s*[\w-]+\s*=\s*\[", lines[begin - 1]):
            within = mask("\n".join(lines[begin - 1 : number - 1]))
            return begin if within.count("[") > within.count("]") else 0
    return 0
