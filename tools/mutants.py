"""Breaks one line of psi at a time and tells which breaks no quick test notices.

    python tools/chores.py mutants --room learning --count 100 --seed 1

The breaks are drawn by the seed, so that a second run tries the same ones. Each is made in a copy
of the tree, where the tests of its room run first and then the other quick ones. What survives is
shown as a diff: it asks for a test, or is as good as what it replaced.
"""

import argparse
import ast
import copy
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import cache_from_source
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
WORKERS = 2
PATIENCE = 20  # seconds for one test; a mutant that loops for ever is noticed by then
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".*cache", ".hypothesis", ".try", ".venv", "__pycache__", "dist"
)
UNTOUCHED = {"annotation", "returns", "decorator_list"}  # what tells types, and what names tests
SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
HYPOTHESIS = """\
from hypothesis import Phase, settings
phases = [Phase.explicit, Phase.generate]  # a failure is enough: no time to make it small
quiet = settings(phases=phases, database=None, deadline=None, derandomize=True, max_examples=30)
settings.register_profile("mutants", quiet)
def pytest_sessionstart():
    settings.load_profile("mutants")
"""


class Mutant(NamedTuple):
    """A file of psi with one thing changed."""

    path: Path  # below the root of the tree
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        """Return where it is and what it changes."""
        lines = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), n=0, lineterm=""
        )
        changed = [line for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
        return "\n    ".join([f"{self.path}:{self.line}", *changed])


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Return every mutant of a file, in the order of its lines."""
    before = (ROOT / path).read_text(encoding="utf-8")
    meaning = ast.dump(ast.parse(before))
    for place in _nodes(ast.parse(before)):
        for node, replacement in _replacements(place):
            after = _replaced(before, node, replacement)
            if _meaning(after) not in {meaning, ""}:
                yield Mutant(path, node.lineno, before, after)


def _nodes(node: ast.AST) -> Iterator[Any]:
    """Return the nodes that run and can be replaced."""
    for field, value in ast.iter_fields(node):
        if field in UNTOUCHED:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_out(child):
                yield child
                yield from _nodes(child)


def _is_left_out(node: ast.AST) -> bool:
    """Tell whether a node is a docstring, or an f-string, inside which 3.11 knows no places."""
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.JoinedStr)


def _replacements(node: ast.AST) -> Iterator[tuple[Any, str]]:
    """Return what could stand in the place of a node, or of its condition."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPS:
            yield node, _unparsed(node, ops=[SWAPS[type(op)]()])
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in SWAPS:
            yield node, _unparsed(node, op=SWAPS[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, ast.unparse(operand)
        case ast.Constant(value=bool() | int() | str() as value):
            yield node, repr(_other(value))
        case ast.If(test=test) | ast.IfExp(test=test):
            yield test, ast.unparse(ast.UnaryOp(ast.Not(), test))
        case ast.Call(args=[first, second, *rest]):
            yield node, _unparsed(node, args=[second, first, *rest])
        case ast.Return(value=ast.AST()):
            yield node, "return None"
        case ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield node, "pass"
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):
            yield node, "pass"


def _unparsed(node: ast.AST, **changes: object) -> str:
    changed = copy.copy(node)
    for field, value in changes.items():
        setattr(changed, field, value)
    return ast.unparse(ast.fix_missing_locations(changed))


def _other(value: bool | int | str) -> bool | int | str:  # noqa: FBT001 - a value of any kind
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return "" if value else "mutant"


def _replaced(source: str, node: Any, replacement: str) -> str:
    """Return a source with a node replaced; the columns of a node count bytes."""
    lines = source.encode().splitlines(keepends=True)
    start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
    end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
    data = b"".join(lines)
    return (data[:start] + replacement.encode() + data[end:]).decode()


def _meaning(source: str) -> str:
    """Return what Python makes of a source; nothing of one that is not Python."""
    try:
        return ast.dump(ast.parse(source))
    except SyntaxError:
        return ""


def drawn(rooms: list[str], count: int, seed: int) -> list[Mutant]:
    """Return so many mutants of the rooms, the same ones for the same seed."""
    source = Path("src") / "psi_cli"
    paths = [path for room in rooms for path in sorted((ROOT / source / room).glob("*.py"))]
    every = [mutant for path in paths for mutant in mutants_of(path.relative_to(ROOT))]
    return random.Random(seed).sample(every, min(count, len(every)))


class Copy:
    """A copy of the tree, in which one mutant at a time is tried."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        shutil.copytree(ROOT, self.tree, ignore=NOT_COPIED)
        (self.tree / "conftest.py").write_text(HYPOTHESIS, encoding="utf-8")
        self.environment = {**os.environ, "PYTHONPATH": str(self.tree / "src")}
        self.scratch = folder / "scratch"
        self.told = ""  # what the tests said last

    def survives(self, mutant: Mutant, limit: float) -> bool:
        """Tell whether the quick tests pass in spite of a mutant."""
        self._write(mutant.path, mutant.after)
        try:
            return self.passes(mutant.path.parent.name, limit)
        finally:
            self._write(mutant.path, mutant.before)

    def passes(self, room: str, limit: float) -> bool:
        """Tell whether the quick tests pass in time, those of a room before the others."""
        options = ["-x", "-q", "--no-header", "-m", "not slow", f"--basetemp={self.scratch}"]
        options += f"-p no:randomly -p no:cacheprovider -o timeout={PATIENCE}".split()
        try:
            finished = subprocess.run(
                [sys.executable, "-m", "pytest", *options, *self._tests(room)],
                cwd=self.tree,
                env=self.environment,
                capture_output=True,
                check=False,
                text=True,
                timeout=limit,
            )
        except subprocess.TimeoutExpired:
            return False
        self.told = finished.stdout
        return finished.returncode == 0

    def _tests(self, room: str) -> list[str]:
        """Return the tests of a room, and then the others, those that run whole commands first."""
        folder = self.tree / "tests"
        first = [room, "views", "commands", "render"]
        others = sorted(path.name for path in folder.iterdir() if not path.name.startswith("_"))
        names = [name for name in dict.fromkeys([*first, *others]) if (folder / name).exists()]
        return [f"tests/{name}" for name in names if self._holds_tests(folder / name)]

    @staticmethod
    def _holds_tests(path: Path) -> bool:
        return path.name.startswith("test_") or any(path.glob("test_*.py"))

    def _write(self, path: Path, text: str) -> None:
        place = self.tree / path
        place.write_text(text, encoding="utf-8")
        Path(cache_from_source(place)).unlink(missing_ok=True)  # it tells files apart by seconds


def survivors(mutants: list[Mutant], report: Callable[[str], None]) -> list[Mutant]:
    """Return the mutants that no quick test notices, and report on the way."""
    with tempfile.TemporaryDirectory() as folder:
        copies: SimpleQueue[Copy] = SimpleQueue()
        for number in range(WORKERS):
            copies.put(Copy(Path(folder) / str(number)))
        limit = _limit(copies)

        def tried(mutant: Mutant) -> bool:
            place = copies.get()
            try:
                return place.survives(mutant, limit)
            finally:
                copies.put(place)

        with ThreadPoolExecutor(WORKERS) as pool:
            return list(_left(zip(mutants, pool.map(tried, mutants), strict=True), report))


def _limit(copies: "SimpleQueue[Copy]") -> float:
    """Return the seconds that a mutant has: three times what the tests need without one."""
    place = copies.get()
    began = time.monotonic()
    if not place.passes("", 3600):
        sys.exit(f"{place.told}\nThe quick tests fail before anything is broken: mend them first.")
    copies.put(place)
    return 3 * (time.monotonic() - began)


def _left(tried: Iterable[tuple[Mutant, bool]], report: Callable[[str], None]) -> Iterator[Mutant]:
    for number, (mutant, survived) in enumerate(tried, start=1):
        if survived:
            report(f"survives, number {number}: {mutant}")
            yield mutant
        elif number % 10 == 0:
            report(f"{number} tried")


def main() -> None:
    """Try the mutants that are asked for and print those that live."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--room", action="append", required=True, help="repeat it for several")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    mutants = drawn(chosen.room, chosen.count, chosen.seed)
    if not mutants:
        sys.exit(f"There is nothing to break in {', '.join(chosen.room)}: name a room of psi_cli.")
    began = time.monotonic()
    left = survivors(mutants, lambda line: print(line, flush=True))
    died, seconds = len(mutants) - len(left), time.monotonic() - began
    rooms = ", ".join(chosen.room)
    print(f"{died} of {len(mutants)} died in {rooms}, by seed {chosen.seed} ({seconds:.0f} s)")


if __name__ == "__main__":
    main()
