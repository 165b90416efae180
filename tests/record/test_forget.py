"""Forgetting: the words leave every file psi keeps, if need be with the next psi's help."""

import errno
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from psi_cli.errors import RecordFailure
from psi_cli.record import folder, journal, pages
from psi_cli.record import forget as forgetting
from psi_cli.record.forget import devices_that_hold, finish, forget, traces_of
from psi_cli.record.model import Action
from psi_cli.record.store import Store
from psi_cli.session import Session
from psi_cli.system import files
from psi_cli.system.paths import Home
from tests.conftest import Psi, holders

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes and devices as POSIX has them")
NOW = 1_790_000_000_000
CANARY = "canary-in-the-coal-mine"


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path / "data", tmp_path / "state", tmp_path / "cache")


def save(place: Home, *actions: Action) -> None:
    Store(place).save("p", actions, NOW)


def own(place: Home) -> Path:
    return folder.own_journal(place)


def forgotten(place: Home, about: str = "a") -> None:
    keeper = Store(place)
    forget(keeper, traces_of(keeper, ["p"], frozenset({about})), NOW + 1)


def test_forgetting_removes_the_words_from_every_file(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psi_cli.record.store.TAIL", 300)
    psi("note", "2.1", CANARY)
    psi("note", "2.1", f"{CANARY} again")
    psi("note", "2.2", "what stays")
    for _ in range(3):
        psi("done", "2.3")
        psi("reopen", "2.3")
    assert psi("search", CANARY).status == 0
    assert psi("search", "--all", CANARY).status == 0
    assert len(holders(psi.home.parent, "canary")) >= 5
    result = psi("forget", "2.1", "--yes")
    assert result.status == 0
    assert "psi cannot reach backups" in result.out
    assert "another device" not in result.out + result.err
    assert holders(psi.home.parent, "canary") == []
    assert psi("note", "--json").json["notes"][0]["text"] == "what stays"
    assert psi("search", CANARY).status == 3
    assert psi("undo").status == 0
    assert psi("note", "2.1", "--json").json["notes"] == []
    assert holders(psi.home.parent, "canary") == []


def test_a_note_that_was_forgotten_is_told_by_no_other_journal(psi: Psi) -> None:
    psi("note", "2.1", CANARY)
    journal_here = next((psi.home / "journal").glob("*.jsonl"))
    journal_here.rename(journal_here.with_name("bbbbbbbb.jsonl"))
    assert CANARY in psi("log").out
    psi("forget", "2.1", "--yes")
    assert CANARY not in psi("log").out
    assert CANARY not in psi("note").out
    assert psi("undo").status == 3


@POSIX
def test_forgetting_reaches_what_is_left_of_a_note_whose_writing_was_cut_short(psi: Psi) -> None:
    psi("note", "2.1", CANARY)
    (path,) = (psi.home / "journal").glob("*.jsonl")
    data = path.read_bytes()
    path.write_bytes(data + data.splitlines()[-1].replace(b"canary", b"kanary")[:-9])
    psi("forget", "2.1", "--yes")
    assert holders(psi.home.parent, "canary") == holders(psi.home.parent, "kanary") == []
    assert psi("forget", "2.1", "--yes").status == 3


def everywhere(place: Home) -> list[str]:
    return [name for folder in place for name in holders(folder, CANARY)]


@pytest.mark.parametrize(
    "name",
    [
        "{} (a conflicted copy).jsonl",
        "{}.sync-conflict-20261125.jsonl",
        "{}.jsonl~",
        "Copy of {}.jsonl",
    ],
)
def test_copies_of_this_device_s_journal_are_cleaned(place: Home, name: str) -> None:
    save(place, Action("note", "a", CANARY), Action("done", "b"))
    copy = own(place).with_name(name.format(own(place).stem))
    copy.write_bytes(own(place).read_bytes())
    forgotten(place)
    assert everywhere(place) == []
    assert len(journal.read(copy.read_bytes())[0]) == 2


@pytest.mark.parametrize("tables", ["p = 1", "[p]\nnotes = 1", "[p.notes]\na = 1", "[q]\nx = 1"])
def test_a_copy_that_people_wrote_themselves_is_left_as_it_is(place: Home, tables: str) -> None:
    save(place, Action("note", "a", CANARY))
    copy = place.data / "record.before-00000000.toml"
    copy.write_text(f"# mine\n{tables}  # also mine\n")
    forgotten(place)
    assert copy.read_text() == f"# mine\n{tables}  # also mine\n"
    assert everywhere(place) == []


def test_copies_of_the_record_file_lose_the_note_and_nothing_else(place: Home) -> None:
    save(place, Action("note", "a", CANARY), Action("note", "b", "what stays"))
    copy = place.data / "record.before-00000000.toml"
    copy.write_bytes(place.record.read_bytes())
    forgotten(place)
    assert everywhere(place) == []
    assert "what stays" in copy.read_text()
    assert copy.read_text().startswith("# Your learning record")
    assert "what stays" in place.record.read_text()


def test_drafts_go_however_young(place: Home) -> None:
    save(place, Action("note", "a", CANARY))
    place.cache.mkdir(exist_ok=True)
    for path in (place.record, own(place), place.cache / "record.snapshot"):
        path.with_name(f"{path.name}.draft-924a6755").write_text(CANARY)
    forgotten(place)
    assert everywhere(place) == []


def test_search_indexes_go_with_their_free_pages(place: Home) -> None:
    save(place, Action("note", "a", CANARY))
    place.indexes.mkdir(parents=True)
    with sqlite3.connect(place.indexes / "all") as database:
        database.execute("CREATE TABLE notes AS SELECT ? AS text", (CANARY,))
        database.execute("DELETE FROM notes")
    database.close()
    forgotten(place)
    assert everywhere(place) == []


@pytest.mark.parametrize("beside", ["note.txt", "note.txt~", ".note.txt.swp", "#note.txt#"])
def test_pages_on_it_go_with_what_editors_left_beside_them(place: Home, beside: str) -> None:
    save(place, Action("note", "a", "words"))
    page = pages.begin(place.pages, "p", "a", "", "")
    other = pages.begin(place.pages, "p", "b", "", "what stays")
    (page.folder / beside).write_text(CANARY)
    forgotten(place)
    assert everywhere(place) == []
    assert other.file.read_text() == "what stays"


def test_a_page_alone_is_enough_to_be_forgotten(place: Home) -> None:
    pages.begin(place.pages, "p", "a", "", CANARY)
    forgotten(place)
    assert everywhere(place) == []


@POSIX
def test_a_page_that_is_open_is_named_and_goes_when_it_is_closed(place: Home) -> None:
    save(place, Action("note", "a", "words"))
    page = pages.begin(place.pages, "p", "a", "", CANARY)
    with pages.held(page), pytest.raises(RecordFailure, match=page.folder.name):
        forgotten(place)
    finish(Store(place), NOW)
    assert everywhere(place) == []


def test_what_could_not_be_removed_is_named_and_the_next_psi_tries_again(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(place, Action("note", "a", CANARY))
    place.indexes.mkdir(parents=True)
    index = place.indexes / "all"
    index.write_text(CANARY)
    unlink = Path.unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path == index:
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(RecordFailure, match=r"these may still hold them: .*all\.$") as told:
            forgotten(place)
    assert told.value.remedy == "Repeat any command once the disk is well: psi tries again."
    assert everywhere(place) == ["all"]
    assert Store(place).has_to_forget
    finish(Store(place), NOW)
    assert everywhere(place) == []
    assert not Store(place).has_to_forget


def test_what_stands_in_the_way_is_named(place: Home) -> None:
    save(place, Action("note", "a", CANARY))
    (place.cache / "record.snapshot").mkdir(parents=True)
    place.indexes.write_text("no folder")
    with pytest.raises(RecordFailure, match=r"record\.snapshot, .*search\.$"):
        forgotten(place)
    assert CANARY not in own(place).read_text()


@POSIX
def test_without_a_readable_journal_nothing_is_begun_and_what_helps_is_said(place: Home) -> None:
    save(place, Action("note", "a", CANARY))
    moved = own(place).rename(place.data / "aside")
    own(place).symlink_to("/dev/null")
    with pytest.raises(RecordFailure, match=r"cannot be read: it is not a regular file\.$") as told:
        traces_of(Store(place), ["p"], frozenset({"a"}))
    assert told.value.remedy == "Make it readable; nothing in it was changed."
    assert CANARY in moved.read_text()


def test_the_events_come_before_anything_is_removed(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(place, Action("note", "a", CANARY))

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal, "without_texts", killed)
        with pytest.raises(KeyboardInterrupt):
            forgotten(place)
    assert Store(place).load().of("p").notes == {}
    assert CANARY in own(place).read_text()
    finish(Store(place), NOW)
    assert everywhere(place) == []


def test_any_command_finishes_what_was_interrupted(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    psi("note", "2.1", CANARY)
    psi("search", CANARY)

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_made_again", killed)
        assert psi("forget", "2.1", "--yes").status == 130
    assert holders(psi.home.parent, CANARY)
    assert psi("list").status == 0
    assert holders(psi.home.parent, CANARY) == []


def test_without_a_place_for_what_is_unfinished_the_journal_is_cleaned_still(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(place, Action("note", "a", CANARY))
    write = files.write

    def refuse(path: Path, data: bytes, *, durable: bool) -> None:
        if path.name == "forgetting.json":
            raise OSError(errno.EROFS, "Read-only file system")
        if path == own(place):
            raise KeyboardInterrupt
        write(path, data, durable=durable)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write", refuse)
        with pytest.raises(KeyboardInterrupt):
            forgotten(place)
    keeper = Store(place)
    keeper.load()
    assert keeper.has_to_forget
    finish(keeper, NOW)
    assert CANARY not in own(place).read_text()


def test_notes_that_are_written_later_are_not_forgotten(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(place, Action("note", "a", CANARY))
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_clean", lambda *_given: (_ for _ in ()).throw(OSError))
        with pytest.raises(RecordFailure):
            forgotten(place)
    save(place, Action("note", "a", "a new beginning"))
    later = pages.begin(place.pages, "p", "a", "", "a new page")
    finish(Store(place), NOW)
    assert [note.text for note in Store(place).load().of("p").notes["a"]] == ["a new beginning"]
    assert "a new beginning" in place.record.read_text()
    assert later.file.read_text() == "a new page"
    assert everywhere(place) == []


@pytest.fixture
def elsewhere(tmp_path: Path) -> Home:
    return Home(tmp_path / "data", tmp_path / "state 2", tmp_path / "cache 2")


def test_another_device_carries_it_out_at_its_next_command(place: Home, elsewhere: Home) -> None:
    save(elsewhere, Action("note", "a", CANARY))
    forgotten(place)
    assert devices_that_hold(Store(place)) == [own(elsewhere).stem]
    assert Store(place).load().of("p").notes == Store(elsewhere).load().of("p").notes == {}
    other = Store(elsewhere)
    other.load()
    assert other.has_to_forget
    finish(other, NOW)
    assert everywhere(place) == everywhere(elsewhere) == []
    assert devices_that_hold(Store(place)) == []


def test_the_device_that_still_holds_a_text_is_named(psi: Psi) -> None:
    psi("note", "2.1", CANARY)
    (here,) = (psi.home / "journal").glob("*.jsonl")
    here.rename(here.with_name("bbbbbbbb.jsonl"))
    result = psi("forget", "2.1", "--yes", "--json")
    told = "Journals of other devices hold forgotten texts still (bbbbbbbb)."
    assert told in result.json["remarks"]
    assert told in psi("forget", "2.1", "--yes").err.replace("\n", " ")
    assert CANARY not in psi("log").out + psi("note").out


@pytest.mark.parametrize("has_a_cache", [True, False])
def test_a_reader_beside_it_leaves_no_snapshot_of_what_was_forgotten(
    place: Home, monkeypatch: pytest.MonkeyPatch, has_a_cache: bool
) -> None:
    monkeypatch.setattr("psi_cli.record.store.TAIL", 600)
    save(place, Action("note", "a", CANARY * 40))
    Store(place).drop_snapshot()
    reader = Store(place)
    keep = Store._keep_snapshot

    def late(one: Store) -> None:
        if one is reader:
            forgotten(place)
        if has_a_cache or one is not reader:
            keep(one)

    monkeypatch.setattr(Store, "_keep_snapshot", late)
    reader.load()
    assert everywhere(place) == []


@pytest.mark.parametrize("step", ["load", "load_pathway"])
def test_a_search_beside_it_leaves_no_index_of_what_was_forgotten(
    psi: Psi, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    psi("note", "2.1", CANARY)
    taken = getattr(Session, step)

    def before_it(session: Session) -> object:
        monkeypatch.undo()
        result = taken(session)
        assert psi("forget", "2.1", "--yes").status == 0
        return result

    monkeypatch.setattr(Session, step, before_it)
    psi("search", "canary")
    assert holders(psi.home.parent, CANARY) == []


@POSIX
def test_a_psi_that_comes_while_another_forgets_leaves_it_to_that_one(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(place, Action("note", "a", CANARY))
    clean, cleaned = journal.without_texts, []

    def another_comes(*arguments: Any) -> bytes:
        cleaned.append(arguments)
        finish(Store(place), NOW + 2)
        return clean(*arguments)

    monkeypatch.setattr(journal, "without_texts", another_comes)
    forgotten(place)
    assert len(cleaned) == 1
    assert everywhere(place) == []


def test_it_is_not_begun_twice(place: Home) -> None:
    save(place, Action("note", "a", CANARY))
    forgotten(place)
    before = own(place).read_bytes()
    finish(Store(place), NOW)
    assert own(place).read_bytes() == before
    keeper = Store(place)
    assert traces_of(keeper, ["p"], frozenset({"a"})).total == 0


def test_doctor_names_a_journal_that_holds_what_was_forgotten(psi: Psi) -> None:
    psi("note", "2.1", CANARY)
    (here,) = (psi.home / "journal").glob("*.jsonl")
    here.rename(here.with_name("bbbbbbbb.jsonl"))
    psi("forget", "2.1", "--yes")
    told = psi("doctor", "--plain", COLUMNS="200").out
    assert "bbbbbbbb.jsonl" in told
    assert "holds notes that were forgotten" in told
