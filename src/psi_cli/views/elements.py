"""What a screen is made of, as data in reading order: the vocabulary of views and renderers."""

from typing import Any, NamedTuple


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
    """A stage on the trail: its name, whether it is done, whether the learner is there, how far."""

    name: str
    done: bool
    here: bool
    bar: Bar | None = None


class Trail(NamedTuple):
    """Stages of a pathway in order, and how many more there are on either side of them."""

    steps: tuple[Step, ...]
    before: int = 0
    after: int = 0


class Paragraph(NamedTuple):
    """Running text; where it must be short, drawn on at most so many lines, cut at its end."""

    words: Words
    most: int = 0


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

    One that `is_row` is drawn on one line, its words cut to fit; plain lines never cut.
    """

    mark: str
    number: str
    words: Words
    note: str = ""
    details: tuple[Words, ...] = ()
    flags: tuple[Flag, ...] = ()
    is_row: bool = False


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


def carrying(shown: Any, option: str) -> Any:
    """Return a view whose hints have an option added, so that they work as they are typed."""
    if isinstance(shown, Hint):
        has_its_own = option.split(maxsplit=1)[0] in shown.command.split()
        return shown if has_its_own else shown._replace(command=shown.command + option)
    if hasattr(shown, "_make"):
        return type(shown)._make(carrying(part, option) for part in shown)
    if isinstance(shown, tuple):
        return tuple(carrying(part, option) for part in shown)
    return shown


Block = Heading | Bar | Trail | Paragraph | Fact | Item | Panel | Hints


def plural(count: int, noun: str, several: str = "") -> str:
    """Return a count with its noun: 1 note, 2 notes."""
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"


def duration(minutes: int) -> str:
    """Return minutes as people say them: 45 min, 2 h, 2 h 40 min."""
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours:,} h"] if hours else []) + ([f"{rest} min"] if rest or not hours else [])
    return " ".join(parts)


def text_of(words: Words) -> str:
    """Return words without their roles."""
    if isinstance(words, str):
        return words
    return "".join(part if isinstance(part, str) else part.plain or part.text for part in words)
