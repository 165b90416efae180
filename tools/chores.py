"""The one place that lists and runs every chore of the house.

python tools/chores.py                # what there is
python tools/chores.py NAME [MORE]    # run it; MORE is handed on
"""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Chore(NamedTuple):
    """What a chore does, and what Python is given to do it."""

    does: str
    command: tuple[str, ...]


CHORES = {
    "check": Chore("format, style, types and layers", ("tools/check.py",)),
    "quick": Chore("the quick tests: a minute at most", ("-m", "pytest", "-m", "not slow")),
    "test": Chore("the whole suite, on every core", ("-m", "pytest", "-n", "auto")),
    "docs": Chore("write docs/json.md from the views", ("tools/json_docs.py",)),
    "format": Chore("write docs/pathway-format.md", ("tools/format_docs.py",)),
    "pictures": Chore("draw docs/pictures, light and dark", ("tools/pictures.py",)),
    "rows": Chore("how many rows of a window each screen takes", ("-m", "tools.rows")),
    "bench": Chore("measure speed; --scale for large records", ("bench/speed.py",)),
    "evaluate": Chore("measure how well the search finds", ("bench/evaluate.py",)),
    "campaign": Chore(
        "try to break every promise: a quarter of an hour", ("-m", "tests.campaign", "large")
    ),
    "mutants": Chore("break a room's code: do its tests notice?", ("tools/mutants.py",)),
    "pyz": Chore("pack psi into one file, dist/psi.pyz", ("tools/pyz.py",)),
}


def main() -> int:
    """Run the chore that is named and return its status, or list them all."""
    name, *more = sys.argv[1:] or [""]
    if name not in CHORES:
        print("\n".join(listing()))
        return 2 if name else 0
    command = [sys.executable, *CHORES[name].command, *more]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def listing() -> list[str]:
    """Return a line for each chore."""
    return [f"python tools/chores.py {name:<10}{chore.does}" for name, chore in CHORES.items()]


if __name__ == "__main__":
    sys.exit(main())
