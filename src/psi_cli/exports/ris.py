"""References in RIS, one tag a line, which nearly every reference manager imports."""

from collections.abc import Iterator

from psi_cli.exports.citations import Citation, citations
from psi_cli.exports.view import ExportView

_TYPES = {
    "blog": "BLOG",
    "book": "BOOK",
    "organization": "ELEC",
    "podcast": "SOUND",
    "report": "RPRT",
    "video": "VIDEO",
}


def written(view: ExportView) -> str:
    """Return a reference for each resource."""
    return "\n".join(_reference(one) for one in citations(view))


def _reference(one: Citation) -> str:
    lines = (f"{tag}  - {value}\n" for tag, value in _fields(one) if value)
    return f"{''.join(lines)}ER  - \n"


def _fields(one: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(one.kind, "GEN")
    yield "ID", one.id
    yield "TI", one.title
    yield from (("AU", name) for name in one.creators)
    yield "PY", f"{one.year:04}" if one.year else ""
    yield "LA", one.language
    yield "AB", one.abstract
    yield from (("KW", word) for word in one.keywords)
    yield "DO", one.identifiers.get("doi", "")
    yield "SN", one.identifiers.get("isbn") or one.identifiers.get("issn", "")
    yield "UR", one.url
    yield "N1", one.note
