"""Journals: what was written is read as it was, and damage costs nothing but what it hits."""

import tomllib
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from psi_cli.record import journal
from psi_cli.record.journal import FORMAT, HEADER, LONGEST_TEXT, OPENING, Block
from psi_cli.record.model import Action, Event, stamp
from psi_cli.system.sanitize import clean

NOW = 1_800_000_000_000
WORDS_OF_JOURNALS = [
    '\n[[event]]\nid = "x"\n',
    '\nsum = "00000000"\n',
    'sum = "',
    "[[event]]",
    '\ndo = "undo"\n',
    '"""',
    "'''",
    '\\"""\n',
    "\\",
    "\\u0041",
    " = ",
    "\n",
    "\n\n",
    "text = ",
    "format = 9",
]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.lists(st.one_of(st.sampled_from(WORDS_OF_JOURNALS), st.text(max_size=3)), max_size=8).map(
        "".join
    ),
).map(clean)
NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True)
DOS = st.sampled_from(["done", "note", "undo", "start", "juggle"])
DEEDS = st.builds(Action, DOS, st.one_of(st.just(""), NAMES), TEXTS, st.just(""))


def stamped(
    actions: list[Action], milliseconds: int = NOW, pathway: str = "p"
) -> tuple[Event, ...]:
    return stamp(
        actions,
        pathway=pathway,
        milliseconds=milliseconds,
        latest="",
        randomness=bytes(range(10)) * len(actions),
    )


def journal_of(events: tuple[Event, ...]) -> bytes:
    return HEADER + b"".join(map(journal.encode, events))


EVENTS = st.builds(stamped, st.lists(DEEDS, max_size=5), st.integers(0, 1 << 47), NAMES)
THREE = stamped([Action("start", "one"), Action("note", "a", "two\nlines"), Action("done", "a")])
FIRST, SECOND, THIRD = THREE
ONE_BLOCK = journal.encode(SECOND)


@given(EVENTS)
def test_whatever_was_written_is_read_as_it_was(events: tuple[Event, ...]) -> None:
    data = journal_of(events)
    assert tuple(journal.events(data)) == events
    assert list(journal.newest_first(data)) == list(reversed(events))
    assert list(journal.undone_in(data)) == [one.of for one in events if one.do == "undo"]
    assert [block.event for block in journal.blocks(data)] == list(events)


@given(EVENTS)
def test_the_whole_file_is_toml_that_says_the_same(events: tuple[Event, ...]) -> None:
    table = tomllib.loads(journal_of(events).decode())
    assert table["format"] == FORMAT
    assert len(table.get("event", [])) == len(events)
    for kept, event in zip(table.get("event", []), events, strict=True):
        del kept["sum"]
        moment = kept.pop("at")
        assert moment == datetime.fromisoformat(event.at).astimezone(UTC)
        fields = {key: value for key, value in event._asdict().items() if value}
        del fields["at"]
        assert kept == fields


@pytest.mark.parametrize("text", [*WORDS_OF_JOURNALS, journal.encode(FIRST).decode()])
def test_a_note_may_hold_the_words_of_journals(text: str) -> None:
    (event,) = stamped([Action("note", "a", text)])
    data = journal_of((FIRST, event._replace(id=SECOND.id), THIRD))
    assert list(journal.events(data)) == [FIRST, event._replace(id=SECOND.id), THIRD]
    assert list(journal.newest_first(data)) == [THIRD, event._replace(id=SECOND.id), FIRST]


@given(EVENTS, st.integers(0, 400))
def test_a_journal_that_was_cut_short_loses_the_last_event_alone(
    events: tuple[Event, ...], cut: int
) -> None:
    data = journal_of(events)
    read = tuple(journal.events(data[: max(0, len(data) - cut)]))
    assert read == events[: len(read)]
    ends = [len(journal_of(events[:count])) for count in range(1, len(events) + 1)]
    assert len(read) == sum(end <= len(data) - cut for end in ends)


def test_no_beginning_of_a_block_is_an_event() -> None:
    for length in range(len(ONE_BLOCK)):
        assert list(journal.events(ONE_BLOCK[:length])) == []
        assert list(journal.newest_first(ONE_BLOCK[:length])) == []
        fixed = ONE_BLOCK[:length] + b"\n" * (not ONE_BLOCK[:length].endswith(b"\n"))
        assert set(journal.events(fixed + ONE_BLOCK)) == {SECOND}
        assert set(journal.newest_first(fixed + ONE_BLOCK)) == {SECOND}


def test_no_changed_byte_makes_another_event() -> None:
    for place in range(len(ONE_BLOCK)):
        for byte in {0, 9, 10, 13, 32, 34, 48, 61, 91, 92, 97, 255} | {ONE_BLOCK[place] ^ 1}:
            damaged = ONE_BLOCK[:place] + bytes([byte]) + ONE_BLOCK[place + 1 :]
            if damaged != ONE_BLOCK:
                assert list(journal.events(HEADER + damaged)) == []


def test_no_lost_or_doubled_byte_makes_another_event() -> None:
    for place in range(len(OPENING), len(ONE_BLOCK) - 1):
        lost = ONE_BLOCK[:place] + ONE_BLOCK[place + 1 :]
        doubled = ONE_BLOCK[:place] + ONE_BLOCK[place : place + 1] + ONE_BLOCK[place:]
        assert set(journal.events(HEADER + lost)) <= {SECOND}
        assert set(journal.events(HEADER + doubled)) <= {SECOND}


@settings(deadline=None)
@given(EVENTS, st.data())
def test_any_damage_costs_only_the_events_it_touches(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    written = journal_of(events)
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, min(len(written), start + 50)))
    put = data.draw(st.one_of(st.binary(max_size=50), st.sampled_from([b"\n", OPENING])))
    damaged = written[:start] + put + written[end:]
    untouched = []
    for count, event in enumerate(events):
        first, last = (len(journal_of(events[:number])) for number in (count, count + 1))
        if last <= start or first >= end:
            untouched.append(event)
    read = list(journal.events(damaged))
    assert set(untouched) <= set(read) <= set(events)


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00" * 4096,
        b"\xff\xfe garbage",
        b'id = "x"\n',
        b'\n[[event]]\nid = "x"\n',
        b"\n[[event]]",
        b'\n[[event]]\nsum = "00000000"\n',
        b'\nsum = "00000000"\n',
        b"<<<<<<< HEAD\n=======\n",
        ONE_BLOCK[:40],
        ONE_BLOCK[40:],
    ],
)
def test_garbage_anywhere_costs_only_itself(garbage: bytes) -> None:
    parts = [HEADER, *map(journal.encode, THREE), b""]
    for place in range(len(parts)):
        data = b"".join([*parts[:place], garbage, *parts[place:]])
        assert tuple(journal.events(data)) == THREE
        assert tuple(journal.newest_first(data)) == THREE[::-1]
        assert [block.event for block in journal.blocks(data) if block.event] == list(THREE)


def test_blocks_are_counted_with_their_bytes_and_lines() -> None:
    encoded = [journal.encode(event) for event in THREE]
    data = HEADER + encoded[0] + encoded[1][:30] + b"\nodd\n" + encoded[2] + b"tail\n"
    lines = data.split(b"\n")
    found = list(journal.blocks(data))
    assert [block.event for block in found] == [FIRST, None, THIRD, None]
    assert found[0] == Block(len(HEADER) + 1, 4, FIRST)
    assert [lines[block.line - 1] for block in found] == [b"[[event]]"] * 3 + [b"tail"]
    assert [data[: block.offset].count(b"\n") + 1 for block in found] == [
        block.line for block in found
    ]


def test_a_whole_journal_has_no_block_without_an_event() -> None:
    assert list(journal.blocks(HEADER)) == []
    assert None not in [block.event for block in journal.blocks(journal_of(THREE))]


def resealed(block: bytes, old: bytes, new: bytes) -> bytes:
    """Return a block that was changed by somebody who knows how to checksum."""
    from zlib import crc32

    body = block[len(OPENING) : block.index(b'\nsum = "') + 1].replace(old, new)
    return OPENING + body + b'sum = "%08x"\n' % crc32(body)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FIRST.id.encode(), b"no-id"),
        (FIRST.id.encode(), FIRST.id.upper().encode()),
        (FIRST.id.encode(), b"ffffffff" + FIRST.id[8:].encode()),
        (b"at = 2027-01-15T08:00:00Z", b"at = yesterday"),
        (b"at = 2027-01-15T08:00:00Z", b'at = "\\u001b[2J"'),
        (b'pathway = "p"', b'pathway = ""'),
        (b'pathway = "p"', b'pathway = "../p"'),
        (b'do = "start"', b'do = "\\u001b[2J"'),
        (b'about = "one"', b'about = "ONE"'),
        (b'about = "one"', b'about = "' + b"a" * 65 + b'"'),
        (b'about = "one"', b'of = "one"'),
        (b'about = "one"', b"about"),
        (b'about = "one"', b'about = "one'),
        (b'about = "one"', b"about = 'one'"),
        (b'about = "one"', b'about = "\xff"'),
        (b'about = "one"', b'text = "' + b"a" * (LONGEST_TEXT + 1) + b'"'),
    ],
)
def test_a_checked_block_that_psi_would_never_write_is_no_event(old: bytes, new: bytes) -> None:
    block = resealed(journal.encode(FIRST), old, new)
    assert old in journal.encode(FIRST)
    assert list(journal.events(HEADER + block)) == []


def test_the_text_of_another_s_journal_is_cleaned() -> None:
    block = resealed(journal.encode(SECOND), b"two", b"\\u001b[2Jtwo")
    assert [event.text for event in journal.events(block)] == ["␛[2Jtwo\nlines"]


def test_keys_of_a_later_psi_are_passed_over() -> None:
    block = resealed(journal.encode(FIRST), b'do = "start"', b'do = "start"\nmood = "good"')
    assert list(journal.events(block)) == [FIRST]


@given(EVENTS, st.integers(0, 400))
def test_all_but_a_torn_end_is_settled(events: tuple[Event, ...], cut: int) -> None:
    data = journal_of(events)
    left = data[: max(0, len(data) - cut)]
    settled = journal.settled(left)
    assert list(journal.events(left[:settled])) == list(journal.events(left))
    assert list(journal.events(b"\n" + data[settled:])) == [
        one for one in events if one not in list(journal.events(left))
    ]


NAMES = frozenset("a")


@pytest.mark.parametrize("left", [1, 20, 100])
def test_what_is_left_of_a_torn_text_is_forgotten_with_the_name_it_is_about(left: int) -> None:
    whole, torn, other, last = stamped(
        [
            Action("done", "a"),
            *(Action("note", name, "secret " * 30) for name in "ab"),
            Action("skip", "a"),
        ]
    )
    cut = journal.encode(torn)[: journal.encode(torn).index(b"secret") + left]
    also = journal.encode(other)[:-30]
    data = journal_of((whole,)) + cut + also + journal.encode(last)
    assert journal.torn_texts(data, NAMES) == 1
    forgotten = journal.without_texts(data, frozenset(), NAMES)
    assert journal.torn_texts(forgotten, NAMES) == 0
    assert also in forgotten
    assert forgotten.count(b"secret") == also.count(b"secret")
    assert list(journal.events(forgotten)) == [whole, last]


def test_forgotten_texts_are_gone_and_every_other_byte_stays() -> None:
    noted = stamped(
        [Action("note", "a", "secret"), Action("note", "a", "kept"), Action("done", "a")]
    )
    data = journal_of(noted) + b"odd\n"
    left = journal.without_texts(data, frozenset([noted[0].id, "unknown"]), NAMES)
    assert left == data.replace(
        journal.encode(noted[0]), journal.encode(noted[0]._replace(text=""))
    )
    assert b"secret" not in left
    assert [event.text for event in journal.events(left)] == ["", "kept", ""]
    assert journal.without_texts(data, frozenset(), NAMES) == data


@given(EVENTS, st.data())
def test_only_the_texts_of_the_ids_are_lost(events: tuple[Event, ...], data: st.DataObject) -> None:
    assume(events)
    ids = frozenset(data.draw(st.lists(st.sampled_from([one.id for one in events]))))
    left = journal.without_texts(journal_of(events), ids, NAMES)
    assert left == journal_of(
        tuple(one._replace(text="") if one.id in ids else one for one in events)
    )


@pytest.mark.parametrize(
    ("data", "version"),
    [
        (b"", FORMAT),
        (HEADER, FORMAT),
        (HEADER.replace(b"format = 1", b"format = 2"), 2),
        (b"format = 12\n[[event]]\n", 12),
        (b"format = x\n", FORMAT),
        (b"format = -1\n", FORMAT),
        (b'# a\n\n[[event]]\ntext = """\nformat = 9\n"""\n', FORMAT),
        (b"\x00" * 50, FORMAT),
        (b"format = " + b"9" * 5000, 9_999_999_999),
    ],
)
def test_the_format_is_read_from_the_header_alone(data: bytes, version: int) -> None:
    assert journal.format_of(data) == version


def test_an_id_that_is_no_number_is_no_event() -> None:
    (event,) = stamp(
        [Action("done", "a")], pathway="p", milliseconds=1, latest="", randomness=bytes(10)
    )
    encoded = journal.encode(event._replace(id="zzzzzzzz" + event.id[8:]))
    assert list(journal.events(journal.HEADER + encoded)) == []
