"""The record on disk: journals are the truth, whatever becomes of all that is made from them."""

import errno
import os
import stat
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from psi_cli.errors import RecordFailure
from psi_cli.record import journal, record_toml, store
from psi_cli.record.forget import forget, traces_of
from psi_cli.record.model import Action, Event, LearnerRecord, Note, PathwayRecord, stamp
from psi_cli.record.snapshot import SHAPE
from psi_cli.record.store import Store
from psi_cli.system import cache_file, files
from psi_cli.system.paths import Home
from tests.conftest import Psi

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and devices as POSIX has them")
NOW = 1_790_000_000_000
DAY = 86_400_000
CANARY = "canary-in-the-coal-mine"


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path / "data", tmp_path / "cache")


@pytest.fixture
def small_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "TAIL", 600)


def save(place: Home, *actions: Action, at: int = NOW) -> tuple[Event, ...]:
    return Store(place).save("p", actions, at)


def kept(place: Home) -> PathwayRecord:
    return Store(place).load().of("p")


def own(place: Home) -> Path:
    path = Store(place).own_journal()
    assert path is not None
    return path


def done(place: Home, count: int, first: int = 0, at: int = NOW) -> None:
    for number in range(first, first + count):
        save(place, Action("done", f"thing-{number}"), at=at)


def block(*actions: Action, at: int = NOW, latest: str = "") -> bytes:
    randomness = os.urandom(10 * len(actions))
    events = stamp(actions, pathway="p", milliseconds=at, latest=latest, randomness=randomness)
    return b"".join(map(journal.encode, events))


def other_device(place: Home, *blocks: bytes, name: str = "bbbbbbbb") -> Path:
    path = place.journals / f"{name}.toml"
    place.journals.mkdir(parents=True, exist_ok=True)
    path.write_bytes(journal.HEADER + b"".join(blocks))
    return path


def agree(place: Home) -> bool:
    """Tell whether a new process sees what the journals add up to."""
    loaded, rebuilt = Store(place).load(), Store(place).rebuild()
    return loaded.latest == rebuilt.latest and {
        name: one.marks for name, one in loaded.pathways.items()
    } == {name: one.marks for name, one in rebuilt.pathways.items()}


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
    modes = {
        str(path.relative_to(psi.home)): stat.S_IMODE(path.stat().st_mode)
        for path in (psi.home, *psi.home.rglob("*"))
    }
    folders = {name for name in modes if (psi.home / name).is_dir()}
    assert {"journal", "cache", "."} <= folders
    assert {modes[name] for name in folders} == {0o700}
    assert {mode for name, mode in modes.items() if name not in folders} == {0o600}


@POSIX
def test_folders_of_psi_that_others_can_read_are_mended_by_the_next_save(place: Home) -> None:
    done(place, 1)
    for folder in (place.data, place.journals):
        folder.chmod(0o755)
    done(place, 1, first=1)
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (place.data, place.journals)]
    assert modes == [0o755, 0o700]  # the data folder may be one that holds other things


def test_nothing_is_written_where_nothing_was_done(place: Home) -> None:
    assert save(place) == ()
    assert Store(place).load().pathways == {}
    assert list(Store(place).newest_first()) == []
    assert Store(place).own_journal() is None
    assert not place.data.exists()


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
    with pytest.raises(RecordFailure, match=r"^Nothing was saved"):
        done(place, 1)
    assert elsewhere.read_bytes() == before


@POSIX
@pytest.mark.parametrize("planted", ["pipe", "folder", "device", "dangling", "loop"])
def test_what_is_no_journal_among_the_journals_is_one_clear_failure(psi: Psi, planted: str) -> None:
    psi("done", "2.1")
    path = psi.home / "journal" / "bbbbbbbb.toml"
    if planted == "pipe":
        os.mkfifo(path)
    elif planted == "folder":
        path.mkdir()
    else:
        targets = {"device": "/dev/zero", "dangling": "nowhere", "loop": path.name}
        path.symlink_to(targets[planted])
    for arguments in (["status"], ["log"], ["done", "2.2"], ["note"]):
        result = psi(*arguments)
        assert result.status == 5
        assert "Nothing" in result.err
        assert len(result.err.splitlines()) == 2
    path.unlink() if planted != "folder" else path.rmdir()
    assert len(psi("list", "--done", "--json").json["resources"]) == 1


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


def test_a_journal_that_goes_while_it_is_looked_at_is_named(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(place, 1)
    gone = place.journals / "cccccccc.toml"
    monkeypatch.setattr(Store, "journals", lambda _: [own(place), gone])
    with pytest.raises(RecordFailure, match=r"journal cannot be read: No such file"):
        Store(place).load()


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
    place = Home(tmp_path / "not" / "there", tmp_path / "cache")
    mine = os.stat_result((0o40700, 1, 1, 1, 1000, 1000, 0, 0, 0, 0))
    real = Path.stat
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(
        Path, "stat", lambda path, **how: mine if path == tmp_path else real(path, **how)
    )
    with pytest.raises(RecordFailure, match=r"belongs to someone else"):
        done(place, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_journal_of_a_newer_psi_is_refused_and_left_as_it_is(psi: Psi) -> None:
    psi("done", "2.1")
    newer = psi.home / "journal" / "bbbbbbbb.toml"
    newer.write_bytes(journal.HEADER.replace(b"format = 1", b"format = 7") + b"\n[[event]]\n")
    before = newer.read_bytes(), newer.stat().st_mtime_ns
    for arguments in (["status"], ["done", "2.2"], ["log"], ["undo"]):
        result = psi(*arguments)
        assert result.status == 5
        assert "bbbbbbbb.toml is of format 7, and this psi reads format 1." in result.err
        assert "pip install --upgrade psi-cli" in result.err
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
    monkeypatch.setattr(Store, "rebuild", lambda _: pytest.fail("the snapshot was not used"))
    assert set(kept(place).marks) == {f"thing-{number}" for number in range(8)}


@pytest.mark.usefixtures("small_tail")
def test_a_snapshot_holds_every_kind_of_thing(place: Home) -> None:
    save(place, Action("start", "one"))
    save(place, Action("note", "a", "two\nlines é"), Action("bookmark", "a"), Action("open", "b"))
    save(place, Action("skip", "b"))
    done(place, 9)
    assert Store(place).snapshot.exists()
    loaded, rebuilt = kept(place), Store(place).rebuild().of("p")
    for field in PathwayRecord.__slots__:
        assert getattr(loaded, field) == getattr(rebuilt, field)
    assert loaded.notes["a"][0].text == "two\nlines é"


def cut_by_half(place: Home) -> None:
    path = own(place)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change_before_the_checksum(place: Home) -> None:
    path = own(place)
    data = path.read_bytes()
    path.write_bytes(journal.HEADER + block(Action("skip", "new"), at=NOW - DAY) + data)


def damage(place: Home) -> None:
    snapshot = Store(place).snapshot
    data = snapshot.read_bytes()
    snapshot.write_bytes(data[:-3] + bytes([data[-3] ^ 1]) + data[-2:])


def replace_by_another_home_s(place: Home) -> None:
    other = Home(place.data.with_name("other"), place.data.with_name("other-cache"))
    done(other, 20, first=100)
    Store(place).snapshot.write_bytes(Store(other).snapshot.read_bytes())


def replace_by_something_else(place: Home) -> None:
    cache_file.keep(Store(place).snapshot, ["not", "a", "record"], SHAPE)


def make_it_a_folder(place: Home) -> None:
    Store(place).snapshot.unlink()
    Store(place).snapshot.mkdir()


def remove_a_journal(place: Home) -> None:
    other_device(place, block(Action("done", "theirs"), at=NOW + DAY))
    done(place, 9, first=50, at=NOW + 2 * DAY)
    (place.journals / "bbbbbbbb.toml").unlink()


def add_an_earlier_one(place: Home) -> None:
    other_device(place, block(Action("done", "thing-1"), Action("done", "theirs"), at=NOW - DAY))


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
        place, block(Action("skip", "b"), at=NOW - DAY), block(Action("skip", "a"), at=NOW + DAY)
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
    later, earlier = block(Action("done", "a"), at=NOW), block(Action("skip", "a"), at=NOW - DAY)
    other_device(place, later, earlier)
    assert kept(place).marks["a"].status == "done"
    done(place, 12)
    assert agree(place)


def test_copies_that_synchronising_left_count_once(place: Home) -> None:
    save(place, Action("note", "a", "once"), Action("done", "a"))
    copy = place.journals / f"{own(place).stem}.sync-conflict-20261123-093000-ABCDEF.toml"
    copy.write_bytes(own(place).read_bytes())
    save(place, Action("note", "a", "twice"), at=NOW + 1)
    assert [note.text for note in kept(place).notes["a"]] == ["once", "twice"]
    assert len(list(Store(place).newest_first())) == 3


def test_kinds_of_events_from_a_later_psi_are_kept_and_change_nothing(place: Home) -> None:
    done(place, 1)
    other = other_device(place, block(Action("juggle", "thing-0", "three balls"), at=NOW + DAY))
    before = other.read_bytes()
    assert set(kept(place).marks) == {"thing-0"}
    done(place, 1, first=1)
    assert other.read_bytes() == before
    assert "juggle" in {event.do for event in Store(place).newest_first()}


def test_a_device_file_that_is_damaged_makes_a_new_device_and_loses_nothing(place: Home) -> None:
    for number, content in enumerate([b"", b"\xff\xfe", b"../../etc", b"ABCDEF01", b"01234567x"]):
        save(place, Action("done", f"thing-{number}"))
        (place.data / "device").write_bytes(content)
        assert Store(place).own_journal() is None
    done(place, 1, first=9)
    assert len(Store(place).journals()) == 6
    assert len(kept(place).marks) == 6


def test_a_first_save_that_was_cut_short_in_the_header_costs_nothing(place: Home) -> None:
    done(place, 1)
    whole = own(place).read_bytes()
    for length in range(len(journal.HEADER) + 3):
        own(place).write_bytes(whole[:length])
        save(place, Action("done", "again"))
        assert set(kept(place).marks) == {"again"}
        assert own(place).read_bytes().startswith(whole[:length])


@pytest.mark.parametrize("moment", [-1, 0, 2**31 * 1000, 253_370_764_800_000, NOW - 9 * 365 * DAY])
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
    monkeypatch.setattr(Store, "_keep_snapshot", full)
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
        return {name: (one.st_size, one.st_mtime_ns, one.st_ino) for name, one in status.items()}

    before = listing()
    for line in READING:
        assert psi(*line.split()).status == 0
        assert (line, listing()) == (line, before)


def holders(folder: Path, words: str) -> list[str]:
    """Return the files below a folder that hold the words, in whatever case."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if words.encode() in path.read_bytes().lower())


def test_forgetting_removes_the_words_from_every_file(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "TAIL", 300)
    psi("note", "2.1", CANARY)
    psi("note", "2.1", f"{CANARY} again")
    psi("note", "2.2", "what stays")
    for _ in range(3):
        psi("done", "2.3")
        psi("reopen", "2.3")
    assert psi("search", CANARY).status == 0
    assert psi("search", "--all", CANARY).status == 0
    assert len(holders(psi.home, "canary")) >= 5
    result = psi("forget", "2.1", "--yes")
    assert result.status == 0
    assert "psi cannot reach backups" in result.out
    assert "another device" not in result.out + result.err
    assert holders(psi.home, "canary") == []
    assert psi("note", "--json").json["notes"][0]["text"] == "what stays"
    assert psi("search", CANARY).status == 3
    assert psi("undo").status == 0
    assert psi("note", "2.1", "--json").json["notes"] == []
    assert holders(psi.home, "canary") == []


def test_forgetting_says_how_many_other_devices_still_hold_the_words(psi: Psi) -> None:
    psi("note", "2.1", CANARY)
    own_journal = next((psi.home / "journal").glob("*.toml"))
    for name in ("bbbbbbbb", "cccccccc"):
        (own_journal.with_name(f"{name}.toml")).write_bytes(own_journal.read_bytes())
    result = psi("forget", "2.1", "--yes", "--json")
    assert (
        "2 journals of others hold a text still: run `psi forget` there too."
        in (result.json["remarks"])
    )
    assert result.err == ""
    assert holders(psi.home, "canary") == ["bbbbbbbb.toml", "cccccccc.toml"]
    assert psi("note", "--json").json["notes"] == []


def test_forgetting_says_where_a_copy_may_remain(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(place, Action("note", "a", CANARY))
    write = files.write

    def full(path: Path, data: bytes, *, durable: bool) -> None:
        if path == place.record:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, data, durable=durable)

    monkeypatch.setattr(files, "write", full)
    keeper = Store(place)
    with pytest.raises(RecordFailure, match=r"this may: .*record\.toml\.$") as caught:
        forget(keeper, traces_of(keeper, "p", frozenset("a")), NOW + 1)
    assert caught.value.remedy == ("Delete what is named once the disk is well; psi makes it anew.")
    assert holders(place.data, "canary") == ["record.toml"]


def test_what_is_saved_is_there_even_if_it_cannot_be_read_back(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    psi("done", "2.1")
    load = Store.load
    loads = []

    def fail_late(self: Store) -> object:
        loads.append(self)
        if disk_has_it():
            raise RecordFailure("the journals cannot be read.", "Fix them.")
        return load(self)

    def disk_has_it() -> bool:
        data = b"".join(path.read_bytes() for path in (psi.home / "journal").glob("*.toml"))
        return b"bc-action-plan" in data

    monkeypatch.setattr(Store, "load", fail_late)
    result = psi("done", "2.2")
    assert result.status == 5
    assert result.err.startswith("It was saved, but the journals cannot be read.")
    monkeypatch.setattr(Store, "load", load)
    assert len(psi("list", "--done", "--json").json["resources"]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="processes that are killed as POSIX does")
def test_two_devices_agree_whoever_saves_last(tmp_path: Path) -> None:
    one = Home(tmp_path / "one", tmp_path / "cache-1")
    two = Home(tmp_path / "two", tmp_path / "cache-2")
    for number, place in enumerate([one, two, one, two]):
        save(place, Action("skip" if number % 2 else "done", "a"), at=NOW - number * DAY)
    for here, there in ((one, two), (two, one)):
        (there.journals / own(here).name).write_bytes(own(here).read_bytes())
    assert kept(one).marks == kept(two).marks
    assert [event.id for event in Store(one).newest_first()] == [
        event.id for event in Store(two).newest_first()
    ]


@POSIX
def test_what_another_psi_is_publishing_is_left_to_it(place: Home) -> None:
    import fcntl

    done(place, 1)
    with open(place.data / "record.lock", "ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done(place, 1, first=1)
    assert "thing-1" not in place.record.read_text()
    assert set(kept(place).marks) == {"thing-0", "thing-1"}
    done(place, 1, first=2)
    assert "thing-1" in place.record.read_text()


@pytest.mark.parametrize("times", [1, 1000])
def test_what_was_saved_while_psi_was_publishing_is_published_too(
    place: Home, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    done(place, 1)
    monkeypatch.setattr(store, "_TRIES", 5)
    encode = record_toml.encode
    seen: list[LearnerRecord] = []

    def meanwhile(record: LearnerRecord) -> str:
        if len(seen) < times:
            at = NOW + DAY + len(seen)
            with other_device(place).open("ab") as file:
                file.write(block(Action("done", f"theirs-{len(seen)}"), at=at) * (len(seen) + 1))
        seen.append(record)
        return encode(record)

    monkeypatch.setattr(record_toml, "encode", meanwhile)
    done(place, 1, first=1)
    assert "thing-1" in place.record.read_text()
    assert ("theirs-0" in place.record.read_text()) == (times == 1)
    assert len(seen) == (2 if times == 1 else 5)


def test_a_save_sweeps_away_the_old_drafts_of_a_killed_one(home: Path) -> None:
    store = Store(Home(home, home / "cache"))
    store.save("p", [Action("done", "a")], 1_790_000_000_000)
    old, fresh = home / "record.toml.draft-00000000", home / "record.toml.draft-11111111"
    for draft in (old, fresh):
        draft.write_text("half")
    os.utime(old, (1, 1))
    os.utime(fresh, (time.time(), time.time()))  # by psi's clock, not the disk's
    store.save("p", [Action("done", "b")], 1_790_000_000_000)
    assert (old.exists(), fresh.exists()) == (False, True)


def test_forgetting_names_a_snapshot_and_an_index_that_it_could_not_remove(place: Home) -> None:
    save(place, Action("note", "a", CANARY))
    (place.cache / "record.snapshot").mkdir(parents=True)
    (place.cache / "search" / "all.db").mkdir(parents=True)
    keeper = Store(place)
    with pytest.raises(RecordFailure, match=r"record\.snapshot, .*all\.db"):
        forget(keeper, traces_of(keeper, "p", frozenset("a")), NOW + 1)
    assert CANARY not in own(place).read_text()


def test_forgetting_names_a_folder_of_indexes_that_it_could_not_read(place: Home) -> None:
    save(place, Action("note", "a", CANARY))
    place.cache.mkdir(exist_ok=True)
    (place.cache / "search").write_text("no folder")
    keeper = Store(place)
    with pytest.raises(RecordFailure, match=r"this may: .*search\.$"):
        forget(keeper, traces_of(keeper, "p", frozenset("a")), NOW + 1)


def test_a_note_that_others_alone_still_hold_is_forgotten_once(place: Home) -> None:
    save(place, Action("note", "a", CANARY))
    other = own(place).with_name("bbbbbbbb.toml")
    other.write_bytes(own(place).read_bytes())
    keeper = Store(place)
    assert forget(keeper, traces_of(keeper, "p", frozenset("a")), NOW + 1) == 1
    assert traces_of(keeper, "p", frozenset("a")).total == 0


def test_a_note_that_was_forgotten_is_told_by_no_other_journal(psi: Psi) -> None:
    psi("note", "2.1", CANARY)
    journal_here = next((psi.home / "journal").glob("*.toml"))
    journal_here.rename(journal_here.with_name("bbbbbbbb.toml"))
    assert CANARY in psi("log").out
    psi("forget", "2.1", "--yes")
    assert CANARY not in psi("log").out
    assert CANARY not in psi("note").out
    assert psi("undo").status == 3


@POSIX
def test_forgetting_reaches_what_is_left_of_a_note_whose_writing_was_cut_short(psi: Psi) -> None:
    psi("note", "2.1", CANARY)
    (path,) = (psi.home / "journal").glob("*.toml")
    data = path.read_bytes()
    path.write_bytes(data + data[data.rindex(b"\n[[event]]") :].replace(b"canary", b"kanary")[:-9])
    psi("forget", "2.1", "--yes")
    assert holders(psi.home, "canary") == holders(psi.home, "kanary") == []
    assert psi("forget", "2.1", "--yes").status == 3


@pytest.mark.usefixtures("small_tail")
def test_an_older_event_of_another_device_costs_one_rebuilding(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(place, 10)
    other_device(place, block(Action("done", "theirs"), at=NOW - DAY))
    rebuilt = []
    rebuild = Store.rebuild
    monkeypatch.setattr(Store, "rebuild", lambda self: rebuilt.append(self) or rebuild(self))
    for _ in range(3):
        assert "theirs" in kept(place).marks
    assert len(rebuilt) == 1


@pytest.mark.parametrize("body", [b"", b"?", b"("])
@pytest.mark.usefixtures("small_tail")
def test_a_snapshot_checked_by_another_s_hand_is_ignored(place: Home, body: bytes) -> None:
    done(place, 10)
    checksum = zlib.crc32(body, zlib.crc32(SHAPE.encode()))
    path = place.cache / "record.snapshot"
    path.write_bytes(cache_file._STAMP + b"%08x" % checksum + body)
    assert "thing-9" in kept(place).marks


@POSIX
@pytest.mark.parametrize("name", ["record.snapshot", "pathways"])
def test_a_pipe_in_the_cache_is_no_cache(psi: Psi, name: str) -> None:
    psi("start")
    path = psi.home / "cache" / name
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
    blocks = [block(Action("done", f"theirs-{n}"), at=NOW - DAY + n) for n in range(8)]
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
            block(Action("done", "torn"), at=NOW + 9, latest=Store(place).load().latest)[:-1]
        )
    other_device(place, block(Action("done", "theirs"), at=NOW - DAY))
    assert "torn" not in kept(place).marks
    save(place, Action("done", "next"), at=NOW + 20)
    assert {"torn", "next"} <= set(kept(place).marks)
    assert agree(place)
