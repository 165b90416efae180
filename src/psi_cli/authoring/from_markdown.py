"""A list in Markdown (CommonMark, with tables) as the sketch of a pathway.

Headings become stages, those below them groups, and links resources. What a line says beside its
link becomes a summary, running text the text of the stage.
"""

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from psi_cli.authoring.columns import Cell, resource_of
from psi_cli.authoring.inline import Anchor, Piece, pieces, words_of
from psi_cli.authoring.sketch import Sketch, Table
from psi_cli.errors import UsageProblem
from psi_cli.system.sanitize import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST = 20  # blocks within each other that the parser reads; near it psi refuses a list
_FRONT = re.compile(r"\A---[ \t]*\n((?:[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_CHECK_BOX = re.compile(r"^\[[ xX]\](?:\s+|$)")
_EMPTY_BRACKETS = re.compile(r"\([^\w()]*\)|\[[^\w\[\]]*\]")
_UNRESOLVED = re.compile(r"\[[^\[\]]+\]\[[^\[\]]*\]")
_ADDRESS = re.compile(r"(?<=\]\()https?://[^()<>\"'\n]*(?=\))", re.IGNORECASE)
_BETWEEN = " \t-–—:,;.|·•*()[]"  # what stands between a link and the words about it
_SAYS_NOTHING = {"here", "link", "website", "web", "site", "page", "pdf", "html", "url", "source"}
_NEAR = ("#", "mailto:", "tel:")  # what leads to no page of its own
_LISTS = {"bullet_list", "ordered_list"}


def read_markdown(text: str, stage_level: int = 0) -> Sketch:
    """Return the sketch of a list; headings of `stage_level` are stages, the highest unless said.

    UsageProblem where it is nested beyond all use.
    """
    reader = _Reader(stage_level)
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    tokens = parser.parse(_ADDRESS.sub(_encoded, _without_front_matter(text, reader.sketch)))
    if any(token.level > _DEEPEST - 4 for token in tokens):
        raise UsageProblem("The list is nested too deeply.", "Write it with fewer levels.")
    reader.read(SyntaxTreeNode(tokens))
    reader.sketch.finish()
    return reader.sketch


def _encoded(address: re.Match[str]) -> str:
    """Return an address without the spaces that would end it."""
    return address[0].strip().replace(" ", "%20")


def _without_front_matter(text: str, sketch: Sketch) -> str:
    """Return a text with the lines before it that speak to other programs left blank."""
    if not (front := _FRONT.match(text)):
        return text
    if title := _FRONT_TITLE.search(front[1]):
        sketch.title = sketch.line(title[1], 1)
    return "\n" * front[0].count("\n") + text[front.end() :]


class _Reader:
    """Reads the blocks of a list in order."""

    def __init__(self, stage_level: int) -> None:
        self.sketch = Sketch()
        self.stage_level = stage_level
        self.group = ""
        self._readers: dict[str, Callable[[SyntaxTreeNode], None]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "list_item": self._item,
            "table": self._table,
            "fence": self._code,
            "code_block": self._code,
            "html_block": self._html,
        }

    def read(self, root: SyntaxTreeNode) -> None:
        """Read a whole list."""
        headings = [node for node in root.children if node.type == "heading"]
        levels = [int(node.tag[1]) for node in headings]
        if levels and levels.count(1) == 1 == levels[0]:
            title = self.sketch.line(_words(headings[0]), _line(headings[0]))
            self.sketch.title = self.sketch.title or title
            root.children.remove(headings[0])
            levels = levels[1:]
        self.stage_level = self.stage_level or min(levels, default=1)
        self._all(root.children)

    def _all(self, nodes: list[SyntaxTreeNode]) -> None:
        for node in nodes:
            self._readers.get(node.type, self._inside)(node)

    def _inside(self, node: SyntaxTreeNode) -> None:
        self._all(node.children)

    def _heading(self, node: SyntaxTreeNode) -> None:
        words = _words(node)
        if int(node.tag[1]) > self.stage_level and self.sketch.stages:
            self.group = self.sketch.line(words, _line(node))
        else:
            self.sketch.begin_stage(words or "Untitled", _line(node))
            self.group = ""
        self._links_of(_pieces(node), _line(node))

    def _paragraph(self, node: SyntaxTreeNode) -> None:
        line, found = _line(node), _pieces(node)
        self._tell_unresolved(found, line)
        links = _links(found)
        if links and not _lead(found):
            self._entry(found, line)
        else:
            self.sketch.add_text(words_of(found))
            self._links_of(found, line)

    def _links_of(self, found: list[Piece], line: int) -> None:
        """Add what running text leads to; an address within its own website says nothing here."""
        for link in _links(found):
            if "://" in link.href:
                self._add(_linked(link), line)
            else:
                self.sketch.say(line, f"“{clean_line(link.href)[:80]}” is no web address.")

    def _item(self, node: SyntaxTreeNode) -> None:
        first, rest = node.children[:1], node.children[1:]
        if not first or first[0].type != "paragraph":
            self._all(node.children)
            return
        line, found = _line(node), _pieces(first[0])
        self._tell_unresolved(found, line)
        group = self.group
        if _links(found):
            self._entry(found, line)
        elif any(isinstance(one, Anchor) for one in found):
            pass  # it leads to another place of the same page
        elif any(one.type in _LISTS for one in rest):
            self.group = self.sketch.line(_without_box(words_of(found)).rstrip(":"), line)
        else:
            self.sketch.add_text(f"– {_without_box(words_of(found))}")
        self._all(rest)
        self.group = group

    def _entry(self, found: list[Piece], line: int) -> None:
        """Add what an item is about: its first link where it begins with one, else every link."""
        links, lead = _links(found), _lead(found)
        if lead and len(links) > 1:
            self._links_of(found, line)
            return
        after = _beside(found[found.index(links[0]) + 1 :])
        resource = _linked(links[0])
        if lead and links[0].words.casefold() in _SAYS_NOTHING | {""}:
            resource["title"] = lead
        elif not links[0].words and not lead and len(links) == 1:
            resource["title"], after = after, ""
        elif lead:
            after = _without_box(words_of(found))
        self._add(
            {**resource, "summary": after, "companion": _companions(links[1:], resource)}, line
        )

    def _add(self, resource: Table, line: int) -> None:
        self.sketch.add({**resource, **({"group": self.group} if self.group else {})}, line)

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [row for part in node.children for row in part.children]
        headers = [words_of(_pieces(cell)) for cell in rows[0].children]
        for row in rows[1:]:
            cells = [_cell(_pieces(cell)) for cell in row.children]
            resource = resource_of(list(zip(headers, cells, strict=False)))
            if resource.get("title") or resource.get("link"):
                self._add(resource, _line(row))
            else:
                self.sketch.add_text(" – ".join(cell.words for cell in cells if cell.words))

    def _code(self, node: SyntaxTreeNode) -> None:
        if "://" in node.content:
            self.sketch.say(_line(node), "An address in a block of code was left out.")

    def _html(self, node: SyntaxTreeNode) -> None:
        if "href" in node.content.lower():
            self.sketch.say(_line(node), "A link in a block of HTML was left out.")

    def _tell_unresolved(self, found: list[Piece], line: int) -> None:
        for piece in found:
            if isinstance(piece, str) and (match := _UNRESOLVED.search(piece)):
                self.sketch.say(line, f"“{match[0][:60]}” leads to no address in this list.")


def _pieces(block: SyntaxTreeNode) -> list[Piece]:
    return pieces(child for inline in block.children for child in inline.children)


def _words(block: SyntaxTreeNode) -> str:
    return words_of(_pieces(block))


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1


def _links(found: list[Piece]) -> list[Anchor]:
    """Return the links that lead out of the page."""
    return [one for one in found if isinstance(one, Anchor) and not one.href.startswith(_NEAR)]


def _beside(found: list[Piece]) -> str:
    """Return the words between links, without the brackets that held one."""
    words = words_of(one for one in found if isinstance(one, str))
    return _trimmed(_EMPTY_BRACKETS.sub("", words))


def _lead(found: list[Piece]) -> str:
    """Return the words before the first link; a check box or a bullet is none."""
    before = found[: next(at for at, one in enumerate(found) if isinstance(one, Anchor))]
    return _trimmed(_without_box(words_of(before)))


def _trimmed(words: str) -> str:
    """Return words without what stands between them and a link; their own brackets stay whole."""
    bare = words.strip(_BETWEEN)
    begin = words.find(bare)
    before, after = words[:begin], words[begin + len(bare) :]
    for opened, closed in ("()", "[]"):
        if bare.count(closed) > bare.count(opened) and opened in before:
            bare = opened + bare
        elif bare.count(opened) > bare.count(closed) and closed in after:
            bare += closed
    return bare


def _without_box(words: str) -> str:
    return _CHECK_BOX.sub("", words)


def _linked(link: Anchor) -> Table:
    return {"title": link.words, "link": {"url": link.href}}


def _companions(links: list[Anchor], resource: Table) -> list[Table]:
    """Return the further links of an entry, as what goes with its resource or stands in for it."""
    found = []
    for link in links:
        companion = _linked(link) | {"relation": "companion"}
        if link.words.casefold().startswith("alt"):
            title = f"{resource['title']} ({link.words})"
            companion |= {"relation": "substitute", "title": title}
        found.append(companion)
    return found


def _cell(found: list[Piece]) -> Cell:
    if not (links := _links(found)):
        return Cell(words_of(found))
    linked = _linked(links[0])
    beside = " ".join(filter(None, (_lead(found), _beside(found[found.index(links[0]) + 1 :]))))
    return Cell(words_of(found), linked, _companions(links[1:], linked), beside)
