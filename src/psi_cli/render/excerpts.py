"""Findings on pathway files as compilers show them: the line, and a mark under what is meant."""

from collections.abc import Iterator
from textwrap import wrap

from psi_cli.authoring.findings import Finding, Report
from psi_cli.render.layout import columns
from psi_cli.system.sanitize import clean
from psi_cli.system.terminal import folded

_GUTTER = 5  # columns of a line's number
_NARROWEST = 20


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
    marks = min(max(columns(_shown(meant)), 1), max(room - columns(cut + before), 1))
    yield f"{'':{_GUTTER}} | {' ' * columns(cut + before)}{'^' * marks}"


def _shown(text: str) -> str:
    """Return a piece of a line in which nothing commands the terminal."""
    return clean(text.replace("\t", " "))
