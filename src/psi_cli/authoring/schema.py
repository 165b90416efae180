"""The format as JSON Schema (draft 2020-12), for editors that complete and underline TOML."""

from psi_cli.pathway.fields import Schema
from psi_cli.pathway.format import FILE, FORMAT, MOST_RESOURCES, OWN, TABLES, Key, Table, name_of
from psi_cli.pathway.safe_toml import LARGEST_FILE, MOST_VALUES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

ONLY_CHECK = (  # what is refused and JSON Schema has no words for
    "what is no TOML, or no UTF-8",
    "an id or alias that stands twice, in whatever tables",
    "an id that is a number, or looks like one on the screen: `f`, `q1`, `3a`",
    "an id that a computer or psi keeps for itself: `con`, `nul`, `further`",
    "an address with a bare character that has to be encoded, or with a user name",
    "an address whose host is a number, or whose port is none",
    "a way to try `first` that the link does not have",
    "an id in `after` that no resource has, and ids that come before each other in a circle",
    f"more than {MOST_RESOURCES:,} resources, {LARGEST_FILE >> 20} MiB or {MOST_VALUES:,} values",
    "numbers and nesting beyond all use, and a whole number with a fraction: `30.0`",
)


def schema() -> Schema:
    """Return the schema. What it refuses psi refuses; psi refuses more, as ids that stand twice."""
    return {
        "$schema": DIALECT,
        "title": f"A pathway of psi, format {FORMAT}",
        **_table(FILE),
        "$defs": {name_of(table): _table(table) for table in TABLES if table is not FILE},
    }


def _table(table: Table) -> Schema:
    return {
        "description": f"{table.words[:1].upper()}{table.words[1:]}",
        "type": "object",
        "properties": {key.name: _key(key) for key in table.keys.values()},
        "patternProperties": {f"^{OWN}": {}},
        "additionalProperties": False,
        "required": list(table.required),
    }


def _key(key: Key) -> Schema:
    described = {"description": f"{key.words[:1].upper()}{key.words[1:]}."}
    filled = {"pattern": "\\S"} if key.required and "pattern" not in key.kind.schema() else {}
    is_text = key.kind.schema().get("type") == "string"
    return described | key.kind.schema() | (filled if is_text else {})
