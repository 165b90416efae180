"""The words and the links of a line of Markdown, whatever its markup."""

import html
import re
from collections.abc import Iterable
from typing import NamedTuple

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.tree import SyntaxTreeNode

_BARE = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_ENDS = ".,;:!?'’*_"  # what follows an address in a sentence and is none of it
_HTML_LINK = re.compile(r"<a\s[^>]*?href\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_HTML_END, _HTML_BREAK = ("</a>",), ("<br>", "<br/>", "<br />")


class Anchor(NamedTuple):
    """Words that lead to an address; no words where the address stands for itself."""

    words: str
    href: str


Piece = str | Anchor


def pieces(nodes: Iterable[SyntaxTreeNode]) -> list[Piece]:
    """Return what a line consists of, in order: words, and links."""
    found: list[Piece] = []
    opened: tuple[str, int] | None = None  # a link in HTML: its address, and where it begins
    for node in nodes:
        if node.type != "html_inline":
            found += _pieces_of(node)
        elif match := _HTML_LINK.match(node.content):
            opened = html.unescape(match[1]), len(found)
        elif opened and node.content.lower() in _HTML_END:
            words = words_of(found[opened[1] :])
            found[opened[1] :] = [Anchor(words, normalizeLink(opened[0]))]
            opened = None
        elif node.content.lower() in _HTML_BREAK:
            found.append(" ")
    return found


def words_of(line: Iterable[Piece]) -> str:
    """Return pieces as plain words."""
    said = (one if isinstance(one, str) else one.words or one.href for one in line)
    return " ".join("".join(said).split())


def _pieces_of(node: SyntaxTreeNode) -> list[Piece]:
    match node.type:
        case "text":
            return _with_addresses(node.content)
        case "code_inline":
            return [node.content]
        case "softbreak" | "hardbreak":
            return [" "]
        case "image":
            return []
        case "link":
            return _link(node)
    return pieces(node.children)


def _link(node: SyntaxTreeNode) -> list[Piece]:
    """Return a link; nothing for a badge, which is a picture and no words."""
    words = words_of(pieces(node.children))
    if not words and node.children:
        return []
    return [Anchor("" if _is_address(words) else words, str(node.attrs.get("href", "")))]


def _is_address(words: str) -> bool:
    return bool(_BARE.fullmatch(words))


def _with_addresses(text: str) -> list[Piece]:
    """Return a text with the addresses in it as links."""
    found: list[Piece] = []
    end = 0
    for match in _BARE.finditer(text):
        address = match[0].rstrip(_ENDS)
        if "(" not in address:
            address = address.partition(")")[0].rstrip(_ENDS)
        found += [text[end : match.start()], Anchor("", normalizeLink(address))]
        end = match.start() + len(address)
    return [one for one in (*found, text[end:]) if one]
