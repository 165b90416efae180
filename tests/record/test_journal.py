"""Journals: what was written is read as it was, and damage costs nothing but what it hits."""

import json
from zlib import crc32

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from psi_cli.record import journal
from psi_cli.record.journal import MEMBERS, Finding
from psi_cli.record.model import LONGEST_TEXT, LONGEST_TIME, READ, Action, Event, stamp
from psi_cli.system.sanitize import clean

NOW = 1_800_000_000_000
WORDS_OF_JOURNALS = [
    '{"id":"',
    ',"crc":"00000000"}',
    '{"id":"x","crc":"00000000"}',
    '"text":"',
    "\\",
    '\\"',
    "\\u0041",
    "\n",
    "\r",
    "\r\n",
    "\x85\u2028",
    "<<<<<<< HEAD\n",
    "é",
    "\U0001f600",
]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.lists(st.one_of(st.sampled_from(WORDS_OF_JOURNALS), st.text(max_size=3)), max_size=8).map(
        "".join
    ),
).map(clean)
NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,63}", fullmatch=True)
ID = "01a3185c-5000-7000-8000-000000000000"
ACTIONS = st.one_of(
    st.tuples(st.sampled_from(["done", "note", "start", "juggle"]), NAMES, TEXTS),
    st.tuples(st.just("undo"), NAMES, st.just(""), st.just(ID)),
    st.tuples(*map(st.just, ("reset", "", "", "")), st.sampled_from(["A title", "Öffentlich"])),
    st.tuples(*map(st.just, ("done", "a", "", "", "", "b")), st.integers(0, LONGEST_TIME)),
).map(lambda fields: Action(*fields))


def stamped(
    actions: list[Action], milliseconds: int = NOW, pathway: str = "p"
) -> tuple[Event, ...]:
    return stamp(
        actions,
        pathway=pathway,
        milliseconds=milliseconds,
        after=-1,
        randomness=bytes(range(10)) * len(actions),
    )


def journal_of(*events: Event) -> bytes:
    return b"".join(map(journal.encode, events))


def read(data: bytes) -> list[Event]:
    return journal.read(data)[0]


def found(data: bytes) -> list[tuple[int, int, str]]:
    """Return the findings in a journal: the line, how many, and what is said of them."""
    return [finding[:3] for finding in journal.read(data)[1]]


EVENTS = st.builds(stamped, st.lists(ACTIONS, max_size=5), st.integers(0, 1 << 47), NAMES)
THREE = stamped([Action("start", "one"), Action("note", "a", "two\nlines"), Action("done", "a")])
FIRST, SECOND, THIRD = THREE
LINES = [journal.encode(event) for event in THREE]
LINE = LINES[1]


@given(EVENTS)
def test_whatever_was_written_is_read_as_it_was(events: tuple[Event, ...]) -> None:
    assert journal.read(journal_of(*events)) == (list(events), [])


@given(EVENTS)
def test_every_line_is_json_in_ascii_with_the_checksum_of_what_comes_before(
    events: tuple[Event, ...],
) -> None:
    lines = journal_of(*events).decode("ascii").splitlines()
    for line, event in zip(lines, events, strict=True):
        members = json.loads(line)
        body, crc = line.encode()[:-18], members.pop("crc")
        assert list(json.loads(line))[-1] == "crc"
        assert crc == f"{crc32(body):08x}"
        assert members == {name: value for name in MEMBERS if (value := getattr(event, name))}


@pytest.mark.parametrize("told", [-1, 0, LONGEST_TIME + 1, True, 1.5, "40", None, [40], 10**400])
def test_a_time_that_no_psi_writes_is_none_and_what_was_done_counts(told: object) -> None:
    members = json.loads(LINES[2]) | {"took": told}
    members.pop("crc")
    line = journal._sealed(members)
    assert read(line) == [THIRD]


@pytest.mark.parametrize("text", [*WORDS_OF_JOURNALS, LINES[0].decode()])
def test_a_note_may_hold_the_words_of_journals(text: str) -> None:
    (event,) = stamped([Action("note", "a", clean(f"a{text}b"))])
    assert journal.read(journal_of(FIRST, event, THIRD)) == ([FIRST, event, THIRD], [])


def test_the_longest_note_there_can_be_is_read() -> None:
    (event,) = stamped(
        [Action("note", "a" * 64, "\U0001f600" * LONGEST_TEXT, title="\U0001f600" * 300)]
    )
    assert journal.read(journal.encode(event)) == ([event], [])


@given(EVENTS, st.integers(0, 400))
def test_a_journal_that_was_cut_short_loses_the_last_event_alone(
    events: tuple[Event, ...], cut: int
) -> None:
    data = journal_of(*events)
    left = tuple(read(data[: max(0, len(data) - cut)]))
    assert left == events[: len(left)]
    ends = [len(journal_of(*events[:count])) - 1 for count in range(1, len(events) + 1)]
    assert len(left) == sum(end <= len(data) - cut for end in ends)


def test_no_beginning_of_a_line_is_an_event_nor_harms_the_next() -> None:
    for length in range(len(LINE) - 1):
        assert read(LINE[:length]) == []
        assert read(LINE[:length] + b"\n" + LINES[2]) == [THIRD]
        assert read(LINE[:length] + LINES[2]) == [THIRD]


def test_no_changed_byte_makes_another_event() -> None:
    for place in range(len(LINE) - 1):
        for byte in {0, 9, 32, 34, 48, 61, 91, 92, 97, 255} | {LINE[place] ^ 1}:
            damaged = LINE[:place] + bytes([byte]) + LINE[place + 1 :]
            if damaged != LINE:
                assert read(damaged) == []


def test_no_lost_or_doubled_byte_makes_another_event() -> None:
    for place in range(len(LINE) - 1):
        lost = LINE[:place] + LINE[place + 1 :]
        doubled = LINE[:place] + LINE[place : place + 1] + LINE[place:]
        assert read(lost) == []
        assert set(read(doubled)) <= {SECOND}


@given(EVENTS, st.data())
def test_any_damage_costs_only_the_events_it_touches(
    events: tuple[Event, ...], data: st.DataObject
) -> None:
    written = journal_of(*events)
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, min(len(written), start + 50)))
    put = data.draw(
        st.one_of(st.binary(max_size=50), st.sampled_from([b"\n", b'{"id":"', LINES[0][-19:]]))
    )
    left = read(written[:start] + put + written[end:])
    untouched = set()
    for count, event in enumerate(events):
        first, last = (len(journal_of(*events[:number])) for number in (count, count + 1))
        if last - 1 <= start or first >= end:
            untouched.add(event)
    assert untouched <= set(left) <= set(events)


GARBAGE = {
    b"\x00" * 4096: "holds zeros in place of what was written",
    b"\xff\xfe garbage": "holds something that psi did not write",
    b"[[event]]": "holds something that psi did not write",
    b"<<<<<<< HEAD": "is a mark that a merge left",
    b"=======": "is a mark that a merge left",
    b">>>>>>> theirs": "is a mark that a merge left",
    b"||||||| base": "is a mark that a merge left",
    LINE[:40]: "is cut short",
    LINE[:-3]: "is cut short",
    LINE[40:-1]: "was changed after psi wrote it",
    LINE[:-1].replace(b":", b": "): "was changed after psi wrote it",
    LINE[:-1].replace(b"two", b"TWO"): "was changed after psi wrote it",
}


@pytest.mark.parametrize("garbage", GARBAGE)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b"\n\n \n"])
def test_garbage_anywhere_costs_only_itself_and_is_told(garbage: bytes, end: bytes) -> None:
    parts = [line.replace(b"\n", end) for line in LINES]
    for place in range(4):
        data = b"".join([*parts[:place], garbage + end, *parts[place:]])
        events, findings = journal.read(data)
        assert events == list(THREE)
        line = 1 + place * len(end.splitlines())
        assert [finding[:3] for finding in findings] == [(line, 1, GARBAGE[garbage])]
        assert findings[0].step


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\n\n"),
        lambda data: data.replace(b"\n", b" \t\n"),
        lambda data: data.removesuffix(b"\n"),
        lambda data: data.replace(b"\n", b""),
        lambda data: data.decode("ascii").encode("latin-1"),
    ],
)
def test_what_tools_do_to_the_ends_of_lines_costs_nothing(change) -> None:
    assert journal.read(change(b"".join(LINES))) == (list(THREE), [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_journal_that_became_utf_16_loses_no_event(encoding: str) -> None:
    assert read(b"".join(LINES).decode().encode(encoding)) == list(THREE)
    assert read(b"".join(LINES[:2]).decode().encode(encoding) + LINES[2]) == list(THREE)


def test_a_hole_is_told_even_where_a_whole_line_follows_it() -> None:
    holed = LINES[0] + bytes(len(LINES[1])) + LINES[2]
    assert journal.read(holed)[0] == [FIRST, THIRD]
    assert found(holed) == [(2, 1, "holds zeros in place of what was written")]


def test_events_with_noise_around_them_on_one_line_are_read() -> None:
    data = b"noise" + LINES[0][:-1] + LINES[1][:30] + LINES[2][:-1] + b"more\n" + LINES[1]
    assert read(data) == [FIRST, THIRD, SECOND]
    assert [what[:2] for what in found(data)] == [(1, 1)]


def test_doubled_and_reordered_lines_are_read_as_they_stand() -> None:
    assert read(LINES[2] + LINES[0] + LINES[2]) == [THIRD, FIRST, THIRD]


def test_lines_in_a_row_of_which_the_same_is_to_be_said_are_one_finding() -> None:
    data = LINES[0] + b"odd\n" * 3 + b"=======\n" + b"odd\n" + LINES[1] + b"odd\n"
    told = [(2, 3), (5, 1), (6, 1), (8, 1)]
    assert [(line, lines) for line, lines, _ in found(data)] == told


def test_an_event_of_another_device_says_so() -> None:
    assert [event.device for event in journal.read(LINE, "bbbbbbbb")[0]] == ["bbbbbbbb"]
    assert journal.encode(SECOND._replace(device="bbbbbbbb")) == LINE


def resealed(line: bytes, old: bytes, new: bytes) -> bytes:
    """Return a line that was changed by somebody who knows how to checksum."""
    assert old in line
    body = line[:-19].replace(old, new)
    return body + b',"crc":"%08x"}\n' % crc32(body)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FIRST.id.encode(), b"no-id"),
        (FIRST.id.encode(), FIRST.id.upper().encode()),
        (FIRST.id.encode(), b"ffffffff" + FIRST.id[8:].encode()),
        (FIRST.id.encode(), f"{READ:012x}"[:8].encode() + b"-" + f"{READ:012x}-7".encode()[8:]),
        (FIRST.id.encode(), b"zzzzzzzz" + FIRST.id[8:].encode()),
        (b'"2027-01-15T08:00:00Z"', b'"yesterday"'),
        (b'"2027-01-15T08:00:00Z"', '"２０２７-01-15T08:00:00Z"'.encode()),
        (b'"pathway":"p"', b'"pathway":""'),
        (b'"pathway":"p"', b'"pathway":"../p"'),
        (b'"pathway":"p"', b'"pathway":7'),
        (b'"do":"start"', b'"do":"\\u001b[2J"'),
        (b'"do":"start"', b'"do":"done me"'),
        (b'"do":"start","about":"one"', b'"do":"start"'),
        (b'"do":"start"', b'"do":"undo"'),
        (b'"do":"start"', b'"do":"unnote"'),
        (b'"do":"start"', b'"do":"forget"'),
        (b'"about":"one"', b'"about":"ONE"'),
        (b'"about":"one"', b'"about":"' + b"a" * 65 + b'"'),
        (b'"about":"one"', b'"about":null'),
        (b'"about":"one"', b'"about":"one","of":"one"'),
        (b'"step":"' + FIRST.id.encode(), b'"step":"one'),
        (b'"about":"one"', b'"about":"one","text":5'),
        (b'"about":"one"', b'"about":"one","title":["x"]'),
        (b'"about":"one"', b'"about":"\xff"'),
        (b'"about":"one"', b'"about":"one","text":"' + b"a" * (LONGEST_TEXT + 1) + b'"'),
        (b'"about":"one"', b'"about":"one","x":' + b"[" * 100_000),
        (b'"about":"one"', b'"about":"one","x":' + b"9" * 5000),
        (b'"about":"one"', b'"about":"one","x":"' + b"a" * (1 << 18) + b'"'),
        (b'"about":"one"', b"about"),
        (b'{"id"', b'[{"id"'),
    ],
)
def test_a_sealed_line_that_psi_would_never_write_is_a_finding(old: bytes, new: bytes) -> None:
    line = resealed(LINES[0], old, new)
    assert journal.read(line + LINES[1])[0] == [SECOND]
    assert [(line, lines) for line, lines, _ in found(line + LINES[1])] == [(1, 1)]


def test_a_sealed_line_that_is_no_event_sends_to_a_newer_psi() -> None:
    (finding,) = journal.read(resealed(LINES[0], b'"pathway":"p"', b'"pathway":["p"]'))[1]
    assert finding == Finding(
        1,
        1,
        "is whole, but no event that this psi reads",
        "If a newer psi wrote it, upgrade psi.",
    )


def test_the_words_of_another_s_journal_are_cleaned() -> None:
    line = resealed(LINE, b'"two', b'"\\u001b[2Jtwo')
    assert [event.text for event in read(line)] == ["␛[2Jtwo\nlines"]
    line = resealed(LINE, b'"text"', b'"title":"a\\n\\u001b[2J","text"')
    assert [event.title for event in read(line)] == ["a ␛[2J"]


def test_members_of_a_later_psi_are_passed_over() -> None:
    members = b'"do":"start","mood":{"id":"x","levels":[1,2.5,null]}'
    assert read(resealed(LINES[0], b'"do":"start"', members)) == [FIRST]


@given(EVENTS, st.integers(0, 400))
def test_all_but_a_torn_end_is_settled(events: tuple[Event, ...], cut: int) -> None:
    data = journal_of(*events)
    left = data[: max(0, len(data) - cut)]
    settled = journal.settled(left)
    assert read(left[:settled]) == read(left)
    assert read(data[settled:]) == [one for one in events if one not in read(left)]


NAMES_HERE = frozenset("a")


@pytest.mark.parametrize("left", [1, 20, 100])
@pytest.mark.parametrize("glue", [b"\n", b""])
def test_what_is_left_of_a_torn_text_is_forgotten_with_the_name_it_is_about(
    left: int, glue: bytes
) -> None:
    whole, torn, other, last = stamped(
        [
            Action("done", "a"),
            *(Action("note", name, "secret " * 30) for name in "ab"),
            Action("skip", "a"),
        ]
    )
    cut = journal.encode(torn)[: journal.encode(torn).index(b"secret") + left]
    also = journal.encode(other)[:-30]
    data = journal_of(whole) + cut + glue + journal_of(last) + also
    assert journal.torn_texts(data, NAMES_HERE) == 1
    forgotten = journal.without_texts(data, frozenset(), NAMES_HERE)
    assert journal.torn_texts(forgotten, NAMES_HERE) == 0
    assert also in forgotten
    assert forgotten.count(b"secret") == also.count(b"secret")
    assert read(forgotten) == [whole, last]


def test_forgotten_texts_are_gone_and_every_other_byte_stays() -> None:
    noted = stamped(
        [Action("note", "a", "secret"), Action("note", "a", "kept"), Action("done", "a")]
    )
    data = journal_of(*noted) + b"odd\r\n\xff\n"
    left = journal.without_texts(data, frozenset([noted[0].id, "unknown"]), NAMES_HERE)
    blank = journal.encode(noted[0]._replace(text=""))
    assert left == data.replace(journal.encode(noted[0]), blank)
    assert b"secret" not in left
    assert [event.text for event in read(left)] == ["", "kept", ""]
    assert journal.without_texts(data, frozenset(), NAMES_HERE) == data


def test_forgetting_keeps_the_members_of_a_later_psi() -> None:
    line = resealed(LINE, b'"do":"note"', b'"do":"note","mood":["good",1]')
    left = journal.without_texts(line, frozenset([SECOND.id]), frozenset())
    assert read(left) == [SECOND._replace(text="")]
    assert json.loads(left)["mood"] == ["good", 1]
    assert "text" not in json.loads(left)


@given(EVENTS, st.data())
def test_only_the_texts_of_the_ids_are_lost(events: tuple[Event, ...], data: st.DataObject) -> None:
    assume(events)
    ids = frozenset(data.draw(st.lists(st.sampled_from([one.id for one in events]))))
    left = journal.without_texts(journal_of(*events), ids, NAMES_HERE)
    assert left == journal_of(*(one._replace(text="") if one.id in ids else one for one in events))


@pytest.mark.slow
@pytest.mark.parametrize(
    "hostile",
    [
        b'{"id":"' * 300_000,
        b',"crc":"00000000"}' * 100_000,
        b'{"id":"' * 150_000 + b',"crc":"00000000"}' * 50_000,
        LINE[:-1] * 10_000,
        b"\r" * 1_000_000,
        b"\0" * 2_000_000,
        b"x\n\0\n" * 100_000,
    ],
)
@pytest.mark.timeout(30)  # a reading that goes back over what it has read would take minutes
def test_no_file_takes_longer_than_its_length_allows(hostile: bytes) -> None:
    events, findings = journal.read(hostile)
    assert bool(events or findings) == bool(hostile.strip())


@pytest.mark.parametrize(
    ("moment", "is_read"), [(READ - 1, True), (READ, False), (READ + 1, False)]
)
def test_ids_are_read_up_to_their_bound_and_no_further(moment: int, is_read: bool) -> None:
    digits = f"{moment:012x}"
    event = FIRST._replace(id=f"{digits[:8]}-{digits[8:]}{FIRST.id[13:]}", step="")
    assert read(journal.encode(event)) == ([event] if is_read else [])
