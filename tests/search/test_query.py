"""What is typed after `psi search` comes apart into words, phrases, exclusions and filters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.errors import UsageProblem
from psi_cli.learning.filters import Filters
from psi_cli.search.query import FILTERS, MOST_WORDS, Query, parse, quoted_value


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "excluded"),
    [
        (["policy lab"], ("policy", "lab"), (), ()),
        (["policy", "lab"], ("policy", "lab"), (), ()),
        (['"policy lab" toronto'], ("toronto",), ("policy lab",), ()),
        (["policy", "-lab"], ("policy",), (), ("lab",)),
        (['policy -"policy lab"'], ("policy",), (), ("policy lab",)),
        (["co-creation"], ("co-creation",), (), ()),
        (['"open'], ("open",), (), ()),
        (['open"'], ("open",), (), ()),
        (['""', "- -- ? “ ”", '"?"'], (), (), ()),
        (["NEAR(a b) OR NOT c*"], ("NEAR(a", "b)", "OR", "NOT", "c*"), (), ()),
        (["a\x1b[2J\nb"], ("a␛[2J", "b"), (), ()),
        (["https://example.org"], ("https://example.org",), (), ()),
        (["12:30"], ("12:30",), (), ()),
        (["kind:"], ("kind:",), (), ()),
        (['-"kind:video"'], (), (), ("kind:video",)),
        (['"kind:video"'], (), ("kind:video",), ()),
        (["l’œuvre", "été"], ("l’œuvre", "été"), (), ()),
        ([], (), (), ()),
    ],
)
def test_what_was_typed_is_taken_apart(
    typed: list[str], words: tuple[str, ...], phrases: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    query = parse(typed)
    assert (query.words, query.phrases, query.excluded) == (words, phrases, excluded)
    assert query.filters == Filters()


def test_filters_stand_among_the_words() -> None:
    query = parse(["lab Kind:Video stage:2 kind:book", "tag:Co-Creation by:Bason is:open max:20"])
    assert query.words == ("lab",)
    assert query.filters == Filters(
        ("video", "book"), ("2",), ("co-creation",), ("bason",), ("open",), 20
    )
    assert query.typed.startswith("lab Kind:Video")


def test_a_value_of_several_words_stands_in_quotation_marks() -> None:
    filters = Filters(by=("christian bason",))
    for typed in (['lab by:"Christian Bason"'], ["lab", "by:Christian Bason"]):
        query = parse(typed)
        assert (query.words, query.phrases, query.filters) == (("lab",), (), filters)
        assert quoted_value(query.filters.as_typed()[0]) == 'by:"christian bason"'
    assert parse(["by:bason mindlab"]).words == ("mindlab",)


def test_filters_are_added_to_those_of_the_options() -> None:
    filters = parse(["kind:video max:9"], Filters(kind=("book",), most=20)).filters
    assert filters == Filters(kind=("book", "video"), most=9)


def test_a_filter_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(UsageProblem) as caught:
        parse(["colour:red"])
    assert caught.value.sentence == "There is no filter “colour”."
    assert caught.value.remedy == "The filters are kind, stage, tag, by, is, max."
    assert list(FILTERS) == ["kind", "stage", "tag", "by", "is", "max"]


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "²", "٣"])
def test_a_number_of_minutes_is_a_number(value: str) -> None:
    with pytest.raises(UsageProblem, match="max: takes a number of minutes"):
        parse([f"max:{value}"])


@pytest.mark.parametrize("typed", ["--frob", "--limit=3", "policy --all", "---x"])
def test_what_looks_like_an_option_is_no_word(typed: str) -> None:
    with pytest.raises(UsageProblem, match=r"^No such option: --"):
        parse([typed])


@pytest.mark.parametrize("typed", ["-kind:video", "policy -is:done", "-frob:x"])
def test_a_filter_cannot_be_left_out(typed: str) -> None:
    with pytest.raises(UsageProblem, match="A filter cannot be left out with -"):
        parse([typed])


def test_a_very_large_number_of_minutes_is_cut() -> None:
    assert parse(["max:" + "9" * 5000]).filters.most == 999_999_999


def test_only_so_many_words_are_looked_for() -> None:
    assert len(parse(["word"] * 1000).words) == MOST_WORDS


@given(st.lists(st.text(st.characters(exclude_categories=()))))
def test_any_text_is_a_query_or_a_usage_problem(typed: list[str]) -> None:
    try:
        query = parse(typed)
    except UsageProblem as problem:
        query = Query(typed=problem.sentence)
    assert len(query.words) <= MOST_WORDS
    for part in (*query.words, *query.phrases, *query.excluded):
        assert any(map(str.isalnum, part))
