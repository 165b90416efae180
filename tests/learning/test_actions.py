"""Deciding: a wish becomes the actions that bring it about, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.errors import UsageProblem
from psi_cli.learning import actions
from psi_cli.learning.progress import ItemState, Progress, measure
from psi_cli.pathway.model import Pathway, Reflection, Resource, Stage
from psi_cli.pathway.references import parts_by_id
from psi_cli.record.model import (
    LONGEST_TEXT,
    UNDOABLE,
    Action,
    Event,
    LearnerRecord,
    PathwayRecord,
)
from psi_cli.system.sanitize import clean

STAGE = Stage(
    "one",
    "One",
    "One",
    resources=tuple(Resource(name, "video", name, 10) for name in "abc"),
    reflections=(Reflection("why", "Why?"),),
)
PATHWAY = Pathway("p", "1", "P", (STAGE,))
PARTS = parts_by_id(PATHWAY)
A, B, ONE, WHY = (PARTS[name] for name in ("a", "b", "one", "why"))


def event(number: int, do: str, about: str = "", text: str = "", **more: str) -> Event:
    return Event(f"{number:04d}", "2026-11-23T09:00:00Z", "p", do, about, text, **more)


def progress(*events: Event) -> Progress:
    record = LearnerRecord()
    record.add(events)
    return measure(PATHWAY, record.of("p"))


def acts(decisions: list[actions.Decision]) -> list[tuple[Action, ...]]:
    """Return the actions of decisions, each of which bears the title of what it is about."""
    for one in decisions:
        titles = {part.part.id: actions.title_of(part.part) for part in PARTS.values()}
        assert all(action.title == titles[action.about] for action in one.actions)
    return [tuple(action._replace(title="") for action in one.actions) for one in decisions]


BLANK = progress()
DONE_A = progress(event(1, "done", "a"))


def test_a_mark_is_made_where_it_changes_something() -> None:
    assert acts(actions.mark("done", [A, B], DONE_A)) == [(), (Action("done", "b"),)]
    assert acts(actions.mark("skip", [A, B], DONE_A)) == [
        (Action("skip", "a"),),
        (Action("skip", "b"),),
    ]
    assert acts(actions.mark("reopen", [A, B], DONE_A)) == [(Action("reopen", "a"),), ()]


def test_a_decision_tells_what_was_wished_and_for_what() -> None:
    (one,) = actions.mark("done", [A], DONE_A)
    assert (one.do, one.target, one.actions) == ("done", A, ())


def test_what_is_named_twice_is_done_once() -> None:
    assert acts(actions.mark("done", [A, A], BLANK)) == [(Action("done", "a"),)]
    assert acts(actions.reset([ONE, A], DONE_A)) == [(Action("reset", "a"),), ()]


def test_bookmarks_come_and_go_once() -> None:
    kept = progress(event(1, "bookmark", "a"))
    assert acts(actions.bookmark([A, B], kept, remove=False)) == [(), (Action("bookmark", "b"),)]
    assert acts(actions.bookmark([A, B], kept, remove=True)) == [
        (Action("unbookmark", "a"),),
        (),
    ]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("  mine \n", "mine"),
        ("a\r\nb\r\n", "a\nb"),
        ("a\tb", "a\tb"),
        ("\x1b[2J", "␛[2J"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
    ],
)
def test_a_note_is_kept_cleaned(words: str, kept: str) -> None:
    assert actions.note(WHY, words) == actions.Decision(
        "note", WHY, (Action("note", "why", kept, title="Why?"),)
    )


@pytest.mark.parametrize("words", ["", " \n\t ", "\r\n"])
def test_an_empty_note_is_refused(words: str) -> None:
    with pytest.raises(UsageProblem, match="There is nothing in this note"):
        actions.note(A, words)


def test_a_note_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(UsageProblem, match="This note has 20,001 characters, and psi keeps up to"):
        actions.note(A, "x" * (LONGEST_TEXT + 1))


@given(st.text(st.characters(exclude_categories=())))
def test_a_note_that_is_kept_needs_no_more_cleaning(words: str) -> None:
    try:
        (action,) = actions.note(A, words).actions
    except UsageProblem:
        assert not clean(words).strip()
    else:
        assert action.text == clean(action.text, keep_tabs=True).rstrip().lstrip("\n ") != ""


def test_the_latest_note_is_taken_back() -> None:
    kept = progress(event(1, "note", "a", "one"), event(2, "note", "a", "two"))
    assert actions.unnote(A, kept).actions == (Action("unnote", "a", of="0002", title="a"),)
    assert actions.unnote(B, kept).actions == ()


def test_a_reset_of_a_stage_takes_along_what_is_kept_in_it() -> None:
    kept = progress(event(1, "done", "a"), event(2, "note", "why", "x"), event(3, "done", "one"))
    assert acts(actions.reset([ONE], kept)) == [
        (Action("reset", "one"), Action("reset", "a"), Action("reset", "why"))
    ]
    assert acts(actions.reset([A, B], kept)) == [(Action("reset", "a"),), ()]
    assert acts(actions.reset([ONE], BLANK)) == [()]


EVENTS = [
    event(1, "start", "one"),
    event(2, "done", "a", step="0002"),
    event(3, "done", "b", step="0002"),
    event(4, "open", "c"),
    event(5, "note", "a", "x"),
]


def undone(events: list[Event], steps: int) -> list[str]:
    return [one.id for one in actions.undo(reversed(events), "p", steps)]


def test_undo_takes_whole_steps_the_latest_first() -> None:
    assert undone(EVENTS, 1) == ["0005"]
    assert undone(EVENTS, 2) == ["0005", "0003", "0002"]
    assert undone(EVENTS, 3) == undone(EVENTS, 99) == ["0005", "0003", "0002", "0001"]
    assert undone([], 1) == []


def test_undo_goes_on_before_what_is_taken_back_already() -> None:
    events = [*EVENTS, event(6, "undo", "a", of="0005")]
    assert undone(events, 1) == ["0003", "0002"]
    events += [event(7, "undo", of="0003"), event(8, "undo", of="0002")]
    assert undone(events, 1) == ["0001"]


def test_undo_takes_a_step_whole_though_another_device_s_fall_into_it() -> None:
    events = [
        event(1, "skip", "c", step="0001"),
        event(2, "done", "a", step="0002"),
        event(3, "bookmark", "a"),
        event(4, "done", "b", step="0002"),
        event(5, "bookmark", "b"),
        event(6, "done", "c", step="0002"),
    ]
    assert undone(events, 1) == ["0006", "0004", "0002"]
    assert undone(events, 2) == ["0006", "0005", "0004", "0002"]
    assert undone(events, 4) == ["0006", "0005", "0004", "0003", "0002", "0001"]


def test_undo_leaves_other_pathways_reading_and_forgetting_alone() -> None:
    events = [
        event(1, "done", "a"),
        event(2, "done", "a")._replace(pathway="q"),
        event(3, "open", "a"),
        event(4, "forget", "a", of="0001"),
        event(5, "juggle", "a"),
    ]
    assert undone(events, 5) == ["0001"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(UNDOABLE)), st.sampled_from(["a", "b", ""]), st.booleans()
        ),
        max_size=10,
    ),
    st.integers(1, 11),
)
def test_undo_restores_the_record_from_before_the_steps(
    wished: list[tuple[str, str, bool]], steps: int
) -> None:
    events: list[Event] = []
    for number, (do, about, joined) in enumerate(wished, start=1):
        step = (events[-1].step or events[-1].id) if joined and events else f"{number:04d}"
        events.append(event(number, do, about, "x", step=step))
    begun = list(dict.fromkeys(one.step for one in events))
    before = [one for one in events if one.step not in begun[-steps:]]
    taken = actions.undo(reversed(events), "p", steps)
    undos = [event(100 + n, "undo", one.about, of=one.id) for n, one in enumerate(taken)]
    assert progress(*events, *undos).states == progress(*before).states


WISHES = st.lists(st.tuples(st.sampled_from(["done", "skip", "reopen"]), st.sampled_from("abc")))


@given(WISHES, st.sampled_from(["done", "skip", "reopen"]), st.sampled_from("abc"))
def test_a_repeated_wish_changes_nothing(before: list[tuple[str, str]], do: str, name: str) -> None:
    kept = PathwayRecord()
    for number, (did, about) in enumerate(before):
        kept.apply(event(number, did, about))
    (first,) = actions.mark(do, [PARTS[name]], measure(PATHWAY, kept))
    for action in first.actions:
        kept.apply(event(999, action.do, action.about))
    assert acts(actions.mark(do, [PARTS[name]], measure(PATHWAY, kept))) == [()]
    assert measure(PATHWAY, PathwayRecord()).state(name) == ItemState()
