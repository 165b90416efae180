"""Views as lines of text, plain or with style for a terminal. Rich is never loaded.

Plain lines are for screen readers, pipes and terminals that can do no more: one fact a line, its
name first; no boxes, no columns, no colour, nothing cut. With style the lines bear marks and
weight, and are wrapped at the width of the terminal.
"""

from collections.abc import Callable, Iterable
from typing import Any

from psi_cli.render.layout import (
    TAB,
    Line,
    columns,
    gauge,
    hint_lines,
    shortened,
    spans_of,
    term_lines,
    text_width,
    wrapped,
)
from psi_cli.render.theme import STYLES, marks
from psi_cli.system.terminal import Terminal
from psi_cli.views.elements import (
    Bar,
    Block,
    Fact,
    Heading,
    Hints,
    Item,
    Panel,
    Paragraph,
    Span,
    Step,
    Terms,
    Trail,
    Words,
    text_of,
)

_BAR = 20  # columns
_INDENT = Span("   ")
_SAID = {"open": "open", "done": "done", "skipped": "skipped", "here": "you were here"}
_WEIGHTS = {"bold", "dim", "underline"}
_SGR = {
    "bold": "1", "dim": "2", "underline": "4",
    "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36",
}  # fmt: skip


def render(blocks: Iterable[Block], terminal: Terminal | None = None) -> str:
    """Return blocks as lines with style for a terminal, or as plain lines without one."""
    writer = _Styled(terminal) if terminal else _Plain()
    text = "\n".join(line for block in blocks for line in writer.lines(block)).strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text + "\n"


class _Plain:
    """Writes each kind of block, a blank line beside those that stand apart."""

    def lines(self, block: Block) -> list[str]:
        """Return a block as lines."""
        writers: dict[type, Callable[[Any], list[str]]] = {
            Heading: self._heading,
            Bar: self._bar,
            Trail: self._trail,
            Paragraph: self._paragraph,
            Fact: self._fact,
            Item: self._item,
            Panel: self._panel,
            Terms: self._terms,
            Hints: self._hints,
        }
        return writers[type(block)](block)

    def _heading(self, heading: Heading) -> list[str]:
        note = spans_of(heading.note)
        return [*self._set((Span(heading.text, "strong"), *([", ", *note] if note else ()))), ""]

    def _bar(self, bar: Bar) -> list[str]:
        return [*self._set(f"Progress: {bar.label}."), ""]

    def _trail(self, trail: Trail) -> list[str]:
        before = (f"{trail.before:,} before",) if trail.before else ()
        after = (f"{trail.after:,} after",) if trail.after else ()
        steps = ", ".join((*before, *map(_step, trail.steps), *after))
        return [*self._set(f"Stages: {steps}."), ""]

    def _paragraph(self, paragraph: Paragraph) -> list[str]:
        return [*self._set(paragraph.words), ""]

    def _fact(self, fact: Fact) -> list[str]:
        words = spans_of(fact.words)
        return self._set((Span(f"{fact.label}:", "label"), *([Span(" "), *words] if words else ())))

    def _item(self, item: Item) -> list[str]:
        states = [_SAID.get(item.mark, "")] if item.mark == "open" or item.is_row else []
        parts = [item.note, *(flag.words for flag in item.flags), *states]
        lead = Span(f"{item.number}. " if item.number else "- ")
        words: Words = (*spans_of(item.words), *(f"; {part}" for part in parts if part))
        return self._group(item) + self._set(words, [lead]) + self._details(item)

    def _group(self, item: Item) -> list[str]:
        return ["", *self._set((item.group, ":"))] if item.group.text else []

    def _details(self, item: Item) -> list[str]:
        return [line for words in item.details for line in self._set(words, [_INDENT])]

    def _panel(self, panel: Panel) -> list[str]:
        title = (Span(panel.title, "strong"), f" ({panel.note})" if panel.note else "")
        inner = [line for block in panel.blocks for line in self.lines(block)]
        return ["", *self._set(title), *inner, ""]

    def _terms(self, terms: Terms) -> list[str]:
        column = max(len(name) for name, _ in terms.terms)
        rows = (f"  {name:<{column}}  {means}".rstrip() for name, means in terms.terms)
        return [f"{terms.title}:", *rows, ""]

    def _hints(self, hints: Hints) -> list[str]:
        return ["", "Next:", *(f"  {hint.command}  ({hint.why})" for hint in hints.hints)]

    def _set(self, words: Words, lead: Iterable[Span] = ()) -> list[str]:
        """Return words as lines behind what leads them; without words there is no line."""
        text = text_of(words).expandtabs(TAB)
        return [text_of(tuple(lead)) + _speakable(text)] if text.strip() else []


class _Styled(_Plain):
    """Writes the same for a terminal: with marks for states, wrapped, and styled."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.marks = marks(ascii_only=terminal.ascii_only)

    def _bar(self, bar: Bar) -> list[str]:
        width = min(_BAR, self.terminal.width - columns(bar.label) - 4)
        return [*self._set((*gauge(bar, width, self.marks), bar.label)), ""]

    def _paragraph(self, paragraph: Paragraph) -> list[str]:
        width = self.terminal.width - 2
        lines = wrapped(spans_of(paragraph.words), width)
        lines = shortened(lines, paragraph.most, width, self.marks["cut"])
        return [*(self._drawn([Span(" "), *line]) for line in lines), ""]

    def _item(self, item: Item) -> list[str]:
        lead = [Span(self.marks[item.mark], f"{item.mark} mark"), Span(" ")]
        lead += [Span(f"{item.number} ", "strong")] if item.number else []
        lead += [Span(f"{self.marks[flag.mark]} ", f"{flag.mark} mark") for flag in item.flags]
        note = (f"  {item.note}",) if item.note else ()
        return self._set((*spans_of(item.words), *note), lead) + self._details(item)

    def _terms(self, terms: Terms) -> list[str]:
        lines = term_lines(terms.terms, self.terminal.width - 2)
        title = self._set((Span(terms.title, "strong"),))
        return [*title, *map(self._drawn, map(_indented, lines)), ""]

    def _hints(self, hints: Hints) -> list[str]:
        width = self.terminal.width - 2
        lines = hint_lines(hints.hints, width, self.marks["cut"])
        return ["", *self._set((Span("Next", "strong"),)), *map(self._drawn, map(_indented, lines))]

    def _set(self, words: Words, lead: Iterable[Span] = ()) -> list[str]:
        head = [Span(" "), *lead]
        indent = text_width(head)
        lines = wrapped(spans_of(words), max(self.terminal.width - indent, 10))
        hang = [Span(" " * indent)]
        return [self._drawn((hang if at else head) + line) for at, line in enumerate(lines)]

    def _drawn(self, line: Line) -> str:
        return "".join(map(self._span, line)).rstrip(" ")

    def _span(self, span: Span) -> str:
        style = STYLES.get(span.role, "").split()
        codes = ";".join(_SGR[word] for word in style if self.terminal.color or word in _WEIGHTS)
        text = f"\x1b[{codes}m{span.text}\x1b[0m" if codes else span.text
        if span.url and self.terminal.links:
            return f"\x1b]8;;{span.url}\x1b\\{text}\x1b]8;;\x1b\\"
        return text


def _indented(line: Line) -> Line:
    return [Span("  "), *line]


def _step(step: Step) -> str:
    states = (("done", step.done), ("you are here", step.here))
    said = [word for word, true in states if true]
    return f"{step.name} ({', '.join(said)})" if said else step.name


def _speakable(words: str) -> str:
    return words.replace(" · ", ", ")
