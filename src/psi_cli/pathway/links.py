"""The ways to reach something on the web, in the order in which they are tried."""

from typing import NamedTuple

from psi_cli.pathway.model import WAYS, Companion, Link, Resource
from psi_cli.system.url import WORDS, problem_with

ADDRESS, ARCHIVE, SEARCH = WAYS
WEB_SEARCH = f"https://duckduckgo.com/?q={WORDS}"


class Way(NamedTuple):
    """One way to reach something: its kind (address, archive or search), and the address."""

    kind: str
    url: str


class Opening(NamedTuple):
    """How something is opened: the way, and the substitute it leads to where that is another."""

    way: Way
    instead: Companion | None = None


def ways(link: Link, web_search: str = WEB_SEARCH) -> tuple[Way, ...]:
    """Return every way that a link offers, the one to try first in front."""
    from urllib.parse import quote_plus

    search = web_search.replace(WORDS, quote_plus(link.search)) if link.search else ""
    known = (Way(ADDRESS, link.url), Way(ARCHIVE, link.archive), Way(SEARCH, search))
    usable = [way for way in known if way.url and not problem_with(way.url)]
    return tuple(sorted(usable, key=lambda way: way.kind != link.first))


def opening(part: Resource | Companion, web_search: str = WEB_SEARCH) -> Opening | None:
    """Return how something is best opened; None where nothing at all is known.

    The way to try first comes first. A web search is else the last resort: a substitute that has
    an address comes before it.
    """
    own = ways(part.link, web_search)
    first = [Opening(way) for way in own if way.kind == part.link.first]
    direct = [Opening(way) for way in own if way.kind != SEARCH]
    instead = [
        Opening(way, one)
        for one in getattr(part, "companions", ())
        if one.relation == "substitute"
        for way in ways(one.link)
        if way.kind != SEARCH
    ]
    last = [Opening(way) for way in own]
    return next(iter((*first, *direct, *instead, *last)), None)


def can_be_opened(resource: Resource) -> bool:
    """Tell whether a resource, or a substitute, opens without a search for it."""
    found = opening(resource)
    return found is not None and found.way.kind != SEARCH
