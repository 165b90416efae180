"""Names become things: ids, numbers, beginnings, and what is offered for a slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.errors import NotFound
from psi_cli.pathway.model import Companion, Pathway, Reflection, Resource, Stage
from psi_cli.pathway.references import Part, Target, locate, targets
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
    with pytest.raises(NotFound, match="beginning of several names: why-so, who, where"):
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


def test_the_beginning_of_several_names_is_sent_back() -> None:
    with pytest.raises(NotFound) as caught:
        name_of("bason-")
    assert caught.value.sentence == (
        "“bason-” is the beginning of several names: bason-video, bason-book."
    )
    assert caught.value.remedy == "Type more of the one you mean."
    assert caught.value.status == 3


@pytest.mark.parametrize(
    ("ref", "remedy"),
    [
        ("video", "Did you mean bason-video?"),
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
    assert caught.value.remedy == "The stages: 1 intro, 2 dip, F further."


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
    stage = Stage("0", "S", "S", resources=tuple(map(resource, names)))
    wanted = data.draw(st.sampled_from(names))
    ref = wanted[: data.draw(st.integers(1, len(wanted)))]
    having = [name for name in names if name.startswith(ref)]
    if ref in names or len(having) == 1:
        expected = ref if ref in names else wanted
        assert locate(Pathway("p", "1", "P", (stage,)), ref, (Resource,)).part.id == expected
    else:
        with pytest.raises(NotFound, match="beginning of several"):
            locate(Pathway("p", "1", "P", (stage,)), ref, (Resource,))
