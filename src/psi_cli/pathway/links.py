"""The ways to reach something on the web, in the order in which they are tried."""

from typing import NamedTuple

from psi_cli.pathway.model import Link
from psi_cli.system.url import problem_with

ADDRESS, ARCHIVE, SEARCH = "address", "archive", "search"
_WEB_SEARCH = "https://duckduckgo.com/?q="


class Way(NamedTuple):
    """One way to reach something: its kind (address, archive or search), and the address."""

    kind: str
    url: str


def ways(link: Link) -> tuple[Way, ...]:
    """Return every way that a link offers, the one to try first in front."""
    from urllib.parse import quote_plus

    search = f"{_WEB_SEARCH}{quote_plus(link.search)}" if link.search else ""
    known = (Way(ADDRESS, link.url), Way(ARCHIVE, link.archive), Way(SEARCH, search))
    return tuple(way for way in known if way.url and not problem_with(way.url))
