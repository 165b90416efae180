"""Words: those that a learner types, and those of the index for which they may stand."""

import re
import sqlite3
from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import category
from unicodedata import normalize as compose

# How alike two words must be, as difflib counts, for one to be a typo of the other, or of a name,
# and to be worth suggesting.
ALIKE, ALIKE_NAME, NEAR = 0.85, 0.7, 0.6
SHORTEST = 5  # letters of a word that is corrected; shorter ones are too like each other
FRAGMENT = 3  # letters of a part of a compound that need not be a word, as the com of .com
LONG, ENDING = 10, 3  # letters of a long word, and of its ending: anticipat-ory, anticipat-ion
EXPANSIONS = 12  # words of the index that the beginning of a word may stand for
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th"}
    | {"ð": "d", "ŋ": "n", "ё": "е"}
)
HYPHENS = frozenset("-‐‑.")  # what joins a compound, and the dots of an abbreviation
_NO_HYPHENS = str.maketrans(dict.fromkeys(HYPHENS))
_ELISION = re.compile(r"^\w{1,2}['’](?=\w)|(?<=\w)['’]\w{1,2}$")  # l'innovation, what's, don't
_STOP_WORDS = frozenset(
    (  # noqa: SIM905 - so many strings in a list would be no easier to read
        "a about and are as at be by can do does don doesn didn for from has have how i in into is"
        " isn it its me my of on or our that the their this to was we what when where which who why"
        " will with you your"
        " au aux avec ce ces dans de des du elle en est et il je la le les leur ma mes mon nous ou"
        " par pas pour que qui sa ses sont sur un une vous"
    ).split()
)


class _Letters(dict[int, str | int | None]):
    """What becomes of each letter: special ones are in the table, others lose their accents.

    Marks are dropped from Latin and Greek letters; in other scripts they make another letter.
    """

    def __missing__(self, code: int) -> str | int | None:
        decomposed = compose("NFD", chr(code))
        letter = decomposed[0]
        is_marked = len(decomposed) > 1 and (letter.isascii() or "\u0370" <= letter <= "\u03ff")
        is_mark = 0x300 <= code < 0x370  # noqa: PLR2004 - Unicode's block of combining diacritics
        self[code] = None if is_mark else letter if is_marked else code
        return self[code]


_PLAIN = _Letters(_LETTERS)


def normalize(text: str) -> str:
    """Return a text as the index has it: in small letters, without accents or special letters.

    It has the same words in the same order, so that FTS5 can find matches in the original.
    """
    if text.isascii():
        return text.lower()
    return compose("NFC", text).casefold().translate(_PLAIN)


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text as the index has them."""
    letters = (c if c.isalnum() or category(c).startswith("M") else " " for c in normalize(text))
    return tuple("".join(letters).split())


def joined(word: str) -> str:
    """Return a compound without hyphens or an abbreviation without dots: co-creation, B.C."""
    return normalize(word).translate(_NO_HYPHENS)


def expand(index: sqlite3.Connection, typed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the words worth looking for, each with the spellings under which it is found.

    Stop words are left out unless there are no others. A word without spellings is unknown.
    """
    words = [part for word in typed for part in _parts(index, word)]
    others = [word for word in words if normalize(_ELISION.sub("", word)) not in _STOP_WORDS]
    return {word: spellings(index, word) for word in others or words}


def _parts(index: sqlite3.Connection, word: str) -> list[str]:
    """Return a word that is found as it is; one that is not comes apart where it is a compound."""
    if spellings(index, word):
        return [word]
    bare = _ELISION.sub("", word)
    if len(tokens(bare)) == 1:
        return [bare]
    parts = [part for part in tokens(bare) if len(part) > FRAGMENT or _is_known(index, part)]
    return parts or [bare]


def spellings(index: sqlite3.Connection, word: str) -> tuple[str, ...]:
    """Return the spellings under which a word is found; none where it is unknown.

    A compound may be written as one word. What is no word of the index may be the beginning of
    some, as while somebody types, or a long word with another ending.
    """
    found = [word] if _occurs(index, word) else []
    parts = tokens(word)
    if len(parts) > 1:
        found += [joined(word)] if _is_known(index, joined(word)) else []
    elif len(word) > 1 and parts and not _is_known(index, parts[0]):
        found += _beginning(index, parts[0])
        if not found and len(parts[0]) >= LONG:
            found += _beginning(index, parts[0][:-ENDING])
    return tuple(found)


def _beginning(index: sqlite3.Connection, letters: str) -> list[str]:
    """Return the commonest words of the index that begin with some letters."""
    query = (
        "SELECT term FROM vocabulary WHERE term BETWEEN ? AND ? ORDER BY uses DESC, term LIMIT ?"
    )
    begun = index.execute(query, (letters, f"{letters}\U0010ffff", EXPANSIONS))
    return [term for (term,) in begun]


def corrections(index: sqlite3.Connection, unknown: Iterable[str]) -> dict[str, str]:
    """Return the words that are most likely typos, each with the word that was meant."""
    found = {word: _correction(index, normalize(word)) for word in unknown}
    return {typo: word for typo, word in found.items() if word}


def _correction(index: sqlite3.Connection, word: str) -> str:
    """Return the word of the index for which another is a typo; nothing where that is doubtful.

    Two letters in the wrong order make a typo of any word. Names are misspelt more boldly.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    query = (
        "SELECT term, is_name FROM vocabulary WHERE is_shown AND length(term) BETWEEN ? AND ?"
        " AND (substr(term, 1, 1) = ? OR substr(term, -3) = ?)"
    )
    rows = index.execute(query, (len(word) - 2, len(word) + 2, word[0], word[-3:]))
    known: dict[str, int] = {term: is_name for term, is_name in rows if _can_be_meant(term)}
    names = [term for term, is_name in known.items() if is_name and term[0] == word[0]]
    swapped = [term for term in known if sorted(term) == sorted(word)]
    close = get_close_matches(word, known, 1, ALIKE)
    close += get_close_matches(word, names, 1, ALIKE_NAME)
    return next(iter(swapped + close), "")


def near(index: sqlite3.Connection, unknown: Iterable[str]) -> tuple[str, ...]:
    """Return words of the index that look like unknown ones, at most five."""
    query = "SELECT term FROM vocabulary WHERE is_shown AND term BETWEEN ? AND ?"
    found: list[str] = []
    for word in map(normalize, unknown):
        if len(word) >= SHORTEST:
            begun = index.execute(query, (word[:2], f"{word[:2]}\U0010ffff"))
            known = [term for (term,) in begun if _can_be_meant(term)]
            found += get_close_matches(word, known, 3, NEAR)
    return tuple(dict.fromkeys(found))[:5]


def _can_be_meant(term: str) -> bool:
    return term.isalpha() and term not in _STOP_WORDS


def _is_known(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word stands in the index exactly so."""
    return bool(index.execute("SELECT 1 FROM vocabulary WHERE term = ?", (word,)).fetchone())


def _occurs(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word, or another form of it, stands anywhere in the index."""
    query = "SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1"
    return bool(index.execute(query, (quoted(word),)).fetchone())


def quoted(words: str) -> str:
    """Return words as an FTS5 string, which holds no operator whatever is in it."""
    return '"' + normalize(words).replace('"', " ") + '"'
