"""Setting words in lines: spans in, lines of spans out, none wider than a number of columns."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from psi_cli.views.elements import (
    Bar,
    Block,
    Fact,
    Hint,
    Item,
    Panel,
    Paragraph,
    Span,
    Term,
    Words,
)

Line = list[Span]
Measure = Callable[[str], int]

TAB = 4  # columns
MEASURE = 72  # columns of running text, however wide the window is
_WORD = re.compile(r"(?:\d[\d,]* (?:h(?: \d+(?: min)?)?|min)(?!\w)|[^ \n])+")  # “1 h 15” is one
_SHORTEST_WHY = 10  # columns beside a command in which what it does can still be told
_SHORTEST_BAR = 8  # columns
_GAP = 2  # columns between a name and what it means
_ADDRESS = "://"


def spans_of(words: Words) -> Line:
    """Return words as spans, their tabs as spaces up to the next stop."""
    parts = (words,) if isinstance(words, str) else words
    spans = [Span(part) if isinstance(part, str) else part for part in parts]
    return [
        span._replace(text=span.text.expandtabs(TAB)) for span in spans if span.text or span.plain
    ]


def has_address(words: Words) -> bool:
    """Tell whether there is a web address among the words."""
    return any(_ADDRESS in span.text for span in spans_of(words))


def holds_address(panel: Panel) -> bool:
    """Tell whether there is a web address among the words of a panel."""
    return any(map(has_address, _words_in(panel.blocks)))


def _words_in(blocks: Iterable[Block]) -> Iterator[Words]:
    for block in blocks:
        if isinstance(block, Paragraph | Fact | Item):
            yield block.words
        if isinstance(block, Item):
            yield from block.details


def columns(text: str) -> int:
    """Return how many columns a terminal gives to a text."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    marks = sum(category(one) in {"Mn", "Me", "Cf"} for one in text)
    return len(text) - marks + sum(east_asian_width(one) in "WF" for one in text)


def text_width(spans: Iterable[Span], measure: Measure = columns) -> int:
    """Return how many columns spans take on one line."""
    return sum(measure(span.text) for span in spans)


def wrapped(spans: Sequence[Span], width: int, measure: Measure = columns) -> list[Line]:
    """Return spans as lines.

    Lines break at plain spaces alone: durations and what no-break spaces join stay together. A
    word too long for a line is broken, but never an address, which has to be copied in one piece.
    """
    text = "".join(span.text for span in spans)
    return [_between(spans, start, end) for start, end in _lines(text, width, measure)]


def cut(spans: Sequence[Span], width: int, ellipsis: str, measure: Measure = columns) -> Line:
    """Return spans on one line; what is too long for it ends in an ellipsis."""
    text = "".join(span.text for span in spans)
    if measure(text) <= width:
        return list(spans)
    end = _fitting(text, 0, width - measure(ellipsis), measure)
    return [*_between(spans, 0, len(text[:end].rstrip())), Span(ellipsis)]


def shortened(
    lines: list[Line], most: int, width: int, ellipsis: str, measure: Measure = columns
) -> list[Line]:
    """Return at most so many lines; where there are more, the last ends in an ellipsis."""
    if not most or len(lines) <= most:
        return lines
    last = [*lines[most - 1], Span(" "), *lines[most]]
    return [*lines[: most - 1], cut(last, width, ellipsis, measure)]


def _lines(text: str, width: int, measure: Measure) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends; the first keeps the spaces it begins with."""
    start = end = 0
    for first, last in _pieces(text, width, measure):
        if measure(text[start:last]) > width:
            if end:
                yield start, end
            start = first
        end = last
    if end:
        yield start, end


def _pieces(text: str, width: int, measure: Measure) -> Iterator[tuple[int, int]]:
    """Yield where each word begins and ends, or each part of one that is too long for a line."""
    for word in _WORD.finditer(text):
        start, end = word.span()
        if _ADDRESS not in word[0]:
            while measure(text[start:end]) > width:
                part = _fitting(text, start, width, measure)
                yield start, part
                start = part
        yield start, end


def _fitting(text: str, start: int, width: int, measure: Measure) -> int:
    """Return where the longest part of a text that fits ends; it has one character at least."""
    taken, end = measure(text[start : start + 1]), start + 1
    while end < len(text) and (taken := taken + measure(text[end])) <= width:
        end += 1
    return end


def _between(spans: Iterable[Span], start: int, end: int) -> Line:
    """Return what spans have between two places of their text."""
    line, place = [], 0
    for span in spans:
        part = span.text[max(start - place, 0) : max(end - place, 0)]
        place += len(span.text)
        if part:
            line.append(span._replace(text=part))
    return line


def gauge(bar: Bar, width: int, marks: dict[str, str]) -> Line:
    """Return a bar of so many columns and what parts it from its label.

    Where nothing is done it would look like a rule, and where there is no room like a mark: then
    there is none, and the label says it all.
    """
    filled = round(width * bar.done / bar.total) if bar.total else 0
    if not filled or width < _SHORTEST_BAR:
        return []
    done = Span(marks["bar done"] * filled, "bar done mark")
    return [done, Span(marks["bar left"] * (width - filled), "bar left mark"), Span("  ")]


def hint_lines(hints: Sequence[Hint], width: int, ellipsis: str) -> list[Line]:
    """Return what to type next, a line each: the command whole, and as much of why as fits."""
    sizes = [columns(hint.command) for hint in hints]
    column = max((size for size in sizes if size <= width // 2), default=0) + 3
    lines = []
    for hint, size in zip(hints, sizes, strict=True):
        line = [Span(hint.command, "command")]
        start = max(column, size + 3)
        if width - start >= min(_SHORTEST_WHY, columns(hint.why)):
            line += [Span(" " * (start - size)), *cut([Span(hint.why)], width - start, ellipsis)]
        lines.append(line)
    return lines


def term_lines(terms: Sequence[Term], width: int) -> list[Line]:
    """Return names and what they mean in two columns; a long name has a line of its own."""
    sizes = [columns(name) for name, _ in terms]
    column = max((size for size in sizes if size <= width // 2), default=_GAP) + _GAP
    lines = []
    for (name, means), size in zip(terms, sizes, strict=True):
        said = wrapped([Span(means)], width - column)
        named = wrapped([Span(name, "command")], width)
        if size + _GAP <= column and said:
            named = [[*named[0], Span(" " * (column - size)), *said.pop(0)]]
        lines += [*named, *([Span(" " * column), *line] for line in said)]
    return lines
