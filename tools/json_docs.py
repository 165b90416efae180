"""Writes docs/json.md: for each kind of JSON the sentence of its view, and an example.

The examples are those that the tests of the views hold psi to, their lists shortened.
"""

import inspect
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "views" / "golden"
PAGE = ROOT / "docs" / "json.md"
VIEWS = {  # the view, the commands that show it, and the example
    "welcome.Welcome": ("psi, before the pathway is begun", "welcome"),
    "status.Status": ("psi, psi status; psi start, once it is begun", "status-at-hand"),
    "start.Start": ("psi start, the first time", "start"),
    "stage.StageView": ("psi next, psi back, psi goto, psi show [STAGE]", "stage"),
    "read.Reading": ("psi read", "read"),
    "closing.Closing": ("psi next, at the end", "closing"),
    "suggest.Suggestions": ("psi suggest", "suggest"),
    "plan.PlanView": ("psi plan", "plan"),
    "resource.ResourceView": ("psi show REF", "resource"),
    "list.ListView": ("psi list, psi bookmark", "list"),
    "search.SearchView": ("psi search", "search"),
    "open.Opened": ("psi open", "open-substitute"),
    "changes.Changes": (
        "psi done, skip, reopen, bookmark, note, undo, reset, forget, pathway use",
        "done",
    ),
    "notes.Notes": ("psi note, psi note REF, psi show QUESTION", "notes"),
    "log.Log": ("psi log", "log"),
    "export.Exported": ("psi export", "export"),
    "pathways.Pathways": ("psi pathway", "pathways"),
    "new.NewPathway": ("psi pathway new", "new"),
    "diff.Diff": ("psi pathway diff", "diff"),
    "pathway_file.PathwayFile": ("psi pathway add, psi pathway remove", "pathway-added"),
    "check.Checked": ("psi pathway check", "check"),
    "version_news.VersionNews": ("psi pathway news", "news"),
    "departed.Departed": ("psi show REF, psi note REF, of what has left the pathway", "departed"),
    "imported.Imported": ("psi import", "import"),
    "doctor.Checkup": ("psi doctor", "doctor-problems"),
    "config.Config": ("psi config", "config"),
    "help.HelpPage": ("psi help, psi COMMAND --help", "help"),
    "version.Version": ("psi --version", "version"),
}
HEAD = """\
# The JSON of every command

With `--json` a command prints one object on standard output. Its first field, `schema`, names what
it is and its version: fields may be added within a version, and none is removed or changes its
meaning. Its last, `next`, is a list of what to type next, each with its `command` and `why`. Below
is an example of each; a list that may be longer shows its first entry.

A moment is UTC (`2026-11-23T09:30:00Z`); minutes are whole numbers. A year, a time or an address
that is not known is null. `number` is what one types anywhere: `2.3`, `F.1`, `1.q1`, `2.3a`.

A list or a search that finds nothing prints its object and ends with status 3, a checkup that
finds something with 1, 4 or 5. Any other failure prints nothing on standard output and this on
standard error, and ends with its status:

```json
{"schema": "psi.error/1", "error": {"status": 3, "message": "…", "details": [], "remedy": "…"}}
```

A backup, `psi export json`, is a file of its own, `psi.backup/1`; see [exports.md](exports.md).

This page is written by `python tools/chores.py docs`.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *(_section(name, *about) for name, about in VIEWS.items())])


def _section(name: str, commands: str, example: str) -> str:
    module, _, kind = name.partition(".")
    view = getattr(import_module(f"psi_cli.views.{module}"), kind)
    sentence = (inspect.getdoc(view) or "").replace("\n", " ")
    shown = _shortened(json.loads((GOLDEN / f"{example}.json").read_text(encoding="utf-8")))
    document = json.dumps(shown, ensure_ascii=False, indent=2)
    schema = view._field_defaults["schema"]
    return f"## {schema}\n\n{commands}: {sentence}\n\n```json\n{document}\n```\n"


def _shortened(value: Any) -> Any:
    """Return a value whose lists have their first entry alone."""
    if isinstance(value, dict):
        return {key: _shortened(part) for key, part in value.items()}
    return [_shortened(part) for part in value[:1]] if isinstance(value, list) else value


if __name__ == "__main__":
    sys.exit(main())
