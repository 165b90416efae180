"""What a reference manager is told of a resource, no more than the pathway knows of it."""

from typing import NamedTuple

from psi_cli.exports.view import ExportView
from psi_cli.pathway.model import Resource

_KNOWN = ("doi", "isbn", "issn")
# What is itself a page of the web. A book, a report or a recording is not: its link may open one
# free piece, or the announcement of it.
_PAGES = {"article", "blog", "course", "library", "organization", "toolkit", "training"}


class Citation(NamedTuple):
    """One work. Creators are as the pathway spells them: it does not tell people from bodies.

    `url` is the work's own address; where it may lead to something else, `note` says so.
    """

    id: str
    kind: str
    title: str
    creators: tuple[str, ...]
    year: int
    language: str
    abstract: str
    keywords: tuple[str, ...]
    identifiers: dict[str, str]
    url: str
    note: str


def citations(view: ExportView) -> list[Citation]:
    """Return a citation for each resource."""
    return [_citation(entry.resource) for entry in view.entries]


def _citation(resource: Resource) -> Citation:
    identifiers = {
        name.lower(): value for name, value in resource.identifiers if name.lower() in _KNOWN
    }
    url = _own_address(resource, identifiers)
    return Citation(
        id=resource.id,
        kind=resource.kind,
        title=resource.title,
        creators=resource.creators,
        year=resource.year,
        language=resource.language,
        abstract=resource.summary,
        keywords=resource.tags,
        identifiers=identifiers,
        url=url,
        note="" if url else _where_to_look(resource),
    )


def _own_address(resource: Resource, identifiers: dict[str, str]) -> str:
    """Return the address of the work itself; empty where it was not confirmed to be that."""
    link = resource.link
    if resource.kind not in _PAGES or link.confidence != "verified" or "isbn" in identifiers:
        return ""
    return link.archive if link.first == "archive" else link.url


def _where_to_look(resource: Resource) -> str:
    link = resource.link
    if link.url:
        return f"The pathway leads to {link.url}"
    return f"To look for it: {link.search}" if link.search else ""
