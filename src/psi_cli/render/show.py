"""Which renderer shows a view. Each is loaded only where it is the one."""

from typing import Any

from psi_cli.system.terminal import Terminal
from psi_cli.views.elements import Heading, Panel


def rendered(view: Any, terminal: Terminal, *, as_json: bool) -> str:
    """Return a view as JSON, as plain lines, or drawn for a terminal."""
    if as_json:
        from psi_cli.render import json

        return json.render(view, ascii_only=terminal.ascii_only)
    blocks = view.blocks()
    if terminal.plain:
        from psi_cli.render import plain

        return plain.render(blocks)
    if not any(isinstance(block, Panel | Heading) for block in blocks):
        from psi_cli.render import brief

        return brief.render(blocks, terminal)
    from psi_cli.render import rich

    return rich.render(blocks, terminal)
