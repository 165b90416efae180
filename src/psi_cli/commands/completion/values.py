"""What there is to offer: parts of the pathway by name or number, and what they are about."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from psi_cli.learning.filters import FIELDS, STATES
from psi_cli.learning.journey import Journey
from psi_cli.pathway import bundled
from psi_cli.pathway.model import FURTHER, KINDS, Companion, Reflection, Resource, Stage
from psi_cli.pathway.references import Part, Target, title_of
from psi_cli.record.model import OPEN
from psi_cli.session import Session


class Offer(NamedTuple):
    """A value that may stand at the cursor, and what it is about."""

    value: str
    about: str = ""


class Asked:
    """What a shell asks about: the words and options before the cursor, and the word at it."""

    def __init__(
        self, session: Session, words: list[str], options: dict[str, str], word: str
    ) -> None:
        self.session = session
        self.words = words
        self.options = options
        self.word = word

    @cached_property
    def journey(self) -> Journey:
        """Return the pathway with what the learner did; a record that cannot be read is empty."""
        return self.session.load_to_look()

    def behind(self, start: str, offers: "Offers") -> "Iterator[Offer]":
        """Yield what is offered for the rest of the word, behind a start that stays."""
        rest = Asked(self.session, self.words, self.options, self.word[len(start) :])
        for value, about in offers(rest):
            yield Offer(start + value, about)


Offers = Callable[[Asked], Iterable[Offer]]
Test = Callable[[Journey, Target], bool]


def parts(
    *kinds: type[Part], first: Test | None = None, only: Test | None = None, far: bool = False
) -> Offers:
    """Return what offers the parts of some kinds, `only` those that pass a test, or those `first`.

    Companions and further reading are `far`: without it they come once something is typed.
    """

    def offered(asked: Asked) -> Iterator[Offer]:
        journey = asked.journey
        found = [
            target
            for target in journey.parts.values()
            if isinstance(target.part, kinds)
            and (far or asked.word or _is_near(target))
            and not (only and not only(journey, target))
            and not _is_named(target, asked)
        ]
        if first:
            found.sort(key=lambda target: not first(journey, target))
        for target in found:
            yield _by_what_is_typed(target, asked, by_stage=kinds == (Stage,))

    return offered


def _is_near(target: Target) -> bool:
    return not isinstance(target.part, Companion) and target.stage.id != FURTHER


def _is_named(target: Target, asked: Asked) -> bool:
    return bool({target.part.id, target.number, asked.journey.number(target)} & set(asked.words))


def _by_what_is_typed(target: Target, asked: Asked, *, by_stage: bool) -> Offer:
    """Offer a part by its number where a number is begun, and else by its id."""
    typed, title = asked.word.casefold(), title_of(target.part)
    numbers = [asked.journey.number(target), target.number]
    if isinstance(target.part, Stage):
        numbers = [target.number] if by_stage else []
    if typed[:1].isdigit() or typed[:1] == "q" or typed[:2] == "f.":
        for number in numbers:
            if number.casefold().startswith(typed):
                return Offer(number, title)
    return Offer(target.part.id, f"{target.number}  {title}")


def is_open(journey: Journey, target: Target) -> bool:
    """Tell whether a part, or what a companion goes with, is neither done nor set aside."""
    owner = journey.owner(target) if isinstance(target.part, Companion) else target
    return journey.progress.state(owner.part.id).status == OPEN


def completes(_journey: Journey, target: Target) -> bool:
    """Tell whether a part is done for itself, or stands in for a resource."""
    return getattr(target.part, "relation", "substitute") == "substitute"


def is_marked(journey: Journey, target: Target) -> bool:
    """Tell whether a part is done or set aside."""
    return not is_open(journey, target)


def is_bookmarked(journey: Journey, target: Target) -> bool:
    """Tell whether a part is kept to return to."""
    return bool(journey.progress.state(target.part.id).bookmarked)


def is_new(journey: Journey, target: Target) -> bool:
    """Tell whether a part is no bookmark yet."""
    return not is_bookmarked(journey, target)


def has_notes(journey: Journey, target: Target) -> bool:
    """Tell whether there are notes on a part."""
    return bool(journey.progress.state(target.part.id).notes)


def is_unanswered(journey: Journey, target: Target) -> bool:
    """Tell whether a part is a question without an answer."""
    return isinstance(target.part, Reflection) and not has_notes(journey, target)


def has_anything(journey: Journey, target: Target) -> bool:
    """Tell whether there is something to clear about a part."""
    return any(test(journey, target) for test in (is_marked, is_bookmarked, has_notes))


def is_stage(_journey: Journey, target: Target) -> bool:
    """Tell whether one can stay in a part: further reading lies beyond the stages."""
    return target.stage.id != FURTHER


def bookmarks_or_parts(asked: Asked) -> Iterable[Offer]:
    """Offer what can be a bookmark, or with --remove what is one."""
    if "--remove" in asked.options:
        return parts(Resource, Stage, only=is_bookmarked, far=True)(asked)
    return parts(Resource, Stage, first=is_new)(asked)


def noted_or_parts(asked: Asked) -> Iterable[Offer]:
    """Offer what can have notes, or with --remove what has some; what follows is a text."""
    if asked.words:
        return ()
    if "--remove" in asked.options:
        return parts(Resource, Stage, Reflection, only=has_notes, far=True)(asked)
    return parts(Resource, Stage, Reflection)(asked)


def noted_or_gone(asked: Asked) -> Iterator[Offer]:
    """Offer what has notes, whether or not it is still in the pathway."""
    yield from parts(Resource, Stage, Reflection, only=has_notes, far=True)(asked)
    progress = asked.journey.progress
    for gone in progress.orphans:
        if progress.state(gone).notes:
            yield Offer(gone, "has left this pathway")


def pathways(asked: Asked) -> Iterator[Offer]:
    """Offer the pathways at hand."""
    from psi_cli.pathway.at_hand import at_hand

    for one in at_hand(asked.session.home):
        yield Offer(one.name, one.pathway.title if one.pathway else one.problem)


def added_pathways(asked: Asked) -> Iterator[Offer]:
    """Offer the pathways that the learner has added."""
    return (one for one in pathways(asked) if one.value != bundled.ID)


def settings(asked: Asked) -> Iterator[Offer]:
    """Offer what can be set, and then what it takes where that is one of a few."""
    from psi_cli.system.settings import SETTINGS

    if not asked.words:
        yield from (Offer(key, f"takes {setting.takes}") for key, setting in SETTINGS.items())
    elif asked.words == ["plain"]:
        yield from map(Offer, ("on", "off"))


def kinds(asked: Asked) -> list[Offer]:
    """Offer the kinds of resources, those that the pathway has first."""
    counted = _counted(one.kind for one in asked.journey.pathway.resources())
    return [*counted, *(Offer(kind) for kind in KINDS if kind not in dict(counted))]


def tags(asked: Asked) -> list[Offer]:
    """Offer the tags of the pathway's resources."""
    return _counted(tag for one in asked.journey.pathway.resources() for tag in one.tags)


def people(asked: Asked) -> list[Offer]:
    """Offer who made the resources, each from the word on that begins as is typed."""
    typed = asked.word.casefold()
    names = [name for one in asked.journey.pathway.resources() for name in one.creators]
    return _counted(part for name in names if (part := _from_word(name, typed)))


def _from_word(name: str, typed: str) -> str:
    """Return the end of a name that begins as is typed; nothing where none does."""
    words = name.split(" ")
    ends = (" ".join(words[place:]) for place in range(len(words)))
    return next((end for end in ends if end.casefold().startswith(typed)), "")


def _counted(values: Iterable[str]) -> list[Offer]:
    """Return each value with the number of resources that have it, in alphabetical order."""
    from collections import Counter

    from psi_cli.views.wording import plural

    counts = sorted(Counter(values).items(), key=lambda one: one[0].casefold())
    return [Offer(one, plural(count, "resource")) for one, count in counts]


def days(_asked: Asked) -> Iterator[Offer]:
    """Offer the days that have a name."""
    from psi_cli.views.days import WEEKDAYS

    return map(Offer, ("today", "tomorrow", *map(str.lower, WEEKDAYS)))


def states(_asked: Asked) -> list[Offer]:
    """Offer how a resource can stand."""
    return [Offer(state) for state in STATES]


def filters(asked: Asked) -> Iterator[Offer]:
    """Offer the filters of a search, or behind the colon of one what it takes."""
    name, colon, _ = asked.word.partition(":")
    if not colon:
        yield from (Offer(f"{one}:") for one in (*FIELDS, "max"))
    elif offers := FILTERS.get(name.casefold()):
        yield from asked.behind(f"{name}:", offers)


FILTERS: dict[str, Offers] = {
    "kind": kinds,
    "stage": parts(Stage),
    "tag": tags,
    "by": people,
    "is": states,
}
