"""Real readers of each format, given 1,000 hostile resources; `.ci/readers` installs and runs it.

python -m tests.exports.readers FOLDER    # and leaves the exports in FOLDER, for the browser
"""

import json
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

from psi_cli.exports import bibtex, bookmarks, csl_json, html, ics, markdown, record, ris
from psi_cli.exports import json as psi_json
from psi_cli.exports.citations import citations
from psi_cli.exports.view import ExportView
from psi_cli.record import journal
from psi_cli.record.imports import SCHEMA
from psi_cli.record.model import Event, LearnerRecord, Note
from tests.exports.hostile import hostile_view
from tests.exports.test_bookmarks import expected
from tests.exports.test_ics import check_every_text, hostile_calendar
from tests.exports.test_markdown import Words, addresses, unsaid
from tests.exports.test_references import bent

Check = Callable[[ExportView, Path], None]


def same(found: object, wanted: object) -> None:
    """Hold two values to be equal, and name the first difference."""
    if found != wanted:
        pairs = zip(found, wanted, strict=False) if isinstance(found, list) else [(found, wanted)]
        raise AssertionError(next((pair for pair in pairs if pair[0] != pair[1]), "their lengths"))


def composed(text: str) -> str:
    return normalize("NFC", text)


def folded(text: str) -> str:
    """Return a text with each white space a plain one, as pybtex makes it."""
    return " ".join(text.split())


def bibtexparser(view: ExportView, folder: Path) -> None:
    import bibtexparser as reader
    from bibtexparser.bparser import BibTexParser
    from bibtexparser.customization import convert_to_unicode

    parser = BibTexParser(customization=convert_to_unicode, common_strings=True)
    entries = reader.loads((folder / "x.bib").read_text(encoding="utf-8"), parser).entries
    same([one["ID"] for one in entries], [one.id for one in citations(view)])
    as_written = str.maketrans({"„": ",,", "⁗": "''''"})  # what it makes one character of
    for field in ("title", "abstract"):  # it composes é and leaves \\$
        wanted = [composed(bent(getattr(one, field))) for one in citations(view)]
        found = [composed(one[field]).translate(as_written) for one in entries]
        same([one.replace("\\$", "$") for one in found], wanted)
    same([one.get("url", "") for one in entries], [one.url for one in citations(view)])


def pybtex(view: ExportView, folder: Path) -> None:
    from pybtex.database import parse_file
    from pybtex.richtext import Text

    entries = parse_file(str(folder / "x.bib"), encoding="utf-8").entries
    same(list(entries), [one.id for one in citations(view)])
    titles = [one.fields["title"] for one in entries.values()]
    wanted = [folded(bent(one.title)) for one in citations(view)]
    same([folded(re.sub(r"\\([&%$#_])", r"\1", title)) for title in titles], wanted)
    assert not any("\\" in str(Text.from_latex(one)).replace("\\$", "") for one in titles)
    same(
        [len(one.persons.get("author", [])) for one in entries.values()],
        [len(one.creators) for one in citations(view)],
    )


def rispy(view: ExportView, folder: Path) -> None:
    import rispy as reader

    entries = reader.loads((folder / "x.ris").read_text(encoding="utf-8"))
    wanted = citations(view)
    same([one["title"] for one in entries], [one.title for one in wanted])
    same([one.get("authors", []) for one in entries], [list(one.creators) for one in wanted])
    same([one.get("keywords", []) for one in entries], [list(one.keywords) for one in wanted])
    same([one["abstract"] for one in entries], [one.abstract for one in wanted])


def citeproc(view: ExportView, folder: Path) -> None:
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    items = json.loads((folder / "x.json").read_text(encoding="utf-8"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields that the style has no use for
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        source = CiteProcJSON(items)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for one in items:
            bibliography.register(Citation([CitationItem(one["id"])]))
        assert len(bibliography.bibliography()) == len(citations(view))


def buku(view: ExportView, folder: Path) -> None:
    import os

    os.environ["XDG_DATA_HOME"] = str(folder)
    from bs4 import BeautifulSoup
    from buku import import_html

    soup = BeautifulSoup((folder / "x.bookmarks.html").read_text(encoding="utf-8"), "html.parser")
    found = [
        list(one[:2]) for one in import_html(soup, add_parent_folder_as_tag=False, newtag=None)
    ]
    same([[a, b] for a, b in found], [[one[2], one[1]] for one in expected(view)])


def cmark_gfm(view: ExportView, folder: Path) -> None:
    for name in ("x.md", "record.md"):
        command = ["cmark-gfm", "-e", "table", "-e", "strikethrough", "-e", "autolink"]
        command += ["-e", "tasklist", "--unsafe", str(folder / name)]
        shown = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
        page = Words()
        page.feed(shown)
        assert not {"script", "img", "del", "code", "em", "b"} & page.elements, page.elements
        if name == "x.md":
            same(unsaid(view, page.words), [])
            own = [link for link in page.links if "mailto:" not in link]
            same(len(own), len(addresses(view)))  # it makes a link of each address of mail


def icalendar(view: ExportView, folder: Path) -> None:
    _, plan = hostile_calendar(len(view.entries) - 1)
    text = (folder / "plan.ics").read_bytes().decode()
    check_every_text(text, view, plan)


def node(view: ExportView, folder: Path) -> None:
    """Hold a backup to be JSON to a reader that is not Python's, each note with its text."""
    show = "const { events } = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'));"
    show += "console.log(JSON.stringify(events.map((event) => event.text)))"
    command = ["node", "-e", show, str(folder / "psi-backup.json")]
    shown = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    same(json.loads(shown), [note.text for note in notes_of(view)])


def notes_of(view: ExportView) -> list[Note]:
    return [note for entry in view.entries for note in entry.state.notes]


def backup(view: ExportView) -> str:
    """Return a backup that holds every note of a view."""
    events = [
        Event(note.id, note.at, "hostile", "note", entry.resource.id, note.text)
        for entry in view.entries
        for note in entry.state.notes
    ]
    lines = tuple(journal.encode(event).decode().rstrip("\n") for event in events)
    about = SCHEMA, view.version, "2026-11-25T09:30:00Z", LearnerRecord(events)
    pathways = {"hostile.toml": view.pathway.title}
    return psi_json.written(psi_json.Backup(*about, pathways, lines))


CHECKS: tuple[Check, ...] = (
    *(bibtexparser, pybtex, rispy, citeproc, buku, cmark_gfm, icalendar, node),
)


def say(check: Check, words: str) -> None:
    print(f"{check.__name__:<14}{words}")  # noqa: T201


def main(folder: Path, size: int = 1000) -> int:
    """Write every export of one view and have each reader read it; return how many failed."""
    view = hostile_view(size)
    written = {
        "x.bib": bibtex, "x.ris": ris, "x.json": csl_json, "x.bookmarks.html": bookmarks,
        "x.md": markdown, "record.md": record,
    }  # fmt: skip
    for name, module in written.items():
        (folder / name).write_text(module.written(view), encoding="utf-8", newline="")
    calendar = ics.written(*hostile_calendar(size))
    (folder / "plan.ics").write_text(calendar, encoding="utf-8", newline="")
    (folder / "psi-backup.json").write_text(backup(view), encoding="utf-8", newline="")
    page = html.written(hostile_view(186))
    (folder / "187.html").write_text(page, encoding="utf-8", newline="")
    failed = 0
    for check in CHECKS:
        try:
            check(view, folder)
            say(check, f"reads {size:,} resources to the letter")
        except AssertionError as error:
            failed += 1
            say(check, f"FAILED: {str(error)[:600]}")
    return failed


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
