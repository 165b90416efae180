"""The ways to reach something on the web, in the order in which they are tried."""

from typing import NamedTuple

from psi_cli.pathway.model import WAYS, Companion, Link, Resource
from psi_cli.system.url import problem_with

ADDRESS, ARCHIVE, SEARCH = WAYS
_WEB_SEARCH = "https://duckduckgo.com/?q="


class Way(NamedTuple):
    """One way to reach something: its kind (address, archive or search), and the address."""

    kind: str
    url: str


class Opening(NamedTuple):
    """How something is opened: the way, and the substitute it leads to where that is another."""

    way: Way
    instead: Companion | None = None


def ways(link: Link) -> tuple[Way, ...]:
    """Return every way that a link offers, the one to try first in front."""
    from urllib.parse import quote_plus

    search = f"{_WEB_SEARCH}{quote_plus(link.search)}" if link.search else ""
    known = (Way(ADDRESS, link.url), Way(ARCHIVE, link.archive), Way(SEARCH, search))
    usable = [way for way in known if way.url and not problem_with(way.url)]
    return tuple(sorted(usable, key=lambda way: way.kind != link.first))


def opening(part: Resource | Companion) -> Opening | None:
    """Return how something is best opened; None where nothing at all is known.

    A web search is the last resort: a substitute that has an address comes before it.
    """
    own = ways(part.link)
    direct = [Opening(way) for way in own if way.kind != SEARCH]
    instead = [
        Opening(way, one)
        for one in getattr(part, "companions", ())
        if one.relation == "substitute"
        for way in ways(one.link)
        if way.kind != SEARCH
    ]
    last = [Opening(way) for way in own]
    return next(iter((*direct, *instead, *last)), None)


def can_be_opened(resource: Resource) -> bool:
    """Tell whether a resource, or a substitute, opens without a search for it."""
    found = opening(resource)
    return found is not None and found.way.kind != SEARCH
