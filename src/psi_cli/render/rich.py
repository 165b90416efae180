"""Views as rich panels: for people at a terminal. The only module that draws with Rich."""

from collections.abc import Callable, Iterable
from functools import partial
from io import StringIO
from itertools import takewhile
from typing import Any, NamedTuple

from rich.box import ASCII, ROUNDED
from rich.cells import cell_len
from rich.console import Console
from rich.panel import Panel as RichPanel
from rich.segment import Segment, SegmentLines
from rich.style import Style
from rich.text import Text

from psi_cli.render.layout import (
    MEASURE,
    Line,
    cut,
    gauge,
    has_address,
    holds_address,
    shortened,
    spans_of,
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
    Item,
    Panel,
    Paragraph,
    Span,
    Step,
    Trail,
    Words,
    text_of,
)

_NARROW = 60  # columns under which notes go below their line instead of to its end
_LABEL = 14  # columns of the names of facts, where the terminal is wide enough for two columns
_FRAME = 4  # columns that a panel's border and padding take
_CORNERS = 6  # columns of its upper border that a title cannot have
_SHORTEST_ROW = 12  # columns of words without which a row is set as several lines
_BAR = 24  # columns
_Drawn = list[list[Segment]]
_size = partial(text_width, measure=cell_len)


class _Room(NamedTuple):
    """Where blocks are drawn: their columns, and how many of them the parts of items take."""

    width: int
    margin: int = 0
    groups: int = 0
    numbers: int = 0
    flags: int = 0


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
    lines = painter.lines(tuple(blocks), _Room(terminal.width - 2, margin=1))
    console.print(SegmentLines(lines, new_lines=True), crop=False, end="")
    written: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "".join(f"{line.rstrip(' ')}\n" for line in written.rstrip("\n").split("\n"))


class _Painter:
    """Draws each kind of block as lines within a room."""

    def __init__(self, console: Console, terminal: Terminal) -> None:
        self.console = console
        self.terminal = terminal
        self.marks = marks(ascii_only=terminal.ascii_only)
        self.styles: dict[tuple[str, str], Style] = {}
        self.painters: dict[type, Callable[[Any, _Room], _Drawn]] = {
            Heading: self._heading,
            Bar: self._bar,
            Trail: self._trail,
            Paragraph: self._paragraph,
            Fact: self._fact,
            Item: self._item,
            Panel: self._panel,
        }

    def lines(self, blocks: tuple[Block, ...], room: _Room) -> _Drawn:
        """Return blocks as lines, with a line of air between those that stand apart."""
        lines: _Drawn = []
        before: Block | None = None
        for place, block in enumerate(blocks):
            if isinstance(block, Item) and not isinstance(before, Item):
                room = self._room_of_list(blocks[place:], room)
            drawn = self.painters[type(block)](block, room)
            if drawn and before and _stand_apart(before, block):
                lines.append([])
            lines += drawn
            before = block if drawn else before
        return lines

    def _room_of_list(self, blocks: tuple[Block, ...], room: _Room) -> _Room:
        """Return a room with columns for the numbers and flags of the items that come first."""
        items = tuple(takewhile(lambda block: isinstance(block, Item), blocks))
        groups = max(cell_len(item.group.text) for item in items if isinstance(item, Item))
        numbers = max(cell_len(item.number) for item in items if isinstance(item, Item))
        flags = max(self._flags(item) for item in items if isinstance(item, Item))
        return room._replace(groups=groups, numbers=numbers, flags=flags)

    def _heading(self, heading: Heading, room: _Room) -> _Drawn:
        return self._set([Span(heading.text, "strong")], room, note=heading.note)

    def _bar(self, bar: Bar, room: _Room) -> _Drawn:
        width = min(_BAR, room.width - cell_len(bar.label) - 2)
        return self._set([*gauge(bar, width, self.marks), Span(bar.label)], room)

    def _trail(self, trail: Trail, room: _Room) -> _Drawn:
        steps = [self._step(step) for step in trail.steps]
        steps = [[Span(f"{trail.before:,} before")], *steps] if trail.before else steps
        steps += [[Span(f"{trail.after:,} after")]] if trail.after else []
        rule = [Span(f" {self.marks['trail']}", "trail mark"), Span(" ")]
        lines: list[Line] = [[]]
        for number, step in enumerate(steps):
            ruled = step + rule[:1] * (number + 1 < len(steps))
            if lines[-1] and _size([*lines[-1], Span(" "), *ruled]) > room.width:
                lines.append([])
            lines[-1] += [*([Span(" ")] if lines[-1] else []), *ruled]
        return [part for line in lines for part in self._set(line, room)]

    def _step(self, step: Step) -> Line:
        done = Span(self.marks["done"], "done mark")
        if step.here:
            here = [Span(self.marks["here"], "here mark"), Span(f" {step.name}", "here")]
            return [*here, Span(" "), done] if step.done else here
        mark = done if step.done else Span(self.marks["open"], "open mark")
        return [mark, Span(f" {step.name}")]

    def _paragraph(self, paragraph: Paragraph, room: _Room) -> _Drawn:
        width = min(room.width, MEASURE) if paragraph.is_running else room.width
        lines = wrapped(spans_of(paragraph.words), width, cell_len)
        lines = shortened(lines, paragraph.most, width, self.marks["cut"], cell_len)
        return [self._drawn([Span(" " * room.margin), *line]) for line in lines]

    def _fact(self, fact: Fact, room: _Room) -> _Drawn:
        label = [Span(fact.label, "label")]
        words = spans_of(fact.words)
        size = cell_len(fact.label) + 1
        unbroken = has_address(fact.words) and _size(words) > room.width - _LABEL
        if not words or self.terminal.width < _NARROW or size > _LABEL or unbroken:
            return self._set(label, room) + self._set(words, room, [Span("  " * (not unbroken))])
        return self._set(words, room, [*label, Span(" " * (_LABEL - cell_len(fact.label)))])

    def _item(self, item: Item, room: _Room) -> _Drawn:
        if room.groups and self.terminal.width < _NARROW:
            above = self._set(spans_of((item.group,)), room)
            return above + self._item(item, room._replace(groups=0))
        group = item.group.text.rjust(room.groups)
        lead = [item.group._replace(text=f"{group}  ")] if room.groups else []
        lead += [Span(f"{self.marks[item.mark]} ", f"{item.mark} mark")]
        lead += (
            [Span(item.number.rjust(room.numbers), "strong"), Span("  ")] if room.numbers else []
        )
        for flag in item.flags:
            lead.append(Span(self.marks[flag.mark], f"{flag.mark} mark"))
        lead += [Span(" " * (room.flags - self._flags(item) + 1))] if room.flags else []
        if item.is_row and (row := self._row(item, lead, room)):
            return [self._drawn(row), *self._details(item, lead, room)]
        first = self._set(spans_of(item.words), room, lead, item.note)
        return first + self._details(item, lead, room)

    def _flags(self, item: Item) -> int:
        return sum(cell_len(self.marks[flag.mark]) for flag in item.flags)

    def _details(self, item: Item, lead: Line, room: _Room) -> _Drawn:
        hang = [Span(" " * _size(lead))]
        return [line for words in item.details for line in self._set(spans_of(words), room, hang)]

    def _row(self, item: Item, lead: Line, room: _Room) -> Line:
        """Return an item on one line, its note at the right end; nothing where that is too narrow.

        On a narrow screen the note is but its last part where both would not fit.
        """
        inner = room.width - _size(lead)
        words, note = spans_of(item.words), item.note
        if self.terminal.width < _NARROW and _size(words) + cell_len(note) + 2 > inner:
            note = note.rpartition(" · ")[2]
        space = inner - (cell_len(note) + 2 if note else 0)
        if space < _SHORTEST_ROW:
            return []
        line = cut(words, space, self.marks["cut"], cell_len)
        gap = inner - _size(line) - cell_len(note)
        return [Span(" " * room.margin), *lead, *line, *([Span(" " * gap + note)] if note else [])]

    def _panel(self, panel: Panel, room: _Room) -> _Drawn:
        """Return blocks in a frame; one without words is its title alone.

        What holds an address has but a rule above it: one copies no border along.
        """
        if _is_empty(panel):
            return self._set([Span(panel.title, "strong")], room, note=panel.note)
        title, note = self._border(panel)
        inside = _Room(self.terminal.width - _FRAME)
        if holds_address(panel):
            heads = self._heads(panel, title, note, room)
            return [self._rule(title, note), *heads, *self.lines(panel.blocks, room)]
        fits_below = cell_len(panel.note) <= self.terminal.width - _CORNERS
        lower = panel.note if fits_below and not note else ""
        heads = self._heads(panel, title, note or lower, inside)
        return self._boxed([*heads, *self.lines(panel.blocks, inside)], title, note, lower)

    def _border(self, panel: Panel) -> tuple[str, str]:
        """Return what of a title and a note fits into the upper border of a panel."""
        room = self.terminal.width - _CORNERS - cell_len(panel.title)
        if room < 0:
            return "", ""
        return panel.title, panel.note if room >= cell_len(panel.note) + 4 else ""

    def _heads(self, panel: Panel, title: str, note: str, room: _Room) -> _Drawn:
        """Return what of a title and a note has no place in a border, as lines."""
        above = [] if title else self._set([Span(panel.title, "strong")], room)
        return above + ([] if note else self._set([Span(panel.note)], room))

    def _boxed(self, lines: _Drawn, title: str, note: str, lower: str) -> _Drawn:
        upper = Text.assemble((title, "bold not dim"))
        if note:
            fill = self.terminal.width - _CORNERS - upper.cell_len - cell_len(note) - 2
            upper.append(f" {self.marks['rule'] * fill} ").append(note, "not dim")
        box = RichPanel(
            SegmentLines(lines, new_lines=True),
            box=ASCII if self.terminal.ascii_only else ROUNDED,
            title=upper if title else None,
            title_align="left",
            subtitle=Text(lower, "not dim") if lower else None,
            subtitle_align="right",
            border_style=STYLES["border mark"],
        )
        return self.console.render_lines(box)

    def _rule(self, title: str, note: str) -> list[Segment]:
        rule = self.marks["rule"]
        fill = self.terminal.width - _CORNERS - cell_len(title) - cell_len(note)
        ends = [Span(" "), Span(note), Span(f" {rule * 2}", "border mark")] if note else []
        middle = Span(f" {rule * (fill - 2 if note else fill + 2)}", "border mark")
        return self._drawn(
            [Span(f"{rule * 2} ", "border mark"), Span(title, "strong"), middle, *ends]
        )

    def _set(self, words: Line, room: _Room, lead: Line | None = None, note: Words = "") -> _Drawn:
        """Return words as lines beside what leads them, a note at the right end or below."""
        lead = lead or []
        indent = _size(lead)
        lines = self._ended(words, spans_of(note), max(room.width - indent, 4))
        margin, hang = Span(" " * room.margin), [Span(" " * indent)]
        return [
            self._drawn([margin, *(hang if number else lead), *line])
            for number, line in enumerate(lines)
        ]

    def _ended(self, words: Line, note: Line, width: int) -> list[Line]:
        """Return words as lines, with a note at the end of the first or as lines of its own."""
        beside = width - _size(note) - 2
        longest = max(map(cell_len, "".join(span.text for span in words).split(" ")), default=0)
        too_narrow = self.terminal.width < _NARROW or beside < max(_size(note), longest)
        if not note or not words or (too_narrow and _size(words) > beside):
            return wrapped(words, width, cell_len) + wrapped(note, width, cell_len)
        first, *others = wrapped(words, beside, cell_len)
        gap = Span(" " * (beside + 2 - _size(first)))
        return [[*first, gap, *note], *others]

    def _drawn(self, line: Line) -> list[Segment]:
        return [Segment(span.text, self._style(span)) for span in line]

    def _style(self, span: Span) -> Style:
        """Return the style of a span, the same for each line of a link, so that it is one."""
        link = span.url if self.terminal.links else ""
        if (span.role, link) not in self.styles:
            style = Style.parse(STYLES[span.role])
            self.styles[span.role, link] = style + Style(link=link) if link else style
        return self.styles[span.role, link]


def _stand_apart(before: Block, block: Block) -> bool:
    """Tell whether a line of air belongs between two blocks."""
    if isinstance(before, Heading | Trail):
        return True
    if isinstance(before, Panel):
        return holds_address(before) or _is_empty(before)
    if isinstance(block, Panel | Trail) or Paragraph in {type(before), type(block)}:
        return True
    return isinstance(before, Item) and isinstance(block, Item) and len(before.details) > 1


def _is_empty(panel: Panel) -> bool:
    return not any(not isinstance(one, Paragraph) or text_of(one.words) for one in panel.blocks)
