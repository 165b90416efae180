"""Choosing how a view is shown: as JSON for scripts, as plain lines, or drawn for a terminal."""

from typing import Any, NamedTuple

from psi_cli.system.terminal import Terminal
from psi_cli.views.elements import Heading, Hints, Panel, Span


class Shown(NamedTuple):
    """A view as text: its body, which a pager may hold, and what to type next, which follows it."""

    body: str
    tail: str = ""


def rendered(view: Any, terminal: Terminal, *, as_json: bool = False) -> Shown:
    """Return a view as text for whoever reads it, cut to the window where the view can be cut."""
    if as_json:
        from psi_cli.render import json

        return Shown(json.render(view, ascii_only=terminal.ascii_only))
    whole = shown = _shown(view, terminal)
    while (rows := _too_many(shown, terminal)) > 0:
        less = view.shorter(rows) if hasattr(view, "shorter") else view
        if less == view:
            return whole  # cutting would not help
        view, shown = less, _shown(less, terminal)
    return shown


def _too_many(shown: Shown, terminal: Terminal) -> int:
    """Return how many rows there are, with the prompt, beyond those of the window."""
    return 0 if terminal.plain else (shown.body + shown.tail).count("\n") + 1 - terminal.rows


def _shown(view: Any, terminal: Terminal) -> Shown:
    body = view.blocks() if terminal.color else _marked(view.blocks())
    tail = "\n" + _drawn([Hints(view.hints)], terminal, panels=False) if view.hints else ""
    panels = any(isinstance(block, Panel | Heading) for block in body)
    return Shown(_drawn(body, terminal, panels=panels), tail)


def _drawn(blocks: list[Any], terminal: Terminal, *, panels: bool) -> str:
    if panels and not terminal.plain:
        from psi_cli.render import rich

        return rich.render(blocks, terminal)
    from psi_cli.render import text

    return text.render(blocks, None if terminal.plain else terminal)


def _marked(shown: Any) -> Any:
    """Return blocks in which marks stand around matches, since no colour will show them."""
    if isinstance(shown, Span):
        return shown._replace(text=shown.plain) if shown.role == "match" else shown
    if hasattr(shown, "_make"):
        return type(shown)._make(map(_marked, shown))
    return type(shown)(map(_marked, shown)) if isinstance(shown, list | tuple) else shown
