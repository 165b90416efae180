"""Pathway files: TOML in, a checked and cleaned `Pathway` out.

A file comes from a stranger. `pathway/format.py` says what it may hold; every problem is found
before the file is refused, so that its author need not fix them one at a time.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from psi_cli.errors import PathwayInvalid
from psi_cli.pathway import bundled, safe_toml
from psi_cli.pathway.fields import Problem
from psi_cli.pathway.format import FILE, MOST_RESOURCES, PATHWAY, Version, is_newer
from psi_cli.pathway.model import (
    FURTHER,
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

UNKNOWN_KEY = "unknown-key"
_SHOWN = 20  # findings that an error message lists; the rest are counted


class Reading(NamedTuple):
    """What a table of TOML says: a pathway, usable only where no problem stands beside it."""

    pathway: Pathway
    problems: tuple[Problem, ...]


def read_pathway(path: Path) -> Pathway:
    """Return the pathway in a file; PathwayInvalid names every problem with line and field."""
    return checked(contents(path), path)


def contents(path: Path) -> bytes:
    """Return the bytes of a pathway file; PathwayInvalid where they cannot be had."""
    try:
        return bundled.read(path, safe_toml.MOST_BYTES_READ)
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
    """Return the pathway that the bytes of a file hold; BadToml with every finding.

    Keys that this psi does not know are walked over, since a newer one may know them; how many
    they are stands in the pathway.
    """
    table, source = safe_toml.parse(data)
    pathway, problems = read(table)
    unknown = sum(one.name == UNKNOWN_KEY for one in problems)
    if len(problems) > unknown:
        raise BadToml(findings(problems, source))
    return pathway._replace(unknown_keys=unknown)


def findings(problems: tuple[Problem, ...], source: str) -> tuple[Finding, ...]:
    """Return problems with the places where they stand in a text, in its order."""
    where = safe_toml.positions(source)
    return tuple(sorted(_placed(where, problem) for problem in problems))


def _placed(where: dict[Field, tuple[int, int]], problem: Problem) -> Finding:
    found = safe_toml.found(where, problem.field, problem.sentence)
    other = safe_toml.found(where, problem.other, "").line if problem.other else 0
    sentence = f"{found.sentence}, first on line {other}" if other else found.sentence
    return found._replace(sentence=sentence, name=problem.name, path=problem.field, other=other)


def _shown(path: Path) -> str:
    return sanitize.clean_line(str(path))


def _invalid(path: Path, findings: tuple[Finding, ...]) -> PathwayInvalid:
    count = len(findings)
    error = PathwayInvalid(
        f"{_shown(path)} is not a pathway psi can use: {count} problem{'s'[: count > 1]}.",
        f"`psi pathway check {_shown(path)}` says how to mend each.",
    )
    error.details = tuple(
        sanitize.clean_line(f"{_place(one.line, one.column)}{one.field} {one.sentence}")
        for one in findings[:_SHOWN]
    )
    if count > _SHOWN:
        error.details += (f"and {count - _SHOWN} more",)
    return error


def _place(line: int, column: int) -> str:
    return f"line {line}, column {column}: " if line else ""


def read(table: dict[str, Any]) -> Reading:
    """Return what a table of TOML says, and every problem with it."""
    problems: list[Problem] = []
    if is_newer(table.get("format")):  # nothing else can be said of it
        Version().read(table["format"], ("format",), problems)
        return Reading(Pathway("", "", "", ()), tuple(problems))
    pathway = _pathway(FILE.read(table, (), problems), problems)
    problems += _repeated_ids(pathway)
    problems += _too_many(pathway)
    if any(resource.after for resource in pathway.resources()):
        from psi_cli.pathway import prerequisites

        problems += prerequisites.problems(pathway)
        pathway = prerequisites.resolved(pathway)
    return Reading(pathway, tuple(problems))


def _pathway(file: dict[str, Any], problems: list[Problem]) -> Pathway:
    about = file["pathway"] or PATHWAY.absent
    stages = (_stage(one, ("stage", n), problems) for n, one in enumerate(file["stage"]))
    further = file["further"] and _further(file["further"], problems)
    return Pathway(**about, stages=tuple(stages), further=further)


def _stage(values: dict[str, Any], field: Field, problems: list[Problem]) -> Stage:
    reflections = tuple(Reflection(**one) for one in values.pop("reflection"))
    resources = _resources(values.pop("resource"), field, problems)
    values["short"] = values["short"] or values["title"]
    return Stage(**values, reflections=reflections, resources=resources)


def _further(values: dict[str, Any], problems: list[Problem]) -> Stage:
    resources = _resources(values["resource"], (FURTHER,), problems)
    return Stage(
        id=FURTHER,
        title=values["title"],
        short="Further",
        text=values["text"],
        resources=tuple(resource._replace(required=False) for resource in resources),
    )


def _resources(
    values: list[dict[str, Any]], field: Field, problems: list[Problem]
) -> tuple[Resource, ...]:
    return tuple(_resource(one, (*field, "resource", n), problems) for n, one in enumerate(values))


def _resource(values: dict[str, Any], field: Field, problems: list[Problem]) -> Resource:
    companions = tuple(
        Companion(**one | {"link": _link(one["link"], (*field, "companion", n), problems)})
        for n, one in enumerate(values.pop("companion"))
    )
    values["link"] = _link(values["link"], field, problems)
    return Resource(**values, companions=companions)


def _link(values: dict[str, Any] | None, field: Field, problems: list[Problem]) -> Link:
    if not values:
        return Link()
    link = Link(**values)
    ways = dict(zip(WAYS, link, strict=False))
    if link.first != WAYS[0] and not ways[link.first]:
        sentence = f"names the {link.first}, and the link has none"
        problems.append(Problem((*field, "link", "first"), "first", sentence))
    return link


def names(pathway: Pathway) -> Iterator[tuple[Field, str]]:
    """Yield every id and alias with the field it stands in."""
    for at, stage in _sections(pathway):
        yield from _names_of(stage, at)
        for n, question in enumerate(stage.reflections):
            yield from _names_of(question, (*at, "reflection", n))
        for n, resource in enumerate(stage.resources):
            yield from _names_of(resource, (*at, "resource", n))
            for number, companion in enumerate(resource.companions):
                yield (*at, "resource", n, "companion", number, "id"), companion.id


def _sections(pathway: Pathway) -> Iterator[tuple[Field, Stage]]:
    """Yield the stages and further reading, each with the field it stands in."""
    for number, stage in enumerate(pathway.sections):
        yield (FURTHER,) if stage is pathway.further else ("stage", number), stage


def _names_of(part: Stage | Reflection | Resource, at: Field) -> Iterator[tuple[Field, str]]:
    yield (*at, "id"), part.id
    for number, alias in enumerate(part.aliases):
        yield (*at, "aliases", number), alias


def _repeated_ids(pathway: Pathway) -> Iterator[Problem]:
    seen: dict[str, Field] = {}
    for field, name in names(pathway):
        if name in seen:
            sentence = f"repeats the id {name!r}: ids are unique in a file"
            yield Problem(field, "repeated-id", sentence, seen[name])
        elif name:
            seen[name] = field


def _too_many(pathway: Pathway) -> Iterator[Problem]:
    """Yield a problem at the first resource beyond those that a pathway may have."""
    before = 0
    for at, stage in _sections(pathway):
        beyond = MOST_RESOURCES - before
        if beyond < len(stage.resources):
            sentence = f"is one more than the {MOST_RESOURCES:,} resources of a pathway"
            yield Problem((*at, "resource", beyond), "limit", sentence)
            return
        before += len(stage.resources)
