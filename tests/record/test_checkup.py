"""The checkup: everything amiss is named, what psi made is fixed, what the learner did stays."""

import errno
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from psi_cli.errors import RecordFailure
from psi_cli.record import journal, record_toml, store
from psi_cli.record.checkup import JournalFacts, journal_facts, problems
from psi_cli.record.model import Action, LearnerRecord, stamp
from psi_cli.record.snapshot import SHAPE
from psi_cli.record.store import Store
from psi_cli.system import cache_file
from psi_cli.system.paths import Home
from tests.conftest import Psi

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and devices as POSIX has them")
NOW = 1_790_000_000_000


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(store, "TAIL", 600)
    home = Home(tmp_path / "data", tmp_path / "data" / "cache")
    for number in range(9):
        Store(home).save("p", [Action("done", f"thing-{number}")], NOW)
    return home


def own(place: Home) -> Path:
    path = Store(place).own_journal()
    assert path is not None
    return path


def found(place: Home) -> list[tuple[str, str, bool]]:
    """Return what is amiss: the name of the file, the sentence, whether it can be fixed."""
    return [
        (Path(one.file).name, one.sentence, one.fix is not None) for one in problems(Store(place))
    ]


def fix(place: Home) -> None:
    for problem in list(problems(Store(place))):
        if problem.fix:
            problem.fix()


def truth(place: Home) -> tuple[str, dict[str, bytes]]:
    """Return all that the learner did, and every byte of the journals."""
    journals = {path.name: path.read_bytes() for path in Store(place).journals()}
    return record_toml.encode(Store(place).rebuild()), journals


def test_a_home_that_is_well_or_not_there_has_no_problem(place: Home, tmp_path: Path) -> None:
    assert found(place) == []
    assert found(Home(tmp_path / "nowhere", tmp_path / "cache")) == []
    assert list(journal_facts(Store(Home(tmp_path / "nowhere", tmp_path)))) == []
    place.data.joinpath("empty").mkdir(mode=0o700)
    assert found(Home(place.data / "empty", place.cache)) == []


def open_to_others(place: Home) -> tuple[str, str]:
    own(place).chmod(0o644)
    return own(place).name, "can be read by others"


def open_folder(place: Home) -> tuple[str, str]:
    place.journals.chmod(0o755)
    return "journal", "can be read by others"


def old_draft(place: Home) -> tuple[str, str]:
    draft = place.journals / "x.toml.draft-1"
    draft.touch(mode=0o600)
    os.utime(draft, (1, 1))
    return draft.name, "is a draft that an interrupted psi left behind"


def no_record_file(place: Home) -> tuple[str, str]:
    place.record.unlink()
    return "record.toml", "is missing"


def stale_record_file(place: Home) -> tuple[str, str]:
    place.record.write_text("# old\n")
    return "record.toml", "is not what the journals add up to"


def lying_snapshot(place: Home) -> tuple[str, str]:
    keeper = Store(place)
    frozen = cache_file.load(keeper.snapshot, SHAPE)
    assert isinstance(frozen, tuple)
    folded, latest, kept = frozen
    kept["p"][3]["thing-0"] = ("skipped", *kept["p"][3]["thing-0"][1:])
    cache_file.keep(keeper.snapshot, (folded, latest, kept), SHAPE)
    return "record.snapshot", "is not what the journals add up to"


@POSIX
@pytest.mark.parametrize(
    "harm",
    [
        open_to_others,
        open_folder,
        old_draft,
        no_record_file,
        stale_record_file,
        lying_snapshot,
    ],
)
def test_what_psi_made_is_named_and_fixed(
    place: Home, harm: Callable[[Home], tuple[str, str]]
) -> None:
    before = truth(place)
    name, sentence = harm(place)
    assert found(place) == [(name, sentence, True)]
    fix(place)
    assert found(place) == []
    assert truth(place) == before


def test_a_damaged_block_is_named_by_its_file_and_line_and_stays(place: Home) -> None:
    whole = own(place).read_bytes()
    lines = whole.split(b"\n")
    openings = [number for number, line in enumerate(lines, start=1) if line == b"[[event]]"]
    lines[openings[2]] = b'id = "harmed"'
    own(place).write_bytes(b"\n".join(lines))
    Store(place).drop_snapshot()
    Store(place).write_record_file(Store(place).load())
    after = own(place).read_bytes()
    sentence = (
        f"block 3 (line {openings[2]}) is damaged and counts for nothing;"
        " all other blocks are read, and it stays as it is"
    )
    assert found(place) == [(own(place).name, sentence, False)]
    fix(place)
    assert own(place).read_bytes() == after
    assert list(journal_facts(Store(place))) == [
        JournalFacts(own(place).name, own=True, events=8, unreadable=1, size=len(after))
    ]


def test_a_journal_of_a_newer_psi_is_named_and_left(place: Home) -> None:
    newer = place.journals / "bbbbbbbb.toml"
    newer.write_bytes(b"format = 3\n")
    newer.chmod(0o600)
    sentences = found(place)
    assert sentences[0] == (
        "bbbbbbbb.toml",
        "is of format 3, and this psi reads 1: upgrade psi",
        False,
    )
    assert len(sentences) == 2
    fix(place)
    assert newer.read_bytes() == b"format = 3\n"


@POSIX
def test_a_journal_that_cannot_be_read_is_named_and_counts_nothing(place: Home) -> None:
    (place.journals / "bbbbbbbb.toml").mkdir(mode=0o700)
    assert ("bbbbbbbb.toml", "cannot be read: it is not a regular file", False) in found(place)
    facts = {one.name: one for one in journal_facts(Store(place))}
    assert facts["bbbbbbbb.toml"] == JournalFacts("bbbbbbbb.toml", False, 0, 0, 0)
    assert facts[own(place).name].events == 9


def test_a_journal_folder_that_cannot_be_read_is_named(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Store) -> list[Path]:
        raise RecordFailure("the journals cannot be read.", "Make them readable.")

    monkeypatch.setattr(Store, "journals", refuse)
    assert found(place) == [("journal", "the journals cannot be read.", False)]


def test_a_folder_that_cannot_be_written_is_named(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert found(place) == [("data", "cannot be written, so nothing can be saved", False)]


def test_a_disk_that_is_almost_full_is_named(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(place.data)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    assert found(place) == [("data", "is on a disk that is almost full", False)]


@POSIX
def test_files_of_others_and_symlinks_are_left_alone(
    place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch()
    elsewhere.chmod(0o644)
    (place.data / "link").symlink_to(elsewhere)
    assert found(place) == []
    own(place).chmod(0o644)
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    assert found(place) == []
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644


def test_the_text_of_notes_is_part_of_what_must_agree(place: Home) -> None:
    record = LearnerRecord()
    events = stamp(
        [Action("note", "a", "x")], pathway="p", milliseconds=1, latest="", randomness=b""
    )
    record.add(events)
    Store(place).write_record_file(record)
    assert [one[:2] for one in found(place)] == [
        ("record.toml", "is not what the journals add up to")
    ]


@POSIX
def test_doctor_says_mends_and_ends_with_the_right_status(psi: Psi) -> None:
    assert psi("doctor").status == 0
    psi("done", "2.1")
    psi("note", "2.1", "words")
    assert "all is well" in psi("doctor").out
    path = next((psi.home / "journal").glob("*.toml"))
    path.chmod(0o644)
    (psi.home / "record.toml").unlink()
    sick = psi("doctor", "--json")
    assert sick.status == 1
    assert [(one["fixable"], one["fixed"]) for one in sick.json["problems"]] == [(True, False)] * 2
    assert sick.json["next"][0]["command"] == "psi doctor --fix"
    shown = psi("doctor", terminal=True)
    assert shown.status == 1
    assert "2 problems" in shown.out
    fixed = psi("doctor", "--fix", "--json")
    assert fixed.status == 0
    assert [one["fixed"] for one in fixed.json["problems"]] == [True, True]
    assert psi("doctor", "--json").json["problems"] == []
    path.write_bytes(path.read_bytes()[:-30])
    torn = psi("doctor")
    assert torn.status == 5
    assert f"- {path.name} (this device); 1 event," in torn.out
    assert "1 damaged block" in torn.out
    assert "block 2 (line 12) is damaged" in torn.out
    assert psi("doctor", "--fix").status == 5


def test_mending_that_fails_is_owned_up_to(psi: Psi, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    psi("done", "2.1")
    (psi.home / "record.toml").unlink()
    monkeypatch.setattr(Store, "write_record_file", full)
    failed = psi("doctor", "--fix", "--json")
    assert failed.status == 1
    assert failed.json["problems"] == [
        {
            "file": str(psi.home / "record.toml"),
            "sentence": "is missing; fixing failed: No space left on device",
            "fixable": True,
            "fixed": False,
        }
    ]


def test_a_date_that_no_calendar_has_is_kept_as_it_is_written() -> None:
    event = stamp([Action("done", "a")], pathway="p", milliseconds=1, latest="", randomness=b"")[0]
    record = LearnerRecord()
    odd = event._replace(at="2026-99-99T99:99:99Z")
    assert list(journal.events(journal.encode(odd))) == [odd]
    record.add([odd])
    assert 'a = "2026-99-99T99:99:99Z"' in record_toml.encode(record)


def test_notes_of_one_second_are_told_apart_in_the_record_file(place: Home) -> None:
    for text in ("one", "two"):
        Store(place).save("q", [Action("note", "a", text)], NOW)
    written = record_toml.encode(Store(place).load())
    assert '"2026-09-21T14:13:20Z" = "one"' in written
    assert '"2026-09-21T14:13:20Z (2)" = "two"' in written
