"""The view of `psi pathway check`: how each file fares; `render/excerpts.py` shows the lines."""

from typing import NamedTuple

from psi_cli.authoring.findings import ADVICE, ERROR, Finding, Report
from psi_cli.views import wording
from psi_cli.views.elements import Block, Fact, Hint
from psi_cli.views.lines import Facts


class Checked(NamedTuple):
    """Pathway files and all that there is to say of each; nothing of one that is well."""

    reports: tuple[Report, ...]
    mended: tuple[tuple[Finding, ...], ...]  # what was mended, file by file
    hints: tuple[Hint, ...]
    schema: str = "psi.check/1"

    def facts(self) -> Facts:
        """Return the findings of each file."""
        return {
            "files": [
                _facts(report, mended)
                for report, mended in zip(self.reports, self.mended, strict=True)
            ],
            "errors": self.count(ERROR),
            "advice": self.count(ADVICE),
        }

    def blocks(self) -> list[Block]:
        """Return a line on each file; what there is to say of it stands above, as it is."""
        return [
            Fact(report.file, _verdict(report, mended))
            for report, mended in zip(self.reports, self.mended, strict=True)
        ]

    def count(self, severity: str) -> int:
        """Return how many findings there are of a severity."""
        return sum(report.count(severity) for report in self.reports)


def _facts(report: Report, mended: tuple[Finding, ...]) -> Facts:
    return {
        "file": report.file,
        "pathway": report.pathway.id if report.pathway else None,
        "findings": [one.facts() for one in report.findings],
        "errors": report.count(ERROR),
        "advice": report.count(ADVICE),
        "mended": [one.facts() for one in mended],
    }


def _verdict(report: Report, mended: tuple[Finding, ...]) -> str:
    counts = []
    if mended:
        counts.append(f"{len(mended):,} mended")
    if errors := report.count(ERROR):
        counts.append(wording.plural(errors, "error"))
    if advice := report.count(ADVICE):
        counts.append(wording.plural(advice, "piece of advice", "pieces of advice"))
    return ", ".join(counts) or "well"
