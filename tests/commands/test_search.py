"""psi search: from words at a prompt to hits, and what to type next."""

import shlex
import subprocess
import sys
from typing import Any

import pytest

from psi_cli.search.match import Found, search
from tests.conftest import ROOT, Psi
from tests.search.conftest import WHOLE


@pytest.mark.slow
def test_processes_that_build_at_once_all_find(psi: Psi) -> None:
    command = [sys.executable, "-m", "psi_cli", "search", "mindlab", "--json"]
    running = [
        subprocess.Popen(command, env=psi.environment(), stdout=subprocess.PIPE) for _ in range(6)
    ]
    outputs = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0] * 6
    assert set(outputs) == {psi("search", "mindlab", "--json").out.encode()}


@pytest.mark.parametrize("words", ["NEAR(", '"', "a AND", "* ^ :", "-policy lab", "x\x1b[2Jy"])
def test_the_command_takes_any_text(psi: Psi, words: str) -> None:
    assert psi("search", words).status in {0, 2, 3}


def test_words_on_both_sides_of_a_hyphen_exclude_nothing(psi: Psi) -> None:
    found = psi("search", "co-creation", "--json").json
    assert found["found"] > 0


def test_a_pathway_that_is_gone_or_damaged_is_named_and_the_others_are_searched(psi: Psi) -> None:
    added = psi.home / "pathways"
    added.mkdir(parents=True)
    (added / "a.toml").symlink_to("nowhere")
    (added / "b.toml").write_text("no toml", encoding="utf-8")
    (added / "c.toml").write_text(WHOLE, encoding="utf-8")
    result = psi("search", "--all", "laboratory", "--json")
    assert result.status == 0
    assert {hit["pathway"]["id"] for hit in result.json["hits"]} >= {"p"}
    told = result.err.replace("`psi --pathway FILE` tells why.", "WHY")
    assert [line.rpartition(".toml ")[2] for line in told.splitlines()] == [
        "cannot be read: No such file or directory. It was not searched: WHY",
        "is not a pathway psi can use: 1 problem. It was not searched: WHY",
    ]


def test_a_hit_in_another_pathway_says_where_and_how_to_get_there(psi: Psi) -> None:
    added = psi.home / "pathways"
    added.mkdir(parents=True)
    path = added / "a file.toml"
    path.write_text(WHOLE, encoding="utf-8")
    found = psi("search", "--all", "umbrella", "--json").json
    assert found["hits"][0]["file"] == str(path)
    for hint in found["next"]:
        assert psi(*shlex.split(hint["command"])[1:]).status == 0
    assert psi(*shlex.split(found["next"][0]["command"])[1:], "--json").json["about"] == "why"


def test_the_hint_at_a_stage_leads_to_the_stage(psi: Psi) -> None:
    psi("goto", "dive")
    for words in ("asthma", "intro beginnings"):
        psi("note", "intro", "beginnings")
        hint = psi("search", words, "--json").json["next"][0]["command"]
        shown = psi(*shlex.split(hint)[1:], "--json").json
        assert "intro" in (shown.get("id"), shown.get("about"))


def add(psi: Psi, id_: str) -> str:
    """Add a pathway of an id, and return its file."""
    folder = psi.home / "pathways"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id_}.toml"
    path.write_text(WHOLE.replace('id = "p"', f'id = "{id_}"'), encoding="utf-8")
    return str(path)


def test_states_filter_before_the_best_are_chosen(psi: Psi) -> None:
    first, last = (add(psi, id_) for id_ in ("a", "b"))
    psi("done", "1.2", "--pathway", last)
    psi("note", "one", "zebra", "--pathway", last)
    (hit,) = psi("search", "laboratory", "is:done", "--all", "--limit", "1", "--json").json["hits"]
    assert (hit["pathway"]["id"], hit["id"]) == ("b", "book")
    (hit,) = psi("search", "is:noted", "--all", "zebra", "--json").json["hits"]
    assert (hit["pathway"]["id"], hit["part"]) == ("b", "note")
    here = psi("search", "campaigner", "stage:1", "--pathway", first, "--json").json
    everywhere = psi("search", "campaigner", "stage:1", "--all", "--json").json
    assert (here["found"], everywhere["found"]) == (1, 2)


def hints(psi: Psi, *command: str) -> list[str]:
    return [hint["command"] for hint in psi(*command, "--json").json["next"]]


def test_every_pathway_is_offered_only_where_there_are_others(psi: Psi) -> None:
    assert hints(psi, "search", "qqqqqq") == ["psi list"]
    assert not any("--all" in command for command in hints(psi, "search", "advcacy"))
    add(psi, "a")
    assert hints(psi, "search", "qqqqqq") == ["psi search qqqqqq --all", "psi list"]
    assert hints(psi, "search", "qqqqqq", "--all") == ["psi list"]


def test_hints_have_the_word_that_was_meant_instead_of_the_typo(psi: Psi) -> None:
    add(psi, "a")
    commands = hints(psi, "search", "advcacy", "--kind", "training", "--limit", "1")
    assert "psi search advocacy kind:training --all" in commands
    assert not any("advcacy" in command for command in commands)
    assert len(commands) == 3


def test_a_word_that_is_offered_finds_something(psi: Psi) -> None:
    (offered, *_) = hints(psi, "search", "prototables")
    assert psi(*shlex.split(offered)[1:]).status == 0


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"TERM": "xterm"}, "«Ask» the \x1b[1;4mlibrarian\x1b[0m"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "«Ask» the \x1b[1;4m**librarian**\x1b[0m"),
        ({"TERM": "dumb"}, "«Ask» the **librarian**"),
    ],
)
def test_what_matches_has_a_style_of_its_own_and_marks_where_there_is_no_colour(
    psi: Psi, environment: dict[str, str], shown: str
) -> None:
    psi("note", "2.1", "«Ask» the librarian")
    assert shown in psi("search", "librarian", terminal=True, **environment).out


def test_the_marks_of_a_note_are_not_taken_for_those_of_a_match(psi: Psi) -> None:
    psi("note", "2.1", "two ** stars, one librarian")
    (hit,) = psi("search", "librarian", "--json").json["hits"]
    assert hit["snippet"] == "two * * stars, one **librarian**"


def test_nothing_is_tagged_where_there_is_no_tag(psi: Psi) -> None:
    add(psi, "a")
    result = psi("search", "campaigner", "--all")
    assert "**campaigner**" in result.out
    assert not any(line.strip().startswith("tagged") for line in result.out.splitlines())


def test_a_note_that_is_forgotten_during_a_search_does_not_stay_in_the_index(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    psi("note", "2.1", "pomegranate")

    def forget_and_search(*arguments: Any) -> Found:
        assert psi("forget", "2.1", "--yes").status == 0
        return search(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("psi_cli.commands.search.search", forget_and_search)
        psi("search", "pomegranate")
    kept = [path for path in psi.home.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"pomegran" in path.read_bytes() for path in kept)
    assert psi("search", "pomegranate").status == 3


def test_of_two_files_with_one_id_the_first_is_searched_and_the_other_named(psi: Psi) -> None:
    added = psi.home / "pathways"
    added.mkdir(parents=True)
    twin = added / "twin.toml"
    twin.write_bytes((ROOT / "data" / "pathway.toml").read_bytes())
    psi("note", "2.1", "zebra")
    alone = psi("search", "mindlab", "--json").json["found"]
    for _ in range(2):
        result = psi("search", "mindlab", "--all", "--json")
        assert result.json["found"] == alone
        assert result.err.startswith(f"{twin} has the id of another pathway here")
    twin.unlink()
    result = psi("search", "zebra", "--all", "--json")
    assert (result.err, result.json["hits"][0]["number"]) == ("", "2.1")


def test_the_command_for_all_hits_asks_the_same(psi: Psi) -> None:
    for command in (["stage:2"], ["lab", "--by", "christian bason"], ["it doesn't work"]):
        first = psi("search", *command, "--limit", "1", "--json").json
        hint = next(one["command"] for one in first["next"] if "--limit" in one["command"])
        again = psi(*shlex.split(hint)[1:], "--json").json
        assert (again["found"], again["filters"]) == (first["found"], first["filters"])
        assert len(again["hits"]) == again["found"] > 1


@pytest.mark.parametrize("more", ["$HOME", "`id`", "\\", "!!", '"'])
def test_a_shell_finds_nothing_to_expand_in_the_command_for_all_hits(psi: Psi, more: str) -> None:
    words = f"innovation isn't {more}"
    shown = psi("search", words, "--limit", "1", "--json").json
    (hint,) = [one["command"] for one in shown["next"] if "--limit" in one["command"]]
    assert f'"{words}"' not in hint
    assert shlex.split(hint)[2] == words
