"""Writes docs/json.md from the views themselves."""

import inspect
import sys
import typing
from importlib import import_module
from pathlib import Path
from types import UnionType

ROOT = Path(__file__).parents[1]
COMMANDS = {
    "Welcome": "psi, before the pathway is begun",
    "Status": "psi, psi status",
    "Start": "psi start",
    "StageView": "psi next, psi back, psi goto, psi show STAGE",
    "Closing": "psi next, at the end",
    "ResourceView": "psi show REF",
    "ListView": "psi list, psi bookmark",
    "SearchView": "psi search",
    "Opened": "psi open",
    "Notes": "psi note, psi note REF, psi show QUESTION",
    "Changes": "psi done, skip, reopen, bookmark, note, undo, reset, forget",
    "Exported": "psi export, with -o",
    "Log": "psi log",
    "Checkup": "psi doctor",
    "Version": "psi --version",
}
HEAD = """\
# The JSON of every command

With `--json` a command prints one object on standard output. Its first field, `schema`, names what
it is and its version: fields may be added within a version, and none is removed or changes its
meaning. Its last, `next`, is a list of what to type next, each with its `command` and `why`. The
tables below tell the fields between.

A moment is UTC (`2026-11-23T09:30:00Z`); minutes are whole numbers. A
year, a time or an address that is not known is null; a text that is not there is empty.

A list or a search that finds nothing prints its object and ends with status 3, a checkup that
finds something with 1 or 5. Any other failure prints nothing on standard output and this on
standard error, and ends with its status:

```json
{"schema": "psi.error/1", "error": {"status": 3, "message": "…", "details": [], "remedy": "…"}}
```

This page is written by `python tools/chores.py docs` from the views themselves.
"""


def main() -> None:
    """Write the page."""
    (ROOT / "docs" / "json.md").write_text(page(), encoding="utf-8")


def page() -> str:
    """Return the page."""
    modules = [import_module(f"psi_cli.views.{name}") for name in sorted(_modules())]
    classes = {
        name: kind
        for module in modules
        for name, kind in vars(module).items()
        if inspect.isclass(kind) and hasattr(kind, "_fields")
    }
    views = [_section(classes[name], f"`{names}`", classes) for name, names in COMMANDS.items()]
    named = {part for name in COMMANDS for part in _parts(classes[name], classes)}
    parts = [_section(classes[name], "", classes) for name in sorted(named - set(COMMANDS))]
    return "\n".join([HEAD, *views, "## Parts\n\nWhat the objects above are made of.\n", *parts])


def _modules() -> list[str]:
    folder = ROOT / "src" / "psi_cli" / "views"
    return [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]


def _section(kind: typing.Any, commands: str, classes: dict[str, typing.Any]) -> str:
    schema = kind._field_defaults.get("schema")
    title = (
        f"## {schema}: {commands.replace(', psi', '`, `psi')}" if schema else f"### {kind.__name__}"
    )
    lines = [title, "", inspect.getdoc(kind) or "", "", "| field | type |", "| --- | --- |"]
    hints = typing.get_type_hints(kind)
    lines += [f"| `{name}` | {_type(hints[name], classes)} |" for name in _told(kind)]
    return "\n".join([*lines, ""])


def _told(kind: typing.Any) -> list[str]:
    """Return the fields that stand between `schema` and `next`."""
    return [name for name in kind._fields if name not in {"schema", "hints"}]


def _type(hint: typing.Any, classes: dict[str, typing.Any]) -> str:
    if isinstance(hint, UnionType):
        return " or ".join(_type(part, classes) for part in typing.get_args(hint))
    if typing.get_origin(hint) is tuple:
        return f"list of {_type(typing.get_args(hint)[0], classes)}"
    if typing.get_origin(hint) is dict:
        return "object of texts"
    names = {str: "text", int: "number", bool: "true or false", type(None): "null"}
    return names.get(hint) or f"[{hint.__name__}](#{hint.__name__.lower()})"


def _parts(kind: typing.Any, classes: dict[str, typing.Any]) -> set[str]:
    """Return the names of the parts that a view is made of, at any depth."""
    found = set()
    hints = typing.get_type_hints(kind)
    for hint in (hints[name] for name in _told(kind)):
        waiting = [hint]
        while waiting:
            part = waiting.pop()
            waiting += typing.get_args(part)
            if inspect.isclass(part) and part.__name__ in classes:
                found |= {part.__name__} | _parts(part, classes)
    return found


if __name__ == "__main__":
    sys.exit(main())
