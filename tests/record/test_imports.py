"""What is imported lands whole, in a journal that this device writes, without forgotten texts."""

import os
from pathlib import Path

import pytest

from psi_cli.errors import RecordFailure
from psi_cli.record import folder, forget, imports, journal, lines
from psi_cli.record.model import Action, Event, stamp
from psi_cli.record.store import Store
from psi_cli.system import files
from psi_cli.system.paths import Home

NOW = 1_800_000_000_000
CANARY = "canary in the coal mine"


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home(tmp_path / "data", tmp_path / "state", tmp_path / "cache")


def elsewhere(*actions: Action, after: int = -1) -> tuple[Event, ...]:
    """Return what another device did."""
    randomness = b"elsewhere!" * len(actions)
    return stamp(actions, pathway="p", milliseconds=NOW, after=after, randomness=randomness)


def found(*events: Event) -> imports.Found:
    those = imports.Found()
    lines.add(those.lines, b"".join(map(journal.encode, events)))
    return those


def imported(place: Home) -> bytes:
    return folder.imported_beside(folder.own_journal(place)).read_bytes()


def test_what_is_imported_is_its_own_journal_and_the_own_one_stays(place: Home) -> None:
    Store(place).save("p", [Action("done", "a")], NOW)
    before = folder.own_journal(place).read_bytes()
    event = elsewhere(Action("done", "b"))[0]
    imports.keep(Store(place), found(event))
    assert folder.own_journal(place).read_bytes() == before
    assert imported(place) == journal.encode(event)
    imports.keep(Store(place), found(*elsewhere(Action("done", "c"), after=NOW)))
    assert imported(place).startswith(journal.encode(event))
    assert set(Store(place).load().of("p").marks) == {"a", "b", "c"}


def test_a_forgotten_text_is_never_written_not_even_for_a_moment(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    (note,) = elsewhere(Action("note", "a", CANARY))
    (told,) = elsewhere(Action("forget", "a", of=note.id), after=NOW)
    imports.keep(Store(place), found(told))
    with monkeypatch.context() as patch:
        patch.setattr(files, "write", refuse_the_words(files.write))
        imports.keep(Store(place), found(note))
        imports.keep(
            Store(Home(*(one.with_name(f"{one.name}-2") for one in place))), found(told, note)
        )
    assert note.id.encode() in imported(place)


def refuse_the_words(write):
    def watched(path: Path, data: bytes, *, durable: bool) -> None:
        assert CANARY.encode() not in data
        write(path, data, durable=durable)

    return watched


def test_a_forgetting_that_another_device_brings_reaches_what_was_imported(place: Home) -> None:
    (note,) = elsewhere(Action("note", "a", CANARY), Action("done", "b"))[:1]
    imports.keep(Store(place), found(note))
    assert CANARY.encode() in imported(place)
    (told,) = elsewhere(Action("forget", "a", of=note.id), after=NOW)
    (place.journals / "0a0a0a0a.jsonl").write_bytes(journal.encode(told))
    store = Store(place)
    assert store.load().of("p").notes == {}
    assert store.has_to_forget
    forget.finish(store, NOW)
    assert CANARY.encode() not in imported(place)
    store.load()
    assert not store.has_to_forget


def test_a_torn_end_costs_no_event_that_is_imported_behind_it(place: Home) -> None:
    first, second = (
        elsewhere(Action("done", name), after=NOW + at)[0] for at, name in enumerate("ab")
    )
    imports.keep(Store(place), found(first))
    path = folder.imported_beside(folder.own_journal(place))
    path.write_bytes(path.read_bytes() + journal.encode(first)[:-9])
    imports.keep(Store(place), found(second))
    assert set(Store(place).load().of("p").marks) == {"a", "b"}


def test_what_was_imported_and_cannot_be_read_is_not_replaced(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports.keep(Store(place), found(*elsewhere(Action("done", "a"))))
    before, read = imported(place), files.read

    def refusing(path: Path, largest: int = 0) -> bytes:
        if "imported" in path.name:
            raise PermissionError(13, "Permission denied")
        return read(path, largest)

    monkeypatch.setattr(files, "read", refusing)
    with pytest.raises(RecordFailure, match="Nothing was saved"):
        imports.keep(Store(place), found(*elsewhere(Action("done", "b"), after=NOW)))
    assert imported(place) == before


@pytest.mark.parametrize("strange", ["folder", "too large"])
def test_a_journal_that_cannot_take_more_says_so_and_stays(
    place: Home, strange: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST_JOURNAL", 1000)
    Store(place).save("p", [Action("done", "a")], NOW)
    path = folder.imported_beside(folder.own_journal(place))
    if strange == "folder":
        path.mkdir()
    else:
        path.touch()
        os.truncate(path, files.LARGEST_JOURNAL)
    with pytest.raises(RecordFailure, match="Nothing was saved"):
        imports.keep(Store(place), found(*elsewhere(Action("done", "b"))))
    assert path.is_dir() or path.stat().st_size == files.LARGEST_JOURNAL
