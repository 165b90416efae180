"""A dated record of what was learned, in Markdown, as a yearly review asks for it."""

from collections.abc import Iterator

from psi_cli.exports.markdown import dated_notes, escaped, link
from psi_cli.exports.view import Entry, ExportView, Section, reached
from psi_cli.learning.progress import summed
from psi_cli.record.model import DONE
from psi_cli.views import wording


def written(view: ExportView) -> str:
    """Return the record: what for, how long, what was done when, and answers if asked for."""
    pathway = view.pathway
    blocks = [f"# Learning record: {escaped(pathway.title)}", *_account(view)]
    if pathway.outcomes:
        points = "\n".join(f"- {escaped(one)}" for one in pathway.outcomes)
        blocks += ["## What the pathway sets out to enable", points]
    if view.entries:
        blocks += ["## What was done", _table(view)]
    for section in view.sections:
        blocks += _words(section, view)
    return "\n\n".join(blocks) + "\n"


def by_date(view: ExportView) -> list[Entry]:
    """Return the resources in the order in which they were done, others after them."""
    return sorted(view.entries, key=lambda entry: (entry.state.status != DONE, entry.state.at))


def _account(view: ExportView) -> Iterator[str]:
    begun = f"Begun {view.days.date(view.started)}, as" if view.started else "As"
    yield f"{begun} of {view.days.today}: {view.account()}."
    studied = [entry for entry in view.entries if entry.state.status == DONE]
    if time := wording.estimate(*summed(entry.minutes for entry in studied), "about"):
        done = wording.plural(len(studied), "resource")
        sources = [
            *["the learner’s own account"] * any(entry.state.took for entry in studied),
            *["the estimates of the pathway"] * any(not entry.state.took for entry in studied),
        ]
        yield f"**{time[0].upper()}{time[1:]}** for {done}, by {' and '.join(sources)}."


def _table(view: ExportView) -> str:
    rows = ["| Date | Resource | Kind | Time |", "| --- | --- | --- | --: |"]
    for entry in by_date(view):
        resource = entry.resource
        when = view.done_on(entry.state) or ", ".join(view.standing(entry.state))
        by = wording.credit(resource.creators, resource.year)
        what = link(resource.title, reached(resource.link)[0]) + (f", {escaped(by)}" if by else "")
        time = wording.time(entry.minutes)
        rows.append(f"| {when} | {what} | {wording.kind(resource.kind)} | {time} |")
    return "\n".join(rows)


def _words(section: Section, view: ExportView) -> Iterator[str]:
    """Yield the learner's own words in a stage, under what they are about."""
    about = [(section.stage.title, section.notes)]
    about += [(entry.resource.title, entry.state.notes) for entry in section.entries]
    about += [(one.prompt, one.answers) for one in section.questions]
    for title, notes in about:
        if notes:
            yield f"## {escaped(title)}"
            yield from dated_notes(notes, view.days)
