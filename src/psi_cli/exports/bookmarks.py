"""Bookmarks in the Netscape format, which every browser and bookmark manager imports.

The format: https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/
platform-apis/aa753582(v=vs.85). A folder for each stage; readers that know no folders pass over
them, so that the tags name the pathway too.
"""

from collections.abc import Iterator
from html import escape

from psi_cli.exports.view import Entry, ExportView, Section, reached
from psi_cli.pathway.model import Companion, Link

_HEAD = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
"""


def written(view: ExportView) -> str:
    """Return a folder of the pathway with one of each stage, and all that has an address in them.

    What is known by its search words alone leads to a search for them.
    """
    folders = "".join(_folder(section, view) for section in view.sections)
    title = f"    <DT><H3>{escape(view.pathway.title)}</H3>\n    <DL><p>\n"
    return f"{_HEAD}{title}{folders}    </DL><p>\n</DL><p>\n"


def _folder(section: Section, view: ExportView) -> str:
    lines = [line for entry in section.entries for line in _entry(entry, view)]
    if not lines:
        return ""
    title = f"        <DT><H3>{escape(section.stage.title)}</H3>\n        <DL><p>\n"
    return title + "".join(f"            {line}\n" for line in lines) + "        </DL><p>\n"


def _entry(entry: Entry, view: ExportView) -> Iterator[str]:
    resource = entry.resource
    state = entry.state.status
    tags = (view.pathway.id, resource.kind, state)
    yield from _bookmark(resource.title, resource.link, tags, resource.summary)
    for _, companion in entry.companions:
        yield from _companion(companion, view)


def _companion(companion: Companion, view: ExportView) -> Iterator[str]:
    tags = (view.pathway.id, companion.kind, companion.relation)
    yield from _bookmark(companion.title, companion.link, tags, companion.summary)


def _bookmark(title: str, link: Link, tags: tuple[str, ...], summary: str) -> Iterator[str]:
    address, search = reached(link)
    if not (address or search):
        return
    target = f'HREF="{escape(address or search)}" TAGS="{",".join(tags)}"'
    yield f"<DT><A {target}>{escape(title)}</A>"
    if summary:
        yield f"<DD>{escape(summary)}"
