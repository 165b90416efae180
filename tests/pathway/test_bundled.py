"""The bundled pathway keeps its promises to the learner."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from psi_cli.learning.progress import measure
from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.model import Companion, Link, Reflection, Resource, Stage
from psi_cli.pathway.parse import read_pathway
from psi_cli.pathway.references import locate
from psi_cli.record.model import DONE, Mark, Note, PathwayRecord

PATHWAY = read_pathway(bundled_path())
RESOURCES = list(PATHWAY.resources())
REQUIRED = [one for stage in PATHWAY.stages for one in stage.resources]
FURTHER = PATHWAY.sections[-1]
FORMER_IDS = (Path(__file__).parent / "ids-of-2026.11.txt").read_text(encoding="utf-8").split()
WHOLE_BOOKS = {"bason-book": "bason-whole-book", "bourgon-book": "bourgon-whole-book"}
LONGEST_ROW = 48  # characters of a title that a row of 80 columns has room for
HEDGES = r"\b(likely|not found|no address|not known)\b"
BOASTS = r"nobody has|no one has|\bconfirmed\b|\bcertainly\b|\bdefinitely\b|\bundoubtedly\b"
BRITISH = r"(?i)organis|\w+isation\b|programme|\bcenter|\bcolor|\bbehavior|\bflats?\b"


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


def words_in(*texts: str) -> int:
    return len(" ".join(texts).split())


def sentence_count(text: str) -> int:
    return len(re.split(r"(?<=[.?!]) (?=[A-Z])", text))


def prose_of(part: Resource | Companion) -> str:
    return " ".join((part.summary, getattr(part, "why", ""), getattr(part, "since", "")))


def psis_own_words() -> Iterator[str]:
    """Yield every text that psi wrote; titles and names belong to others."""
    yield from (PATHWAY.summary, PATHWAY.audience, PATHWAY.publisher, *PATHWAY.outcomes)
    for stage in PATHWAY.sections:
        yield from (stage.title, stage.short, stage.goal, *stage.text)
        yield from (question.prompt for question in stage.reflections)
    for resource in RESOURCES:
        yield from (resource.short, prose_of(resource), resource.kind, *resource.tags)
        yield from (prose_of(companion) for companion in resource.companions)


def opens_at_once(link: Link) -> bool:
    return bool(link.url or link.archive)


def test_the_first_screen_has_room_for_what_the_pathway_is() -> None:
    assert len(PATHWAY.summary) <= 240
    assert len(PATHWAY.audience) <= 150
    assert 4 <= len(PATHWAY.outcomes) <= 5
    assert max(map(len, PATHWAY.outcomes)) <= 70


def test_what_is_asked_takes_about_seven_hours_and_a_half() -> None:
    resources = sum(one.minutes for one in REQUIRED)
    assert 420 <= resources <= 480
    assert 420 <= resources + sum(stage.minutes for stage in PATHWAY.stages) <= 480
    assert max(one.minutes for one in REQUIRED) <= 60


def test_the_texts_take_the_minutes_they_say() -> None:
    assert [stage.minutes for stage in PATHWAY.stages] == [5, 3, 3]
    for stage in PATHWAY.stages:
        words = words_in(*stage.text, *(one.prompt for one in stage.reflections))
        assert 150 <= words / stage.minutes <= 220


@each(REQUIRED)
def test_something_free_opens_at_once(resource: Resource) -> None:
    own = resource.access == "open" and opens_at_once(resource.link)
    free = [one for one in resource.companions if one.access == "open"]
    assert own or any(opens_at_once(one.link) for one in free)


@each([one for one in REQUIRED if not opens_at_once(one.link)])
def test_the_first_companion_of_what_has_no_address_stands_in_for_it(resource: Resource) -> None:
    first = resource.companions[0]
    assert (first.relation, first.access, bool(first.link.url)) == ("substitute", "open", True)
    assert "instead" in resource.summary


def test_a_book_asks_for_one_free_piece_and_has_the_whole_beside_it() -> None:
    books = {one.id: one for one in REQUIRED if one.kind == "book"}
    assert books.keys() == WHOLE_BOOKS.keys()
    for id_, whole in WHOLE_BOOKS.items():
        assert books[id_].access == "open"
        assert "free" in books[id_].summary
        (companion,) = (one for one in books[id_].companions if one.id == whole)
        assert companion.kind == "book"
        assert companion.access != "open"


@each(RESOURCES)
def test_a_resource_is_told_in_a_few_sentences(resource: Resource) -> None:
    assert sentence_count(resource.summary) <= 3
    assert sentence_count(resource.why) <= 3
    assert words_in(resource.summary) <= 70
    assert words_in(resource.why) <= 70
    assert words_in(resource.since) <= 75


@each(REQUIRED)
def test_a_title_too_long_for_a_row_has_a_short_one(resource: Resource) -> None:
    assert bool(resource.short) == (len(resource.title) > LONGEST_ROW)
    assert len(resource.short) <= 60


def test_a_site_that_is_gone_leads_with_its_archive() -> None:
    parts: list[Resource | Companion] = [*RESOURCES]
    parts += [companion for one in RESOURCES for companion in one.companions]
    archived = {one.id for one in parts if one.link.first == "archive"}
    assert archived == {"mindlab-website", "bc-partners"}


@each([one for one in REQUIRED if one.link.confidence != "verified"])
def test_a_link_that_is_not_verified_is_spoken_of_as_uncertain(resource: Resource) -> None:
    assert re.search(HEDGES, resource.summary, re.IGNORECASE)


def test_nothing_is_told_as_certain_and_ignorance_is_psis_own() -> None:
    assert [text for text in psis_own_words() if re.search(BOASTS, text, re.IGNORECASE)] == []


def test_the_spelling_is_canadian() -> None:
    assert [text for text in psis_own_words() if re.search(BRITISH, text)] == []


def test_where_the_pathway_comes_from_is_told_after_the_argument() -> None:
    for text in (PATHWAY.summary, PATHWAY.audience, *PATHWAY.stages[0].text[:-1]):
        assert "SiG" not in text


def test_a_small_trial_is_promised_and_taught() -> None:
    dive = PATHWAY.stages[-1]
    assert any("small trial" in outcome for outcome in PATHWAY.outcomes)
    assert "what would make you stop" in " ".join(dive.text)
    assert "small trial" in dive.reflections[-1].prompt


def test_further_reading_is_in_two_languages_and_says_which() -> None:
    languages = Counter(one.language for one in FURTHER.resources)
    assert languages.keys() == {"en", "fr"}
    assert languages["fr"] >= 10
    assert languages["en"] >= 22 + 8  # those of 2026.11, and eight more
    assert all(one.link.url for one in FURTHER.resources)


@pytest.mark.parametrize("former", FORMER_IDS)
def test_no_id_of_an_earlier_version_is_lost(former: str) -> None:
    part = locate(PATHWAY, former, (Stage, Resource, Reflection, Companion)).part
    assert former in (part.id, *getattr(part, "aliases", ()))


def test_nobody_loses_progress_that_was_made_in_an_earlier_version() -> None:
    kept = PathwayRecord()
    for former in FORMER_IDS:
        kept.marks[former] = Mark(DONE, "2026-11-25T09:00:00Z", former)
        kept.bookmarks[former] = kept.opened[former] = "2026-11-25T09:00:00Z"
        kept.notes[former] = [Note(former, "2026-11-25T09:00:00Z", former)]
    progress = measure(PATHWAY, kept)
    assert progress.orphans == ()
    assert progress.finished
    for former in FORMER_IDS:
        part = locate(PATHWAY, former, (Stage, Resource, Reflection, Companion)).part
        state = progress.state(part.id)
        assert (state.status, bool(state.bookmarked), bool(state.opened)) == (DONE, True, True)
        assert former in [note.text for note in state.notes]


def test_the_ids_of_the_earlier_version_are_all_there() -> None:
    assert len(FORMER_IDS) == len(set(FORMER_IDS)) == 72
    assert PATHWAY.version == "2026.12"


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
