"""What a check has to say of a pathway file: findings with their place, and how to mend them."""

from typing import Any, NamedTuple

from psi_cli.pathway.model import Pathway

ERROR, ADVICE = "error", "advice"


class Finding(NamedTuple):
    """Something about a file: where it is, what it is, why it matters and what would be right.

    `width` counts the characters that are meant. `corrected` are lines as they would be right,
    by number; where they are `sure`, psi may put them in itself. `other` is the line of what this
    clashes with, or 0.
    """

    line: int
    column: int
    name: str
    message: str
    severity: str = ERROR
    width: int = 1
    why: str = ""
    nearest: str = ""
    corrected: tuple[tuple[int, str], ...] = ()
    sure: bool = False
    other: int = 0

    def put_right(self, lines: list[str]) -> None:
        """Put the corrected lines in the place of those that stand among the lines of the file."""
        for number, right in self.corrected:
            lines[number - 1] = right

    def facts(self) -> dict[str, Any]:
        """Return the finding as JSON has it."""
        return {
            "line": self.line,
            "column": self.column,
            "width": self.width,
            "severity": self.severity,
            "name": self.name,
            "message": self.message,
            "why": self.why or None,
            "nearest": self.nearest or None,
            "corrected": [{"line": line, "text": text} for line, text in self.corrected],
            "mechanical": self.sure,
            "other_line": self.other or None,
        }


class Report(NamedTuple):
    """What there is to say of one file, in its order, and its lines.

    `pathway` is what psi makes of it, None where that is not known.
    """

    file: str
    findings: tuple[Finding, ...]
    lines: tuple[str, ...] = ()
    pathway: Pathway | None = None

    def count(self, severity: str) -> int:
        """Return how many findings are of a severity."""
        return sum(one.severity == severity for one in self.findings)
