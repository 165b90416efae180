"""Values kept in the cache: quick to load, sealed, safe to delete at any time.

The format is Python's own `marshal`, as in a .pyc file, behind a checksum and the version of
Python that wrote it. A file that is not wholly as it was written reads as absent.
"""

import marshal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from psi_cli import disk

_STAMP = f"psi 1 {sys.version_info[:2]} ".encode()


def load(path: Path) -> object | None:
    """Return the value that was kept under a path, or None."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head = len(_STAMP) + 8
    if data[: len(_STAMP)] != _STAMP or data[len(_STAMP) : head] != b"%08x" % crc32(data[head:]):
        return None
    value: object = marshal.loads(data[head:])  # noqa: S302 - sealed, private, as a .pyc is
    return value


def keep(path: Path, value: Any) -> None:
    """Keep a value of plain tuples, lists, dicts, strings and numbers, if there is room for it."""
    body = marshal.dumps(value)
    with suppress(OSError):
        disk.make_directory(path.parent)
        disk.write(path, _STAMP + b"%08x" % crc32(body) + body, durable=False)
