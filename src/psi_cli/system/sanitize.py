"""The gate that every string passes before it can reach a terminal.

A string from a pathway or a journal is text and nothing else. What a terminal could take for
a command (control characters, escape sequences) or what could make text look like other text
(bidirectional overrides, invisible tag characters) is replaced by a visible mark. Joiners that
languages need (ZWNJ in Persian, ZWJ in emoji) and variation selectors pass.
"""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MARKS_ALLOWED = 8  # combining marks on one letter; more of them climb over the lines above
_KEPT = "\n\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_FIRST_VISIBLE, _DELETE, _CONTROL_PICTURES = 0x20, 0x7F, 0x2400
_STACKING = frozenset({"Mn", "Me"})  # categories of marks that may stand on one another
_REPLACED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def clean(text: str, *, keep_tabs: bool = False) -> str:
    """Return the text with everything a terminal could obey made visible; newlines are kept.

    Tabs become spaces, or are kept: in a note, which is drawn with stops in their place.
    """
    if text.isascii() and text.isprintable():
        return text
    parts = text.replace("\r\n", "\n").split("\t")
    return _limit_marks(
        ("\t" if keep_tabs else " ").join("".join(map(_visible, one)) for one in parts)
    )


def clean_line(text: str) -> str:
    """Return the cleaned text on one line, its runs of white space folded to one space."""
    return _fold(clean(text))


def reason_of(error: Exception) -> str:
    """Return what went wrong, in the system's words or psi's own, for people to read."""
    return clean_line(getattr(error, "strerror", None) or str(error))


def quoted(typed: str) -> str:
    """Return the beginning of what was typed, cleaned, between quotation marks."""
    return f"“{clean_line(typed)[:40]}”"


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the cleaned paragraphs of a text, which blank lines separate, one line each."""
    blocks = "\n".join(line.strip() for line in clean(text).split("\n")).split("\n\n")
    return tuple(line for block in blocks if (line := _fold(block)))


def _fold(block: str) -> str:
    """Join the lines of a paragraph; only breaking white space folds (French needs the rest)."""
    return " ".join(word for word in block.replace("\n", " ").split(" ") if word)


def _visible(character: str) -> str:
    if character.isprintable() or character in _KEPT:
        return character
    from unicodedata import category

    code = ord(character)
    if code < _FIRST_VISIBLE:
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return "\N{SYMBOL FOR DELETE}"
    return REPLACEMENT if category(character) in _REPLACED_CATEGORIES else character


def _limit_marks(text: str) -> str:
    if text.isascii():
        return text
    from unicodedata import category

    kept, run = [], 0
    for character in text:
        run = run + 1 if category(character) in _STACKING else 0
        if run <= MARKS_ALLOWED:
            kept.append(character)
    return "".join(kept)
