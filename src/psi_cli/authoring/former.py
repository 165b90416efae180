"""What a pathway file held before it is written anew from its list.

A part is taken up under its id, so that learners keep what they did in it. What the list says
counts; what it does not say stays as its author wrote it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from psi_cli.authoring.sketch import Sketch, Table
from psi_cli.pathway.model import FURTHER


def take_up(sketch: Sketch, former: Table) -> tuple[set[str], list[str]]:
    """Give a sketch what a former file says beyond it.

    Return the ids that may mean nothing new, and the titles of resources the list has no more.
    """
    replaced = former if sketch.further else {**former, FURTHER: {}}
    own: set[str] = set()
    _take_up_all(sketch.stages, former.get("stage", ()), own)
    pairs, gone = _pairs(sketch.resources, _resources(replaced))
    for resource, before in pairs:
        _merge(resource, before, own)
        companions = before.get("companion", ())
        _take_up_all(resource.get("companion", ()), companions, own)
    return set(_ids(former)) - own, [str(one.get("title", "")) for one in gone]


def _take_up_all(parts: Iterable[Table], former: Iterable[Table], own: set[str]) -> None:
    for part, before in _pairs(parts, former)[0]:
        _merge(part, before, own)


def _pairs(
    parts: Iterable[Table], former: Iterable[Table]
) -> tuple[list[tuple[Table, Table]], list[Table]]:
    """Return parts with what they were, by id, then by address, then by title; and who is left."""
    left = {id(one): one for one in former}
    waiting, found = list(parts), []
    for marks in (_names, _addresses, _titles):
        rest = []
        for part, before in _matched(waiting, left, marks):
            if before:
                found.append((part, before))
            else:
                rest.append(part)
        waiting = rest
    return found, list(left.values())


def _matched(
    parts: list[Table], left: dict[int, Table], marks: Callable[[Table], list[str]]
) -> Iterator[tuple[Table, Table]]:
    """Yield each part with the first former one of its marks, taken out of those that are left."""
    known: dict[str, list[Table]] = {}
    for one in left.values():
        for mark in marks(one):
            known.setdefault(mark, []).append(one)
    for part in parts:
        candidates = (one for mark in marks(part) for one in known.get(mark, ()))
        before: Table = next((one for one in candidates if id(one) in left), {})
        left.pop(id(before), None)
        yield part, before


def _names(part: Table) -> list[str]:
    return [part["id"], *part.get("aliases", ())] if "id" in part else []


def _addresses(part: Table) -> list[str]:
    url = part.get("link", {}).get("url")
    return [url] if url else []


def _titles(part: Table) -> list[str]:
    return [str(part.get("title", "")).casefold()]


def _merge(part: Table, before: Table, own: set[str]) -> None:
    """Add to a part what it had before and the list does not say."""
    kept = {key: value for key, value in before.items() if key != "resource"}
    link = {**kept.get("link", {}), **part.get("link", {})}
    part.update({**kept, **part, "id": before["id"], **({"link": link} if link else {})})
    own.add(before["id"])


def _resources(former: Table) -> Iterator[Table]:
    for section in (*former.get("stage", ()), former.get(FURTHER, {})):
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
