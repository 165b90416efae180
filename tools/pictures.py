"""Draws the pictures in docs/ by running psi and photographing what it prints.

python tools/chores.py pictures            # docs/pictures, light and dark
python tools/chores.py pictures --columns 40 --out /tmp/narrow
"""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME, TerminalTheme
from rich.text import Text

from psi_cli.cli import run
from psi_cli.system.world import World

ROOT = Path(__file__).parents[1]
LIGHT = TerminalTheme(
    (253, 253, 250),
    (45, 45, 45),
    [
        (40, 40, 40), (185, 40, 40), (30, 125, 50), (150, 105, 0),
        (35, 85, 170), (140, 50, 140), (0, 120, 135), (110, 110, 110),
    ],
)  # fmt: skip
FIRST_DAY = datetime(2026, 12, 8, 12, 10, tzinfo=UTC)  # a Tuesday
WALK = (  # the day it is done on, the command, and the name of the picture if it is one
    (0, "status", "welcome"),
    (0, "start", "start"),
    (0, "next", ""),
    (0, "open 1 --print", ""),
    (0, "done 1", "done"),
    (0, "bookmark 5", ""),
    (0, "open 2 --print", ""),
    (0, "note 2 Ask the deputy for last year's figures.", ""),
    (0, "note q1 Night shifts in the call centre. Health and Labour hold a piece each.", ""),
    (3, "status", "status"),
    (3, "suggest 25", "suggest"),
    (3, "show", "stage"),
    (3, "show 2", "resource"),
    (3, "search advocacy", "search"),
    (9, "done 2 3 4 5 6 3.1 3.2 3.3 3.4 3.5", ""),
    (23, "goto dive", ""),
    (23, "skip 6", ""),
    (23, "next", "closing"),
)


def main() -> None:
    """Walk the pathway in an empty home and draw screens on the way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--columns", type=int, default=80)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        for day, line, name in WALK:
            screen = psi(line, FIRST_DAY + timedelta(days=day), home, chosen.columns)
            if name:
                screen = screen.replace(f"{home}/data", "~/.local/share/psi")
                for theme in ("dark", "light"):
                    path = chosen.out / f"{name}-{theme}.svg"
                    draw(screen, f"psi {line}", chosen.columns, path, theme)


def psi(line: str, now: datetime, home: str, columns: int) -> str:
    """Return what psi prints at a terminal of this width and at this time."""
    environment = {
        "PSI_HOME": f"{home}/data", "COLUMNS": str(columns), "LINES": "24", "FORCE_COLOR": "1",
    }  # fmt: skip
    os.environ |= {f"XDG_{kind}_HOME": f"{home}/{kind}" for kind in ("STATE", "CACHE")}
    out = StringIO()
    world = World(environment, now.timestamp, StringIO(), out, sys.stderr, UTC)
    command, *words = line.split(" ", 2) if line.startswith("note") else line.split()
    if status := run([command, *words], world):
        sys.exit(f"psi {line} ended with {status}")
    return out.getvalue()


def draw(screen: str, title: str, columns: int, path: Path, theme: str) -> None:
    """Write a screen as an SVG picture."""
    console = Console(record=True, width=columns, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(screen))
    svg = console.export_svg(
        title=title, theme=LIGHT if theme == "light" else SVG_EXPORT_THEME, unique_id=path.stem
    )
    path.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
