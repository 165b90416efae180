"""The nearest right thing: the key, word, id or address that an author most likely meant."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from math import ceil
from typing import Any

from psi_cli.pathway.fields import Flag, Id, Line, Number, Several, Value
from psi_cli.pathway.format import Table
from psi_cli.system.url import problem_with

_KEYS = {
    **dict.fromkeys(("author", "authors", "by", "creator", "speaker"), "creators"),
    **dict.fromkeys(("description", "abstract", "about"), "summary"),
    **dict.fromkeys(("type", "category", "format", "medium"), "kind"),
    **dict.fromkeys(("duration", "time", "length", "mins"), "minutes"),
    **dict.fromkeys(("date", "published", "publication-year"), "year"),
    **dict.fromkeys(("prerequisites", "requires", "needs", "before"), "after"),
    **dict.fromkeys(("section", "heading", "part", "subgroup"), "group"),
    **dict.fromkeys(("keywords", "topics", "labels"), "tags"),
    **dict.fromkeys(("optional", "mandatory", "core"), "required"),
    **dict.fromkeys(("question", "questions"), "prompt"),
    **dict.fromkeys(("href", "address", "uri", "website"), "url"),
    **dict.fromkeys(("objectives", "goals"), "outcomes"),
    "name": "title",
    "lang": "language",
    "reason": "why",
    "items": "resource",
}
_WORDS = {
    **dict.fromkeys(("free", "public", "yes"), "open"),
    **dict.fromkeys(("login", "account", "free account", "sign-up"), "registration"),
    **dict.fromkeys(("paid", "buy", "subscription", "paywall"), "purchase"),
    **dict.fromkeys(("alternative", "instead", "replacement"), "substitute"),
    **dict.fromkeys(("beside", "extra", "complement"), "companion"),
    **dict.fromkeys(("sure", "certain", "checked", "high", "yes"), "verified"),
    **dict.fromkeys(("maybe", "medium", "probable"), "likely"),
    **dict.fromkeys(("no", "low", "unsure"), "unknown"),
    **dict.fromkeys(("url", "link"), "address"),
    **dict.fromkeys(("docs", "doc", "manual", "reference"), "documentation"),
    **dict.fromkeys(("deck", "presentation", "talk slides"), "slides"),
    **dict.fromkeys(("software", "app", "program"), "tool"),
    **dict.fromkeys(("project", "assignment", "lab", "homework", "quiz"), "exercise"),
    **dict.fromkeys(("data", "data set", "statistics"), "dataset"),
    **dict.fromkeys(("policy", "act", "regulation", "bill"), "law"),
    **dict.fromkeys(("meeting", "conference", "workshop"), "event"),
    **dict.fromkeys(("site", "page", "webpage", "web"), "website"),
    **dict.fromkeys(("feed", "mailing list"), "newsletter"),
    **dict.fromkeys(("lecture", "talk", "film", "movie", "youtube"), "video"),
    **dict.fromkeys(("audio", "radio"), "podcast"),
    **dict.fromkeys(("study", "thesis", "preprint"), "paper"),
    **dict.fromkeys(("mooc", "class"), "course"),
    **dict.fromkeys(("case study", "example"), "case"),
    **dict.fromkeys(("misc", "miscellaneous", "thing", "link"), "other"),
}
_LONGEST_NUMBER = 40  # characters in which a number is looked for
_IN_A_RANGE = 2  # numbers; three are a date
_THOUSANDS = r"(?<=\d)[.,’'](?=\d{3}(?!\d))"  # what stands between them
LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "anglais": "en",
    "englisch": "en",
    "finnish": "fi",
    "french": "fr",
    "français": "fr",
    "francais": "fr",
    "german": "de",
    "deutsch": "de",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "indonesian": "id",
    "italian": "it",
    "italiano": "it",
    "inuktitut": "iu",
    "japanese": "ja",
    "korean": "ko",
    "norwegian": "no",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "português": "pt",
    "punjabi": "pa",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "español": "es",
    "swedish": "sv",
    "tagalog": "tl",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "vietnamese": "vi",
}
FLAGS = {
    **dict.fromkeys(("yes", "true", "on"), "true"),
    **dict.fromkeys(("no", "false", "off"), "false"),
}


def word(value: str, choices: Iterable[str], meanings: Mapping[str, str] = _WORDS) -> str:
    """Return which of several words was most likely meant; nothing where none is near."""
    from difflib import get_close_matches

    choices, plain = list(choices), value.casefold().strip()
    if plain in choices:
        return plain
    if meanings.get(plain) in choices:
        return meanings[plain]
    return next(iter(get_close_matches(plain, choices, 1, 0.6)), "")


def key(name: str, table: Table) -> str:
    """Return which key of a table was most likely meant."""
    return word(name.replace("_", "-"), table.keys, _KEYS)


def address(text: str) -> str:
    """Return an address that psi takes and that comes nearest to a text; or nothing."""
    from urllib.parse import quote

    bare = text.strip(" <>\"'")
    bare = re.sub(r"^(htt?p?s?:/{0,2}|https?;//|//)(?!/)", "https://", bare)
    if "://" not in bare and "@" not in bare and re.match(r"[\w-]+(\.[\w-]+)+", bare):
        bare = f"https://{bare}"
    scheme, _, rest = bare.partition("://")
    right = f"{scheme}://{quote(rest, safe='/?#&=%:;,+~!$()*@[]')}"
    return right if right != text and not problem_with(right) else ""


def value(found: Any, kind: Value) -> str:
    """Return a value of another type as TOML writes the one that was meant; or nothing."""
    if isinstance(kind, Several) and isinstance(found, str):
        parts = [part.strip() for part in re.split(r"[,;]| and ", found) if part.strip()]
        return f"[{', '.join(map(text, parts))}]"
    if isinstance(kind, Several) and isinstance(found, list):
        return f"[{', '.join(text(str(part)) for part in found)}]"
    if isinstance(kind, Number):
        return _number(found, kind)
    if isinstance(kind, Flag):
        return FLAGS.get(str(found).casefold().strip(), "")
    if isinstance(kind, Line | Id) and isinstance(found, int | float):
        return text(str(found).lower())
    return ""


def text(words: str) -> str:
    """Return a text as TOML writes it on one line."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _number(found: Any, kind: Number) -> str:
    if isinstance(found, date):
        number = found.year
    elif isinstance(found, float) and found == found:  # noqa: PLR0124 - not a number
        number = ceil(min(found, 10**9))
    else:
        number = _number_in(found) if isinstance(found, str) else -1
    return str(number) if 0 <= number <= kind.largest else ""


def _number_in(words: str) -> int:
    """Return the hours in minutes, the year or else the number that words hold; -1 without one."""
    words = re.sub(_THOUSANDS, "", words[:_LONGEST_NUMBER].lower())
    if hours := re.match(r"\s*(\d+(?:[.,]\d+)?)\s*(?:h|std)[a-z.]*\s*(\d*)", words):
        return ceil(_decimal(hours[1]) * 60) + int(hours[2] or 0)
    if year := re.search(r"(?<!\d)\d{4}(?!\d)", words):
        return int(year[0])
    number = re.search(r"\d+(?:[.,]\d{1,2}(?!\d))?", words)
    is_date = len(re.findall(r"\d+", words)) > _IN_A_RANGE
    return ceil(_decimal(number[0])) if number and not is_date else -1


def _decimal(digits: str) -> float:
    return float(digits.replace(",", "."))
