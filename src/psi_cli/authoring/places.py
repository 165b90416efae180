"""Where things stand in a pathway file: headers, keys and values, by line and column."""

import re
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from psi_cli.pathway.safe_toml import Field, mask, nearest, positions


class Place(NamedTuple):
    """A line and a column, from 1, and so many characters from there on."""

    line: int
    column: int
    width: int = 1


class Places:
    """The places of all that stands in a text that TOML can read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")

    @cached_property
    def where(self) -> dict[Field, tuple[int, int]]:
        """Return the line and column of every header and key."""
        return positions(self.text)

    def key(self, field: Field) -> Place:
        """Return where a key or a header stands, or the nearest that is above it."""
        found = nearest(self.where, field)
        return self._name(*found) if found else Place(1, 1)

    def value(self, field: Field) -> Place:
        """Return where the value of a key stands; of a list, the one that is meant."""
        named = next((field[:n] for n in range(len(field), 0, -1) if field[:n] in self.where), ())
        key = self.key(field)
        begins = self._begins[key.line - 1] + key.column - 1
        equals = self.text.find("=", begins + key.width)
        if not named or self.lines[key.line - 1].lstrip().startswith("[") or equals < 0:
            return key
        number = next((part for part in field[len(named) :] if isinstance(part, int)), None)
        return self._in_list(equals, number) if number is not None else self._after(equals)

    def only_key(self, table: Field) -> Place | None:
        """Return the one key of a table that has no other, or None."""
        keys = self._keys_of.get(table, [])
        return self.key(keys[0]) if table and len(keys) == 1 else None

    def _name(self, line: int, column: int) -> Place:
        text = self.lines[line - 1][column - 1 :]
        found = re.match(r"\[{1,2}[^\]]*\]{0,2}|[^=\s]+", text)
        return Place(line, column, len(found[0]) if found else 1)

    def _after(self, equals: int) -> Place:
        """Return the value behind an equals sign, as far as it stands on that line."""
        start = equals + 1 + len(re.match(r"\s*", self.text[equals + 1 :])[0])  # type: ignore[index]
        end = self.text.find("\n", start)
        line = self.text[start : end if end >= 0 else len(self.text)]
        return self._place(start, len(mask(line).rstrip()) or 1)

    def _in_list(self, equals: int, number: int) -> Place:
        texts = re.finditer(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|\]", self.text[equals:])
        for count, found in enumerate(texts):
            if found[0] == "]":
                break
            if count == number:
                return self._place(equals + found.start(), len(found[0]))
        return self._after(equals)

    @cached_property
    def _begins(self) -> list[int]:
        """Return where each line begins in the text."""
        return [0, *accumulate(len(one) + 1 for one in self.lines)]

    @cached_property
    def _keys_of(self) -> dict[Field, list[Field]]:
        """Return the fields right below each table."""
        found: dict[Field, list[Field]] = {}
        for field in self.where:
            found.setdefault(field[:-1], []).append(field)
        return found

    def _place(self, offset: int, width: int) -> Place:
        line = self.text.count("\n", 0, offset) + 1
        return Place(line, offset - self.text.rfind("\n", 0, offset), width)
