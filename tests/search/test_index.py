"""The index: built when something changed, kept whole in one file, done without where it fails."""

import os
import time
from pathlib import Path

import pytest

from psi_cli.errors import PsiError
from psi_cli.pathway.model import Pathway
from psi_cli.search import index
from tests.search.conftest import WHOLE, Library


def test_the_index_is_built_anew_when_and_only_when_the_file_changed(library: Library) -> None:
    assert library.ids("umbrella") == ["why"]
    first = library.built()
    assert library.ids("umbrella", "holds") == ["why"]
    assert library.built() == first
    library.write(WHOLE.replace("umbrella", "parasol"))
    assert library.ids("umbrella") == []
    assert library.ids("parasol") == ["why"]
    assert library.built() != first


def test_an_index_of_another_version_is_built_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.open()
    first = library.built()
    monkeypatch.setattr(index, "_SHAPE", "another")
    assert library.ids("umbrella") == ["why"]
    assert library.built() != first


def test_an_index_of_other_pathways_is_built_anew(library: Library) -> None:
    library.open()
    other = library.path.with_name("other.toml")
    other.write_text(WHOLE.replace('id = "p"', 'id = "q"'), encoding="utf-8")
    assert [source.id for source in library.open(other).pathways] == ["p", "q"]
    assert [source.id for source in library.open().pathways] == ["p"]


@pytest.mark.parametrize("damage", ["first", "middle", "last", "cut", "empty", "longer", "text"])
def test_a_damaged_index_is_built_anew(library: Library, damage: str) -> None:
    library.open()
    data = library.index.read_bytes()
    at = {"first": 0, "middle": len(data) // 2, "last": len(data) - 1}.get(damage, 0)
    flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    kinds = {"cut": data[:-1], "empty": b"", "longer": data + b"x", "text": b"not an index"}
    library.index.write_bytes(kinds.get(damage, flipped))
    assert library.ids("umbrella") == ["why"]
    assert library.index.read_bytes() not in {flipped, *kinds.values()}


def test_an_index_that_rotted_is_removed_and_the_next_search_finds(library: Library) -> None:
    library.open()
    status = library.index.stat()
    with library.index.open("r+b") as file:
        file.seek(100)
        file.write(bytes(status.st_size - 100))
    os.utime(library.index, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(PsiError, match="damaged"):
        library.ask("umbrella")
    assert library.ids("umbrella") == ["why"]


def test_an_index_that_was_deleted_comes_back(library: Library) -> None:
    library.open()
    library.index.unlink()
    assert library.ids("umbrella") == ["why"]
    assert library.index.exists()


def test_a_cache_that_cannot_be_written_is_done_without(library: Library) -> None:
    library.index.parent.write_text("a file where the directory should be", encoding="utf-8")
    assert library.ids("umbrella") == ["why"]
    assert library.index.parent.read_text() == "a file where the directory should be"


def test_a_directory_in_the_index_s_place_is_done_without(library: Library) -> None:
    library.index.mkdir(parents=True)
    assert library.ids("umbrella") == ["why"]


def test_a_sqlite_that_cannot_keep_an_index_is_done_without(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "CAN_BE_KEPT", False)
    assert library.ids("umbrella") == ["why"]
    assert not library.index.exists()


@pytest.mark.skipif(os.name != "posix", reason="links and owners as POSIX has them")
def test_an_index_that_is_a_link_is_neither_read_nor_written_through(library: Library) -> None:
    library.open()
    elsewhere = library.path.with_name("elsewhere")
    library.index.rename(elsewhere)
    planted = elsewhere.read_bytes()
    library.index.symlink_to(elsewhere)
    assert library.ids("umbrella") == ["why"]
    assert elsewhere.read_bytes() == planted
    assert not library.index.is_symlink()


@pytest.mark.skipif(os.name != "posix", reason="links and owners as POSIX has them")
def test_an_index_of_another_owner_is_built_anew(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.open()
    first = library.built()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert library.ids("umbrella") == ["why"]
    assert library.built() != first


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_an_index_is_for_the_learner_alone(library: Library) -> None:
    library.open()
    assert library.index.stat().st_mode & 0o777 == 0o600
    assert library.index.parent.stat().st_mode & 0o777 == 0o700


def test_a_note_that_is_gone_leaves_nothing_in_the_index(library: Library) -> None:
    library.note("lab", "pomegranate")
    library.note("lab", "librarian")
    assert library.ids("pomegranate") == ["lab"]
    assert b"pomegranate" in library.index.read_bytes()
    library.notes["lab"].pop(0)
    assert (library.ids("librarian"), library.ids("pomegranate")) == (["lab"], [])
    assert b"pomegran" not in library.index.read_bytes()


def test_a_search_waits_for_nobody_who_holds_the_index(library: Library) -> None:
    fcntl = pytest.importorskip("fcntl")
    library.open()
    library.note("lab", "librarian")
    with library.index.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        fcntl.lockf(held, fcntl.LOCK_EX)
        began = time.monotonic()
        assert library.ids("librarian") == ["lab"]
        assert time.monotonic() - began < 1
    assert library.ids("librarian") == ["lab"]


def test_an_interruption_while_the_index_is_built_leaves_it_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.open()
    before = library.index.read_bytes()
    library.write(WHOLE.replace("laboratory", "workshop"))

    def interrupt(*_: Path) -> Pathway:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(index, "read_pathway", interrupt)
        with pytest.raises(KeyboardInterrupt):
            library.open()
    assert library.index.read_bytes() == before
    assert library.ids("workshop") == ["lab", "book"]


def test_a_note_on_what_has_left_goes_by_its_id(library: Library) -> None:
    library.note("lab", "zebra")
    assert library.ask("zebra").hits[0].number == "1.1"
    library.write(WHOLE.replace('id = "lab"', 'id = "other"'))
    (hit,) = library.ask("zebra").hits
    assert (hit.number, hit.id, hit.title) == ("", "lab", "lab")


def test_a_note_under_a_former_id_is_where_its_part_is_now(library: Library) -> None:
    library.note("lab", "zebra")
    library.write(WHOLE.replace('id = "lab"', 'id = "other"\naliases = ["lab"]'))
    (hit,) = library.ask("zebra").hits
    assert (hit.number, hit.title) == ("1.1", "Innovation laboratory")


def test_a_damaged_pathway_is_told_each_time_and_read_once(library: Library) -> None:
    library.note("lab", "zebra")
    library.write("no toml")
    (sentence,) = library.open().left_out
    assert sentence.endswith("It was not searched: `psi --pathway FILE` tells why.")
    first = library.built()
    assert library.open().left_out == (sentence,)
    assert library.built() == first
    assert library.ids("zebra") == ["lab"]


def test_of_two_files_with_one_id_the_second_is_left_out(library: Library) -> None:
    twin = library.path.with_name("twin.toml")
    twin.write_text(WHOLE, encoding="utf-8")
    opened = library.open(twin)
    assert [source.path for source in opened.pathways] == [str(library.path)]
    assert opened.left_out == (f"{twin} has the id of another pathway here and was not searched.",)


def test_a_file_that_may_still_be_changing_is_read_again(library: Library) -> None:
    os.utime(library.path, (time.time(), time.time()))  # by psi's clock, not the disk's
    assert library.ids("umbrella") == ["why"]
    before = library.path.stat()
    library.path.write_text(WHOLE.replace("umbrella", "parasol!"), encoding="utf-8")
    os.utime(library.path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert library.ids("umbrella") == []
    assert library.ids("parasol") == ["why"]
