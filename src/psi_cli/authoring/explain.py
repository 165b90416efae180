"""Problems with what a file says, as its author reads them: why, what is near, the right line."""

from typing import Any, NamedTuple

from psi_cli.authoring import nearest
from psi_cli.authoring.places import Place, Places
from psi_cli.authoring.problems import Problem
from psi_cli.pathway import fields
from psi_cli.pathway.fields import Choice
from psi_cli.pathway.format import (
    FILE,
    FORMAT,
    FURTHER_READING,
    LINK,
    Key,
    Many,
    One,
    Table,
    name_of,
)
from psi_cli.pathway.safe_toml import Field
from psi_cli.system.sanitize import clean_line

_LONGEST = 60  # characters of a value in a message
_WHY = {
    "empty": "What is not known is left out; this one cannot be.",
    "length": "Screens and lists have no room for more.",
    "id": "An id is typed, and names what a learner did, so that it is plain and stays for ever.",
    "repeated-id": "What a learner did is kept under an id: two parts cannot share one.",
    "address": "psi shows no address and opens none that could lead elsewhere than it says.",
    "first": "It names a way to try before the others, and that way has to be there.",
    "after": "`after` names what to study before, by its id in this file.",
    "circle": "Take one of the ids out of `after`.",
    "limit": "Part it in two pathways: learners can follow several.",
    "format": f"The first line of a pathway is format = {FORMAT}.",
    "unknown-key": "psi reads nothing of it; keys of your own begin with x-.",
}


class _Subject(NamedTuple):
    """What a problem is about: its table, its key where that is known, its value."""

    table: Table
    key: Key | None
    value: Any


def explained(problem: fields.Problem, table: dict[str, Any], places: Places) -> Problem:
    """Return a problem that reading found, for the author of the file."""
    subject = _subject(problem.field, table)
    place = _place(problem, places)
    other = places.key(problem.other).line if problem.other else 0
    right, sure = _right(problem, subject)
    named = f"Did you mean {right}?" if right else _elsewhere(problem, subject)
    corrected = _corrected(problem, right, place, places)
    return Problem(
        line=place.line,
        column=place.column,
        name=problem.name,
        message=_message(problem, subject) + (f"; first on line {other}" if other else ""),
        width=place.width,
        why=_why(problem, subject),
        nearest=named,
        corrected=corrected,
        sure=sure and bool(corrected),
        other=other,
    )


def _subject(field: Field, values: Any) -> _Subject:
    """Return the table and the key that a field leads to, and its value."""
    table, key = FILE, None
    for part in field:
        values = _step(values, part)
        if isinstance(part, int):
            continue
        if key and isinstance(key.kind, One | Many):
            table = key.kind.table
        key = table.keys.get(part)
        if not key:
            break
    return _Subject(table, key, values)


def _step(values: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return values[part] if isinstance(values, list) and part < len(values) else None
    return values.get(part) if isinstance(values, dict) else None


def _place(problem: fields.Problem, places: Places) -> Place:
    """Return what to mark: a key that is unknown, the header above what is missing, or a value."""
    if problem.name == "missing":
        return places.only_key(problem.field[:-1]) or places.key(problem.field[:-1])
    if problem.name in {"unknown-key", "limit"}:
        return places.key(problem.field)
    return places.value(problem.field)


def _message(problem: fields.Problem, subject: _Subject) -> str:
    name = next(str(part) for part in reversed(problem.field) if isinstance(part, str))
    if problem.name == "missing" and subject.key and isinstance(subject.key.kind, One | Many):
        return f"{subject.key.kind.example} is missing"
    if problem.name == "unknown-key":
        return f"{clean_line(name)} {problem.sentence}"
    said = clean_line(str(subject.value))
    said = f"{said[:_LONGEST]}…" if len(said) > _LONGEST else said
    if problem.name == "choice":
        return f"{name} is “{said}”, which psi does not know"
    if isinstance(problem.field[-1], int) and isinstance(subject.value, str):
        return f"{name} has “{said}”, which {problem.sentence}"
    return f"{name} {problem.sentence}"


def _why(problem: fields.Problem, subject: _Subject) -> str:
    key = subject.key
    if problem.name == "missing" and problem.field == ("format",):
        return _WHY["format"]
    if problem.name == "missing" and key:
        return f"{subject.table.words.capitalize()} needs it: {key.words}."
    if problem.name == "type" and key:
        return f"It is {key.words}, written like this: {_written(key)}"
    if problem.name == "choice" and key and isinstance(key.kind, Choice):
        return f"It is one of: {', '.join(key.kind.choices)}."
    return _WHY.get(problem.name, "")


def _written(key: Key) -> str:
    example = key.kind.example
    return example if isinstance(key.kind, One | Many) else f"{key.name} = {example}"


def _right(problem: fields.Problem, subject: _Subject) -> tuple[str, bool]:
    """Return the nearest right thing as TOML writes it, and whether it is surely what was meant."""
    kind, value = subject.key.kind if subject.key else None, subject.value
    if problem.name == "unknown-key":
        return nearest.key(str(problem.field[-1]), subject.table), False
    if problem.name == "choice" and isinstance(kind, Choice):
        near = nearest.word(str(value), kind.choices)
        return nearest.text(near) if near else "", near == str(value).casefold()
    if problem.name == "id":
        near = nearest.id_from(str(value), name_of(subject.table))
        return nearest.text(near), False
    if problem.name == "address":
        near = nearest.address(str(value))
        return nearest.text(near) if near else "", False
    if problem.name == "type" and isinstance(kind, One | Many):
        return kind.example, False
    if problem.name == "type" and kind:
        return nearest.value(value, kind), False
    if problem.name == "format" and value in {"1", 1.0}:
        return str(FORMAT), True
    return "", False


def _elsewhere(problem: fields.Problem, subject: _Subject) -> str:
    """Return where a key belongs that stands in the wrong table."""
    name = str(problem.field[-1])
    if problem.name != "unknown-key":
        return ""
    if subject.table is LINK and len(problem.field) > 1:
        above = _subject(problem.field[:-2], {}).key
        owner = above.kind.table if above and isinstance(above.kind, One | Many) else FILE
        if name in owner.keys:
            return (
                f"{name} is a key of {owner.words}: put its line above the header of the link,"
                " since all below a header belongs to it."
            )
    if name in LINK.keys and "link" in subject.table.keys:
        return f"{name} is a key of a link: put its line below a header {LINK.header}."
    if name in FURTHER_READING.keys and subject.table is FILE:
        return f"{name} stands below a header, as {name} of [pathway] or [further]."
    return ""


def _corrected(
    problem: fields.Problem, right: str, place: Place, places: Places
) -> tuple[tuple[int, str], ...]:
    """Return the line as it would be right, where one line is all it takes."""
    line = places.lines[place.line - 1]
    before, marked = line[: place.column - 1], line[place.column - 1 :][: place.width]
    after = line[place.column - 1 + place.width :]
    if problem.name == "format" and not right:
        return ()
    if not right or marked.startswith(('"""', "'''")):
        return ()
    if problem.name == "unknown-key":
        name = str(problem.field[-1])
        return ((place.line, before + marked.replace(name, right) + after),)
    if marked.startswith("["):
        is_header = right.startswith("[") and not right.startswith('["') and "." not in marked
        return ((place.line, before + right + after),) if is_header or '"' in right else ()
    return ((place.line, before + right + after),)
