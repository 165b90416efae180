"""The format of a pathway file: every table with its keys, each with its kind and its words.

This is the one definition. What the loader takes, what `psi pathway check` says, the JSON Schema
and the page `docs/pathway-format.md` all follow from it.
"""

from typing import Any, NamedTuple

from psi_cli.pathway.fields import (
    Address,
    Choice,
    Flag,
    Id,
    Line,
    Number,
    Pairs,
    Paragraphs,
    Problem,
    Prose,
    Schema,
    Several,
    Value,
)
from psi_cli.pathway.model import ACCESS, CONFIDENCE, KINDS, LETTERS, RELATIONS, WAYS
from psi_cli.pathway.safe_toml import Field

FORMAT = 1
LONGEST_SHORT = 60  # characters of a resource's short title
LONGEST_COURSE = 100_000  # minutes; an estimate above is a slip of the keyboard
LATEST_YEAR = 9999
MOST_RESOURCES = 3000
OWN = "x-"  # how the keys begin that are the author's own


class Key(NamedTuple):
    """A key of a table: its kind, and what it is in words for people."""

    name: str
    kind: Value
    words: str
    required: bool = False


class Table:
    """A kind of table: its header, what it is, and its keys."""

    def __init__(self, header: str, words: str, *keys: Key) -> None:
        self.header = header
        self.words = words
        self.keys = {key.name: key for key in keys}
        self.absent = {key.name: key.kind.absent for key in keys}
        self.required = tuple(key.name for key in keys if key.required)

    def read(self, values: dict[str, Any], field: Field, problems: list[Problem]) -> dict[str, Any]:
        """Return every key of the table with its value; what is wrong is noted."""
        found = dict(self.absent)
        for name, value in values.items():
            if key := self.keys.get(name):
                found[name] = key.kind.read(value, (*field, name), problems)
                if key.required and isinstance(value, str) and not value.strip():
                    problems.append(Problem((*field, name), "empty", "is empty"))
            elif not name.startswith(OWN):
                sentence = f"is not a key that {self.words} has"
                problems.append(Problem((*field, name), "unknown-key", sentence))
        absent = (name for name in self.required if name not in values)
        problems += [Problem((*field, name), "missing", "is missing") for name in absent]
        return found


class One(Value):
    """A table within a table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.absent = None
        self.words = f"a table, under the header {table.header}"
        self.example = table.header

    def read(self, value: Any, field: Field, problems: list[Problem]) -> Any:
        """Return the keys of the table with their values."""
        if not isinstance(value, dict):
            return self.refuse(field, problems)
        return self.table.read(value, field, problems)

    def schema(self) -> Schema:
        """Return a reference to the table."""
        return {"$ref": f"#/$defs/{name_of(self.table)}"}


class Many(Value):
    """Several tables of a kind."""

    def __init__(self, table: Table, least: int = 0, most: int | None = None) -> None:
        self.table = table
        self.least, self.most = least, most
        self.absent = ()
        self.words = f"a list of tables, each under the header {table.header}"
        self.example = table.header

    def read(self, value: Any, field: Field, problems: list[Problem]) -> Any:
        """Return the tables in order, each with its keys and their values."""
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            return self.refuse(field, problems)
        if len(value) < self.least:
            problems.append(Problem(field, "missing", "is missing"))
        if self.most and len(value) > self.most:
            sentence = f"has more than {self.most} tables, one for each letter"
            problems.append(Problem(field, "limit", sentence))
        return [self.table.read(one, (*field, n), problems) for n, one in enumerate(value)]

    def schema(self) -> Schema:
        """Return an array of the table."""
        limits = {"minItems": self.least, "maxItems": self.most}
        reference = {"$ref": f"#/$defs/{name_of(self.table)}"}
        return {"type": "array", "items": reference, **{k: v for k, v in limits.items() if v}}


class Version(Value):
    """The version of the format."""

    absent = None
    words = f"{FORMAT}, the format that this psi reads"
    example = str(FORMAT)

    def read(self, value: Any, field: Field, problems: list[Problem]) -> Any:
        """Return the version; a newer one is for a newer psi."""
        if type(value) is int and value == FORMAT:
            return value
        remedy = "a newer psi reads it" if is_newer(value) else f"write format = {FORMAT}"
        sentence = f"is {value!r:.40}, and this psi reads format {FORMAT}: {remedy}"
        problems.append(Problem(field, "format", sentence))
        return None

    def schema(self) -> Schema:
        """Return the one version there is."""
        return {"const": FORMAT}


def is_newer(version: Any) -> bool:
    """Tell whether a file says that it is of a format later than this one."""
    return isinstance(version, int) and not isinstance(version, bool) and version > FORMAT


def name_of(table: Table) -> str:
    """Return what a table is called: the last word of its header."""
    return table.header.strip("[]").rpartition(".")[2] or "file"


# keys that several tables have
_KIND = Key("kind", Choice(KINDS), "what it is", required=True)
_TITLE = Key("title", Line(), "what people call it", required=True)
_ALIASES = Key("aliases", Several(Id(), '["former-id"]'), "the ids it had before")
_CREATORS = Key("creators", Several(Line(), '["Ann Lee", "Bo Diaz"]'), "who made it")
_YEAR = Key("year", Number(LATEST_YEAR, 0, "2019"), "when it appeared")
_ACCESS = Key("access", Choice(ACCESS, "open"), "who can get it")
_LANGUAGE = Key("language", Line(), "its language, as a tag: en, fr")
_SUMMARY = Key("summary", Prose(), "what it says")

LINK = Table(
    "[stage.resource.link]",
    "a link",
    Key("url", Address(), "the address, http or https, in plain ASCII, without a user name"),
    Key("archive", Address(), "the address of an archived copy"),
    Key("search", Line(), "words to search the web for, where nobody knows an address"),
    Key("confidence", Choice(CONFIDENCE), "how sure it is that the address is the right one"),
    Key("first", Choice(WAYS, "address"), "the way to try before the others"),
)
_LINK = Key("link", One(LINK), "how to reach it")
COMPANION = Table(
    "[[stage.resource.companion]]",
    "a companion",
    Key("id", Id(), "its id", required=True),
    _KIND,
    _TITLE,
    _CREATORS,
    _YEAR,
    Key("relation", Choice(RELATIONS, "companion"), "instead of the resource, or beside it"),
    _ACCESS,
    _SUMMARY,
    _LINK,
)
RESOURCE = Table(
    "[[stage.resource]]",
    "a resource",
    Key("id", Id(), "its id, unique in the file, for ever", required=True),
    _KIND,
    _TITLE,
    Key("minutes", Number(LONGEST_COURSE, None, "30"), "how long it takes; unknown if left out"),
    _ALIASES,
    _CREATORS,
    _YEAR,
    _ACCESS,
    _LANGUAGE,
    _SUMMARY,
    Key("why", Prose(), "why to study it"),
    Key("since", Prose(), "what has happened since it appeared"),
    Key("tags", Several(Line(), '["policy", "method"]'), "words it can be found by"),
    Key("required", Flag(absent=True), "whether the stage needs it to be complete"),
    Key("identifiers", Pairs(), "its ISBN, DOI or ISSN"),
    Key("short", Line(LONGEST_SHORT), "a title for rows of one line"),
    Key("group", Line(), "the heading it stands under in its stage"),
    Key("after", Several(Id(), '["a-report"]'), "the ids of what to study before it"),
    _LINK,
    Key("companion", Many(COMPANION, most=len(LETTERS)), "what to study beside or instead of it"),
)
REFLECTION = Table(
    "[[stage.reflection]]",
    "a question",
    Key("id", Id(), "its id", required=True),
    Key("prompt", Prose(), "what it asks about the learner's own work", required=True),
    _ALIASES,
)
STAGE = Table(
    "[[stage]]",
    "a stage",
    Key("id", Id(), "its id, unique in the file, for ever", required=True),
    _TITLE,
    Key("short", Line(), "its title on the trail"),
    Key("goal", Prose(), "what the learner can do after it"),
    Key("text", Paragraphs(), "what to read first, a blank line between paragraphs"),
    Key("minutes", Number(LONGEST_COURSE, 0, "5"), "how long its own text takes to read"),
    _ALIASES,
    Key("reflection", Many(REFLECTION), "open questions"),
    Key("resource", Many(RESOURCE), "what to study, in order"),
)
FURTHER_READING = Table(
    "[further]",
    "further reading",
    _TITLE,
    Key("text", Paragraphs(), "a word on it"),
    Key("resource", Many(RESOURCE), "as in a stage, under [[further.resource]]; none is required"),
)
PATHWAY = Table(
    "[pathway]",
    "a pathway",
    Key("id", Id(), "its id; a learner's record is kept under it", required=True),
    Key("version", Line(), "the author's own count of versions"),
    _TITLE,
    _LANGUAGE,
    Key("summary", Prose(), "what it is about"),
    Key("audience", Prose(), "whom it is for"),
    Key("outcomes", Several(Line(), '["say why …"]'), "what learners can do after it"),
    Key("publisher", Line(), "who stands behind it"),
    Key("homepage", Address(), "where it is at home on the web"),
    _ALIASES,
)
FILE = Table(
    "",
    "the file",
    Key("format", Version(), "the version of the format", required=True),
    Key("pathway", One(PATHWAY), "what the pathway is", required=True),
    Key("stage", Many(STAGE, least=1), "its stages, in order, at least one", required=True),
    Key("further", One(FURTHER_READING), "what there is beyond the stages"),
)
TABLES = (FILE, PATHWAY, STAGE, REFLECTION, RESOURCE, LINK, COMPANION, FURTHER_READING)
