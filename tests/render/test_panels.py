"""Panels: a frame around words; only a rule above an address, which is copied from the screen."""

from typing import Any, NamedTuple

import pytest

from psi_cli.render.show import rendered
from psi_cli.views.elements import Block, Fact, Item, Panel, Paragraph
from tests.output_checker import ALLOWED
from tests.render.test_any_pathway import terminal

ADDRESS = "https://example.org/a"


class Screen(NamedTuple):
    """A view of a single panel."""

    panel: Panel
    hints: tuple[Any, ...] = ()

    def blocks(self) -> list[Block]:
        return [self.panel]


def drawn(block: Block, note: str) -> list[str]:
    panel = Panel("Where", (block,), note)
    return ALLOWED.sub("", rendered(Screen(panel), terminal(40)).body).splitlines()


@pytest.mark.parametrize("note", ["", "3 of 4"])
@pytest.mark.parametrize(
    "block",
    [
        Paragraph(ADDRESS),
        Fact("At", ADDRESS),
        Item("open", "1", ADDRESS),
        Item("open", "1", "Its title", details=(ADDRESS,)),
    ],
)
def test_an_address_anywhere_in_a_panel_has_a_rule_above_it_and_no_frame(
    block: Block, note: str
) -> None:
    rule, *lines = drawn(block, note)
    assert rule.startswith("── Where ───")
    assert rule.endswith(f"─ {note} ──" if note else "───")
    assert len(rule) == 40
    assert any(line.endswith(f" {ADDRESS}") for line in lines)
    assert not {*"│╭╰"} & {*"".join(lines)}


def test_words_without_an_address_have_a_frame_as_wide_as_the_window() -> None:
    upper, *lines = drawn(Paragraph("Ask those who know."), "3 of 4")
    assert upper == "╭─ Where ───────────────────── 3 of 4 ─╮"
    assert [len(line) for line in lines] == [40, 40]
