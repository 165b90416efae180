"""Values kept in the cache: quick to load, sealed, safe to delete at any time.

The format is Python's own `marshal`, as in a .pyc file, behind the versions of psi and Python that
wrote it and a checksum of the value and its shape, the names of its fields. A file that is not
wholly as it was written, was written for another shape or version, or lies in a folder that is
not this user's alone, reads as absent.
"""

import marshal
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from psi_cli import __version__
from psi_cli.system import files

_STAMP = f"psi {__version__} {sys.version_info[:2]} ".encode()


def load(path: Path, shape: str) -> object | None:
    """Return the value of a shape that was kept under a path, or None."""
    if not stamp(path):
        return None
    try:
        data = files.read(path) if files.is_private(path.parent) else b""
    except OSError:
        return None
    head = len(_STAMP) + 8
    body = memoryview(data)[head:]
    checksum = crc32(body, crc32(shape.encode()))
    if data[: len(_STAMP)] != _STAMP or data[len(_STAMP) : head] != b"%08x" % checksum:
        return None
    try:
        value: object = marshal.loads(body)  # noqa: S302 - sealed, private, as a .pyc is
    except (EOFError, TypeError, ValueError):  # sealed by another's hand
        return None
    return value


def stamp(path: Path) -> str:
    """Return what tells this state of a file from others; nothing for a link or another user's."""
    try:
        status = os.lstat(path)
    except OSError:
        return ""
    is_own = not hasattr(os, "geteuid") or status.st_uid == os.geteuid()
    if not (is_own and stat.S_ISREG(status.st_mode)):
        return ""
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ino}"


def keep(path: Path, value: Any, shape: str) -> None:
    """Keep a value of plain tuples, lists, dicts, strings and numbers, if there is room for it."""
    body = marshal.dumps(value)
    with suppress(OSError):
        files.make_directory(path.parent)
        checksum = crc32(body, crc32(shape.encode()))
        files.write(path, _STAMP + b"%08x" % checksum + body, durable=False)
