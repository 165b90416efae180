"""The cache of pathways: what it returns is what the file says, whatever became of the cache."""

import os
import time
from pathlib import Path

import pytest

from psi_cli.errors import PathwayInvalid
from psi_cli.pathway import load, parse
from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.load import _SHAPE as SHAPE
from psi_cli.system import cache_file

TEXT = 'format = 1\n[pathway]\nid = "p"\ntitle = "P"\n[[stage]]\nid = "one"\ntitle = "One"\n'
LONG_AGO = time.time() - 3600


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return written(tmp_path / "p.toml", TEXT)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the list of the files that are read anew from now on."""
    seen: list[Path] = []
    read = parse.read_pathway

    def reader(path: Path) -> object:
        seen.append(path)
        return read(path)

    monkeypatch.setattr(parse, "read_pathway", reader)
    return seen


def written(path: Path, text: str, when: float = LONG_AGO) -> Path:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (when, when))
    return path


def kept(cache: Path) -> list[Path]:
    return list(cache.glob("*"))


def test_a_kept_pathway_equals_one_that_was_read(
    tmp_path: Path, cache: Path, reads: list[Path]
) -> None:
    path = written(tmp_path / "bundled.toml", bundled_path().read_text(encoding="utf-8"))
    first = load.read_pathway(path, cache)
    second = load.read_pathway(path, cache)
    assert reads == [path]
    assert first == second
    assert repr(first) == repr(second)  # named tuples all the way down, not plain ones


def test_a_pathway_with_every_kind_of_part_is_kept_whole(path: Path, cache: Path) -> None:
    written(
        path,
        TEXT
        + '[[stage.reflection]]\nid = "q"\nprompt = "Why?"\n[[stage.resource]]\nid = "r"\n'
        + 'kind = "book"\ntitle = "R"\nminutes = 1\nidentifiers = { isbn = "1" }\n',
    )
    first = load.read_pathway(path, cache)
    second = load.read_pathway(path, cache)
    assert repr(first) == repr(second)
    assert second.stages[0].reflections[0].prompt == "Why?"
    assert second.stages[0].resources[0].identifiers == (("isbn", "1"),)


def test_an_edited_file_is_read_anew(path: Path, cache: Path, reads: list[Path]) -> None:
    assert load.read_pathway(path, cache).title == "P"
    written(path, TEXT.replace('"P"', '"Q"'), LONG_AGO + 1)
    assert load.read_pathway(path, cache).title == "Q"
    assert load.read_pathway(path, cache).title == "Q"
    written(path, TEXT.replace('"P"', '"Longer"'), LONG_AGO + 1)
    assert load.read_pathway(path, cache).title == "Longer"
    assert len(reads) == 3


def test_a_file_put_in_the_place_of_another_is_read_anew(path: Path, cache: Path) -> None:
    load.read_pathway(path, cache)
    other = written(path.with_name("other.toml"), TEXT.replace('"P"', '"Q"'))
    other.replace(path)
    assert load.read_pathway(path, cache).title == "Q"


def test_a_file_that_is_gone_or_broken_is_not_answered_from_the_cache(
    path: Path, cache: Path
) -> None:
    load.read_pathway(path, cache)
    written(path, "no toml")
    with pytest.raises(PathwayInvalid):
        load.read_pathway(path, cache)
    path.unlink()
    with pytest.raises(PathwayInvalid):
        load.read_pathway(path, cache)


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "garbage", "foreign", "directory"])
def test_a_damaged_or_foreign_cache_is_ignored(path: Path, cache: Path, damage: str) -> None:
    whole = load.read_pathway(path, cache)
    (place,) = kept(cache)
    data = place.read_bytes()
    place.unlink()
    if damage == "directory":
        place.mkdir()
    else:
        foreign = data.replace(b"(3, ", b"(2, ", 1)
        assert foreign != data
        flipped = data[:-1] + bytes([data[-1] ^ 1])
        garbage = os.urandom(500)
        parts = {"empty": b"", "cut": data[:-9], "flipped": flipped, "garbage": garbage}
        place.write_bytes(parts.get(damage, foreign))
    assert load.read_pathway(path, cache) == whole


def test_what_was_kept_for_another_file_is_ignored(path: Path, cache: Path) -> None:
    load.read_pathway(path, cache)
    (place,) = kept(cache)
    cache_file.keep(place, (("/elsewhere", 1, 1, 1), ("x", "", "X", ())), SHAPE)
    assert load.read_pathway(path, cache).title == "P"
    cache_file.keep(place, "not even a tuple", SHAPE)
    assert load.read_pathway(path, cache).title == "P"


def test_nothing_is_kept_of_a_file_that_may_still_be_edited(path: Path, cache: Path) -> None:
    os.utime(path, (time.time(), time.time()))  # by psi's clock, not the disk's
    load.read_pathway(path, cache)
    assert kept(cache) == []
    os.utime(path, (time.time() - 3, time.time() - 3))
    load.read_pathway(path, cache)
    assert len(kept(cache)) == 1


def test_a_cache_that_cannot_be_written_is_done_without(path: Path, cache: Path) -> None:
    cache.write_text("a file where the directory should be", encoding="utf-8")
    assert load.read_pathway(path, cache).title == "P"
    assert load.read_pathway(path, cache).title == "P"
    assert cache.is_file()
