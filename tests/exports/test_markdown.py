"""The checklist: what a Markdown reader makes of it, whatever the fields hold."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt

from psi_cli.exports import markdown
from psi_cli.exports.view import ExportView, reached
from psi_cli.views import wording
from tests.conftest import Psi
from tests.exports.hostile import hostile_view
from tests.exports.test_html import GROUPED


class Words(HTMLParser):
    """The words of a page, a line for each element that ends one, and where its links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.links: list[str] = []
        self.elements: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        self.words += "\n" * (tag == "br")

    def handle_data(self, data):
        self.words += data


def read(text: str) -> Words:
    """Return what a CommonMark reader shows."""
    page = Words()
    page.feed(MarkdownIt("commonmark").render(text))
    return page


def said(view: ExportView) -> list[str]:
    """Return every text that a checklist has to show, in any order."""
    texts = [view.pathway.title, view.pathway.summary]
    for section in view.sections:
        texts += [section.stage.title, section.stage.goal]
        texts += [note.text for note in section.notes]
        for question in section.questions:
            texts += [question.prompt, *(note.text for note in question.answers)]
    for entry in view.entries:
        resource = entry.resource
        texts += [resource.title, resource.group, wording.credit(resource.creators, resource.year)]
        texts += [note.text for note in entry.state.notes]
        texts += [companion.title for _, companion in entry.companions]
    return texts


def unsaid(view: ExportView, shown: str) -> list[str]:
    """Return the texts that a reader did not show to the letter."""
    folded = re.sub(r"[ \n]*\n[ \n]*", "\n", shown)
    return [one for one in said(view) if re.sub(r"[ \n]*\n[ \n]*", "\n", one) not in folded]


def addresses(view: ExportView) -> list[str]:
    """Return where the links of a view lead, in order."""
    links = []
    for entry in view.entries:
        links += [reached(entry.resource.link)]
        links += [reached(companion.link) for _, companion in entry.companions]
    return [address or search for address, search in links if address or search]


def test_every_text_is_shown_to_the_letter_and_nothing_in_it_is_markup() -> None:
    view = hostile_view(100)
    page = read(markdown.written(view))
    assert unsaid(view, page.words) == []
    assert page.elements == {"h1", "h2", "h3", "p", "ul", "li", "a", "blockquote", "br"}


def test_every_link_leads_where_the_pathway_says() -> None:
    view = hostile_view(100)
    links = read(markdown.written(view)).links
    assert list(map(unquote, links)) == list(map(unquote, addresses(view)))


def test_a_resource_is_ticked_when_it_is_done_and_only_then(psi: Psi) -> None:
    psi("done", "2.1")
    psi("skip", "2.2")
    text = psi("export", "markdown").out
    assert re.findall(r"- \[x\] (\S+)", text) == ["2.1"]
    assert "- [ ] 2.2 " in text
    assert "skipped 2026-11-25" in text
    assert "1 of 12 studied, 1 set aside" in text
    assert "as of 2026-11-25" in text


def test_groups_have_their_headings_and_a_resource_names_what_comes_before_it(
    psi: Psi, tmp_path: Path
) -> None:
    file = tmp_path / "bread.toml"
    file.write_text(GROUPED, encoding="utf-8")
    text = psi("export", "markdown", PSI_PATHWAY=str(file)).out
    assert text.partition("Bake\n\n")[2] == (
        "- [ ] 1.1 The oven · video · time unknown\n\n"
        "### Sour \\& dark\n\n"
        "- [ ] 1.2 Rye · video · time unknown · after 1.1\n\n"
        "### Other\n\n"
        "- [ ] 1.3 The rest · video · time unknown\n"
    )
