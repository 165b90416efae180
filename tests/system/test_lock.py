"""The lock of a file: one holder at a time, none after death, and none where there are none."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from psi_cli.system.lock import try_lock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="locks as POSIX has them")


@pytest.fixture
def descriptors(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """Return two descriptors of one file, opened apart as two processes would."""
    path = tmp_path / "file"
    path.touch()
    pair = os.open(path, os.O_RDWR), os.open(path, os.O_RDWR)
    yield pair
    for descriptor in pair:
        try:
            os.close(descriptor)
        except OSError as error:
            assert error.errno == errno.EBADF  # noqa: PT017 - the test has closed it


def test_a_lock_has_one_holder_until_it_is_closed(descriptors: tuple[int, int]) -> None:
    one, other = descriptors
    assert try_lock(one)
    assert not try_lock(other)
    assert try_lock(one)
    os.close(one)
    assert try_lock(other)


def test_a_failure_that_is_not_about_locks_is_raised(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    os.close(descriptor)
    with pytest.raises(OSError, match="Bad file descriptor"):
        try_lock(descriptor)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP])
def test_where_there_are_no_locks_one_is_as_good_as_taken(
    descriptors: tuple[int, int], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refuse)
    assert [try_lock(descriptor) for descriptor in descriptors] == [True, True]
