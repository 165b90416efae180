"""Matching: the best first, forgiving where nothing is exact."""

import contextlib
import importlib.util

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from psi_cli.errors import UsageProblem
from psi_cli.record.model import Mark
from psi_cli.search.match import END, START
from tests.conftest import ROOT
from tests.search.conftest import WHOLE, Library, resource

FURTHER = '[further]\ntitle = "More"\n'
HOSTILE = [
    '"',
    '""""',
    "'; DROP TABLE parts; --",
    "NEAR",
    "NEAR(a b, 2)",
    "a AND",
    "AND OR NOT",
    "NOT policy",
    "policy NOT",
    "policy*",
    "*",
    "^policy",
    "title:policy",
    "{title}",
    "(",
    ")",
    "policy (",
    "a + b",
    "policy\x00tools",
    "\x00",
    "-",
    "--",
    "-policy",
    'policy -"',
    "policy \ud800",
    "é\u0301\u0301",
    "ͺ",
    "policy -ͺ",
    "²",
    "%_%",
    "?1",
    ":a @b $c",
    "𞤀𞤀",
    "x" * 10_000,
    "policy " * 500,
]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("laboratory", ["lab", "book"]),
        ("laboratories", ["lab", "book"]),
        ("prototype", ["lab", "one"]),
        ("prototyping", ["lab", "one"]),
        ("labor", ["lab", "book"]),
        ("region", ["region"]),
        ("RÉGION", ["region"]),
        ("re\u0301gion", ["region"]),
        ("cocreation", ["region"]),
        ("co-creation", ["region"]),
        ("umbrellas", ["why"]),
        ("gardens", ["one"]),
        ("the laboratory of the", ["lab", "book"]),
        ("policy networks", ["policy"]),
        ('"policy networks"', ["policy"]),
        ('"networks policy"', []),
        ("laboratory -campaigner", ["lab"]),
        ('laboratory -"innovation laboratory"', ["book"]),
        ("laboratory kind:book", ["book"]),
        ("laboratory max:10", ["lab"]),
        ("prototype stage:one", ["lab", "one"]),
        ("prototype stage:two", []),
        ("prototype kind:video", ["lab"]),
    ],
)
def test_a_search_finds_what_is_meant_the_best_first(
    library: Library, words: str, names: list[str]
) -> None:
    found = library.ask(words)
    assert [hit.id for hit in found.hits] == names
    assert (found.corrected, found.relaxed) == ({}, False)


def test_a_hit_tells_where_it_is_and_marks_what_matched(library: Library) -> None:
    (hit,) = library.ask("networks").hits
    assert (hit.part, hit.number, hit.stage, hit.kind, hit.minutes) == (
        *("resource", "1.4", "one", "paper", 60),
    )
    assert hit.snippet == f"Tools for a policy; policy {START}networks{END}."
    assert library.ask("policy").hits[0].title == f"{START}Policy{END} tools"


def test_where_no_text_has_all_words_some_will_do(library: Library) -> None:
    found = library.ask("policy umbrella")
    assert found.relaxed
    assert {hit.id for hit in found.hits} == {"policy", "why"}


def test_further_reading_comes_after_the_original_resources(library: Library) -> None:
    twin = resource("twin", "video", "Innovation laboratory", "A place for prototypes.", 10)
    library.write(WHOLE + FURTHER + twin.replace("stage.resource", "further.resource"))
    assert library.ids("innovation") == ["lab", "twin"]
    assert library.ask("innovation").hits[1].number == "F.1"


def test_companions_creators_and_tags_are_searched(library: Library) -> None:
    more = (
        'creators = ["Élise Noël", "Bo_b"]\ntags = ["open-data"]\n[[stage.resource.companion]]\n'
        'id = "c"\nkind = "blog"\ntitle = "Zebra"\n'
    )
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more=more))
    for words in ("zebra", "noel", "open-data", "opendata", "case tag:open-data", "case by:noël"):
        assert library.ids(words) == ["rich"]
    assert library.ids("case tag:open") == []


@pytest.mark.parametrize("by", ["élise", "Élise", "ÉLISE"])
def test_a_creator_is_found_whatever_the_case_of_the_letters(library: Library, by: str) -> None:
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more='creators = ["Élise"]\n'))
    assert library.ids(f"case by:{by}") == ["rich"]


@pytest.mark.parametrize("by", ["%", "b_b", "b%b"])
def test_a_creator_s_name_holds_no_wildcards(library: Library, by: str) -> None:
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more='creators = ["Bob"]\n'))
    assert library.ids(f"case by:{by}") == []


def test_notes_are_found_with_what_they_are_about(library: Library) -> None:
    library.note("lab", "Ask the librarian")
    (hit,) = library.ask("librarian").hits
    assert (hit.part, hit.id, hit.number) == ("note", "lab", "1.1")
    assert (hit.title, hit.snippet) == (
        *("Innovation laboratory", f"Ask the {START}librarian{END}"),
    )
    library.notes.clear()
    assert library.ids("librarian") == []


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_is_a_command_to_the_index(library: Library, words: str) -> None:
    filtered = {"title:policy": "There is no filter “title”"}
    if words in filtered:
        with pytest.raises(UsageProblem, match=filtered[words]):
            library.ask(words)
    else:
        assert len(library.ask(words).hits) <= 10


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(st.characters(exclude_categories=())),
        st.lists(st.sampled_from(['"', "-", "(", ")", "*", "policy", "NOT", "AND", ":", " "])).map(
            "".join
        ),
    )
)
def test_any_text_is_answered(library: Library, words: str) -> None:
    with contextlib.suppress(UsageProblem):
        assert all(hit.id for hit in library.ask(words).hits)


def test_a_note_is_found_by_its_own_words_alone(library: Library) -> None:
    library.note("lab", "Ask the librarian")
    assert [hit.part for hit in library.ask("laboratory").hits] == ["resource", "resource"]


def test_years_and_identifiers_are_searched(library: Library) -> None:
    more = 'year = 1984\nidentifiers = { isbn = "978-1-84742-635-2", doi = "10.2307/j.x9" }\n'
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more=more))
    for words in ("1984", "978-1-84742-635-2", "9781847426352", "10.2307/j.x9"):
        assert library.ids(words) == ["rich"]


def test_a_tag_of_several_words_is_one_tag(library: Library) -> None:
    library.write(WHOLE + resource("rich", "case", "Case", "x", 5, more='tags = ["open data"]\n'))
    assert library.ids('tag:"open data"') == ["rich"]
    assert library.ids("tag:data") == []
    assert library.ask("data").hits[0].snippet == f"tagged open {START}data{END}"


@pytest.mark.parametrize("limit", [1, 2, 10])
def test_where_a_stage_alone_has_all_words_what_has_some_comes_behind_it(
    library: Library, limit: int
) -> None:
    found = library.ask("prototype pilot", limit=limit)
    assert [hit.id for hit in found.hits] == ["one", "lab"][:limit]
    assert (found.relaxed, found.full_matches, found.total) == (True, 1, 2)


def test_all_hits_are_counted_and_as_many_returned_as_are_wanted(library: Library) -> None:
    many = (resource(f"copy-{n}", "blog", "Quill", "x", 5) for n in range(50))
    library.write(WHOLE + "".join(many))
    found = library.ask("quill", limit=3)
    assert (len(found.hits), found.total) == (3, 50)
    library.record.pathways["p"].marks["copy-49"] = Mark("done", "2026-11-23T09:00:00Z")
    found = library.ask("quill", "is:done", limit=3)
    assert ([hit.id for hit in found.hits], found.total) == (["copy-49"], 1)
    assert library.ask("quill", "is:open", limit=3).total == 49


def test_a_hit_is_in_the_state_in_which_the_learner_left_it(library: Library) -> None:
    library.write(WHOLE + resource("new", "case", "Quill", "x", 5, more='aliases = ["old"]\n'))
    library.note("old", "zebra")
    library.record.pathways["p"].bookmarks["old"] = "2026-11-23T09:00:00Z"
    (hit,) = library.ask("quill").hits
    assert (bool(hit.state.bookmarked), len(hit.state.notes)) == (True, 1)
    assert library.ids("is:bookmarked") == ["new", "old"]


def test_only_resources_are_open(library: Library) -> None:
    library.note("lab", "prototype")
    assert [hit.part for hit in library.ask("prototype", "is:open").hits] == ["resource"]


def test_a_hit_without_tags_is_not_tagged(library: Library) -> None:
    bare = "\n".join(line for line in resource("bare", "case", "Quill", "", 5).splitlines())
    library.write(WHOLE + bare.replace('summary = ""\n', ""))
    assert [hit.snippet for hit in library.ask("quill").hits] == [""]
    assert [hit.snippet for hit in library.ask("case").hits] == [""]


@pytest.mark.parametrize(
    ("link", "way"),
    [
        ('url = "https://example.org/a"\narchive = "https://example.org/b"\n', "address"),
        ('archive = "https://example.org/b"\nsearch = "quill"\n', "archive"),
        ('search = "quill"\n', "search"),
        ("", ""),
    ],
)
def test_a_hit_tells_the_best_way_to_reach_it(library: Library, link: str, way: str) -> None:
    more = f'[stage.resource.link]\nconfidence = "likely"\n{link}' if link else ""
    library.write(WHOLE + resource("linked", "case", "Quill", "x", 5, more=more))
    assert [hit.way for hit in library.ask("quill").hits] == [way]


def test_filters_without_words_leave_out_what_is_excluded(library: Library) -> None:
    assert library.ids("kind:video") == ["lab"]
    assert library.ids("kind:video", "-prototypes") == []
    assert library.ids("max:60", "-policy") == ["lab", "region"]


def test_the_search_is_as_good_as_it_is_said_to_be() -> None:
    spec = importlib.util.spec_from_file_location("evaluate", ROOT / "bench" / "evaluate.py")
    assert spec
    assert spec.loader
    evaluate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(evaluate)
    measured = evaluate.ranks()
    halves = {
        half: evaluate.summary([one for one in measured if one[0]["half"] == half])
        for half in ("tuned", "held-back")
    }
    assert len(measured) == 120
    for mrr, first, three in halves.values():
        assert first >= 0.90
        assert three >= 0.97
        assert mrr >= 0.93
    for half, words in evaluate.QUERIES["absent"].items():
        assert len(evaluate.mistaken(half)) <= len(words) / 10
