"""What a learner types after `psi search`, taken apart: words, phrases, exclusions, filters."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from psi_cli.errors import UsageProblem
from psi_cli.learning.filters import FIELDS, Filters
from psi_cli.system.sanitize import clean_line, quoted

FILTERS = FIELDS | {"max": "most"}
MOST_WORDS = 32  # more help no search and cost time


class Query(NamedTuple):
    """A search taken apart. A phrase is words that must follow each other.

    `given` are the filters that came as options, as they would be typed.
    """

    typed: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: Filters = Filters()
    given: tuple[str, ...] = ()


def parse(typed: Iterable[str], filters: Filters | None = None) -> Query:
    """Return the query of what was typed, its filters added to those given as options.

    UsageProblem for a filter that does not exist, saying which do.
    """
    line = clean_line(" ".join(_requoted(list(typed))))
    filters = filters or Filters()
    given = tuple(map(quoted_value, filters.as_typed()))
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for minus, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|(\w+:"[^"]*"|\S+))', line):
        text = phrase or word.strip('"')
        if not any(map(str.isalnum, text)):
            continue
        if word.startswith("-") and minus:
            remedy = "`psi search --help` shows those there are; -word leaves a word out."
            raise UsageProblem(f"No such option: -{word}.", remedy)
        if not phrase and (key := _filter_key(word)):
            if minus:
                raise UsageProblem("A filter cannot be left out with -.", "Name what you do want.")
            filters = _with(filters, key, word.partition(":")[2].strip('"'))
        else:
            (excluded if minus else phrases if phrase else words).append(text)
    return Query(line, tuple(words[:MOST_WORDS]), tuple(phrases), tuple(excluded), filters, given)


def _requoted(arguments: list[str]) -> list[str]:
    """Return arguments with the quotation marks that the shell took from by:"…" and tag:"…".

    A lone argument is a whole query, as in `psi search "co-design by:bason"`.
    """
    if len(arguments) == 1:
        return arguments
    return [quoted_value(text) if _is_filter(text) else text for text in arguments]


def _is_filter(argument: str) -> bool:
    key, _, value = argument.partition(":")
    return key.casefold() in {"by", "tag"} and not any(map(_filter_key, value.split()))


def quoted_value(filter_: str) -> str:
    """Return a filter as it is typed, its value in quotation marks if that has several words."""
    key, _, value = filter_.partition(":")
    return f'{key}:"{value}"' if " " in value and '"' not in value else filter_


def _filter_key(word: str) -> str:
    key, _, value = word.partition(":")
    return key if value and key.isascii() and key.isalpha() and not value.startswith("//") else ""


def _with(filters: Filters, key: str, value: str) -> Filters:
    field = FILTERS.get(key.casefold())
    if field is None:
        sentence = f"There is no filter {quoted(key)}."
        raise UsageProblem(sentence, f"The filters are {', '.join(FILTERS)}.")
    if field == "most":
        if not (value.isascii() and value.isdigit()):
            raise UsageProblem("max: takes a number of minutes.", "For example: max:20.")
        return filters._replace(most=int(value[:9]))
    values: Any = {field: (*getattr(filters, field), value.casefold())}
    return filters._replace(**values)
