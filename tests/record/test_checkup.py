"""The checkup: everything amiss is named, what psi made is fixed, what the learner did stays."""

import errno
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from psi_cli.errors import RecordFailure
from psi_cli.record import folder, journal, pages, record_toml, snapshot, store
from psi_cli.record.checkup import JournalFacts, Problem, facts_of, problems, read_journals
from psi_cli.record.model import Action, Event, LearnerRecord, stamp
from psi_cli.record.store import Store
from psi_cli.system import cache_file, files
from psi_cli.system.paths import Home
from tests.conftest import Psi

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and devices as POSIX has them")
NOW = 1_790_000_000_000
ID = "01a3185c-5000-7000-8000-000000000000"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(store, "TAIL", 600)
    home = Home(tmp_path / "data", tmp_path / "state", tmp_path / "cache")
    for number in range(9):
        Store(home).save("p", [Action("done", f"thing-{number}")], NOW)
    return home


def own(place: Home) -> Path:
    return folder.own_journal(place)


def amiss(place: Home, now: int = NOW) -> list[Problem]:
    keeper = Store(place)
    return list(problems(keeper, read_journals(keeper), now))


def facts(place: Home) -> list[JournalFacts]:
    return list(facts_of(Store(place), read_journals(Store(place))))


def found(place: Home) -> list[tuple[str, str, bool]]:
    """Return what is amiss: the name of the file, the sentence, whether it can be fixed."""
    told = amiss(place)
    assert all(one.step.endswith(".") for one in told)
    return [(Path(one.file).name, one.sentence, one.fix is not None) for one in told]


def fix(place: Home) -> None:
    for problem in amiss(place):
        if problem.fix:
            problem.fix()


def truth(place: Home) -> tuple[str, dict[str, bytes]]:
    """Return all that the learner did, and every byte of the journals."""
    journals = {path.name: path.read_bytes() for path in place.journals.glob("*.jsonl")}
    return record_toml.encode(Store(place).rebuild()), journals


def test_a_home_that_is_well_or_not_there_has_no_problem(place: Home, tmp_path: Path) -> None:
    assert found(place) == []
    assert found(place._replace(data=tmp_path / "nowhere")) == []
    assert facts(place._replace(data=tmp_path / "nowhere")) == []
    place.data.joinpath("empty").mkdir(mode=0o700)
    assert found(place._replace(data=place.data / "empty")) == []


def open_to_others(place: Home) -> tuple[str, str]:
    place.data.chmod(0o755)
    own(place).chmod(0o644)
    return own(place).name, "can be read by others"


def open_folder(place: Home) -> tuple[str, str]:
    place.data.chmod(0o755)
    place.journals.chmod(0o755)
    return "journal", "can be read by others"


def old_draft(place: Home) -> tuple[str, str]:
    draft = place.journals / "x.jsonl.draft-1"
    draft.touch(mode=0o600)
    os.utime(draft, (1, 1))
    return draft.name, "is a draft that an interrupted psi left behind"


def no_record_file(place: Home) -> tuple[str, str]:
    place.record.unlink()
    return "record.toml", "is missing"


def stale_record_file(place: Home) -> tuple[str, str]:
    place.record.write_text(
        record_toml.encode(LearnerRecord()).replace("events, ", f"events, {ID}")
    )
    return "record.toml", "is not what the journals add up to"


def lying_snapshot(place: Home) -> tuple[str, str]:
    keeper = Store(place)
    frozen = cache_file.load(keeper.snapshot, snapshot._SHAPE)
    assert isinstance(frozen, tuple)
    parts, latest, count, kept = frozen
    kept["p"]["marks"]["thing-0"] = ("skipped", *kept["p"]["marks"]["thing-0"][1:])
    cache_file.keep(keeper.snapshot, (parts, latest, count, kept), snapshot._SHAPE)
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


def test_a_line_that_cannot_be_read_is_named_with_what_helps_and_stays(place: Home) -> None:
    lines = own(place).read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b"thing", b"THING")
    own(place).write_bytes(b"".join([*lines, b"=======\n", b"odd\n" * 3, lines[0][:50]]))
    keeper = Store(place)
    keeper.load()
    keeper.write_record_file()
    for copy in record_toml.copies_of(place.record):
        copy.unlink()
    after = own(place).read_bytes()
    told = [(one.line, one.sentence, one.step) for one in amiss(place)]
    assert told == [
        (
            3,
            "line 3 was changed after psi wrote it",
            "Restore the line from a copy as it was, byte for byte; psi reads it no other way.",
        ),
        (
            10,
            "line 10 is a mark that a merge left",
            "Delete the line: the events around it are read.",
        ),
        (
            11,
            "each of lines 11 to 13 holds something that psi did not write",
            "Take it out, unless you know what it is; leave the rest of the line as it is.",
        ),
        (
            14,
            "line 14 is cut short",
            (
                "If the file is still arriving, wait; else nothing can be done, and nothing else is"
                " lost."
            ),
        ),
    ]
    fix(place)
    assert own(place).read_bytes() == after
    assert facts(place) == [
        JournalFacts(own(place).name, own=True, events=8, unreadable=6, size=len(after))
    ]
    assert keeper.trouble == "6 lines of your journal cannot be read."


def test_of_many_findings_the_first_are_told_one_by_one(place: Home) -> None:
    with own(place).open("ab") as file:
        file.write(b"odd\n\0\0\0\0\n" * 100)
    told = [one.sentence for one in amiss(place)]
    assert len(told) == 21
    assert told[-1] == "there is more like that, up to line 209"


def test_every_strange_file_has_a_step_of_its_own(place: Home) -> None:
    (place.journals / "a.toml").touch(mode=0o600)
    (place.journals / "b.jsonl").mkdir(mode=0o700)
    (place.journals / "c.jsonl").symlink_to("nowhere")
    steps = {Path(one.file).name: one.step for one in amiss(place)}
    assert steps == {
        "a.toml": "Nothing can be done with it; moved out of the folder, it is told of no more.",
        "b.jsonl": "Move it out of the folder, if you put it there.",
        "c.jsonl": "Remove the link, or bring back what it leads to.",
    }


@POSIX
def test_links_in_place_of_psi_s_own_files_are_named(place: Home, tmp_path: Path) -> None:
    for path in (own(place), place.record):
        path.rename(tmp_path / path.name)
        path.symlink_to(tmp_path / path.name)
    assert {one[:2] for one in found(place)} == {
        (own(place).name, "is a link, which psi does not write through, so nothing can be saved"),
        ("record.toml", "is a link, so psi does not write it"),
    }
    before = (tmp_path / "record.toml").read_bytes()
    own(place).unlink()
    (tmp_path / own(place).name).rename(own(place))
    Store(place).save("p", [Action("done", "more")], NOW)
    assert place.record.is_symlink()
    assert (tmp_path / "record.toml").read_bytes() == before


@POSIX
def test_a_folder_that_everyone_can_write_into_is_named(place: Home) -> None:
    place.data.chmod(0o777)
    assert found(place) == [("data", "can be changed by everyone on this machine", False)]


def other_device(place: Home, *events: Event, name: str = "0.jsonl") -> Path:
    path = place.journals / name
    path.write_bytes(b"".join(map(journal.encode, events)))
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("with_a_record", [True, False])
def test_a_page_with_words_in_no_note_is_named_until_a_note_has_them(
    place: Home, with_a_record: bool
) -> None:
    home = place if with_a_record else place._replace(data=place.data / "new")
    page = pages.begin(home.pages, "p", "thing-1", "", "")
    assert found(home) == []
    page.file.write_text("half written\n")
    assert found(home) == [("note.txt", "has words that were never saved as a note", False)]
    assert amiss(home)[0].step == "In p, `psi note thing-1 --edit` goes on with them."
    with pages.held(page):  # an editor has it open
        assert found(home) == []
    Store(home).save("p", [Action("note", "thing-1", "half written")], NOW)
    assert found(home) == []


def test_a_clock_that_ran_ahead_is_named(place: Home) -> None:
    (ahead,) = stamp(
        [Action("done", "a")], pathway="p", milliseconds=32 * NOW // 10, after=-1, randomness=b""
    )
    other_device(place, ahead)
    Store(place).save("p", [Action("done", "b")], NOW)
    told = "has 1 event of a clock that ran ahead of this machine's"
    assert {one[:2] for one in found(place)} == {("0.jsonl", told), (own(place).name, told)}


def test_of_two_events_with_one_id_the_own_one_stands_and_the_other_is_named(place: Home) -> None:
    keeper = Store(place)
    (note,) = keeper.save("p", [Action("note", "a", "mine")], NOW)
    other_device(place, note._replace(text="words put into your mouth"))
    assert [one.text for one in Store(place).load().of("p").notes["a"]] == ["mine"]
    assert found(place) == [
        ("0.jsonl", "has 1 event that tells something else under an id that is taken", False)
    ]
    other_device(place, note)
    assert found(place) == []
    other_device(place, note._replace(text=""))  # forgotten there
    assert found(place) == []


def test_a_kept_copy_of_the_record_file_is_named(place: Home) -> None:
    own(place).write_bytes(b"")
    Store(place).save("p", [Action("done", "more")], NOW)
    (copy,) = record_toml.copies_of(place.record)
    assert "thing-8" in copy.read_text()
    assert found(place) == [
        (copy.name, "was kept when record.toml held more than the journals", False)
    ]


@POSIX
def test_a_journal_that_cannot_be_read_is_named(place: Home) -> None:
    (place.journals / "bbbbbbbb.jsonl").mkdir(mode=0o700)
    assert found(place) == [("bbbbbbbb.jsonl", "cannot be read: it is not a regular file", False)]
    assert [one.events for one in facts(place)] == [9]


@pytest.mark.parametrize("name", ["cache", "journals"])
def test_a_file_in_the_place_of_a_folder_is_named(place: Home, name: str) -> None:
    folder_: Path = getattr(place, name)
    shutil.rmtree(folder_)
    folder_.touch(mode=0o600)
    told = amiss(place)[0]
    assert (told.file, told.sentence) == (str(folder_), "is not a folder")
    assert told.step == "Move it away, and psi makes one."


def test_fixing_a_snapshot_and_the_record_file_writes_no_word_of_the_snapshot(place: Home) -> None:
    before = truth(place)
    lying_snapshot(place)
    Store(place).home.record.unlink()
    fix(place)
    assert found(place) == []
    assert truth(place) == before
    assert place.record.read_text() == before[0]


def test_a_journal_folder_that_cannot_be_read_is_named(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Home) -> folder.Look:
        raise RecordFailure("the journals cannot be read.", "Make them readable.")

    monkeypatch.setattr(folder, "look", refuse)
    assert found(place) == [("journal", "the journals cannot be read.", False)]
    assert facts(place) == []


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
        [Action("note", "a", "x")], pathway="p", milliseconds=1, after=-1, randomness=b""
    )
    record.add(events)
    place.record.write_text(record_toml.encode(record))
    assert [one[:2] for one in found(place)] == [
        ("record.toml", "is not what the journals add up to")
    ]


@POSIX
def test_what_lies_in_a_private_folder_is_private_whatever_a_tool_made_of_its_rights(
    place: Home,
) -> None:
    own(place).chmod(0o644)
    assert found(place) == []


@POSIX
def test_doctor_says_mends_and_ends_with_the_right_status(psi: Psi) -> None:
    assert psi("doctor").status == 0
    psi("done", "2.1")
    psi("note", "2.1", "words")
    assert "all is well" in psi("doctor").out
    path = next((psi.home / "journal").glob("*.jsonl"))
    psi.home.chmod(0o755)
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
    assert "1 unreadable line" in torn.out
    assert "line 2 is cut short" in torn.out
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
            "line": None,
            "sentence": "is missing; fixing failed: No space left on device",
            "step": "`psi doctor --fix` writes it anew.",
            "fixable": True,
            "fixed": False,
        }
    ]


def test_a_date_that_no_calendar_has_is_kept_as_it_is_written() -> None:
    event = stamp([Action("done", "a")], pathway="p", milliseconds=1, after=-1, randomness=b"")[0]
    record = LearnerRecord()
    odd = event._replace(at="2026-99-99T99:99:99Z")
    assert journal.read(journal.encode(odd)) == ([odd], [])
    record.add([odd])
    assert 'a = "2026-99-99T99:99:99Z"' in record_toml.encode(record)


def test_notes_of_one_second_are_told_apart_in_the_record_file(place: Home) -> None:
    for text in ("one", "two"):
        Store(place).save("q", [Action("note", "a", text)], NOW)
    written = record_toml.encode(Store(place).load())
    assert '"2026-09-21T14:13:20Z" = "one"' in written
    assert '"2026-09-21T14:13:20Z (2)" = "two"' in written


def test_a_folder_that_fails_while_it_is_checked_is_named(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> object:
        raise OSError(errno.EIO, "Input/output error", str(place.data))

    monkeypatch.setattr(files, "old_drafts", fail)
    assert found(place) == [
        ("data", "cannot be read: Input/output error, so the rest of it was not checked", False)
    ]


def test_what_was_saved_while_it_was_checked_is_no_disagreement(place: Home) -> None:
    keeper = Store(place)
    journals = read_journals(keeper)
    Store(place).save("p", [Action("done", "meanwhile")], NOW)
    assert list(problems(keeper, journals, NOW)) == []
