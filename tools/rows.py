"""Prints how many rows each screen takes, the row of the prompt among them.

Three pathways are walked through a terminal in memory: the bundled one, one of 28 stages with 187
resources, and one of 508 stages with 1,218. A window has 24 rows; ! marks what is taller.
"""

import tempfile
from pathlib import Path

import pytest

from tests.conftest import Psi
from tests.windows import BUNDLED, ROWS, WALK, Sized, generated, rows_of

WIDTHS = (80, 40)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pathways = {
            "bundled": BUNDLED,
            "28 stages": generated(folder, 28, 187, 40),
            "508 stages": generated(folder, 508, 1218, 517),
        }
        columns = {
            f"{name}, {width}": _rows(folder / f"{name} {width}", sized, width)
            for name, sized in pathways.items()
            for width in WIDTHS
        }
    print("| screen |", " | ".join(columns), "|")
    print("| --- |", " | ".join("--:" for _ in columns), "|")
    for screen in WALK:
        print(f"| {screen} |", " | ".join(_cell(rows[screen]) for rows in columns.values()), "|")


def _rows(home: Path, sized: Sized, width: int) -> dict[str, int]:
    with pytest.MonkeyPatch.context() as patch:
        return rows_of(Psi(home, patch), sized, width)


def _cell(rows: int) -> str:
    return f"{rows}{' !' if rows > ROWS else ''}"


if __name__ == "__main__":
    main()
