"""A pathway's tables as TOML that people read: a line for each value, a header for each part."""

from collections.abc import Iterator

from psi_cli.authoring.sketch import Table
from psi_cli.pathway import format as definition


def toml_of(table: Table) -> str:
    """Return the text of a pathway file, its keys in the order in which the format has them."""
    return "".join(_text(table, definition.FILE, "")).lstrip("\n")


def _text(table: Table, defined: definition.Table | None, place: str) -> Iterator[str]:
    """Yield a table's values, then the tables within it under their headers."""
    known = defined.keys if defined else {}
    keys = [*(key for key in known if key in table), *sorted(table.keys() - known.keys())]
    headers = [key for key in keys if _has_header(table[key])]
    yield from (f"{_name(key)} = {_value(table[key])}\n" for key in keys if key not in headers)
    for key in headers:
        several = isinstance(table[key], list)
        name = place + _name(key)
        header = f"\n[[{name}]]\n" if several else f"[{name}]\n"
        inner = getattr(known[key].kind, "table", None) if key in known else None
        for one in table[key] if several else [table[key]]:
            yield header if place else f"\n{header.lstrip()}"
            yield from _text(one, inner, f"{name}.")


def _has_header(value: object) -> bool:
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
