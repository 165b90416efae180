"""Words: typed ones and those of the index are compared without accents, endings and typos."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from psi_cli.search.words import joined, normalize, tokens
from tests.search.conftest import WHOLE, Library

TYPOS = {
    "advocasy": "advocacy", "bourgeon": "bourgon", "inovation": "innovation", "bassen": "bason",
    "haringtn": "harrington", "tamarak": "tamarack", "webniar": "webinar", "polcy": "policy",
    "atmosferic": "atmospheric", "goverment": "government", "kovernment": "government",
    "colaboration": "collaboration", "desing": "design", "socail": "social", "canda": "canada",
}  # fmt: skip
NO_TYPOS = (  # noqa: SIM905 - so many strings in a list would be no easier to read
    "ethics labour evaluation equity nudge wicked procurement zoning teh minutes convince silos"
    " measurement taxation empathy audit pension prison court teacher mining sewage road forest"
    " parking fishing hunting theatre sport"
).split()


@pytest.mark.parametrize(
    ("word", "normalized"),
    [
        ("Région", "region"),
        ("ÉTÉ", "ete"),
        ("STRASSE", "strasse"),
        ("e\u0301", "e"),
        ("a-b", "a-b"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("Œuvre", "oeuvre"),
        ("cœur", "coeur"),
        ("Đà Nẵng", "da nang"),
        ("ħobż", "hobz"),
        ("Þór", "thor"),
        ("Ísafjörður", "isafjordur"),
        ("Ŋuurraŋ", "nuurran"),
        ("ısı", "isi"),
        ("İstanbul", "istanbul"),
        ("ΣΟΦΌΣ", "σοφοσ"),
        ("σοφός", "σοφοσ"),
        ("Ёлка", "елка"),
        ("йод", "йод"),
        ("ガイド", "ガイド"),
        ("한국어", "한국어"),
    ],
)
def test_a_word_is_compared_in_small_letters_without_special_ones(
    word: str, normalized: str
) -> None:
    assert normalize(word) == normalized


@example("㎒")  # one character that stands for three, two of them large
@example("ͺ")
@given(st.text())
def test_what_is_normalized_stays_as_it_is(word: str) -> None:
    assert normalize(normalize(word)) == normalize(word)


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd", "Zs"], max_codepoint=0x24F)))
def test_a_normalized_text_has_as_many_words(text: str) -> None:
    apart = "".join(c if c.isalnum() else " " for c in text).split()
    assert len(tokens(text)) == len(apart)


def test_tokens_are_the_words_between_signs() -> None:
    assert tokens("L’été: co-creation (2012)") == ("l", "ete", "co", "creation", "2012")
    assert tokens(' *"^: ') == ()


@given(st.text(), st.text())
def test_tokens_of_two_texts_are_those_of_each(one: str, other: str) -> None:
    assert tokens(f"{one} {other}") == tokens(one) + tokens(other)


def test_a_compound_can_be_one_word_with_any_hyphen() -> None:
    assert {joined(word) for word in ("Co-création", "co‐creation", "co‑creation")} == {
        "cocreation"
    }
    assert joined("B.C.") == "bc"


@pytest.mark.parametrize("typed", TYPOS)
def test_a_typo_is_corrected(bundled: Library, typed: str) -> None:
    assert bundled.ask(typed).corrected == {typed: TYPOS[typed]}


@pytest.mark.parametrize("word", NO_TYPOS)
def test_a_word_of_its_own_is_taken_for_no_other(bundled: Library, word: str) -> None:
    assert bundled.ask(word).corrected == {}


def test_only_what_is_nowhere_is_corrected(library: Library) -> None:
    assert library.ids("advocasy") == ["book"]
    found = library.ask("advocasy campaigner")
    assert found.corrected == {"advocasy": "advocacy"}
    assert [hit.id for hit in found.hits] == ["book"]


def test_an_unknown_word_is_not_corrected_by_what_other_words_there_are(library: Library) -> None:
    library.write(WHOLE.replace("gardens", "government kovernors99"))
    assert library.ask("kovernment").corrected == {"kovernment": "government"}


def test_where_nothing_is_found_the_nearest_words_are_offered(library: Library) -> None:
    found = library.ask("prototable")
    assert (found.hits, found.near) == ((), ("prototype", "prototypes"))
    assert library.ask("qqqqqq").near == ()


def test_a_word_is_offered_only_if_it_finds_something_with_the_same_filters(
    library: Library,
) -> None:
    assert library.ask("prototable kind:video").near == ("prototype", "prototypes")
    assert library.ask("prototable kind:book").near == ()


def test_no_word_is_offered_that_nobody_sees(library: Library) -> None:
    assert library.ids("cocreation") == ["region"]
    assert library.ask("cocreatoin").corrected == {}
    assert library.ask("cocreations9").near == ()


def test_a_long_word_is_found_with_another_ending(library: Library) -> None:
    library.write(WHOLE.replace("gardens", "anticipatory compliments"))
    assert library.ids("anticipation") == ["one"]
    assert library.ids("compliance") == []


def test_compounds_that_occur_nowhere_are_taken_apart(library: Library) -> None:
    assert library.ids("advocacy-campaigner") == ["book"]
    assert library.ids("co-citizens") == ["region"]
    library.write(WHOLE.replace("Advocacy", "Advocacy in BC"))
    assert library.ids("B.C.") == ["book"]


@pytest.mark.parametrize("written", ["well-being", "well\u2011being", "wellbeing"])
@pytest.mark.parametrize("typed", ["well-being", "wellbeing", "Well\u2010being"])
def test_a_compound_is_found_with_and_without_hyphen_in_texts_and_notes(
    library: Library, written: str, typed: str
) -> None:
    library.write(WHOLE.replace("gardens", f"{written} for all"))
    library.note("lab", f"about {written}")
    assert sorted(library.ids(typed)) == ["lab", "one"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("chef-d’œuvre", "oeuvre"),
        ("cœur", "coeur"),
        ("ısı", "isi"),
        ("ελιά", "ελια"),
        ("ёлка", "елка"),
    ],
)
def test_special_letters_can_be_typed_without(library: Library, written: str, typed: str) -> None:
    library.write(WHOLE.replace("gardens", f"in {written} today"))
    library.note("lab", f"again {written}")
    for word in (typed, typed.upper(), written.rsplit("’", maxsplit=1)[-1]):
        found = library.ask(word)
        assert (sorted(hit.id for hit in found.hits), found.corrected) == (["lab", "one"], {})
        marked = written.rsplit("’", maxsplit=1)[-1]
        assert all(f"\x02{marked}\x03" in hit.snippet for hit in found.hits)


@pytest.mark.parametrize(
    "word",
    [
        "straße",
        "œuvre",
        "łódź",
        "σοφός",
        "йод",
        "آب",
        "مسئله",
        "می\u200cخواهم",
        "한국어",
        "ガイド",
        "हिन्दी",
        "ไทย",
        "Việt",
        "İstanbul",
        "été",
    ],
)
def test_a_word_of_any_language_is_found_as_it_was_written(library: Library, word: str) -> None:
    library.note("lab", f"before {word} after")
    found = library.ask(word)
    assert [(hit.part, hit.id) for hit in found.hits] == [("note", "lab")]
    assert found.corrected == {}


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("what can't be seen", []),
        ("qu'est-ce que l'innovation", ["region"]),
        ("le système d'innovation", ["region"]),
        ("don't laboratories", ["lab", "book"]),
        ("http://advocacy.com", ["book"]),
        ("the campaigner's laboratory", ["book"]),
        ("B.C. policy", ["policy"]),
    ],
)
def test_what_is_joined_to_a_word_is_no_beginning_of_others(
    library: Library, typed: str, ids: list[str]
) -> None:
    text = WHOLE.replace("Co-creation", "Le système de l'innovation du public")
    library.write(text.replace("policy networks", "policy networks in BC, by the community"))
    found = library.ask(typed)
    assert (sorted(hit.id for hit in found.hits), found.corrected) == (sorted(ids), {})
