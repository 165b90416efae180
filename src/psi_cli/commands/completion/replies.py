"""What is offered, as the script of each shell reads it: nothing in it can be run as a command."""

from collections.abc import Sequence

from psi_cli.commands.completion.line import Line, read_line
from psi_cli.commands.completion.values import Offer

_PLAIN = "@%+=:,./-_"  # what a shell takes as it is, beside letters and digits
_KEPT_OUT = {'"': '"$`\\!', "'": "'"}  # what does not stay text between the marks of bash
_LOOKED_AT = {"33", "63", "64"}  # what bash calls a list of several that it shows


def for_fish(offers: list[Offer]) -> list[str]:
    """Return a value and what it is about on each line."""
    return [f"{value}\t{about}" for value, about in offers]


def for_zsh(offers: list[Offer], width: int) -> list[str]:
    """Return a value and the row of its list on each line."""
    rows = _rows(offers, width)
    return [f"{value}\t{row}" for (value, _), row in zip(offers, rows, strict=True)]


def for_powershell(offers: list[Offer]) -> list[str]:
    """Return the same, without what PowerShell might not take as text."""
    return [
        f"'{value}'\t{about}" if " " in value else f"{value}\t{about}"
        for value, about in offers
        if value.replace(" ", "").translate(dict.fromkeys(map(ord, _PLAIN))).isalnum()
    ]


def for_bash(offers: list[Offer], line: Line, how: Sequence[str], width: int) -> list[str]:
    """Return what bash puts in place of a text or, where it shows a list of several, the rows.

    `how` is its name for the kind of list, and the text: the end of the word at the cursor, which
    bash takes apart at colons and equals signs.
    """
    listing, text = how
    stays = len(line.word.removesuffix(read_line(text).word))
    quoted = [
        Offer(_quoted_for_bash(value[stays:], line.quote), about)
        for value, about in offers
        if not set(value) & set(_KEPT_OUT.get(line.quote, ""))
    ]
    if listing in _LOOKED_AT and len(quoted) > 1:
        return _rows(quoted, width)
    return [value for value, _ in quoted]


def _quoted_for_bash(value: str, mark: str) -> str:
    if mark:
        return value
    return "".join(one if one.isalnum() or one in _PLAIN else f"\\{one}" for one in value)


def _rows(offers: list[Offer], width: int) -> list[str]:
    """Return a row for each offer, within the width of a window."""
    from psi_cli.render.layout import columns, cut
    from psi_cli.views.elements import Span

    broadest = min(max(columns(value) for value, _ in offers), width // 2)
    rows = [f"{value:<{broadest}}  {about}".rstrip() for value, about in offers]
    return ["".join(span.text for span in cut([Span(row)], width, "…")) for row in rows]
