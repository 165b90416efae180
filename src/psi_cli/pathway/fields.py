"""Reading the tables of a hostile TOML file: values are checked and cleaned, problems noted."""

from collections.abc import Callable
from typing import TypeVar

from psi_cli.pathway.model import FURTHER
from psi_cli.pathway.safe_toml import Field
from psi_cli.system import sanitize, url

LONGEST_ID = 64
LONGEST_LINE = 300  # characters of a title, a name or a tag
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}

Part = TypeVar("Part")


class Table:
    """A TOML table being read: every reader notes what is wrong and returns a usable value."""

    def __init__(
        self, values: dict[str, object], field: Field, problems: list[tuple[Field, str]]
    ) -> None:
        self.values = values
        self.field = field
        self.problems = problems

    def note(self, key: str, sentence: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append(((*self.field, key), sentence))

    def line(self, key: str, *, required: bool = False, longest: int = LONGEST_LINE) -> str:
        """Read a short text of at most `longest` characters: a title, a name."""
        value = sanitize.clean_line(self._string(key, required=required))
        if len(value) > longest:
            self.note(key, f"is longer than {longest} characters")
        return value

    def prose(self, key: str) -> str:
        """Read a paragraph."""
        return " ".join(self.paragraphs(key))

    def paragraphs(self, key: str) -> tuple[str, ...]:
        """Read a text in paragraphs."""
        return sanitize.paragraphs(self._string(key, required=False))

    def choice(self, key: str, choices: tuple[str, ...], default: str = "") -> str:
        """Read one word out of a list; without a default the field is required."""
        value = self._string(key, required=not default) or default
        if value and value not in choices:
            self.note(key, f"is none of: {', '.join(choices)}")
        return value

    def number(self, key: str, *, largest: int, required: bool = False) -> int:
        """Read a whole number from 0 on; 0 where it may be absent and is."""
        value = self.values.get(key)
        if value is None:
            if required:
                self.note(key, "is missing")
            return 0
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= largest:
            self.note(key, f"is not a whole number from 0 to {largest}")
            return 0
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            self.note(key, "is neither true nor false")
        return value is True

    def identifier(self, key: str) -> str:
        """Read an id."""
        value = self._string(key, required=True)
        if value and (sentence := problem_with_id(value)):
            self.note(key, sentence)
        return value

    def lines(self, key: str) -> tuple[str, ...]:
        """Read a list of short texts."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.note(key, "is not a list of texts")
            return ()
        texts = tuple(sanitize.clean_line(part) for part in value)
        if not all(0 < len(one) <= LONGEST_LINE for one in texts):
            self.note(key, f"has one that is empty or longer than {LONGEST_LINE} characters")
        return texts

    def aliases(self) -> tuple[str, ...]:
        """Read the ids that the part had before."""
        names = self.lines("aliases")
        for name in names:
            if sentence := problem_with_id(name):
                self.note("aliases", sentence)
        return names

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Read a table of texts, such as identifiers."""
        value = self.values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self.note(key, "is not a table of texts")
            return ()
        return tuple((sanitize.clean_line(k), sanitize.clean_line(v)) for k, v in value.items())

    def address(self, key: str) -> str:
        """Read a web address."""
        value = self._string(key, required=False)
        if value and (sentence := url.problem_with(value)):
            self.note(key, sentence)
            return ""
        return value

    def table(self, key: str) -> "Table":
        """Read a table within this one; an absent one reads as empty."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.note(key, "is not a table")
            value = {}
        return Table(value, (*self.field, key), self.problems)

    def each(self, key: str, build: Callable[["Table"], Part]) -> tuple[Part, ...]:
        """Build a part from each table of an array of tables."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.note(key, "is not an array of tables")
            return ()
        return tuple(
            build(Table(part, (*self.field, key, index), self.problems))
            for index, part in enumerate(value)
        )

    def _string(self, key: str, *, required: bool) -> str:
        value = self.values.get(key, "")
        if not isinstance(value, str):
            self.note(key, "is not a text")
            return ""
        if required and not value.strip():
            self.note(key, "is missing" if key not in self.values else "is empty")
        return value


def problem_with_id(name: str) -> str | None:
    """Say in a few words why a name is no id, or None for one that is."""
    if not set(name) <= _ID_CHARACTERS or name.startswith("-") or len(name) > LONGEST_ID:
        return f"is not an id: small letters, digits and hyphens, at most {LONGEST_ID}"
    if name.isdigit():
        return "is not an id: it needs a letter, since numbers stand for places"
    if name == "f" or name[:-1].isdigit() or (name[0] == "q" and name[1:].isdigit()):
        return "is not an id: it looks like a number on the screen"
    if name in _DEVICES or name == FURTHER:
        return "is a word that a computer or psi keeps for itself"
    return None
