"""Forgetting, interrupted at any system call: the next psi ends it, and no file holds the words."""

import os
import random
import shutil
import tempfile
from pathlib import Path

from psi_cli.errors import RecordFailure
from psi_cli.record import pages
from psi_cli.record.forget import finish, forget, traces_of
from psi_cli.record.model import Action
from psi_cli.record.store import Store
from tests.campaign.faults import FAULTS, Failpoints
from tests.campaign.scene import NOW, PATHWAY, SCRATCH, Broken, own_journal, shrink, store_in

WORDS, STAYS = "canary-in-the-coal-mine", "what stays"
_ABOUT = "thing-1"
_MOST_CALLS = 420  # of a forget, and some that lie beyond its end


def run(interrupted: int, seed: int = 0) -> int:
    """Interrupt so many forgets, a third of them twice, and search every file afterwards."""
    shrink()
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice of moments
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        home = Path(scratch) / "home"
        _prepare(home)
        for number in range(interrupted):
            place = Path(scratch) / f"case-{number}"
            shutil.copytree(home, place)
            told = []
            for attempt in (_forget, _next)[: 1 + (number % 3 == 0)]:
                points = Failpoints(chance.randrange(_MOST_CALLS), chance.choice(FAULTS))
                _in_a_child(place, attempt, points)
                told.append(f"{points.fault} at call {points.at}")
            _verify(place, f"case {number}: {', then '.join(told)}")
            shutil.rmtree(place)
    return interrupted


def _prepare(place: Path) -> None:
    """Make a home in which the words are in every file that psi keeps, and in some copies."""
    store = store_in(place)
    for about, text in ((_ABOUT, WORDS), ("thing-2", STAYS), (_ABOUT, f"{WORDS} again")):
        store.save(PATHWAY, [Action("note", about, text)], NOW)
    for number in range(30):
        store.save(PATHWAY, [Action("done", f"more-{number}")], NOW)
    store.save(PATHWAY, [Action("note", _ABOUT, f"{WORDS}, and late")], NOW)
    home, own = store.home, own_journal(place)
    shutil.copy(own, own.with_name(f"{own.stem} (conflicted copy).jsonl"))
    shutil.copy(home.record, home.data / "record.before-00000000.toml")
    home.indexes.mkdir(parents=True, exist_ok=True)
    for path in (home.indexes / "all", Path(f"{home.record}.draft-00000000"), Path(f"{own}~")):
        path.write_text(WORDS)
    Path(f"{own}~").write_bytes(own.read_bytes())
    page = pages.begin(home.pages, PATHWAY, _ABOUT, "", WORDS)
    (page.folder / "note.txt~").write_text(WORDS)


def _forget(store: Store) -> None:
    forget(store, traces_of(store, [PATHWAY], frozenset({_ABOUT})), NOW + 1000)


def _next(store: Store) -> None:
    """Do what every command does first."""
    store.load()
    if store.has_to_forget:
        finish(store, NOW + 2000)


def _in_a_child(place: Path, attempt, points: Failpoints) -> None:
    if child := os.fork():
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code not in {0, 9}:
            raise Broken(f"{points.fault} at call {points.at}: an uncaught exception")
        return
    code = 3
    try:
        points.install()
        attempt(store_in(place))
        code = 0
    except (RecordFailure, OSError):
        code = 0
    finally:
        os._exit(code)


def _verify(place: Path, where: str) -> None:
    _next(store_in(place))
    if WORDS in str(_texts(place)):  # nothing had been begun, nor said
        _forget(store_in(place))
    holders = [
        path for path in place.rglob("*") if path.is_file() and WORDS.encode() in path.read_bytes()
    ]
    if holders:
        raise Broken(f"{where}: {holders[0].name} holds the words still")
    if STAYS not in str(_texts(place)):
        raise Broken(f"{where}: a note is gone that was not to be forgotten")


def _texts(place: Path) -> list[str]:
    kept = store_in(place).load().of(PATHWAY).notes
    return [note.text for notes in kept.values() for note in notes]
