"""A page of the pathway for any browser: one file that asks no server for anything.

Its only script is the filter box; a policy in the page lets nothing else run, and without the
script the page is whole but for that box.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from pkgutil import get_data

from psi_cli.exports.view import Entry, ExportView, Section, reached
from psi_cli.learning.progress import StageProgress
from psi_cli.pathway.model import Companion, Link
from psi_cli.record.model import DONE, OPEN, SKIPPED, Note
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.lines import grouped

_MARKS = {DONE: "✓", OPEN: "○", SKIPPED: "–"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_STATES = (OPEN, DONE, SKIPPED, "bookmarked")
_ICON = (
    "data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22%20viewBox=%220%200%2016%20"
    "16%22%3E%3Ctext%20x=%228%22%20y=%2213%22%20font-size=%2215%22%20text-anchor=%22middle%22%20"
    "fill=%22%231f5f8b%22%3E%CF%88%3C/text%3E%3C/svg%3E"
)


def written(view: ExportView) -> str:
    """Return the page."""
    script = _part("page.js")
    language = view.pathway.language
    sections = "".join(f"{_section(section, view)}\n" for section in view.sections)
    return f"""<!DOCTYPE html>
<html lang="{language if _LANGUAGE.fullmatch(language) else "en"}">
{_head(view, script)}
<body>
<a class="skip" href="#pathway">Skip to the pathway</a>
{_header(view)}
{_nav(view)}
<main id="pathway">
{_filter()}
{sections}</main>
{_footer(view)}
<script>{script}</script>
</body>
</html>
"""


def _head(view: ExportView, script: str) -> str:
    """Return what stands before the body, with the policy that lets this script run."""
    style = _part("page.css")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return f"""<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="psi {escape(view.version)}">
<meta name="referrer" content="no-referrer">
<title>{escape(view.pathway.title)}</title>
<link rel="icon" href="{_ICON}">
<style>{style}</style>
</head>"""


def _part(name: str) -> str:
    return (get_data("psi_cli.exports", name) or b"").decode().replace("\r\n", "\n")


def _hash(text: str) -> str:
    """Return the source by which a policy allows this text to be run, and no other."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _paragraph(text: str, kind: str = "") -> str:
    return f"<p{_class(kind)}>{escape(text)}</p>" if text else ""


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _list(items: Iterable[str], kind: str) -> str:
    return f'<ul class="{kind}">{"".join(f"<li>{item}</li>" for item in items)}</ul>'


def _header(view: ExportView) -> str:
    pathway = view.pathway
    outcomes = ""
    if pathway.outcomes:
        points = _list(map(escape, pathway.outcomes), "outcomes")
        outcomes = f"<p>It sets out to enable you to</p>{points}"
    return (
        f'<header><p class="plain">A learning pathway, as of {_time(view.days.today)}</p>'
        f"<h1>{escape(pathway.title)}</h1>{_paragraph(pathway.summary, 'lead')}"
        f"{_paragraph(pathway.audience)}{outcomes}"
        f'<p class="plain"><strong>{escape(view.account())}.</strong></p></header>'
    )


def _time(day: str) -> str:
    return f'<time datetime="{escape(day)}">{escape(day)}</time>'


def _nav(view: ExportView) -> str:
    steps = "".join(f"<li>{_step(section)}</li>" for section in view.sections)
    return f'<nav aria-label="Stages"><ol>{steps}</ol></nav>'


def _step(section: Section) -> str:
    known = section.progress
    done = known is not None and known.complete
    name = f'<span class="name">{escape(section.stage.title)}</span>'
    far = f'<span class="far">{escape(_how_far(section))}</span>'
    mark = _mark(DONE if done else OPEN)
    return (
        f'<a href="#stage-{section.number}"{_class("is-done" if done else "")}>'
        f"{mark}{name}{far}{_bar(known)}</a>"
    )


def _mark(status: str) -> str:
    return f'<span class="mark" aria-hidden="true">{_MARKS[status]}</span>'


def _bar(known: StageProgress | None) -> str:
    """Return how far a stage is done, drawn; the words beside it say it too."""
    if not known or not known.total:
        return ""
    share = 100 * (known.done + known.skipped) // known.total
    drawn = (
        f'<svg viewBox="0 0 100 1" preserveAspectRatio="none"><path d="M0 0h{share}v1H0z"/></svg>'
    )
    return f'<span class="bar" aria-hidden="true">{drawn}</span>'


def _how_far(section: Section) -> str:
    known = section.progress
    if known and known.total:
        return wording.how_far(known)
    if section.stage.resources:
        return wording.plural(len(section.stage.resources), "resource")
    return "done" if known and known.complete else wording.reading_time(section.stage)


def _filter() -> str:
    options = "".join(f'<option value="{one}">{one.capitalize()}</option>' for one in _STATES)
    return (
        '<form class="filter" role="search" hidden><label>Find in this page'
        '<input type="search" autocomplete="off"></label>'
        f'<label>Show<select><option value="">Everything</option>{options}</select></label>'
        "<output></output></form>"
    )


def _section(section: Section, view: ExportView) -> str:
    stage, number = section.stage, section.number
    place = "Beyond the stages" if section.progress is None else f"Stage {number}"
    head = (
        f'<h2 id="stage-{number}"><small>{place} · {escape(_how_far(section))}</small>'
        f"{escape(stage.title)}</h2>{_paragraph(stage.goal, 'goal')}"
    )
    text = "".join(map(_paragraph, stage.text))
    if text:
        reading = f", {wording.duration(stage.minutes)}" if stage.minutes else ""
        text = f'<details class="text"><summary>Read the text{reading}</summary>{text}</details>'
    entries = "\n".join(_group(*group, view) for group in grouped(section.entries))
    notes = "".join(_quotations(section.notes, view.days))
    questions = _questions(section, view.days)
    return (
        f'<section aria-labelledby="stage-{number}">{head}{text}{notes}\n{entries}\n{questions}'
        "</section>"
    )


def _group(heading: str, entries: list[Entry], view: ExportView) -> str:
    """Return resources under the heading of their group, each then one level below it."""
    level = "h4" if heading else "h3"
    articles = "\n".join(_article(entry, level, view) for entry in entries)
    return f"<section><h3>{escape(heading)}</h3>{articles}</section>" if heading else articles


def _article(entry: Entry, level: str, view: ExportView) -> str:
    resource, state = entry.resource, entry.state
    marks = [state.status, *(["bookmarked"] if state.bookmarked else [])]
    head = (
        f"<{level}>{_mark(state.status)}{_titled(resource.title, resource.link)}</{level}>"
        f'<p class="facts">{_standing(entry, view)} · {escape(_facts(entry))}</p>'
    )
    told = _paragraph(resource.summary)
    after = ", ".join(f"{one.number} {one.title}" for one in entry.after)
    for label, text in (("After", after), ("Why", resource.why), ("Since then", resource.since)):
        told += f'<p><span class="term">{label}:</span> {escape(text)}</p>' if text else ""
    notes = "".join(_quotations(state.notes, view.days))
    kind = "is-done" if state.status == DONE else ""
    return (
        f'<article{_class(kind)} data-is="{" ".join(marks)}">{head}{told}{_beside(entry)}{notes}'
        "</article>"
    )


def _titled(title: str, link: Link) -> str:
    """Return a title that leads where the link does, or is followed by a search for it."""
    address, search = reached(link)
    if address:
        return f'<a href="{escape(address)}">{escape(title)}</a>'
    found = f' <a class="facts" href="{escape(search)}">search for it</a>' if search else ""
    return escape(title) + found


def _standing(entry: Entry, view: ExportView) -> str:
    said, *more = view.standing(entry.state)
    words = [f'<span class="state">{escape(said.capitalize())}</span>']
    for word in more:
        kept = word == "bookmarked"
        words.append(f'<span class="kept">★ {word}</span>' if kept else escape(word))
    return " · ".join(words)


def _facts(entry: Entry) -> str:
    resource = entry.resource
    facts = [
        wording.kind_and_time(resource),
        wording.credit(resource.creators, resource.year),
        "" if resource.access == "open" else wording.ACCESS_WORDS[resource.access],
        entry.number,
    ]
    return " · ".join(filter(None, facts))


def _beside(entry: Entry) -> str:
    if not entry.companions:
        return ""
    count = wording.plural(len(entry.companions), "more piece")
    items = _list((_companion(*one) for one in entry.companions), "beside")
    return f"<details><summary>{count}, instead or beside it</summary>{items}</details>"


def _companion(number: str, companion: Companion) -> str:
    facts = [
        wording.role(companion),
        wording.kind(companion.kind),
        wording.credit(companion.creators, companion.year),
        number,
    ]
    words = escape(" · ".join(filter(None, facts)))
    title = _titled(companion.title, companion.link)
    return f'{title}<p class="facts">{words}</p>{_paragraph(companion.summary)}'


def _quotations(notes: Iterable[Note], days: Days) -> Iterator[str]:
    for note in notes:
        day = _time(days.date(note.at))
        yield f"<blockquote><p>{escape(note.text)}</p><footer>{day}</footer></blockquote>"


def _questions(section: Section, days: Days) -> str:
    if not section.questions:
        return ""
    items = "".join(
        f"<li>{escape(one.prompt)}{''.join(_quotations(one.answers, days))}</li>"
        for one in section.questions
    )
    return f'<h3>Questions for your own work</h3><ol class="questions">{items}</ol>'


def _footer(view: ExportView) -> str:
    pathway = view.pathway
    home = (
        f' <a href="{escape(pathway.homepage)}">Where it comes from</a>.'
        if pathway.homepage
        else ""
    )
    edition = f", edition {escape(pathway.version)}" if pathway.version else ""
    return (
        f"<footer>{_paragraph(pathway.publisher)}<p>{escape(pathway.title)}{edition}.{home}</p>"
        f"<p>Written by psi {escape(view.version)} on {_time(view.days.today)}. "
        "Minutes are estimates.</p></footer>"
    )
