"""Bookmarks: what a reader of the Netscape format finds, whatever the fields hold."""

from html.parser import HTMLParser

from psi_cli.exports import bookmarks
from psi_cli.exports.view import ExportView, reached
from tests.conftest import Psi
from tests.exports.hostile import hostile_view


class Reader(HTMLParser):
    """Reads bookmarks as (folders, title, address, tags, description)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list] = []
        self.folders: list[str] = []
        self.at = ""
        self.elements: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.at = tag
        if tag == "a":
            known = dict(attrs)
            self.found.append([tuple(self.folders), "", known["href"], known["tags"], ""])
        if tag == "h3":
            self.folders.append("")

    def handle_endtag(self, tag):
        self.at = ""
        if tag == "dl" and self.folders:
            self.folders.pop()

    def handle_data(self, data):
        if self.at == "a":
            self.found[-1][1] += data
        elif self.at == "dd":
            self.found[-1][4] += data.rstrip("\n ")
        elif self.at == "h3":
            self.folders[-1] += data


def expected(view: ExportView) -> list[list]:
    found = []
    for section in view.sections:
        folders = (view.pathway.title, section.stage.title)
        for entry in section.entries:
            resource = entry.resource
            parts = [(resource, entry.state.status)]
            parts += [(companion, companion.relation) for _, companion in entry.companions]
            for part, said in parts:
                address, search = reached(part.link)
                tags = f"{view.pathway.id},{part.kind},{said}"
                if address or search:
                    found.append([folders, part.title, address or search, tags, part.summary])
    return found


def test_every_bookmark_is_read_back_to_the_letter_in_its_folder() -> None:
    view = hostile_view(100)
    reader = Reader()
    reader.feed(bookmarks.written(view))
    assert reader.found == expected(view)
    assert reader.elements == {"meta", "title", "h1", "h3", "dl", "dt", "dd", "p", "a"}


def test_what_has_no_address_leads_to_a_search(psi: Psi) -> None:
    text = psi("export", "bookmarks", "--stage", "dip").out
    line = next(line for line in text.splitlines() if "SiG webinar" in line)
    assert 'HREF="https://duckduckgo.com/?q=SiG+webinar' in line
