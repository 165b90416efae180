"""Whole journals, changed as tools change them: no whole event is lost, all else is told.

Tools are editors, git, formatters, converters, sync programs and disks that lose a part.
"""

import json
import random
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from psi_cli.record import checkup, folder, journal, record_toml
from psi_cli.record.model import Action, Event
from tests.campaign.rot import damaged, events_to_harm
from tests.campaign.scene import NOW, PATHWAY, SCRATCH, Broken, events_in, shrink, store_in

Tool = Callable[[bytes, random.Random], bytes]
MARKS = (b"<<<<<<< HEAD\n", b"||||||| base\n", b"=======\n", b">>>>>>> theirs\n")
BLANK = b" \t\r\n\xef\xbb\xbf\xfe\xff"  # with the bytes of byte-order marks
HOLE = bytes(4)  # zeros in a row that no encoding has


def run(cases: int, seed: int = 0) -> int:
    """Change a journal by one to three tools so many times, then go on using it; return the cases.

    An event is whole as long as every byte of its line is there, whatever lies between two lines.
    """
    shrink()
    with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
        for number in range(cases):
            chance = random.Random(f"{seed} {number}")  # noqa: S311 - repeatable choices
            _try(Path(scratch) / f"home-{number}", f"case {number} of seed {seed}", chance)
    return cases


def _try(place: Path, where: str, chance: random.Random) -> None:
    before, path = _begun(place)
    used = chance.sample(sorted(TOOLS), chance.randint(1, 3))
    data = path.read_bytes()
    for name in used:
        data = TOOLS[name](data, chance)
    path.write_bytes(data)
    where = f"{where}, {', '.join(used)}"
    after = set(events_in(place))
    if after != _whole_in(data, before):
        raise Broken(f"{where}: a whole event is lost, or one appeared that nobody saved")
    findings = journal.read(data)[1]
    if bool(findings) != _holds_more(data, after):
        raise Broken(f"{where}: what is no event is not told, or what is nothing is")
    if not all(0 < one.line <= one.line + one.lines - 1 <= _count(data) for one in findings):
        raise Broken(f"{where}: a finding in a line that there is not")
    _go_on(place, after, before - after, where)


def _begun(place: Path) -> tuple[set[Event], Path]:
    """Save events in a new home, and return them and its journal."""
    store = store_in(place)
    store.save(PATHWAY, [Action("start", "one")], NOW)
    path = folder.own_journal(store.home)
    with path.open("ab") as file:
        file.writelines(map(journal.encode, events_to_harm()))
    store.save(PATHWAY, [Action("done", "a")], NOW)
    return set(events_in(place)), path


def _line(event: Event) -> bytes:
    return journal.encode(event).rstrip()


def _whole_in(data: bytes, events: set[Event]) -> set[Event]:
    """Return the events whose lines are there, zeros apart: UTF-16 has them between letters."""
    letters = data.replace(b"\0", b"")
    return {event for event in events if _line(event) in letters}


def _holds_more(data: bytes, events: set[Event]) -> bool:
    """Tell whether there is more than events and what is blank."""
    rest = data.replace(b"\0", b"")
    for event in events:
        rest = rest.replace(_line(event), b"\n")
    return HOLE in data or bool(rest.translate(None, BLANK))


def _count(data: bytes) -> int:
    return len(data.splitlines())


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
    copies = [path.read_bytes() for path in record_toml.copies_of(store.home.record)]
    if lost and before not in copies:
        raise Broken(f"{where}: record.toml was overwritten by less, and no copy kept")


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _shuffled(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines()
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
    """Put zeros in place of some bytes, now and then of whole lines exactly."""
    ends = [0, *(at + 1 for at, byte in enumerate(data) if byte == ord("\n")), len(data)]
    edges = ends if chance.random() < 0.2 else range(len(data) + 1)
    start, end = sorted((chance.choice(edges), chance.choice(edges)))
    return data[:start] + bytes(end - start) + data[end:]


def _each_json(rewrite: Callable[[object], str], data: bytes, _: random.Random) -> bytes:
    """Rewrite every line that is JSON, as formatters do."""
    return b"\n".join(_rewritten(rewrite, line) for line in data.splitlines()) + b"\n"


def _rewritten(rewrite: Callable[[object], str], line: bytes) -> bytes:
    try:
        return rewrite(json.loads(line)).encode(errors="replace")
    except (ValueError, RecursionError):
        return line


def _listed(data: bytes, _: random.Random) -> bytes:
    """Make one JSON array of the lines."""
    return b"[\n" + b",\n".join(data.splitlines()) + b"\n]\n"


def _numbered(data: bytes, _: random.Random) -> bytes:
    return b"".join(b"%6d\t%s" % numbered for numbered in enumerate(_lines(data), start=1))


def _harmed(data: bytes, chance: random.Random) -> bytes:
    lines = _lines(data) or [b"\n"]
    at = chance.randrange(len(lines))
    lines[at] = damaged(lines[at] or b"\n", chance)
    return b"".join(lines)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _without_lines(data: bytes, chance: random.Random) -> bytes:
    return b"".join(line for line in _lines(data) if chance.random() < 0.7)


def _as(encoding: str, data: bytes, _: random.Random) -> bytes:
    return data.decode("latin-1").encode(encoding)


TOOLS: dict[str, Tool] = {
    "Windows line ends": lambda data, _: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "old Mac line ends": lambda data, _: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r"),
    "blank lines": lambda data, _: data.replace(b"\n", b"\n \t\n\n"),
    "spaces at the ends": lambda data, _: data.replace(b"\n", b"  \n"),
    "tabs before": lambda data, _: data.replace(b"\n", b"\n\t"),
    "no last line break": lambda data, _: data.rstrip(b"\r\n"),
    "no line breaks": lambda data, _: data.replace(b"\n", b""),
    "a byte-order mark": lambda data, _: b"\xef\xbb\xbf" + data,
    "UTF-8 once more": partial(_as, "utf-8"),
    "UTF-16": partial(_as, "utf-16"),
    "UTF-16, big end first": partial(_as, "utf-16-be"),
    "UTF-32": partial(_as, "utf-32"),
    "Latin-1": lambda data, _: data.decode(errors="replace").encode("latin-1", "replace"),
    "zeros behind": lambda data, chance: data + bytes(chance.randrange(1, 5000)),
    "zeros before": lambda data, chance: bytes(chance.randrange(1, 5000)) + data,
    "noise behind": lambda data, chance: data + b"\n" + chance.randbytes(300),
    "a journal behind": lambda data, _: data + data,
    "lines sorted": lambda data, _: b"\n".join(sorted(data.splitlines())) + b"\n",
    "lines shuffled": _shuffled,
    "lines doubled": _doubled,
    "lines numbered": _numbered,
    "lines quoted": lambda data, _: b"> " + data.replace(b"\n", b"\n> "),
    "lines deleted": _without_lines,
    "conflict marks": _marked,
    "a merge by git": _merged,
    "a hole": _hole,
    "rot": _harmed,
    "half of it": _cut,
    "nothing left": lambda _data, _chance: b"",
    "upper case": lambda data, _: data.upper(),
    "entities": lambda data, _: data.replace(b'"', b"&quot;"),
    "an array": _listed,
    "a formatter": partial(_each_json, json.dumps),
    "a formatter, indenting": partial(_each_json, partial(json.dumps, indent=2)),
    "a formatter, sorting": partial(
        _each_json, partial(json.dumps, separators=(",", ":"), sort_keys=True)
    ),
    "a formatter, plain letters": partial(
        _each_json, partial(json.dumps, separators=(",", ":"), ensure_ascii=False)
    ),
}
