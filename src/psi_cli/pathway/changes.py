"""What changed from one version of a pathway to the next: pure, and blind to who asks.

    compare(outline(old_pathway), outline(new_pathway)) -> Changes

A part is the same part in both versions where its id stayed, or where the newer version names the
older id among its aliases. So a learner's progress finds its way from one to the other.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from psi_cli.pathway.model import Companion, Link, Pathway, Reflection, Resource, Stage

STAGE, RESOURCE, COMPANION, QUESTION = "stage", "resource", "companion", "question"


class Part(NamedTuple):
    """A part of a pathway, as far as versions are compared; no or unknown `minutes` are 0.

    `stage` is the id of the stage it stands in, its own where it is one; `number` is what a
    learner types for it, and `addresses` are where it is found on the web.
    """

    kind: str
    id: str
    title: str
    stage: str
    number: str
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    minutes: int = 0
    required: bool = True


class Outline(NamedTuple):
    """One version of a pathway, as far as versions are compared."""

    id: str
    aliases: tuple[str, ...]
    version: str
    title: str
    parts: tuple[Part, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the id of the pathway and those it had before."""
        return (self.id, *self.aliases)

    @property
    def minutes(self) -> int:
        """Return what all that is required takes, as far as that is known."""
        return sum(part.minutes for part in self.parts if part.required)


class Pair(NamedTuple):
    """A part as it was, and as it is."""

    before: Part
    after: Part


class Changes(NamedTuple):
    """What is different in a newer version.

    `renamed` have another title or id, `moved` another stage or place among the others, `retimed`
    other minutes; `required` are asked for and were not, or the other way round.

    `likely` are pairs of what is gone and what is new that look like one part, with the same title
    or address, and no alias that says so; they are among `gone` and `new` too. `swapped` are pairs
    of which an id now means what another id meant: progress would count for the wrong part.
    `merged` are parts that are now one with another; `disowned` are parts of which the newer
    version no longer names an id that the older one named as a former one.
    """

    before: Outline
    after: Outline
    new: tuple[Part, ...] = ()
    gone: tuple[Part, ...] = ()
    renamed: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()
    retimed: tuple[Pair, ...] = ()
    required: tuple[Pair, ...] = ()
    likely: tuple[Pair, ...] = ()
    swapped: tuple[Pair, ...] = ()
    merged: tuple[Pair, ...] = ()
    disowned: tuple[Pair, ...] = ()

    @property
    def nothing(self) -> bool:
        """Tell whether no part is other than it was."""
        return not any(self[2:])

    @property
    def concern_learners(self) -> bool:
        """Tell whether a learner sees any of it: an id that aliases explain is no news to them."""
        retitled = any(one.before.title != one.after.title for one in self.renamed)
        others = self.new or self.gone or self.moved or self.retimed or self.required
        return bool(retitled or others)

    @property
    def disowns_itself(self) -> bool:
        """Tell whether the newer version no longer names an id that the pathway once had."""
        return not set(self.before.names) <= set(self.after.names)

    @property
    def loses(self) -> bool:
        """Tell whether something a learner did may no longer be found where it belongs."""
        lost = self.gone or self.swapped or self.merged or self.disowned
        return bool(self.disowns_itself or lost)


def outline(pathway: Pathway) -> Outline:
    """Return what of a pathway is compared."""
    parts = tuple(_parts(pathway))
    return Outline(pathway.id, pathway.aliases, pathway.version, pathway.title, parts)


def compare(before: Outline, after: Outline) -> Changes:
    """Return what changed from one version to the next."""
    today = {(part.kind, name): part for part in after.parts for name in (*part.aliases, part.id)}
    found = [Pair(part, today[part.kind, part.id]) for part in before.parts if _key(part) in today]
    stayed = {_key(pair.before) for pair in found}
    reached = {_key(pair.after) for pair in found}
    gone = tuple(part for part in before.parts if _key(part) not in stayed)
    new = tuple(part for part in after.parts if _key(part) not in reached)
    return Changes(
        before,
        after,
        new,
        gone,
        renamed=tuple(one for one in found if _name(one.before) != _name(one.after)),
        moved=tuple(_moved(found, after.parts)),
        retimed=tuple(one for one in found if one.before.minutes != one.after.minutes),
        required=tuple(one for one in found if one.before.required != one.after.required),
        likely=tuple(_likely(gone, new)),
        swapped=tuple(_swapped(found, gone, new, after.parts)),
        merged=tuple(_merged(found)),
        disowned=tuple(
            one
            for one in found
            if any(today.get((one.before.kind, name)) != one.after for name in one.before.aliases)
        ),
    )


def _key(part: Part) -> tuple[str, str]:
    return part.kind, part.id


def _name(part: Part) -> tuple[str, str]:
    return part.id, part.title


def _parts(pathway: Pathway) -> Iterator[Part]:
    for section, stage in pathway.numbered_sections():
        yield _part(STAGE, stage, stage.title, stage.id, section)
        for number, question in stage.numbered_questions(section):
            yield _part(QUESTION, question, question.prompt, stage.id, number)
        for number, resource in stage.numbered_resources(section):
            part = _part(RESOURCE, resource, resource.title, stage.id, number)
            yield part._replace(
                addresses=_addresses(resource.link),
                minutes=resource.minutes or 0,
                required=resource.required,
            )
            for own, one in resource.numbered_companions(number):
                part = _part(COMPANION, one, one.title, stage.id, own)
                yield part._replace(addresses=_addresses(one.link))


def _part(
    kind: str, part: Stage | Reflection | Resource | Companion, title: str, stage: str, number: str
) -> Part:
    return Part(kind, part.id, title, stage, number, getattr(part, "aliases", ()))


def _addresses(link: Link) -> tuple[str, ...]:
    return tuple(filter(None, (link.url, link.archive)))


def _moved(found: Iterable[Pair], parts: Iterable[Part]) -> Iterator[Pair]:
    """Yield the parts that are in another stage, or out of the order that the others have kept."""
    stages = {one.before.id: one.after.id for one in found if one.before.kind == STAGE}
    places = {_key(part): place for place, part in enumerate(parts)}
    beside: dict[tuple[str, str], list[Pair]] = {}
    for one in found:
        kind, stage = one.after.kind, "" if one.after.kind == STAGE else one.after.stage
        if kind != STAGE and stages.get(one.before.stage) != stage:
            yield one
        else:
            beside.setdefault((kind, stage), []).append(one)
    for pairs in beside.values():
        kept = set(_longest_rise([places[_key(one.after)] for one in pairs]))
        yield from (one for at, one in enumerate(pairs) if at not in kept)


def _longest_rise(values: Sequence[int]) -> Iterator[int]:
    """Yield where the longest series of values that never fall stands, from its end on."""
    ends: list[int] = []  # the least value that ends a series of each length
    places: list[int] = []  # and where that value stands
    before: list[int] = []  # for each value, where the one before it in its series stands
    for place, value in enumerate(values):
        length = bisect_right(ends, value)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        places[length : length + 1] = [place]
    place = places[-1] if places else -1
    while place >= 0:
        yield place
        place = before[place]


def _likely(gone: Iterable[Part], new: Iterable[Part]) -> Iterator[Pair]:
    """Yield what is gone with what is new and looks the same, each once."""
    candidates = {mark: part for part in reversed(tuple(new)) for mark in _marks(part)}
    taken: set[tuple[str, str]] = set()
    for part in gone:
        for mark in _marks(part):
            found = candidates.get(mark)
            if found and _key(found) not in taken:
                taken.add(_key(found))
                yield Pair(part, found)
                break


def _swapped(
    found: Sequence[Pair], gone: Sequence[Part], new: Sequence[Part], after: Iterable[Part]
) -> Iterator[Pair]:
    """Yield what a part was with the one that now has its title or address under another id.

    What several parts have in common tells none of them from the others. What is gone and new
    alone is a likely renaming instead.
    """
    common = Counter(mark for part in (*gone, *_befores(found)) for mark in _marks(part))
    owners = {mark: part for part in after for mark in _marks(part)}
    strangers = [one for one in found if not _looks_alike(one, common)]
    lost = [(one.before, (one.after,)) for one in strangers] + [(part, new) for part in gone]
    for part, others in lost:
        own = (mark for mark in sorted(_marks(part)) if common[mark] == 1 and mark in owners)
        if (mark := next(own, None)) and owners[mark] not in others:
            yield Pair(part, owners[mark])


def _befores(found: Iterable[Pair]) -> Iterator[Part]:
    return (one.before for one in found)


def _looks_alike(pair: Pair, common: Counter[tuple[str, str]]) -> bool:
    """Tell whether a part still has what told it from the others, or what it had with them."""
    marks = _marks(pair.before)
    own = {mark for mark in marks if common[mark] == 1}
    return bool((own or marks) & _marks(pair.after))


def _merged(found: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the parts that are now one with a part before them."""
    seen: set[tuple[str, str]] = set()
    for one in found:
        if _key(one.after) in seen:
            yield one
        seen.add(_key(one.after))


def _marks(part: Part) -> frozenset[tuple[str, str]]:
    """Return by what a part is recognised under another id: its title and its addresses."""
    title = " ".join(part.title.casefold().split())
    return frozenset((part.kind, mark) for mark in (title, *part.addresses))
