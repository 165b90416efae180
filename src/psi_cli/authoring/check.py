"""A pathway file, checked: all that is wrong with it, and all that is odd."""

import re
from collections.abc import Iterator
from typing import Any

from psi_cli.authoring import advice, explain, slips
from psi_cli.authoring.encoding import decoded
from psi_cli.authoring.findings import ERROR, Finding, Report
from psi_cli.authoring.places import Places
from psi_cli.pathway import parse, safe_toml
from psi_cli.pathway.fields import Problem as Found
from psi_cli.pathway.safe_toml import BadToml, Field

_CONSEQUENCES = {"missing", "unfinishable", "no-link"}  # of a key that was misspelt or left out


def check(data: bytes, file: str, this_year: int) -> Report:
    """Return all that there is to say of a pathway file, in its order.

    `file` is its name for people; a year beyond `this_year` is odd.
    """
    try:
        table, text = safe_toml.parse(data)
        wrong: tuple[Finding, ...] = ()
        left_out: tuple[int, ...] = ()
    except BadToml as error:
        if all(one.name == "limit" for one in error.findings):
            return Report(file, tuple(map(_limit, error.findings)))
        text, wrong = decoded(data)
        text = _put_right(text, wrong)
        if other := _another_language(text):
            return Report(file, (*wrong, other)[:1], tuple(text.split("\n")))
        again = slips.mended(text)
        wrong += again.slips
        left_out = again.left_out
        try:
            table, _ = safe_toml.parse((again.text or "").encode())
        except BadToml as error:
            wrong += tuple(map(_limit, error.findings))
            again = again._replace(text=None)
        if again.text is None:
            return _report(file, wrong, text)
        return _read(file, table, again.text, text, wrong, left_out, this_year)
    return _read(file, table, text, text, wrong, left_out, this_year)


def _read(  # noqa: PLR0913, PLR0917 - what one reading of a file has come to
    file: str,
    table: dict[str, Any],
    readable: str,
    text: str,
    wrong: tuple[Finding, ...],
    left_out: tuple[int, ...],
    this_year: int,
) -> Report:
    pathway, found = parse.read(table)
    if not table and not text.strip():
        return _report(file, (*wrong, _empty()), text)
    places = Places(readable)
    ids = tuple(resource.id for resource in pathway.resources())
    said = [explain.explained(one, table, places, ids) for one in found]
    if not any(one.name == "format" for one in found) or len(found) > 1:
        said += advice.advice(table, places, this_year)
    blind = _blind_spots(found, left_out, places)
    said = [one for one in said if not (one.name in _CONSEQUENCES and _is_in(one.line, blind))]
    report = _report(file, (*wrong, *said), text)
    return report._replace(pathway=None if report.count(ERROR) else pathway)


def _report(file: str, findings: tuple[Finding, ...], text: str) -> Report:
    """Return a report in the order of the file, without advice on what is an error."""
    wrong = {one.line for one in findings if one.severity == ERROR}
    told = [one for one in findings if one.severity == ERROR or one.line not in wrong]
    return Report(file, tuple(sorted(dict.fromkeys(told))), tuple(text.split("\n")))


def _put_right(text: str, findings: tuple[Finding, ...]) -> str:
    lines = text.split("\n")
    for finding in findings:
        for number, right in finding.corrected:
            lines[number - 1] = right
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
    found: tuple[Found, ...], left_out: tuple[int, ...], places: Places
) -> tuple[range, ...]:
    """Return the lines of tables in which something was not understood."""
    if not found and not left_out:
        return ()
    misread = [one for one in found if one.name in {"unknown-key", "type"}]
    unknown = [places.key(one.field[:-1]).line for one in misread]
    headers = sorted({line for line, _ in map(places.where.get, _tables(places)) if line})  # type: ignore[misc]
    around = [max((line for line in headers if line <= out), default=1) for out in left_out]
    begins = [1, *headers]
    return tuple(
        range(line, next((one for one in begins if one > line), len(places.lines) + 1))
        for line in {*unknown, *around}
    )


def _tables(places: Places) -> Iterator[Field]:
    return (
        field
        for field, (line, _) in places.where.items()
        if places.lines[line - 1].lstrip().startswith("[")
    )


def _is_in(line: int, ranges: tuple[range, ...]) -> bool:
    return any(line in one for one in ranges)
