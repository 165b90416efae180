"""The record on disk: journals are the truth, whatever becomes of all that is made from them."""

import errno
import os
import shutil
import stat
import sys
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from psi_cli.errors import RecordFailure
from psi_cli.record import device, folder, journal, record_toml, snapshot, store
from psi_cli.record.model import (
    FOLLOWED,
    READ,
    Action,
    Event,
    Note,
    PathwayRecord,
    moment_of,
    stamp,
)
from psi_cli.record.store import Store
from psi_cli.system import cache_file, files
from psi_cli.system.paths import Home
from psi_cli.system.world import this_process
from tests.conftest import Psi, holders

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and devices as POSIX has them")
NOW = 1_790_000_000_000
DAY = 86_400_000
TAIL = 600  # bytes
CANARY = "canary-in-the-coal-mine"


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path / "data", tmp_path / "state", tmp_path / "cache")


@pytest.fixture
def small_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "TAIL", TAIL)


def save(place: Home, *actions: Action, at: int = NOW) -> tuple[Event, ...]:
    return Store(place).save("p", actions, at)


def kept(place: Home) -> PathwayRecord:
    return Store(place).load().of("p")


def own(place: Home) -> Path:
    return folder.own_journal(place)


def done(place: Home, count: int, first: int = 0, at: int = NOW) -> None:
    for number in range(first, first + count):
        save(place, Action("done", f"thing-{number}"), at=at)


def lines(*actions: Action, at: int = NOW, after: int = -1) -> bytes:
    randomness = os.urandom(10 * len(actions))
    events = stamp(actions, pathway="p", milliseconds=at, after=after, randomness=randomness)
    return b"".join(map(journal.encode, events))


def other_device(place: Home, *parts: bytes, name: str = "bbbbbbbb.jsonl") -> Path:
    path = place.journals / name
    place.journals.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(parts))
    return path


def kept_files(psi: Psi, *, folders: bool = False) -> list[Path]:
    """Return every file, or every folder, that psi keeps."""
    roots = (psi.home, *psi.local.glob("*/psi-local"))
    found = [path for root in roots for path in (root, *root.rglob("*"))]
    return [path for path in found if path.is_dir() == folders]


def agree(place: Home) -> bool:
    """Tell whether a new process sees what the journals add up to."""
    loaded, rebuilt = Store(place).load(), Store(place).rebuild()
    return snapshot.values_of(loaded) == snapshot.values_of(rebuilt)


@POSIX
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_everything_is_for_the_learner_alone_whatever_the_umask(psi: Psi, umask: int) -> None:
    before = os.umask(umask)
    try:
        psi("done", "2.1")
        psi("note", "2.1", "words")
        psi("search", "words")
    finally:
        os.umask(before)
    made = [*kept_files(psi), *(path for path in kept_files(psi, folders=True))]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in made}
    assert {"journal", "psi-local", "search", "device"} <= {path.name for path in made}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


@POSIX
def test_folders_of_psi_that_others_can_read_are_mended_by_the_next_save(place: Home) -> None:
    done(place, 1)
    for made in (place.data, place.journals):
        made.chmod(0o755)
    done(place, 1, first=1)
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (place.data, place.journals)]
    assert modes == [0o755, 0o700]  # the data folder may be one that holds other things


def test_nothing_is_written_where_nothing_was_done(place: Home) -> None:
    assert save(place) == ()
    assert Store(place).load().pathways == {}
    assert list(Store(place).newest_first()) == []
    assert not place.data.exists()
    assert not place.state.exists()
    assert not place.cache.exists()


@POSIX
def test_a_data_folder_that_is_a_symlink_is_followed(place: Home, tmp_path: Path) -> None:
    real = tmp_path / "synchronised"
    real.mkdir()
    place.data.symlink_to(real)
    done(place, 2)
    assert place.data.is_symlink()
    assert (real / "record.toml").exists()
    assert set(kept(place).marks) == {"thing-0", "thing-1"}


@POSIX
def test_an_own_journal_that_is_a_symlink_is_never_written_through(
    place: Home, tmp_path: Path
) -> None:
    done(place, 1)
    elsewhere = tmp_path / "elsewhere"
    own(place).rename(elsewhere)
    own(place).symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    with pytest.raises(RecordFailure, match=r"^Nothing was saved, .*: it is a link\.$") as caught:
        done(place, 1)
    assert caught.value.remedy.startswith("Put the file that it leads to in its place")
    assert elsewhere.read_bytes() == before
    assert set(kept(place).marks) == {"thing-0"}


def plant(path: Path, strange: str) -> None:
    """Put something that is no journal under a journal's name."""
    contents = {"huge": b"", "newer": b'{"id":"x","format":9}\n', "toml": b"format = 1\n"}
    targets = {"device": "/dev/zero", "dangling": "nowhere", "loop": path.name}
    targets |= {"endless": "/proc/self/pagemap"}
    if strange == "pipe":
        os.mkfifo(path)
    elif strange == "folder":
        path.mkdir()
    elif strange in targets:
        path.symlink_to(targets[strange])
    else:
        path.write_bytes(contents.get(strange, b""))
    if strange == "huge":
        os.truncate(path, files.LARGEST_JOURNAL + 1)


STRANGE = {
    "pipe": "it is not a regular file",
    "folder": "it is not a regular file",
    "device": "it is not a regular file",
    "dangling": "it is a link that leads nowhere",
    "loop": "Too many levels of symbolic links",
    "endless": "it is larger than 16,777,216 bytes",
    "huge": "it is larger than 268,435,456 bytes",
    "toml": "it is of a format from before psi's first release",
}


@POSIX
@pytest.mark.parametrize("strange", STRANGE)
def test_a_strange_file_among_the_journals_costs_only_itself_and_is_named(
    psi: Psi, strange: str
) -> None:
    psi("done", "2.1")
    name = "bbbbbbbb.toml" if strange == "toml" else "bbbbbbbb.jsonl"
    path = psi.home / "journal" / name
    plant(path, strange)
    for arguments in (["list", "--done"], ["log"], ["done", "2.2"], ["undo"], ["done", "2.2"]):
        assert psi(*arguments).status == 0
    assert len(psi("list", "--done", "--json").json["resources"]) == 2
    told = psi()
    assert told.status == 0
    assert "1 file of your journal cannot be read. `psi doctor` tells more." in told.out
    doctor = psi("doctor", "--json")
    assert doctor.status == 5
    amiss = {one["file"]: one for one in doctor.json["problems"]}[str(path)]
    assert amiss["sentence"] == f"cannot be read: {STRANGE[strange]}"
    assert amiss["step"]


@POSIX
@pytest.mark.parametrize("strange", ["pipe", "folder", "device", "dangling", "loop"])
def test_only_the_own_journal_refuses_a_save_with_its_cause_and_what_helps(
    place: Home, strange: str
) -> None:
    done(place, 1)
    own(place).unlink()
    plant(own(place), strange)
    with pytest.raises(RecordFailure, match=r"^Nothing was saved, since ") as caught:
        done(place, 1)
    link = strange in {"device", "dangling", "loop"}
    assert ("it is a link" in caught.value.sentence) == link
    assert caught.value.remedy.startswith("Put the file" if link else "Move it away")
    Store(place).load()
    own(place).rmdir() if strange == "folder" else own(place).unlink()
    done(place, 1)
    assert set(kept(place).marks) == {"thing-0"}


@POSIX
def test_no_rights_to_another_s_journal_cost_only_what_is_in_it(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(place, 1)
    path = other_device(place, lines(Action("done", "theirs")))
    read_on = files.read_on

    def refuse(asked: Path, length: int, checksum: int) -> bytes | None:
        if asked == path:
            raise PermissionError(errno.EACCES, "Permission denied")
        return read_on(asked, length, checksum)

    monkeypatch.setattr(files, "read_on", refuse)
    keeper = Store(place)
    assert set(keeper.load().of("p").marks) == {"thing-0"}
    assert keeper.strange == {"bbbbbbbb.jsonl": "Permission denied"}
    done(place, 1, first=1)


@pytest.mark.parametrize("name", [".#bbbbbbbb.jsonl", "._x.jsonl", ".x.jsonl.AbCdEf", ".jsonl"])
def test_what_other_programs_hide_among_the_journals_is_passed_over(psi: Psi, name: str) -> None:
    psi("done", "2.1")
    (psi.home / "journal" / name).symlink_to("user@host.1234:5678")
    assert psi("done", "2.2").status == 0
    told = psi()
    assert (told.status, told.err) == (0, "")
    assert psi("doctor").status == 0


@pytest.mark.parametrize(
    "name",
    ["x (conflicted copy 2026-11-23).jsonl", "\udcff.jsonl", "a\nb\x1b[2J.jsonl", "CON.jsonl"],
)
def test_journals_of_any_name_are_read(psi: Psi, name: str) -> None:
    psi("done", "2.1")
    path = psi.home / "journal" / name
    event = lines(Action("done", "bc-action-plan")).replace(b'"p"', b'"public-sector-innovation"')
    path.write_bytes(resealed(event) + b"noise\n")
    assert len(psi("list", "--done", "--json").json["resources"]) == 2
    assert psi("undo").status == 0
    assert psi("doctor").status == 5


def resealed(line: bytes) -> bytes:
    return line[:-19] + b',"crc":"%08x"}\n' % zlib.crc32(line[:-19])


def test_files_that_are_no_journals_are_ignored(place: Home) -> None:
    done(place, 1)
    for name in (".DS_Store", "x.toml.tmp", "notes.txt"):
        (place.journals / name).write_bytes(os.urandom(50))
    (place.journals / "folder").mkdir()
    assert set(kept(place).marks) == {"thing-0"}


def test_a_journal_folder_that_cannot_be_read_is_named(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(place, 1)
    listdir = os.listdir

    def refuse(path: Path) -> list[str]:
        if path == place.journals:
            raise PermissionError(errno.EACCES, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(RecordFailure, match=r"journal cannot be read: Permission denied\."):
        Store(place).load()


def test_a_journal_that_is_moved_while_psi_reads_is_missed_and_no_failure(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(place, 1)
    path = other_device(place, lines(Action("done", "theirs")))
    looked = folder.look

    def look(home: Home) -> folder.Look:
        seen = looked(home)
        path.rename(path.with_suffix(".aside")) if path.exists() else None
        return seen

    monkeypatch.setattr(folder, "look", look)
    keeper = Store(place)
    assert set(keeper.load().of("p").marks) == {"thing-0"}
    assert (keeper.strange, keeper.trouble) == ({}, "")
    monkeypatch.undo()
    path.with_suffix(".aside").rename(path)
    assert set(kept(place).marks) == {"thing-0", "theirs"}


@POSIX
def test_root_writes_in_no_other_home(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.stat_result((0o40700, 1, 1, 1, 1000, 1000, 0, 0, 0, 0))
    place.data.mkdir()
    real = Path.stat
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(
        Path, "stat", lambda path, **how: mine if path == place.data else real(path, **how)
    )
    with pytest.raises(RecordFailure, match=r"belongs to someone else, and psi is running as root"):
        done(place, 1)
    assert list(place.data.iterdir()) == []
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    done(place, 1)
    assert set(kept(place).marks) == {"thing-0"}


@POSIX
def test_root_makes_no_home_below_another_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Home(tmp_path / "not" / "there", tmp_path / "state", tmp_path / "cache")
    mine = os.stat_result((0o40700, 1, 1, 1, 1000, 1000, 0, 0, 0, 0))
    real = Path.stat
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(
        Path, "stat", lambda path, **how: mine if path == tmp_path else real(path, **how)
    )
    with pytest.raises(RecordFailure, match=r"belongs to someone else"):
        done(place, 1)
    assert list(tmp_path.iterdir()) == []


def test_what_a_newer_psi_wrote_costs_only_itself_and_is_left_as_it_is(psi: Psi) -> None:
    psi("done", "2.1")
    newer = psi.home / "journal" / "bbbbbbbb.jsonl"
    newer.write_bytes(resealed(lines(Action("done", "a")).replace(b'"about":"a"', b'"on":["a"]')))
    before = newer.read_bytes(), newer.stat().st_mtime_ns
    for arguments in (["list"], ["done", "2.2"], ["log"], ["undo"]):
        assert psi(*arguments).status == 0
    (problem,) = psi("doctor", "--json").json["problems"][-1:]
    assert problem["sentence"] == "line 1 is whole, but no event that this psi reads"
    assert problem["step"] == "If a newer psi wrote it, upgrade psi."
    assert (newer.read_bytes(), newer.stat().st_mtime_ns) == before


@pytest.mark.usefixtures("small_tail")
def test_a_snapshot_is_taken_after_a_tail_and_used(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(place, 2)
    snapshot = Store(place).snapshot
    assert not snapshot.exists()
    done(place, 6, first=2)
    assert snapshot.exists()
    reader = journal.read
    read: list[bytes] = []
    monkeypatch.setattr(
        journal, "read", lambda data, device="": read.append(data) or reader(data, device)
    )
    assert set(kept(place).marks) == {f"thing-{number}" for number in range(8)}
    assert max(map(len, read)) < TAIL


@pytest.mark.usefixtures("small_tail")
def test_a_snapshot_holds_every_kind_of_thing(place: Home) -> None:
    save(place, Action("start", "one"))
    save(place, Action("note", "a", "two\nlines é"), Action("bookmark", "a"), Action("open", "b"))
    save(place, Action("skip", "b"), Action("use"))
    done(place, 9)
    assert Store(place).snapshot.exists()
    loaded, rebuilt = Store(place).load(), Store(place).rebuild()
    assert snapshot.values_of(loaded) == snapshot.values_of(rebuilt)
    values = [getattr(loaded.of("p"), field) for field in PathwayRecord.__slots__]
    assert all(values)
    assert loaded.of("p").notes["a"][0].text == "two\nlines é"
    assert [len(notes) for notes in loaded.of("p").notes.values()] == [1]


def cut_by_half(place: Home) -> None:
    path = own(place)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change_before_the_checksum(place: Home) -> None:
    path = own(place)
    data = path.read_bytes()
    path.write_bytes(lines(Action("skip", "new"), at=NOW - DAY) + data)


def damage(place: Home) -> None:
    snapshot = Store(place).snapshot
    data = snapshot.read_bytes()
    snapshot.write_bytes(data[:-3] + bytes([data[-3] ^ 1]) + data[-2:])


def replace_by_another_home_s(place: Home) -> None:
    other = Home(*(one.with_name(f"other {one.name}") for one in place))
    done(other, 20, first=100)
    Store(place).snapshot.write_bytes(Store(other).snapshot.read_bytes())


def replace_by_something_else(place: Home) -> None:
    cache_file.keep(Store(place).snapshot, ["not", "a", "record"], snapshot._SHAPE)


def make_it_a_folder(place: Home) -> None:
    Store(place).snapshot.unlink()
    Store(place).snapshot.mkdir()


def remove_a_journal(place: Home) -> None:
    other_device(place, lines(Action("done", "theirs"), at=NOW + DAY))
    done(place, 9, first=50, at=NOW + 2 * DAY)
    (place.journals / "bbbbbbbb.jsonl").unlink()


def add_an_earlier_one(place: Home) -> None:
    other_device(place, lines(Action("done", "thing-1"), Action("done", "theirs"), at=NOW - DAY))


def take_back_what_is_inside(place: Home) -> None:
    first = list(Store(place).newest_first())[-1]
    save(place, Action("undo", first.about, of=first.id))


@pytest.mark.usefixtures("small_tail")
@pytest.mark.parametrize(
    "change",
    [
        cut_by_half,
        change_before_the_checksum,
        damage,
        replace_by_another_home_s,
        replace_by_something_else,
        make_it_a_folder,
        remove_a_journal,
        add_an_earlier_one,
        take_back_what_is_inside,
    ],
)
def test_no_snapshot_says_anything_but_the_journals(
    place: Home, change: Callable[[Home], None]
) -> None:
    done(place, 12)
    before = set(kept(place).marks)
    assert Store(place).snapshot.exists()
    change(place)
    assert agree(place)
    after = set(kept(place).marks)
    changed = {
        cut_by_half: after < before,
        change_before_the_checksum: after == before | {"new"},
        remove_a_journal: after == before | {f"thing-{number}" for number in range(50, 59)},
        add_an_earlier_one: after == before | {"theirs"},
        take_back_what_is_inside: after == before - {"thing-0"},
    }
    assert changed.get(change, after == before)
    done(place, 1, first=99, at=NOW + 3 * DAY)
    assert agree(place)
    assert "thing-99" in kept(place).marks


def test_the_journals_of_several_devices_add_up_by_time(place: Home) -> None:
    save(place, Action("done", "a"), at=NOW)
    other_device(
        place, lines(Action("skip", "b"), at=NOW - DAY), lines(Action("skip", "a"), at=NOW + DAY)
    )
    save(place, Action("done", "b"), at=NOW + 2 * DAY)
    marks = kept(place).marks
    assert [(about, marks[about].status) for about in ("a", "b")] == [
        ("a", "skipped"),
        ("b", "done"),
    ]
    assert [(one.do, one.about) for one in Store(place).newest_first()] == [
        ("done", "b"),
        ("skip", "a"),
        ("done", "a"),
        ("skip", "b"),
    ]


@pytest.mark.usefixtures("small_tail")
def test_a_journal_out_of_order_is_sorted(place: Home) -> None:
    later, earlier = lines(Action("done", "a"), at=NOW), lines(Action("skip", "a"), at=NOW - DAY)
    other_device(place, later, earlier)
    assert kept(place).marks["a"].status == "done"
    done(place, 12)
    assert agree(place)


def test_copies_that_synchronising_left_count_once(place: Home) -> None:
    save(place, Action("note", "a", "once"), Action("done", "a"))
    copy = place.journals / f"{own(place).stem}.sync-conflict-20261123-093000-ABCDEF.jsonl"
    copy.write_bytes(own(place).read_bytes())
    save(place, Action("note", "a", "twice"), at=NOW + 1)
    assert [note.text for note in kept(place).notes["a"]] == ["once", "twice"]
    assert len(list(Store(place).newest_first())) == 3


def test_kinds_of_events_from_a_later_psi_are_kept_and_change_nothing(place: Home) -> None:
    done(place, 1)
    other = other_device(place, lines(Action("juggle", "thing-0", "three balls"), at=NOW + DAY))
    before = other.read_bytes()
    assert set(kept(place).marks) == {"thing-0"}
    done(place, 1, first=1)
    assert other.read_bytes() == before
    assert "juggle" in {event.do for event in Store(place).newest_first()}


def test_a_device_file_that_is_damaged_makes_a_new_device_and_loses_nothing(place: Home) -> None:
    contents = [b"", b"\xff\xfe", b"../../etc", b"ABCDEF01 ", b"01234567x", b"01234567 another"]
    for number, content in enumerate(contents):
        save(place, Action("done", f"thing-{number}"))
        (place.state / "device").write_bytes(content)
    done(place, 1, first=9)
    assert len(list(place.journals.iterdir())) == 7
    assert len(kept(place).marks) == 7


def test_a_folder_that_was_copied_or_moved_gets_a_journal_of_its_own(psi: Psi) -> None:
    psi("note", "2.1", "here")
    copied = psi.home.with_name("copied")
    shutil.copytree(psi.home, copied)
    for words in ("one", "two"):
        psi("note", "2.2", f"{words} there", PSI_HOME=str(copied))
        psi("note", "2.3", f"{words} here")
        assert len(list((copied / "journal").iterdir())) == 2
    for path in (psi.home / "journal").iterdir():
        shutil.copy(path, copied / "journal")
    notes = psi("note", "--json", PSI_HOME=str(copied)).json["notes"]
    texts = {note["text"] for note in notes}
    assert texts == {"here", "one there", "two there", "one here", "two here"}
    psi.home.rename(psi.home.with_name("moved"))
    psi("done", "2.1", PSI_HOME=str(psi.home.with_name("moved")))
    assert len(list((psi.home.with_name("moved") / "journal").iterdir())) == 2


def test_state_that_was_copied_to_another_machine_makes_a_new_device(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "_machine", lambda: "one")
    done(place, 1)
    monkeypatch.setattr(device, "_machine", lambda: "two")
    done(place, 1, first=1)
    assert len(list(place.journals.iterdir())) == 2
    assert len(kept(place).marks) == 2


def test_without_a_place_of_its_own_the_device_is_named_by_machine_and_folder(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (place.state, place.cache):
        one.write_text("in the way")
    done(place, 2)
    (path,) = place.journals.iterdir()
    assert path == own(place)
    assert "thing-1" in place.record.read_text()
    monkeypatch.setattr(device, "_machine", lambda: "another")
    assert own(place) != path
    assert own(place._replace(data=place.data.with_name("elsewhere"))) != own(place)


def test_a_first_save_that_was_cut_short_costs_nothing(place: Home) -> None:
    done(place, 1)
    whole = own(place).read_bytes()
    for length in range(len(whole) - 1):
        own(place).write_bytes(whole[:length])
        save(place, Action("done", "again"))
        assert set(kept(place).marks) == {"again"}
        assert own(place).read_bytes().startswith(whole[:length])


@pytest.mark.parametrize(
    "moment", [-2_145_916_800_000, -1, 0, 2**31 * 1000, 253_402_300_799_999, NOW - 9 * 365 * DAY]
)
def test_a_clock_that_jumps_keeps_the_order(place: Home, moment: int) -> None:
    save(place, Action("done", "a"), at=NOW)
    save(place, Action("skip", "a"), at=moment)
    save(place, Action("done", "a"), at=NOW + 1000)
    events = list(Store(place).newest_first())
    assert [event.do for event in events] == ["done", "skip", "done"]
    assert [event.id for event in events] == sorted((one.id for one in events), reverse=True)
    assert kept(place).marks["a"].status == "done"
    assert agree(place)


@pytest.mark.parametrize("state", ["missing", "stale", "foreign", "folder", "damaged"])
def test_whatever_becomes_of_record_toml_is_harmless(place: Home, state: str) -> None:
    done(place, 1)
    path = place.record
    before = path.read_text()
    if state == "missing":
        path.unlink()
    elif state == "folder":
        path.unlink()
        path.mkdir()
    else:
        contents = {"stale": "", "foreign": "[other]\n", "damaged": "\x00\xff["}
        path.write_text(contents[state])
    assert set(kept(place).marks) == {"thing-0"}
    done(place, 1, first=1)
    assert set(kept(place).marks) == {"thing-0", "thing-1"}
    if state != "folder":
        assert before.splitlines()[-1] in path.read_text()
        assert "thing-1" in path.read_text()


@pytest.mark.usefixtures("small_tail")
def test_a_large_record_file_is_refreshed_with_the_snapshots_only(place: Home) -> None:
    done(place, 12)
    save(place, Action("note", "a", "x" * 700))
    done(place, 3, first=20)
    seen = set()
    for number in range(30, 45):
        done(place, 1, first=number)
        seen.add(f"thing-{number}" in place.record.read_text())
    assert seen == {True, False}
    assert set(kept(place).marks) >= {f"thing-{number}" for number in range(30, 45)}


@pytest.mark.usefixtures("small_tail")
def test_what_cannot_be_refreshed_fails_no_save(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    done(place, 5)
    monkeypatch.setattr(files, "write", full)
    monkeypatch.setattr(cache_file, "keep", full)
    done(place, 9, first=5)
    assert len(kept(place).marks) == 14


READING = [
    "status", "show 2.1", "show dip", "list --all", "note", "note 2.1", "log", "bookmark",
    "read", "suggest", "doctor", "--version", "--help", "start", "search words",
]  # fmt: skip


def test_reading_writes_nothing_where_the_record_is(psi: Psi) -> None:
    psi("start")
    psi("note", "2.1", "words")
    psi("bookmark", "2.2")
    psi("search", "words")
    psi("list")

    def listing() -> dict[str, tuple[int, int, int]]:
        status = {str(path): path.stat() for path in (psi.home, *psi.home.rglob("*"))}
        status |= {str(path): path.stat() for path in psi.local.rglob("*") if path.is_file()}
        return {name: (one.st_size, one.st_mtime_ns, one.st_ino) for name, one in status.items()}

    before = listing()
    for line in READING:
        assert psi(*line.split()).status == 0
        assert (line, listing()) == (line, before)


def test_what_is_saved_is_there_even_if_it_cannot_be_read_back(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(place, 1)
    state_of = files.state_of
    keeper = Store(place)
    keeper.load()

    def fail_late(path: Path) -> tuple[int, ...]:
        if b"thing-1" in own(place).read_bytes():
            raise OSError(errno.EIO, "Input/output error")
        return state_of(path)

    monkeypatch.setattr(files, "state_of", fail_late)
    (event,) = keeper.save("p", [Action("done", "thing-1")], NOW)
    monkeypatch.undo()
    assert event.about == "thing-1"
    assert set(kept(place).marks) == {"thing-0", "thing-1"}


@pytest.mark.skipif(sys.platform == "win32", reason="processes that are killed as POSIX does")
def test_two_devices_agree_whoever_saves_last(tmp_path: Path) -> None:
    one, two = (
        Home(*(tmp_path / f"{kind} {name}" for kind in ("data", "state", "cache")))
        for name in ("one", "two")
    )
    for number, place in enumerate([one, two, one, two]):
        save(place, Action("skip" if number % 2 else "done", "a"), at=NOW - number * DAY)
    for here, there in ((one, two), (two, one)):
        (there.journals / own(here).name).write_bytes(own(here).read_bytes())
    assert kept(one).marks == kept(two).marks
    assert [event.id for event in Store(one).newest_first()] == [
        event.id for event in Store(two).newest_first()
    ]


@POSIX
def test_what_several_save_at_once_is_all_in_the_record_file_and_nothing_counts_as_lost(
    place: Home,
) -> None:
    done(place, 1)
    with ThreadPoolExecutor(4) as several:
        list(several.map(lambda number: done(place, 1, first=number), range(20)))
    assert all(f"thing-{number} " in place.record.read_text() for number in range(20))
    assert record_toml.copies_of(place.record) == []


def test_a_save_sweeps_away_the_old_drafts_of_a_killed_one(home: Path) -> None:
    store = Store(Home(home, home.parent / "state", home.parent / "cache"))
    store.save("p", [Action("done", "a")], 1_790_000_000_000)
    old, fresh = home / "record.toml.draft-00000000", home / "record.toml.draft-11111111"
    for draft in (old, fresh):
        draft.write_text("half")
    os.utime(old, (1, 1))
    os.utime(fresh, (time.time(), time.time()))  # by psi's clock, not the disk's
    store.save("p", [Action("done", "b")], 1_790_000_000_000)
    assert (old.exists(), fresh.exists()) == (False, True)


@pytest.mark.usefixtures("small_tail")
def test_an_older_event_of_another_device_costs_one_rebuilding(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(place, 10)
    other_device(place, lines(Action("done", "theirs"), at=NOW - DAY))
    read: list[int] = []
    reader = journal.read
    monkeypatch.setattr(
        journal, "read", lambda data, device="": read.append(len(data)) or reader(data, device)
    )
    for _ in range(3):
        assert "theirs" in kept(place).marks
    assert sum(length > TAIL for length in read) == 1


@pytest.mark.parametrize("body", [b"", b"?", b"("])
@pytest.mark.usefixtures("small_tail")
def test_a_snapshot_checked_by_another_s_hand_is_ignored(place: Home, body: bytes) -> None:
    done(place, 10)
    checksum = zlib.crc32(body, zlib.crc32(snapshot._SHAPE.encode()))
    path = place.cache / "record.snapshot"
    path.write_bytes(cache_file._STAMP + b"%08x" % checksum + body)
    assert "thing-9" in kept(place).marks


@POSIX
@pytest.mark.parametrize("name", ["record.snapshot", "pathways"])
def test_a_pipe_in_the_cache_is_no_cache(psi: Psi, name: str) -> None:
    psi("start")
    (cache,) = psi.local.glob("CACHE/psi-local/*")
    path = cache / name
    if path.is_dir():
        (path,) = path.iterdir()
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    assert psi.process("status").status == 0


def test_many_notes_on_one_thing_are_written_in_no_time_at_all() -> None:
    notes = [Note(str(number), "2026-11-23T09:00:00Z", "x") for number in range(20_000)]
    texts = record_toml._texts(notes)
    assert len(texts) == 20_000
    assert list(texts)[:2] == ["2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z (2)"]


@pytest.mark.usefixtures("small_tail")
@pytest.mark.parametrize("missing", [1, 2, 30, 200])
def test_a_block_that_arrives_in_two_pieces_counts_though_a_snapshot_came_between(
    place: Home, missing: int
) -> None:
    blocks = [lines(Action("done", f"theirs-{n}"), at=NOW - DAY + n) for n in range(8)]
    path = other_device(place, *blocks)
    whole = path.read_bytes()
    path.write_bytes(whole[:-missing])
    done(place, 8)
    assert (place.cache / "record.snapshot").exists()
    path.write_bytes(whole)
    assert "theirs-7" in kept(place).marks
    assert agree(place)


@pytest.mark.usefixtures("small_tail")
def test_an_event_that_lacked_its_last_line_break_counts_once_the_next_brings_it(
    place: Home,
) -> None:
    done(place, 8)
    with own(place).open("ab") as file:
        file.write(
            lines(Action("done", "torn"), at=NOW + 9, after=moment_of(Store(place).load().latest))[
                :-1
            ]
        )
    other_device(place, lines(Action("done", "theirs"), at=NOW - DAY))
    assert "torn" in kept(place).marks
    save(place, Action("done", "next"), at=NOW + 20)
    assert {"torn", "next"} <= set(kept(place).marks)
    assert agree(place)


def planted(moment: int, do: str = "done", about: str = "theirs") -> bytes:
    """Return the line of an event whose id is of a moment, sealed by one who knows how."""
    (event,) = stamp(
        [Action(do, about)], pathway="p", milliseconds=NOW, after=-1, randomness=b"\xff" * 10
    )
    digits = f"{moment:012x}"
    return journal.encode(event._replace(id=f"{digits[:8]}-{digits[8:]}{event.id[13:]}"))


@pytest.mark.parametrize("moment", [FOLLOWED - 1, FOLLOWED, READ - 1, READ, (1 << 48) - 1])
def test_no_id_of_another_stops_or_poisons_this_device(place: Home, moment: int) -> None:
    done(place, 1)
    path = other_device(place, planted(moment, "undo"), planted(moment))
    for do in ("done", "skip", "reopen", "done"):
        save(place, Action(do, "a"), at=NOW)
        expected = {"done": {"a"}, "skip": {"a"}, "reopen": set()}[do]
        assert set(kept(place).marks) - {"theirs"} == expected | {"thing-0"}
    assert agree(place)
    own_events = [one for one in Store(place).newest_first() if not one.device]
    assert [one.do for one in own_events] == ["done", "reopen", "skip", "done", "done"]
    path.unlink()
    save(place, Action("skip", "a"), at=NOW)
    assert kept(place).marks["a"].status == "skipped"
    assert set(kept(place).marks) == {"thing-0", "a"}


def test_a_folder_of_unreadable_journals_is_no_first_run_and_costs_no_word(psi: Psi) -> None:
    psi("note", "2.1", CANARY)
    (path,) = (psi.home / "journal").iterdir()
    for content in (b"", b"\xff\xfe noise", b"<<<<<<< HEAD\n"):
        path.write_bytes(content)
        assert "psi start" not in psi().out.splitlines()[0]
        assert psi("doctor").status in {0, 5}
        assert psi("done", "2.3").status == 0
        assert holders(psi.home, "canary") != []
    assert psi("doctor").status == 5


@pytest.mark.parametrize("seconds", [-2_145_916_800, 0, 2**31, 9_223_372_037, 253_402_300_799])
def test_the_system_s_own_clock_may_show_any_date(
    psi: Psi, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    def clock() -> float:
        if seconds * 10**9 >= 2**63:
            raise OverflowError("timestamp too large to convert to C _PyTime_t")
        return float(seconds)

    monkeypatch.setattr(time, "time", clock)
    psi.now = datetime.fromtimestamp(0, UTC) + timedelta(seconds=this_process().clock())
    for line in ("start", "done 2.1", "status", "log", "note 2.1 x", "search x"):
        assert psi(*line.split()).status == 0
    assert psi("undo").status == 0
    assert psi("doctor").status == 0


def test_a_save_lists_the_journals_three_times_at_most(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    psi("done", "2.1")
    listed: list[str] = []
    listdir = os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: listed.append(str(path)) or listdir(path))
    psi("done", "2.2")
    assert sum(path.endswith("journal") for path in listed) <= 3


def test_what_another_process_saved_meanwhile_is_in_the_record_after_a_save(place: Home) -> None:
    keeper = Store(place)
    keeper.load()
    done(place, 1)
    other_device(place, lines(Action("done", "theirs")))
    keeper.save("p", [Action("done", "mine")], NOW)
    assert set(keeper.record.of("p").marks) == {"thing-0", "theirs", "mine"}
    assert snapshot.values_of(keeper.record) == snapshot.values_of(Store(place).rebuild())


@pytest.mark.usefixtures("small_tail")
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
@pytest.mark.parametrize("way", ["growing", "zeros behind", "hole", "too long", "whole"])
def test_journals_may_arrive_in_any_order_and_in_part(
    place: Home, order: tuple[int, ...], way: str
) -> None:
    done(place, 2)
    journals = [
        b"".join(lines(Action("done", f"{number}-{n}"), at=NOW - DAY + n) for n in range(6))
        for number in range(3)
    ]
    for number in order:
        data = journals[number]
        middle = len(data) // 2
        half = {
            "growing": data[:middle],
            "zeros behind": data[:middle] + bytes(len(data) - middle),
            "hole": data[:middle] + bytes(200) + data[middle + 200 :],
            "too long": data + data[:middle],
            "whole": data,
        }[way]
        other_device(place, half, name=f"{number}.jsonl")
        done(place, 3, first=10 * number + 10)
        assert agree(place)
        other_device(place, data, name=f"{number}.jsonl")
        assert agree(place)
    assert {f"{number}-{n}" for number in range(3) for n in range(6)} <= set(kept(place).marks)


def test_record_toml_is_copied_before_it_is_overwritten_by_less(place: Home) -> None:
    for number in range(4):
        done(place, 1, first=number)
    assert record_toml.copies_of(place.record) == []
    before = place.record.read_bytes()
    data = own(place).read_bytes().splitlines(keepends=True)
    own(place).write_bytes(b"".join([*data[:1], *data[2:]]))
    done(place, 1, first=9)
    (copy,) = record_toml.copies_of(place.record)
    assert copy.read_bytes() == before
    assert b"thing-1" not in place.record.read_bytes()
    place.record.write_bytes(b"# a person's own file\n")
    done(place, 1, first=10)
    kept_copies = [path.read_bytes() for path in record_toml.copies_of(place.record)]
    assert b"# a person's own file\n" in kept_copies


@POSIX
def test_the_cache_of_another_or_that_others_may_write_is_no_cache(psi: Psi) -> None:
    psi("done", "2.1")
    (cache,) = psi.local.glob("CACHE/psi-local/*/pathways")
    cache.chmod(0o777)
    kept_before = {path: path.read_bytes() for path in cache.iterdir()}
    (path,) = kept_before
    path.write_bytes(path.read_bytes()[:-1])
    assert psi("list").status == 0
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert {path: path.read_bytes() for path in cache.iterdir()} == kept_before


def test_an_event_from_beyond_all_clocks_can_be_taken_back(place: Home) -> None:
    done(place, 1)
    other_device(place, planted(FOLLOWED + 5, "skip", "thing-0"))
    assert kept(place).marks["thing-0"].status == "skipped"
    newest = next(Store(place).newest_first())
    assert newest.device == "bbbbbbbb"
    save(place, Action("undo", newest.about, of=newest.id))
    assert kept(place).marks["thing-0"].status == "done"


def test_a_journal_that_cannot_be_read_is_not_added_to(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(place, 1)
    before = own(place).read_bytes()
    read_on = files.read_on

    def refuse(asked: Path, length: int, checksum: int) -> bytes | None:
        if asked == own(place):
            raise OSError(errno.EIO, "Input/output error")
        return read_on(asked, length, checksum)

    monkeypatch.setattr(files, "read_on", refuse)
    with pytest.raises(RecordFailure, match=r"^Nothing was saved, .* cannot be read: Input/output"):
        done(place, 1)
    assert own(place).read_bytes() == before
