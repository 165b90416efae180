"""The vocabulary of the search index: which words it knows, and how they are asked for."""

import sqlite3

from psi_cli.search.rows import TEXTS


def spellings(
    index: sqlite3.Connection, beginning: str, most: int, lengths: tuple[int, int] = (1, 1000)
) -> list[str]:
    """Return the words of the index with a beginning, the commonest first."""
    query = (
        "SELECT term FROM vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"
        " ORDER BY doc DESC, term LIMIT ?"
    )
    rows = index.execute(query, (beginning, beginning + "\U0010ffff", *lengths, most))
    return [term for (term,) in rows]


def endings(index: sqlite3.Connection, ending: str, lengths: tuple[int, int]) -> list[str]:
    """Return the words of the index with an ending."""
    query = "SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ? AND substr(term, ?) = ?"
    return [term for (term,) in index.execute(query, (*lengths, -len(ending), ending))]


def is_word(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word stands in the index as it is spelt; what is several words does not."""
    query = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"  # `vocabulary` would count them
    try:
        return index.execute(query, (quoted(word),)).fetchone() is not None
    except sqlite3.OperationalError:  # a phrase, which this table does not keep
        return False


def occurs(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word, or another form of it, stands anywhere in the index."""
    query = "SELECT 1 FROM parts WHERE parts MATCH ? LIMIT 1"
    return index.execute(query, (quoted(word),)).fetchone() is not None


def is_shown(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word stands in a text that people see, and not in `other` alone."""
    query = "SELECT 1 FROM parts WHERE parts MATCH ? LIMIT 1"
    shown = " ".join(text for text in TEXTS if text != "other")
    return index.execute(query, (f"{{{shown}}}: {quoted(word)}",)).fetchone() is not None


def is_name(index: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word is in the name of somebody who made something."""
    query = "SELECT 1 FROM parts WHERE parts MATCH ? LIMIT 1"
    return index.execute(query, (f"creators: {quoted(word)}",)).fetchone() is not None


def quoted(words: str) -> str:
    """Return words as an FTS5 string, which holds no operator whatever is in it."""
    return '"' + words.replace('"', " ") + '"'
