"""References in BibTeX, in the part of it that LaTeX and reference managers read alike."""

import re
from collections.abc import Iterator

from psi_cli.exports.citations import Citation, citations
from psi_cli.exports.view import ExportView

_TYPES = {"book": "book", "report": "techreport"}
_ESCAPED = re.compile(r"([&%$#_])")
# Readers lose bare braces and backslashes from a title, so that neither is ever written in one.
_PLAIN = str.maketrans({"{": "(", "}": ")", "\\": "/", "~": "\N{TILDE OPERATOR}", "^": "ˆ"})


def written(view: ExportView) -> str:
    """Return an entry for each resource, by its id."""
    return "\n".join(_entry(one) for one in citations(view))


def escaped(text: str) -> str:
    """Return a text as LaTeX sets it; what readers would bend is replaced by what looks alike."""
    return _ESCAPED.sub(r"\\\1", text.translate(_PLAIN))


def _entry(one: Citation) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(one) if value)
    return f"@{_TYPES.get(one.kind, 'misc')}{{{one.id},\n{fields}}}\n"


def _fields(one: Citation) -> Iterator[tuple[str, str]]:
    yield "title", escaped(one.title)
    yield "author", " and ".join(f"{{{escaped(name)}}}" for name in one.creators)
    yield "year", str(one.year or "")
    yield "howpublished", "" if one.kind in _TYPES else one.kind
    yield from ((name, escaped(value)) for name, value in one.identifiers.items())
    yield "url", one.url
    yield "language", escaped(one.language)
    yield "keywords", escaped(", ".join(one.keywords))
    yield "abstract", escaped(one.abstract)
    yield "note", escaped(one.note)
