"""Ids that were renamed without an alias, as far as an earlier version is at hand."""

from collections.abc import Iterator

from psi_cli.authoring.findings import ADVICE, Finding, Report
from psi_cli.authoring.places import Places
from psi_cli.pathway.changes import compare, outline
from psi_cli.pathway.model import Pathway
from psi_cli.pathway.parse import names


def with_renames(report: Report, before: Pathway) -> Report:
    """Return a report with advice on the ids that were others in an earlier version."""
    if not report.pathway:
        return report
    told = (*report.findings, *_renames(report.pathway, before, Places("\n".join(report.lines))))
    return report._replace(findings=tuple(sorted(told)))


def _renames(pathway: Pathway, before: Pathway, places: Places) -> Iterator[Finding]:
    fields = {name: field for field, name in names(pathway)}
    for pair in compare(outline(before), outline(pathway)).likely:
        place = places.value(fields[pair.after.id])
        yield Finding(
            *place[:2],
            "renamed-id",
            f"“{pair.after.id}” looks like “{pair.before.id}” under another id, without an alias",
            severity=ADVICE,
            width=place.width,
            why="What learners did is kept under the id they know: it would be gone from sight.",
            nearest=f'Put this line below it: aliases = ["{pair.before.id}"]',
        )
