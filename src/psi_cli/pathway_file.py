"""Pathway files: TOML in, a checked and cleaned `Pathway` out.

A file comes from a stranger. Every string is cleaned, every address judged, and every problem
is found before the file is refused, so that its author need not mend them one at a time.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from psi_cli import address, text, toml_file
from psi_cli.errors import PathwayInvalid
from psi_cli.pathway import (
    ACCESS,
    CONFIDENCE,
    FURTHER,
    KINDS,
    LETTERS,
    RELATIONS,
    Companion,
    Link,
    Pathway,
    Recall,
    Reflection,
    Resource,
    Stage,
)
from psi_cli.toml_file import BadToml, Field, Finding

FORMAT = 1
LONGEST_ID = 64
LONGEST_LINE = 300  # characters of a title, a name or a tag
LONGEST_COURSE = 100_000  # minutes; an estimate above is a slip of the keyboard
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
_SHOWN = 20  # findings that an error message lists; the rest are counted

Part = TypeVar("Part")


def read_pathway(path: Path) -> Pathway:
    """Return the pathway in a file; PathwayInvalid names every problem with line and field."""
    try:
        data = toml_file.read_regular_file(path, toml_file.LARGEST_FILE)
    except OSError as error:
        reason = text.clean_line(error.strerror or str(error))
        raise PathwayInvalid(
            f"The pathway file {_shown(path)} cannot be read: {reason}.",
            "Check the path after --pathway, or leave it out for the pathway psi ships with.",
        ) from None
    try:
        return parse_pathway(data)
    except BadToml as error:
        raise _invalid(path, error.findings) from None


def parse_pathway(data: bytes) -> Pathway:
    """Return the pathway that the bytes of a file hold; BadToml with every finding."""
    table, source = toml_file.parse(data)
    problems: list[tuple[Field, str]] = []
    pathway = _pathway(_Table(table, (), problems))
    if problems:
        where = toml_file.positions(source)
        findings = [toml_file.found(where, field, sentence) for field, sentence in problems]
        raise BadToml(tuple(sorted(findings)))
    return pathway


def _shown(path: Path) -> str:
    return text.clean_line(str(path))


def _invalid(path: Path, findings: tuple[Finding, ...]) -> PathwayInvalid:
    count = len(findings)
    error = PathwayInvalid(
        f"{_shown(path)} is not a pathway psi can use: {count} problem{'s'[: count > 1]}.",
        "Mend the lines named above and try again.",
    )
    error.details = tuple(
        text.clean_line(f"{_place(line, column)}{field} {sentence}")
        for line, column, field, sentence in findings[:_SHOWN]
    )
    if count > _SHOWN:
        error.details += (f"and {count - _SHOWN} more",)
    return error


def _place(line: int, column: int) -> str:
    return f"line {line}, column {column}: " if line else ""


class _Table:
    """A TOML table being read: every reader notes what is wrong and returns a usable value."""

    def __init__(
        self, values: dict[str, object], field: Field, problems: list[tuple[Field, str]]
    ) -> None:
        self.values = values
        self.field = field
        self.problems = problems

    def note(self, key: str, sentence: str) -> None:
        self.problems.append(((*self.field, key), sentence))

    def line(self, key: str, *, required: bool = False) -> str:
        """Read a short text: a title, a name."""
        value = text.clean_line(self._string(key, required=required))
        if len(value) > LONGEST_LINE:
            self.note(key, f"is longer than {LONGEST_LINE} characters")
        return value

    def prose(self, key: str) -> str:
        """Read a paragraph."""
        return " ".join(self.paragraphs(key))

    def paragraphs(self, key: str) -> tuple[str, ...]:
        """Read a text in paragraphs."""
        return text.paragraphs(self._string(key, required=False))

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
        if value and (sentence := _problem_with_id(value)):
            self.note(key, sentence)
        return value

    def lines(self, key: str) -> tuple[str, ...]:
        """Read a list of short texts."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            self.note(key, "is not a list of texts")
            return ()
        return tuple(text.clean_line(part) for part in value)

    def aliases(self) -> tuple[str, ...]:
        """Read the ids that the part had before."""
        names = self.lines("aliases")
        for name in names:
            if sentence := _problem_with_id(name):
                self.note("aliases", sentence)
        return names

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Read a table of texts, such as identifiers."""
        value = self.values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            self.note(key, "is not a table of texts")
            return ()
        return tuple((text.clean_line(k), text.clean_line(v)) for k, v in value.items())

    def address(self, key: str) -> str:
        """Read a web address."""
        value = self._string(key, required=False)
        if value and (sentence := address.problem_with(value)):
            self.note(key, sentence)
            return ""
        return value

    def table(self, key: str) -> "_Table":
        """Read a table within this one; an absent one reads as empty."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.note(key, "is not a table")
            value = {}
        return _Table(value, (*self.field, key), self.problems)

    def each(self, key: str, build: Callable[["_Table"], Part]) -> tuple[Part, ...]:
        """Build a part from each table of an array of tables."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            self.note(key, "is not an array of tables")
            return ()
        return tuple(
            build(_Table(part, (*self.field, key, index), self.problems))
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


def _problem_with_id(name: str) -> str | None:
    if not set(name) <= _ID_CHARACTERS or name.startswith("-") or len(name) > LONGEST_ID:
        return f"is not an id: small letters, digits and hyphens, at most {LONGEST_ID}"
    if name.isdigit():
        return "is not an id: it needs a letter, since numbers stand for places"
    if name == "f" or name[:-1].isdigit() or (name[0] == "q" and name[1:].isdigit()):
        return "is not an id: it looks like a number on the screen"
    if name in _DEVICES or name == FURTHER:
        return "is a word that a computer or psi keeps for itself"
    return None


def _pathway(top: _Table) -> Pathway:
    version = top.values.get("format")
    if type(version) is not int or version != FORMAT:
        newer = isinstance(version, int) and version > FORMAT
        remedy = "a newer psi reads it" if newer else f"write format = {FORMAT}"
        top.note("format", f"is {version!r:.40}, and this psi reads format {FORMAT}: {remedy}")
        if newer:
            return Pathway("", "", "", ())
    about = top.table("pathway")
    pathway = Pathway(
        id=about.identifier("id"),
        version=about.line("version"),
        title=about.line("title", required=True),
        stages=top.each("stage", _stage),
        language=about.line("language"),
        summary=about.prose("summary"),
        audience=about.prose("audience"),
        outcomes=about.lines("outcomes"),
        publisher=about.line("publisher"),
        homepage=about.address("homepage"),
        further=_further(top.table("further")) if "further" in top.values else None,
    )
    if not pathway.stages and isinstance(top.values.get("stage", []), list):
        top.note("stage", "is missing: a pathway has at least one stage")
    _note_repeated_ids(top, pathway)
    return pathway


def _stage(table: _Table) -> Stage:
    title = table.line("title", required=True)
    return Stage(
        id=table.identifier("id"),
        title=title,
        short=table.line("short") or title,
        goal=table.prose("goal"),
        text=table.paragraphs("text"),
        minutes=table.number("minutes", largest=LONGEST_COURSE),
        aliases=table.aliases(),
        reflections=table.each("reflection", _reflection),
        recalls=table.each("recall", _recall),
        resources=table.each("resource", _resource),
    )


def _further(table: _Table) -> Stage:
    return Stage(
        id=FURTHER,
        title=table.line("title", required=True),
        short="Further",
        text=table.paragraphs("text"),
        resources=table.each("resource", _resource),
    )


def _reflection(table: _Table) -> Reflection:
    return Reflection(table.identifier("id"), table.prose("prompt"), table.aliases())


def _recall(table: _Table) -> Recall:
    return Recall(table.identifier("id"), table.prose("question"), table.prose("answer"))


def _resource(table: _Table) -> Resource:
    return Resource(
        id=table.identifier("id"),
        kind=table.choice("kind", KINDS),
        title=table.line("title", required=True),
        minutes=table.number("minutes", largest=LONGEST_COURSE, required=True),
        aliases=table.aliases(),
        creators=table.lines("creators"),
        year=table.number("year", largest=9999),
        access=table.choice("access", ACCESS, "open"),
        language=table.line("language"),
        summary=table.prose("summary"),
        why=table.prose("why"),
        since=table.prose("since"),
        tags=table.lines("tags"),
        required=table.flag("required", default=True),
        identifiers=table.pairs("identifiers"),
        link=_link(table.table("link")),
        companions=_companions(table),
    )


def _companions(table: _Table) -> tuple[Companion, ...]:
    companions = table.each("companion", _companion)
    if len(companions) > len(LETTERS):
        table.note("companion", f"has more than {len(LETTERS)} tables, one for each letter")
    return companions


def _companion(table: _Table) -> Companion:
    return Companion(
        id=table.identifier("id"),
        kind=table.choice("kind", KINDS),
        title=table.line("title", required=True),
        creators=table.lines("creators"),
        year=table.number("year", largest=9999),
        relation=table.choice("relation", RELATIONS, "companion"),
        summary=table.prose("summary"),
        link=_link(table.table("link")),
    )


def _link(table: _Table) -> Link:
    return Link(
        url=table.address("url"),
        archive=table.address("archive"),
        search=table.line("search"),
        confidence=table.choice("confidence", CONFIDENCE, "unknown"),
    )


def _names(pathway: Pathway) -> Iterable[tuple[Field, str]]:
    """Yield every id and alias with the field it stands in."""
    for shelf, stage in enumerate(pathway.shelves):
        at: Field = ("stage", shelf) if shelf < len(pathway.stages) else ("further",)
        yield from (((*at, "id"), name) for name in (stage.id, *stage.aliases))
        kinds: tuple[tuple[str, tuple[Reflection | Recall | Resource, ...]], ...] = (
            ("reflection", stage.reflections),
            ("recall", stage.recalls),
            ("resource", stage.resources),
        )
        for key, parts in kinds:
            for index, part in enumerate(parts):
                names = (part.id, *getattr(part, "aliases", ()))
                yield from (((*at, key, index, "id"), name) for name in names)
                for number, companion in enumerate(getattr(part, "companions", ())):
                    yield (*at, key, index, "companion", number, "id"), companion.id


def _note_repeated_ids(top: _Table, pathway: Pathway) -> None:
    seen: set[str] = set()
    for field, name in _names(pathway):
        if name in seen:
            top.problems.append((field, f"repeats the id {name!r}: ids are unique in a file"))
        if name:
            seen.add(name)
