"""The ways to reach something, and which of them is tried first."""

import pytest

from psi_cli.pathway.links import can_be_opened, opening, ways
from psi_cli.pathway.model import Companion, Link, Resource

A, B, S = "https://a.example/", "https://archive.example/", "some words"
FOUND = "https://duckduckgo.com/?q=some+words"


def resource(link: Link, *companions: Companion) -> Resource:
    return Resource("r", "video", "R", 5, link=link, companions=companions)


def companion(link: Link, relation: str = "substitute") -> Companion:
    return Companion("c", "video", "C", relation=relation, link=link)


@pytest.mark.parametrize(
    ("link", "urls"),
    [
        (Link(A, B, S), [A, B, FOUND]),
        (Link(A, B, S, first="archive"), [B, A, FOUND]),
        (Link(A, B, S, first="search"), [FOUND, A, B]),
        (Link(A, first="archive"), [A]),
        (Link("javascript:alert(1)", B), [B]),
        (Link(), []),
    ],
)
def test_the_ways_stand_in_the_order_in_which_they_are_tried(link: Link, urls: list[str]) -> None:
    assert [way.url for way in ways(link)] == urls


SUBSTITUTE = companion(Link("https://c.example/"))


@pytest.mark.parametrize(
    ("part", "url", "instead"),
    [
        (resource(Link(A, B, S), SUBSTITUTE), A, False),
        (resource(Link(A, B, S, first="search"), SUBSTITUTE), FOUND, False),
        (resource(Link("", B, S), SUBSTITUTE), B, False),
        (resource(Link("", "", S), SUBSTITUTE), "https://c.example/", True),
        (resource(Link("", "", S), companion(Link(A), "companion")), FOUND, False),
        (resource(Link("", "", S), companion(Link("", "", "other"))), FOUND, False),
    ],
)
def test_a_web_search_is_the_last_way_unless_the_pathway_prefers_it(
    part: Resource, url: str, instead: bool
) -> None:
    chosen = opening(part)
    assert chosen is not None
    assert (chosen.way.url, chosen.instead is not None) == (url, instead)
    assert can_be_opened(part) is (url != FOUND)


def test_of_what_nothing_is_known_nothing_opens() -> None:
    assert opening(resource(Link())) is None
    assert not can_be_opened(resource(Link()))


def test_words_are_searched_for_where_the_learner_chose() -> None:
    link = Link(search="two words & more")
    (way,) = ways(link, "https://search.example/find?q={words}&lang=fr")
    assert way.url == "https://search.example/find?q=two+words+%26+more&lang=fr"
