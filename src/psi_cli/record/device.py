"""The name of this device in a data folder: its journal there is its own, and no other's.

The name is kept among what is this machine's, by the path of the data folder. So a folder that
was copied, cloned or moved gets a journal of its own, and no two machines add to one file.
"""

import os
from functools import cache
from zlib import crc32

from psi_cli.errors import RecordFailure
from psi_cli.system import files
from psi_cli.system.paths import Home

_LENGTH = 8  # hexadecimal digits
_MACHINE_ID = "/etc/machine-id"  # as systemd has it; not everywhere


def name_of_device(home: Home) -> str:
    """Return the name that this device has in a data folder, or would have without a place."""
    return _kept(home) or _derived(home)


def keep_name_of_device(home: Home) -> str:
    """Return the name of this device, a new one if it has none and there is a place to keep it."""
    if name := _kept(home):
        return name
    try:
        files.make_directory(home.state)
        new = f"{os.urandom(_LENGTH // 2).hex()} {_machine()}"
        files.write(home.state / "device", new.encode(), durable=True)
    except (OSError, RecordFailure):
        return _derived(home)
    return name_of_device(home)


def _kept(home: Home) -> str:
    """Return the name that was kept on this machine; another's, copied with all else, is none."""
    try:
        name, _, machine = files.read(home.state / "device").decode("ascii").partition(" ")
    except (FileNotFoundError, ValueError):
        return ""
    except OSError:  # there may be one, which must not be replaced
        return _derived(home)
    fits = len(name) == _LENGTH and set(name) <= set("0123456789abcdef")
    return name if fits and machine == _machine() else ""


def _derived(home: Home) -> str:
    machine = _machine() or os.environ.get("COMPUTERNAME", "") or os.uname().nodename
    return f"{crc32(f'{machine} {os.path.realpath(home.data)}'.encode(errors='replace')):08x}"


@cache
def _machine() -> str:
    try:
        with open(_MACHINE_ID, encoding="utf-8") as file:
            return file.read(64).strip()
    except (OSError, ValueError):
        return ""
