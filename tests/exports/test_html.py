"""The page: what a browser is given, and that nothing in it runs or calls a server."""

import re
from base64 import b64encode
from functools import partial
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from psi_cli.exports import html
from psi_cli.exports.view import ExportView, reached
from tests.conftest import Psi
from tests.exports.hostile import hostile_view

VOID = {"meta", "link", "input"}


class Page(HTMLParser):
    """Reads a page as a browser would: its elements, links, ids, and the text of each part."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict]] = []
        self.headings: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append((tag, ""))
        if tag in {"p", "li", "h1", "h2", "h3", "h4", "a", "span"}:
            self.texts.append("")

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.texts and not {"style", "script"} & set(self.open):
            self.texts[-1] += data
        if self.headings and self.headings[-1][0] in self.open:
            self.headings[-1] = (self.headings[-1][0], self.headings[-1][1] + data)

    def all(self, tag: str) -> list[dict]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_every_text_is_read_back_to_the_letter_and_every_link_leads_where_it_should() -> None:
    view = hostile_view(100)
    page = Page(html.written(view))
    words = "\n".join(page.texts)
    assert page.open == []
    for text in texts(view):
        assert text in words
    links = {attributes["href"] for attributes in page.all("a")}
    for entry in view.entries:
        for link in (entry.resource.link, *(one.link for _, one in entry.companions)):
            assert set(filter(None, reached(link))) <= links


def texts(view: ExportView) -> list[str]:
    pathway = view.pathway
    found = [pathway.title, pathway.summary, pathway.audience, *pathway.outcomes]
    for section in view.sections:
        found += [section.stage.title, section.stage.goal, *section.stage.text]
        found += [note.text for note in section.notes]
        for question in section.questions:
            found += [question.prompt, *(note.text for note in question.answers)]
        for entry in section.entries:
            resource = entry.resource
            found += [resource.title, resource.summary, resource.why, resource.since]
            found += [resource.group, *(one.title for one in entry.after)]
            found += [note.text for note in entry.state.notes]
            found += [one.title for _, one in entry.companions]
            found += [one.summary for _, one in entry.companions]
    return found


def test_no_text_adds_an_element_or_an_attribute() -> None:
    page = Page(html.written(hostile_view(100)))
    assert {tag for tag, _ in page.elements} <= {
        *("html", "head", "meta", "title", "link", "style", "body", "a", "header", "nav", "main"),
        *(
            "footer",
            "section",
            "article",
            "h1",
            "h2",
            "h3",
            "h4",
            "small",
            "p",
            "span",
            "strong",
            "ul",
        ),
        *("ol", "li", "details", "summary", "blockquote", "time", "form", "label", "input"),
        *("select", "option", "output", "script", "svg", "path"),
    }
    names = {name for _, attributes in page.elements for name in attributes}
    assert not any(name.startswith("on") or name in {"style", "src"} for name in names)
    schemes = {attributes["href"].partition(":")[0][:4] for attributes in page.all("a")}
    assert {scheme for scheme in schemes if not scheme.startswith("#")} <= {"http"}


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_else() -> None:
    text = html.written(hostile_view(100))
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    for element in ("style", "script"):
        (own,) = re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
        known = b64encode(sha256(own.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{known}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_nothing_in_the_page_is_fetched() -> None:
    page = Page(html.written(hostile_view(10)))
    assert all(one["href"].startswith("data:") for one in page.all("link"))
    (style,) = re.findall(r"<style>(.*?)</style>", html.written(hostile_view(10)), re.DOTALL)
    assert not re.search(r"url\(|@import|http", style)


def test_every_id_is_unique_and_every_jump_finds_its_place() -> None:
    page = Page(html.written(hostile_view(100)))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    jumps = {one["href"][1:] for one in page.all("a") if one["href"].startswith("#")}
    assert jumps <= set(ids)
    named = {one.get("aria-labelledby") for one in page.all("section")}
    assert named - {None} <= set(ids)


def test_headings_go_down_by_one_level_at_a_time(psi: Psi) -> None:
    levels = [int(tag[1]) for tag, _ in Page(psi("export", "html").out).headings]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_a_state_is_said_in_words_with_its_day(psi: Psi) -> None:
    psi("done", "2.1")
    psi("skip", "2.2")
    psi("bookmark", "2.3")
    text = psi("export", "html", "--stage", "dip").out
    assert "Done 2026-11-25" in text
    assert "Skipped 2026-11-25" in text
    assert "★ bookmarked" in text
    assert re.findall(r'data-is="([^"]*)"', text)[:4] == [
        "done",
        "skipped",
        "open bookmarked",
        "open",
    ]


def test_the_language_of_a_resource_is_said_once(psi: Psi) -> None:
    text = psi("export", "html").out
    assert "podcast in French" in text
    assert not re.search(r'class="facts">[^<]*<[^<]*<[^<]*in French[^<]*in French', text)


def test_without_its_script_the_page_lacks_nothing_but_the_filter(psi: Psi) -> None:
    page = Page(psi("export", "html").out)
    assert [one["class"] for tag, one in page.elements if "hidden" in one] == ["filter"]


def test_a_terminal_is_shown_what_to_type_and_not_flooded(psi: Psi) -> None:
    result = psi("export", "html", terminal=True)
    assert (result.status, result.out) == (2, "")
    assert "`psi export html -o pathway.html`" in result.err


GROUPED = """format = 1
[pathway]
id = "bread"
version = "1"
title = "Bread"
[[stage]]
id = "bake"
title = "Bake"
[[stage.resource]]
id = "oven"
kind = "video"
title = "The oven"
[[stage.resource]]
id = "rye"
kind = "video"
title = "Rye"
group = "Sour & dark"
after = ["oven"]
[[stage.resource]]
id = "rest"
kind = "video"
title = "The rest"
"""


@pytest.fixture
def grouped(psi: Psi, tmp_path: Path) -> Psi:
    """Return psi with a pathway that has a group between resources without one."""
    file = tmp_path / "bread.toml"
    file.write_text(GROUPED, encoding="utf-8")
    return partial(psi, PSI_PATHWAY=str(file))


def test_a_group_has_its_heading_and_its_resources_one_level_below(grouped: Psi) -> None:
    page = Page(grouped("export", "html").out)
    shown = [(level, text.lstrip("○")) for level, text in page.headings[2:]]
    assert shown == [
        ("h3", "The oven"),
        ("h3", "Sour & dark"),
        ("h4", "Rye"),
        ("h3", "Other"),
        ("h4", "The rest"),
    ]


def test_a_group_stands_without_those_of_its_resources_that_were_not_asked_for(
    grouped: Psi,
) -> None:
    grouped("done", "rye")
    assert "Sour &amp; dark" not in grouped("export", "html", "--only", "open").out


def test_what_comes_before_a_resource_is_said_by_number_and_title(grouped: Psi) -> None:
    page = Page(grouped("export", "html").out)
    assert "After: 1.1 The oven" in map(str.strip, page.texts)
