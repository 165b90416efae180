"""Views as JSON for scripts: one object, its schema first and what to type next at its end."""

import json
from typing import Any


def render(view: Any, *, ascii_only: bool) -> str:
    """Return a view as one JSON object."""
    facts = _facts(view)
    document = {"schema": view.schema} | facts | {"next": _hints(view)}
    return json.dumps(document, ensure_ascii=ascii_only, indent=2) + "\n"


def _facts(value: Any) -> Any:
    """Return what a view states as plain data; its form and its hints stand at the ends alone."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        fields = value._asdict().items()
        return {key: _facts(part) for key, part in fields if key not in {"schema", "hints"}}
    if isinstance(value, tuple | list):
        return [_facts(part) for part in value]
    return value


def _hints(view: Any) -> list[dict[str, str]]:
    """Return the hints of a view, or of the view that it holds."""
    if hasattr(view, "hints"):
        return [hint._asdict() for hint in view.hints]
    held = [part for part in view if hasattr(part, "schema")]
    return _hints(held[-1]) if held else []
