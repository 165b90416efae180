"""What a screen is made of, as data in reading order: the vocabulary of views and renderers."""

from typing import NamedTuple


class Span(NamedTuple):
    """Words in a role: strong, quiet, label, command, here, match, link, or none.

    A link leads to `url`. `plain` is what plain lines say instead, as a date for “Tuesday”.
    """

    text: str
    role: str = ""
    url: str = ""
    plain: str = ""

    def within(self, before: str, after: str = "") -> "Span":
        """Return the span with words around it, in both of its forms."""
        plain = f"{before}{self.plain}{after}" if self.plain else ""
        return self._replace(text=f"{before}{self.text}{after}", plain=plain)


Words = str | tuple[Span | str, ...]


class Heading(NamedTuple):
    """What the screen is about, and a word on where it stands."""

    text: str
    note: Words = ""


class Bar(NamedTuple):
    """A part of a whole, drawn and in words."""

    done: int
    total: int
    label: str


class Step(NamedTuple):
    """A stage on the trail: its name, whether it is done, and whether the learner is there."""

    name: str
    done: bool
    here: bool


class Trail(NamedTuple):
    """Stages of a pathway in order, and how many more there are on either side of them."""

    steps: tuple[Step, ...]
    before: int = 0
    after: int = 0


class Paragraph(NamedTuple):
    """Words; where they must be short, drawn on at most so many lines, cut at their end.

    Running text is set in lines that are not too long to read on and on.
    """

    words: Words
    most: int = 0
    is_running: bool = False


class Fact(NamedTuple):
    """Something known, under its name."""

    label: str
    words: Words


class Flag(NamedTuple):
    """Something that a line of a list bears beside its state: a mark, and the words for it."""

    mark: str
    words: str


class Item(NamedTuple):
    """A line of a list: its mark, its number, its words, what stands at its end and below.

    One that `is_row` is drawn on one line, its words cut to fit; plain lines never cut. A `group`
    begins with the item that bears its name: in the margin, or above it where that is too narrow.
    """

    mark: str
    number: str
    words: Words
    note: str = ""
    details: tuple[Words, ...] = ()
    flags: tuple[Flag, ...] = ()
    is_row: bool = False
    group: Span = Span("")


class Panel(NamedTuple):
    """Blocks that belong together, under a title."""

    title: str
    blocks: tuple["Block", ...]
    note: str = ""


class Hint(NamedTuple):
    """A command that makes sense now, and what it does."""

    command: str
    why: str


class Hints(NamedTuple):
    """What to type next."""

    hints: tuple[Hint, ...]


class Term(NamedTuple):
    """A name, as that of an option, and what it means."""

    name: str
    means: str


class Terms(NamedTuple):
    """Names and what each of them means, under a title."""

    title: str
    terms: tuple[Term, ...]


def carrying(hints: tuple[Hint, ...], option: str) -> tuple[Hint, ...]:
    """Return hints with an option added to each that lacks it, so that they work as typed."""
    name = option.split(maxsplit=1)[0]
    return tuple(
        hint if name in hint.command.split() else hint._replace(command=hint.command + option)
        for hint in hints
    )


Block = Heading | Bar | Trail | Paragraph | Fact | Item | Panel | Terms | Hints


def text_of(words: Words) -> str:
    """Return words as plain lines say them."""
    if isinstance(words, str):
        return words
    return "".join(part if isinstance(part, str) else part.plain or part.text for part in words)
