"""The file that `psi pathway new` writes to be filled in."""

import re

import pytest

from psi_cli.authoring.template import filled_in
from psi_cli.pathway.model import ACCESS, KINDS
from psi_cli.pathway.parse import parse_pathway


def test_it_says_what_is_known_and_is_a_pathway_as_it_stands() -> None:
    pathway = parse_pathway(filled_in("my-id", "My «title»", "fr", "First of all").encode())
    assert (pathway.id, pathway.title, pathway.language) == ("my-id", "My «title»", "fr")
    (stage,) = pathway.stages
    assert (stage.id, stage.title) == ("first-of-all", "First of all")
    assert len(stage.resources) == len(stage.reflections) == 1
    assert stage.resources[0].minutes is None


def test_every_key_it_offers_can_be_taken_up() -> None:
    text = filled_in("my-id", "My title", "en", "First")
    offered = re.sub(r"^# (?=\w+ = .*#)", "", text, flags=re.MULTILINE)
    pathway = parse_pathway(offered.encode())
    (stage,) = pathway.stages
    (resource,) = stage.resources
    assert offered != text
    assert pathway.outcomes
    assert (stage.minutes, resource.minutes) != (None, None)
    assert (resource.required, resource.access) == (False, "purchase")


def test_what_it_says_of_the_next_stage_can_be_taken_up() -> None:
    text = filled_in("my-id", "My title", "en", "First")
    head, _, end = text.partition("# The next stage would begin here:\n")
    assert len(parse_pathway((head + end.replace("# ", "")).encode()).stages) == 2


@pytest.mark.parametrize("stage", ["A report", "in your work", "2024", "日本語", 'A "B" \\ C', "f"])
def test_any_title_of_a_stage_gets_an_id_of_its_own(stage: str) -> None:
    pathway = parse_pathway(filled_in("my-id", "T", "en", stage).encode())
    assert pathway.stages[0].title == stage


def test_it_fits_a_window_and_tells_editors_where_the_schema_is() -> None:
    lines = filled_in("my-id", "My title", "en", "First").splitlines()
    assert lines[0] == "#:schema ./pathway.schema.json"
    assert max(map(len, lines)) <= 100


def test_it_says_which_kinds_and_ways_of_access_there_are() -> None:
    words = " ".join(filled_in("my-id", "My title", "en", "First").replace("\n# ", " ").split())
    assert f"Its kind is one of: {', '.join(KINDS)}." in words
    assert f"who can get it: {', '.join(ACCESS)}" in words
