"""psi search: from words at a prompt to hits, and what to type next."""

import shlex
import subprocess
import sys

import pytest

from tests.conftest import ROOT, Psi
from tests.search.conftest import WHOLE


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


def test_states_filter_before_the_best_are_chosen(psi: Psi) -> None:
    added = psi.home / "pathways"
    added.mkdir(parents=True)
    bundled = (ROOT / "data" / "pathway.toml").read_text(encoding="utf-8")
    for number in range(12):
        copy = bundled.replace('"public-sector-innovation"', f'"copy-{number}"', 1)
        (added / f"{number}.toml").write_text(copy, encoding="utf-8")
    psi("done", "2.6", "--pathway", str(added / "11.toml"))
    psi("note", "dive", "zebra", "--pathway", str(added / "11.toml"))
    (hit,) = psi("search", "innovation", "is:done", "--all", "--json").json["hits"]
    assert (hit["pathway"]["id"], hit["id"]) == ("copy-11", "taf-case")
    (hit,) = psi("search", "is:noted", "--all", "zebra", "--json").json["hits"]
    assert (hit["pathway"]["id"], hit["part"]) == ("copy-11", "note")
    everywhere = psi("search", "bason", "stage:2", "--all", "--json").json
    assert everywhere["found"] == 13 * psi("search", "bason", "stage:2", "--json").json["found"]
    assert psi("search", "by:bason", "--all", "--json").json["found"] > 13


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
