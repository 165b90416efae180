"""The bundled pathway keeps its promises to the learner."""

import re
from collections import Counter

import pytest

from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.model import Resource
from psi_cli.pathway.parse import read_pathway

PATHWAY = read_pathway(bundled_path())
RESOURCES = list(PATHWAY.resources())
REQUIRED = [one for stage in PATHWAY.stages for one in stage.resources]
FURTHER = PATHWAY.sections[-1]


def each(resources: list[Resource]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("resource", resources, ids=[one.id for one in resources])


def sentences_of(*texts: str) -> list[str]:
    """Return the sentences of prose that are long enough to be noticed when they come again."""
    parts = re.split(r"(?<=[.?!])\s+", " ".join(texts))
    return [part for part in parts if len(part.split()) >= 5]


def test_there_are_three_stages_and_further_reading() -> None:
    assert [stage.id for stage in PATHWAY.stages] == ["intro", "dip", "dive"]
    assert [stage.short for stage in PATHWAY.sections] == ["Intro", "Dip", "Dive", "Further"]
    assert PATHWAY.id == "public-sector-innovation"


def test_the_twelve_resources_stand_in_their_order() -> None:
    assert [[one.id for one in stage.resources] for stage in PATHWAY.stages] == [
        [],
        [
            "bason-mindlab-video",
            "bc-action-plan",
            "bc-partners",
            "harrington-webinar",
            "moore-advocacy-video",
            "taf-case",
        ],
        [
            "moore-westley-paper",
            "bason-book",
            "bourgon-book",
            "advocacy-training",
            "etmanski-blog",
            "sig-library",
        ],
    ]


def test_every_stage_has_a_goal_a_text_questions_and_a_time() -> None:
    for stage in PATHWAY.stages:
        assert stage.goal
        assert stage.text
        assert stage.reflections
        assert stage.minutes
    assert PATHWAY.outcomes
    assert PATHWAY.audience
    assert PATHWAY.publisher


def test_nobody_is_examined() -> None:
    assert [stage.recalls for stage in PATHWAY.sections] == [(), (), (), ()]


@each(REQUIRED)
def test_a_resource_says_what_it_is_why_what_came_of_it_and_how_to_find_it(
    resource: Resource,
) -> None:
    assert resource.minutes > 0
    assert resource.summary
    assert resource.why
    assert resource.since
    assert resource.link.search
    assert resource.creators
    assert resource.tags
    assert resource.required


@each(list(FURTHER.resources))
def test_further_reading_is_offered_and_never_asked_for(resource: Resource) -> None:
    assert not resource.required
    assert resource.minutes > 0
    assert resource.summary
    assert resource.why
    assert resource.link.search


@each(RESOURCES)
def test_a_missing_address_is_owned_up_to(resource: Resource) -> None:
    assert (resource.link.confidence == "unknown") == (not resource.link.url)
    for companion in resource.companions:
        assert (companion.link.confidence == "unknown") == (not companion.link.url)


@each([one for one in RESOURCES if one.companions])
def test_a_companion_says_what_it_is_and_how_to_find_it(resource: Resource) -> None:
    for companion in resource.companions:
        assert companion.summary
        assert companion.link.search


def test_no_sentence_stands_in_two_resources() -> None:
    sentences = Counter(
        sentence
        for one in RESOURCES
        for sentence in set(
            sentences_of(one.summary, one.why, one.since, *(c.summary for c in one.companions))
        )
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_no_sentence_stands_in_two_stages() -> None:
    sentences = Counter(
        sentence
        for stage in PATHWAY.sections
        for sentence in sentences_of(*stage.text, *(one.prompt for one in stage.reflections))
    )
    assert [sentence for sentence, count in sentences.items() if count > 1] == []
