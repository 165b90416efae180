"""What the first screen of a pathway decides: what it says, what it leaves out, where it leads."""

from psi_cli.pathway.model import Pathway, Stage
from psi_cli.views.elements import Heading, Item, Panel, Paragraph, text_of
from psi_cli.views.start import Start, start
from tests.journeys import BREAD, walked


def of_stages(count: int, **more: str) -> Start:
    stages = tuple(Stage(f"s{one}", f"S {one}", f"S {one}") for one in range(1, count + 1))
    return start(walked("start s1", pathway=Pathway("p", "", "P", stages, **more)))


def rows(view: Start) -> list[str]:
    return [text_of(one.words) for one in view.blocks() if isinstance(one, Item)]


def remarks(view: Start) -> list[str]:
    return [text_of(one.words) for one in view.blocks() if isinstance(one, Paragraph)]


def test_up_to_five_stages_are_shown_and_more_are_counted() -> None:
    assert (len(rows(of_stages(5))), remarks(of_stages(5))) == (5, [])
    assert remarks(of_stages(6)) == ["and 1 stage more: `psi list`"]
    assert (len(rows(of_stages(508))), remarks(of_stages(508))) == (
        5,
        ["and 503 stages more: `psi list`"],
    )


def test_a_pathway_that_says_nothing_of_itself_has_its_title_alone() -> None:
    first, *_ = of_stages(1).blocks()
    assert first == Heading("P", "1 stage")
    (panel, *_) = of_stages(1, audience="Everyone.").blocks()
    assert (panel.title, text_of(panel.blocks[0].words)) == ("P", "For: Everyone.")


def test_five_outcomes_fit_the_window() -> None:
    outcomes = tuple(f"do {one}" for one in range(7))
    view = start(walked("start grain", pathway=BREAD._replace(outcomes=outcomes)))
    panels = [one for one in view.blocks() if isinstance(one, Panel)]
    assert [text_of(one.words) for one in panels[1].blocks] == list(outcomes[:5])


def test_it_is_cut_by_stages_first_and_then_by_words() -> None:
    view = of_stages(9)
    assert (view.shorter(3).stage_rows, view.shorter(3).about_lines) == (2, 0)  # all of them
    assert (view.shorter(5).stage_rows, view.shorter(5).about_lines) == (2, 7)
    assert view.shorter(5).shorter(2).about_lines == 5
    least = view.shorter(99).shorter(99)
    assert least.about_lines == 2
    assert least.shorter(1) == least


def test_it_leads_to_the_reading_where_there_is_a_text_and_else_to_the_stage() -> None:
    assert start(walked("start grain")).hints[0] == ("psi read", "begin: 4 min")
    assert [one.command for one in of_stages(2).hints] == ["psi next", "psi suggest"]
    stages = tuple(one._replace(text=()) for one in BREAD.stages[1:])
    view = start(walked("start dough", pathway=BREAD._replace(stages=stages)))
    assert [one.command for one in view.hints] == ["psi open 1", "psi suggest"]
