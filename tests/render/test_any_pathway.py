"""Every screen of any valid pathway: nothing fails, nothing is lost, no box is empty."""

import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from psi_cli.learning.journey import begin
from psi_cli.learning.progress import ItemState
from psi_cli.pathway.changes import compare, outline
from psi_cli.pathway.model import Pathway
from psi_cli.record.model import Note, PathwayRecord
from psi_cli.render.show import rendered
from psi_cli.system.terminal import Terminal
from psi_cli.views.days import Days
from psi_cli.views.departed import Departed
from psi_cli.views.elements import (
    Fact,
    Heading,
    Hint,
    Item,
    Panel,
    Paragraph,
    Trail,
    Words,
    text_of,
)
from psi_cli.views.pathway_file import PathwayFile
from psi_cli.views.pathways import ADDED, PathwayLine, Pathways
from psi_cli.views.version_news import version_news
from tests.output_checker import ALLOWED, BOXES, commands_in
from tests.pathways import PATHWAYS, records
from tests.screens import view_of

WIDTHS = (20, 40, 80, 200)
SCREENS = (
    ("status",),
    ("start",),
    ("next",),
    ("back",),
    ("read",),
    ("suggest",),
    ("suggest", "1000"),
    ("plan", "--hours-per-week", "168"),
    ("show",),
    ("show", "1"),
    ("show", "further"),
    ("show", "1.1"),
    ("show", "F.1"),
    ("show", "1.q1"),
    ("list", "--all"),
    ("open", "1.1", "--print"),
    ("done", "1.1"),
    ("skip", "1.1", "1.2"),
    ("note",),
    ("note", "1.1"),
)


def terminal(columns: int, *, plain: bool = False) -> Terminal:
    return Terminal(
        width=columns,
        rows=24,
        plain=plain,
        color=True,
        links=True,
        ascii_only=False,
        interactive=True,
    )


def squeezed(text: str) -> str:
    """Return a text without what wrapping and frames add: white space, boxes, styles."""
    return "".join(BOXES.sub("", ALLOWED.sub("", text)).split())


def texts(blocks: Any) -> Iterator[tuple[Words, bool]]:
    """Yield the words of blocks, and whether a screen may cut them."""
    for block in blocks:
        if isinstance(block, Heading):
            yield from ((block.text, False), (block.note, False))
        elif isinstance(block, Paragraph):
            yield block.words, bool(block.most)
        elif isinstance(block, Fact):
            yield from ((block.label, False), (block.words, False))
        elif isinstance(block, Item):
            yield from ((block.words, block.is_row), ((block.group,), False))
            yield from ((words, False) for words in block.details)
        elif isinstance(block, Trail):
            yield from ((step.name, False) for step in block.steps)
        elif isinstance(block, Panel):
            yield from ((block.title, False), (block.note, False))
            yield from texts(block.blocks)


def drawn(words: Words) -> str:
    if isinstance(words, str):
        return words
    return "".join(part if isinstance(part, str) else part.text for part in words)


def missing(words: str, shown: str) -> list[str]:
    """Return the words that a squeezed screen lacks."""
    return [word for word in words.split() if squeezed(word) not in shown]


def check_plain(view: Any) -> None:
    shown = "".join(rendered(view, terminal(80, plain=True)))
    assert commands_in(shown) == []
    for words, _ in texts(view.blocks()):
        without_dots = text_of(words).replace("·", " ")  # plain lines have commas in their place
        assert missing(without_dots, squeezed(shown)) == []


def check_panels(view: Any, columns: int, rows: int = 24) -> None:
    shown = "".join(rendered(view, terminal(columns)._replace(rows=rows)))
    assert commands_in(shown) == []
    said = squeezed(shown)
    tells_of_a_cut = "…" in said or "more:" in said
    shortest = view.shorter(1000) if hasattr(view, "shorter") else view
    whole = {drawn(words) for words, may_be_cut in texts(shortest.blocks()) if not may_be_cut}
    for words, _ in texts(view.blocks()):
        lacking = missing(drawn(words), said)
        assert not lacking or (drawn(words) not in whole and tells_of_a_cut)
    commands = [hint.command for hint in view.hints]
    assert len(commands) <= 3
    lines = ALLOWED.sub("", shown).split("\n")
    assert [one for one in commands if not any(one in line for line in lines)] == []
    check_lines(lines, columns, commands)


def check_lines(lines: list[str], columns: int, commands: list[str]) -> None:
    """Hold lines to be within the screen, frames to be whole, and none of them to be empty."""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        unbroken = "://" in line or any(command in line for command in commands)
        assert cell_len(line) <= columns or unbroken
        if line.startswith(("╭", "│", "╰")):
            assert cell_len(line) == columns
            assert line.endswith({"╭": "╮", "│": "│", "╰": "╯"}[line[0]])
        assert not (line.startswith("╭") and following.startswith("╰"))


def check_json(view: Any) -> None:
    shown = "".join(rendered(view, terminal(80), as_json=True))
    document = json.loads(shown)
    assert next(iter(document)) == "schema"
    assert list(document)[-1] == "next"
    assert all(list(hint) == ["command", "why"] for hint in document["next"])
    assert [value for key, value in inner(document) if key in {"schema", "next", "hints"}] == []


def inner(document: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield the fields of what a document holds, at any depth but its own."""
    parts = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in parts:
        if depth and isinstance(document, dict):
            yield key, value
        if isinstance(value, dict | list):
            yield from inner(value, depth + 1)


def check_screens(pathway: Pathway, record: PathwayRecord) -> None:
    with TemporaryDirectory() as home:
        for command in SCREENS:
            view = view_of(command, pathway, record, Path(home))
            if view is None:
                continue
            check_view(view)
    for view in views_of_versions(pathway):
        check_view(view, rows=1000)


def check_view(view: Any, rows: int = 24) -> None:
    check_plain(view)
    check_json(view)
    for columns in WIDTHS:
        check_panels(view, columns, rows)


def views_of_versions(pathway: Pathway) -> Iterator[Any]:
    """Yield what is shown of a pathway and of another version of it."""
    first, *others = pathway.stages
    resources = tuple(one._replace(title=f"{one.title}!") for one in first.resources[1:])
    stages = (*others, first._replace(resources=resources))
    changes = compare(outline(pathway), outline(pathway._replace(stages=stages)))
    yield version_news(changes, first.id)
    yield version_news(compare(changes.after, changes.before), first.id)
    note = Note("1", "2026-11-25T09:31:00Z", first.title)
    state = ItemState("done", "2026-11-25T09:30:00Z", notes=(note,))
    yield Departed(first.id, first.title, state, Days(0, UTC))
    hints = (Hint("psi", "where you are"),)
    lines = (PathwayLine(begin(pathway, PathwayRecord()), ADDED, "/a/b.toml", current=True),)
    yield Pathways(lines, (f"{first.title} is kept.",), hints)
    yield PathwayFile("updated", pathway.id, pathway.title, "/a/b.toml", changes, (), hints)


def property_of(examples: int) -> Any:
    @settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.reuse, Phase.generate],  # to shrink a whole pathway takes minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.data())
    def check(data: st.DataObject) -> None:
        pathway = data.draw(PATHWAYS)
        check_screens(pathway, data.draw(records(pathway)))

    return check


def test_every_screen_of_a_few_pathways_is_whole() -> None:
    property_of(10)()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_screen_of_many_pathways_is_whole() -> None:
    property_of(500)()
