"""Spelling: the words that a learner types, and the words of the index that they may stand for."""

import sqlite3
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches

from psi_cli.search import vocabulary
from psi_cli.search.query import fold, tokens

CLOSE = 0.7  # how alike two spellings must be, as difflib counts, to be looked at as the same word
NEAR = 0.6  # the same for a mere suggestion
JOINED = 2  # letters that are joined to a word rather than one: 's, l', qu'
SHORTEST = 5  # letters of a word that is corrected; fewer are too like each other
MOST_SLIPS = 2
LONG, LONGER = 7, 8  # letters from which on more is forgiven: see `_is_slip`
_STOP_WORDS = frozenset(
    (  # noqa: SIM905 - so many strings in a list would be no easier to read
        "a about and are as at be by can do does don doesn didn for from has have how i in into is"
        " isn it its me my of on or our that the their this to was we what when where which who why"
        " will with you your"
        " au aux avec ce ces dans de des du elle en est et il je la le les leur ma mes mon nous ou"
        " par pas pour que qui sa ses sont sur un une vous"
    ).split()
)

Forms = list[tuple[str, ...]]  # of each word, the spellings under which it is looked for


def words_of(index: sqlite3.Connection, typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words to look for: those that tell something, compounds as they occur."""
    return tuple(_apart(index, _telling(typed)))


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without those that stand in every text, unless there are no others."""
    telling = tuple(word for word in words if not _is_stop_word(word))
    return telling or words


def _is_stop_word(word: str) -> bool:
    """Tell whether a word tells nothing, whatever is joined to it: what's, don't, d'une."""
    if "'" not in word and "’" not in word:
        return fold(word) in _STOP_WORDS
    return all(part in _STOP_WORDS or len(part) <= JOINED for part in tokens(word))


def _apart(index: sqlite3.Connection, words: Iterable[str]) -> Iterator[str]:
    """Yield words, those of compounds that occur nowhere one by one; B.C. as BC if that occurs."""
    for word in words:
        bare = word.replace(".", "")
        if bare != word and vocabulary.is_word(index, fold(bare)):
            yield bare
        elif len(parts := tokens(word)) > 1 and not vocabulary.occurs(index, word):
            yield from _telling(tuple(one for one in parts if _counts(index, one)) or parts)
        else:
            yield word


def _counts(index: sqlite3.Connection, part: str) -> bool:
    """Tell whether a part of a compound is worth looking for: com of a .com is not."""
    return len(part) > JOINED + 1 or (len(part) > JOINED and vocabulary.is_word(index, part))


def forms(index: sqlite3.Connection, word: str) -> tuple[str, ...]:
    """Return the spellings under which a word is looked for; none where it is unknown.

    A word that is no word of the index may be the beginning of some, as while one types.
    """
    parts = tokens(word)
    occurs = vocabulary.occurs(index, word)
    if len(parts) != 1 or len(parts[0]) == 1 or vocabulary.is_word(index, parts[0]):
        return (word,) if occurs else ()
    begun = vocabulary.spellings(index, parts[0], 12)
    return (word, *begun) if occurs else tuple(begun)


def corrections(
    index: sqlite3.Connection, words: Iterable[str], known: Forms
) -> Iterator[tuple[str, str]]:
    """Yield the unknown words that have most likely been mistyped, each with what was meant."""
    for word, form in zip(words, known, strict=True):
        if not form and (better := _correction(index, fold(word))):
            yield word, better


def _correction(index: sqlite3.Connection, word: str) -> str:
    """Return the known word that a mistyped one stands for; nothing where that is doubtful."""
    length = len(word)
    if length < SHORTEST or not word.isalpha():
        return ""
    lengths = (length - 2, length + 2)
    if found := _closest(index, word, vocabulary.spellings(index, word[0], -1, lengths)):
        return found
    return _closest(index, word, vocabulary.endings(index, word[-3:], lengths))


def _closest(index: sqlite3.Connection, word: str, candidates: Iterable[str]) -> str:
    """Return the candidate that a word is a slip for, the likeliest of several; or nothing."""
    possible = [one for one in candidates if one.isalpha() and one not in _STOP_WORDS]
    ranked = sorted(
        (_slips(word, one), word[-1] != one[-1], abs(len(word) - len(one)), one)
        for one in get_close_matches(word, possible, 20, CLOSE)
    )
    slips = (one for count, *_, one in ranked if _is_slip(index, word, one, count))
    return next((one for one in slips if vocabulary.is_shown(index, one)), "")


def _is_slip(index: sqlite3.Connection, word: str, other: str, slips: int) -> bool:
    """Tell whether a word is more likely a slip for another than a word of its own.

    Two slips are one too many for a word of less than eight letters, and so is a wrong letter
    (court, count) for one of less than seven. Names are misspelt more boldly.
    """
    length = len(word)
    if word[0] != other[0]:
        return slips == 1 and length >= LONG
    if slips == 1 and (length >= LONG or len(other) != length or sorted(word) == sorted(other)):
        return True
    if slips > MOST_SLIPS or (slips > 1 and length < LONG - 1):
        return False
    return length >= LONGER or vocabulary.is_name(index, other)


def _slips(one: str, other: str) -> int:
    """Return how many letters are missing, too many, wrong or out of place."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return max(len(one), len(other)) - sum(block.size for block in blocks)


def near(index: sqlite3.Connection, words: Iterable[str], known: Forms) -> tuple[str, ...]:
    """Return known words that look like those that are unknown, at most five."""
    found: list[str] = []
    for word, form in zip(words, known, strict=True):
        folded = fold(word)
        if not form and len(folded) >= SHORTEST:
            begun = vocabulary.spellings(index, folded[:2], -1)
            begun = [one for one in begun if one.isalpha() and one not in _STOP_WORDS]
            found += get_close_matches(folded, begun, 3, NEAR)
    return tuple(one for one in dict.fromkeys(found) if vocabulary.is_shown(index, one))[:5]
