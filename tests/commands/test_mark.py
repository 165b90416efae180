"""psi done, skip and reopen: what they mark, and what they ask where nothing was named."""

import pytest

from tests.commands.conftest import Bake
from tests.output_checker import words_of


def statuses(bake: Bake) -> dict[str, str]:
    """Return how each resource of the second stage stands."""
    return {one["id"]: one["status"] for one in bake("show", "--json").json["resources"]}


def did(bake: Bake) -> list[str]:
    return [event["do"] for event in bake("log", "--json").json["events"]]


@pytest.mark.parametrize("typed", ["\n", "y\n", "Yes\n", "oui\n", "O\n"])
def test_done_without_ref_offers_what_one_was_at_and_enter_takes_it(bake: Bake, typed: str) -> None:
    bake("open", "2", "--print")
    result = bake("done", terminal=True, stdin=typed)
    assert "Mark 2 The Long Life of a Starter" in result.err
    assert "[Y/n]" in result.err
    assert "Done: The Long Life of a Starter" in words_of(result.out)
    assert statuses(bake)["starter"] == "done"


@pytest.mark.parametrize("typed", ["n\n", "no\n", "non\n", ""])
def test_done_without_ref_marks_nothing_if_one_declines_or_is_gone(bake: Bake, typed: str) -> None:
    bake("open", "2", "--print")
    result = bake("done", terminal=True, stdin=typed)
    assert result.status == 1
    assert result.err.splitlines()[-2].startswith("Nothing was changed.")
    assert statuses(bake)["starter"] == "open"


def test_done_without_ref_names_what_one_was_at_where_it_cannot_ask(bake: Bake) -> None:
    bake("open", "2", "--print")
    result = bake("done")
    assert result.status == 2
    assert result.err.splitlines()[0].startswith("Say what you have done: The Long Life")
    assert result.err.splitlines()[-1] == "`psi done 2`"
    assert statuses(bake)["starter"] == "open"


@pytest.mark.parametrize("terminal", [True, False])
def test_done_without_ref_and_nothing_at_hand_says_how_to_name_it(
    bake: Bake, terminal: bool
) -> None:
    result = bake("done", terminal=terminal)
    assert (result.status, result.out) == (2, "")
    assert "`psi done REF`" in result.err


def test_what_stands_in_for_a_resource_completes_it_and_is_remembered(bake: Bake) -> None:
    result = bake("done", "1a", "--json").json
    assert [one["id"] for one in result["changes"]] == ["kneading"]
    shown = bake("show", "1", "--json").json
    assert (shown["status"], shown["by"]) == ("done", "kneading-text")
    bake("undo")
    shown = bake("show", "1", "--json").json
    assert (shown["status"], shown["by"]) == ("open", None)


def test_what_goes_beside_a_resource_completes_nothing_and_says_what_would(bake: Bake) -> None:
    result = bake("done", "2b")
    assert result.status == 2
    assert "goes beside 2.2 and does not stand in for it" in result.err
    assert "`psi done 2.2`" in result.err
    assert "done" not in statuses(bake).values()


def test_several_are_marked_in_one_step(bake: Bake) -> None:
    bake("done", "1", "3")
    assert [name for name, one in statuses(bake).items() if one == "done"] == [
        "kneading",
        "flour-report",
    ]
    bake("undo")
    assert "done" not in statuses(bake).values()


def test_if_one_of_several_is_unknown_none_is_marked(bake: Bake) -> None:
    assert bake("done", "1", "9").status == 3
    assert "done" not in statuses(bake).values()


def test_what_was_skipped_is_not_done_and_reopens(bake: Bake) -> None:
    bake("skip", "4")
    assert statuses(bake)["mill-visit"] == "skipped"
    bake("done", "4")
    assert statuses(bake)["mill-visit"] == "done"
    bake("reopen", "4")
    assert statuses(bake)["mill-visit"] == "open"
    assert did(bake)[:3] == ["reopen", "done", "skip"]
