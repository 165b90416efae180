"""What the view of notes decides: whose they are called, and which page waits to be taken up."""

from datetime import UTC

from psi_cli.views.days import Days
from psi_cli.views.elements import Panel, text_of
from psi_cli.views.notes import LeftPage, all_notes, notes_about
from tests.journeys import walked

DAYS = Days(0, UTC)
PAGES = (LeftPage("/p/1", "Kneading by hand", "2.1"), LeftPage("/p/2", "A first loaf", "3.1"))


def test_notes_come_in_the_order_of_the_pathway_and_those_of_what_has_left_it_last() -> None:
    journey = walked("start grain", "note gone a", "note starter b", "note your-bread c")
    facts = all_notes(journey, DAYS, (), {"gone": "What Is Gone"}).facts()
    assert [note["about"] for note in facts["notes"]] == ["your-bread", "starter", "gone"]
    assert facts["notes"][2]["title"] == "What Is Gone (no longer in this pathway)"


def test_a_page_that_was_left_is_told_of_and_the_first_one_gone_on_with() -> None:
    view = all_notes(walked("start grain"), DAYS, PAGES, {})
    assert view.hints[0] == ("psi note 2.1 --edit", "go on with the page you left")
    told = [text_of(block.words) for block in view.blocks() if not isinstance(block, Panel)]
    assert [line.rpartition(": ")[2] for line in told] == ["“/p/1”.", "“/p/2”."]


def test_without_notes_it_is_said_and_how_to_write_one() -> None:
    journey = walked("start grain")
    view = notes_about(journey, journey.parts["kneading"], DAYS)
    assert text_of(view.blocks()[0].blocks[0].words) == "No notes yet."
    assert view.hints[0].command == 'psi note 2.1 "…"'
    assert not any("--remove" in hint.command for hint in view.hints)
