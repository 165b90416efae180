"""Writes docs/pathway-format.md: every table and key of a pathway file, from their definition."""

import sys
from collections.abc import Iterator
from pathlib import Path

from psi_cli.authoring.advice import NAMES
from psi_cli.authoring.schema import ONLY_CHECK
from psi_cli.pathway.fields import LONGEST_ID, LONGEST_LINE
from psi_cli.pathway.format import (
    LONGEST_SHORT,
    MOST_RESOURCES,
    OWN,
    RESOURCE,
    TABLES,
    Key,
    Many,
    One,
    Table,
)
from psi_cli.pathway.model import KINDS
from psi_cli.pathway.safe_toml import LARGEST_FILE, LONGEST_TEXT

PAGE = Path(__file__).parents[1] / "docs" / "pathway-format.md"
HEAD = f"""\
# The format of a pathway

A pathway is one TOML file. `psi pathway check FILE` says all that is wrong with it and how to mend
it, and `psi --pathway FILE` walks it, with a record of its own under its id.
[data/pathway.toml](../data/pathway.toml) is a complete example; the smallest is

```toml
format = 1

[pathway]
id = "my-pathway"
title = "My pathway"

[[stage]]
id = "first"
title = "A first stage"

[[stage.resource]]
id = "a-report"
kind = "report"
title = "A report"

[stage.resource.link]
url = "https://example.org/report"
```

Texts are plain: a blank line between paragraphs, no markup of any kind. An id is of small letters,
digits and hyphens, at most {LONGEST_ID} of them, is unique in the file and stays for ever: what a
learner did is kept under it. A part that is renamed lists its former ids in `aliases`, and so does
a pathway. What is not known is left out: psi then says nothing of it, or that it is unknown.

A title, a name or a tag has at most {LONGEST_LINE} characters ({LONGEST_SHORT} in `short`), any
other text {LONGEST_TEXT:,}. A file has at most {MOST_RESOURCES:,} resources and is at most
{LARGEST_FILE >> 20} MiB large. Keys that begin with `{OWN}` are the author's own, in any table. A
learner's psi walks on over keys that it does not know, since a newer one may know them; `check`
names them.

This page is written by `python tools/chores.py format` from the definition that psi reads by.
`psi pathway schema` prints the same as JSON Schema; with the line `#:schema FILE` at the top, many
editors complete and underline by it.
"""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *map(_section, TABLES), *_kinds(), *_checks()])


def _section(table: Table) -> str:
    title = f"`{table.header}`" if table.header else "The file"
    rows = [f"| {_name(key)} | {_value(key, table)} | {key.words} |" for key in table.keys.values()]
    head = ["| key | value | what it is |", "| --- | --- | --- |"]
    return "\n".join([f"## {title}\n", *head, *rows, ""])


def _name(key: Key) -> str:
    return f"**`{key.name}`**, required" if key.required else f"`{key.name}`"


def _value(key: Key, table: Table) -> str:
    kind = key.kind
    if isinstance(kind, One | Many):
        header = kind.example
        if table.header == "[further]":
            header = "[[further.resource]]"
        return f"{'tables' if isinstance(kind, Many) else 'a table'}, `{header}`"
    usual = f"; `{kind.example}` if left out" if _has_usual(key) else ""
    words = "one of the kinds below" if key is table.keys.get("kind") else kind.words
    return f"{words}{usual}"


def _has_usual(key: Key) -> bool:
    return key.kind.absent in {True, "open", "companion", "address"} and not key.required


def _kinds() -> Iterator[str]:
    yield f"## The kinds of {RESOURCE.words.removeprefix('a ')}s and companions\n"
    yield "| `kind` | as people read it |\n| --- | --- |"
    yield from (f"| `{kind}` | {words} |" for kind, words in KINDS.items())
    yield ""


def _checks() -> Iterator[str]:
    yield "## What the schema cannot say\n"
    yield "All that the schema refuses is an error to psi. These are errors too:\n"
    yield from (f"- {one}" for one in ONLY_CHECK)
    yield "\n## Advice\n"
    yield "`psi pathway check` also tells of what is allowed and hardly meant; it stops nobody.\n"
    yield from (f"- `{name}`: {words}" for name, words in NAMES.items())


if __name__ == "__main__":
    sys.exit(main())
