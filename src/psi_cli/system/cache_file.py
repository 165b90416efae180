"""Values kept in the cache: quick to load, sealed, safe to delete at any time.

The format is Python's own `marshal`, as in a .pyc file, behind the versions of psi and Python that
wrote it and a checksum of the value and its shape, the names of its fields. A file that is not
wholly as it was written, was written for another shape or version, or lies in a folder that is
not this user's alone, reads as absent.
"""

import marshal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from psi_cli import __version__
from psi_cli.system import files

_STAMP = f"psi {__version__} {sys.version_info[:2]} ".encode()
_HEAD_LENGTH = len(_STAMP) + 8  # bytes


def load(path: Path, shape: str) -> object | None:
    """Return the value of a shape that was kept under a path, or None."""
    try:
        data = files.read(path) if files.is_private(path.parent) else b""
    except OSError:
        return None
    body = memoryview(data)[_HEAD_LENGTH:]
    if data[:_HEAD_LENGTH] != _head(body, shape):
        return None
    try:
        value: object = marshal.loads(body)  # noqa: S302 - sealed, private, as a .pyc is
    except (EOFError, TypeError, ValueError):  # sealed by another's hand
        return None
    return value


def keep(path: Path, value: Any, shape: str) -> None:
    """Keep a value of plain tuples, lists, dicts, strings and numbers, if there is room for it."""
    body = marshal.dumps(value)
    with suppress(OSError):
        files.make_directory(path.parent)
        files.write(path, _head(body, shape) + body, durable=False)


def _head(body: bytes | memoryview, shape: str) -> bytes:
    return _STAMP + b"%08x" % crc32(body, crc32(shape.encode()))
