"""The record: what events add up to, and the ids that put them in order."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.record.model import (
    DONE,
    FOLLOWED,
    READ,
    SKIPPED,
    UNDOABLE,
    Action,
    Event,
    LearnerRecord,
    Mark,
    Note,
    PathwayRecord,
    moment_of,
    stamp,
)

NOW = 1_800_000_000_000
ZEROS = bytes(10)


def at(number: int) -> str:
    return f"2026-11-23T09:{number // 60 % 60:02d}:{number % 60:02d}Z"


def event(number: int, do: str, about: str = "", text: str = "", of: int = 0) -> Event:
    """Return an event whose id and time tell its number."""
    return Event(f"{number:04d}", at(number), "p", do, about, text, f"{of:04d}" if of else "")


def folded(*events: Event) -> PathwayRecord:
    record = LearnerRecord()
    record.add(events)
    return record.of("p")


def contents(kept: PathwayRecord) -> dict[str, object]:
    return {name: getattr(kept, name) for name in kept.__slots__}


def test_a_blank_record_holds_nothing() -> None:
    assert LearnerRecord().of("p").holds_nothing
    assert LearnerRecord().latest == ""
    assert folded() is not folded()


def test_what_was_forgotten_stays_so_even_where_an_undo_names_the_forgetting() -> None:
    note, told = event(1, "note", "a", "words"), event(2, "forget", "a", of=1)
    assert folded(note, told, event(3, "undo", "a", of=2)).notes == {}


def test_the_first_start_begins_and_every_start_and_move_leads_to_a_stage() -> None:
    kept = folded(event(1, "start", "intro"), event(2, "move", "dip"), event(3, "start", "dive"))
    assert (kept.started, kept.stage, kept.last) == (at(1), "dive", at(3))


def test_done_and_skipped_take_each_others_place_and_reopening_clears_both() -> None:
    done, skip = event(1, "done", "a"), event(2, "skip", "a")
    assert folded(done).marks == {"a": Mark(DONE, at(1), "0001")}
    assert folded(done, skip).marks == {"a": Mark(SKIPPED, at(2), "0002")}
    assert folded(skip, event(3, "done", "a")).marks == {"a": Mark(DONE, at(3), "0003")}
    assert folded(done, skip, event(3, "reopen", "a")).marks == {}
    assert folded(event(1, "reopen", "a")).marks == {}


def test_what_is_done_again_keeps_its_day_and_the_time_that_was_told_last() -> None:
    first = event(1, "done", "a")._replace(by="b", took=40)
    assert folded(first, event(2, "done", "a")).marks == {"a": Mark(DONE, at(1), "0002", "b", 40)}
    told = event(3, "done", "a")._replace(took=50)
    assert folded(first, told).marks == {"a": Mark(DONE, at(1), "0003", "b", 50)}
    again = (event(2, "reopen", "a"), event(3, "done", "a"))
    assert folded(first, *again).marks == {"a": Mark(DONE, at(3), "0003")}
    assert folded(first, event(2, "skip", "a")).marks == {"a": Mark(SKIPPED, at(2), "0002")}


def test_bookmarks_are_kept_until_they_are_removed() -> None:
    bookmark = event(1, "bookmark", "a")
    assert folded(bookmark, event(2, "bookmark", "b")).bookmarks == {"a": at(1), "b": at(2)}
    assert folded(bookmark, event(2, "unbookmark", "a")).bookmarks == {}
    assert folded(event(1, "unbookmark", "a")).bookmarks == {}


def test_what_was_opened_last_is_kept_with_its_time() -> None:
    assert folded(event(1, "open", "a"), event(2, "open", "a")).opened == {"a": at(2)}


def test_notes_pile_up_and_one_is_taken_back_by_its_id() -> None:
    notes = (event(1, "note", "a", "one"), event(2, "note", "a", "two"), event(3, "note", "b", "x"))
    one, two, other = (Note(e.id, e.at, e.text) for e in notes)
    assert folded(*notes).notes == {"a": [one, two], "b": [other]}
    assert folded(*notes, event(4, "unnote", "a", of=1)).notes == {"a": [two], "b": [other]}
    assert folded(*notes, event(4, "forget", "b", of=3)).notes == {"a": [one, two]}
    assert folded(*notes, event(4, "unnote", "a", of=3)).notes == {"a": [one, two], "b": [other]}
    assert folded(event(1, "unnote", "a", of=9)).notes == {}


def test_a_note_that_lost_its_text_is_none() -> None:
    kept = folded(event(1, "note", "a", ""))
    assert kept.notes == {}
    assert kept.holds_nothing


def everything_about(*names: str) -> list[Event]:
    dos = ("done", "bookmark", "open", "note")
    return [event(n, do, name, "x") for name in names for n, do in enumerate(dos, start=2)]


def test_a_reset_forgets_one_thing_or_everything() -> None:
    events = [event(1, "start", "one"), *everything_about("a", "b")]
    one = folded(*events, event(9, "reset", "a"))
    assert one.started == at(1)
    assert [set(kept) for kept in (one.marks, one.bookmarks, one.opened, one.notes)] == [{"b"}] * 4
    everything = folded(*events, event(9, "reset"))
    assert everything.holds_nothing
    assert (everything.started, everything.stage, everything.last) == ("", "", at(9))


def test_kinds_that_this_psi_does_not_know_change_nothing() -> None:
    assert contents(folded(event(1, "done", "a"), event(2, "juggle", "a", "x"))) == contents(
        folded(event(1, "done", "a"))
    )
    record = LearnerRecord()
    record.add([event(7, "juggle", "a")])
    assert (record.latest, record.pathways) == ("0007", {})


def test_an_undo_takes_back_what_it_names_and_no_more() -> None:
    events = [event(1, "done", "a"), event(2, "skip", "a"), event(3, "bookmark", "a")]
    kept = folded(*events, event(4, "undo", of=2))
    assert (kept.marks, kept.bookmarks) == ({"a": Mark(DONE, at(1), "0001")}, {"a": at(3)})


def test_an_undone_reset_brings_everything_back() -> None:
    events = [event(1, "start", "one"), *everything_about("a")]
    assert contents(folded(*events, event(8, "reset"), event(9, "undo", of=8))) == contents(
        folded(*events)
    )


def test_pathways_keep_to_themselves() -> None:
    record = LearnerRecord()
    record.add([event(1, "done", "a"), event(2, "done", "b")._replace(pathway="q")])
    assert (set(record.of("p").marks), set(record.of("q").marks)) == ({"a"}, {"b"})
    assert record.latest == "0002"


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["start", "move", *sorted(UNDOABLE)]),
        st.sampled_from(["", "a", "b", "one"]),
        st.sampled_from(["", "text"]),
        st.integers(0, 9),
    ),
    max_size=12,
)


def events_of(actions: list[tuple[str, str, str, int]]) -> list[Event]:
    return [event(n, *action) for n, action in enumerate(actions, start=1)]


@given(DEEDS)
def test_undoing_everything_leaves_a_blank_record(actions: list[tuple[str, str, str, int]]) -> None:
    events = events_of(actions)
    undos = [event(100 + n, "undo", of=int(e.id)) for n, e in enumerate(events)]
    assert contents(folded(*events, *undos)) == contents(PathwayRecord())


@given(DEEDS, st.integers(1, 12))
def test_undoing_the_last_deeds_leaves_what_was_before(
    actions: list[tuple[str, str, str, int]], count: int
) -> None:
    events = events_of(actions)
    undos = [event(100 + n, "undo", of=int(e.id)) for n, e in enumerate(events[-count:])]
    assert contents(folded(*events, *undos)) == contents(folded(*events[:-count]))


@given(DEEDS, st.integers(0, 12))
def test_events_may_be_added_in_two_parts(
    actions: list[tuple[str, str, str, int]], first: int
) -> None:
    events = events_of(actions)
    record = LearnerRecord()
    record.add(events[:first])
    record.add(events[first:])
    assert contents(record.of("p")) == contents(folded(*events))


def test_a_single_deed_is_no_step_and_several_share_the_id_of_the_first() -> None:
    (one,) = stamp([Action("done", "a")], pathway="p", milliseconds=NOW, after=-1, randomness=ZEROS)
    assert (one.step, one.at, one.about, one.pathway) == ("", "2027-01-15T08:00:00Z", "a", "p")
    several = stamp(
        [Action("done", "a"), Action("note", "b", "x"), Action("undo", of=one.id)],
        pathway="p",
        milliseconds=NOW,
        after=NOW,
        randomness=ZEROS * 3,
    )
    assert [e.step for e in several] == [several[0].id] * 3
    assert [e[3:7] for e in several] == [
        ("done", "a", "", ""),
        ("note", "b", "x", ""),
        ("undo", "", "", one.id),
    ]
    assert stamp([], pathway="p", milliseconds=NOW, after=-1, randomness=b"") == ()


def test_the_id_tells_the_moment_and_carries_the_randomness() -> None:
    (one,) = stamp([Action("x")], pathway="p", milliseconds=NOW, after=-1, randomness=b"\xff" * 10)
    assert one.id == "01a3185c-5000-7fff-bfff-ffffffffffff"
    assert int(one.id[:8] + one.id[9:13], 16) == NOW


@given(
    st.lists(
        st.tuples(st.integers(-(10**6), FOLLOWED), st.binary(min_size=10, max_size=10)),
        min_size=1,
        max_size=20,
    ),
    st.integers(1, 3),
)
def test_ids_are_uuids_of_version_7_that_increase_whatever_the_clock_does(
    moments: list[tuple[int, bytes]], each: int
) -> None:
    ids: list[str] = []
    for milliseconds, randomness in moments:
        events = stamp(
            [Action("done", "a")] * each,
            pathway="p",
            milliseconds=max(milliseconds, 0),
            after=moment_of(ids[-1]) if ids else -1,
            randomness=randomness * each,
        )
        ids += [one.id for one in events]
    assert ids == sorted(set(ids))
    for name in ids:
        read = uuid.UUID(name)
        assert (str(read), read.version, read.variant) == (name, 7, uuid.RFC_4122)


@pytest.mark.parametrize(
    ("milliseconds", "at"),
    [
        (-2_145_916_800_000, "1902-01-01T00:00:00Z"),
        (0, "1970-01-01T00:00:00Z"),
        (2**31 * 1000, "2038-01-19T03:14:08Z"),
        (2**63 // 10**6, "2262-04-11T23:47:16Z"),
        (FOLLOWED - 1, "9999-12-31T23:59:59Z"),
        (10**16, "9999-12-31T23:59:59Z"),
        (-(10**16), "0001-01-01T00:00:00Z"),
    ],
)
def test_every_clock_gives_a_date_and_an_id(milliseconds: int, at: str) -> None:
    (one,) = stamp([Action("x")], pathway="p", milliseconds=milliseconds, after=-1, randomness=b"")
    assert one.at == at
    assert 0 <= moment_of(one.id) < READ


@pytest.mark.parametrize("after", [FOLLOWED, READ - 2, READ - 1, READ, READ + 10**9])
def test_no_id_is_made_that_would_not_be_read(after: int) -> None:
    events = stamp(
        [Action("x")] * 3, pathway="p", milliseconds=NOW, after=after, randomness=bytes(30)
    )
    assert all(moment_of(event.id) < READ for event in events)


def test_a_long_title_is_cut() -> None:
    action = Action("x", title="t" * 9999)
    (one,) = stamp([action], pathway="p", milliseconds=NOW, after=-1, randomness=b"")
    assert one.title == "t" * 300


def test_a_record_precedes_what_comes_after_it_and_takes_back_none_of_it() -> None:
    record = LearnerRecord()
    assert record.precedes([event(1, "done", "a"), event(2, "undo", of=1)])
    record.add([event(3, "done", "a")])
    assert record.precedes([])
    assert record.precedes([event(4, "done", "b"), event(5, "undo", of=4)])
    assert not record.precedes([event(2, "done", "b"), event(5, "done", "c")])
    assert not record.precedes([event(3, "done", "b")])
    assert not record.precedes([event(4, "done", "b"), event(5, "undo", of=3)])
    assert (record.count, record.latest) == (1, "0003")


def test_applying_a_kind_that_this_psi_does_not_know_changes_nothing() -> None:
    record = PathwayRecord()
    record.apply(Event("id", at(1), "p", "juggle", "a"))
    assert record.holds_nothing
    assert record.last == ""
