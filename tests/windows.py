"""A walk through a pathway of any size, and how many rows of a window each screen takes."""

import shlex
from pathlib import Path
from typing import NamedTuple

from tests.conftest import ROOT, Psi
from tests.emulator import screen

ROWS = 24
WALK = {  # each screen, and the command that shows it; @ is the largest stage, @@ the last one
    "psi, the first time": "",
    "start": "start",
    "psi, just begun": "",
    "next": "next",
    "back": "back",
    "goto": "goto @",
    "show": "show",
    "show STAGE": "show @@",
    "open": "open --print",
    "psi": "",
    "start, again": "start",
    "suggest": "suggest 60",
    "done": "done 1",
    "skip": "skip 2",
    "the last stage": "goto @@",
    "closing": "next",
}
NARROW = ("psi, just begun", "psi", "next", "done", "open")  # at 40 columns, too
BEFORE = ("bookmark 2.1 2.2", "note 2.1 " + "word " * 400, "note 2.q1 'A line.\nAnother one.'")


class Sized(NamedTuple):
    """A pathway file, and the ids of its second stage, the largest one, and of its last."""

    path: Path
    largest: str
    last: str


BUNDLED = Sized(ROOT / "data" / "pathway.toml", "dip", "dive")


def generated(folder: Path, stages: int, resources: int, largest: int) -> Sized:
    """Write a pathway of so many stages and resources, of which its second has the largest share.

    Its texts are long: what is too long for a screen is part of what is tried. Of the largest a
    file could hold but twice as much: psi reads 3,000 resources and 2 MiB.
    """
    import tomli_w

    each, more = divmod(resources - largest, stages - 1)
    sizes = [each + (place < more) for place in range(stages - 1)]
    sizes.insert(1, largest)
    pathway = {
        "format": 1,
        "pathway": {
            "id": f"of-{stages}-stages",
            "title": "Everything about Public Procurement",
            "summary": "What it is about, and what it is not about, told at some length. " * 6,
            "audience": "People who have the time that it takes, and those who have not. " * 3,
            "outcomes": [f"do something number {one}, in a way worth telling" for one in range(7)],
        },
        "stage": [_stage(place, size) for place, size in enumerate(sizes, start=1)],
    }
    path = folder / f"{stages}.toml"
    path.write_bytes(tomli_w.dumps(pathway).encode())
    return Sized(path, "stage-2", f"stage-{stages}")


def _stage(number: int, size: int) -> dict[str, object]:
    return {
        "id": f"stage-{number}",
        "title": f"Stage {number} and what follows from it",
        "short": f"Stage {number}",
        "goal": "You can do what this stage is about, and say when it should not be done. " * 3,
        "text": "A sentence about it. " * 12,
        "minutes": 7,
        "reflection": [
            {"id": f"q-{number}-{one}", "prompt": "What of it have you seen? " * 3}
            for one in range(number % 3)
        ],
        "resource": [
            {
                "id": f"r-{number}-{one}",
                "kind": "organization",
                "title": f"Resource {one} and what follows from it for everybody concerned " * 2,
                "creators": ["Somebody with a Rather Long Name"],
                "minutes": 15 + one % 90,
                "link": {"url": f"https://example.org/{number}/{one}"},
            }
            for one in range(1, size + 1)
        ],
    }


def rows_of(psi: Psi, sized: Sized, columns: int) -> dict[str, int]:
    """Return how many rows each screen of the walk takes, the row of the prompt among them."""

    def run(command: str) -> str:
        typed = command.replace("@@", sized.last).replace("@", sized.largest)
        given = {"PSI_PATHWAY": str(sized.path), "COLUMNS": str(columns), "LINES": str(ROWS)}
        result = psi(*shlex.split(typed), terminal=True, **given)
        assert (result.status, result.err) == (0, ""), (typed, result.err)
        return result.out

    rows = {}
    for name, command in WALK.items():
        if name == "goto":
            for one in BEFORE:
                run(one)
        rows[name] = _rows(run(command), columns)
    return rows


def _rows(text: str, columns: int) -> int:
    """Return the rows up to the prompt, which comes to stand behind the last line."""
    shown = screen(text + "$", columns, 400)
    assert shown[-1] == ""
    return max(row for row, line in enumerate(shown, start=1) if line)
