"""The ids of a pathway's parts: made once, of what a part is called, and then kept for good."""

from collections.abc import Iterator
from unicodedata import normalize

from psi_cli.authoring.sketch import Sketch, Table
from psi_cli.pathway.fields import problem_with_id

_LONGEST = 40  # characters of an id that psi makes; people type them
_LONGEST_COMPANION = 60  # and of one that bears its resource's id in front


def id_from(title: str, sort: str, taken: set[str]) -> str:
    """Return an id that is not yet taken, of a title's words, and take it.

    `sort` is what the part is: it stands in where a title has no letter that an id may have.
    """
    longest = _LONGEST_COMPANION if sort == "companion" else _LONGEST
    words = "".join(one if one.isalnum() else " " for one in _plain(title)).split()
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > longest:
            break
        name = f"{name}-{word}" if name else word[:longest]
    if not name or problem_with_id(name):
        name = f"{sort}-{name}" if name else sort
    return _untaken(name, taken)


def _plain(title: str) -> str:
    """Return a title in the letters that an id is made of."""
    bare = normalize("NFKD", title.replace("’", "'").replace("ß", "ss"))
    return bare.encode("ascii", "ignore").decode().lower().replace("'", "")


def _untaken(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken or problem_with_id(found):
        number += 1
        found = f"{name}-{number}"
    taken.add(found)
    return found


def give_ids(sketch: Sketch, taken: set[str]) -> None:
    """Give every part an id that has none yet; one that is no id, or taken, is told and replaced.

    `taken` are ids that mean something else already.
    """
    for part, sort, _ in _parts(sketch):
        _keep_own(sketch, part, sort, taken)
    for part, sort, owner in _parts(sketch):
        if "id" not in part:
            words = f"{owner['id']} {part['title']}" if owner else part["title"]
            part["id"] = id_from(words, sort, taken)


def _keep_own(sketch: Sketch, part: Table, sort: str, taken: set[str]) -> None:
    own = part.get("id")
    if own is None:
        return
    problem = "stands twice" if own in taken else problem_with_id(own)
    if problem:
        del part["id"]
        sketch.say(0, f"The id “{own[:60]}” of the {sort} “{part['title'][:60]}” {problem}.")
    taken.add(own)


def _parts(sketch: Sketch) -> Iterator[tuple[Table, str, Table]]:
    """Yield each part with its sort, and of a companion the resource that it goes with."""
    for stage in sketch.stages:
        yield stage, "stage", {}
        for resource in stage.get("resource", ()):
            yield resource, "resource", {}
            for companion in resource.get("companion", ()):
                yield companion, "companion", resource
