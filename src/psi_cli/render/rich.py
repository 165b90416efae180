"""Views as rich panels: for people at a terminal. The only module that draws with Rich."""

from collections.abc import Callable, Iterable
from io import StringIO
from typing import Any

from rich.box import ASCII, ROUNDED
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel as RichPanel
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from psi_cli.render.theme import ASCII_MARKS, MARKS, STATES
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
    Trail,
    Words,
)

_REASON = 24  # columns beside a command, at least, for what it does
_NARROW = 60  # columns under which notes go below their line instead of to its end
_LABEL = 13  # columns of the names of facts, where the terminal is wide enough for two columns
_FRAME = 4  # columns that a panel's border and padding take
_STYLES = {
    "strong": "bold",
    "quiet": "dim",
    "command": "bold cyan",
    "match": "bold underline",
    "here": "bold cyan",
    "link": "underline blue",
    "good": "green",
    "bad": "bold red",
}


def render(blocks: Iterable[Block], terminal: Terminal) -> str:
    """Return blocks drawn for a terminal."""
    console = Console(
        file=StringIO(),
        width=terminal.width,
        force_terminal=True,
        color_system="standard",
        no_color=not terminal.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    painter = _Painter(console, terminal)
    blocks = tuple(blocks)
    console.print(Group(*(painter.within(blocks, index) for index in range(len(blocks)))))
    written: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "".join(line.rstrip(" ") + "\n" for line in written.rstrip("\n").split("\n"))


class _Painter:
    """Draws each kind of block within a width."""

    def __init__(self, console: Console, terminal: Terminal) -> None:
        self.console = console
        self.terminal = terminal
        self.width = terminal.width
        self.marks = ASCII_MARKS if terminal.ascii_only else MARKS
        self.column = 0  # columns of the numbers in the list that is being painted
        self.painters: dict[type, Callable[[Any], RenderableType]] = {
            Heading: self._heading,
            Bar: self._bar,
            Trail: self._trail,
            Paragraph: self._paragraph,
            Fact: self._fact,
            Item: self._item,
            Panel: self._panel,
            Hints: self._hints,
        }

    def paint(self, block: Block) -> RenderableType:
        return self.painters[type(block)](block)

    def _heading(self, heading: Heading) -> RenderableType:
        text = Text.assemble((heading.text, "bold"))
        lines = self._ends(text, heading.note, self.width - 2)
        return Group(Text(), _Hanging(Text(" "), lines, 1), Text())

    def _bar(self, bar: Bar) -> RenderableType:
        width = min(30, max(8, self.width - cell_len(bar.label) - 7))
        filled = round(width * bar.done / bar.total) if bar.total else 0
        line = Text.assemble(
            (self.marks["bar done"] * filled, "green"),
            (self.marks["bar left"] * (width - filled), "dim"),
            f"  {bar.label}",
        )
        return Padding(line, (0, 2, 1, 2))

    def _trail(self, trail: Trail) -> RenderableType:
        line = Text()
        for number, step in enumerate(trail.steps):
            if number:
                line.append(f" {self.marks['trail']} ", "dim")
            mark = "done" if step.done else "here" if step.here else "open"
            style = "bold cyan" if step.here else "" if step.done else "dim"
            line.append(f"{self.marks[mark]} ", STATES[mark])
            line.append(step.name, style)
        return Padding(line, (0, 2, 1, 2))

    def _paragraph(self, paragraph: Paragraph) -> RenderableType:
        return Group(_Hanging(Text(" "), [self._text(paragraph.words)], 1), Text())

    def _fact(self, fact: Fact) -> RenderableType:
        label = Text.assemble(" ", (fact.label, "bold magenta"))
        if not fact.words:
            return label
        words = self._text(fact.words)
        if self.width < _NARROW or label.cell_len > _LABEL:
            return Group(label, _Hanging(Text("   "), [words], 3))
        label.pad_right(_LABEL + 1 - label.cell_len)
        return _Hanging(label, [words], _LABEL + 1)

    def _item(self, item: Item) -> RenderableType:
        lead = Text.assemble((f"{self.marks[item.mark]} ", STATES.get(item.mark, "dim")))
        lead.append(item.number.rjust(self.column) if self.column else "", "bold")
        lead.append("  " if self.column else "")
        indent = lead.cell_len
        lines = self._ends(self._text(item.words), item.note, self._inner - indent - 1)
        return _Hanging(lead, [*lines, *map(self._text, item.details)], indent)

    def _panel(self, panel: Panel) -> RenderableType:
        title = Text.assemble((panel.title, "bold not dim"))
        note = Text.assemble((panel.note, "dim")) if panel.note else None
        room = self.width - title.cell_len - 8
        fits = title.cell_len <= self.width - 6  # the corners, a dash and a blank on either side
        if note and note.cell_len + 3 <= room:
            title.append("  ").append_text(note)
            note = None
        items = [block for block in panel.blocks if isinstance(block, Item)]
        self.column = max((len(item.number) for item in items), default=0)
        parts = [self.within(panel.blocks, index) for index in range(len(panel.blocks))]
        if isinstance(parts[-1], Group) and isinstance(panel.blocks[-1], Paragraph):
            parts[-1].renderables.pop()  # its blank line, which would stand above the border
        heads = [title] * (not fits) + ([note] if note else [])
        parts = [*(_Hanging(Text(" "), [head], 1) for head in heads), *parts]
        panel_box = RichPanel(
            Group(*parts),
            box=ASCII if self.terminal.ascii_only else ROUNDED,
            title=title if fits else None,
            title_align="left",
            border_style="cyan dim",
        )
        return Group(panel_box, Text())

    def within(self, blocks: tuple[Block, ...], index: int) -> RenderableType:
        """Return one of several blocks, with a line of air before prose, hints and long items."""
        block = blocks[index]
        before = blocks[index - 1] if index else None
        airy = isinstance(block, Paragraph | Hints) and isinstance(before, Fact)
        airy |= isinstance(block, Item) and isinstance(before, Item) and len(before.details) > 1
        return Group(Text(), self.paint(block)) if airy else self.paint(block)

    def _hints(self, hints: Hints) -> RenderableType:
        column = max((cell_len(hint.command) for hint in hints.hints), default=0) + 4
        beside = self.width >= max(_NARROW, column + _REASON)
        lines: list[RenderableType] = []
        for hint in hints.hints:
            command = Text.assemble("  ", (hint.command, "bold cyan"))
            why = Text.assemble((hint.why, "dim"))
            if not beside:
                lines.append(_Hanging(Text(), [command.append("  ").append_text(why)], 4))
                continue
            command.pad_right(column - command.cell_len)
            lines.append(_Hanging(command, [why], column))
        return Group(Text.assemble((" Next", "bold")), *lines)

    @property
    def _inner(self) -> int:
        return self.width - _FRAME

    def _text(self, words: Words) -> Text:
        parts = (words,) if isinstance(words, str) else words
        text = Text()
        for part in parts:
            span = Span(part) if isinstance(part, str) else part
            style = Style.parse(_STYLES.get(span.role, ""))
            if span.url and self.terminal.links:
                style += Style(link=span.url)
            text.append(span.text, style)
        return text

    def _ends(self, text: Text, note: str, width: int) -> list[Text]:
        """Return a text with a note at the right end of its first line, or under it."""
        if not note:
            return [text]
        room = width - cell_len(note) - 2
        if self.width < _NARROW or room < cell_len(note):
            return [text, Text.assemble((note, "dim"))]
        lines = list(text.wrap(self.console, room))
        lines[0].pad_right(room + 2 - lines[0].cell_len)
        lines[0].append(note, "dim")
        return lines


class _Hanging:
    """Texts beside a lead, their further lines hanging under the first.

    It wraps the texts itself: Rich's Padding and Group would split and crop every line again,
    which takes twice the time.
    """

    def __init__(self, lead: Text, texts: list[Text], indent: int) -> None:
        self.lead = lead
        self.texts = texts
        self.indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterable[Segment]:
        width = max(4, options.max_width - self.indent - 1)  # air at the right as well
        lead: Iterable[Segment] = self.lead.render(console)
        for text in self.texts:
            for line in text.wrap(console, width):
                yield from lead
                yield from line.render(console)
                yield Segment.line()
                lead = (Segment(" " * self.indent),)
