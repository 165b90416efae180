"""Names become things: ids, numbers, beginnings, and what is offered for a slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.errors import NotFound, UsageProblem
from psi_cli.pathway.model import Companion, Pathway, Reflection, Resource, Stage
from psi_cli.pathway.references import Part, Target, Unsure, is_number, locate, locate_all, targets
from tests.output_checker import commands_in

ANY: tuple[type[Part], ...] = (Resource, Stage, Reflection, Companion)


def resource(name: str, **fields: object) -> Resource:
    return Resource(id=name, kind="video", title=name.title(), minutes=10)._replace(**fields)


INTRO = Stage("intro", "Intro", "Intro", reflections=(Reflection("why-so", "Why?", ("how-so",)),))
DIP = Stage(
    "dip",
    "Dip",
    "Dip",
    aliases=("shallow",),
    reflections=(Reflection("who", "Who?"), Reflection("where", "Where?")),
    resources=(
        resource("bason-video", aliases=("mindlab-video",)),
        resource(
            "bason-book", companions=(Companion("blog", "blog", "B"), Companion("c", "b", "C"))
        ),
        resource("bason"),
    ),
)
FURTHER = Stage("further", "Further", "Further", resources=(resource("kit"), resource("map")))
PATHWAY = Pathway("p", "1", "P", (INTRO, DIP), further=FURTHER)
EVERY = targets(PATHWAY)


def name_of(ref: str, *kinds: type[Part], here: Stage | None = DIP) -> str:
    return locate(PATHWAY, ref, kinds or ANY, (lambda: here) if here else None).part.id


@pytest.mark.parametrize("target", EVERY, ids=[one.part.id for one in EVERY])
def test_every_part_is_found_by_its_id_and_its_number(target: Target) -> None:
    assert locate(PATHWAY, target.part.id, ANY, lambda: DIP) == target
    if not isinstance(target.part, Stage):
        assert locate(PATHWAY, target.number, ANY, lambda: DIP) == target
        assert locate(PATHWAY, target.number.lower(), ANY, None) == target


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("1", "bason-video"),
        ("3", "bason"),
        ("2.1", "bason-video"),
        ("f.2", "map"),
        ("F.2", "map"),
        ("q1", "who"),
        ("Q2", "where"),
        ("1.q1", "why-so"),
        ("2a", "blog"),
        ("2.2B", "c"),
        ("bason", "bason"),
        ("bason-v", "bason-video"),
        ("BASON-B", "bason-book"),
        (" bason \n", "bason"),
        ("mindlab-video", "bason-video"),
        ("how-so", "why-so"),
        ("shallow", "dip"),
        ("whe", "where"),
        ("furth", "further"),
        ("i", "intro"),
    ],
)
def test_a_name_is_found(ref: str, name: str) -> None:
    assert name_of(ref) == name


def test_a_bare_number_counts_in_the_stage_where_the_learner_is() -> None:
    assert name_of("1", Resource, here=DIP) == "bason-video"
    assert name_of("1", Resource, here=FURTHER) == "kit"
    assert name_of("q1", here=INTRO) == "why-so"
    for here in (INTRO, None):
        with pytest.raises(NotFound):
            name_of("1", Resource, here=here)


def test_among_stages_alone_a_number_is_a_stage() -> None:
    assert name_of("2", Stage) == "dip"
    assert name_of("f", Stage) == "further"
    with pytest.raises(NotFound):
        name_of("4", Stage)


def test_only_the_kinds_that_are_asked_for_are_found() -> None:
    with pytest.raises(NotFound, match="“wh” could be any of these:"):
        name_of("wh", Reflection)


@pytest.mark.parametrize(
    ("ref", "kinds", "sentence", "remedy"),
    [
        ("dip", (Resource,), "“dip” is a stage, which this command does not take.", "psi show dip"),
        ("q1", (Resource,), "“q1” is a question, which this command does not take.", "note 2.q1"),
        ("why-so", (Resource, Stage), "“why-so” is a question,", "`psi note 1.q1`"),
        ("how-so", (Stage,), "“how-so” is a question,", "`psi note 1.q1`"),
        ("2a", (Resource,), "“2a” goes with resource 2.2 and keeps no marks", "`psi open 2.2a`"),
        ("blog", (Stage, Resource), "“blog” goes with resource 2.2 and", "name 2.2 for the rest"),
    ],
)
def test_what_is_of_another_kind_says_what_it_is(
    ref: str, kinds: tuple[type[Part], ...], sentence: str, remedy: str
) -> None:
    with pytest.raises(NotFound) as caught:
        name_of(ref, *kinds)
    assert caught.value.sentence.startswith(sentence)
    assert remedy in caught.value.remedy


def test_a_bare_number_in_a_stage_without_resources_says_so() -> None:
    with pytest.raises(NotFound, match=r"^Intro has no resources of its own\.$"):
        name_of("1", Resource, here=INTRO)


def test_what_could_be_several_lists_their_numbers_and_titles() -> None:
    with pytest.raises(Unsure) as caught:
        name_of("bas", Resource)
    assert caught.value.sentence == "“bas” could be any of these:"
    assert caught.value.details == ("2.1  Bason-Video", "2.2  Bason-Book", "2.3  Bason")
    assert caught.value.remedy == "Type the number of the one you mean."


TITLED = Stage(
    "s",
    "The Stage",
    "S",
    resources=(
        resource("one", title="Écrire un guide: first steps", short="The guide"),
        resource("two", title="A second guide"),
        resource("three", title="Harvest"),
        resource("guide-book", title="Last"),
    ),
)
TITLES = Pathway("p", "1", "P", (TITLED,))


def titled(ref: str, *, sure: bool = False) -> list[str]:
    found = locate_all(TITLES, ref, (Resource, Stage), lambda: TITLED, sure=sure)
    return [one.part.id for one in found]


@pytest.mark.parametrize(
    ("ref", "id_"),
    [
        ("harvest", "three"),
        ("HARVEST", "three"),
        ("ecrire un guide first steps", "one"),
        ("the guide", "one"),
        ("second", "two"),
        ("steps ÉCRIRE", "one"),
        ("stage", "s"),
        ("guide", "guide-book"),  # a beginning of an id comes before words of a title
    ],
)
def test_a_title_or_words_of_one_name_a_part(ref: str, id_: str) -> None:
    assert titled(ref) == [id_]


def test_words_of_a_title_are_not_sure_enough_and_a_whole_title_is() -> None:
    assert titled("harvest", sure=True) == ["three"]
    with pytest.raises(Unsure, match="“second” is part of a title:") as caught:
        titled("second", sure=True)
    assert caught.value.details == ("1.2  A second guide",)


@pytest.mark.parametrize(
    ("ref", "ids"),
    [
        ("1-3", ["one", "two", "three"]),
        ("1.2-1.4", ["two", "three", "guide-book"]),
        ("1.2-4", ["two", "three", "guide-book"]),
        ("2-2", ["two"]),
    ],
)
def test_a_range_of_numbers_names_all_that_lies_between(ref: str, ids: list[str]) -> None:
    assert titled(ref) == ids


def test_a_range_ends_in_the_stage_where_it_begins_wherever_the_learner_is() -> None:
    other = Stage("other", "Other", "Other", resources=(Resource("far", "book", "Far", 5),) * 4)
    both = TITLES._replace(stages=(TITLED, other))
    found = locate_all(both, "1.1-3", (Resource,), lambda: other, sure=True)
    assert [one.part.id for one in found] == ["one", "two", "three"]


@pytest.mark.parametrize("ref", ["3-1", "1-9", "7-8"])
def test_a_range_that_leads_nowhere_is_refused(ref: str) -> None:
    with pytest.raises(NotFound):
        titled(ref)


def test_a_range_is_refused_where_one_part_is_wanted() -> None:
    with pytest.raises(UsageProblem, match="names 3, and this command takes one"):
        locate(TITLES, "1-3", (Resource,), lambda: TITLED)


@pytest.mark.parametrize("ref", ["3", "2.3", "q1", "2.q1", "F.3", "f.3", "3a", "2.3a"])
def test_what_screens_show_as_a_number_is_one(ref: str) -> None:
    assert is_number(ref)


@pytest.mark.parametrize("ref", ["", "dip", "2.", "q", "a3", "2.3ab", "1-3", "３"])
def test_what_is_no_number_of_a_screen_is_none(ref: str) -> None:
    assert not is_number(ref)


@pytest.mark.parametrize(
    ("ref", "remedy"),
    [
        ("bsonvideo", "Did you mean bason-video or bason or bason-book?"),
        ("bason-vidoe", "Did you mean bason-video or bason-book or bason?"),
        ("intor", "Did you mean intro or kit?"),
        ("zzz", "`psi list --all` shows every name."),
        ("", "`psi list --all` shows every name."),
        ("-1", "`psi list --all` shows every name."),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(ref: str, remedy: str) -> None:
    with pytest.raises(NotFound) as caught:
        name_of(ref)
    assert caught.value.sentence == f"Nothing here is called “{ref}”."
    assert caught.value.remedy == remedy


@pytest.mark.parametrize("ref", ["2.9", "0", "9", "9.1", "1.1", "2z"])
def test_a_number_that_nothing_has_is_said_to_be_none(ref: str) -> None:
    with pytest.raises(NotFound) as caught:
        name_of(ref)
    assert caught.value.sentence == f"Nothing has the number {ref} here."


def test_an_unknown_stage_is_answered_with_all_of_them() -> None:
    with pytest.raises(NotFound) as caught:
        name_of("dop", Stage)
    assert caught.value.sentence == "There is no stage “dop”."
    assert caught.value.remedy == "Did you mean dip? The stages: 1 intro, 2 dip, F further."


def test_an_exact_id_wins_over_a_number_and_a_beginning() -> None:
    stage = Stage("s", "S", "S", resources=(resource("q1"), resource("1a"), resource("1ab")))
    pathway = Pathway("p", "1", "P", (stage,))
    for name in ("q1", "1a", "1ab"):
        assert locate(pathway, name, ANY, lambda: stage).part.id == name


def test_an_id_wins_over_another_part_s_former_one() -> None:
    stages = (Stage("a", "A", "A"), Stage("b", "B", "B", aliases=("old",)))
    assert locate(Pathway("p", "1", "P", stages), "old", ANY).part.id == "b"


@given(st.text())
def test_any_text_is_found_or_politely_not(ref: str) -> None:
    try:
        shown = locate(PATHWAY, ref, ANY, lambda: DIP).part.id
    except NotFound as missing:
        shown = missing.sentence + missing.remedy
    assert shown
    assert commands_in(shown) == []
    assert len(shown) < 300


IDS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


@given(st.lists(IDS, min_size=1, max_size=8, unique=True), st.data())
def test_every_beginning_that_only_one_name_has_finds_it(
    names: list[str], data: st.DataObject
) -> None:
    untitled = tuple(resource(name, title="…") for name in names)  # a title could be meant as well
    stage = Stage("0", "S", "S", resources=untitled)
    wanted = data.draw(st.sampled_from(names))
    ref = wanted[: data.draw(st.integers(1, len(wanted)))]
    having = [name for name in names if name.startswith(ref)]
    if ref in names or len(having) == 1:
        expected = ref if ref in names else wanted
        assert locate(Pathway("p", "1", "P", (stage,)), ref, (Resource,)).part.id == expected
    else:
        with pytest.raises(NotFound, match="could be any of these"):
            locate(Pathway("p", "1", "P", (stage,)), ref, (Resource,))
