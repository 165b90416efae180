"""A pathway file that is broken, or that has lost parts: what the learner did stays in reach."""

import shutil

import pytest

from tests.commands.pathway.conftest import Write, text_of
from tests.conftest import Psi

LESS = {"flour": "Flour"}
LOOKING_BACK = ["note", "log", "undo", "export csv --with-notes", "export html", "export record"]


@pytest.mark.parametrize(
    "command", ["", "next", "done 1", "list", "show 1", "start", "search salt"]
)
def test_a_broken_file_stops_walking_and_says_how_to_go_on(
    baker: Psi, added: Write, command: str
) -> None:
    added("bread", text_of("bread") + "broken")
    told = baker(*command.split())
    assert told.status == 4
    assert "bread.toml" in told.err
    assert "--update" in told.err
    assert "psi pathway use" in told.err


@pytest.mark.parametrize("cache", ["kept", "gone"])
@pytest.mark.parametrize("command", LOOKING_BACK)
def test_a_broken_file_stops_no_looking_back(
    baker: Psi, added: Write, command: str, cache: str
) -> None:
    added("bread", text_of("bread") + "broken")
    if cache == "gone":
        shutil.rmtree(baker.local / "CACHE")
    told = baker(*command.split())
    assert told.status == 0
    assert "bread.toml" in told.err
    if command in {"note", "log"}:
        assert "lukewarm" in told.out
        assert "Water" in told.out


def test_a_broken_file_that_was_named_for_the_call_stops_no_looking_back(
    psi: Psi, write: Write
) -> None:
    file = str(write("bread.toml", text_of("bread")))
    psi("done", "water", "--pathway", file)
    psi("note", "water", "lukewarm", "--pathway", file)
    write("bread.toml", text_of("bread") + "broken")
    shutil.rmtree(psi.local / "CACHE")
    assert "lukewarm" in psi("note", PSI_PATHWAY=file).out
    assert "done Water" in psi("log", "--pathway", file).out
    assert psi("list", "--pathway", file).status == 4
    write("bread.toml", "nothing is left")
    assert psi("note", PSI_PATHWAY=file).status == 4


def test_a_broken_file_that_was_named_by_its_id_stops_no_looking_back(
    psi: Psi, added: Write
) -> None:
    added("bread", text_of("bread"))
    psi("note", "2.1", "elsewhere")
    psi("note", "water", "lukewarm", "--pathway", "bread")
    added("bread", "broken")
    told = psi("note", PSI_PATHWAY="bread")
    assert ("lukewarm" in told.out, "elsewhere" in told.out) == (True, False)
    assert psi("list", PSI_PATHWAY="bread").status == 4


def test_the_doctor_and_the_list_name_a_broken_file_and_its_mistake(
    baker: Psi, added: Write
) -> None:
    file = added("bread", text_of("bread").replace("minutes = 10", "minutes = -1", 1))
    checked = baker("doctor", "--json")
    assert checked.status == 4
    (problem,) = checked.json["problems"]
    assert problem["file"] == str(file)
    assert "minutes" in problem["step"]
    listed = baker("pathway", "--json")
    assert listed.status == 0
    (told,) = listed.json["remarks"]
    assert "minutes" in told
    assert "You follow it." in told


def test_another_pathway_can_be_followed_while_one_is_broken(baker: Psi, added: Write) -> None:
    added("bread", "broken")
    assert baker("pathway", "use", "public").status == 0
    assert baker("list").status == 0


@pytest.mark.parametrize("ref", ["water", "Water", "wat"])
def test_what_has_left_is_read_by_its_id_or_its_title(baker: Psi, added: Write, ref: str) -> None:
    added("bread", text_of("bread", LESS))
    baker()
    for command in ("show", "note"):
        shown = baker(command, ref, "--json").json
        assert (shown["schema"], shown["id"], shown["title"]) == (
            "psi.departed/1",
            "water",
            "Water",
        )
        assert [note["text"] for note in shown["texts"]] == ["lukewarm"]
        assert shown["status"] == "done"


def test_what_has_left_keeps_its_title_in_notes_and_log(baker: Psi, added: Write) -> None:
    added("bread", text_of("bread", LESS))
    baker()
    assert "Water (no longer in this pathway)" in baker("note").out
    assert "done Water" in baker("log").out


def test_what_is_here_comes_before_what_has_left(baker: Psi, added: Write) -> None:
    added("bread", text_of("bread", {"flour": "Flour", "waterworks": "Water and Works"}))
    assert baker("show", "waterworks", "--json").json["id"] == "waterworks"
    assert baker("show", "works", "--json").json["id"] == "waterworks"
    assert baker("show", "water", "--json").json["schema"] == "psi.departed/1"


def test_nothing_new_is_written_about_what_has_left(baker: Psi, added: Write) -> None:
    added("bread", text_of("bread", LESS))
    baker()
    assert baker("note", "water", "more").status == 3
    assert baker("done", "water").status == 3
