"""The view of `psi pathway check`: what is wrong with files, and the lines that would be right."""

from collections.abc import Iterator
from textwrap import wrap
from typing import NamedTuple
from unicodedata import category, east_asian_width

from psi_cli.authoring.findings import ADVICE, ERROR, Finding, Report
from psi_cli.system.sanitize import clean
from psi_cli.system.terminal import folded
from psi_cli.views import wording
from psi_cli.views.elements import Block, Fact, Hint
from psi_cli.views.lines import Facts

_GUTTER = 5  # columns of a line's number
_NARROWEST = 20


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


def mendings(file: str, mended: tuple[Finding, ...]) -> str:
    """Return a line on each that was mended, with what now stands there."""
    told = [f"{file}:{one.line}: mended[{one.name}]: {_now(one)}\n" for one in mended]
    return "".join(told) + "\n" * bool(told)


def _now(mended: Finding) -> str:
    lines = [clean(right).strip() for _, right in mended.corrected]
    return lines[0] if lines else mended.message


def excerpts(reports: tuple[Report, ...], width: int, *, folds: bool = False) -> str:
    """Return every finding with its line and a mark under what is meant, in so many columns.

    What is wrong is one line, as editors read it, unless it `folds` for people.
    """
    told = [
        "\n".join(_lines(report, finding, width, folds=folds))
        for report in reports
        for finding in report.findings
    ]
    return "".join(f"{one}\n\n" for one in told)


def _lines(report: Report, finding: Finding, width: int, *, folds: bool) -> Iterator[str]:
    margin = " " * (_GUTTER + 3)
    place = f"{report.file}:{finding.line}:{finding.column}"
    head = f"{place}: {finding.severity}[{finding.name}]: {clean(finding.message)}"
    yield folded(head, width) if folds else head
    yield from _excerpt(report, finding, max(width - _GUTTER - 4, _NARROWEST))
    words = (finding.why, "" if finding.corrected else finding.nearest)
    for text in filter(None, words):
        yield from (margin + line for line in wrap(clean(text), max(width - 8, _NARROWEST)))
    label = "Did you mean" if finding.nearest and not finding.sure else "Right"
    for number, right in finding.corrected:
        where = f", line {number:,}:" if number != finding.line else ":"
        yield f"{margin}{label}{where} {clean(right).strip() or '(an empty line)'}"


def _excerpt(report: Report, finding: Finding, room: int) -> Iterator[str]:
    """Yield a line of the file and, below, a mark; a long one is cut around what is meant."""
    if finding.line > len(report.lines) or not report.lines[finding.line - 1].strip():
        return
    text, at = report.lines[finding.line - 1], finding.column - 1
    begin = max(0, min(at - room // 3, len(text) - room))
    before, meant = _shown(text[begin:at]), text[at : at + finding.width]
    cut = "…" if begin else ""
    shown = _shown(text[begin:])[: room - len(cut)]
    more = "…" if len(text) - begin > room else ""
    yield f"{finding.line:>{_GUTTER}} | {cut}{shown}{more}"
    marks = min(max(_cells(_shown(meant)), 1), max(room - _cells(cut + before), 1))
    yield f"{'':{_GUTTER}} | {' ' * _cells(cut + before)}{'^' * marks}"


def _shown(text: str) -> str:
    """Return a piece of a line in which nothing commands the terminal."""
    return clean(text.replace("\t", " "))


def _cells(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    widths = {"W": 2, "F": 2}
    return sum(
        0 if category(one) in {"Mn", "Me", "Cf"} else widths.get(east_asian_width(one), 1)
        for one in text
    )
