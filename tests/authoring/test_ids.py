"""Ids are made once and stay, whatever becomes of the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.authoring.ids import id_from
from psi_cli.pathway.fields import problem_with_id
from tests.authoring.conftest import Maker

LIST = """# My list
## Roads
- [On roads](https://e.org/roads) ([alt](https://e.org/r2))
- [On roads](https://e.org/more-roads)
- [日本語](https://e.org/jp)
"""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Été à Québec", "ete-a-quebec"),
        ("Bason's book, 2nd edition", "basons-book-2nd-edition"),
        ("2024", "resource-2024"),
        ("q1", "resource-q1"),
        ("con", "resource-con"),
        ("further", "resource-further"),
        ("日本語", "resource"),
        ("𝐁old ﬁgures, Straße", "bold-figures-strasse"),
        ("x" * 80, "x" * 40),
        (
            "A title of so many words that nobody would type them all",
            "a-title-of-so-many-words-that-nobody",
        ),
    ],
)
def test_an_id_is_the_words_of_a_title(title: str, name: str) -> None:
    assert id_from(title, "resource", set()) == name


@given(st.lists(st.text(max_size=60), max_size=8))
def test_ids_of_any_titles_are_ids_and_differ(titles: list[str]) -> None:
    taken: set[str] = set()
    ids = [id_from(title, "resource", taken) for title in titles]
    assert len(set(ids)) == len(titles)
    assert [problem_with_id(one) for one in ids] == [None] * len(titles)


def test_a_second_run_changes_nothing(made_from: Maker) -> None:
    first = made_from(LIST).path.read_bytes()
    assert made_from(LIST, "--force").path.read_bytes() == first


def test_ids_survive_new_titles_new_places_and_new_addresses(made_from: Maker) -> None:
    before = made_from(LIST)
    changed = """# Another title
## Roads
- [New in front](https://e.org/new)
- [日本](https://e.org/jp)
- [On the roads](https://e.org/roads) ([alternative](https://e.org/r2))
- [On roads](https://e.org/moved-roads)
"""
    after = made_from(changed, "--force")
    assert after.ids == ["new-in-front", before.ids[2], before.ids[0], before.ids[1]]
    assert after.titles[2] == "On the roads"
    assert after.table["pathway"]["id"] == "my-list"
    assert after.resources[2]["companion"][0]["id"] == before.resources[0]["companion"][0]["id"]


def test_what_its_author_added_to_the_file_stays(made_from: Maker) -> None:
    made = made_from(LIST)
    text = made.path.read_text(encoding="utf-8")
    text = text.replace('title = "Roads"', 'title = "Roads"\ngoal = "See them."\nx-own = {a = 1}')
    text = text.replace('id = "resource"', 'id = "japan"\naliases = ["resource"]\nminutes = 15')
    text += '\n[[stage.reflection]]\nid = "why"\nprompt = "Why?"\n[further]\ntitle = "More"\n'
    made.path.write_text(text, encoding="utf-8")
    after = made_from(LIST, "--force")
    (stage,) = after.table["stage"]
    assert (stage["goal"], stage["x-own"]) == ("See them.", {"a": 1})
    assert stage["reflection"] == [{"id": "why", "prompt": "Why?"}]
    assert after.resources[2]["minutes"] == 15
    assert after.resources[2]["aliases"] == ["resource"]
    assert after.table["further"] == {"title": "More"}


def test_further_reading_that_the_list_has_not_stays_whole(made_from: Maker) -> None:
    made = made_from(LIST)
    text = made.path.read_text(encoding="utf-8")
    text += '\n[further]\ntitle = "More"\n\n[[further.resource]]\nid = "more-roads"\n'
    text += 'kind = "book"\ntitle = "On roads"\n'
    made.path.write_text(text, encoding="utf-8")
    after = made_from(LIST, "--force")
    assert [one["id"] for one in after.table["further"]["resource"]] == ["more-roads"]
    assert after.ids == made.ids
    assert after.remarks == []


def test_the_id_of_what_left_is_given_to_nothing_else(made_from: Maker) -> None:
    made_from("# A\n- [Book](https://e.org/old)\n- [Other](https://e.org/o)\n")
    after = made_from("# A\n- [Other](https://e.org/o)\n- [The book](https://e.org/x)\n", "--force")
    assert after.ids == ["other", "the-book"]
    assert [sentence for _, sentence in after.remarks] == [
        "“Book” was in the file, is not in the list, and left."
    ]
    again = made_from("# A\n- [Other](https://e.org/o)\n- [Third](https://e.org/y)\n", "--force")
    assert "the-book" not in again.ids
