"""Pathway files: TOML in, a checked and cleaned `Pathway` out.

A file comes from a stranger. Every string is cleaned, every address judged, and every problem
is found before the file is refused, so that its author need not fix them one at a time.
"""

from collections.abc import Iterable
from pathlib import Path

from psi_cli.errors import PathwayInvalid
from psi_cli.pathway import bundled, safe_toml
from psi_cli.pathway.fields import Table
from psi_cli.pathway.model import (
    ACCESS,
    CONFIDENCE,
    FURTHER,
    KINDS,
    LETTERS,
    RELATIONS,
    WAYS,
    Companion,
    Link,
    Pathway,
    Reflection,
    Resource,
    Stage,
)
from psi_cli.pathway.safe_toml import BadToml, Field, Finding
from psi_cli.system import sanitize

FORMAT = 1
LONGEST_SHORT = 60  # characters of a resource's short title
LONGEST_COURSE = 100_000  # minutes; an estimate above is a slip of the keyboard
_SHOWN = 20  # findings that an error message lists; the rest are counted


def read_pathway(path: Path) -> Pathway:
    """Return the pathway in a file; PathwayInvalid names every problem with line and field."""
    return checked(contents(path), path)


def contents(path: Path) -> bytes:
    """Return the bytes of a pathway file; PathwayInvalid where they cannot be had."""
    try:
        return bundled.read(path, safe_toml.LARGEST_FILE)
    except OSError as error:
        reason = sanitize.reason_of(error)
        raise PathwayInvalid(
            f"The pathway file {_shown(path)} cannot be read: {reason}.",
            "Check the path after --pathway, or leave it out for the pathway psi ships with.",
        ) from None


def checked(data: bytes, path: Path) -> Pathway:
    """Return the pathway that the bytes of a file hold; PathwayInvalid names every problem."""
    try:
        return parse_pathway(data)
    except BadToml as error:
        raise _invalid(path, error.findings) from None


def parse_pathway(data: bytes) -> Pathway:
    """Return the pathway that the bytes of a file hold; BadToml with every finding."""
    table, source = safe_toml.parse(data)
    problems: list[tuple[Field, str]] = []
    pathway = _pathway(Table(table, (), problems))
    if problems:
        where = safe_toml.positions(source)
        findings = [safe_toml.found(where, field, sentence) for field, sentence in problems]
        raise BadToml(tuple(sorted(findings)))
    return pathway


def _shown(path: Path) -> str:
    return sanitize.clean_line(str(path))


def _invalid(path: Path, findings: tuple[Finding, ...]) -> PathwayInvalid:
    count = len(findings)
    error = PathwayInvalid(
        f"{_shown(path)} is not a pathway psi can use: {count} problem{'s'[: count > 1]}.",
        "Fix the lines named above and try again.",
    )
    error.details = tuple(
        sanitize.clean_line(f"{_place(line, column)}{field} {sentence}")
        for line, column, field, sentence in findings[:_SHOWN]
    )
    if count > _SHOWN:
        error.details += (f"and {count - _SHOWN} more",)
    return error


def _place(line: int, column: int) -> str:
    return f"line {line}, column {column}: " if line else ""


def _pathway(top: Table) -> Pathway:
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
        aliases=about.aliases(),
        further=_further(top.table("further")) if "further" in top.values else None,
    )
    if not pathway.stages and isinstance(top.values.get("stage", []), list):
        top.note("stage", "is missing: a pathway has at least one stage")
    _note_repeated_ids(top, pathway)
    return pathway


def _stage(table: Table) -> Stage:
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
        resources=table.each("resource", _resource),
    )


def _further(table: Table) -> Stage:
    resources = table.each("resource", _resource)
    return Stage(
        id=FURTHER,
        title=table.line("title", required=True),
        short="Further",
        text=table.paragraphs("text"),
        resources=tuple(resource._replace(required=False) for resource in resources),
    )


def _reflection(table: Table) -> Reflection:
    return Reflection(table.identifier("id"), table.prose("prompt"), table.aliases())


def _resource(table: Table) -> Resource:
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
        short=table.line("short", longest=LONGEST_SHORT),
        link=_link(table.table("link")),
        companions=_companions(table),
    )


def _companions(table: Table) -> tuple[Companion, ...]:
    companions = table.each("companion", _companion)
    if len(companions) > len(LETTERS):
        table.note("companion", f"has more than {len(LETTERS)} tables, one for each letter")
    return companions


def _companion(table: Table) -> Companion:
    return Companion(
        id=table.identifier("id"),
        kind=table.choice("kind", KINDS),
        title=table.line("title", required=True),
        creators=table.lines("creators"),
        year=table.number("year", largest=9999),
        relation=table.choice("relation", RELATIONS, "companion"),
        access=table.choice("access", ACCESS, "open"),
        summary=table.prose("summary"),
        link=_link(table.table("link")),
    )


def _link(table: Table) -> Link:
    link = Link(
        url=table.address("url"),
        archive=table.address("archive"),
        search=table.line("search"),
        confidence=table.choice("confidence", CONFIDENCE, "unknown"),
        first=table.choice("first", WAYS, "address"),
    )
    ways = dict(zip(WAYS, link, strict=False))
    if "first" in table.values and ways.get(link.first) == "":
        table.note("first", f"names the {link.first}, and the link has none")
    return link


def _names(pathway: Pathway) -> Iterable[tuple[Field, str]]:
    """Yield every id and alias with the field it stands in."""
    for section, stage in enumerate(pathway.sections):
        at: Field = ("stage", section) if section < len(pathway.stages) else ("further",)
        yield from (((*at, "id"), name) for name in (stage.id, *stage.aliases))
        kinds: tuple[tuple[str, tuple[Reflection | Resource, ...]], ...] = (
            ("reflection", stage.reflections),
            ("resource", stage.resources),
        )
        for key, parts in kinds:
            for index, part in enumerate(parts):
                names = (part.id, *part.aliases)
                yield from (((*at, key, index, "id"), name) for name in names)
                for number, companion in enumerate(getattr(part, "companions", ())):
                    yield (*at, key, index, "companion", number, "id"), companion.id


def _note_repeated_ids(top: Table, pathway: Pathway) -> None:
    seen: set[str] = set()
    for field, name in _names(pathway):
        if name in seen:
            top.problems.append((field, f"repeats the id {name!r}: ids are unique in a file"))
        if name:
            seen.add(name)
