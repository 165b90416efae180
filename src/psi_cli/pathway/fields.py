"""The kinds of fields a pathway file has: how each is read, and how it is described.

A file may come from anyone. What is read is cleaned; what is wrong is noted, and something usable
stands in for it, so that reading goes on to the next problem.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from psi_cli.pathway.model import FURTHER
from psi_cli.pathway.safe_toml import LONGEST_TEXT, Field
from psi_cli.system import sanitize, url

LONGEST_ID = 64
LONGEST_LINE = 300  # characters of a title, a name or a tag
ID_PATTERN = f"^[a-z0-9][a-z0-9-]{{0,{LONGEST_ID - 1}}}$"
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
Schema = dict[str, Any]


class Problem(NamedTuple):
    """What is wrong with a field: its name in brackets, and the words that follow the field's.

    `other` is the field that it clashes with, where there is one.
    """

    field: Field
    name: str
    sentence: str
    other: Field = ()


class Value:
    """A kind of value. `absent` stands for one that a file leaves out."""

    absent: Any = ""
    words = ""
    example = ""

    def read(self, value: Any, field: Field, problems: list[Problem]) -> Any:
        """Return the value cleaned, or what is absent after noting why it cannot be taken."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """Return the value in the words of JSON Schema."""
        raise NotImplementedError

    def refuse(self, field: Field, problems: list[Problem]) -> Any:
        """Note that a value is of another type, and return what is absent."""
        problems.append(Problem(field, "type", f"is not {self.words}"))
        return self.absent


class Line(Value):
    """A short text on one line: a title, a name."""

    example = '"…"'

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self.longest = longest
        self.words = "a text in quotation marks"

    def read(self, value: Any, field: Field, problems: list[Problem]) -> str:
        """Return the text on one line."""
        if not isinstance(value, str):
            return str(self.refuse(field, problems))
        if len(value) > self.longest:
            sentence = f"has {len(value):,} characters, and {self.longest} are the most"
            problems.append(Problem(field, "length", sentence))
        return sanitize.clean_line(value)

    def schema(self) -> Schema:
        """Return a string of limited length."""
        return {"type": "string", "maxLength": self.longest}


class Prose(Line):
    """A paragraph."""

    def __init__(self) -> None:
        super().__init__(LONGEST_TEXT)

    def read(self, value: Any, field: Field, problems: list[Problem]) -> str:
        """Return the text as one paragraph."""
        if not isinstance(value, str):
            return str(self.refuse(field, problems))
        return " ".join(sanitize.paragraphs(value))


class Paragraphs(Line):
    """A text with a blank line between its paragraphs."""

    absent = ()

    def __init__(self) -> None:
        super().__init__(LONGEST_TEXT)

    def read(self, value: Any, field: Field, problems: list[Problem]) -> Any:
        """Return the paragraphs."""
        if not isinstance(value, str):
            return self.refuse(field, problems)
        return sanitize.paragraphs(value)


class Choice(Value):
    """One word out of a few, each with the words by which people read it."""

    def __init__(self, choices: Mapping[str, str] | Iterable[str], absent: str = "") -> None:
        self.choices = dict(choices) if isinstance(choices, Mapping) else {w: w for w in choices}
        self.absent = absent
        self.words = f"one of: {', '.join(self.choices)}"
        self.example = f'"{absent or next(iter(self.choices))}"'

    def read(self, value: Any, field: Field, problems: list[Problem]) -> str:
        """Return the word."""
        if not isinstance(value, str):
            return str(self.refuse(field, problems))
        if value not in self.choices:
            problems.append(Problem(field, "choice", f"is none of: {', '.join(self.choices)}"))
            return str(self.absent)
        return value

    def schema(self) -> Schema:
        """Return the words there are."""
        return {"enum": list(self.choices)}


class Number(Value):
    """A whole number from 0 on."""

    def __init__(self, largest: int, absent: int | None, example: str) -> None:
        self.largest = largest
        self.absent = absent
        self.words = f"a whole number from 0 to {largest:,}"
        self.example = example

    def read(self, value: Any, field: Field, problems: list[Problem]) -> Any:
        """Return the number."""
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not is_number or not 0 <= value <= self.largest:
            return self.refuse(field, problems)
        return value

    def schema(self) -> Schema:
        """Return an integer with its bounds."""
        return {"type": "integer", "minimum": 0, "maximum": self.largest}


class Flag(Value):
    """True or false."""

    words = "true or false, without quotation marks"

    def __init__(self, *, absent: bool) -> None:
        self.absent = absent
        self.example = "true" if absent else "false"

    def read(self, value: Any, field: Field, problems: list[Problem]) -> Any:
        """Return whether it is true."""
        return value if isinstance(value, bool) else self.refuse(field, problems)

    def schema(self) -> Schema:
        """Return a boolean."""
        return {"type": "boolean"}


class Id(Value):
    """An id, which stays for ever: what a learner did is kept under it."""

    words = "an id in quotation marks"
    example = '"a-report"'

    def read(self, value: Any, field: Field, problems: list[Problem]) -> str:
        """Return the id."""
        if not isinstance(value, str):
            return str(self.refuse(field, problems))
        if value and (sentence := problem_with_id(value)):
            problems.append(Problem(field, "id", sentence))
        return value

    def schema(self) -> Schema:
        """Return the characters of an id; which ids numbers would shadow is said elsewhere."""
        return {"type": "string", "pattern": ID_PATTERN}


class Several(Value):
    """A list of short texts, or of ids."""

    absent = ()

    def __init__(self, of: Value, example: str) -> None:
        self.of = of
        self.example = example
        noun = "ids" if isinstance(of, Id) else "texts"
        self.words = f"a list of {noun} in square brackets"

    def read(self, value: Any, field: Field, problems: list[Problem]) -> Any:
        """Return the texts."""
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return self.refuse(field, problems)
        if not all(one.strip() for one in value):
            problems.append(Problem(field, "empty", "has an empty text in it"))
        return tuple(self.of.read(one, (*field, n), problems) for n, one in enumerate(value))

    def schema(self) -> Schema:
        """Return an array of what it is a list of, none of it empty."""
        return {"type": "array", "items": {"pattern": "\\S", **self.of.schema()}}


class Pairs(Value):
    """A table of short texts, such as identifiers."""

    absent = ()
    words = 'a table of texts, as in { isbn = "978-0-13-110362-7" }'
    example = '{ isbn = "978-0-13-110362-7" }'

    def read(self, value: Any, field: Field, problems: list[Problem]) -> Any:
        """Return each name with its text."""
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            return self.refuse(field, problems)
        return tuple((sanitize.clean_line(k), sanitize.clean_line(v)) for k, v in value.items())

    def schema(self) -> Schema:
        """Return an object of strings."""
        return {"type": "object", "additionalProperties": {"type": "string"}}


class Address(Value):
    """A web address that psi will show as a link and hand to a browser."""

    words = "a web address in quotation marks"
    example = '"https://example.org/report"'

    def read(self, value: Any, field: Field, problems: list[Problem]) -> str:
        """Return the address."""
        if not isinstance(value, str):
            return str(self.refuse(field, problems))
        if value and (sentence := url.problem_with(value)):
            problems.append(Problem(field, "address", sentence))
            return ""
        return value

    def schema(self) -> Schema:
        """Return the beginning that every address has, or nothing at all."""
        http = "^([Hh][Tt][Tt][Pp][Ss]?://|$)"
        return {"type": "string", "pattern": http, "maxLength": url.LONGEST}


def problem_with_id(name: str) -> str | None:
    """Say in a few words why a text is no id, or None for one that is."""
    if not set(name) <= _ID_CHARACTERS or name.startswith("-") or len(name) > LONGEST_ID:
        return f"is not an id: small letters, digits and hyphens, at most {LONGEST_ID}"
    if name.isdigit():
        return "is not an id: it needs a letter, since numbers stand for places"
    if name == "f" or name[:-1].isdigit() or (name[0] == "q" and name[1:].isdigit()):
        return "is not an id: it looks like a number on the screen"
    if name in _DEVICES or name == FURTHER:
        return "is a word that a computer or psi keeps for itself"
    return None
