"""What a pathway file may say and its author hardly means: advice, which stops nobody."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from psi_cli.authoring.findings import ADVICE, Finding
from psi_cli.authoring.nearest import LANGUAGES, text
from psi_cli.authoring.places import Place, Places
from psi_cli.pathway.fields import Line, Paragraphs, Prose
from psi_cli.pathway.format import FILE, LINK, RESOURCE, STAGE, Key, Many, One, Table
from psi_cli.pathway.safe_toml import Field

_MARKUP = re.compile(
    r"\*\*[^*\s][^*]*\*\*|(?<!\w)__[^_\s][^_]*__|!?\[[^\]\n]+\]\([^)\s]+\)|^#{1,6} \w|^[-*] \w|```"
    r"|</?(?:a|b|i|p|br|em|li|ul|div|span|strong|code)\b[^>]*>",
    re.MULTILINE,
)
_LETTER_EATEN = re.compile(r"(?:(?<=[\s\"(:])|(?<=\w))\\[btnfr](?=[a-z])")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NAMES = {  # of advice, each with what it is about
    "markup": "a text that looks like Markdown or HTML, which psi shows as it is",
    "year": "a year before 1000, or beyond the next",
    "minutes": "an estimate of no minutes",
    "language": "a language by its name, where its tag is expected",
    "no-link": "a resource with neither an address nor words to search for",
    "unfinishable": "a stage that nobody can finish: nothing is required, and there is no text",
    "group": "a group that begins twice in a stage",
    "required": "further reading that says it is required",
    "confidence": "confidence in an address that is not there",
    "same-address": "an address that stands twice",
    "renamed-id": "an id that was another in the version that is here, and no alias",
    "backslash": "a backslash that swallows the letter behind it",
}
_EARLIEST = 1000  # years before are hardly ever those of something to study
_AHEAD = 1  # years that something may be announced before it appears


class _Part(NamedTuple):
    """A table of the file: where it is, what it is, and what it holds."""

    field: Field
    table: Table
    values: dict[str, Any]


class _Said(NamedTuple):
    """Advice before it has its place: about a field's value, or about a key or header."""

    field: Field
    name: str
    message: str
    why: str
    right: str = ""
    other: Field = ()
    at_key: bool = False


def advice(file: dict[str, Any], places: Places, this_year: int) -> Iterator[Finding]:
    """Yield what is allowed and odd in a file, in no order."""
    parts = list(_parts((), FILE, file))
    for part in parts:
        yield from (_placed(one, places) for rule in _RULES for one in rule(part, this_year))
    yield from (_placed(one, places) for one in _same_address(parts))
    yield from _letters_eaten(places)


def _parts(field: Field, table: Table, values: Any) -> Iterator[_Part]:
    """Yield a table of the file and all that are in it."""
    if not isinstance(values, dict):
        return
    yield _Part(field, table, values)
    for key in table.keys.values():
        inner = values.get(key.name)
        if isinstance(key.kind, One):
            yield from _parts((*field, key.name), key.kind.table, inner)
        elif isinstance(key.kind, Many) and isinstance(inner, list):
            for number, one in enumerate(inner):
                yield from _parts((*field, key.name, number), key.kind.table, one)


def _placed(said: _Said, places: Places) -> Finding:
    place: Place = places.key(said.field) if said.at_key else places.value(said.field)
    line = places.lines[place.line - 1]
    before, after = line[: place.column - 1], line[place.column - 1 + place.width :]
    other = places.key(said.other).line if said.other else 0
    return Finding(
        line=place.line,
        column=place.column,
        name=said.name,
        message=said.message + (f", first on line {other}" if other else ""),
        severity=ADVICE,
        width=place.width,
        why=said.why,
        corrected=((place.line, before + said.right + after),) if said.right else (),
        other=other,
    )


def _texts(part: _Part) -> Iterator[tuple[Key, str]]:
    for key in part.table.keys.values():
        value = part.values.get(key.name)
        if isinstance(key.kind, Line | Prose | Paragraphs) and isinstance(value, str):
            yield key, value


def _markup(part: _Part, _this_year: int) -> Iterator[_Said]:
    for key, value in _texts(part):
        if found := _MARKUP.search(value):
            message = f"{key.name} has “{found[0][:40]}”, which looks like Markdown or HTML"
            why = "psi shows texts as they are, every sign of them."
            yield _Said((*part.field, key.name), "markup", message, why)


def _year(part: _Part, this_year: int) -> Iterator[_Said]:
    year = part.values.get("year")
    if isinstance(year, int) and (0 <= year < _EARLIEST or year > this_year + _AHEAD):
        yield _Said(
            (*part.field, "year"),
            "year",
            f"year is {year}, which is hardly the year it appeared",
            "Where the year is not known, leave the line out.",
        )


def _no_minutes(part: _Part, _this_year: int) -> Iterator[_Said]:
    minutes = part.values.get("minutes")
    if part.table is RESOURCE and minutes == 0 and minutes is not False:
        yield _Said(
            (*part.field, "minutes"),
            "minutes",
            "minutes is 0, and nothing takes no time",
            "Where the time is not known, leave the line out: psi then says that it is unknown.",
        )


def _language(part: _Part, _this_year: int) -> Iterator[_Said]:
    language = part.values.get("language")
    if not isinstance(language, str) or not language or not is_no_tag(language):
        return
    near = LANGUAGES.get(language.strip().casefold(), "")
    message = f"language is “{language[:40]}”, and psi expects a tag"
    message += f": {near}" if near else ", as en or fr-CA"
    why = "With a tag other programs know the language too, as screen readers do."
    right = text(near) if near else ""
    yield _Said((*part.field, "language"), "language", message, why, right)


def is_no_tag(language: str) -> bool:
    """Tell whether a language is not named by its tag: English, or words."""
    return language.casefold() in LANGUAGES or not _TAG.fullmatch(language)


def _no_way_to_it(part: _Part, _this_year: int) -> Iterator[_Said]:
    ways = ("url", "archive", "search")
    if part.table is not RESOURCE or "id" not in part.values:
        return
    links = [part.values, *part.values.get("companion", ())]
    if any(set(one) & {*ways, "website", "href"} for one in links if isinstance(one, dict)):
        return
    found = (one.get("link") for one in links if isinstance(one, dict))
    if not any(isinstance(link, dict) and any(map(link.get, ways)) for link in found):
        yield _Said(
            part.field,
            "no-link",
            "this resource has neither an address nor words to search for",
            "`psi open` has nowhere to go: give url, or search, below [stage.resource.link].",
            at_key=True,
        )


def _nobody_can_finish(part: _Part, _this_year: int) -> Iterator[_Said]:
    if part.table is not STAGE or part.values.get("text") or set(part.values) - set(STAGE.keys):
        return
    resources = part.values.get("resource") or []
    if not isinstance(resources, list):
        return
    if any(isinstance(one, dict) and one.get("required", True) is not False for one in resources):
        return
    what = "nothing in it is required" if resources else "it has no resource"
    message = f"nobody can finish this stage: {what}, and there is no text to read"
    why = "A stage is done when what it requires is done, or its text has been read."
    yield _Said(part.field, "unfinishable", message, why, at_key=True)


def _broken_groups(part: _Part, _this_year: int) -> Iterator[_Said]:
    resources = part.values.get("resource") if part.table is STAGE else None
    ended: dict[str, Field] = {}
    group, first = "", part.field
    for number, one in enumerate(resources if isinstance(resources, list) else ()):
        named = str(one.get("group", "")) if isinstance(one, dict) else ""
        field: Field = (*part.field, "resource", number, "group")
        if named != group:
            ended[group] = first
            group, first = named, field
            if named and named in ended:
                message = f"the group “{named}” begins here again"
                why = "Each group has one heading: put its resources one below the other."
                yield _Said(field, "group", message, why, other=ended[named])


def _never_asked(part: _Part, _this_year: int) -> Iterator[_Said]:
    if part.field[:1] == ("further",) and part.values.get("required") is True:
        message = "required is true, and nothing in further reading is"
        yield _Said((*part.field, "required"), "required", message, "Leave the line out.")


def _confident_of_nothing(part: _Part, _this_year: int) -> Iterator[_Said]:
    sure = str(part.values.get("confidence")) in {"verified", "likely"}
    if part.table is LINK and sure and not (part.values.get("url") or part.values.get("archive")):
        message = f"confidence is {part.values['confidence']}, and there is no address"
        why = "It says how sure the address is: give one, or leave this line out."
        yield _Said((*part.field, "confidence"), "confidence", message, why)


_RULES: tuple[Callable[[_Part, int], Iterator[_Said]], ...] = (
    _markup,
    _year,
    _no_minutes,
    _language,
    _no_way_to_it,
    _nobody_can_finish,
    _broken_groups,
    _never_asked,
    _confident_of_nothing,
)


def _same_address(parts: list[_Part]) -> Iterator[_Said]:
    seen: dict[str, Field] = {}
    for part in parts:
        url = part.values.get("url") if part.table is LINK else None
        if not isinstance(url, str) or not url:
            continue
        plain = url.rstrip("/").casefold()
        field = (*part.field, "url")
        if plain in seen:
            message = "this address stands twice"
            why = "Two resources lead to one page: one of them may be a slip, or one too many."
            yield _Said(field, "same-address", message, why, other=seen[plain])
        seen.setdefault(plain, field)


def _letters_eaten(places: Places) -> Iterator[Finding]:
    """Yield what stands in a text as a backslash with a letter, and is read as a special sign."""
    for number, line in enumerate(places.lines, start=1):
        if "\\" not in line or line.count('"') < 2 or '"""' in line:  # noqa: PLR2004
            continue
        if found := _LETTER_EATEN.search(line):
            sign = {"n": "a new line", "t": "a tab"}.get(found[0][1], "a special sign")
            word = line[found.start() :].split()[0].strip("\"'.,;)")
            yield Finding(
                number,
                found.start() + 1,
                "backslash",
                f"the backslash in {word} makes {sign} of {found[0]}, and the letter is gone",
                severity=ADVICE,
                width=len(found[0]),
                why="For a backslash that stays one, write \\\\ or use single quotation marks.",
            )
