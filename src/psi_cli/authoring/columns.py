"""What the columns of a table say of a resource, in Markdown and in CSV alike.

What a column says that psi does not know, or in a way it cannot read, goes into the summary.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from psi_cli.authoring.sketch import Table
from psi_cli.pathway.format import LONGEST_COURSE
from psi_cli.pathway.model import ACCESS, CONFIDENCE, KINDS
from psi_cli.system.sanitize import clean_line

_NAMES = {
    "id": "id name-in-file",
    "stage": "stage section module week unit",
    "group": "group subsection topic",
    "title": "title name resource resources course courses book books item what",
    "url": "url link links address web website uri",
    "archive": "archive",
    "search": "search",
    "confidence": "confidence",
    "kind": "kind type format",
    "minutes": "minutes min mins time duration length",
    "creators": "creators creator authors author by who speaker speakers",
    "year": "year date published",
    "summary": "summary description about notes-on-it abstract",
    "why": "why reason",
    "tags": "tags tag keywords topics",
    "language": "language lang",
    "access": "access",
    "required": "required mandatory",
    "identifiers": "identifiers",
}
FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_NOTHING = {"", "-", "–", "—", "n/a", "none", "?"}
_IN_LINK = ("url", "archive", "search", "confidence")
_TIME = re.compile(
    r"(?:about |ca\.? ?|~ ?)?(?:(\d{1,4}(?:[.,]\d)?) ?(?:h|hrs?|hours?))?"
    r" ?(?:(\d{1,5}) ?(?:m|min|mins|minutes?|')?)?\.?",
    re.IGNORECASE,
)
_YES, _NO = {"yes", "y", "true", "1", "required"}, {"no", "n", "false", "0", "optional"}
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*")
_HOUR = 60  # minutes


class Cell(NamedTuple):
    """What stands in a cell: its words, the link in it as a resource, and what goes with that.

    `beside` are the words that belong to no link.
    """

    words: str
    linked: Table = {}  # noqa: RUF012 - never changed
    companions: list[Table] = []  # noqa: RUF012 - the same
    beside: str = ""


def field_of(header: str) -> str:
    """Return the field that a column is about; nothing where psi knows none of its name."""
    name = re.sub(r"[^\w]+", "-", header.casefold().replace("(s)", "s")).strip("-")
    return FIELDS.get(name, "")


def resource_of(row: Iterable[tuple[str, Cell]]) -> Table:
    """Return what a row says of a resource: its first link, and what stands in its other cells."""
    resource: Table = {}
    beside: list[str] = []
    companions: list[Table] = []
    for header, cell in row:
        field, words = field_of(header), clean_line(_unguarded(cell.words))
        if cell.linked and "link" not in resource:
            resource |= cell.linked if field in {"", "title"} else {"link": cell.linked["link"]}
            companions += cell.companions
            beside += [cell.beside] if cell.beside else []
            continue
        companions += [cell.linked, *cell.companions] if cell.linked else []
        if words.casefold() in _NOTHING:
            continue
        value = _READERS[field](words) if field and field not in resource else None
        if value is not None:
            resource[field] = value
        else:
            beside.append(f"{header}: {words}" if header else words)
    return _shaped(resource, beside, companions)


def _shaped(resource: Table, beside: list[str], companions: list[Table]) -> Table:
    """Return what was read as a resource of the format, with what is beside it in its summary."""
    link = dict(resource.pop("link", {}))
    link |= {key: resource.pop(key) for key in _IN_LINK if key in resource and key not in link}
    summary = ". ".join([*filter(None, [resource.get("summary", "").rstrip(".")]), *beside])
    added = {"link": link, "companion": companions, "summary": summary}
    return resource | {key: value for key, value in added.items() if value}


def _unguarded(words: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    return words[1:] if words[:1] == "'" and words[1:2] in set("=+-@") else words


def minutes_in(words: str) -> int | None:
    """Return a time in minutes: 45, 45 min, 1 h 30, 1.5 hours; None where it is said otherwise."""
    match = _TIME.fullmatch(words)
    if not match or not any(match.groups()):
        return None
    hours = float((match[1] or "0").replace(",", "."))
    minutes = round(hours * _HOUR) + int(match[2] or 0)
    return minutes if minutes <= LONGEST_COURSE else None


def _creators(words: str) -> list[str] | None:
    """Return who made it, one by one; a comma in “Guttag, John V.” parts no two people."""
    words = words.removeprefix("by ")
    several = words.split(";") if ";" in words else _AND.split(words)
    people = [one.strip() for one in several if one.strip()]
    alone = ";" not in words and any(" " not in one for one in people)
    return [words] if alone else people


def _year(words: str) -> int | None:
    year = re.match(r"\d{4}(?!\d)", words)
    return int(year[0]) if year else None


def _required(words: str) -> bool | None:
    said = words.casefold()
    return said in _YES if said in _YES | _NO else None


def _one_of(choices: Iterable[str]) -> Callable[[str], str | None]:
    known = set(choices)
    return lambda words: words.casefold() if words.casefold() in known else None


def _tags(words: str) -> list[str]:
    return [one.strip() for one in re.split("[;,]", words) if one.strip()]


def _identifiers(words: str) -> dict[str, str] | None:
    pairs = [one.partition(":") for one in words.split(";")]
    known = {key.strip(): value.strip() for key, colon, value in pairs if colon and value.strip()}
    return known or None


_READERS: dict[str, Callable[[str], Any]] = dict.fromkeys(_NAMES, str) | {
    "kind": _one_of(KINDS),
    "access": _one_of(ACCESS),
    "confidence": _one_of(CONFIDENCE),
    "minutes": minutes_in,
    "creators": _creators,
    "year": _year,
    "required": _required,
    "tags": _tags,
    "identifiers": _identifiers,
}
