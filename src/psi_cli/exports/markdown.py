"""A checklist in Markdown (CommonMark with GitHub's task lists), to be pasted anywhere."""

import re
from collections.abc import Iterable, Iterator

from psi_cli.exports.view import Entry, ExportView, Section, reached
from psi_cli.pathway.model import Companion
from psi_cli.record.model import DONE, Note
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.lines import grouped

_MARKUP = re.compile(r"([\\`*_\[\]<>&~|!^$#])")
_AUTOLINK = re.compile(r"(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_LINE_BEGINNING = re.compile(r"^(\d*)([-+=:.)])")  # what could begin a list, or a rule
_SPACE = "&#32;"
_ENTITY = re.compile(r"&(?=[#\w]+;)")


def written(view: ExportView) -> str:
    """Return a pathway as a checklist with the learner's marks in it."""
    pathway = view.pathway
    blocks = [f"# {escaped(pathway.title)}"]
    blocks += [paragraph(pathway.summary)] if pathway.summary else []
    blocks.append(f"{view.account()} · as of {view.days.today}")
    for section in view.sections:
        blocks += _section(section, view)
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """Return one line of text so that Markdown shows its characters and nothing else."""
    return _AUTOLINK.sub(r"\\\g<0>", _MARKUP.sub(r"\\\1", text))


def paragraph(text: str) -> str:
    """Return a text that stands at the beginning of a line; its own line breaks are kept."""
    return "\\\n".join(_line(line) for line in text.strip("\n").split("\n"))


def quoted(text: str) -> str:
    """Return a text as a quotation."""
    return "\n".join(f"> {line}" for line in paragraph(text).split("\n"))


def link(title: str, address: str) -> str:
    """Return a title that leads to an address, or the title alone where there is none."""
    if not address:
        return escaped(title)
    target = _ENTITY.sub("&amp;", address)
    return f"[{escaped(title)}]({f'<{target}>' if '(' in target or ')' in target else target})"


def dated_notes(notes: Iterable[Note], days: Days) -> list[str]:
    """Return notes or answers as blocks: the day of each, then its words as a quotation."""
    return [f"{days.date(note.at)}\n\n{quoted(note.text)}" for note in notes]


def _line(line: str) -> str:
    """Return a line whose beginning is no markup, and whose outer spaces are kept."""
    text = _LINE_BEGINNING.sub(r"\1\\\2", escaped(line.strip(" ")), count=1)
    before = len(line) - len(line.lstrip(" "))
    after = len(line) - len(line.rstrip(" ")) if text else 0
    return _SPACE * before + text + _SPACE * after


def _section(section: Section, view: ExportView) -> Iterator[str]:
    stage = section.stage
    yield f"## {section.number}\\. {escaped(stage.title)}"
    if stage.goal:
        yield paragraph(stage.goal)
    yield from dated_notes(section.notes, view.days)
    for heading, entries in grouped(section.entries):
        if heading:
            yield f"### {escaped(heading)}"
        yield "\n".join(_entry(entry, view) for entry in entries)
    if section.questions:
        asked = [f"- {escaped(one.number)} {escaped(one.prompt)}" for one in section.questions]
        answers = [_indented(dated_notes(one.answers, view.days)) for one in section.questions]
        yield "Questions for your own work:"
        yield "\n".join(map(str.__add__, asked, answers))


def _entry(entry: Entry, view: ExportView) -> str:
    resource, state = entry.resource, entry.state
    box = "x" if state.status == DONE else " "
    address, search = reached(resource.link)
    title = link(resource.title, address) + (f" ({link('search', search)})" if search else "")
    standing = view.standing(state)
    said = standing[1:] if standing[0] == "open" else standing
    parts = [wording.credit(resource.creators, resource.year), wording.kind_and_time(resource)]
    before = ", ".join(one.number for one in entry.after)
    parts += [f"after {before}"] if before else []
    words = " · ".join(filter(None, (*map(escaped, parts), *said)))
    line = f"- [{box}] {entry.number} {title} · {words}"
    below = [f"\n  - {_companion(*one)}" for one in entry.companions]
    return line + "".join(below) + _indented(dated_notes(state.notes, view.days))


def _companion(number: str, companion: Companion) -> str:
    address, search = reached(companion.link)
    role = wording.role(companion)
    by = wording.credit(companion.creators, companion.year)
    title = link(companion.title, address) + (f" ({link('search', search)})" if search else "")
    return " · ".join(
        filter(None, (f"{number} {role}: {title}", escaped(by), wording.kind(companion.kind)))
    )


def _indented(blocks: list[str]) -> str:
    """Return blocks as they stand below the first line of a list's item."""
    lines = [f"  {line}".rstrip() for block in blocks for line in ("", *block.split("\n"))]
    return "".join(f"\n{line}" for line in lines)
