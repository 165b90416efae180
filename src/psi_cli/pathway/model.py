"""A pathway and its parts, as values: what there is to learn, in order."""

from collections.abc import Iterator
from typing import NamedTuple

KINDS = {  # and the words by which people read them
    "article": "article",
    "blog": "blog",
    "book": "book",
    "case": "case",
    "course": "course",
    "dataset": "data set",
    "documentation": "documentation",
    "event": "event",
    "exercise": "exercise",
    "game": "game",
    "law": "law or policy",
    "library": "library",
    "newsletter": "newsletter",
    "organization": "organization",
    "other": "other",
    "paper": "paper",
    "pathway": "another pathway",
    "podcast": "podcast",
    "report": "report",
    "slides": "slides",
    "standard": "standard",
    "template": "template",
    "tool": "tool",
    "toolkit": "toolkit",
    "training": "training",
    "video": "video",
    "webinar": "webinar",
    "website": "website",
}
ACCESS = ("open", "registration", "purchase", "library")
CONFIDENCE = ("verified", "likely", "unknown")
RELATIONS = ("substitute", "companion")
WAYS = ("address", "archive", "search")  # to reach something, in the order they are tried
FURTHER = "further"  # the id under which further reading is shown and found
FURTHER_NUMBER = "F"
LETTERS = "abcdefghijklmnopqrstuvwxyz"  # of companions, behind the number of their resource


class Link(NamedTuple):
    """How to reach something on the web; an absent part is not known, nor is it spoken of.

    `first` is the way to try before the others, one of `WAYS`.
    """

    url: str = ""
    archive: str = ""
    search: str = ""
    confidence: str = ""
    first: str = "address"


class Companion(NamedTuple):
    """Something to study instead of a resource, or beside it."""

    id: str
    kind: str
    title: str
    creators: tuple[str, ...] = ()
    year: int = 0
    relation: str = "companion"
    access: str = "open"
    summary: str = ""
    link: Link = Link()


class Resource(NamedTuple):
    """One thing to study.

    `minutes` is its author's estimate, None where there is none; a year of 0 means unknown;
    `short` is a title for rows of one line, empty where `title` fits them. `group` is the heading
    that it stands under in its stage, and `after` are the ids of what to study before it.
    """

    id: str
    kind: str
    title: str
    minutes: int | None = None
    aliases: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    year: int = 0
    access: str = "open"
    language: str = ""
    summary: str = ""
    why: str = ""
    since: str = ""
    tags: tuple[str, ...] = ()
    required: bool = True
    identifiers: tuple[tuple[str, str], ...] = ()
    short: str = ""
    group: str = ""
    after: tuple[str, ...] = ()
    link: Link = Link()
    companions: tuple[Companion, ...] = ()

    def numbered_companions(self, number: str) -> Iterator[tuple[str, Companion]]:
        """Yield what goes with a resource of this number, each with its own: 2.3a, 2.3b."""
        for letter, companion in zip(LETTERS, self.companions, strict=False):
            yield number + letter, companion


class Reflection(NamedTuple):
    """An open question about the learner's own work."""

    id: str
    prompt: str
    aliases: tuple[str, ...] = ()


class Stage(NamedTuple):
    """One step of a pathway. `minutes` is the reading time of its own text."""

    id: str
    title: str
    short: str
    goal: str = ""
    text: tuple[str, ...] = ()
    minutes: int = 0
    aliases: tuple[str, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    resources: tuple[Resource, ...] = ()

    def numbered_resources(self, section: str) -> Iterator[tuple[str, Resource]]:
        """Yield the resources of a stage of this number, each with its own: 2.1, 2.2.

        Without a number of the stage they are as they count within it: 1, 2.
        """
        for place, resource in enumerate(self.resources, start=1):
            yield _within(section, str(place)), resource

    def numbered_questions(self, section: str) -> Iterator[tuple[str, Reflection]]:
        """Yield the questions of a stage in the same way: 1.q1, 1.q2, or q1, q2."""
        for place, question in enumerate(self.reflections, start=1):
            yield _within(section, f"q{place}"), question


def _within(section: str, place: str) -> str:
    return f"{section}.{place}" if section else place


class Pathway(NamedTuple):
    """The whole course of study: its stages in order, and what there is beyond them."""

    id: str
    version: str
    title: str
    stages: tuple[Stage, ...]
    language: str = ""
    summary: str = ""
    audience: str = ""
    outcomes: tuple[str, ...] = ()
    publisher: str = ""
    homepage: str = ""
    aliases: tuple[str, ...] = ()
    further: Stage | None = None
    unknown_keys: int = 0  # of its file, which a newer psi may know

    @property
    def names(self) -> tuple[str, ...]:
        """Return the id of the pathway and those it had before."""
        return (self.id, *self.aliases)

    @property
    def sections(self) -> tuple[Stage, ...]:
        """Return the stages, with further reading as the last where there is some."""
        return (*self.stages, self.further) if self.further else self.stages

    def numbered_sections(self) -> Iterator[tuple[str, Stage]]:
        """Yield the sections, each with its number: 1, 2, and F for further reading."""
        for place, section in enumerate(self.sections, start=1):
            yield FURTHER_NUMBER if section is self.further else str(place), section

    def resources(self) -> Iterator[Resource]:
        """Yield every resource in order, further reading last."""
        for section in self.sections:
            yield from section.resources

    def canonical(self) -> dict[str, str]:
        """Return today's id for every id that a part has or once had."""
        parts: list[Stage | Reflection | Resource] = []
        for section in self.sections:
            parts += [section, *section.reflections, *section.resources]
        return {name: part.id for part in parts for name in (*part.aliases, part.id)}
