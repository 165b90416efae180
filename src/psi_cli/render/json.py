"""Views as JSON for scripts: one object, with the name and version of its schema first."""

import json
from typing import Any


def render(view: Any, *, ascii_only: bool) -> str:
    """Return a view as one JSON object; its hints are called `next`."""
    document = {"schema": view.schema} | _plain(view)
    return json.dumps(document, ensure_ascii=ascii_only, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        fields = value._asdict().items()
        return {"next" if key == "hints" else key: _plain(part) for key, part in fields}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value
