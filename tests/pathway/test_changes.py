"""What changed between two versions of a pathway: each edit is named, and what it loses is told."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.pathway.changes import Changes, compare, outline
from psi_cli.pathway.model import Companion, Link, Pathway, Reflection, Resource, Stage

A = Resource("a", "book", "Alpha", 10, link=Link("https://a.example/"))
B = Resource("b", "book", "Beta", 20, link=Link("https://b.example/"))
C = Resource("c", "book", "Gamma", 30)
Q = Reflection("q", "Why?")
ONE = Stage("one", "First", "First", reflections=(Q,), resources=(A, B, C))
TWO = Stage("two", "Second", "Second")
OLD = Pathway("p", "1", "A Pathway", (ONE, TWO))


def edited(*resources: Resource, two: Stage = TWO) -> Changes:
    one = ONE._replace(resources=resources)
    return compare(outline(OLD), outline(OLD._replace(stages=(one, two))))


class Told(NamedTuple):
    """What is said of an edit, by ids."""

    new: str = ""
    gone: str = ""
    renamed: str = ""
    moved: str = ""
    retimed: str = ""
    required: str = ""
    likely: str = ""
    swapped: str = ""
    merged: str = ""
    disowned: str = ""


def told(changes: Changes) -> Told:
    parts = [" ".join(part.id for part in field) for field in changes[2:4]]
    pairs = [" ".join(f"{x.before.id}>{x.after.id}" for x in field) for field in changes[4:]]
    return Told(*parts, *pairs)


TO_TWO = TWO._replace(resources=(A,))
EDITS = {
    "nothing": (edited(A, B, C), Told()),
    "new": (edited(A, B, C, C._replace(id="d", title="Delta")), Told(new="d")),
    "gone": (edited(A, C), Told(gone="b")),
    "retitled": (edited(A, B._replace(title="Bee"), C), Told(renamed="b>b")),
    "renamed": (edited(A, B._replace(id="x", aliases=("b",)), C), Told(renamed="b>x")),
    "no alias": (edited(A, B._replace(id="x"), C), Told(new="x", gone="b", likely="b>x")),
    "no alias, same address": (
        edited(A, B._replace(id="x", title="Bee"), C),
        Told(new="x", gone="b", likely="b>x"),
    ),
    "to another stage": (edited(B, C, two=TO_TWO), Told(moved="a>a")),
    "to the end": (edited(B, C, A), Told(moved="a>a")),
    "minutes": (edited(A, B._replace(minutes=5), C), Told(retimed="b>b")),
    "optional": (edited(A, B._replace(required=False), C), Told(required="b>b")),
    "ids swapped": (
        edited(B._replace(id="a"), A._replace(id="b"), C),
        Told(renamed="a>a b>b", swapped="a>b b>a", retimed="a>a b>b"),
    ),
    "id taken over": (
        edited(B._replace(id="a"), C),
        Told(gone="b", renamed="a>a", swapped="b>a", retimed="a>a"),
    ),
    "ids in a ring": (
        edited(A._replace(id="b"), B._replace(id="c"), C._replace(id="a")),
        Told(
            renamed="a>a b>b c>c",
            swapped="a>b b>c c>a",
            retimed="a>a b>b c>c",
            moved="a>a",
        ),
    ),
    "an alias that two share": (
        edited(A._replace(aliases=("b",)), C),
        Told(renamed="b>a", retimed="b>a", merged="b>a"),
    ),
    "what it was under a new id": (
        edited(A._replace(id="x"), B._replace(id="a", title="New", link=Link()), B, C),
        Told(new="x", renamed="a>a", retimed="a>a", swapped="a>x"),
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_called_what_it_is(edit: str) -> None:
    changes, expected = EDITS[edit]
    assert told(changes) == expected
    assert changes.nothing is (edit == "nothing")


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_loses_progress_where_an_id_is_gone_or_means_another_thing(edit: str) -> None:
    losing = {
        "gone",
        "no alias",
        "no alias, same address",
        "ids swapped",
        "id taken over",
        "ids in a ring",
        "an alias that two share",
        "what it was under a new id",
    }
    assert EDITS[edit][0].loses is (edit in losing)


def test_stages_questions_and_what_goes_with_a_resource_are_compared_too() -> None:
    beside = Companion("beside", "video", "Beside it")
    first = ONE._replace(reflections=(), resources=(A._replace(companions=(beside,)), B, C))
    last = TWO._replace(title="The Second")
    changes = compare(outline(OLD), outline(OLD._replace(stages=(last, first))))
    assert [(part.kind, part.number) for part in changes.gone] == [("question", "1.q1")]
    assert [(part.kind, part.number) for part in changes.new] == [("companion", "2.1a")]
    assert [one.after.title for one in changes.renamed] == ["The Second"]
    assert [one.before.kind for one in changes.moved] == ["stage"]


def test_a_stage_under_a_former_id_keeps_its_resources_where_they_are() -> None:
    first = ONE._replace(id="start", aliases=("one",))
    changes = compare(outline(OLD), outline(OLD._replace(stages=(first, TWO))))
    assert told(changes) == Told(renamed="one>start")


def test_the_minutes_are_those_of_what_is_required() -> None:
    changes = edited(A, B._replace(required=False), C._replace(minutes=45))
    assert (changes.before.minutes, changes.after.minutes) == (60, 55)


def test_a_pathway_under_another_id_loses_all_unless_it_names_the_former_one() -> None:
    strange = compare(outline(OLD), outline(OLD._replace(id="q")))
    assert strange.loses
    renamed = compare(outline(OLD), outline(OLD._replace(id="q", aliases=("p",))))
    assert not renamed.loses


def test_a_former_id_that_is_named_no_more_or_by_another_is_a_loss() -> None:
    before = outline(OLD._replace(stages=(ONE._replace(resources=(_once("b-then", B), A)), TWO)))
    dropped = edited(B, A).after
    passed_on = edited(B, _once("b-then", A)).after
    for after in (dropped, passed_on):
        changes = compare(before, after)
        assert (told(changes).disowned, changes.loses) == ("b>b", True)
    assert not compare(before, edited(_once("b-then", B), A).after).loses


def _once(alias: str, resource: Resource) -> Resource:
    return resource._replace(aliases=(alias,))


def test_a_pathway_that_no_longer_names_an_id_it_had_loses_what_is_under_it() -> None:
    before = outline(OLD._replace(aliases=("o",)))
    assert compare(before, outline(OLD)).loses
    assert not compare(before, outline(OLD._replace(aliases=("o", "n")))).loses


def test_what_several_have_in_common_does_not_hide_that_two_are_swapped() -> None:
    same = tuple(one._replace(title="Introduction") for one in (A, B))
    before = outline(OLD._replace(stages=(ONE._replace(resources=same), TWO)))
    swapped = (same[1]._replace(id="a"), same[0]._replace(id="b"))
    assert told(compare(before, edited(*swapped).after)).swapped == "a>b b>a"


ORDERS = st.permutations(range(8))


@given(ORDERS)
def test_what_has_moved_put_aside_the_rest_is_in_the_order_it_was_in(order: list[int]) -> None:
    several = [Resource(f"r{n}", "book", f"R {n}", 5) for n in range(8)]
    old = OLD._replace(stages=(ONE._replace(resources=tuple(several)),))
    new = OLD._replace(stages=(ONE._replace(resources=tuple(several[n] for n in order)),))
    moved = {one.after.id for one in compare(outline(old), outline(new)).moved}
    stayed = [n for n in order if f"r{n}" not in moved]
    assert stayed == sorted(stayed)
    assert all(
        sorted([*stayed, n]) != [one for one in order if one in {*stayed, n}]
        for n in order
        if f"r{n}" in moved
    )


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_what_is_new_one_way_is_gone_the_other(before: set[int], after: set[int]) -> None:
    def version(ids: set[int]) -> Pathway:
        parts = tuple(Resource(f"r{n}", "book", f"R {n}", 5) for n in sorted(ids))
        return OLD._replace(stages=(ONE._replace(resources=parts),))

    there = compare(outline(version(before)), outline(version(after)))
    back = compare(outline(version(after)), outline(version(before)))
    assert (there.new, there.gone) == (back.gone, back.new)
    assert {part.id for part in there.new} == {f"r{n}" for n in after - before}
