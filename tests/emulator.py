"""A terminal in memory: what a learner would see of an output, in which style."""

from itertools import groupby
from typing import NamedTuple

import pyte

_DIM, _STRUCK = "\x1b[2m", "\x1b[9m"  # the emulator knows nothing of dim, and psi strikes no word

_NAMES = {"brown": "yellow"}  # what the emulator calls the colours of psi


class Cell(NamedTuple):
    """One character as it is shown, and its style in words: “bold cyan”, or nothing."""

    character: str
    style: str


def cells(text: str, columns: int, rows: int) -> list[list[Cell]]:
    """Return the rows of a window after a text was written into it, the last ones."""
    window = pyte.Screen(columns, rows)
    pyte.Stream(window).feed(text.replace(_DIM, _STRUCK).replace("\n", "\r\n"))
    return [[_cell(window.buffer[row][column]) for column in range(columns)] for row in range(rows)]


def screen(text: str, columns: int, rows: int) -> list[str]:
    """Return the rows of a window after a text was written into it, without their styles."""
    shown = cells(text, columns, rows)
    return ["".join(cell.character for cell in row).rstrip() for row in shown]


def picture(text: str, columns: int) -> str:
    """Return a text as it is shown in a window high enough, its styles as [bold]…[/]."""
    rows = cells(text, columns, sum(1 + len(line) // columns for line in text.split("\n")) + 1)
    return "\n".join(map(_styled, rows)).rstrip() + "\n"


def _styled(row: list[Cell]) -> str:
    runs = []
    for style, run in groupby(row, key=lambda cell: cell.style):
        characters = "".join(cell.character for cell in run)
        runs.append(f"[{style}]{characters}[/]" if style else characters)
    return "".join(runs).rstrip()


def _cell(shown: pyte.screens.Char) -> Cell:
    words = [
        *(["bold"] if shown.bold else []),
        *(["dim"] if shown.strikethrough else []),
        *(["underline"] if shown.underscore else []),
        *([_NAMES.get(shown.fg, shown.fg)] if shown.fg != "default" else []),
        *(["reversed"] if shown.reverse else []),
        *([f"on {shown.bg}"] if shown.bg != "default" else []),
    ]
    return Cell(shown.data, " ".join(words))
