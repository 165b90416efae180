"""A pathway's tables as TOML that people read: a line for each value, a header for each part."""

from collections.abc import Iterator
from typing import Any

from psi_cli.authoring.sketch import Table

_FIRST = (
    *("format", "id", "kind", "relation", "title", "short", "version", "language", "creators"),
    *("year", "access", "minutes", "required", "group", "after", "goal", "summary", "audience"),
    *("text", "why", "since", "outcomes", "tags", "publisher", "homepage", "url", "archive"),
)
_PARTS = (  # tables with headers of their own, in the order of a file
    *("pathway", "identifiers", "link", "companion", "reflection", "resource", "stage", "further"),
)


def toml_of(table: Table) -> str:
    """Return the text of a pathway file, its keys in the order in which people read them."""
    return "".join(_text(table, "")).lstrip("\n")


def _text(table: Table, place: str) -> Iterator[str]:
    """Yield a table's values, then the tables within it under their headers."""
    inner = {key for key, value in table.items() if _is_header(value)}
    for key in sorted(table.keys() - inner, key=lambda key: _place(key, _FIRST)):
        yield f"{_name(key)} = {_value(table[key])}\n"
    for key in sorted(inner, key=lambda key: _place(key, _PARTS)):
        several = isinstance(table[key], list)
        name = place + _name(key)
        header = f"\n[[{name}]]\n" if several else f"[{name}]\n"
        for one in table[key] if several else [table[key]]:
            yield header if place else f"\n{header.lstrip()}"
            yield from _text(one, f"{name}.")


def _is_header(value: object) -> bool:
    """Tell whether a value is a table, or an array of tables."""
    several = value if isinstance(value, list) and value else [value]
    return all(isinstance(one, dict) for one in several)


def _name(key: str) -> str:
    from tomli_w import dumps

    return dumps({key: 0}).removesuffix(" = 0\n")


def _value(value: object) -> str:
    from tomli_w import dumps

    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return f"[{', '.join(map(_value, value))}]"
    return dumps({"x": value}, multiline_strings=True).removeprefix("x = ").rstrip("\n")


def _place(key: str, order: tuple[str, ...]) -> tuple[int, Any]:
    return (order.index(key) if key in order else len(order), key)
