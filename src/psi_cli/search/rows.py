"""The rows of the search index: what of a pathway, and of the learner's notes, can be found."""

import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from psi_cli.pathway.model import FURTHER_NUMBER, Pathway, Reflection, Resource, Stage
from psi_cli.record.model import Note

ROWS = 4  # the version of what is put into the index; another one is built anew
PARTS = RESOURCE, STAGE, QUESTION, NOTE = "resource", "stage", "question", "note"
CLASS_BITS = 3  # of a row's id: the place of its part in PARTS, and whether it is further reading
NOTES = "notes"  # the source of the learner's own notes
TEXTS = ("title", "creators", "tags", "summary", "body", "companions", "other")  # are searched
FACTS = (  # are kept beside them; `heading` is the title of what a note is about
    *("source", "pathway", "part", "name", "aliases", "number", "stage", "kind", "minutes"),
    "heading",
)
TAG_EDGE = "\n"  # between tags, behind the kind; the gate lets it into no tag

Row = tuple[str | int, ...]


def class_of(row: Row) -> int:
    """Return the class of a row, which its id carries so that ranking need not read the row."""
    part, number = (row[len(TEXTS) + FACTS.index(fact)] for fact in ("part", "number"))
    return PARTS.index(str(part)) + len(PARTS) * str(number).startswith(FURTHER_NUMBER)


class Source(NamedTuple):
    """A pathway file to search: its path, how to read it (None for one that is damaged).

    `refuse` is told of one that is left out, since another here has the same id.
    """

    path: str
    read: Callable[[str], Pathway | None]
    refuse: Callable[[str], None] = lambda _path: None

    @property
    def name(self) -> str:
        """Return the path as text that SQLite takes, whatever the encoding of its name."""
        if self.path.isascii():
            return self.path
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")


class NotedPart(NamedTuple):
    """Notes about one part of a pathway."""

    pathway: str
    name: str
    notes: tuple[Note, ...]


class Place(NamedTuple):
    """Where a note belongs: the title, number, stage and kind of what it is about."""

    title: str
    number: str = ""
    stage: str = ""
    kind: str = NOTE


def pathway_rows(pathway: Pathway, source: str) -> Iterator[Row]:
    """Yield a row for every stage, question and resource of a pathway."""
    for section, stage in pathway.numbered_sections():
        yield _stage_row(pathway, stage, section, source)
        for number, resource in stage.numbered_resources(section):
            yield _resource_row(pathway, stage, resource, number, source)
        for number, question in stage.numbered_questions(section):
            yield _question_row(pathway, stage, question, number, source)


def note_row(pathway_id: str, name: str, note: Note, place: Place) -> Row:
    """Return the row of a note about a part of this name; its id stands for the aliases."""
    texts = ("", "", "", "", note.text, "", "")
    facts = (pathway_id, NOTE, name, note.id, place.number, place.stage, place.kind, 0)
    return (*texts, NOTES, *facts, place.title)


def _stage_row(pathway: Pathway, stage: Stage, number: str, source: str) -> Row:
    body = "\n".join(stage.text)
    texts = (stage.title, "", "", stage.goal, body, "", _joined(stage.goal, body))
    names = (stage.id, " ".join(stage.aliases), number)
    return (*texts, source, pathway.id, STAGE, *names, stage.id, STAGE, stage.minutes, "")


def _question_row(
    pathway: Pathway, stage: Stage, question: Reflection, number: str, source: str
) -> Row:
    texts = ("", "", "", question.prompt, "", "", _joined(question.prompt))
    names = (question.id, " ".join(question.aliases), number)
    return (*texts, source, pathway.id, QUESTION, *names, stage.id, QUESTION, 0, "")


def _resource_row(
    pathway: Pathway, stage: Stage, resource: Resource, number: str, source: str
) -> Row:
    companions = "\n".join(
        f"{one.title} ({', '.join(one.creators)}): {one.summary}" for one in resource.companions
    )
    prose = "\n".join(part for part in (resource.why, resource.since) if part)
    tags = TAG_EDGE.join((resource.kind, *resource.tags))
    texts = (resource.title, ", ".join(resource.creators), tags)
    facts = (resource.id, " ".join(resource.aliases), number, stage.id, resource.kind)
    return (
        *texts, resource.summary, prose, companions, _other(resource, tags, prose),
        source, pathway.id, RESOURCE, *facts, resource.minutes, "",
    )  # fmt: skip


def _other(resource: Resource, tags: str, prose: str) -> str:
    """Return what a resource may be looked for by and does not show as running text."""
    identifiers = [value for _, value in resource.identifiers]
    year = [str(resource.year)] if resource.year else []
    joined = _joined(resource.title, tags, resource.summary, prose, *identifiers)
    return " ".join((joined, resource.id.replace("-", " "), *year, *identifiers))


def _joined(*texts: str) -> str:
    """Return compounds without hyphens and abbreviations without dots: cocreation, BC."""
    words = {word.strip(".,;:()") for text in texts for word in text.split()}
    compounds = {word.replace("-", "") for word in words if "-" in word}
    return " ".join(sorted(compounds | {word.replace(".", "") for word in words if "." in word}))
