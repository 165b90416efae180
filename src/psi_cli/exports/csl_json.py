"""References in CSL-JSON, the form in which citation processors take them."""

import json
from typing import Any

from psi_cli.exports.citations import Citation, citations
from psi_cli.exports.view import ExportView

_TYPES = {
    "article": "article",
    "blog": "post-weblog",
    "book": "book",
    "organization": "webpage",
    "paper": "article",
    "podcast": "broadcast",
    "report": "report",
    "toolkit": "webpage",
    "library": "webpage",
    "video": "motion_picture",
    "webinar": "speech",
}


def written(view: ExportView) -> str:
    """Return a list of one item for each resource."""
    items = [_item(one) for one in citations(view)]
    return json.dumps(items, indent=2, ensure_ascii=False) + "\n"


def _item(one: Citation) -> dict[str, Any]:
    known = {
        "id": one.id,
        "type": _TYPES.get(one.kind, "article"),
        "title": one.title,
        "author": [{"literal": name} for name in one.creators],
        "issued": {"date-parts": [[one.year]]} if one.year else None,
        "language": one.language,
        "abstract": one.abstract,
        "keyword": ", ".join(one.keywords),
        **{name.upper(): value for name, value in one.identifiers.items()},
        "URL": one.url,
        "note": one.note,
    }
    return {name: value for name, value in known.items() if value}
