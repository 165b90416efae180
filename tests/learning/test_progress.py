"""Progress: where a record puts the learner, however the pathway changed since."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.learning import actions
from psi_cli.learning.actions import Decision
from psi_cli.learning.progress import ItemState, Progress, measure, state_of
from psi_cli.pathway.model import Companion, Pathway, Reflection, Resource, Stage
from psi_cli.pathway.references import parts_by_id
from psi_cli.record.model import DONE, OPEN, SKIPPED, Event, Mark, Note, PathwayRecord, stamp


def resource(name: str, minutes: int | None = 10, **fields: object) -> Resource:
    return Resource(id=name, kind="video", title=name.title(), minutes=minutes)._replace(**fields)


def pathway_of(*resources: Resource, further: tuple[Resource, ...] = ()) -> Pathway:
    intro = Stage("intro", "Intro", "Intro", reflections=(Reflection("why", "Why?", ("how",)),))
    one = Stage("one", "One", "One", resources=resources, aliases=("first",))
    return Pathway(
        "p", "1", "P", (intro, one), further=Stage("further", "F", "F", resources=further)
    )


PATHWAY = pathway_of(
    resource("a", 10),
    resource("b", 20, companions=(Companion("c", "blog", "C"),)),
    resource("extra", 40, required=False),
    further=(resource("beyond", 80, required=False),),
)


def record(*actions: tuple[str, str]) -> PathwayRecord:
    kept = PathwayRecord()
    for number, (do, about) in enumerate(actions):
        name = f"{number:04d}"
        kept.apply(Event(name, f"2026-11-23T09:00:{number:02d}Z", "p", do, about, f"text {number}"))
    return kept


def test_a_learner_who_has_not_begun_stands_in_the_first_stage() -> None:
    progress = measure(PATHWAY, PathwayRecord())
    assert (progress.begun, progress.here, progress.current.stage.id) == (False, 0, "intro")
    assert [(one.number, one.done, one.total, one.minutes_left) for one in progress.stages] == [
        ("1", 0, 0, 0),
        ("2", 0, 2, 30),
    ]
    assert progress.state("a") == ItemState(OPEN, "", "", "", ())
    assert not progress.finished


def test_only_what_is_required_counts() -> None:
    progress = measure(PATHWAY, record(("done", "extra"), ("done", "beyond"), ("done", "c")))
    assert (progress.total("done"), progress.total("total"), progress.total("minutes_left")) == (
        *(0, 2, 30),
    )
    assert progress.state("extra").status == DONE
    assert progress.orphans == ()


def test_a_stage_is_complete_when_nothing_is_open_and_something_is_done() -> None:
    def complete(*actions: tuple[str, str]) -> list[bool]:
        return [stage.complete for stage in measure(PATHWAY, record(*actions)).stages]

    assert complete(("done", "a")) == [False, False]
    assert complete(("done", "a"), ("skip", "b")) == [False, True]
    assert complete(("skip", "a"), ("skip", "b")) == [False, False]
    assert complete(("done", "one")) == [False, True]
    assert complete(("done", "intro")) == [True, False]
    assert complete(("skip", "intro")) == [False, False]


def test_skipping_the_rest_finishes_the_pathway_and_is_not_done() -> None:
    progress = measure(PATHWAY, record(("done", "a"), ("skip", "b")))
    assert progress.finished
    assert (progress.total("done"), progress.total("skipped"), progress.total("minutes_left")) == (
        *(1, 1, 0),
    )


def test_the_stage_is_found_under_its_former_name_and_a_lost_one_is_the_first() -> None:
    assert measure(PATHWAY, record(("start", "intro"), ("move", "first"))).here == 1
    assert measure(PATHWAY, record(("start", "intro"), ("move", "gone"))).here == 0
    assert measure(PATHWAY, record(("start", "further"))).here == 0


def test_the_record_survives_a_new_order() -> None:
    kept = record(("done", "b"), ("bookmark", "a"), ("note", "a"), ("note", "why"))
    before = measure(PATHWAY, kept)
    one = PATHWAY.stages[1]
    turned = one._replace(resources=one.resources[::-1])
    after = measure(PATHWAY._replace(stages=(turned, PATHWAY.stages[0])), kept)
    assert after.states == before.states
    assert (after.total("done"), after.orphans) == (1, ())


def test_the_record_survives_a_new_name() -> None:
    kept = record(("done", "b"), ("bookmark", "b"), ("note", "b"), ("open", "b"), ("note", "how"))
    renamed = pathway_of(resource("a"), resource("better", aliases=("b",)))
    progress = measure(renamed, kept)
    assert progress.state("better") == measure(PATHWAY, kept).state("b")
    assert (progress.total("done"), progress.orphans) == (1, ())
    assert [note.text for note in progress.state("why").notes] == ["text 4"]


def test_what_leaves_the_pathway_is_kept_as_an_orphan() -> None:
    kept = record(("done", "a"), ("note", "b"), ("bookmark", "c"))
    progress = measure(pathway_of(resource("new")), kept)
    assert progress.orphans == ("a", "b", "c")
    assert (progress.total("done"), progress.total("total")) == (0, 1)
    assert progress.state("b").notes == (Note("0001", "2026-11-23T09:00:01Z", "text 1"),)


def test_of_two_entries_for_one_part_the_later_counts() -> None:
    renamed = pathway_of(resource("b", aliases=("a",)))

    def state(*actions: tuple[str, str]) -> ItemState:
        return measure(renamed, record(*actions)).state("b")

    assert state(("done", "a"), ("skip", "b")).status == SKIPPED
    assert state(("skip", "b"), ("done", "a")).status == DONE
    bookmarks = (("bookmark", "a"), ("bookmark", "b"), ("bookmark", "a"))
    assert state(*bookmarks).bookmarked == "2026-11-23T09:00:02Z"
    opened = (("open", "a"), ("open", "b"), ("open", "a"))
    assert state(*opened).opened == "2026-11-23T09:00:02Z"
    notes = state(("note", "b"), ("note", "a"), ("note", "b")).notes
    assert [note.text for note in notes] == ["text 0", "text 1", "text 2"]


RENAMED = pathway_of(resource("new", aliases=("a",)))
NEW = parts_by_id(RENAMED)["new"]


@pytest.mark.parametrize(
    ("do", "decisions", "left"),
    [
        ("done", lambda progress: actions.mark("reopen", [NEW], progress), ItemState()),
        ("bookmark", lambda progress: actions.bookmark([NEW], progress, remove=True), ItemState()),
        ("note", lambda progress: [actions.unnote(NEW, progress)], ItemState()),
        ("note", lambda progress: actions.reset([NEW], progress), ItemState()),
        ("done", lambda progress: actions.reset([NEW], progress), ItemState()),
    ],
    ids=["done, reopened", "bookmarked, removed", "noted, removed", "noted, reset", "done, reset"],
)
def test_what_was_kept_under_a_former_name_can_be_taken_back(
    do: str, decisions: Callable[[Progress], list[Decision]], left: ItemState
) -> None:
    kept = record((do, "a"))
    (decision,) = decisions(measure(RENAMED, kept))
    for event in stamp(
        decision.actions,
        pathway="p",
        milliseconds=1_900_000_000_000,
        after=-1,
        randomness=bytes(10 * len(decision.actions)),
    ):
        kept.apply(event)
    assert measure(RENAMED, kept).state("new") == left


def test_the_standing_of_one_part_is_gathered_from_all_its_names() -> None:
    kept = record(("done", "old"), ("bookmark", "new"), ("done", "other"))
    state = state_of(kept, ("new", "old"))
    assert (state.status, state.bookmarked) == (DONE, "2026-11-23T09:00:01Z")
    assert state_of(kept, ("none",)) == ItemState()


def test_every_part_has_its_number() -> None:
    assert {name: target.number for name, target in parts_by_id(PATHWAY).items()} == {
        "intro": "1",
        "why": "1.q1",
        "one": "2",
        "a": "2.1",
        "b": "2.2",
        "c": "2.2a",
        "extra": "2.3",
        "further": "F",
        "beyond": "F.1",
    }


NAMES = ["a", "b", "c", "d", "old-a", "old-b", "intro", "one", "gone"]
PATHWAYS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 600), st.booleans(), st.booleans()),
    max_size=4,
    unique_by=lambda part: part[0],
).map(
    lambda parts: pathway_of(
        *(
            resource(name, minutes, required=required, aliases=(f"old-{name}",) if had else ())
            for name, minutes, required, had in parts
        )
    )
)
RECORDS = st.lists(
    st.tuples(
        st.sampled_from(["start", "move", "done", "skip", "reopen", "bookmark", "note", "reset"]),
        st.sampled_from(NAMES),
    ),
    max_size=20,
).map(lambda actions: record(*actions))


@given(PATHWAYS, RECORDS)
def test_progress_never_exceeds_what_there_is(pathway: Pathway, kept: PathwayRecord) -> None:
    progress = measure(pathway, kept)
    for stage in progress.stages:
        required = [one for one in stage.stage.resources if one.required]
        assert 0 <= stage.done + stage.skipped <= stage.total == len(required)
        assert 0 <= stage.minutes_left <= sum(one.minutes for one in required)
        assert stage.complete or stage.done < stage.total or not stage.total
    assert 0 <= progress.here < len(pathway.stages)
    assert progress.finished == (
        progress.total("done") + progress.total("skipped") == progress.total("total")
    )


@given(PATHWAYS, PATHWAYS, RECORDS)
def test_nothing_that_is_kept_is_lost_from_sight(
    first: Pathway, second: Pathway, kept: PathwayRecord
) -> None:
    for pathway in (first, second):
        progress = measure(pathway, kept)
        seen = set(pathway.canonical().values()) | set(progress.orphans)
        assert set(progress.states) <= seen
        notes = [note for state in progress.states.values() for note in state.notes]
        assert len(notes) == sum(map(len, kept.notes.values()))


@given(RECORDS, st.permutations("abcd"))
def test_the_order_of_resources_changes_no_state(kept: PathwayRecord, order: list[str]) -> None:
    plain = measure(pathway_of(*map(resource, "abcd")), kept)
    turned = measure(pathway_of(*map(resource, order)), kept)
    assert turned.states == plain.states
    assert turned.stages[1][2:] == plain.stages[1][2:]


def test_a_mark_is_a_status_and_a_time() -> None:
    kept = record(("done", "a"))
    assert kept.marks["a"] == Mark(DONE, "2026-11-23T09:00:00Z", "0000")
    assert measure(PATHWAY, kept).state("a")[:2] == (DONE, "2026-11-23T09:00:00Z")


@pytest.mark.parametrize("old_first", [True, False])
def test_of_two_marks_on_one_part_the_one_with_the_later_id_counts(old_first: bool) -> None:
    renamed = pathway_of(resource("new", aliases=("old",)))
    at = "2026-11-23T09:00:00Z"  # the same second
    kept = PathwayRecord()
    ids = ("0001", "0002") if old_first else ("0002", "0001")
    kept.marks = {"old": Mark(DONE, at, ids[0]), "new": Mark(SKIPPED, at, ids[1])}
    assert measure(renamed, kept).state("new").status == (SKIPPED if old_first else DONE)


def test_what_has_no_estimate_is_counted_beside_the_minutes() -> None:
    pathway = pathway_of(resource("a", None), resource("b", 20), resource("c", None))
    progress = measure(pathway, record(("done", "a")))
    assert (progress.stages[1].minutes_left, progress.stages[1].untimed) == (20, 1)


def test_what_waits_for_something_open_is_studied_after_it() -> None:
    pathway = pathway_of(resource("a", after=("b",)), resource("b"))
    assert following(pathway) == "b"
    assert following(pathway, ("done", "b")) == "a"
    assert following(pathway, ("skip", "b")) == "a"


def test_what_waits_for_something_that_is_not_required_comes_when_nothing_else_is_left() -> None:
    pathway = pathway_of(resource("a", after=("extra",)), resource("extra", required=False))
    assert following(pathway) == "a"


def following(pathway: Pathway, *actions: tuple[str, str]) -> str:
    found = measure(pathway, record(*actions)).next_resource()
    return found.id if found else ""
