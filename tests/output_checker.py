"""The checker that every output of psi passes in the tests: nothing in it commands a terminal."""

import re
import unicodedata

ALLOWED = re.compile(
    r"\x1b\[[0-9;]*m"  # colours and weights
    r"|\x1b\]8;(?:id=[0-9-]+)?;(?:https?://[!-~]+)?\x1b\\"  # links that psi made
    r"|\x1b\]52;c;aHR0c(?:HM6Ly|DovL)[A-Za-z0-9+/]+={0,2}\x1b\\"  # web addresses for the clipboard
    r"|\r(?=\n)"  # the end of a line in a calendar
)
BOXES = re.compile("[\u2500-\u259f]")
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


def commands_in(output: str) -> list[str]:
    """Return the characters in an output that a terminal could take for more than text."""
    return [
        character
        for character in sorted(set(ALLOWED.sub("", output)))
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        and character not in "\n" + JOINERS
    ]


def words_of(output: str) -> str:
    """Return an output as its words alone: no sequences, no boxes, white space folded."""
    return " ".join(BOXES.sub(" ", ALLOWED.sub("", output)).split())
