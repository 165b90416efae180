"""Filters: any value within a field will do, and all fields must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.errors import UsageProblem
from psi_cli.learning.filters import STATES, Filters, checked, checked_kinds
from psi_cli.learning.progress import ItemState
from psi_cli.pathway.model import KINDS, Resource
from psi_cli.record.model import Note
from psi_cli.search.query import parse

RESOURCE = Resource("r", "video", "R", 20, creators=("Al Étmanski", "OECD"), tags=("lab", "policy"))
PLAIN = ItemState()
DONE = ItemState("done", "2026-11-23T09:00:00Z")
KEPT = ItemState("skipped", "x", "x", "x", (Note("i", "at", "text"),))


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(kind=("video",)), True),
        (Filters(kind=("book", "video")), True),
        (Filters(kind=("book",)), False),
        (Filters(stage=("dip",)), True),
        (Filters(stage=("dive",)), False),
        (Filters(tag=("policy", "none")), True),
        (Filters(tag=("pol",)), False),
        (Filters(by=("étm",)), True),
        (Filters(by=("ÉTM", "x")), True),
        (Filters(by=("moore",)), False),
        (Filters(most=20), True),
        (Filters(most=19), False),
        (Filters(most=0), False),
        (Filters(state=("open",)), True),
        (Filters(state=("done", "noted")), False),
        (Filters(kind=("video",), tag=("lab",), by=("oecd",), most=60), True),
        (Filters(kind=("video",), tag=("lab",), by=("oecd",), most=10), False),
    ],
)
def test_a_resource_passes_where_every_field_holds(filters: Filters, passes: bool) -> None:
    assert filters.pass_resource(RESOURCE, "dip", PLAIN) is passes


@pytest.mark.parametrize(
    ("state", "states"),
    [(PLAIN, {"open"}), (DONE, {"done"}), (KEPT, {"skipped", "bookmarked", "noted"})],
)
def test_a_standing_has_its_states(state: ItemState, states: set[str]) -> None:
    assert {one for one in STATES if Filters(state=(one,)).pass_state(state)} == states
    assert Filters().pass_state(state)


@pytest.mark.parametrize(
    ("filters", "further"),
    [
        (Filters(), False),
        (Filters(kind=("video",), most=20), False),
        (Filters(state=("open",)), False),
        (Filters(state=("open", "done")), True),
        (Filters(state=("bookmarked",)), True),
        (Filters(state=("noted",)), True),
        (Filters(state=("skipped",)), True),
        (Filters(tag=("lab",)), True),
        (Filters(by=("bason",)), True),
    ],
)
def test_some_filters_reach_further_reading(filters: Filters, further: bool) -> None:
    assert filters.reach_further is further


def test_filters_are_told_as_a_search_would_have_them() -> None:
    filters = Filters(("video", "book"), ("dip",), ("lab",), ("bason",), ("open",), 0)
    assert filters.in_words() == (
        "kind:video or kind:book, stage:dip, tag:lab, by:bason, is:open, max:0"
    )
    assert filters.as_typed() == (
        ["kind:video", "kind:book", "stage:dip", "tag:lab", "by:bason", "is:open", "max:0"]
    )
    assert Filters().in_words() == ""
    assert Filters().as_typed() == []


def test_values_that_exist_are_let_through() -> None:
    filters = Filters(("video",), ("dip",), ("lab",), ("anyone",), ("noted",), 5)
    assert checked(filters, stages=("dip",), tags=("lab",)) == filters
    assert checked_kinds(filters._replace(tag=("elsewhere",))) == filters._replace(
        tag=("elsewhere",)
    )


@pytest.mark.parametrize(
    ("filters", "sentence", "values"),
    [
        (Filters(kind=("viedo",)), "There is no kind “viedo”.", ", ".join(KINDS)),
        (Filters(stage=("x",)), "There is no stage “x”.", "dip, dive"),
        (Filters(tag=("x",)), "There is no tag “x”.", "lab"),
        (Filters(state=("x",)), "There is no state “x”.", ", ".join(STATES)),
        (Filters(tag=("\x1b" + "x" * 99,)), f"There is no tag “␛{'x' * 39}”.", "lab"),
    ],
)
def test_a_value_that_does_not_exist_is_answered_with_those_that_do(
    filters: Filters, sentence: str, values: str
) -> None:
    with pytest.raises(UsageProblem) as caught:
        checked(filters, stages=("dip", "dive"), tags=("lab",))
    assert caught.value.sentence == sentence
    assert caught.value.remedy.endswith(f": takes {values}.")


def test_of_many_values_those_that_are_near_are_named() -> None:
    tags = (*(f"tag-{number}" for number in range(99)), "co-creation")
    with pytest.raises(UsageProblem) as caught:
        checked(Filters(tag=("co-creaton",)), stages=(), tags=tags)
    assert caught.value.remedy == "Did you mean co-creation?"


def test_more_values_than_help_are_refused() -> None:
    with pytest.raises(UsageProblem, match="32 values"):
        checked_kinds(Filters(by=("x",) * 33))
    assert checked_kinds(Filters(by=("x",) * 32)) == Filters(by=("x",) * 32)


def test_of_32_values_all_are_named() -> None:
    tags = tuple(f"tag-{number}" for number in range(32))
    with pytest.raises(UsageProblem) as caught:
        checked(Filters(tag=("x",)), stages=(), tags=tags)
    assert caught.value.remedy == f"tag: takes {', '.join(tags)}."


VALUES = st.lists(st.sampled_from(["video", "book", "lab", "dip", "open"]), max_size=3).map(tuple)
FILTERS = st.builds(
    Filters, VALUES, VALUES, VALUES, VALUES, VALUES, st.one_of(st.none(), st.integers(0, 99))
)


@given(FILTERS)
def test_filters_as_typed_are_read_back_as_they_were(filters: Filters) -> None:
    assert parse(filters.as_typed()).filters == filters


@given(FILTERS, FILTERS, st.sampled_from([PLAIN, DONE, KEPT]))
def test_another_filter_never_lets_more_through(
    one: Filters, other: Filters, state: ItemState
) -> None:
    narrower = Filters(*(mine or theirs for mine, theirs in zip(one, other, strict=True)))
    if one.most == 0:
        narrower = narrower._replace(most=0)
    if narrower.pass_resource(RESOURCE, "dip", state):
        assert one.pass_resource(RESOURCE, "dip", state)
