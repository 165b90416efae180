"""A pathway file, checked: all that is wrong with it, and all that is odd."""

import itertools
import re
from typing import Any, NamedTuple

from psi_cli.authoring import advice, explain, slips
from psi_cli.authoring.encoding import decoded
from psi_cli.authoring.findings import ERROR, Finding, Report
from psi_cli.authoring.places import Places
from psi_cli.pathway import parse, safe_toml
from psi_cli.pathway.fields import Problem
from psi_cli.pathway.format import is_newer
from psi_cli.pathway.model import Pathway
from psi_cli.pathway.safe_toml import BadToml

_CONSEQUENCES = {"missing", "unfinishable", "no-link"}  # of a key that was misspelt or left out


class _Read(NamedTuple):
    """What of a file is TOML: its table, None where nothing is; its text, and that as mended.

    `wrong` is what had to be mended or left out, and `left_out` are the lines of the latter.
    """

    table: dict[str, Any] | None
    text: str
    mended: str = ""
    wrong: tuple[Finding, ...] = ()
    left_out: tuple[int, ...] = ()


def check(data: bytes, file: str, this_year: int) -> Report:
    """Return all that there is to say of a pathway file, in its order.

    `file` is its name for people; a year beyond `this_year` is odd.
    """
    found = _read(data)
    lines = tuple(found.text.split("\n"))
    if found.table is None:
        return Report(file, tuple(sorted(found.wrong)), lines)
    pathway, problems = parse.read(found.table)
    problems_told = _told(found, pathway, problems, this_year)
    told = (*_not_said_better(found.wrong, problems_told), *problems_told)
    wrong = {one.line for one in told if one.severity == ERROR}  # where no advice is needed
    findings = {one for one in told if one.severity == ERROR or one.line not in wrong}
    return Report(file, tuple(sorted(findings)), lines, None if wrong else pathway)


def _read(data: bytes) -> _Read:
    """Return what of a file can be read, whatever is wrong with it."""
    try:
        table, text = safe_toml.parse(data)
    except BadToml as error:
        if any(one.name != "limit" for one in error.findings):
            return _read_mended(data)
        return _Read(None, "", wrong=tuple(map(_limit, error.findings)))
    return _Read(table, text, text)


def _read_mended(data: bytes) -> _Read:
    text, wrong = decoded(data)
    text = _put_right(text, wrong)
    if other := _another_language(text):
        return _Read(None, text, wrong=(*wrong, other)[:1])
    mended, found, left_out = slips.mended(text)
    if mended is None:
        return _Read(None, text, wrong=(*wrong, *found))
    try:
        table, _ = safe_toml.parse(mended.encode())
    except BadToml as error:
        return _Read(None, text, wrong=(*wrong, *found, *map(_limit, error.findings)))
    return _Read(table, text, mended, (*wrong, *found), left_out)


def _told(
    found: _Read, pathway: Pathway, problems: tuple[Problem, ...], this_year: int
) -> list[Finding]:
    """Return what a pathway's author is told of it, without what follows from something else."""
    if not found.text.strip():
        return [_empty()]
    table, places = found.table or {}, Places(found.mended)
    ids = tuple(resource.id for resource in pathway.resources())
    told = [explain.explained(one, table, places, ids) for one in problems]
    if not is_newer(table.get("format")):
        told += advice.advice(table, places, this_year)
    blind = _blind_spots(problems, found.left_out, places)
    return [
        one
        for one in told
        if one.name not in _CONSEQUENCES or not any(one.line in lines for lines in blind)
    ]


def _not_said_better(slips: tuple[Finding, ...], told: list[Finding]) -> list[Finding]:
    """Return the slips of TOML without those within a value that is wrong as well.

    Quotation marks alone would not put such a line right: `year = 12.03.2019`.
    """
    better = {one.line for one in told if one.name in {"type", "address"} or one.corrected}
    within = {"quotes", "backslash"}
    return [one for one in slips if one.name not in within or one.line not in better]


def _put_right(text: str, findings: tuple[Finding, ...]) -> str:
    lines = text.split("\n")
    for finding in findings:
        finding.put_right(lines)
    return "\n".join(lines)


def _limit(finding: safe_toml.Finding) -> Finding:
    message = f"{finding.field} {finding.sentence}".strip()
    message = message if finding.field else f"the file {finding.sentence}"
    why = "No pathway needs as much; part it in two: learners can follow several."
    return Finding(max(finding.line, 1), max(finding.column, 1), finding.name, message, why=why)


def _empty() -> Finding:
    message = "the file is empty, and a pathway begins with format = 1"
    return Finding(1, 1, "empty", message, why="`psi pathway new FILE` writes one to begin with.")


_OTHERS = (
    (r"\s*[\[{]\s*[\"\[{]", "JSON"),
    (r"\s*<(!doctype|html|\?xml|\w+>)", "HTML or XML"),
    (r"(?s)(.*\n)?(# |## |[-*] |\d+\. |\[[^\]]+\]\()", "Markdown"),
    (r"(?s)---\n|(.*\n)?[\w-]+:( |\n)", "YAML"),
)


def _another_language(text: str) -> Finding | None:
    """Tell of a file that is in no way TOML, and what it looks like."""
    is_toml = re.search(r"^\s*(\[{1,2}[\w.]+\]|[\w-]+\s*=)", text, re.MULTILINE)
    if is_toml or not text.strip():
        return None
    found = next((name for look, name in _OTHERS if re.match(look, text, re.IGNORECASE)), "")
    looks = f"looks like {found}" if found else "has no key = value and no [header]"
    message = f"a pathway file is TOML, and this one {looks}"
    remedy = "`psi pathway new FILE --from LIST` makes a pathway of a Markdown list or a table."
    why = remedy if found == "Markdown" else "`psi pathway new FILE` writes one to begin with."
    return Finding(1, 1, "toml", message, width=len(text.partition("\n")[0]) or 1, why=why)


def _blind_spots(
    problems: tuple[Problem, ...], left_out: tuple[int, ...], places: Places
) -> list[range]:
    """Return the lines of tables in which something was not understood."""
    if not problems and not left_out:
        return []
    lines = {line for line, _ in places.where.values()}
    headers = sorted(line for line in lines if places.lines[line - 1].lstrip().startswith("["))
    begins = [1, *headers, len(places.lines) + 1]
    misread = [one for one in problems if one.name in {"unknown-key", "type"}]
    within = [*left_out, *(places.key(one.field[:-1]).line for one in misread)]
    tables = itertools.pairwise(begins)
    return [range(begin, end) for begin, end in tables if any(begin <= one < end for one in within)]
