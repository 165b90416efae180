"""Makes large things to measure: journals, pathways, notes, and the same for psi's peers."""

import json
import os
import random
import shutil
import subprocess
import sys
import tomllib
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.parse import read_pathway
from psi_cli.record import journal
from psi_cli.record.model import Action, moment_of, stamp

PATHWAY = "public-sector-innovation"
START = 1_100_000_000_000  # milliseconds; an event every hour from here is eleven years of the past
WORDS = (  # noqa: SIM905 - so many strings in a list would be no easier to read
    "beacon harbour meadow council lantern river budget winter garden policy bridge mirror"
    " citizen school engine forest letter market signal harvest museum kitchen border valley"
    " orchard clinic tunnel planet copper velvet window island summer thread pencil ladder"
    " basket marble canvas"
).split()
Peers = dict[str, tuple[list[str], dict[str, str]]]


def write_events(home: Path, count: int) -> None:
    """Write a journal of so many events in the bundled pathway: a tenth of them are notes."""
    chance = random.Random(1)
    pathway = read_pathway(bundled_path())
    names = [resource.id for resource in pathway.resources()]
    kinds = ["done", "reopen", "skip", "bookmark", "unbookmark", "open", "done", "reopen", "move"]
    actions = [Action("start", "intro")]
    while len(actions) < count:
        if len(actions) % 10 == 0:
            actions.append(
                Action("note", chance.choice(names), " ".join(chance.choices(WORDS, k=20)))
            )
        else:
            do = chance.choice(kinds)
            actions.append(Action(do, "dip" if do == "move" else chance.choice(names)))
    _write(home, actions)


def write_notes(home: Path, count: int) -> None:
    """Write a journal of so many notes in the bundled pathway."""
    chance = random.Random(2)
    pathway = read_pathway(bundled_path())
    names = [resource.id for resource in pathway.resources()]
    notes = [
        Action("note", chance.choice(names), " ".join(chance.choices(WORDS, k=20)))
        for _ in range(count)
    ]
    _write(home, [Action("start", "intro"), *notes])


def _write(home: Path, actions: list[Action]) -> None:
    """Write actions an hour apart into a journal of the home."""
    folder = home / "journal"
    folder.mkdir(parents=True, exist_ok=True)
    path, after = folder / "0a0b0c0d.jsonl", -1
    path.touch(0o600)  # as psi's own, so that doctor finds nothing
    with path.open("wb") as file:
        for number, action in enumerate(actions):
            (event,) = stamp(
                [action],
                pathway=PATHWAY,
                milliseconds=START + number * 3_600_000,
                after=after,
                randomness=os.urandom(10),
            )
            after = moment_of(event.id)
            file.write(journal.encode(event))


def write_pathways(home: Path, resources: int) -> None:
    """Write pathway files of a hundred resources each into the home's folder for pathways."""
    chance = random.Random(3)
    folder = home / "pathways"
    folder.mkdir(parents=True)
    for number in range(resources // 100):
        write_pathway(folder / f"pathway-{number}.toml", chance, 1, 100)


def write_pathway(path: Path, chance: random.Random, stages: int, resources: int) -> None:
    """Write a pathway file of so many resources, as many in each stage but for the last."""
    lines = ["format = 1", "[pathway]", f'id = "{path.stem}"', f'title = "The {path.stem}"']
    most = -(-resources // stages)
    for place in range(resources):
        if place % most == 0:
            lines += ["[[stage]]", f'id = "stage-{place}"', f'title = "{_prose(chance, 3)}"']
            lines += [f'text = "{_prose(chance, 80)}"']
        lines += _resource(chance, f"resource-{place}", f"{path.stem}/{place}")
    path.write_text("\n".join(lines) + "\n")


def _resource(chance: random.Random, name: str, where: str) -> list[str]:
    """Return the lines of a resource that has all that one usually has."""
    return [
        "[[stage.resource]]",
        f'id = "{name}"',
        'kind = "book"',
        f'title = "{_prose(chance, 5)} {where}"',
        f"minutes = {chance.randrange(5, 200)}",
        f'creators = ["{_prose(chance, 2)}"]',
        f'summary = "{_prose(chance, 40)}"',
        f'why = "{_prose(chance, 25)}"',
        f'tags = ["{chance.choice(WORDS)}", "{chance.choice(WORDS)}"]',
        "[stage.resource.link]",
        f'url = "https://example.org/{where}"',
        f'search = "{_prose(chance, 5)}"',
        'confidence = "verified"',
    ]


def _prose(chance: random.Random, length: int) -> str:
    """Return words of which some are rare, as in any language."""
    rare = [f"{word}{chance.randrange(2000)}" for word in chance.choices(WORDS, k=length // 3)]
    return " ".join(chance.choices(WORDS, k=length - len(rare)) + rare)


def write_curriculum(home: Path, resources: int) -> None:
    """Write one large pathway, forty stages of it, as curriculum.toml into a folder."""
    home.mkdir(parents=True)
    write_pathway(home / "curriculum.toml", random.Random(5), 40, resources)


def parse_all(home: Path) -> None:
    """Parse every pathway file of a home, as TOML and no more."""
    for path in sorted((home / "pathways").glob("*.toml")):
        tomllib.loads(path.read_text())


def peers(folder: Path, items: int) -> Peers:
    """Return a search over so many items in each peer that is installed, and how to run it."""
    chance = random.Random(4)
    texts = [_prose(chance, 40) for _ in range(items)]
    found: Peers = {}
    for name, make in (("buku", _buku), ("jrnl", _jrnl), ("task", _task)):
        if program := _tool(name):
            home = folder / name
            home.mkdir()
            found |= make(program, home, texts)
    return found


def peer_versions() -> list[str]:
    """Return the names and versions of the peers that are installed."""
    found = []
    for name in ("buku", "jrnl"):
        with suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    if task := _tool("task"):
        asked = subprocess.run([task, "--version"], capture_output=True, text=True, check=True)
        found.append(f"task {asked.stdout.strip()}")
    return found


def _tool(name: str) -> str | None:
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def _buku(buku: str, home: Path, texts: list[str]) -> Peers:
    rows = "\n".join(
        f'<DT><A HREF="https://example.org/{n}" TAGS="a">{text}</A>' for n, text in enumerate(texts)
    )
    head = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
    (home / "in.html").write_text(f"{head}{rows}\n</DL><p>\n")
    environment = {"BUKU_DEFAULT_DBDIR": str(home)}
    command = [buku, "--nostdin", "--tacit", "--np", "-i", str(home / "in.html")]
    subprocess.run(command, env={**os.environ, **environment}, check=False, capture_output=True)
    return {"buku -S": ([buku, "--nostdin", "--np", "-S", "beacon", "harbour"], environment)}


def _jrnl(jrnl: str, home: Path, texts: list[str]) -> Peers:
    (home / "j.txt").write_text("".join(f"[2026-01-01 09:00] {text}\n\n" for text in texts))
    configuration = f"journals:\n  default:\n    journal: {home / 'j.txt'}\nversion: v4.2\n"
    (home / "jrnl.yaml").write_text(configuration)
    command = [jrnl, "--config-file", str(home / "jrnl.yaml"), "-contains", "beacon", "--short"]
    return {"jrnl -contains": (command, {"HOME": str(home)})}


def _task(task: str, home: Path, texts: list[str]) -> Peers:
    (home / "rc").write_text(f"data.location={home}\nconfirmation=off\nhooks=off\n")
    environment = {"TASKRC": str(home / "rc"), "TASKDATA": str(home)}
    tasks = json.dumps([{"description": text, "status": "pending"} for text in texts])
    subprocess.run(
        [task, "import", "-"], input=tasks, text=True, check=False, capture_output=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    return {"task filter": ([task, "rc.verbose=nothing", "beacon", "harbour", "list"], environment)}
