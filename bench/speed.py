"""Measures psi against its floors and its peers, side by side in one run.

    python tools/chores.py bench            # the table of small things
    python tools/chores.py bench --scale    # with 100,000 events and 10,000 resources
    python tools/chores.py bench --write    # and put it into the README

A figure is the median of whole processes, the commands in turn, and a ratio the median of those in
the same round, so that it holds while the machine's speed drifts. Peers are measured where they
are installed: buku and jrnl from PyPI, task from Debian, with as many items each as psi searches.
psi is that of the Python that runs this, whatever else the PATH holds.
"""

import argparse
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
MOST_MEMORY = 60  # MiB
EVENTS = 100_000  # in a large journal
PANELS = {"FORCE_COLOR": "1", "COLUMNS": "80"}  # what a terminal shows, where there is none
OFTEN = 3  # times as many runs of everyday commands, whose bounds are narrow
CURRICULUM = 1_645  # resources in one large pathway
RESOURCES = 10_000  # in all pathways together, and as many notes, and items of a peer
LAUNCHER = """\
import os, sys
quiet = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_RDWR, 0) for n in range(3)]
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
print(os.wait4(child, 0)[2].ru_maxrss)
"""
TYPER = """\
import typer
app = typer.Typer()
@app.command()
def main() -> None:
    print("done")
app()
"""
PANEL = TYPER.replace(
    'print("done")',
    "from rich.console import Console; from rich.panel import Panel; Console().print(Panel('x'))",
)
LOADS = "import json, sys; [json.loads(line) for line in open(sys.argv[1])]"
Command = Callable[[], None]


class Claim(NamedTuple):
    """That one command takes at most so many times as long as another."""

    one: str
    other: str
    bound: float
    sign: str = "≤"


class Bench:
    """Commands by name, and the seconds that each took in turn."""

    def __init__(self, runs: int) -> None:
        self.runs = runs
        self.commands: dict[str, Command] = {}
        self.times: dict[str, list[float]] = {}
        self.memory: dict[str, float] = {}

    def add(
        self, name: str, arguments: list[str], before: Command | None = None, **env: str
    ) -> None:
        """Add a command; `before` sets its scene, untimed, before each run."""
        environment = {**os.environ, **env}

        def run() -> None:
            if before:
                before()
            if name in self.memory:
                self._time(name, arguments, environment)
            else:
                self.memory[name] = peak(arguments, environment)

        self.commands[name] = run

    def _time(self, name: str, arguments: list[str], environment: dict[str, str]) -> None:
        quiet = subprocess.DEVNULL
        began = time.perf_counter()
        process = subprocess.Popen(
            arguments, env=environment, stdin=quiet, stdout=quiet, stderr=quiet
        )
        if process.wait():
            sys.exit(f"{name} failed, so that its time means nothing: {arguments}")
        self.times.setdefault(name, []).append(time.perf_counter() - began)

    def measure(self, rounds: int) -> None:
        """Run all commands in turn, once for their memory and then in so many rounds."""
        for run in self.commands.values():
            run()
        for _ in range(rounds):
            for run in self.commands.values():
                run()
        self.commands.clear()

    def ratio(self, claim: "Claim") -> float:
        """Return the median ratio of two commands in the same round."""
        rounds = zip(self.times[claim.one], self.times[claim.other], strict=True)
        return statistics.median(one / other for one, other in rounds)


def peak(arguments: list[str], environment: dict[str, str]) -> float:
    """Return the most memory that a command has at once, in MiB.

    Linux counts what the process had before it became the command, so that it is started by a
    Python that has loaded nothing: no figure can be less than that one's 9 MiB.
    """
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, *arguments]
    finished = subprocess.run(launcher, env=environment, capture_output=True, text=True, check=True)
    return int(finished.stdout) / 1024


def prepare(what: str, home: Path, *sizes: int) -> None:
    """Make something large in a process of its own, so that this one stays small."""
    code = f"import scale; from pathlib import Path; scale.{what}(Path({str(home)!r}), *{sizes})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT / "bench", check=True)


def program() -> list[str]:
    """Return what runs psi: the script beside this Python, or its module where there is none."""
    script = shutil.which("psi", path=Path(sys.executable).parent)
    return [script] if script else [sys.executable, "-m", "psi_cli"]


class Learner:
    """Someone's psi: a home of its own, panels of 80 columns."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.environment = {"PSI_HOME": str(home), **PANELS, **environment}

    def command(self, line: str) -> list[str]:
        """Return the arguments of a process that runs psi."""
        return [*program(), *line.split()]

    def types(self, line: str) -> None:
        """Run psi, unmeasured."""
        environment = {**os.environ, **self.environment}
        subprocess.run(self.command(line), env=environment, capture_output=True, check=False)

    def typed(self, line: str) -> Command:
        """Return what runs psi, unmeasured, when it is called."""
        return partial(self.types, line)


def small(bench: Bench, folder: Path) -> list[Claim]:
    """Return the claims about everyday commands."""
    for name, text in (("typer", TYPER), ("panel", PANEL)):
        (folder / f"smallest_{name}.py").write_text(text)
    typer, panel = (str(folder / f"smallest_{name}.py") for name in ("typer", "panel"))
    learner = Learner(folder / "home")
    for line in ("start", "goto dip", "done 2.1", "bookmark 2.2"):
        learner.types(line)
    here = learner.environment
    completing = ["--complete", "bash", "9", "ba", "psi done ba"]
    floor, app = "smallest Typer app with a panel", "smallest Typer app"
    bench.add("bare python", [sys.executable, "-c", "pass"])
    bench.add(app, [sys.executable, typer])
    bench.add(floor, [sys.executable, panel], **PANELS)
    bench.add(f"{app} --help", [sys.executable, typer, "--help"])
    bench.add("psi", learner.command(""), **here)
    bench.add("psi next", learner.command("next"), learner.typed("goto intro"), **here)
    bench.add("psi done", learner.command("done 2.1"), learner.typed("reopen 2.1"), **here)
    bench.add("psi search", learner.command("search advocacy"), **here)
    bench.add("psi --help", learner.command("--help"), **here)
    bench.add("shell completion", [*program(), *completing], **here)
    bench.measure(OFTEN * bench.runs)
    return [
        Claim("psi", floor, 0.95),
        Claim("psi next", floor, 0.95),
        Claim("psi done", app, 1.10),
        Claim("shell completion", app, 1.10),
        Claim("psi --help", f"{app} --help", 1.0),
    ]


def large(bench: Bench, folder: Path) -> list[Claim]:
    """Return the claims about large records."""
    for events in (10, EVENTS):
        home = folder / f"events-{events}"
        prepare("write_events", home, events)
        learner = Learner(home)
        learner.types("bookmark 3.1")
        label, here = f"{events:,} events", learner.environment
        next_, done = learner.command("next"), learner.command("done 2.1")
        bench.add(f"psi, {label}", learner.command(""), **here)
        bench.add(f"psi next, {label}", next_, learner.typed("goto intro"), **here)
        bench.add(f"psi done, {label}", done, learner.typed("reopen 2.1"), **here)
    for line in ("log", "list", "note 3.1", "undo", "search advocacy"):
        bench.add(f"psi {line}, {label}", learner.command(line), **here)
    bench.measure(bench.runs)
    doctor, parsing = f"psi doctor, {label}", f"json.loads of {label}"
    bench.add(doctor, learner.command("doctor"), **here)
    lines = str(home / "journal" / "0a0b0c0d.jsonl")
    bench.add(parsing, [sys.executable, "-c", LOADS, lines])
    bench.measure(min(bench.runs, 3))  # slow by their task
    claims = [
        Claim(f"{name}, {label}", f"{name}, 10 events", 1.2)
        for name in ("psi", "psi next", "psi done")
    ]
    return [*claims, Claim(doctor, parsing, 3.0)]


def one_large_pathway(bench: Bench, folder: Path) -> list[Claim]:
    """Return the claims about a pathway of many resources, each against the bundled one."""
    home, label = folder / "curriculum", f"{CURRICULUM:,} resources"
    prepare("write_curriculum", home, CURRICULUM)
    walked = {label: {"PSI_PATHWAY": str(home / "curriculum.toml")}, "the bundled pathway": {}}
    for what, chosen in walked.items():
        learner = Learner(folder / what.replace(" ", "-"), **chosen)
        learner.types("start")
        here = learner.environment
        bench.add(f"psi, {what}", learner.command(""), **here)
        bench.add(f"psi next, {what}", learner.command("next"), learner.typed("goto 1"), **here)
        bench.add(f"psi search, {what}", learner.command("search beacon"), **here)
        bench.add(f"psi list, {what}", learner.command("list"), **here)
    bench.measure(bench.runs)
    return [
        Claim(f"{name}, {label}", f"{name}, the bundled pathway", 1.3)
        for name in ("psi", "psi next", "psi search")
    ]


def searching(bench: Bench, folder: Path) -> list[Claim]:
    """Return the claims about searching many pathways."""
    home = folder / "pathways"
    prepare("write_pathways", home, RESOURCES)
    learner = Learner(home)
    here, everywhere = f"psi search, beside {RESOURCES:,}", f"psi search --all, {RESOURCES:,}"
    parsing, building = (
        f"parsing the TOML of {RESOURCES:,}",
        f"first search --all, {RESOURCES:,}",
    )
    bench.times |= {parsing: [], building: []}
    for _ in range(bench.runs):
        shutil.rmtree(home / "cache", ignore_errors=True)
        bench.times[parsing].append(clocked(partial(prepare, "parse_all", home)))
        bench.times[building].append(clocked(learner.typed("search --all beacon")))
    prepare("write_notes", home, RESOURCES)
    for line in ("bookmark 2.1", "search --all beacon"):
        learner.types(line)
    bench.add(here, learner.command("search advocacy"), **learner.environment)
    bench.add(everywhere, learner.command("search --all beacon harbour"), **learner.environment)
    against = against_peers(bench, folder, everywhere)
    bench.measure(bench.runs)
    return [Claim(everywhere, here, 1.25), Claim(building, parsing, 3.0), *against]


def checking(bench: Bench, folder: Path) -> list[Claim]:
    """Return the claim about checking a large pathway, in this process."""
    from psi_cli.authoring.check import check

    data = (folder / "curriculum" / "curriculum.toml").read_bytes()
    name, parsing = f"checking {CURRICULUM:,} resources", f"parsing the TOML of {CURRICULUM:,}"
    bench.times |= {name: [], parsing: []}
    for _ in range(bench.runs):
        bench.times[parsing].append(clocked(partial(tomllib.loads, data.decode())))
        bench.times[name].append(clocked(partial(check, data, "curriculum.toml", 2026)))
    return [Claim(name, parsing, 4.0, "<")]


def against_peers(bench: Bench, folder: Path, everywhere: str) -> list[Claim]:
    """Return the claims about the peers that are installed, and add them to the run."""
    import scale

    peers = scale.peers(folder, RESOURCES)
    for name, (arguments, environment) in peers.items():
        bench.add(name, arguments, **environment)
    return [Claim(everywhere, name, 1.0, "<") for name in peers]


def clocked(work: Command) -> float:
    """Return the seconds that something took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def table(bench: Bench, claims: list[Claim]) -> str:
    """Return the figures and the claims as Markdown."""
    lines = ["| command | ms | MiB |", "| --- | --: | --: |"]
    for name, times in bench.times.items():
        memory = f"{bench.memory[name]:.0f}" if name in bench.memory else ""
        lines.append(f"| {name} | {statistics.median(times) * 1000:.0f} | {memory} |")
    lines += ["", "| claim | measured | |", "| --- | --: | --- |"]
    for claim in claims:
        one, other, bound, sign = claim
        ratio = bench.ratio(claim)
        kept = "yes" if (ratio < bound if sign == "<" else ratio <= bound) else "no"
        lines.append(f"| {one} {sign} {bound} × {other} | {ratio:.2f} | {kept} |")
    return "\n".join(lines)


def other_claims(bench: Bench) -> str:
    """Return the claims about memory and about the quality of the search, as rows."""
    import evaluate

    rows = []
    if peaks := [mib for name, mib in bench.memory.items() if f"{EVENTS:,} events" in name]:
        kept = "yes" if max(peaks) < MOST_MEMORY else "no"
        claim = f"every command at {EVENTS:,} events < {MOST_MEMORY} MiB"
        rows.append(f"| {claim} | {max(peaks):.0f} | {kept} |")
    held_back = [one for one in evaluate.ranks() if one[0]["half"] == "held-back"]
    _, first, three = evaluate.summary(held_back)
    for what, share, bound in (("first", first, 0.90), ("in the first three", three, 0.97)):
        kept = "yes" if share >= bound else "no"
        claim = f"search, held-back queries: expected hit {what} ≥ {bound:.0%}"
        rows.append(f"| {claim} | {share:.0%} | {kept} |")
    return "\n".join(rows)


def heading(runs: int) -> str:
    """Return how and with what was measured."""
    import scale

    versions = [f"{name} {version(name)}" for name in ("psi-pathway", "typer", "rich")]
    versions += [*scale.peer_versions(), f"SQLite {sqlite3.sqlite_version}"]
    return (
        f"Medians of {runs} whole processes ({OFTEN * runs} of the everyday commands) and of the"
        f" ratios of two in the same round, measured on {time.strftime('%Y-%m-%d')} with"
        f" {', '.join(versions)} and Python {platform.python_version()} on {platform.system()},"
        f" {os.cpu_count()} cores, by `python tools/chores.py bench --scale --write`."
    )


def write(text: str) -> None:
    """Put the figures into the README, in place of those that are there."""
    readme = ROOT / "README.md"
    start, end = "<!-- performance -->\n", "\n<!-- /performance -->"
    head, rest = readme.read_text(encoding="utf-8").split(start)
    readme.write_text(f"{head}{start}{text}{end}{rest.partition(end)[2]}", encoding="utf-8")


def main() -> None:
    """Measure, print the table, and write it where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--scale", action="store_true", help="large records and many pathways too")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    chosen = parser.parse_args()
    if find_spec("psi_cli") is None:
        sys.exit(f"{sys.executable} has no psi to measure: `python -m pip install -e .` adds it.")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed psi is compiled once for all
    bench = Bench(chosen.runs)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        claims = small(bench, folder)
        if chosen.scale:
            claims += large(bench, folder)
            claims += one_large_pathway(bench, folder)
            claims += checking(bench, folder)
            claims += searching(bench, folder)
    text = "\n".join((heading(chosen.runs), "", table(bench, claims), other_claims(bench)))
    print(text)
    if chosen.write:
        write(text)


if __name__ == "__main__":
    main()
