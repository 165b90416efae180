"""psi import: what was done elsewhere joins what was done here, each thing once."""

import json
import os
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from psi_cli.record import journal
from psi_cli.record.model import READ, Action, Event, stamp
from psi_cli.system import files
from tests.conftest import Psi, holders
from tests.views.scenes import PATHWAY as BREAD

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
NOT_WHOLE = "it is not whole any more; what could be read of it is taken"
CANARY = "canary in the coal mine"
DONE = (
    "start", "done 2.1 2.2", "note 2.1 first", "note 2.1 second", "note 2.q1 answered",
    "bookmark 2.3", "skip 2.4", "done 2.5", "undo", "goto dive", "reset 2.4 --yes",
    "open 3.1 --print", "note 2.2 gone", "forget 2.2 --yes",
)  # fmt: skip
SHOWN = ("status", "log --limit 1000", "note", "list --all")
Machines = Callable[[str], Psi]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machines:
    """Return what makes a machine of some name, with a home and a state of its own."""
    return lambda name: Psi(tmp_path / name / "psi", monkeypatch)


@pytest.fixture
def old(machine: Machines) -> Psi:
    """Return a machine on which much was done, in two pathways."""
    psi = machine("old")
    for line in DONE:
        assert psi(*line.split()).status == 0, line
    (psi.home / "pathways").mkdir()
    shutil.copy(BREAD, psi.home / "pathways" / "bread.toml")
    for line in ("start", "done 2.1", "note 1.q1 rye"):
        assert bake(psi, line)["schema"] != "psi.error/1"
    return psi


def bake(psi: Psi, line: str) -> dict:
    """Run a command on the pathway that was added."""
    path = str(psi.home / "pathways" / "bread.toml")
    return psi(*line.split(), "--json", PSI_PATHWAY=path).json


def seen(psi: Psi) -> list[dict]:
    """Return what psi shows of the record, in both pathways."""
    here = [psi(*line.split(), "--json").json for line in SHOWN]
    return here + [bake(psi, line) for line in SHOWN]


def kept(psi: Psi) -> dict[str, bytes]:
    every = [path for path in psi.home.rglob("*") if path.is_file()]
    return {str(path.relative_to(psi.home)): path.read_bytes() for path in every}


def backup(psi: Psi, name: str = "backup.json") -> str:
    path = psi.home.parent / name
    assert psi("export", "json", "-o", str(path), "--force").status == 0
    return str(path)


def texts(psi: Psi) -> list[str]:
    return sorted(note["text"] for note in psi("note", "--json").json["notes"])


def journal_of(psi: Psi) -> Path:
    (path,) = (psi.home / "journal").glob("????????.jsonl")
    return path


def laid_out_anew(path: str) -> str:
    """Have a backup written anew, as a formatter does."""
    members = json.loads(Path(path).read_text(encoding="utf-8"))
    Path(path).write_text(json.dumps(members, indent=4, ensure_ascii=False), encoding="utf-16")
    return path


WAYS = {
    "a backup": lambda psi: [backup(psi)],
    "a backup, laid out anew and in another encoding": lambda psi: [laid_out_anew(backup(psi))],
    "a copied data folder": lambda psi: [str(psi.home)],
    "journals and a backup": lambda psi: [
        *map(str, (psi.home / "journal").glob("*.jsonl")),
        backup(psi),
    ],
}


@pytest.mark.parametrize("way", WAYS)
def test_an_empty_machine_then_shows_what_the_other_does(
    old: Psi, machine: Machines, way: str
) -> None:
    new = machine("new")
    assert new("import", *WAYS[way](old)).status == 0
    assert seen(new) == seen(old)
    assert new("doctor", "--json").json["problems"] == []


def test_what_came_is_counted_by_pathway(old: Psi, machine: Machines) -> None:
    told = machine("new")("import", backup(old), "--json").json
    assert told["gains"] == [
        {
            "id": "bread", "title": "Baking Bread", "completions": 1, "bookmarks": 0, "notes": 0,
            "answers": 1, "taken_back": 0,
        },
        {
            "id": "public-sector-innovation", "title": "Public Sector Innovation",
            "completions": 2, "bookmarks": 1, "notes": 2, "answers": 1, "taken_back": 0,
        },
    ]  # fmt: skip
    assert (told["pathways"], told["troubles"], told["known"]) == (["bread"], [], 0)
    assert told["events"] == sum(
        len(journal.read(path.read_bytes())[0]) for path in (old.home / "journal").iterdir()
    )


def test_the_same_again_brings_nothing_and_writes_nothing(old: Psi, machine: Machines) -> None:
    new = machine("new")
    paths = [backup(old), str(old.home), str(journal_of(old))]
    first = new("import", *paths, "--json").json
    before = kept(new)
    again = new("import", *reversed(paths), "--json").json
    assert (again["events"], again["known"], again["gains"]) == (0, first["events"], [])
    assert kept(new) == before


def test_a_dry_run_says_the_same_and_writes_nothing(old: Psi, machine: Machines) -> None:
    new = machine("new")
    dry = new("import", backup(old), "--dry-run", "--json").json
    assert not new.home.exists()
    wet = new("import", backup(old), "--json").json
    assert {**dry, "dry_run": False, "next": []} == {**wet, "next": []}
    assert dry["next"][0]["command"] == f"psi import {backup(old)}"


def test_any_order_comes_to_the_same(old: Psi, machine: Machines) -> None:
    third = machine("third")
    third("import", str(old.home))
    third("undo")
    third("forget", "2.1", "--yes")
    third("done", "2.1", "2.6")
    paths = [backup(old), backup(third), str(journal_of(third))]
    results = []
    for number, order in enumerate(permutations(paths)):
        new = machine(f"new {number}")
        for path in order:
            new("import", path)
        results.append(seen(new))
    assert results == [seen(third)] * 6


def test_a_completion_made_on_two_machines_is_one_and_two_notes_are_two(
    machine: Machines,
) -> None:
    here, there = machine("here"), machine("there")
    for psi, words in ((here, "mine"), (there, "yours")):
        psi("done", "2.1")
        psi("note", "2.1", words)
    told = here("import", str(there.home), "--json").json
    assert (told["events"], told["gains"][0]["completions"], told["gains"][0]["notes"]) == (2, 0, 1)
    assert here("list", "--done", "--json").json["resources"][0]["number"] == "2.1"
    assert len(here("list", "--done", "--json").json["resources"]) == 1
    assert texts(here) == ["mine", "yours"]


def test_nothing_here_is_changed_and_no_journal_of_another_device_is_written(
    old: Psi, machine: Machines
) -> None:
    here = machine("here")
    here("done", "2.6")
    shutil.copy(journal_of(old), here.home / "journal" / "0a0a0a0a.jsonl")
    before = kept(here)
    here("done", "2.5", "--json")
    own = journal_of_device(here)
    mine = own.read_bytes()
    third = machine("third")
    third("note", "2.6", "from a third")
    here("import", str(third.home))
    assert own.read_bytes() == mine
    assert kept(here)["journal/0a0a0a0a.jsonl"] == before["journal/0a0a0a0a.jsonl"]
    new = {name for name in kept(here) if name.startswith("journal/")} - set(before)
    assert new == {f"journal/{own.stem}.imported.jsonl"}


def journal_of_device(psi: Psi) -> Path:
    told = psi("doctor", "--json").json["journals"]
    return psi.home / "journal" / next(one["name"] for one in told if one["own"])


def test_what_a_program_brings_later_comes_not_twice(old: Psi, machine: Machines) -> None:
    new = machine("new")
    new("import", backup(old))
    before = seen(new)
    for path in (old.home / "journal").glob("*.jsonl"):
        shutil.copy(path, new.home / "journal")
    assert seen(new) == before
    other = machine("other")
    other("import", str(old.home))
    for path in (new.home / "journal").glob("*.jsonl"):
        shutil.copy(path, other.home / "journal")
    assert seen(other) == before
    assert other("doctor", "--json").json["problems"] == []


def test_a_forgotten_text_does_not_come_back(machine: Machines) -> None:
    here, there = machine("here"), machine("there")
    here("note", "2.1", CANARY)
    early, copied = backup(here, "early.json"), here.home.parent / "copy"
    shutil.copytree(here.home, copied)
    there("import", early)
    here("forget", "2.1", "--yes")
    late = backup(here, "late.json")
    for path in (early, str(copied)):
        assert here("import", path).status == 0
    assert holders(here.home, CANARY) == []
    assert "canary" not in Path(late).read_text()
    there("import", late)
    assert holders(there.home.parent, CANARY) == []
    for number, order in enumerate(([early, late], [late, early], [late, str(copied), early])):
        new = machine(f"new {number}")
        assert [new("import", path).status for path in order] == [0] * len(order)
        assert texts(new) == []
        assert holders(new.home.parent, CANARY) == []


def test_an_imported_note_can_be_taken_back_and_forgotten(old: Psi, machine: Machines) -> None:
    old("note", "2.6", CANARY)
    new = machine("new")
    new("import", str(old.home))
    assert new("undo").status == 0
    assert texts(new) == ["answered", "first", "second"]
    assert new("forget", "2.6", "--yes").status == 0
    assert holders(new.home.parent, CANARY) == []


def forged(*actions: Action, after: int = -1, milliseconds: int = 1_764_000_000_000) -> list[Event]:
    return list(
        stamp(
            actions,
            pathway="public-sector-innovation",
            milliseconds=milliseconds,
            after=after,
            randomness=b"0123456789" * len(actions),
        )
    )


def written(path: Path, *events: Event) -> str:
    path.write_bytes(b"".join(map(journal.encode, events)))
    return str(path)


def test_of_two_events_with_one_id_the_one_that_is_here_stands(psi: Psi, tmp_path: Path) -> None:
    psi("note", "2.1", "my words")
    (mine,) = journal.read(journal_of(psi).read_bytes())[0]
    path = written(tmp_path / "forged.jsonl", mine._replace(text="words put into my mouth"))
    told = psi("import", path, "--json").json
    assert (told["events"], told["known"], told["differing"]) == (0, 0, 1)
    assert texts(psi) == ["my words"]
    assert "tells something else" in psi("import", path).out


def test_ids_at_the_end_of_time_stop_no_later_save(psi: Psi, tmp_path: Path) -> None:
    events = forged(*[Action("done", "a")] * 3, after=READ - 3, milliseconds=0)
    psi("import", written(tmp_path / "late.jsonl", *events))
    assert psi("note", "2.1", "after all").status == 0
    assert texts(psi) == ["after all"]


BROKEN = {
    "nothing": b"",
    "blank": b" \n\n",
    "no JSON": b"{",
    "a list": b"[1, 2, 3]",
    "a number too long": b"9" * 5000,
    "nested without end": b"[" * 100_000,
    "a backup without events": b'{"schema": "psi.backup/1"}',
    "a backup of something else": b'{"schema": "psi.backup/1", "events": {"a": [1]}}',
    "strange events": b'{"schema":"psi.backup/1","events":[1,null,[[]],{"id":[]},{"a":"\\ud800"}]}',
    "deep events": b'{"schema":"psi.backup/1","events":[%b]}' % (b"[" * 900 + b"]" * 900),
    "strange pathways": b'{"schema":"psi.backup/1","events":[],"pathways":[1,{"a":2}]}',
    "pathways that are none": b'{"schema":"psi.backup/1","pathways":{"../../x":"a = [","b":3}}',
    "a picture": bytes(range(256)) * 40,
    "an event without its seal": b'{"id":"01a21139-65cc-7148-8f99-4aa415a304c5","do":"done"}',
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_holds_nothing_of_psi_s_changes_nothing(psi: Psi, tmp_path: Path, kind: str) -> None:
    psi("done", "2.1")
    before = kept(psi)
    path = tmp_path / "given.json"
    path.write_bytes(BROKEN[kind])
    result = psi("import", str(path))
    assert (result.status, result.out) in {(3, ""), (0, result.out)}
    assert "Nothing is new" in result.out or "nothing of psi's to import" in result.err
    assert kept(psi) == before


def test_a_backup_of_a_newer_psi_is_refused(psi: Psi, tmp_path: Path) -> None:
    path = tmp_path / "newer.json"
    path.write_text('{"schema": "psi.backup/2", "events": []}')
    result = psi("import", str(path))
    assert (result.status, "newer psi" in result.err, "Upgrade psi" in result.err) == (
        1,
        True,
        True,
    )


def test_a_backup_that_was_cut_short_gives_what_is_left_of_it(old: Psi, machine: Machines) -> None:
    path = Path(backup(old))
    path.write_bytes(path.read_bytes()[: -len(b'"crc":"00000000"}\n  ]\n}\n')])
    told = machine("new")("import", str(path), "--json").json
    whole = machine("other")("import", str(old.home), "--json").json
    assert told["events"] == whole["events"] - 1
    assert "not whole any more" in told["troubles"][0]["sentence"]


def test_what_is_lacking_in_a_file_is_said_as_it_is(old: Psi, machine: Machines) -> None:
    torn, spoilt = Path(backup(old)).with_name("torn.jsonl"), Path(backup(old))
    torn.write_bytes(journal_of(old).read_bytes() + b"noise\n\n{}\n")
    spoilt.write_text(spoilt.read_text(encoding="utf-8").replace('"do":"skip"', '"do":"skap"'))
    told = machine("new")("import", str(torn), str(spoilt), "--json").json["troubles"]
    assert told == [
        {"file": str(torn), "sentence": "2 lines cannot be read"},
        {"file": str(spoilt), "sentence": NOT_WHOLE},
    ]


@POSIX
@pytest.mark.parametrize("strange", ["missing", "pipe", "device", "endless", "huge", "loop"])
def test_a_named_file_that_cannot_be_read_stops_the_import(
    psi: Psi, old: Psi, tmp_path: Path, strange: str
) -> None:
    path = tmp_path / "given"
    if strange == "pipe":
        os.mkfifo(path)
    elif strange == "huge":
        path.touch()
        os.truncate(path, 1 << 40)
    elif strange != "missing":
        path.symlink_to({"device": "/dev/zero", "endless": "/proc/self/pagemap"}.get(strange, path))
    result = psi("import", str(old.home), str(path))
    assert (result.status, result.out) == (3 if strange == "missing" else 1, "")
    assert "nothing was imported" in result.err
    assert not psi.home.exists()


@POSIX
def test_strange_files_in_a_copied_folder_cost_only_themselves(old: Psi, machine: Machines) -> None:
    place = old.home / "journal"
    os.mkfifo(place / "pipe.jsonl")
    (place / "zero.jsonl").symlink_to("/dev/zero")
    (place / "nowhere.jsonl").symlink_to(place / "nothing")
    (place / "folder.jsonl").mkdir()
    (place / "noise.jsonl").write_bytes(b"noise\n")
    (place / ".#lock.jsonl").symlink_to("me@here")
    (old.home / "pathways" / "broken.toml").write_text("id = ")
    (old.home / "pathways" / "zero.toml").symlink_to("/dev/zero")
    new = machine("new")
    told = new("import", str(old.home), "--json").json
    names = [Path(one["file"]).name for one in told["troubles"]]
    assert sorted(names) == [
        "broken.toml", "folder.jsonl", "noise.jsonl", "nowhere.jsonl", "pipe.jsonl", "zero.jsonl",
        "zero.toml",
    ]  # fmt: skip
    for name in ("pipe", "zero", "nowhere", "noise"):  # a device's own name may begin so too
        (place / f"{name}.jsonl").unlink()
    (place / "folder.jsonl").rmdir()
    assert seen(new) == seen(old)
    assert sorted(path.name for path in (new.home / "pathways").iterdir()) == ["bread.toml"]


def test_an_import_that_fails_at_any_write_is_finished_by_the_next(
    old: Psi, machine: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = seen(old)
    write = files.write
    for after in range(4):
        new, left = machine(f"new {after}"), [after]

        def failing(path: Path, data: bytes, *, durable: bool, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device")
            write(path, data, durable=durable)

        with monkeypatch.context() as patch:
            patch.setattr(files, "write", failing)
            result = new("import", str(old.home))
            assert (result.status == 0) == (new("log", "--json").json["events"] != [])
        new("import", str(old.home))
        assert seen(new) == wanted


def test_a_pathway_that_is_here_is_left_as_it_is(old: Psi, machine: Machines) -> None:
    new = machine("new")
    (new.home / "pathways").mkdir(parents=True)
    mine = new.home / "pathways" / "bread.toml"
    mine.write_bytes(BREAD.read_bytes() + b"\n# mine\n")
    before = mine.read_bytes()
    assert new("import", str(old.home), "--json").json["pathways"] == []
    assert mine.read_bytes() == before


def test_what_a_newer_psi_wrote_comes_as_it_was_written(old: Psi, machine: Machines) -> None:
    (event,) = forged(Action("admire", "bason-book"))
    told = {"id": event.id, "at": event.at, "pathway": event.pathway, "do": event.do}
    strange = journal._sealed({**told, "how": ["much", 1.5], "in": {"id": "x"}})
    (old.home / "journal" / "0b0b0b0b.jsonl").write_bytes(strange)
    for number, way in enumerate(WAYS.values()):
        new = machine(f"new {number}")
        new("import", *way(old))
        (imported,) = (new.home / "journal").glob("*.imported.jsonl")
        assert strange in imported.read_bytes()


@POSIX
def test_a_link_in_the_place_of_what_was_imported_is_not_read_into_the_folder(
    old: Psi, machine: Machines, tmp_path: Path
) -> None:
    new = machine("new")
    new("done", "2.1")
    secret = tmp_path / "secret"
    secret.write_text("the key to everything")
    own = journal_of(new)
    own.with_name(f"{own.stem}.imported.jsonl").symlink_to(secret)
    result = new("import", str(old.home))
    assert (result.status, "it is a link" in result.err) == (5, True)
    assert secret.read_text() == "the key to everything"
    assert holders(new.home / "journal", "the key") == [f"{own.stem}.imported.jsonl"]


def test_hostile_words_in_what_is_imported_reach_no_terminal(psi: Psi, tmp_path: Path) -> None:
    words = "\x1b]0;owned\x07 \u202e [red]x[/]"
    events = forged(Action("note", "bason-mindlab-video", words, title=words))
    path = written(tmp_path / "\x1b[31m evil.jsonl", *events)
    for terminal in (True, False):
        assert psi("import", path, terminal=terminal).status == 0
        assert psi("note", terminal=terminal).status == 0
    assert psi("export", "json").status == 0


def test_a_folder_without_journals_and_one_s_own_are_told_apart(psi: Psi, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert psi("import", str(tmp_path / "empty")).status == 3
    psi("done", "2.1")
    own = psi("import", str(psi.home), "--json").json
    assert (own["events"], own["known"]) == (0, 1)
