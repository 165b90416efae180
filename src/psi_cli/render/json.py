"""Views as JSON for scripts: one object, its schema first and what to type next at its end."""

import json
from typing import Any


def render(view: Any, *, ascii_only: bool) -> str:
    """Return what a view states as one JSON object."""
    hints = [hint._asdict() for hint in view.hints]
    document = {"schema": view.schema} | view.facts() | {"next": hints}
    return json.dumps(document, ensure_ascii=ascii_only, indent=2) + "\n"
