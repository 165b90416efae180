"""Views as plain lines: for screen readers, pipes and terminals that can do no more.

One fact a line, its name first; no boxes, no columns, no colour, no width to overrun.
"""

from collections.abc import Callable, Iterable
from typing import Any

from psi_cli.views.elements import (
    Bar,
    Block,
    Fact,
    Heading,
    Hints,
    Item,
    Panel,
    Paragraph,
    Step,
    Trail,
    text_of,
)

_INDENT = "   "


def render(blocks: Iterable[Block]) -> str:
    """Return blocks as text, a blank line between those that stand apart."""
    text = "\n".join(line for block in blocks for line in _lines(block)).strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text + "\n"


def _lines(block: Block) -> list[str]:
    return _WRITERS[type(block)](block)


def _heading(heading: Heading) -> list[str]:
    return [", ".join(filter(None, heading)), ""]


def _bar(bar: Bar) -> list[str]:
    return [f"Progress: {_speakable(bar.label)}.", ""]


def _trail(trail: Trail) -> list[str]:
    return [f"Stages: {', '.join(map(_step, trail.steps))}.", ""]


def _step(step: Step) -> str:
    state = [word for word, true in (("done", step.done), ("you are here", step.here)) if true]
    return f"{step.name} ({', '.join(state)})" if state else step.name


def _paragraph(paragraph: Paragraph) -> list[str]:
    return [_speakable(text_of(paragraph.words)), ""]


def _fact(fact: Fact) -> list[str]:
    return [f"{fact.label}: {_speakable(text_of(fact.words))}".rstrip()]


def _item(item: Item) -> list[str]:
    number = f"{item.number}. " if item.number else "- "
    state = item.mark if item.mark == "open" else ""
    words = "; ".join(filter(None, (text_of(item.words), item.note, state)))
    details = [_INDENT + _speakable(text_of(words)) for words in item.details]
    return [number + _speakable(words), *(line for line in details if line.strip())]


def _panel(panel: Panel) -> list[str]:
    title = f"{panel.title} ({_speakable(panel.note)})" if panel.note else panel.title
    inner = [line for block in panel.blocks for line in _lines(block)]
    return ["", title, *inner, ""]


def _hints(hints: Hints) -> list[str]:
    return ["", "Next:", *(f"  {hint.command}  ({hint.why})" for hint in hints.hints)]


def _speakable(words: str) -> str:
    return words.replace(" · ", ", ")


_WRITERS: dict[type, Callable[[Any], list[str]]] = {
    Heading: _heading,
    Bar: _bar,
    Trail: _trail,
    Paragraph: _paragraph,
    Fact: _fact,
    Item: _item,
    Panel: _panel,
    Hints: _hints,
}
