"""Scenes: what a learner of a small pathway did and when, and the command whose view is looked at.

Every moment is UTC. A history is lines of the time and a command; `LOOKED_AT` is the time of the
last command, a Wednesday.
"""

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tests.conftest import Psi, Result

PATHWAY = Path(__file__).with_name("bread.toml")
LOOKED_AT = "2026-11-25 09:30"
History = tuple[str, ...]


class Scene(NamedTuple):
    """What was done before, and the command that shows it."""

    history: History
    command: str


ARRIVED = ("2026-11-17 08:00 start",)
BEGUN = (
    *ARRIVED,
    "2026-11-17 08:10 note 1.q1 'The rye of the corner shop.\nNobody there bakes it.'",
    "2026-11-17 08:20 next",
    "2026-11-20 18:00 done 2.1",
    "2026-11-20 18:05 skip 2.4",
    "2026-11-21 10:00 bookmark 3.1",
    "2026-11-22 17:00 open 2.2 --print",
    "2026-11-22 17:30 note 2.2 'Ask the library for the second chapter of this one.'",
)
THROUGH = (
    *BEGUN,
    "2026-11-23 19:00 done 2.2 2.3",
    "2026-11-23 19:05 next",
)
FINISHED = (
    *THROUGH,
    "2026-11-24 11:00 done 3.1 3.2",
    "2026-11-24 11:05 note 2.q1 'Wait longer.'",
    "2026-11-24 11:06 note 1.q2 'On Sundays.'",
)
LOGGED = (*BEGUN, "2026-11-24 20:00 reopen 2.1", "2026-11-24 20:01 undo")

SCENES = {
    "welcome": Scene((), ""),
    "start": Scene((), "start"),
    "start-again": Scene(BEGUN, "start"),
    "stage-of-text": Scene(ARRIVED, "show"),
    "stage": Scene(BEGUN, "show"),
    "stage-moved-to": Scene(BEGUN, "next"),
    "stage-first": Scene(ARRIVED, "back"),
    "stage-elsewhere": Scene(BEGUN, "show oven"),
    "further": Scene(BEGUN, "show further"),
    "read": Scene(BEGUN, "read"),
    "read-elsewhere": Scene(BEGUN, "read grain"),
    "status-fresh": Scene(ARRIVED, "status"),
    "status-at-hand": Scene(BEGUN, "status"),
    "status-after-done": Scene((*BEGUN, "2026-11-22 19:00 done 2.2"), "status"),
    "status-nothing-left": Scene(FINISHED, "status"),
    "suggest": Scene(BEGUN, "suggest 60"),
    "suggest-nothing": Scene(BEGUN, "suggest 1"),
    "plan": Scene(BEGUN, "plan --hours-per-week 1"),
    "plan-in-parts": Scene(BEGUN, "plan --from monday --until '24 January' --hours-per-week 0.5"),
    "plan-nothing-left": Scene(FINISHED, "plan"),
    "closing": Scene(THROUGH, "next"),
    "closing-finished": Scene(FINISHED, "next"),
    "resource": Scene(BEGUN, "show 1"),
    "resource-at-hand": Scene(BEGUN, "show 2.2"),
    "list": Scene(BEGUN, "list"),
    "list-filtered": Scene(BEGUN, "list --all --open --max 30"),
    "list-nothing": Scene(BEGUN, "list --kind toolkit"),
    "search": Scene(BEGUN, "search chapter"),
    "search-title": Scene(BEGUN, "search flour"),
    "search-nothing": Scene(BEGUN, "search xylophone"),
    "open-before-the-start": Scene((), "open 3.1 --print"),
    "open-address": Scene(BEGUN, "open 3.1 --print"),
    "open-archive": Scene(BEGUN, "open 3 --print"),
    "open-substitute": Scene(BEGUN, "open --print"),
    "open-search": Scene(BEGUN, "open 4 --print"),
    "done": Scene(BEGUN, "done 2 3"),
    "done-by-a-substitute": Scene((*BEGUN, "2026-11-25 09:00 done 2a"), "show 2"),
    "done-in-ones-own-time": Scene(BEGUN, "done 2 --took 1h30"),
    "done-again": Scene(BEGUN, "done 1"),
    "skip": Scene(BEGUN, "skip 3"),
    "reopen": Scene(BEGUN, "reopen 4"),
    "bookmark": Scene(BEGUN, "bookmark 3"),
    "unbookmark": Scene(BEGUN, "bookmark 3.1 --remove"),
    "note": Scene(BEGUN, "note 3 'Look up the year.'"),
    "unnote": Scene(BEGUN, "note 2 --remove"),
    "unnote-nothing": Scene(BEGUN, "note 3 --remove"),
    "reset": Scene(BEGUN, "reset dough --yes"),
    "forget": Scene(BEGUN, "forget 2 --yes"),
    "undo": Scene(BEGUN, "undo 3"),
    "undo-all": Scene(ARRIVED, "undo 3"),
    "notes": Scene(BEGUN, "note"),
    "notes-about": Scene(BEGUN, "note 2"),
    "notes-on-a-question": Scene(BEGUN, "show 1.q1"),
    "export": Scene(BEGUN, "export csv --only bookmarked"),
    "pathways": Scene(BEGUN, "pathway"),
    "pathway-added": Scene(BEGUN, f"pathway add {PATHWAY}"),
    "log": Scene(LOGGED, "log --limit 6"),
    "help": Scene((), "help open"),
    "config": Scene((), "config"),
    "config-set": Scene((), "config plain on"),
}


def shown(psi: Psi, scene: Scene, *options: str) -> str:
    """Return what the command of a scene shows, the home of the test under a name of its own."""
    psi.monkeypatch.setattr("os.urandom", bytes)  # ids of events differ by their moment alone
    for line in scene.history:
        assert _run(psi, line[:16], line[17:]).err == ""
    result = _run(psi, LOOKED_AT, scene.command, *options)
    assert result.err == ""
    return result.out.replace(str(psi.home), "/home/you/psi").replace(str(PATHWAY), "bread.toml")


def _run(psi: Psi, moment: str, command: str, *options: str) -> Result:
    psi.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return psi(*shlex.split(command), *options, PSI_PATHWAY=str(PATHWAY))
