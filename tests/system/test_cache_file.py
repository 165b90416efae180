"""The cache: a value comes back as it was kept, or not at all."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.system import cache_file, files

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part) | st.tuples(part, part),
    max_leaves=9,
)
VALUE = {"a": (1, "two", [b"three"])}
SHAPE = "a, b"


@given(VALUES)
def test_a_value_comes_back_as_it_was_kept(tmp_path_factory: pytest.TempPathFactory, value) -> None:
    path = tmp_path_factory.mktemp("cache") / "value"
    cache_file.keep(path, value, SHAPE)
    assert cache_file.load(path, SHAPE) == value


@pytest.mark.parametrize("step", ["make_directory", "write"])
def test_a_value_that_cannot_be_kept_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, step, full)
    cache_file.keep(tmp_path / "cache" / "value", VALUE, SHAPE)
    assert cache_file.load(tmp_path / "cache" / "value", SHAPE) is None


def test_no_changed_lost_or_added_byte_gives_another_value(tmp_path: Path) -> None:
    path = tmp_path / "value"
    cache_file.keep(path, VALUE, SHAPE)
    data = path.read_bytes()
    for place in range(len(data)):
        for damaged in (
            data[:place],
            data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :],
            data[:place] + data[place + 1 :],
            data[:place] + b"\0" + data[place:],
        ):
            path.write_bytes(damaged)
            assert cache_file.load(path, SHAPE) is None
    path.write_bytes(data)
    assert cache_file.load(path, SHAPE) == VALUE


@pytest.mark.parametrize("other", ["", "a", "a, b, c", "b, a", "a, b "])
def test_a_value_of_another_shape_reads_as_absent(tmp_path: Path, other: str) -> None:
    path = tmp_path / "value"
    cache_file.keep(path, VALUE, SHAPE)
    assert cache_file.load(path, other) is None
    cache_file.keep(path, VALUE, other)
    assert cache_file.load(path, SHAPE) is None
    assert cache_file.load(path, other) == VALUE


def test_what_is_no_file_reads_as_absent(tmp_path: Path) -> None:
    assert cache_file.load(tmp_path / "nothing", SHAPE) is None
    assert cache_file.load(tmp_path, SHAPE) is None


@pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")
def test_a_value_is_read_from_a_private_folder_of_one_s_own_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cache" / "value"
    cache_file.keep(path, VALUE, SHAPE)
    for mode in (0o770, 0o750, 0o707, 0o701):
        path.parent.chmod(mode)
        assert cache_file.load(path, SHAPE) is None
    path.parent.chmod(0o700)
    (tmp_path / "link").symlink_to(path.parent)
    assert cache_file.load(tmp_path / "link" / "value", SHAPE) is None
    assert cache_file.load(path, SHAPE) == VALUE
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    assert cache_file.load(path, SHAPE) is None


@pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")
def test_the_cache_is_for_the_learner_alone(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "value"
    cache_file.keep(path, VALUE, SHAPE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["value"]
