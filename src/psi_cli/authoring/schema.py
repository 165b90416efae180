"""The format as JSON Schema (draft 2020-12), for editors that complete and underline TOML."""

from psi_cli.pathway.fields import Schema
from psi_cli.pathway.format import FILE, FORMAT, OWN, TABLES, Key, Table, name_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


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
