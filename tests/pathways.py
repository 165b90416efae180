"""Pathways and records of every shape: optional parts there or not, none to many of each."""

from hypothesis import strategies as st

from psi_cli.pathway.model import (
    ACCESS,
    CONFIDENCE,
    KINDS,
    RELATIONS,
    WAYS,
    Companion,
    Link,
    Pathway,
    Reflection,
    Resource,
    Stage,
)
from psi_cli.record.model import Action, PathwayRecord, stamp
from psi_cli.system.sanitize import clean_line

WORDS = st.one_of(
    st.text("abcdefghijklmnopqrstuvwxyzàéœß’-.,;:·", min_size=1, max_size=12),
    st.text("abcdefgh", min_size=30, max_size=120),
    st.text("日本語の公共部門한국어", min_size=1, max_size=50),
    st.sampled_from(["45 min", "1 h 15", "«\N{NO-BREAK SPACE}Qui\N{NARROW NO-BREAK SPACE}?", "★"]),
    st.sampled_from(["👩🏽", "e\u0301e\u0301", "[bold]x[/]", "\\", "%s", "{x}", "«x»", "…"]),
)
LINES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join).map(lambda text: text[:300].strip())
PROSE = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
OPTIONAL_PROSE = st.just("") | PROSE
ADDRESSES = st.one_of(
    st.just("https://example.org/a"),
    st.text("abcdefghij/-", max_size=150).map("https://example.org/".__add__),
)
MINUTES = st.sampled_from([0, 1, 10, 59, 60, 75, 100_000])


def several(parts: st.SearchStrategy, most: int = 4) -> st.SearchStrategy:
    """Return tuples of none to many parts."""
    return st.lists(parts, max_size=most).map(tuple)


LINKS = st.builds(
    Link,
    url=st.just("") | ADDRESSES,
    archive=st.just("") | ADDRESSES,
    search=st.just("") | LINES,
    confidence=st.sampled_from(["", *CONFIDENCE]),
    first=st.sampled_from(WAYS),
)
COMPANIONS = st.builds(
    Companion,
    id=st.just(""),
    kind=st.sampled_from(tuple(KINDS)),
    title=LINES,
    creators=several(LINES, 2),
    year=st.sampled_from([0, 1999]),
    relation=st.sampled_from(RELATIONS),
    access=st.sampled_from(ACCESS),
    summary=OPTIONAL_PROSE,
    link=LINKS,
)
RESOURCES = st.builds(
    Resource,
    id=st.just(""),
    kind=st.sampled_from(tuple(KINDS)),
    title=LINES,
    minutes=st.none() | MINUTES,
    creators=several(LINES, 2),
    year=st.sampled_from([0, 1999]),
    access=st.sampled_from(ACCESS),
    language=st.sampled_from(["", "en", "fr", "de"]),
    summary=OPTIONAL_PROSE,
    why=OPTIONAL_PROSE,
    since=OPTIONAL_PROSE,
    tags=several(LINES, 2),
    short=st.just("") | LINES,
    group=st.sampled_from(["", "First things"]) | LINES,
    required=st.booleans(),
    identifiers=several(st.tuples(st.just("isbn"), LINES), 1),
    after=st.just(()),
    link=LINKS,
    companions=several(COMPANIONS, 2),
)


def stages(id_: str = "") -> st.SearchStrategy[Stage]:
    """Return stages of every shape."""
    return st.builds(
        Stage,
        id=st.just(id_),
        title=LINES,
        short=LINES,
        goal=OPTIONAL_PROSE,
        text=several(PROSE, 3),
        minutes=MINUTES,
        reflections=several(st.builds(Reflection, id=st.just(""), prompt=PROSE), 3),
        resources=several(RESOURCES),
    )


def _named(stage: Stage, number: int) -> Stage:
    """Return a stage whose parts have the ids that a file must give them."""
    resources = tuple(
        resource._replace(
            id=f"r{number}-{place}-x",
            after=(f"r{number}-{place - 1}-x",) if place % 2 else (),
            companions=tuple(
                companion._replace(id=f"c{number}-{place}-{letter}-x")
                for letter, companion in enumerate(resource.companions)
            ),
        )
        for place, resource in enumerate(stage.resources)
    )
    reflections = tuple(
        question._replace(id=f"q{number}-{place}-x")
        for place, question in enumerate(stage.reflections)
    )
    return stage._replace(
        id=stage.id or f"s{number}-x", resources=resources, reflections=reflections
    )


def _with_ids(pathway: Pathway) -> Pathway:
    return pathway._replace(
        stages=tuple(_named(stage, number) for number, stage in enumerate(pathway.stages)),
        further=pathway.further and _named(pathway.further, 99),
    )


PATHWAYS = st.builds(
    Pathway,
    id=st.just("generated"),
    version=st.sampled_from(["", "1"]),
    title=LINES,
    stages=st.lists(stages(), min_size=1, max_size=4).map(tuple),
    language=st.just("en"),
    summary=OPTIONAL_PROSE,
    audience=OPTIONAL_PROSE,
    outcomes=several(LINES),
    publisher=st.just("") | LINES,
    homepage=st.just("") | ADDRESSES,
    further=st.none() | stages("further"),
).map(_with_ids)


@st.composite
def records(draw: st.DrawFn, pathway: Pathway) -> PathwayRecord:
    """Return what a learner may have done in a pathway, begun or not."""
    if draw(st.booleans()):
        return PathwayRecord()
    ids = [stage.id for stage in pathway.stages]
    parts = [*ids, *(resource.id for resource in pathway.resources()), "left-the-pathway"]
    actions = [Action("start", draw(st.sampled_from(ids)))]
    doing = st.sampled_from(["done", "skip", "bookmark", "open", "note"])
    for do, about in draw(st.lists(st.tuples(doing, st.sampled_from(parts)), max_size=12)):
        text = clean_line(draw(PROSE)) if do == "note" else ""
        actions.append(Action(do, about, text))
    return apply(PathwayRecord(), actions)


def apply(record: PathwayRecord, actions: list[Action]) -> PathwayRecord:
    """Return a record with actions, an hour after midnight on 23 November 2026."""
    randomness = bytes(10) * len(actions)
    events = stamp(
        actions, pathway="g", milliseconds=1_795_395_600_000, after=-1, randomness=randomness
    )
    for event in events:
        record.apply(event)
    return record
