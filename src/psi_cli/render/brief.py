"""Brief views for people at a terminal: a few marked lines, wrapped, without loading Rich."""

from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import Any

from psi_cli.render.theme import ASCII_MARKS, MARKS, ROLES
from psi_cli.system.terminal import Terminal
from psi_cli.views.elements import Bar, Block, Fact, Hints, Item, Paragraph, Span, Words

_BAR = 20  # columns
_BREAK = "\N{NO-BREAK SPACE}"


def render(blocks: Iterable[Block], terminal: Terminal) -> str:
    """Return blocks as lines for a terminal."""
    writer = _Writer(terminal)
    return "".join(f"{line}\n" for block in blocks for line in writer.lines(block))


class _Writer:
    """Writes each kind of block that brief views have."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.marks = ASCII_MARKS if terminal.ascii_only else MARKS
        self.writers: dict[type, Callable[[Any], list[str]]] = {
            Paragraph: self._paragraph,
            Fact: self._fact,
            Item: self._item,
            Bar: self._bar,
            Hints: self._hints,
        }

    def lines(self, block: Block) -> list[str]:
        return self.writers[type(block)](block)

    def _paragraph(self, paragraph: Paragraph) -> list[str]:
        return self._wrapped(" ", " ", paragraph.words)

    def _fact(self, fact: Fact) -> list[str]:
        words = fact.words if isinstance(fact.words, tuple) else (fact.words,)
        return self._wrapped(" ", "   ", (Span(f"{fact.label} ", "strong"), *words))

    def _item(self, item: Item) -> list[str]:
        mark = self.marks[item.mark]
        number = f"{item.number} " if item.number else ""
        words = item.words if isinstance(item.words, tuple) else (item.words,)
        note = (Span(f"  {item.note}", "quiet"),) if item.note else ()
        lines = self._wrapped(f" {mark} {number}", "   ", (*words, *note))
        for detail in item.details:
            lines += self._wrapped("   ", "   ", detail)
        return lines

    def _bar(self, bar: Bar) -> list[str]:
        filled = round(_BAR * bar.done / bar.total) if bar.total else 0
        drawn = self.marks["bar done"] * filled + self.marks["bar left"] * (_BAR - filled)
        return self._wrapped(" ", "   ", f"{drawn} {bar.label}")

    def _hints(self, hints: Hints) -> list[str]:
        lines = []
        for number, hint in enumerate(hints.hints):
            lead = " Next  " if number == 0 else "       "
            lines += self._wrapped(lead, " " * 9, (Span(hint.command, "command"), f"  {hint.why}"))
        return ["", *lines]

    def _wrapped(self, lead: str, indent: str, words: Words) -> list[str]:
        """Return words as lines within the width, their roles as SGR sequences around them."""
        parts = (words,) if isinstance(words, str) else words
        spans = [Span(part) if isinstance(part, str) else part for part in parts]
        text = "".join(span.text for span in spans)
        if not text.strip():
            return []
        held = lead.replace(" ", _BREAK) + text
        lines = wrap(
            held,
            max(self.terminal.width, 10),
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
            replace_whitespace=False,
            drop_whitespace=True,
        )
        lines = [line.replace(_BREAK, " ") for line in lines]
        return self._styled(lines, [span for span in spans if span.role])

    def _styled(self, lines: list[str], spans: list[Span]) -> list[str]:
        for span in spans:
            code = ROLES.get(span.role, "")
            if not self.terminal.color:
                code = ";".join(part for part in code.split(";") if len(part) == 1)
            lines = _mark(lines, span.text.split(), code) if code else lines
        return lines


def _mark(lines: list[str], words: list[str], code: str) -> list[str]:
    """Return the lines with a run of words in a style, wherever the wrapping put it."""
    marked = list(lines)
    rest = words
    for number, line in enumerate(marked):
        taken = 0
        while taken < len(rest) and " ".join(rest[: taken + 1]) in line:
            taken += 1
        if taken and (taken == len(rest) or line.endswith(" ".join(rest[:taken]))):
            run = " ".join(rest[:taken])
            head, _, tail = line.rpartition(run)
            marked[number] = f"{head}\x1b[{code}m{run}\x1b[0m{tail}"
            rest = rest[taken:]
            if not rest:
                return marked
    return lines
