"""Files that are private, written whole and on the disk before psi says so.

Only what must survive goes through here. Nothing is ever truncated, and nothing that the
learner made is deleted.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from psi_cli.errors import RecordFailure
from psi_cli.system.world import now

PATIENCE = 10.0  # seconds to wait for another psi that is saving
LARGEST_JOURNAL = 1 << 28  # bytes; ten years of daily use come to 15 MB
_PRIVATE_FILE, _PRIVATE_FOLDER, _OTHERS = 0o600, 0o700, 0o077
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
TO_HAND_ON = 0o666  # as far as the system's umask lets others read a file
_APPEND = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_DRAFT = ".draft-"
_IN_THE_WAY = {None, errno.EISDIR, errno.ENOTDIR, errno.ENXIO}  # a folder or a pipe, not a file
_HOUR, _SETTLED = 3600, 2  # seconds
_GROWTH = 1 << 24  # bytes that may be added to a file while it is read
_PIECE = 1 << 17  # bytes that fit a processor's cache: read in half the time of the whole
_MAKE_ROOM = (
    "Make room or give yourself the right to write there, or set PSI_HOME to another folder."
)
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)  # seconds for a reader on Windows to let go


class Refused(OSError):
    """What psi does not do with a file or folder, why, and what helps."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


def read(path: Path, largest: int = 0) -> bytes:
    """Return the bytes of a regular file; OSError for another, or one that holds too much."""
    with _opened(path, _READ) as descriptor:
        return _rest(descriptor, _most(descriptor, largest or LARGEST_JOURNAL))


def read_on(path: Path, length: int, checksum: int) -> bytes | None:
    """Return what a regular file holds after its first bytes; None if their CRC-32 is another."""
    with _opened(path, _READ) as descriptor:
        most = _most(descriptor, LARGEST_JOURNAL)
        crc = 0
        while length and (piece := os.read(descriptor, min(length, _PIECE))):
            crc = crc32(piece, crc)
            length -= len(piece)
        return None if length or crc != checksum else _rest(descriptor, most)


def state_of(path: Path) -> tuple[int, ...]:
    """Return what changes when a file does: its size first, then its time and its number."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ino


def identity(path: Path) -> str:
    """Return what tells this state of a file from every other.

    It is empty for a file that is gone, or changed so lately that the next change could carry
    the same time (two seconds apart on FAT).
    """
    state = state_of(path)
    settled = state and now() - state[1] / 1e9 >= _SETTLED
    return " ".join(map(str, state)) if settled else ""


def is_private(folder: Path) -> bool:
    """Tell whether a folder is this user's own, and no one else's to write or read."""
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    mine = os.name != "posix" or (status.st_uid == os.geteuid() and not status.st_mode & _OTHERS)
    return stat.S_ISDIR(status.st_mode) and mine


def make_directory(path: Path, *, own: bool = True) -> None:
    """Make a directory for the learner's eyes only, and those above it that are missing.

    One that is there and psi's own is made private; the learner's own choice is left as it is.
    Refused where root's files would lock its owner out.
    """
    if os.name == "posix" and os.geteuid() == 0 and _belongs_to_another(path):
        raise Refused(
            "it belongs to someone else, and psi is running as root", "Run psi as that person."
        )
    if path.is_dir():
        if own and os.name == "posix" and path.stat().st_mode & _OTHERS:
            path.chmod(_PRIVATE_FOLDER)
        return
    if not path.parent.is_dir():
        make_directory(path.parent)
    with suppress(FileExistsError):
        path.mkdir(mode=_PRIVATE_FOLDER)
        path.chmod(_PRIVATE_FOLDER)
        sync_directory(path.parent)
    if os.path.islink(path) and not path.exists():
        raise Refused("it is a link that leads nowhere", "Make what it leads to, or remove it.")


def sync_directory(path: Path) -> None:
    """Put the names in a directory on the disk, where the system has a way to ask for it."""
    if os.name == "posix":
        with _opened(path, os.O_RDONLY) as descriptor:
            os.fsync(descriptor)


def write_new(path: Path, data: bytes, mode: int = _PRIVATE_FILE) -> None:
    """Write a file that was not there, whole and durable; FileExistsError where one is."""
    path.touch(_PRIVATE_FILE, exist_ok=False)  # the name is taken
    try:
        write(path, data, durable=True, mode=mode)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def write(path: Path, data: bytes, *, durable: bool, mode: int = _PRIVATE_FILE) -> None:
    """Replace a file by a whole new one, or leave it as it was.

    Durable means on the disk, name and all, on return. `mode` says who may read it.
    """
    draft = path.with_name(f"{path.name}{_DRAFT}{os.urandom(4).hex()}")
    try:
        descriptor = os.open(draft, _CREATE | _BINARY, mode)
        try:
            _write_all(descriptor, data)
            if durable:
                _sync(descriptor)
        finally:
            os.close(descriptor)
        _replace(draft, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(draft)
        raise
    if durable:
        try:
            sync_directory(path.parent)
        except OSError as error:  # the new file stands, and may or may not outlive a power cut
            raise _not_saved(path, error, begun=True) from error


def is_draft(name: str) -> bool:
    """Tell whether a file of this name is one that psi had not finished writing."""
    return _DRAFT in name


def old_drafts(directory: Path) -> Iterator[Path]:
    """Yield the drafts that a killed psi left in a directory, once they are an hour old."""
    with suppress(OSError):
        for path in filter(lambda path: is_draft(path.name), directory.iterdir()):
            if (state := state_of(path)) and now() - state[1] / 1e9 > _HOUR:
                yield path


def sweep_drafts(directory: Path) -> None:
    """Remove the drafts that a killed psi left in a directory, once they are an hour old."""
    for draft in old_drafts(directory):
        with suppress(OSError):
            draft.unlink()


class Appender(NamedTuple):
    """A file that this process alone may add to, until the lock is given back."""

    path: Path
    descriptor: int

    def append(self, data: bytes) -> bytes:
        """Add lines at the end and return what was written, when it is on the disk.

        After an end that was cut short a line break comes first, so that the cut costs only
        itself. RecordFailure says whether a failure may have saved after all.
        """
        begun = False
        try:
            if size := os.fstat(self.descriptor).st_size:
                os.lseek(self.descriptor, size - 1, os.SEEK_SET)
                data = data if os.read(self.descriptor, 1) == b"\n" else b"\n" + data
            begun = True
            _write_all(self.descriptor, data)
            _sync(self.descriptor)
            if not size:
                sync_directory(self.path.parent)
        except OSError as error:
            raise _not_saved(self.path, error, begun=begun) from error
        return data


@contextmanager
def locked(path: Path) -> Iterator[Appender]:
    """Open a file to add to it, alone: RecordFailure where another psi holds it too long.

    It is opened anew for each try, since a rewrite may have put another under its name.
    """
    for pause in _pauses():
        with unsaved(path), _opened(path, _APPEND) as descriptor:
            _most(descriptor, LARGEST_JOURNAL)
            if _try_lock(descriptor) and _is_named(descriptor, path):
                yield Appender(path, descriptor)
                return
        time.sleep(pause)


@contextmanager
def locked_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock of a file for a while, or tell at once that another process does.

    Where the file cannot be had, there is no lock to be shared, and none to be kept from.
    """
    with ExitStack() as opened:
        free = True
        with suppress(OSError):
            free = _try_lock(opened.enter_context(_opened(path, _APPEND)))
        yield free


@contextmanager
def unsaved(path: Path) -> Iterator[None]:
    """Turn a failure before anything was written into a RecordFailure that says so."""
    try:
        yield
    except OSError as error:
        raise _not_saved(path, error, begun=False) from error


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    """Open a file for a while; what matters is on the disk before it is closed again."""
    descriptor = os.open(path, flags | _BINARY, _PRIVATE_FILE)
    try:
        yield descriptor
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _most(descriptor: int, largest: int) -> int:
    """Return how much is read of a regular file at most, whatever its size says; else OSError."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is not a regular file")
    if status.st_size > largest:
        raise OSError(f"it is larger than {largest:,} bytes")
    return min(largest, status.st_size + _GROWTH)


def _rest(descriptor: int, most: int) -> bytes:
    """Return what a file still holds; OSError where that is more than so many bytes."""
    pieces = []
    left = most
    while piece := os.read(descriptor, 1 << 22):
        pieces.append(piece)
        left -= len(piece)
        if left < 0:
            raise OSError(f"it is larger than {most:,} bytes")
    return b"".join(pieces)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync(descriptor: int) -> None:
    """Put a file's bytes on the disk; macOS needs more than fsync to reach the platter."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def _replace(draft: Path, path: Path) -> None:
    """Rename over a file; Windows refuses while a reader holds it, so there psi tries again."""
    for pause in () if os.name == "posix" else _PAUSES:
        with suppress(PermissionError):
            os.replace(draft, path)
            return
        time.sleep(pause)
    os.replace(draft, path)


def _try_lock(descriptor: int) -> bool:
    from psi_cli.system import lock

    return lock.try_lock(descriptor)


def _is_named(descriptor: int, path: Path) -> bool:
    """Tell whether an open file still bears a name."""
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False


def _pauses() -> Iterator[float]:
    """Yield the seconds to wait after each try for a lock; RecordFailure when patience ends.

    Uneven pauses share the lock fairly, and longer ones leave the processor to its holder.
    """
    deadline = time.monotonic() + PATIENCE
    longest = 0.002
    while time.monotonic() <= deadline:
        yield longest * (0.5 + os.urandom(1)[0] / 512)
        longest = min(longest * 1.5, 0.05)
    raise RecordFailure(
        f"Nothing was saved: another psi has been saving for {PATIENCE:.0f} seconds.",
        "Close the other psi, then repeat the command.",
    )


def _not_saved(path: Path, error: OSError, *, begun: bool) -> RecordFailure:
    """Return what to say of a failure, its cause, and what helps against that."""
    from psi_cli.system.sanitize import clean_line, reason_of

    reason = reason_of(error)
    if begun:
        return RecordFailure(
            f"This may not be saved: {reason}.",
            "Look with `psi log` once the disk is well again, and repeat what is missing.",
        )
    remedy = _MAKE_ROOM
    if isinstance(error, Refused):
        remedy = error.remedy
    elif os.path.islink(path):
        reason = "it is a link"
        remedy = "Put the file that it leads to in its place; psi follows none there."
    elif error.errno in _IN_THE_WAY:
        remedy = "Move it away, and psi begins another."
    elif isinstance(error, PermissionError) and _belongs_to_another(path):
        reason = "it belongs to someone else"
        remedy = "Make it yours (chown), or set PSI_HOME to another folder."
    told = f"Nothing was saved, since {clean_line(str(path))} cannot be written: {reason}."
    return RecordFailure(told, remedy)


def _belongs_to_another(path: Path) -> bool:
    """Tell whether a file, or the folder it is to be made in, is another person's."""
    with suppress(OSError):
        nearest = next(place for place in (path, *path.parents) if place.exists())
        return os.name == "posix" and nearest.stat().st_uid != os.geteuid()
    return False
