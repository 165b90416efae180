"""psi done, skip and reopen: what they mark, and what they ask where nothing was named."""

import pytest

from tests.commands.conftest import Bake
from tests.conftest import Psi
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


@pytest.mark.parametrize("typed", ["n\n", "no\n", "non\n", "psi next\n", "?\n", ""])
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


def test_that_something_stood_in_is_said_at_once(bake: Bake) -> None:
    said = "Done: Kneading by hand, by what stands in for it"
    assert said in words_of(bake("done", "1a").out)
    bake("undo")
    assert f"{said}, in 20 min" in words_of(bake("done", "1a", "--took", "20").out)
    bake("undo")
    assert bake("done", "1a", "--json").json["changes"][0]["by"] == "kneading-text"
    bake("undo")
    assert "stands in for it" not in bake("done", "1").out


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


def test_a_resource_and_what_stands_in_for_it_are_completed_once(psi: Psi) -> None:
    psi("start")
    made = psi("done", "2.4", "2.4a", "--json").json["changes"]
    assert [(one["id"], one["changed"]) for one in made] == [("harrington-webinar", True)]
    events = psi("log", "--json").json["events"]
    assert [one["do"] for one in events] == ["done", "start"]


def took(bake: Bake, ref: str = "2") -> int | None:
    return bake("show", ref, "--json").json["took"]


@pytest.mark.parametrize("typed", ["1h30", "1:30", "90"])
def test_ones_own_time_is_kept_and_told_in_place_of_the_estimate(bake: Bake, typed: str) -> None:
    assert "in 1 h 30" in bake("done", "2", "--took", typed).out
    assert took(bake) == 90
    assert "done 2026-11-25 in 1 h 30" in bake("show", "2").out
    assert "done The Long Life of a Starter" in bake("log").out
    assert bake("log", "--json").json["events"][0]["took"] == 90
    assert "**About 1 h 30** for 1 resource, by the learner’s own account." in (
        bake("export", "record").out
    )
    assert "Taken back: done The Long Life of a Starter" in words_of(bake("undo").out)
    assert took(bake) is None
    assert statuses(bake)["starter"] == "open"


def test_the_time_may_be_told_or_corrected_later_and_the_day_it_was_done_stays(psi: Psi) -> None:
    psi("done", "2.4a")
    psi.now = psi.now.replace(day=27)
    for typed, minutes in (("40m", 40), ("50m", 50)):
        assert psi("done", "2.4", "--took", typed, "--json").json["changes"][0]["changed"]
        shown = psi("show", "2.4", "--json").json
        assert (shown["took"], shown["at"][:10]) == (minutes, "2026-11-25")
        assert shown["by"]  # what stood in for it
    assert not psi("done", "2.4", "--took", "50m", "--json").json["changes"][0]["changed"]
    assert "SiG webinar with Molly Harrington, in 50 min" in psi("undo").out
    assert psi("show", "2.4", "--json").json["took"] == 40


def test_what_is_reopened_has_no_time(bake: Bake) -> None:
    bake("done", "2", "--took", "40m")
    bake("reopen", "2")
    bake("done", "2")
    assert took(bake) is None


@pytest.mark.parametrize(
    "line", ["1 3 --took 40m", "1-3 --took 40m", "dough --took 40m", "2 --took soon", "2 --took="]
)
def test_a_time_of_several_or_of_none_is_refused_and_nothing_is_marked(
    bake: Bake, line: str
) -> None:
    result = bake("done", *line.split())
    assert (result.status, result.out, len(result.err.splitlines())) == (2, "", 2)
    assert "done" not in statuses(bake).values()
