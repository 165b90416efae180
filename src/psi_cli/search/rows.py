"""The rows of the search index: what of a pathway, and of the learner's notes, can be found."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from psi_cli.pathway.links import Way, opening
from psi_cli.pathway.model import Pathway, Reflection, Resource, Stage
from psi_cli.search.words import HYPHENS, joined

RESOURCE, STAGE, QUESTION, NOTE = "resource", "stage", "question", "note"
TAG_EDGE = "\n"  # between tags; none has a line break


class Place(NamedTuple):
    """The stage that a row belongs to: its pathway, its number, its id, its short title."""

    pathway: str
    section: str
    stage: str
    short: str


class Row(NamedTuple):
    """Something that can be found: where and what it is, and the texts by which it is found.

    `aliases` are its former ids. `way` and `url` are the best way to reach it. `other` holds what
    people may search for and no screen shows.
    """

    place: Place
    part: str
    id: str
    aliases: str
    number: str
    minutes: int | None
    kind: str
    title: str
    creators: str = ""
    tags: str = ""
    summary: str = ""
    body: str = ""
    companions: str = ""
    other: str = ""
    way: str = ""
    url: str = ""

    def searched(self) -> tuple[str, ...]:
        """Return the texts by which it is found; a note is found by its own words alone."""
        kind = self.kind if self.part == RESOURCE else ""
        title = "" if self.part == NOTE else self.title
        return (kind, title, *(getattr(self, text) for text in TEXTS[2:]))


COLUMNS = (*Place._fields, *Row._fields[1:])
TEXTS = ("kind", "title", "creators", "tags", "summary", "body", "companions", "other")


class Noted(NamedTuple):
    """A note of the learner, and the pathway and the id of what it is about."""

    pathway: str
    about: str
    id: str
    text: str


def pathway_rows(pathway: Pathway) -> Iterator[Row]:
    """Yield a row for every stage, resource and question of a pathway."""
    for section, stage in pathway.numbered_sections():
        place = Place(pathway.id, section, stage.id, stage.short)
        yield _stage_row(place, stage)
        for number, resource in stage.numbered_resources(section):
            yield _resource_row(place, resource, number)
        for number, question in stage.numbered_questions(section):
            yield _question_row(place, question, number)


def note_rows(notes: Iterable[Noted], rows: Iterable[Row]) -> Iterator[Row]:
    """Yield a row for every note, in the place of what it is about if that is among the rows."""
    parts = {
        (row.place.pathway, id_): row for row in rows for id_ in (*row.aliases.split(), row.id)
    }
    for note in notes:
        gone = Row(Place(note.pathway, "", "", ""), NOTE, note.about, "", "", 0, NOTE, note.about)
        part = parts.get((note.pathway, note.about), gone)
        row = Row(part.place, NOTE, note.about, "", part.number, 0, NOTE, part.title)
        yield row._replace(body=note.text, other=_joined(note.text))


def _stage_row(place: Place, stage: Stage) -> Row:
    ids = (stage.id, " ".join(stage.aliases))
    body = "\n".join(stage.text)
    row = Row(place, STAGE, *ids, place.section, stage.minutes, STAGE, stage.title)
    return row._replace(summary=stage.goal, body=body, other=_joined(stage.goal, body))


def _question_row(place: Place, question: Reflection, number: str) -> Row:
    ids = (question.id, " ".join(question.aliases))
    row = Row(place, QUESTION, *ids, number, 0, QUESTION, question.prompt)
    return row._replace(other=_joined(question.prompt))


def _resource_row(place: Place, resource: Resource, number: str) -> Row:
    found = opening(resource)
    way = found.way if found else Way("", "")
    companions = (
        f"{one.title} ({', '.join(one.creators)}): {one.summary}" for one in resource.companions
    )
    return Row(
        place,
        RESOURCE,
        resource.id,
        " ".join(resource.aliases),
        number,
        resource.minutes,
        resource.kind,
        resource.title,
        creators=", ".join(resource.creators),
        tags=TAG_EDGE.join(resource.tags),
        summary=resource.summary,
        body="\n".join(filter(None, (resource.why, resource.since))),
        companions="\n".join(companions),
        other=_other(resource),
        way=way.kind,
        url=way.url,
    )


def _other(resource: Resource) -> str:
    """Return the group, year, identifiers and id of a resource, and compounds as one word."""
    identifiers = [value for _, value in resource.identifiers]
    texts = (resource.title, *resource.tags, resource.summary, resource.why, resource.since)
    year = [str(resource.year)] if resource.year else []
    return " ".join(
        [_joined(*texts, *identifiers), resource.id, resource.group, *year, *identifiers]
    )


def _joined(*texts: str) -> str:
    """Return compounds without hyphens and abbreviations without dots: cocreation, BC."""
    words = {word.strip(".,;:()") for text in texts for word in text.split()}
    compounds = [word for word in words if not word.isalnum() and set(word) & HYPHENS]
    return " ".join(sorted(map(joined, compounds)))
