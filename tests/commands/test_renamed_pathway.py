"""A pathway that changes its name: what was done under the old one stays, or is said to be kept."""

from pathlib import Path

import pytest

from tests.conftest import Psi, Result
from tests.output_checker import words_of

PATHWAY = """\
format = 1
[pathway]
id = "{id}"
title = "Bread"
aliases = [{aliases}]
[[stage]]
id = "one"
title = "One"
[[stage.resource]]
id = "flour"
kind = "book"
title = "Flour"
minutes = 10
[[stage.resource]]
id = "water"
kind = "book"
title = "Water"
minutes = 10
"""


class Bakery:
    """A pathway that can be renamed, and psi walking it."""

    def __init__(self, psi: Psi, path: Path) -> None:
        self.psi = psi
        self.path = path
        self.name("bread")

    def name(self, id_: str, *aliases: str) -> None:
        listed = ", ".join(f'"{alias}"' for alias in aliases)
        self.path.write_text(PATHWAY.format(id=id_, aliases=listed))

    def __call__(self, *arguments: str, **environment: str) -> Result:
        result = self.psi(*arguments, PSI_PATHWAY=str(self.path), **environment)
        assert result.status == 0, result.err
        return result

    def states(self) -> dict[str, str]:
        lines = self("list", "--json").json["resources"]
        return {line["id"]: line["status"] for line in lines}


@pytest.fixture
def bakery(psi: Psi, tmp_path: Path) -> Bakery:
    return Bakery(psi, tmp_path / "bread.toml")


def test_what_was_done_under_a_former_name_counts_and_can_be_gone_on_with(bakery: Bakery) -> None:
    bakery("done", "flour")
    bakery("note", "flour", "rye is best")
    bakery.name("loaves", "bread")
    assert bakery.states() == {"flour": "done", "water": "open"}
    assert "rye is best" in bakery("note", "flour").out
    assert "is best" in bakery("search", "rye").out
    bakery("done", "water")
    assert bakery.states() == {"flour": "done", "water": "done"}
    done = [(event["do"], event["about"]) for event in bakery("log", "--json").json["events"]]
    assert done == [("done", "water"), ("note", "flour"), ("done", "flour")]
    bakery("undo", "2")
    assert "No notes" in bakery("note").out
    bakery("reopen", "flour")
    assert bakery.states() == {"flour": "open", "water": "open"}


def test_a_note_of_a_former_name_is_forgotten_from_every_file(bakery: Bakery) -> None:
    bakery("note", "flour", "rye is best")
    bakery.name("loaves", "bread")
    bakery("forget", "flour", "--yes")
    kept = [path for path in bakery.psi.home.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"rye is best" in path.read_bytes() for path in kept)


def test_a_device_with_the_former_pathway_sees_what_is_done_under_the_new_name(
    bakery: Bakery,
) -> None:
    bakery("done", "flour")
    bakery.name("loaves", "bread")
    bakery("done", "water")
    bakery.name("bread")
    assert bakery.states() == {"flour": "done", "water": "done"}


def test_what_two_devices_did_under_two_names_is_one_record_in_order(bakery: Bakery) -> None:
    bakery.name("loaves")
    bakery("bookmark", "flour")
    bakery.name("bread")
    bakery("done", "flour", "water")
    bakery.name("loaves", "bread")
    assert bakery.states() == {"flour": "done", "water": "done"}
    bakery("reopen", "flour")
    bakery("skip", "water")
    assert bakery.states() == {"flour": "open", "water": "skipped"}
    assert bakery("status", "--json").json["bookmarks"] == 1
    bakery("undo")
    assert bakery.states() == {"flour": "open", "water": "done"}


def test_work_in_a_pathway_that_is_not_at_hand_is_named_with_the_way_back(bakery: Bakery) -> None:
    bakery("done", "flour")
    bakery.name("loaves")
    told = "What you did in bread is kept: `psi pathway add FILE` brings it back."
    for command in ("status", "doctor"):
        assert told in words_of(bakery(command).out)
    assert bakery("status", "--json").json["warnings"] == [told]
    assert bakery("doctor", "--json").json["remarks"] == [told]
    bakery.name("loaves", "bread")
    for command in ("status", "doctor"):
        assert "is kept" not in bakery(command).out


def test_a_pathway_that_psi_finds_by_itself_is_at_hand(bakery: Bakery) -> None:
    bakery.psi("done", "1.1")
    bakery("done", "flour")
    assert bakery("status", "--json").json["warnings"] == []
    assert "bread" in bakery.psi("status").out
    added = bakery.psi.home / "pathways" / "bread.toml"
    added.parent.mkdir()
    added.write_bytes(bakery.path.read_bytes())
    assert bakery.psi("status", "--json").json["warnings"] == []


def test_of_many_pathways_the_first_are_named_and_the_rest_are_counted(bakery: Bakery) -> None:
    for letter in "abcdefgh":
        bakery.name(f"loaf-{letter}")
        bakery("done", "flour")
    bakery.name("bread")
    (told,) = bakery("status", "--json").json["warnings"]
    assert "loaf-e, loaf-f and 2 other pathways is kept" in told
