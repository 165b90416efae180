"""What a pathway file held before it is written anew from its list.

A part is taken up under its id, so that learners keep what they did in it. What the list says
counts; what it does not say stays as its author wrote it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from psi_cli.authoring.sketch import Sketch, Table

_Key = tuple[str, str]


class _Parts:
    """The former parts of one sort, each to be taken up once: by its id, address or title."""

    def __init__(self, parts: Iterable[Table]) -> None:
        self.left = {id(part): part for part in parts}
        self.found: dict[_Key, Table] = {}
        for part in self.left.values():
            for key in _keys(part):
                self.found.setdefault(key, part)

    def take(self, part: Table) -> Table:
        """Return the former part that a part of the list is; an empty one where it is new."""
        for key in _keys(part):
            former = self.found.get(key)
            if former and self.left.pop(id(former), None):
                return former
        return {}


def take_up(sketch: Sketch, former: Table) -> tuple[set[str], list[str]]:
    """Give a sketch what a former file says beyond it.

    Return the ids that may mean nothing new, and the titles of resources the list has no more.
    """
    stages, resources = _Parts(former.get("stage", ())), _Parts(_resources(former))
    own: set[str] = set()
    for stage in sketch.stages:
        _merge(stage, stages.take(stage), own)
        for resource in stage.get("resource", ()):
            before = resources.take(resource)
            _merge(resource, before, own)
            companions = _Parts(before.get("companion", ()))
            for companion in resource.get("companion", ()):
                _merge(companion, companions.take(companion), own)
    return set(_ids(former)) - own, [str(one.get("title", "")) for one in resources.left.values()]


def _merge(part: Table, before: Table, own: set[str]) -> None:
    """Add to a part what it had before and the list does not say."""
    kept = {key: value for key, value in before.items() if key != "resource"}
    link = {**kept.get("link", {}), **part.get("link", {})}
    named = {"id": before["id"]} if before else {}
    part.update({**kept, **part, **named, **({"link": link} if link else {})})
    own.update(named.values())


def _keys(part: Table) -> Iterator[_Key]:
    yield "id", str(part.get("id", ""))
    for alias in part.get("aliases", ()):
        yield "id", alias
    if url := part.get("link", {}).get("url"):
        yield "url", url
    yield "title", str(part.get("title", "")).casefold()


def _resources(former: Table) -> Iterator[Table]:
    for section in (*former.get("stage", ()), former.get("further", {})):
        yield from section.get("resource", ())


def _ids(value: Any) -> Iterator[str]:
    """Yield every id and alias below a table."""
    if isinstance(value, list):
        for one in value:
            yield from _ids(one)
    elif isinstance(value, dict):
        yield from (value["id"], *value.get("aliases", ())) if "id" in value else ()
        for key, one in value.items():
            if key not in {"identifiers", "aliases"}:
                yield from _ids(one)
