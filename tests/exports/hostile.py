"""Views whose every text tries to break out of its field, the same ones in each run."""

import random
from collections.abc import Iterator
from datetime import UTC

from psi_cli.exports.view import ExportView, gather
from psi_cli.learning.filters import Filters
from psi_cli.learning.journey import begin
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
from psi_cli.record.model import Action, PathwayRecord
from psi_cli.system.sanitize import clean, clean_line
from psi_cli.views.days import Days
from tests.conftest import NOW
from tests.pathways import apply

PIECES = (
    *("=1+1", "+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "'=1", ";=1+1", "x;-1", "\t=1"),
    *("＝1", "{", "}", "{\\bf x}", "\\", "\\textbf{x}", "\\input{/etc/passwd}", "$x$", "%", "~"),
    *("^", "_", '"', "'", "''", "`", "``", "“x”", "’", "#", "# x", "a & b", "é", "ß", "œ"),
    *("<script>alert(1)</script>", "</title>", "</style>", "<!--", "-->", "]]>", "<a href=x>"),
    *("&lt;b&gt;", "&amp;", "&#65;", "&copy;", "<img src=x onerror=alert(1)>", '" onclick="x'),
    *("[x](javascript:alert(1))", "![x](y)", "**b**", "__b__", "*", "|", "~~s~~", "- [x]", "1. x"),
    *("> q", "TY  - JOUR", "ER  - ", "T2  - x", "AB  -", "@article{x,", "}, title = {y", "<DT>"),
    *("https://evil.example/x", "www.evil.example", "a@evil.example", "mailto:x@y.z", ", "),
    *(" and ", "한국", "日本語", "👩🏽", "e\u0301", "می\u200cخواهم"),
    *("Où\u00a0est-ce\u00a0?", "\u202f", "\\\\", "\\&", "x\\"),
)  # fmt: skip
ADDRESSES = (
    *("https://example.org/", "https://example.org/a?b=1&c=2", "http://example.org/a_(b)_~c'd"),
    *("https://example.org/?x=&copy;=1", "https://example.org/%7Bx%7D#f", "https://e.org/a*b_c$"),
    *("https://example.org/a)b", "https://example.org/=1,2;3", "https://example.org/[x]!@&amp;"),
)


def hostile_view(size: int, *, with_notes: bool = True, seed: int = 12) -> ExportView:
    """Return a view of so many resources, in stages of ten."""
    chance = random.Random(seed)  # noqa: S311 - the same in each run
    pathway = _pathway(chance, size)
    record = apply(PathwayRecord(), _actions(chance, pathway))
    days = Days(NOW.timestamp(), UTC)
    return gather(begin(pathway, record), Filters(), days, "0.1.0", with_notes=with_notes)


def _text(chance: random.Random, most: int = 6) -> str:
    pieces = (chance.choice((*PIECES, "word")) for _ in range(chance.randint(1, most)))
    return clean_line(chance.choice(["", " "]).join(pieces))[:290].strip() or "x"


def _lines(chance: random.Random) -> str:
    every = [_text(chance, 4) for _ in range(chance.randint(1, 4))]
    return clean(chance.choice(["\n", "\n\n", "\n   ", " \n"]).join(every)).strip()


def _several(chance: random.Random, most: int) -> tuple[str, ...]:
    return tuple(_text(chance, 3) for _ in range(chance.randint(0, most)))


def _link(chance: random.Random) -> Link:
    return Link(
        url=chance.choice(("", *ADDRESSES)),
        archive=chance.choice(("", *ADDRESSES)),
        search=_text(chance) if chance.random() < 0.5 else "",
        confidence=chance.choice(CONFIDENCE),
        first=chance.choice(WAYS),
    )


def _resource(chance: random.Random, id_: str, group: str = "", after: str = "") -> Resource:
    companions = tuple(
        Companion(
            id=f"{id_}-{letter}",
            kind=chance.choice(tuple(KINDS)),
            title=_text(chance),
            creators=_several(chance, 2),
            relation=chance.choice(RELATIONS),
            summary=_text(chance),
            link=_link(chance),
        )
        for letter in "ab"[: chance.randint(0, 2)]
    )
    return Resource(
        id=id_,
        kind=chance.choice(tuple(KINDS)),
        title=_text(chance),
        minutes=chance.choice((0, 1, 45, 75, 100_000)),
        creators=_several(chance, 3),
        year=chance.choice((0, 7, 1999)),
        access=chance.choice(ACCESS),
        language=chance.choice(("", "en", "fr", _text(chance, 1))),
        summary=_text(chance, 12),
        why=_text(chance),
        since=_text(chance),
        tags=_several(chance, 3),
        group=group,
        after=(after,) * bool(after),
        identifiers=chance.choice(((), (("isbn", _text(chance, 2)),), (("doi", "10.1/a_b{c}"),))),
        link=_link(chance),
        companions=companions,
    )


def _resources(chance: random.Random, numbers: range) -> Iterator[Resource]:
    """Yield the resources of a stage, some in groups, each after the one before it."""
    groups = ("", _text(chance), _text(chance), "")
    after = ""
    for number in numbers:
        yield _resource(chance, f"r-{number}-x", groups[number % 10 // 3], after)
        after = f"r-{number}-x"


def _pathway(chance: random.Random, size: int) -> Pathway:
    stages = tuple(
        Stage(
            id=f"stage-{first}",
            title=_text(chance),
            short=_text(chance, 1),
            goal=_text(chance),
            text=(_text(chance, 20), _text(chance)),
            minutes=5,
            reflections=(Reflection(f"ask-{first}", _text(chance, 10)),),
            resources=tuple(_resources(chance, range(first, min(first + 10, size)))),
        )
        for first in range(0, size, 10)
    )
    return Pathway(
        id="hostile",
        version=_text(chance, 1),
        title=_text(chance),
        stages=stages,
        language=_text(chance, 1),
        summary=_text(chance, 12),
        audience=_text(chance),
        outcomes=_several(chance, 4),
        publisher=_text(chance),
        homepage=ADDRESSES[1],
        further=Stage("further", _text(chance), "Further", resources=(_resource(chance, "f-x"),)),
    )


def _actions(chance: random.Random, pathway: Pathway) -> list[Action]:
    actions = [Action("start", pathway.stages[0].id)]
    for resource in pathway.resources():
        if do := chance.choice(("", "done", "done", "skip", "bookmark", "open")):
            actions.append(Action(do, resource.id))
        if chance.random() < 0.3:
            actions.append(Action("note", resource.id, _lines(chance)))
    for stage in pathway.stages:
        about = (stage.id, *(question.id for question in stage.reflections))
        actions += [Action("note", one, _lines(chance)) for one in about]
    return actions
