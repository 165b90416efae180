"""Learners in the middle of edited pathways: no edit that is called safe costs them a thing.

A part bears what it truly is where the comparison does not look: in its summary, its goal, or the
beginning of a question. So what a learner is shown of it can be followed through any edit.
"""

import random
from collections.abc import Callable, Iterator
from datetime import UTC
from typing import Any, NamedTuple

from psi_cli.learning.filters import Filters
from psi_cli.learning.journey import begin
from psi_cli.pathway.changes import compare, outline
from psi_cli.pathway.model import Companion, Link, Pathway, Reflection, Resource, Stage
from psi_cli.record.model import Action, Event, LearnerRecord, stamp
from psi_cli.views.days import Days
from psi_cli.views.list import list_view
from psi_cli.views.log import log
from psi_cli.views.notes import all_notes
from psi_cli.views.status import status
from tests.campaign.scene import Broken

NOW = 1_795_395_600  # seconds since 1970: 23 November 2026
DOING = ("done", "done", "skip", "bookmark", "note", "note", "move", "open", "reopen", "reset")
ADDED = "added"  # what the truth of a part begins with that an edit brought
TITLES = ("Introduction",)  # which several resources have
Part = Any  # a stage, a resource, a question or a companion


class Learner(NamedTuple):
    """What a learner is shown of a pathway, each under what the part truly is."""

    states: dict[str, dict[str, Any]]
    notes: dict[str, tuple[str, str]]
    events: dict[str, str]
    position: str
    complete: set[str]


def run(cases: int, seed: int = 0) -> int:
    """Edit a pathway under a learner so many times; return how many edits were called safe."""
    return sum(_try(random.Random(f"{seed} {case}"), f"{case} of {seed}") for case in range(cases))  # noqa: S311 - repeatable choices


def _try(chance: random.Random, where: str) -> bool:
    before = _pathway(chance)
    events = _events(before, chance)
    after, done = before, []
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        name = chance.choice(sorted(EDITS))
        after = EDITS[name](after, chance)
        done.append(name)
    safe = not compare(outline(before), outline(after)).loses
    if safe and (lost := _lost(_shown(before, events), _shown(after, events))):
        raise Broken(f"case {where}, {', '.join(done)}: called safe, and lost {lost}")
    return safe


def _lost(before: Learner, after: Learner) -> str:
    """Return what was shown and is not, or not where it was; nothing where all is there."""
    for kind in ("states", "notes", "events"):
        shown = getattr(after, kind)
        for key, value in getattr(before, kind).items():
            if shown.get(key) != value:
                return f"{kind} {key}: {value}, now {shown.get(key)}"
    if before.position and before.position != after.position:
        return f"the position in {before.position}"
    return ", ".join(before.complete - after.complete)


def _shown(pathway: Pathway, events: tuple[Event, ...]) -> Learner:
    """Return what status, list, note and log show in JSON."""
    mine = [one._replace(pathway=pathway.id) for one in events if one.pathway in pathway.names]
    record = LearnerRecord()
    record.add(mine)
    journey = begin(pathway, record.of(pathway.id))
    days = Days(NOW, UTC)
    departed = {name: name for name in journey.progress.orphans}
    truth = {part.id: _truth(part) for part in _parts(pathway)}
    resources = list_view(journey, Filters(), further=True).facts()["resources"]
    kept = ("status", "at", "opened", "bookmarked", "notes")
    stages = status(journey, days).facts()["stages"]
    here = next((truth[one["id"]] for one in stages if one["here"]), "")
    marked = {stage for stage, one in journey.progress.states.items() if one.status == "done"}
    known = record.of(pathway.id).stage in pathway.canonical()
    lines = log(pathway, reversed(mine), journey.part, days, len(mine) + 1).facts()["events"]
    return Learner(
        {truth[one["id"]]: {key: one[key] for key in kept} for one in resources},
        {
            one["id"]: (truth.get(one["about"], ""), one["text"])
            for one in all_notes(journey, days, (), departed).facts()["notes"]
        },
        {one["id"]: truth.get(pathway.canonical().get(one["about"], ""), "") for one in lines},
        here if known else "",
        {truth[one["id"]] for one in stages if one["complete"] and one["id"] in marked},
    )


def _truth(part: Part) -> str:
    if isinstance(part, Reflection):
        return part.prompt.partition(" ")[0]
    return str(part.goal if isinstance(part, Stage) else part.summary)


def _parts(pathway: Pathway) -> Iterator[Part]:
    for section in pathway.sections:
        yield section
        yield from section.reflections
        yield from section.resources


# A pathway, and what a learner did in it.


def _new(kind: type[Part], chance: random.Random, begins: str = "p") -> Part:
    name = f"{begins}{chance.getrandbits(40)}"
    aliases = (f"{name}-before",) if chance.random() < 0.3 else ()
    title = f"Title of {name}"
    if kind is Reflection:
        return Reflection(name, f"{name} {title}?", aliases)
    if kind is Stage:
        return Stage(name, title, title, name, aliases=aliases)
    title = chance.choice((title, title, *TITLES))
    link = Link(f"https://e.org/{name}") if chance.random() < 0.7 or title in TITLES else Link()
    if kind is Companion:
        return Companion(name, "book", title, summary=name, link=link)
    minutes, required = chance.choice((None, 15, 60)), chance.random() < 0.7
    companions = (_new(Companion, chance),) if chance.random() < 0.2 else ()
    return Resource(
        *(name, "book", title, minutes, aliases),
        summary=name,
        required=required,
        link=link,
        companions=companions,
    )


def _filled(stage: Stage, chance: random.Random) -> Stage:
    resources = tuple(_new(Resource, chance) for _ in range(chance.randrange(4)))
    questions = tuple(_new(Reflection, chance) for _ in range(chance.randrange(2)))
    return stage._replace(resources=resources, reflections=questions)


def _pathway(chance: random.Random) -> Pathway:
    stages = tuple(_filled(_new(Stage, chance), chance) for _ in range(chance.randint(1, 4)))
    further = _filled(Stage("further", "More", "More", "further"), chance)
    aliases = ("generated-before",) if chance.random() < 0.3 else ()
    return Pathway(
        *("generated", "1", "Generated", stages),
        aliases=aliases,
        further=further if chance.random() < 0.3 else None,
    )


def _events(pathway: Pathway, chance: random.Random) -> tuple[Event, ...]:
    """Return what a learner did, under today's ids and former ones, and what is long gone."""
    parts = list(_parts(pathway))
    stages = [stage.id for stage in pathway.stages]
    actions = [Action("start", chance.choice(stages))]
    for _ in range(chance.randrange(15)):
        do, part = chance.choice(DOING), chance.choice(parts)
        name = chance.choice((part.id, *getattr(part, "aliases", ()), part.id))
        name = "long-gone" if chance.random() < 0.05 else name
        about = chance.choice(stages) if do == "move" else name
        actions.append(Action(do, about, f"note {chance.random()}" if do == "note" else ""))
    randomness = chance.randbytes(10 * len(actions))
    events = stamp(
        actions, pathway="generated", milliseconds=NOW * 1000, after=-1, randomness=randomness
    )
    if pathway.aliases and chance.random() < 0.5:
        return tuple(one._replace(pathway=pathway.aliases[0]) for one in events)
    return events


# Edits.


def _each(pathway: Pathway, change: Callable[[Part], Part | None]) -> Pathway:
    """Return a pathway in which every part is what a function makes of it; None takes it out."""

    def inner(stage: Stage) -> Stage:
        kept = {
            key: tuple(one for part in getattr(stage, key) if (one := change(part)) is not None)
            for key in ("reflections", "resources")
        }
        return stage._replace(**kept)

    stages = tuple(inner(one) for stage in pathway.stages if (one := change(stage)) is not None)
    further = pathway.further and inner(pathway.further)
    return pathway._replace(stages=stages or pathway.stages, further=further)


def _changed(pathway: Pathway, part: Part, **fields: Any) -> Pathway:
    return _each(pathway, lambda one: one._replace(**fields) if one is part else one)


def _any(pathway: Pathway, chance: random.Random, *kinds: type[Part]) -> Part:
    parts = [one for one in _parts(pathway) if one is not pathway.further]
    return chance.choice([one for one in parts if isinstance(one, kinds or object)] or [None])


def _retitle(pathway: Pathway, chance: random.Random) -> Pathway:
    """Change a title, of a resource only where its address still tells it from the others."""
    part = _any(pathway, chance)
    if isinstance(part, Reflection) or (isinstance(part, Resource) and not part.link.url):
        return pathway
    return _changed(pathway, part, title=f"Another {part.title}")


def _readdress(pathway: Pathway, chance: random.Random) -> Pathway:
    part = _any(pathway, chance, Resource)
    if not part or part.title in TITLES or part.title.startswith("Another"):
        return pathway
    return _changed(pathway, part, link=Link(f"https://e.org/new/{part.id}"))


def _rename(pathway: Pathway, chance: random.Random) -> Pathway:
    part, name = _any(pathway, chance), f"r{chance.getrandbits(40)}"
    return _changed(pathway, part, id=name, aliases=(*part.aliases, part.id))


def _rename_alone(pathway: Pathway, chance: random.Random) -> Pathway:
    part = _any(pathway, chance)
    return _changed(pathway, part, id=f"r{chance.getrandbits(40)}")


def _swap(pathway: Pathway, chance: random.Random) -> Pathway:
    """Let two parts of a kind exchange their ids; two stages only where nothing is retitled."""
    one = _any(pathway, chance)
    other = _any(pathway, chance, type(one))
    if isinstance(one, Stage) and any(part.title.startswith("Another") for part in (one, other)):
        return pathway
    names = {one.id: other.id, other.id: one.id}
    return _each(
        pathway, lambda part: part._replace(id=names[part.id]) if part in (one, other) else part
    )


def _drop(pathway: Pathway, chance: random.Random) -> Pathway:
    part = _any(pathway, chance)
    return _each(pathway, lambda one: None if one is part else one)


def _add(pathway: Pathway, chance: random.Random) -> Pathway:
    stage = chance.choice(pathway.stages)
    added = _new(Resource, chance, ADDED)
    place = chance.randint(0, len(stage.resources))
    resources = (*stage.resources[:place], added, *stage.resources[place:])
    return _changed(pathway, stage, resources=resources)


def _move(pathway: Pathway, chance: random.Random) -> Pathway:
    part = _any(pathway, chance, Resource)
    if not part:
        return pathway
    without = _each(pathway, lambda one: None if one is part else one)
    stage = chance.choice(without.stages)
    return _changed(without, stage, resources=(part, *stage.resources))


def _reorder(pathway: Pathway, chance: random.Random) -> Pathway:
    stages = tuple(chance.sample(pathway.stages, len(pathway.stages)))
    return pathway._replace(stages=stages)


def _split(pathway: Pathway, chance: random.Random) -> Pathway:
    stage = chance.choice(pathway.stages)
    kept, rest = stage.resources[:1], stage.resources[1:]
    halves = (stage._replace(resources=kept), _new(Stage, chance, ADDED)._replace(resources=rest))
    place = pathway.stages.index(stage)
    stages = (*pathway.stages[:place], *halves, *pathway.stages[place + 1 :])
    return pathway._replace(stages=stages)


def _merge(pathway: Pathway, chance: random.Random) -> Pathway:
    """Let one part have the names of another; one that an edit brought would just be that other."""
    one = _any(pathway, chance)
    other = _any(pathway, chance, type(one))
    only = isinstance(one, Stage) and len(pathway.stages) == 1
    if one is other or only or _truth(other).startswith(ADDED):
        return pathway
    without = _each(pathway, lambda part: None if part is one else part)
    survivor = next((part for part in _parts(without) if part.id == other.id), None)
    if survivor is None:
        return pathway
    return _changed(without, survivor, aliases=(*survivor.aliases, one.id, *one.aliases))


def _drop_alias(pathway: Pathway, chance: random.Random) -> Pathway:
    return _changed(pathway, _any(pathway, chance), aliases=())


def _pass_alias_on(pathway: Pathway, chance: random.Random) -> Pathway:
    one = _any(pathway, chance)
    other = _any(pathway, chance, type(one))
    if one is other:
        return pathway
    aliases = {one.id: (), other.id: (*other.aliases, *one.aliases)}
    return _each(
        pathway,
        lambda part: part._replace(aliases=aliases[part.id]) if part in (one, other) else part,
    )


def _minutes(pathway: Pathway, chance: random.Random) -> Pathway:
    part = _any(pathway, chance, Resource)
    changed = {"minutes": chance.choice((None, 5)), "required": chance.random() < 0.5}
    return _changed(pathway, part, **changed) if part else pathway


def _without_further(pathway: Pathway, _chance: random.Random) -> Pathway:
    return pathway._replace(further=None)


def _rename_pathway(pathway: Pathway, _chance: random.Random) -> Pathway:
    return pathway._replace(id="renamed", aliases=(*pathway.aliases, pathway.id))


def _rename_pathway_alone(pathway: Pathway, _chance: random.Random) -> Pathway:
    return pathway._replace(id="renamed")


def _drop_names(pathway: Pathway, _chance: random.Random) -> Pathway:
    return pathway._replace(aliases=())


EDITS: dict[str, Callable[[Pathway, random.Random], Pathway]] = {
    "retitle": _retitle,
    "readdress": _readdress,
    "rename": _rename,
    "rename without an alias": _rename_alone,
    "swap": _swap,
    "drop": _drop,
    "add": _add,
    "move": _move,
    "reorder": _reorder,
    "split": _split,
    "merge": _merge,
    "drop an alias": _drop_alias,
    "pass an alias on": _pass_alias_on,
    "minutes": _minutes,
    "without further reading": _without_further,
    "rename the pathway": _rename_pathway,
    "rename the pathway without an alias": _rename_pathway_alone,
    "drop the names of the pathway": _drop_names,
}
