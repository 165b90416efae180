"""What the learner has set for good: config.toml in the data folder.

What the environment says comes before it. The file may have been written to do harm, and TOML of
the size that is read can cost little.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from psi_cli.errors import PsiError
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line, reason_of
from psi_cli.system.url import WORDS, is_web_search

FILE = "config.toml"
LARGEST = 4096  # bytes
_LONGEST = 500  # characters of a value
_SWITCH = dict.fromkeys(("on", "yes", "true", "1"), "on")
_SWITCH |= dict.fromkeys(("off", "no", "false", "0"), "off")


class Setting(NamedTuple):
    """Something that can be set: the variable that comes before it, and what it takes."""

    variable: str
    takes: str


SETTINGS = {
    "plain": Setting("PSI_PLAIN", "on or off"),
    "pager": Setting("PSI_PAGER", "a command, or cat for none"),
    "search": Setting("PSI_SEARCH", f"a web address with {WORDS} in it"),
}


class BadSettings(PsiError):
    """The file of settings cannot be read, or holds what psi cannot heed."""


def accepted(key: str, value: object) -> str | None:
    """Return a value as its variable would have it; None where the key does not take it."""
    if key == "plain" and isinstance(value, bool):
        return "on" if value else "off"
    if not isinstance(value, str) or value != clean_line(value) or len(value) > _LONGEST:
        return None
    if key == "plain":
        return _SWITCH.get(value.lower())
    return value if key == "pager" or is_web_search(value) else None


def read(path: Path) -> tuple[dict[str, str], BadSettings | None]:
    """Return what is set, by its key, and the first trouble with the file; psi goes on without."""
    try:
        table = _table(path)
    except BadSettings as trouble:
        return {}, trouble
    values = {key: accepted(key, table[key]) for key in SETTINGS if key in table}
    heeded = {key: value for key, value in values.items() if value is not None}
    bad = [key for key in values if key not in heeded]
    return heeded, _refused(bad[0]) if bad else None


def keep(path: Path, key: str, value: str | None) -> None:
    """Set something for good, or take it out; BadSettings or RecordFailure says why not."""
    import tomli_w

    table = _table(path)
    table.pop(key, None)
    if value is not None:
        table[key] = value == "on" if key == "plain" else value
    try:
        text = tomli_w.dumps(table)
    except RecursionError:
        raise _unreadable(path, "holds tables too deep to be written again") from None
    with files.unsaved(path):
        files.make_directory(path.parent, own=False)
        target = Path(os.path.realpath(path))  # a link stays one
        files.write(target, text.encode(), durable=True)


def in_environment(values: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment with what is set where it says nothing itself."""
    return {SETTINGS[key].variable: value for key, value in values.items()} | dict(environment)


def _refused(key: str) -> BadSettings:
    takes = SETTINGS[key].takes
    return BadSettings(f"{FILE}: {key} takes {takes}.", f"`psi config {key} --unset` takes it out.")


def _table(path: Path) -> dict[str, Any]:
    """Return what the file holds; nothing where there is none."""
    try:
        return tomllib.loads(files.read(path, LARGEST).decode())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {reason_of(error)}") from None
    except (ValueError, RecursionError) as error:
        _, place, where = str(error).rpartition(" (at ")  # as tomllib has it, where it has it
        where = f" at {where.removesuffix(')')}" if place else ""
        raise _unreadable(path, f"is not TOML that psi can read{where}") from None


def _unreadable(path: Path, why: str) -> BadSettings:
    return BadSettings(f"{FILE} {why}.", f"Mend or delete {clean_line(str(path))}.")
