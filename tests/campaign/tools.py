"""Whole journals, changed as tools change them: a good line costs nothing, a bad one is told.

Tools are editors, git, formatters, converters, sync programs and disks that lose a part.
"""

import random
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from psi_cli.record import checkup, folder, journal, record_toml
from psi_cli.record.model import Action, Event
from tests.campaign.rot import damaged, events_to_harm
from tests.campaign.scene import NOW, PATHWAY, SCRATCH, Broken, Store, events_in, store_in

Tool = Callable[[bytes, random.Random], bytes]
MARKS = (b"<<<<<<< HEAD\n", b"||||||| base\n", b"=======\n", b">>>>>>> theirs\n")


def run(cases: int, seed: int = 0) -> int:
    """Change a journal by one to three tools so many times, then go on using it; return the cases.

    Whoever may lose events is told apart from whoever may not: of what is lost, psi has to tell.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable choices
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        for number in range(cases):
            place = Path(scratch) / f"home-{number}"
            _try(place, number, chance)
    return cases


def _try(place: Path, number: int, chance: random.Random) -> None:
    before, path = _begun(place)
    used = chance.sample(sorted({**HARMLESS, **HARMFUL}), chance.randint(1, 3))
    data = path.read_bytes()
    for name in used:
        data = {**HARMLESS, **HARMFUL}[name](data, chance)
    path.write_bytes(data)
    where = f"case {number}, {', '.join(used)}"
    after = set(events_in(place))
    if not after <= before:
        raise Broken(f"{where}: an event appeared that nobody saved")
    lost = before - after
    if lost and not set(used) & HARMFUL.keys():
        raise Broken(f"{where}: {len(lost)} events are gone")
    if lost and not set(used) & SILENT and not journal.read(data)[1]:
        raise Broken(f"{where}: {len(lost)} events are gone, and nothing is told of it")
    _go_on(place, after, lost, where)


def _begun(place: Path) -> tuple[set[Event], Path]:
    """Save events in a new home, and return them and its journal."""
    store = store_in(place)
    store.save(PATHWAY, [Action("start", "one")], NOW)
    path = folder.own_journal(store.home)
    with path.open("ab") as file:
        file.writelines(map(journal.encode, events_to_harm()))
    store.save(PATHWAY, [Action("done", "a")], NOW)
    return set(events_in(place)), path


def _go_on(place: Path, kept: set[Event], lost: set[Event], where: str) -> None:
    """Load, check and save as psi does, and look that nothing is worse afterwards."""
    store = store_in(place)
    before = store.home.record.read_bytes()
    store.load()
    if store.is_new:
        raise Broken(f"{where}: taken for a first run")
    list(checkup.problems(store, checkup.read_journals(store), NOW))
    (event,) = store.save(PATHWAY, [Action("bookmark", "afterwards")], NOW + 2000)
    if set(events_in(place)) != kept | {event}:
        raise Broken(f"{where}: the next save cost an event, or did not count")
    _check_copies(store, before, lost, where)


def _check_copies(store: Store, before: bytes, lost: set[Event], where: str) -> None:
    copies = [path.read_bytes() for path in record_toml.copies_of(store.home.record)]
    if lost and before not in copies:
        raise Broken(f"{where}: record.toml was overwritten by less, and no copy kept")


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _shuffled(data: bytes, chance: random.Random) -> bytes:
    lines = [line.rstrip(b"\r\n") for line in _lines(data)]
    chance.shuffle(lines)
    return b"\n".join([*lines, b""])


def _marked(data: bytes, chance: random.Random) -> bytes:
    lines = _lines(data.rstrip(b"\r\n") + b"\n")
    for mark in MARKS:
        lines.insert(chance.randrange(len(lines) + 1), mark)
    return b"".join(lines)


def _doubled(data: bytes, chance: random.Random) -> bytes:
    lines = _lines(data.rstrip(b"\r\n") + b"\n")
    return b"".join(line * chance.randint(1, 3) for line in lines)


def _merged(data: bytes, chance: random.Random) -> bytes:
    """Let git merge two journals that went different ways since their middle."""
    lines = _lines(data.replace(b"\r\n", b"\n"))
    middle = chance.randrange(len(lines) + 1)
    mine = [line for line in lines[middle:] if chance.random() < 0.5]
    sides = lines, lines[:middle], lines[:middle] + mine
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        paths = [Path(scratch) / str(number) for number in range(3)]
        for path, side in zip(paths, sides, strict=True):
            path.write_bytes(b"".join(side))
        how = chance.choice([["--union"], ["--diff3"], ["--zdiff3"], []])
        command = ["git", "merge-file", "-p", *how, *map(str, paths)]
        return subprocess.run(command, check=False, capture_output=True).stdout or data


def _hole(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    length = chance.randrange(1, 2000)
    return data[:start] + bytes(len(data[start : start + length])) + data[start + length :]


def _formatted(data: bytes, chance: random.Random) -> bytes:
    pattern, put = chance.choice([(rb'":', b'": '), (rb',"', b', "'), (rb"\\u2013", b"-")])
    return re.sub(pattern, put, data) if chance.random() < 0.5 else data.title()


def _harmed(data: bytes, chance: random.Random) -> bytes:
    lines = _lines(data) or [b"\n"]
    at = chance.randrange(len(lines))
    lines[at] = damaged(lines[at], chance)
    return b"".join(lines)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _without_lines(data: bytes, chance: random.Random) -> bytes:
    return b"".join(line for line in _lines(data) if chance.random() < 0.7)


HARMLESS: dict[str, Tool] = {
    "Windows line ends": lambda data, _: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "old Mac line ends": lambda data, _: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r"),
    "a byte-order mark": lambda data, _: b"\xef\xbb\xbf" + data,
    "blank lines": lambda data, _: data.replace(b"\n", b"\n \t\n\n"),
    "spaces at the ends": lambda data, _: data.replace(b"\n", b"  \n"),
    "no last line break": lambda data, _: data.rstrip(b"\r\n"),
    "no line breaks": lambda data, _: data.replace(b"\n", b""),
    "UTF-16": lambda data, _: data.decode("latin-1").encode("utf-16"),
    "UTF-16, big end first": lambda data, _: data.decode("latin-1").encode("utf-16-be"),
    "zeros behind": lambda data, chance: data + bytes(chance.randrange(1, 5000)),
    "zeros before": lambda data, chance: bytes(chance.randrange(1, 5000)) + data,
    "noise behind": lambda data, chance: data + b"\n" + chance.randbytes(300),
    "a journal behind": lambda data, _: data + data,
    "lines sorted": lambda data, _: b"\n".join(sorted(data.splitlines())) + b"\n",
    "lines shuffled": _shuffled,
    "lines doubled": _doubled,
    "conflict marks": _marked,
    "a merge by git": _merged,
}
HARMFUL: dict[str, Tool] = {
    "a hole": _hole,
    "a formatter": _formatted,
    "rot": _harmed,
    "half of it": _cut,
    "lines deleted": _without_lines,
    "nothing left": lambda _data, _chance: b"",
    "upper case": lambda data, _: data.upper(),
}
SILENT = {"half of it", "lines deleted", "nothing left", "rot"}  # may take whole lines away
