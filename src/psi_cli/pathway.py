"""A pathway and its parts, as values: what there is to learn, in order.

The values are unchangeable, as everywhere in psi; `value.py` says what they are.
"""

from collections.abc import Iterator

from psi_cli.value import Value

KINDS = (
    "article",
    "blog",
    "book",
    "case",
    "course",
    "library",
    "organisation",
    "paper",
    "report",
    "toolkit",
    "training",
    "video",
    "webinar",
)
ACCESS = ("open", "registration", "purchase", "library")
CONFIDENCE = ("verified", "likely", "unknown")
RELATIONS = ("substitute", "companion")
LETTERS = "abcdefghijklmnopqrstuvwxyz"  # of companions, behind the number of their resource
FURTHER = "further"  # the id under which further reading is shown and found


class Link(Value):
    """How to reach something on the web; an absent part means that nobody knows it."""

    url: str = ""
    archive: str = ""
    search: str = ""
    confidence: str = "unknown"


class Companion(Value):
    """Something to study instead of a resource, or beside it."""

    id: str
    kind: str
    title: str
    creators: tuple[str, ...] = ()
    year: int = 0
    relation: str = "companion"
    summary: str = ""
    link: Link = Link()


class Resource(Value):
    """One thing to study. `minutes` is its author's estimate; a year of 0 means unknown."""

    id: str
    kind: str
    title: str
    minutes: int
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
    link: Link = Link()
    companions: tuple[Companion, ...] = ()


class Reflection(Value):
    """An open question about the learner's own work."""

    id: str
    prompt: str
    aliases: tuple[str, ...] = ()


class Recall(Value):
    """A question about the pathway that has an answer."""

    id: str
    question: str
    answer: str


class Stage(Value):
    """One step of a pathway. `minutes` is the reading time of its own text."""

    id: str
    title: str
    short: str
    goal: str = ""
    text: tuple[str, ...] = ()
    minutes: int = 0
    aliases: tuple[str, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    recalls: tuple[Recall, ...] = ()
    resources: tuple[Resource, ...] = ()


class Pathway(Value):
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
    further: Stage | None = None

    @property
    def shelves(self) -> tuple[Stage, ...]:
        """Return the stages, with further reading as the last where there is some."""
        return (*self.stages, self.further) if self.further else self.stages

    def resources(self) -> Iterator[Resource]:
        """Yield every resource in order, further reading last."""
        for shelf in self.shelves:
            yield from shelf.resources

    def canonical(self) -> dict[str, str]:
        """Return today's id for every id that a part has or once had."""
        parts: list[Stage | Reflection | Resource] = []
        for shelf in self.shelves:
            parts += [shelf, *shelf.reflections, *shelf.resources]
        return {name: part.id for part in parts for name in (*part.aliases, part.id)}
