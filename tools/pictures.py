"""Draws the pictures in docs/ by running psi and photographing what it prints.

python tools/chores.py pictures            # docs/pictures, light and dark
python tools/chores.py pictures --columns 40 --out /tmp/narrow
"""

import argparse
import os
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME, TerminalTheme
from rich.text import Text

ROOT = Path(__file__).parents[1]
LIGHT = TerminalTheme(
    (253, 253, 250),
    (45, 45, 45),
    [
        (40, 40, 40), (185, 40, 40), (30, 125, 50), (150, 105, 0),
        (35, 85, 170), (140, 50, 140), (0, 120, 135), (110, 110, 110),
    ],
)  # fmt: skip
SCREENS = {  # name: what is done first, then the command that is photographed
    "welcome": ([], ["status"]),
    "start": ([], ["start"]),
    "stage": (
        [
            ["start"],
            ["next"],
            ["done", "1", "2"],
            ["bookmark", "5"],
            ["skip", "3"],
            ["note", "1", "Go and watch one intake interview before the next meeting."],
        ],
        ["show"],
    ),
    "resource": ([["bookmark", "2.1"]], ["show", "2.1"]),
    "search": ([], ["search", "advocacy"]),
    "closing": ([["done", "2.4", "2.5", "2.6", "3.1"], ["goto", "3"]], ["next"]),
}


def main() -> None:
    """Walk the pathway in an empty home and draw each screen on the way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--columns", type=int, default=80)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        for name, (before, command) in SCREENS.items():
            for arguments in before:
                psi(arguments, home, chosen.columns)
            screen = psi(command, home, chosen.columns)
            if name == "welcome":
                screen = screen.replace(home, "~/.local/share/psi")
            for theme in ("dark", "light"):
                draw(
                    screen,
                    " ".join(["psi", *command]),
                    chosen.columns,
                    chosen.out / f"{name}-{theme}.svg",
                    theme,
                )


def psi(arguments: list[str], home: str, columns: int) -> str:
    """Return what psi prints at a terminal of this width."""
    environment = {
        **os.environ, "PSI_HOME": home, "COLUMNS": str(columns), "FORCE_COLOR": "1",
        "TERM": "xterm-256color", "PYTHONUTF8": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "psi_cli", *arguments]
    finished = subprocess.run(
        command, env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    return finished.stdout


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
