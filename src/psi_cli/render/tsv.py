"""Rows for other programs: a line each, tabs between their fields, and no header."""

from collections.abc import Iterable

from psi_cli.system.sanitize import clean_line


def render(rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows as lines; a tab or a line break within a field is a space."""
    return "".join("\t".join(map(clean_line, row)) + "\n" for row in rows)
