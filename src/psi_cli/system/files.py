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
from contextlib import contextmanager, suppress
from pathlib import Path
from zlib import crc32

from psi_cli.errors import RecordFailure

PATIENCE = 10.0  # seconds to wait for another psi that is saving
LARGEST_JOURNAL = 1 << 28  # bytes; ten years of daily use come to 15 MB
_PRIVATE_FILE, _PRIVATE_DIRECTORY = 0o600, 0o700
TO_HAND_ON = 0o666  # as far as the system's umask lets others read a file
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_APPEND = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_DRAFT = ".draft-"
_IN_THE_WAY = {errno.EISDIR, errno.ENOTDIR, errno.ENXIO}  # a folder or a pipe, not a file
_HOUR = 3600  # seconds
_SETTLED = 2  # seconds
_GROWTH = 1 << 24  # bytes that may be added to a file while it is read
_PIECE = 1 << 17  # bytes


class Refused(OSError):
    """What psi does not do with a file or folder, why, and what helps."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


def read(path: Path, largest: int = 0) -> bytes:
    """Return the bytes of a regular file; OSError for another, or one that holds too much."""
    descriptor = os.open(path, _READ | _BINARY)
    try:
        size = _size_of_regular(descriptor, largest or LARGEST_JOURNAL)
        return _read_all(descriptor, min(largest or LARGEST_JOURNAL, size + _GROWTH))
    finally:
        os.close(descriptor)


def read_on(path: Path, length: int, checksum: int) -> bytes | None:
    """Return what a regular file holds after its first bytes; None if their CRC-32 is another.

    Those are read in pieces that fit a processor's cache: half the time of reading them whole.
    """
    descriptor = os.open(path, _READ | _BINARY)
    try:
        size = _size_of_regular(descriptor, LARGEST_JOURNAL)
        crc = 0
        while length and (part := os.read(descriptor, min(length, _PIECE))):
            crc = crc32(part, crc)
            length -= len(part)
        if length or crc != checksum:
            return None
        return _read_all(descriptor, min(LARGEST_JOURNAL, size + _GROWTH))
    finally:
        os.close(descriptor)


def identity(path: Path | str) -> str:
    """Return what tells this state of a file from every other.

    It is empty for a file that is gone, or changed so lately that the next change could carry
    the same time (two seconds apart on FAT).
    """
    try:
        status = os.stat(path)
    except OSError:
        return ""
    if time.time() - status.st_mtime < _SETTLED:
        return ""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ino}"


def is_private(folder: Path) -> bool:
    """Tell whether a folder is this user's own, and no one else's to write or read."""
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    mine = os.name != "posix" or (
        status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & 0o077
    )
    return stat.S_ISDIR(status.st_mode) and mine


def _size_of_regular(descriptor: int, largest: int) -> int:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is not a regular file")
    if status.st_size > largest:
        raise OSError(f"it is larger than {largest:,} bytes")
    return status.st_size


def _read_all(descriptor: int, most: int) -> bytes:
    """Return what a file holds; OSError where it goes on beyond that, whatever its size says."""
    parts: list[bytes] = []
    length = 0
    while part := os.read(descriptor, 1 << 22):
        parts.append(part)
        length += len(part)
        if length > most:
            raise OSError(f"it is larger than {most:,} bytes")
    return b"".join(parts)


def make_directory(path: Path, *, own: bool = True) -> None:
    """Make a directory for the learner's eyes only, and those above it that are missing.

    One that is there and psi's own is made private; the learner's own choice is left as it is.
    """
    _refuse_foreign(path)
    if path.is_dir():
        if own and os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(_PRIVATE_DIRECTORY)
        return
    if not path.parent.is_dir():
        make_directory(path.parent)
    with suppress(FileExistsError):
        path.mkdir(mode=_PRIVATE_DIRECTORY)
        path.chmod(_PRIVATE_DIRECTORY)
        sync_directory(path.parent)
    if os.path.islink(path) and not path.exists():
        raise Refused("it is a link that leads nowhere", "Make what it leads to, or remove it.")


def _refuse_foreign(path: Path) -> None:
    """Refuse to write as root into another's folder, where root's files would lock them out."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    existing = path
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    if existing.stat().st_uid != 0:
        raise Refused(
            "it belongs to someone else, and psi is running as root", "Run psi as that person."
        )


def sync_directory(path: Path) -> None:
    """Put the names in a directory on the disk, where the system has a way to ask for it."""
    if os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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


def write_new(path: Path, data: bytes, mode: int = _PRIVATE_FILE) -> None:
    """Write a file that was not there, whole and durable; FileExistsError where one is."""
    os.close(os.open(path, _CREATE | _BINARY, _PRIVATE_FILE))  # the name is taken
    try:
        write(path, data, durable=True, mode=mode)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise


def is_draft(name: str) -> bool:
    """Tell whether a file of this name is one that psi had not finished writing."""
    return _DRAFT in name


def old_drafts(directory: Path) -> Iterator[Path]:
    """Yield the drafts that a killed psi left in a directory, once they are an hour old."""
    names: list[str] = []
    with suppress(OSError):
        names = [name for name in os.listdir(directory) if is_draft(name)]
    for name in names:
        with suppress(OSError):
            if time.time() - os.stat(directory / name).st_mtime > _HOUR:
                yield directory / name


def sweep_drafts(directory: Path) -> None:
    """Remove the drafts that a killed psi left in a directory, once they are an hour old."""
    for draft in old_drafts(directory):
        with suppress(OSError):
            draft.unlink()


def _replace(draft: Path, path: Path) -> None:
    """Rename over a file; Windows refuses while a reader holds it, so there psi tries again."""
    if os.name == "posix":
        os.replace(draft, path)
        return
    for pause in (0.05, 0.1, 0.2, 0.4, 0.8, 1.0):
        with suppress(PermissionError):
            os.replace(draft, path)
            return
        time.sleep(pause)
    os.replace(draft, path)


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


class Appender:
    """A file that this process alone may add to, until the lock is given back."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor

    def append(self, data: bytes) -> bytes:
        """Add lines at the end and return what was written, when it is on the disk.

        After an end that was cut short a line break comes first, so that the cut costs only
        itself. RecordFailure says whether a failure may have saved after all.
        """
        begun = False
        try:
            size = os.fstat(self.descriptor).st_size
            if size and self._last_byte(size) != b"\n":
                data = b"\n" + data
            begun = True
            _write_all(self.descriptor, data)
            _sync(self.descriptor)
            if size == 0:
                sync_directory(self.path.parent)
        except OSError as error:
            raise _not_saved(self.path, error, begun=begun) from error
        return data

    def _last_byte(self, size: int) -> bytes:
        os.lseek(self.descriptor, size - 1, os.SEEK_SET)
        return os.read(self.descriptor, 1)


@contextmanager
def locked(path: Path) -> Iterator[Appender]:
    """Open a file to add to it, alone: RecordFailure where another psi holds it too long."""
    with unsaved(path):
        descriptor = _open_locked(path)
        try:
            yield Appender(path, descriptor)
        finally:
            with suppress(OSError):  # what was saved is on the disk by now
                os.close(descriptor)  # gives the lock back


@contextmanager
def locked_if_free(path: Path) -> Iterator[bool]:
    """Hold the lock of a file for a while, or tell at once that another process does.

    Where the file cannot be had, there is no lock to be shared, and none to be kept from.
    """
    from psi_cli.system import lock

    try:
        descriptor = os.open(path, _APPEND | _BINARY, _PRIVATE_FILE)
    except OSError:
        yield True
        return
    try:
        yield lock.try_lock(descriptor)
    finally:
        with suppress(OSError):
            os.close(descriptor)


@contextmanager
def unsaved(path: Path) -> Iterator[None]:
    """Turn a failure before anything was written into a RecordFailure that says so."""
    try:
        yield
    except OSError as error:
        raise _not_saved(path, error, begun=False) from error


def _open_locked(path: Path) -> int:
    """Return a descriptor of the file that now bears the name, its lock taken."""
    while True:
        descriptor = os.open(path, _APPEND | _BINARY, _PRIVATE_FILE)
        try:
            _size_of_regular(descriptor, LARGEST_JOURNAL)
            _take_lock(descriptor)
            if _is_still_named(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_still_named(path: Path, descriptor: int) -> bool:
    """Tell whether no rewrite put a new file under the name while the lock was waited for."""
    try:
        named = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(named, os.fstat(descriptor))


def _take_lock(descriptor: int) -> None:
    from psi_cli.system import lock

    deadline = time.monotonic() + PATIENCE
    longest = 0.002
    while not lock.try_lock(descriptor):
        if time.monotonic() > deadline:
            raise RecordFailure(
                f"Nothing was saved: another psi has been saving for {PATIENCE:.0f} seconds.",
                "Close the other psi, then repeat the command.",
            )
        # Uneven pauses share the lock fairly, and longer ones leave the processor to its holder.
        time.sleep(longest * (0.5 + os.urandom(1)[0] / 512))
        longest = min(longest * 1.5, 0.05)


def _not_saved(path: Path, error: OSError, *, begun: bool) -> RecordFailure:
    from psi_cli.system.sanitize import clean_line, reason_of

    if begun:
        return RecordFailure(
            f"This may not be saved: {reason_of(error)}.",
            "Look with `psi log` once the disk is well again, and repeat what is missing.",
        )
    reason, remedy = _cause(path, error)
    return RecordFailure(
        f"Nothing was saved, since {clean_line(str(path))} cannot be written: {reason}.", remedy
    )


def _cause(path: Path, error: OSError) -> tuple[str, str]:
    """Return why a file cannot be written, and what helps against that."""
    from psi_cli.system.sanitize import reason_of

    if isinstance(error, Refused):
        return str(error), error.remedy
    if os.path.islink(path):
        return "it is a link", "Put the file that it leads to in its place; psi follows none there."
    if error.errno is None or error.errno in _IN_THE_WAY:
        return reason_of(error), "Move it away, and psi begins another."
    if isinstance(error, PermissionError) and _belongs_to_another(path):
        remedy = "Make it yours (chown), or set PSI_HOME to another folder."
        return "it belongs to someone else", remedy
    return (
        reason_of(error),
        "Make room or give yourself the right to write there, or set PSI_HOME to another folder.",
    )


def _belongs_to_another(path: Path) -> bool:
    """Tell whether a file, or the folder it is to be made in, is another person's."""
    with suppress(OSError):
        nearest = next(place for place in (path, *path.parents) if place.exists())
        return os.name == "posix" and nearest.stat().st_uid != os.geteuid()
    return False
