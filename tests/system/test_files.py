"""Files of psi's own: private, whole or untouched, and never waited for longer than is said."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from psi_cli.errors import RecordFailure
from psi_cli.system import files, lock
from tests.conftest import Psi

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, signals and devices as POSIX has")
pytestmark = POSIX
HOLDER = """\
import fcntl, sys, time
file = open(sys.argv[1], "ab")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


def failing(number: int) -> Callable[..., Any]:
    """Return a function that fails as the operating system does."""

    def fail(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@contextmanager
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the lock of a file in another process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def append(path: Path, data: bytes) -> None:
    with files.locked(path) as appender:
        appender.append(data)


def own_journal(psi: Psi) -> Path:
    return next((psi.home / "journal").glob("*.jsonl"))


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    assert files.read(path) == b"0123456789"


@pytest.mark.skipif(not os.path.exists("/proc/self/pagemap"), reason="a file of Linux")
def test_a_file_that_goes_on_beyond_its_size_is_refused() -> None:
    with pytest.raises(OSError, match=r"^it is larger than [0-9,]+ bytes$"):
        files.read(Path("/proc/self/pagemap"), largest=1 << 20)


@pytest.mark.parametrize("planted", ["folder", "pipe", "device"])
def test_only_regular_files_are_read(tmp_path: Path, planted: str) -> None:
    path = tmp_path / "file"
    if planted == "folder":
        path.mkdir()
    elif planted == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    with pytest.raises(OSError, match="it is not a regular file"):
        files.read(path)


def test_a_file_that_is_too_large_is_neither_read_nor_added_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST_JOURNAL", 1 << 20)
    path = tmp_path / "file"
    path.write_bytes(b"x" * ((1 << 20) + 1))
    with pytest.raises(OSError, match="it is larger than 1,048,576 bytes"):
        files.read(path)
    with pytest.raises(RecordFailure, match=r"Nothing was saved.*larger than 1,048,576 bytes"):
        append(path, b"more")
    assert path.stat().st_size == (1 << 20) + 1


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_folders_are_made_private_all_the_way(tmp_path: Path, umask: int) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(umask)
    try:
        files.make_directory(tmp_path / "a" / "b" / "c")
        files.write(tmp_path / "a" / "file", b"x", durable=True)
        append(tmp_path / "a" / "journal", b"x")
    finally:
        os.umask(before)
    made = [tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a" / "b" / "c"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o700] * 3
    for name in ("file", "journal"):
        assert stat.S_IMODE((tmp_path / "a" / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_folder_that_others_can_read_is_mended_and_one_that_another_made_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    files.make_directory(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    monkeypatch.setattr(Path, "is_dir", lambda path: path == tmp_path)
    files.make_directory(folder)  # between the look and the making, another psi made it
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("durable", [True, False])
@pytest.mark.parametrize("step", ["open", "write", "replace"])
def test_a_file_is_replaced_whole_or_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, durable: bool
) -> None:
    path = tmp_path / "file"
    files.write(path, b"old", durable=durable)
    with monkeypatch.context() as patch:
        patch.setattr(os, step, failing(errno.ENOSPC))
        with pytest.raises(OSError, match="No space left"):
            files.write(path, b"new", durable=durable)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert path.read_bytes() == b"old"
    files.write(path, b"new", durable=durable)
    assert path.read_bytes() == b"new"


def test_what_is_durable_is_synchronised_name_and_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronised = []
    fsync = os.fsync

    def watch(descriptor: int) -> None:
        synchronised.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watch)
    files.write(tmp_path / "cached", b"x", durable=False)
    assert synchronised == []
    files.write(tmp_path / "kept", b"x", durable=True)
    assert synchronised == [False, True]
    append(tmp_path / "journal", b"x\n")
    assert synchronised == [False, True] * 2
    append(tmp_path / "journal", b"y\n")
    assert synchronised == [False, True] * 2 + [False]
    files.make_directory(tmp_path / "a" / "b")
    assert synchronised == [False, True] * 2 + [False, True, True]


@pytest.mark.parametrize("length", [0, 2, 5, 6])
def test_the_rest_is_read_behind_a_known_beginning_alone(tmp_path: Path, length: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abcde")
    known = zlib.crc32(b"abcde"[:length])
    assert files.read_on(path, length, known) == (None if length > 5 else b"abcde"[length:])
    assert files.read_on(path, length, known ^ 1) is None


def test_only_drafts_of_an_hour_ago_are_leftovers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, age in (("a.draft-1", 4000), ("b.draft-2", 3000), ("c.toml", 4000)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    (tmp_path / "gone.draft-3").symlink_to("nowhere")
    assert [path.name for path in files.old_drafts(tmp_path)] == ["a.draft-1"]
    assert list(files.old_drafts(tmp_path / "no folder")) == []
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert list(files.old_drafts(tmp_path)) == []


def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data[:3])))
    append(tmp_path / "file", b"0123456789\n")
    files.write(tmp_path / "other", b"0123456789", durable=False)
    assert (tmp_path / "file").read_bytes() == b"0123456789\n"
    assert (tmp_path / "other").read_bytes() == b"0123456789"


def test_an_end_that_was_cut_short_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "file"
    append(path, b"one\n")
    append(path, b"tw")
    append(path, b"three\n")
    assert path.read_bytes() == b"one\ntw\nthree\n"


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_a_failure_after_the_first_byte_says_that_it_may_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(os, step, failing(errno.EIO))
    with pytest.raises(RecordFailure) as caught:
        append(tmp_path / "file", b"x\n")
    assert caught.value.sentence == "This may not be saved: Input/output error."
    assert "psi log" in caught.value.remedy


@pytest.mark.parametrize("step", ["open", "fstat"])
def test_a_failure_before_the_first_byte_says_that_nothing_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "file"
    with monkeypatch.context() as patch:
        patch.setattr(os, step, failing(errno.EROFS))
        with pytest.raises(RecordFailure) as caught:
            append(path, b"x\n")
    assert caught.value.sentence == (
        f"Nothing was saved, since {path} cannot be written: Read-only file system."
    )


def test_a_size_that_cannot_be_told_saves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    with files.locked(path) as appender, monkeypatch.context() as patch:
        patch.setattr(os, "fstat", failing(errno.EIO))
        with pytest.raises(RecordFailure, match=r"^Nothing was saved"):
            appender.append(b"x\n")
    assert path.read_bytes() == b""


def test_a_lock_is_waited_for_and_then_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.3)
    path = tmp_path / "file"
    with held(path) as holder:
        began = time.monotonic()
        with pytest.raises(RecordFailure, match=r"another psi has been saving for 0 seconds"):
            append(path, b"x\n")
        assert 0.3 <= time.monotonic() - began < 5
        holder.kill()
        holder.wait()
        append(path, b"y\n")
    assert path.read_bytes() == b"y\n"


def test_a_psi_that_was_stopped_while_saving_ends_the_wait_with_status_5(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    psi("done", "2.1")
    monkeypatch.setattr(files, "PATIENCE", 0.3)
    with held(own_journal(psi)) as holder:
        holder.send_signal(signal.SIGSTOP)
        refused = psi("done", "2.2")
        assert refused.status == 5
        assert refused.err.splitlines() == [
            "Nothing was saved: another psi has been saving for 0 seconds.",
            "Close the other psi, then repeat the command.",
        ]
        assert len(psi("list", "--done", "--json").json["resources"]) == 1  # readers never wait
    assert psi("done", "2.2").status == 0
    assert len(psi("list", "--done", "--json").json["resources"]) == 2


def test_a_lock_is_taken_as_soon_as_its_holder_dies(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with held(path) as holder:
        killer = subprocess.Popen(
            [sys.executable, "-c", f"import time, os; time.sleep(.4); os.kill({holder.pid}, 9)"]
        )
        began = time.monotonic()
        append(path, b"x\n")
        assert time.monotonic() - began < 8
        killer.wait()
    assert path.read_bytes() == b"x\n"


def test_a_file_that_was_rewritten_meanwhile_is_opened_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    append(path, b"old\n")
    rewrites = iter([b"new\n", None])
    take = lock.try_lock

    def rewrite_meanwhile(descriptor: int) -> bool:
        content = next(rewrites, b"")
        if content:
            files.write(path, content, durable=False)
        elif content is None:
            path.unlink()
        return take(descriptor)

    monkeypatch.setattr(lock, "try_lock", rewrite_meanwhile)
    append(path, b"more\n")
    assert path.read_bytes() == b"more\n"


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP])
def test_a_file_system_without_locks_is_written_to_all_the_same(
    psi: Psi, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr("fcntl.flock", failing(number))
    assert psi("done", "2.1").status == 0
    assert len(psi("list", "--done", "--json").json["resources"]) == 1


def test_a_lock_that_fails_otherwise_saves_nothing(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fcntl.flock", failing(errno.EIO))
    refused = psi("done", "2.1")
    assert refused.status == 5
    assert refused.err.startswith("Nothing was saved, since ")
    assert "Input/output error." in refused.err


def test_a_close_that_fails_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    close = os.close
    with monkeypatch.context() as patch, files.locked(tmp_path / "file") as appender:
        appender.append(b"x\n")
        patch.setattr(os, "close", failing(errno.EIO))
        descriptor = appender.descriptor
        with pytest.raises(OSError, match="Input/output"):
            os.close(descriptor)
    close(descriptor) if os.path.exists(f"/proc/self/fd/{descriptor}") else None
    assert (tmp_path / "file").read_bytes() == b"x\n"


class Windows:
    """Python's os as Windows has it, for what is chosen by its name."""

    name = "nt"

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def replace(self, draft: Path, path: Path) -> None:
        self.refusals -= 1
        if self.refusals >= 0:
            raise PermissionError(errno.EACCES, "Access is denied")
        os.replace(draft, path)


@pytest.mark.parametrize(("refusals", "pauses"), [(0, 0), (3, 3), (6, 6), (7, 6)])
def test_on_windows_a_file_is_replaced_as_soon_as_its_reader_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int, pauses: int
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    monkeypatch.setattr(files, "os", Windows(refusals))
    path = tmp_path / "file"
    path.write_bytes(b"old")
    if refusals > 6:
        with pytest.raises(PermissionError, match="Access is denied"):
            files.write(path, b"new", durable=True)
    else:
        files.write(path, b"new", durable=True)
    assert path.read_bytes() == (b"old" if refusals > 6 else b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert len(slept) == pauses
    assert slept == sorted(slept)
    assert sum(slept) < 3


@pytest.mark.skipif(os.name != "posix", reason="directories are not synced elsewhere")
def test_a_file_whose_name_was_not_synced_may_be_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files, "sync_directory", fail)
    with pytest.raises(RecordFailure, match="may not be saved: Input/output error"):
        files.write(tmp_path / "file", b"new", durable=True)
    assert (tmp_path / "file").read_bytes() == b"new"


def test_only_a_regular_file_of_a_sane_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"x" * 100)
    assert files.read(path, largest=100) == b"x" * 100
    with pytest.raises(OSError, match=r"it is larger than 99 bytes"):
        files.read(path, largest=99)
    with pytest.raises(OSError, match=r"regular file|denied"):
        files.read(tmp_path)
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path / "none")
