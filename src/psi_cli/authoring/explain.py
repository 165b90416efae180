"""Problems with what a file says, as its author reads them: why, what is near, the right line."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from psi_cli.authoring import nearest
from psi_cli.authoring.findings import Finding
from psi_cli.authoring.ids import id_from
from psi_cli.authoring.places import Place, Places
from psi_cli.pathway import fields
from psi_cli.pathway.fields import Choice, Id, Several
from psi_cli.pathway.format import FILE, FORMAT, LINK, Key, Many, One, Table, is_newer, name_of
from psi_cli.pathway.safe_toml import Field
from psi_cli.system.sanitize import clean_line

_LONGEST = 60  # characters of a value in a message
_WHY = {
    "length": "Screens and lists have no room for more.",
    "id": "An id is typed, and names what a learner did, so that it is plain and stays for ever.",
    "repeated-id": "What a learner did is kept under an id: two parts cannot share one.",
    "address": "psi opens web addresses only, so that a link leads where it says.",
    "file": "Learners cannot reach a file of your computer: put it on the web, or take this out.",
    "first": "It names a way to try before the others, and that way has to be there.",
    "after": "It lists what to study before, by the ids of resources in this file.",
    "circle": "Take one of the ids out.",
    "limit": "Part it in two pathways: learners can follow several.",
    "format": f"The first line of a pathway is format = {FORMAT}.",
    "unknown-key": "psi does not read it; keys of your own begin with x-.",
}
_ON_A_COMPUTER = re.compile(r"file:|[a-z]:[\\/]|\\\\|[~/]/?(?!/)\w", re.IGNORECASE)


class _Case(NamedTuple):
    """A problem with what it is about: the table, the key where that is known, the value."""

    problem: fields.Problem
    table: Table
    key: Key | None
    value: Any
    ids: tuple[str, ...]  # of the resources of the file

    @property
    def name(self) -> str:
        """Return the last word of the field."""
        named = (part for part in reversed(self.problem.field) if isinstance(part, str))
        return clean_line(next(named))

    @property
    def said(self) -> str:
        """Return the value as a message quotes it."""
        said = clean_line(str(self.value))
        return f"“{said[:_LONGEST]}…”" if len(said) > _LONGEST else f"“{said}”"

    @property
    def header(self) -> str:
        """Return the header under which the tables of this key stand."""
        name = ".".join(part for part in self.problem.field if isinstance(part, str))
        return f"[{name}]" if self.key and isinstance(self.key.kind, One) else f"[[{name}]]"

    @property
    def is_table(self) -> bool:
        """Tell whether a table belongs here."""
        return bool(self.key) and isinstance(self.key.kind, One | Many)  # type: ignore[union-attr]


class _Right(NamedTuple):
    """What would be right in place of what is marked, and whether that is surely meant."""

    text: str = ""
    sure: bool = False


def explained(
    problem: fields.Problem, table: dict[str, Any], places: Places, ids: tuple[str, ...]
) -> Finding:
    """Return a problem that reading found, for the author of the file.

    `ids` are those of the resources there are.
    """
    case = _Case(problem, *_subject(problem.field, table), ids)
    place = _place(problem, places)
    other = places.key(problem.other).line if problem.other else 0
    right = _RIGHT.get(problem.name, _nothing)(case)
    corrected = _corrected(case, right.text, place, places)
    return Finding(
        line=place.line,
        column=place.column,
        name=problem.name,
        message=_message(case) + (f"; first on line {other}" if other else ""),
        width=place.width,
        why=_why(case),
        nearest=f"Did you mean {right.text}?" if right.text else _elsewhere(case),
        corrected=corrected,
        sure=right.sure and bool(corrected),
        other=other,
    )


def _subject(field: Field, values: Any) -> tuple[Table, Key | None, Any]:
    """Return the table and the key that a field leads to, and its value."""
    table, key = FILE, None
    for part in field:
        values = _step(values, part)
        if isinstance(part, int):
            continue
        if key and isinstance(key.kind, One | Many):
            table = key.kind.table
        key = table.keys.get(part)
    return table, key, values


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


def _message(case: _Case) -> str:
    problem = case.problem
    if problem.name == "missing" and case.is_table:
        return f"{case.header} is missing"
    if problem.name == "choice":
        return f"{case.name} is {case.said}, which psi does not know"
    if problem.name == "repeated-id":
        return f"the id {case.said} stands here again, and ids are unique in a file"
    if problem.name == "limit":
        return f"the {case.name} that begins here {problem.sentence}"
    if isinstance(problem.field[-1], int) and isinstance(case.value, str):
        return f"{case.name} has {case.said}, which {problem.sentence}"
    return f"{case.name} {problem.sentence}"


def _why(case: _Case) -> str:
    name, key = case.problem.name, case.key
    if name == "missing" and key and case.problem.field != ("format",):
        return f"{case.table.words.capitalize()} needs it: {key.words}."
    if name == "type" and key:
        written = f"{key.name} = {key.kind.example}"
        return f"It is written like this: {case.header if case.is_table else written}"
    if name == "format" and is_newer(case.value):
        return "Bring psi up to date; `psi --version` says which one this is."
    if name == "empty":
        return _why_not_empty(key)
    if name == "choice" and key and isinstance(key.kind, Choice):
        return f"It is one of: {', '.join(key.kind.choices)}."
    name = "file" if name == "address" and _ON_A_COMPUTER.match(str(case.value)) else name
    return _WHY["format"] if name == "missing" else _WHY.get(name, "")


def _why_not_empty(key: Key | None) -> str:
    if key and isinstance(key.kind, Several):
        return "Take it out of the list."
    return f"psi cannot do without it: {key.words}." if key else ""


def _nothing(_case: _Case) -> _Right:
    return _Right()


def _near_key(case: _Case) -> _Right:
    return _Right(nearest.key(str(case.problem.field[-1]), case.table))


def _near_word(case: _Case) -> _Right:
    if not case.key or not isinstance(case.key.kind, Choice):
        return _Right()
    near = nearest.word(str(case.value), case.key.kind.choices)
    return _Right(nearest.text(near) if near else "", near == str(case.value).casefold())


def _near_id(case: _Case) -> _Right:
    return _Right(nearest.text(id_from(str(case.value), name_of(case.table), set())))


def _near_resource(case: _Case) -> _Right:
    near = nearest.word(str(case.value), case.ids, {})
    return _Right(nearest.text(near) if near else "")


def _near_address(case: _Case) -> _Right:
    near = nearest.address(str(case.value))
    return _Right(nearest.text(near) if near else "")


def _right_type(case: _Case) -> _Right:
    if case.is_table:
        return _Right(case.header, sure=True)
    if case.key and isinstance(case.key.kind, Id):
        return _near_id(case)
    return _Right(nearest.value(case.value, case.key.kind) if case.key else "")


def _right_format(case: _Case) -> _Right:
    is_meant = str(case.value) in {"1", "1.0"}
    return _Right(str(FORMAT), sure=True) if is_meant else _Right()


_RIGHT: dict[str, Callable[[_Case], _Right]] = {
    "unknown-key": _near_key,
    "choice": _near_word,
    "id": _near_id,
    "after": _near_resource,
    "address": _near_address,
    "type": _right_type,
    "format": _right_format,
}


def _elsewhere(case: _Case) -> str:
    """Return where a key belongs that stands in the wrong table."""
    if case.problem.name != "unknown-key":
        return ""
    name = case.name
    if case.table is LINK:
        owner = _subject(case.problem.field[:-2], {})[1]
        table = owner.kind.table if owner and isinstance(owner.kind, One | Many) else FILE
        if name in table.keys:
            return (
                f"{name} is a key of {table.words}: put its line above the header of the link,"
                " since all below a header belongs to it."
            )
    if name in LINK.keys and "link" in case.table.keys:
        return f"{name} is a key of a link: put its line below a header {LINK.header}."
    return ""


def _corrected(
    case: _Case, right: str, place: Place, places: Places
) -> tuple[tuple[int, str], ...]:
    """Return the line as it would be right, where one line is all it takes."""
    line = places.lines[place.line - 1]
    begin, end = place.column - 1, place.column - 1 + place.width
    before, marked, after = line[:begin], line[begin:end], line[end:]
    if not right or marked.startswith(('"""', "'''")):
        return ()
    if case.problem.name == "unknown-key":
        renamed = before + marked.replace(str(case.problem.field[-1]), right) + after
        return ((place.line, _of_its_kind(case, renamed, right)),)
    is_header = marked.startswith("[") and line.lstrip().startswith("[")
    if is_header != case.is_table or (is_header and marked.strip("[]") != right.strip("[]")):
        return ()
    return ((place.line, before + right + after),)


def _of_its_kind(case: _Case, line: str, right: str) -> str:
    """Return a line whose key was renamed with a value of the kind that this key has."""
    key, sign = case.table.keys[right], line.find("=")
    wrong: list[fields.Problem] = []
    if sign < 0 or isinstance(key.kind, One | Many):
        return line
    key.kind.read(case.value, (), wrong)
    value = nearest.value(case.value, key.kind) if wrong else ""
    return f"{line[: sign + 1]} {value}" if value else line
