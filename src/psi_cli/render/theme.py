"""Every mark, style and colour of psi, once.

What a person reads is in the terminal's own colour, with bold and underline for weight, so that
it can be read on any background. Colour and dimness repeat what a mark or a line says already.
"""

MARKS = {
    "done": "✓",
    "open": "○",
    "skipped": "–",
    "skip": "–",
    "here": "▸",
    "reopen": "○",
    "bookmark": "★",
    "unbookmark": "☆",
    "note": "✎",
    "unnote": "✎",
    "question": "?",
    "point": "•",
    "undo": "↶",
    "reset": "↶",
    "use": "▸",
    "forget": "✗",
    "good": "✓",
    "bad": "✗",
    "trail": "──",
    "rule": "─",
    "bar done": "━",
    "bar left": "─",
    "cut": "…",
}
ASCII_MARKS = {
    "done": "x",
    "open": "o",
    "skipped": "-",
    "skip": "-",
    "here": ">",
    "reopen": "o",
    "bookmark": "*",
    "unbookmark": "*",
    "note": "#",
    "unnote": "#",
    "question": "?",
    "point": "-",
    "undo": "<",
    "reset": "<",
    "use": ">",
    "forget": "!",
    "good": "x",
    "bad": "!",
    "trail": "--",
    "rule": "-",
    "bar done": "=",
    "bar left": "-",
    "cut": "...",
}
WORD_STYLES = {  # by role: never a colour, never dim
    "": "",
    "quiet": "",
    "strong": "bold",
    "label": "bold",
    "command": "bold",
    "here": "bold",
    "match": "bold underline",
    "link": "underline",
}
MARK_STYLES = {  # by mark, and by what is drawn and never read
    "done": "green",
    "good": "green",
    "here": "bold cyan",
    "bookmark": "yellow",
    "bad": "bold red",
    "forget": "bold red",
    "open": "cyan",
    "reopen": "cyan",
    "question": "magenta",
    "note": "magenta",
    "bar done": "green",
    "bar left": "dim",
    "trail": "dim",
    "border": "dim",
}
STYLES = WORD_STYLES | {f"{name} mark": MARK_STYLES.get(name, "") for name in (*MARKS, "border")}


def marks(*, ascii_only: bool) -> dict[str, str]:
    """Return the marks in characters that the terminal can show."""
    return ASCII_MARKS if ascii_only else MARKS
