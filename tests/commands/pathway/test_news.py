"""A newer version of a pathway: told once on each device, and to people."""

import shutil
from collections.abc import Callable

import pytest

from tests.commands.pathway.conftest import BOOKS, Write, text_of
from tests.conftest import Psi

TITLE = "What has changed"
NEWER = text_of("bread", BOOKS | {"flour": "Wheat", "yeast": "Yeast"}, version="2")


@pytest.fixture
def baker(baker: Psi) -> Psi:
    """Return the same psi once the pathway has been looked at."""
    assert TITLE not in baker().out
    return baker


@pytest.mark.parametrize("command", [(), ("status",), ("start",), ("start", "bread")])
def test_the_first_time_back_after_an_edit_it_is_told_and_then_no_more(
    baker: Psi, added: Write, command: tuple[str, ...]
) -> None:
    added("bread", NEWER)
    told = baker(*command).out
    for words in (TITLE, "1 → 2", "Yeast", "Flour is now 1.1 Wheat"):
        assert words in told
    again = baker(*command)
    assert TITLE not in again.out
    assert again.err == ""


def test_other_commands_point_to_it_until_it_was_read(baker: Psi, added: Write) -> None:
    added("bread", NEWER)
    for _ in range(2):
        told = baker("done", "salt")
        assert TITLE not in told.out
        assert "`psi pathway news` tells how" in told.err
    assert TITLE in baker("pathway", "news").out
    assert baker("done", "flour").err == ""
    assert "Yeast" in baker("pathway", "news").out  # to be read again
    assert TITLE not in baker().out


def test_scripts_are_given_what_they_asked_for_and_the_learner_is_told_later(
    baker: Psi, added: Write
) -> None:
    added("bread", NEWER)
    shown = baker("--json")
    assert (shown.json["schema"], shown.err) == ("psi.status/1", "")
    assert any("has changed" in warning for warning in shown.json["warnings"])
    news = baker("pathway", "news", "--json").json
    assert [part["id"] for part in news["new"]] == ["yeast"]
    assert TITLE in baker().out


EDITS: dict[str, tuple[str, tuple[str, ...]]] = {
    "new": (text_of("bread", BOOKS | {"yeast": "Yeast"}), ("New: 1.4 Yeast",)),
    "gone": (text_of("bread", {"flour": "Flour", "salt": "Salt"}), ("Gone: Water", "is kept")),
    "renamed": (text_of("bread", BOOKS | {"salt": "Sea Salt"}), ("Renamed: Salt is now 1.3 Sea",)),
    "moved": (text_of("bread", dict(reversed(BOOKS.items()))), ("Moved: ", "from 1.")),
    "minutes": (text_of("bread", minutes=20), ("Time: 1 h in all, 30 min before; 3 estimates",)),
    "a new id": (text_of("bread", BOOKS | {"salt": "X", "nacl": "Salt"}), ("New id: 1.4 Salt",)),
}


@pytest.mark.parametrize("edit", [*EDITS][:5])
def test_each_kind_of_edit_is_named(baker: Psi, added: Write, edit: str) -> None:
    text, words = EDITS[edit]
    added("bread", text)
    told = baker().out
    assert all(word in told for word in words)


def test_an_id_that_changed_without_a_word_is_named_for_what_it_looks_like(
    baker: Psi, added: Write
) -> None:
    books = {"flour": "Flour", "h2o": "Water", "salt": "Salt"}
    added("bread", text_of("bread", books))
    told = baker().out
    assert "New id: 1.2 Water" in told
    assert "Gone:" not in told


@pytest.mark.parametrize(
    "text",
    [
        text_of("bread"),
        "# a comment\n" + text_of("bread"),
        text_of("bread", version="9"),
        text_of("bread").replace('title = "One"\n', 'title = "One"\ngoal = "To bake."\n'),
        text_of("bread").replace('id = "salt"\n', 'id = "nacl"\naliases = ["salt"]\n'),
    ],
    ids=["touched", "comment", "version", "words", "an id with its alias"],
)
def test_an_edit_that_moves_nothing_is_not_told(baker: Psi, added: Write, text: str) -> None:
    added("bread", text)
    shown = baker()
    assert (TITLE in shown.out, shown.err) == (False, "")


def test_whoever_has_nothing_in_a_pathway_is_told_of_no_news(psi: Psi, added: Write) -> None:
    added("bread", text_of("bread"))
    psi("pathway", "use", "bread")
    psi()
    added("bread", NEWER)
    assert TITLE not in psi().out
    assert psi("pathway", "news").status == 3


def test_each_device_is_told_for_itself(baker: Psi, added: Write) -> None:
    other = baker.local.with_name("other device")
    shutil.copytree(baker.local, other)
    added("bread", NEWER)
    for local in (baker.local, other):
        state = {"XDG_STATE_HOME": str(local / "STATE"), "XDG_CACHE_HOME": str(local / "CACHE")}
        assert TITLE in baker(**state).out
        assert TITLE not in baker(**state).out


def test_the_news_of_a_pathway_that_took_another_id_is_what_changed(
    baker: Psi, added: Write
) -> None:
    (baker.home / "pathways" / "bread.toml").unlink()
    added("loaves", text_of("loaves", BOOKS | {"yeast": "Yeast"}, aliases=("bread",)))
    told = baker().out
    assert "New: 1.4 Yeast" in told
    assert "Gone" not in told
    assert TITLE not in baker().out


def test_an_update_that_changes_nothing_to_see_says_so(baker: Psi, write: Write) -> None:
    renamed = text_of("bread").replace('id = "salt"\n', 'id = "nacl"\naliases = ["salt"]\n')
    file = str(write("newer.toml", renamed))
    told = baker("pathway", "add", file, "--update", terminal=True, stdin="y\n", NO_COLOR="1")
    assert "Nothing but its wording and its ids" in told.out


def test_whoever_was_in_a_stage_that_has_left_is_told_where_they_are(
    baker: Psi, added: Write
) -> None:
    two = '[[stage]]\nid = "two"\ntitle = "Two"\n'
    added("bread", text_of("bread") + two)
    baker("pathway", "news")
    baker("goto", "two")
    added("bread", text_of("bread"))
    told = " ".join(baker().out.split())
    assert "Gone: Two" in told
    assert "The stage you were in has left this pathway; you are in its first one now." in told


def test_an_update_that_was_shown_is_not_told_again(baker: Psi, write: Write) -> None:
    baker("pathway", "add", str(write("newer.toml", NEWER)), "--update", "--yes")
    assert TITLE not in baker().out
    assert "Yeast" in baker("pathway", "news").out


def damage(text: str) -> Callable[[Psi], None]:
    def all_versions(psi: Psi) -> None:
        for path in psi.local.rglob("versions/*"):
            path.write_text(text)

    return all_versions


@pytest.mark.parametrize(
    "text", ["", "{}", "[1, 2]", "[[[[", '["bread", [], "1", "B", [[1]]]', "\0"]
)
def test_without_a_sound_memory_of_the_last_version_nothing_is_told(
    baker: Psi, added: Write, text: str
) -> None:
    damage(text)(baker)
    added("bread", NEWER)
    shown = baker()
    assert (shown.status, TITLE in shown.out) == (0, False)
    added("bread", text_of("bread"))
    assert "Gone: Yeast" in baker().out


def test_where_nothing_can_be_kept_psi_goes_on(baker: Psi, added: Write) -> None:
    for path in baker.local.rglob("versions"):
        shutil.rmtree(path)
        path.write_text("a file where the folder should be")
    added("bread", NEWER)
    shown = baker()
    assert (shown.status, TITLE in shown.out) == (0, False)


def test_a_screen_of_a_thousand_changes_names_a_few_and_counts_the_rest(
    baker: Psi, added: Write
) -> None:
    many = {f"book-{n}": f"A Book of a Certain Length, Number {n}" for n in range(1000)}
    added("bread", text_of("bread", many))
    shown = baker(terminal=True, NO_COLOR="1", LINES="24")
    assert "and 997 more" in shown.out
    assert len(shown.out.splitlines()) < 24


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(0, 10, "30 min in all, unknown before"), (10, 0, "unknown in all, 30 min before")],
)
def test_a_time_that_nobody_knew_is_not_said_to_be_none(
    psi: Psi, write: Write, before: int, after: int, said: str
) -> None:
    texts = [text_of("bread", minutes=one).replace("minutes = 0\n", "") for one in (before, after)]
    old, new = (str(write(f"{n}.toml", text)) for n, text in enumerate(texts))
    assert said in psi("pathway", "diff", old, new).out
