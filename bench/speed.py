"""Measures psi against its floors and its peers, side by side in one run.

    python bench/speed.py                 # the table of small things
    python bench/speed.py --scale         # with 100,000 events, 10,000 and 100,000 resources
    python bench/speed.py --write         # and put it into the README

A figure is the median of whole processes, the commands in turn, so that a ratio holds while the
machine's speed drifts. Peers are measured where they are installed: buku and jrnl from PyPI, task
from Debian, with as many items each as psi searches.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import evaluate
import scale

ROOT = Path(__file__).parents[1]
MOST_MEMORY = 60  # MiB
FEW = 10_000  # resources, and items of a peer
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
Command = Callable[[], None]


class Bench:
    """Commands by name, and the seconds that each took in turn."""

    def __init__(self, runs: int) -> None:
        self.runs = runs
        self.commands: dict[str, Command] = {}
        self.seconds: dict[str, float] = {}
        self.memory: dict[str, float] = {}

    def add(
        self, name: str, arguments: list[str], before: Command | None = None, **env: str
    ) -> None:
        """Add a command; `before` sets its scene, untimed, before each run."""
        environment = {**os.environ, **env}

        def run() -> None:
            if before:
                before()
            self._time(name, arguments, environment)

        self.commands[name] = run

    def _time(self, name: str, arguments: list[str], environment: dict[str, str]) -> None:
        quiet = subprocess.DEVNULL
        began = time.perf_counter()
        process = subprocess.Popen(
            arguments, env=environment, stdin=quiet, stdout=quiet, stderr=quiet
        )
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        self.times.setdefault(name, []).append(time.perf_counter() - began)
        self.memory[name] = max(self.memory.get(name, 0), usage.ru_maxrss / 1024)

    def measure(self, *, once: bool = False) -> None:
        """Run all commands in turn, once unmeasured and then so often as asked."""
        self.times: dict[str, list[float]] = {}
        for run in self.commands.values():
            run()
        self.times.clear()
        for _ in range(1 if once else self.runs):
            for run in self.commands.values():
                run()
        self.seconds |= {name: statistics.median(times) for name, times in self.times.items()}
        self.commands.clear()


def prepare(what: str, home: Path, *sizes: int) -> None:
    """Make something large in a process of its own: a child's memory counts its parent's."""
    code = f"import scale; from pathlib import Path; scale.{what}(Path({str(home)!r}), *{sizes})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT / "bench", check=True)


def small(bench: Bench, folder: Path) -> list[tuple[str, str, str, float]]:
    """Return the claims about everyday commands: what, against what, and the bound."""
    home = str(folder / "home")
    psi = shutil.which("psi") or ""
    for name, text in (("typer", TYPER), ("panel", PANEL)):
        (folder / f"smallest_{name}.py").write_text(text)
    typer, panel = (str(folder / f"smallest_{name}.py") for name in ("typer", "panel"))
    colour = {"PSI_HOME": home, "FORCE_COLOR": "1", "COLUMNS": "80"}
    for words in (["start"], ["goto", "dip"], ["done", "2.1"], ["bookmark", "2.2"]):
        subprocess.run([psi, *words], env={**os.environ, **colour}, check=True, capture_output=True)

    def at_the_start() -> None:
        subprocess.run(
            [psi, "goto", "intro"], env={**os.environ, **colour}, capture_output=True, check=True
        )

    def undone() -> None:
        subprocess.run(
            [psi, "reopen", "2.1"], env={**os.environ, **colour}, capture_output=True, check=True
        )

    bench.add("bare python", [sys.executable, "-c", "pass"])
    bench.add("smallest Typer app", [sys.executable, typer])
    bench.add("smallest Typer app with a panel", [sys.executable, panel], FORCE_COLOR="1")
    bench.add("smallest Typer app --help", [sys.executable, typer, "--help"])
    bench.add("psi", [psi], **colour)
    bench.add("psi next", [psi, "next"], at_the_start, **colour)
    bench.add("psi done", [psi, "done", "2.1"], undone, **colour)
    bench.add("psi search", [psi, "search", "advocacy"], **colour)
    bench.add("psi --help", [psi, "--help"], **colour)
    completing = {"_PSI_COMPLETE": "complete_bash", "COMP_WORDS": "psi done ba", "COMP_CWORD": "2"}
    bench.add("shell completion", [psi], **colour, **completing)
    bench.measure()
    floor, app = "smallest Typer app with a panel", "smallest Typer app"
    return [
        ("psi", floor, "≤", 1.15),
        ("psi next", floor, "≤", 1.15),
        ("psi done", app, "≤", 1.15),
        ("shell completion", app, "≤", 1.15),
        ("psi --help", "smallest Typer app --help", "≤", 1.0),
    ]


def large(bench: Bench, folder: Path) -> list[tuple[str, str, str, float]]:
    """Return the claims about large records and many pathways."""
    psi = shutil.which("psi") or ""
    few, many = folder / "few", folder / "many"
    prepare("write_events", few, 10)
    prepare("write_events", many, 100_000)
    for label, home in (("10 events", few), ("100,000 events", many)):
        colour = {"PSI_HOME": str(home), "FORCE_COLOR": "1", "COLUMNS": "80"}
        subprocess.run(
            [psi, "bookmark", "3.1"], env={**os.environ, **colour}, capture_output=True, check=True
        )

        def at_the_start(colour: dict[str, str] = colour) -> None:
            subprocess.run(
                [psi, "goto", "intro"],
                env={**os.environ, **colour},
                capture_output=True,
                check=True,
            )

        def undone(colour: dict[str, str] = colour) -> None:
            subprocess.run(
                [psi, "reopen", "2.1"],
                env={**os.environ, **colour},
                capture_output=True,
                check=True,
            )

        bench.add(f"psi, {label}", [psi], **colour)
        bench.add(f"psi next, {label}", [psi, "next"], at_the_start, **colour)
        bench.add(f"psi done, {label}", [psi, "done", "2.1"], undone, **colour)
    colour = {"PSI_HOME": str(many), "FORCE_COLOR": "1", "COLUMNS": "80"}
    for words in ("log", "list", "note 3.1", "undo", "search advocacy"):
        bench.add(f"psi {words}, 100,000 events", [psi, *words.split()], **colour)
    bench.measure()
    bench.add("psi doctor, 100,000 events", [psi, "doctor"], **colour)  # slow by its task: once
    bench.measure(once=True)
    return [
        (f"{name}, 100,000 events", f"{name}, 10 events", "≤", 1.3)
        for name in ("psi", "psi next", "psi done")
    ]


def searching(bench: Bench, folder: Path) -> list[tuple[str, str, str, float]]:
    """Return the claims about searching many pathways."""
    psi = shutil.which("psi") or ""
    claims = []
    for resources, bound in ((FEW, 1.25), (10 * FEW, 1.5)):
        home = folder / f"home-{resources}"
        prepare("write_pathways", home, resources)
        colour = {"PSI_HOME": str(home), "FORCE_COLOR": "1", "COLUMNS": "80"}
        here, everywhere = f"psi search, beside {resources:,}", f"psi search --all, {resources:,}"
        parsing = time.perf_counter()
        prepare("parse_all", home)
        bench.seconds[f"parsing the TOML of {resources:,}"] = time.perf_counter() - parsing
        building = time.perf_counter()
        subprocess.run(
            [psi, "search", "--all", "beacon"],
            env={**os.environ, **colour},
            capture_output=True,
            check=False,
        )
        bench.seconds[f"first search --all, {resources:,}"] = time.perf_counter() - building
        prepare("write_notes", home, FEW)
        for words in (["bookmark", "2.1"], ["search", "--all", "beacon"]):
            subprocess.run(
                [psi, *words], env={**os.environ, **colour}, capture_output=True, check=False
            )
        bench.add(here, [psi, "search", "advocacy"], **colour)
        bench.add(everywhere, [psi, "search", "--all", "beacon", "harbour"], **colour)
        claims.append((everywhere, here, "≤", bound))
        if resources == FEW:
            claims.append(
                (
                    f"first search --all, {resources:,}",
                    f"parsing the TOML of {resources:,}",
                    "≤",
                    3.0,
                )
            )
            peers = scale.peers(folder, resources)
            for name, (arguments, environment) in peers.items():
                bench.add(name, arguments, **environment)
                claims.append((everywhere, name, "<", 1.0))
        bench.measure()
    return claims


def table(bench: Bench, claims: list[tuple[str, str, str, float]]) -> str:
    """Return the figures and the claims as Markdown."""
    lines = ["| command | ms | MiB |", "| --- | --: | --: |"]
    for name, seconds in bench.seconds.items():
        memory = f"{bench.memory[name]:.0f}" if name in bench.memory else ""
        lines.append(f"| {name} | {seconds * 1000:.0f} | {memory} |")
    lines += ["", "| claim | measured | |", "| --- | --: | --- |"]
    for one, other, sign, bound in claims:
        ratio = bench.seconds[one] / bench.seconds[other]
        kept = "yes" if (ratio < bound if sign == "<" else ratio <= bound) else "no"
        lines.append(f"| {one} {sign} {bound} × {other} | {ratio:.2f} | {kept} |")
    return "\n".join(lines)


def other_claims(bench: Bench) -> str:
    """Return the claims about memory and about the quality of the search, as rows."""
    rows = []
    if peaks := [mib for name, mib in bench.memory.items() if "100,000 events" in name]:
        kept = "yes" if max(peaks) < MOST_MEMORY else "no"
        rows.append(
            f"| every command at 100,000 events < {MOST_MEMORY} MiB | {max(peaks):.0f} | {kept} |"
        )
    held_back = [one for one in evaluate.ranks() if one[0]["half"] == "held-back"]
    _, first, three = evaluate.summary(held_back)
    for what, share, bound in (("first", first, 0.90), ("in the first three", three, 0.97)):
        kept = "yes" if share >= bound else "no"
        claim = f"search, held-back queries: expected hit {what} ≥ {bound:.0%}"
        rows.append(f"| {claim} | {share:.0%} | {kept} |")
    return "\n".join(rows)


def main() -> None:
    """Measure, print the table, and write it where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--scale", action="store_true", help="large records and many pathways too")
    parser.add_argument("--write", action="store_true", help="put the table into the README")
    chosen = parser.parse_args()
    bench = Bench(chosen.runs)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        claims = small(bench, folder)
        if chosen.scale:
            claims += large(bench, folder)
            claims += searching(bench, folder)
    lines = table(bench, claims) + "\n" + other_claims(bench)
    versions = ", ".join(f"{name} {version(name)}" for name in ("psi-cli", "typer", "rich"))
    heading = (
        f"Medians of {chosen.runs} whole processes, measured on {time.strftime('%Y-%m-%d')} with"
        f" {versions} and Python {platform.python_version()} on {platform.system()},"
        f" {os.cpu_count()} cores, by `python bench/speed.py --scale --write`."
    )
    text = f"{heading}\n\n{lines}"
    print(text)
    if chosen.write:
        readme = ROOT / "README.md"
        head, rest = readme.read_text(encoding="utf-8").split("<!-- performance -->\n")
        tail = rest.partition("<!-- /performance -->")[2]
        marks = "<!-- performance -->\n", "\n<!-- /performance -->"
        readme.write_text(f"{head}{marks[0]}{text}{marks[1]}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
