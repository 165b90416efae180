"""Following several pathways: which one is current, where one is in each, and the way back."""

import shutil
from pathlib import Path

import pytest

from tests.commands.pathway.conftest import Write, text_of
from tests.conftest import Psi

BUNDLED = "public-sector-innovation"


def walked(psi: Psi, *options: str, **environment: str) -> str:
    """Return the id of the pathway that psi walks."""
    shown = psi("list", "--json", *options, **environment)
    assert shown.status == 0, shown.err
    return str(shown.json["pathway"]["id"])


def current(psi: Psi) -> list[str]:
    return [one["id"] for one in psi("pathway", "--json").json["pathways"] if one["current"]]


def done(psi: Psi) -> list[str]:
    resources = psi("list", "--done", "--json").json["resources"]
    return [one["id"] for one in resources]


@pytest.mark.parametrize("command", [("pathway", "use"), ("start",)])
def test_the_pathway_that_was_chosen_is_walked_from_then_on(
    psi: Psi, added: Write, command: tuple[str, ...]
) -> None:
    added("bread", text_of("bread"))
    assert walked(psi) == BUNDLED
    assert psi(*command, "bread").status == 0
    assert walked(psi) == "bread"
    assert current(psi) == ["bread"]
    assert psi(*command, BUNDLED).status == 0
    assert walked(psi) == BUNDLED


def test_in_each_pathway_one_is_where_one_was(psi: Psi, added: Write) -> None:
    added("bread", text_of("bread"))
    psi("start")
    psi("goto", "dive")
    psi("done", "3.1")
    psi("start", "bread")
    psi("done", "flour")
    assert done(psi) == ["flour"]
    assert psi("start", BUNDLED, "--json").json["message"] == "This is where you left off."
    here = [one["id"] for one in psi("--json").json["stages"] if one["here"]]
    assert here == ["dive"]
    assert len(done(psi)) == 1
    psi("pathway", "use", "bread")
    assert done(psi) == ["flour"]


def test_undo_takes_a_switch_back_as_any_other_step(psi: Psi, added: Write) -> None:
    added("bread", text_of("bread"))
    added("wine", text_of("wine"))
    psi("pathway", "use", "bread")
    psi("pathway", "use", "wine")
    told = psi("undo")
    assert "switched to Wine" in told.out
    assert "You follow Bread again." in told.out
    assert walked(psi) == "bread"
    psi("start", "wine")  # begins and switches in one step
    assert "You follow Bread again." in psi("undo").out
    assert walked(psi) == "bread"
    psi("undo")
    assert walked(psi) == BUNDLED


def test_a_pathway_is_chosen_for_one_call_by_its_id_or_its_file(
    psi: Psi, added: Write, write: Write
) -> None:
    added("bread", text_of("bread"))
    file = write("wine.toml", text_of("wine"))
    assert walked(psi, "--pathway", "bread") == "bread"
    assert walked(psi, PSI_PATHWAY="bread") == "bread"
    assert walked(psi, "--pathway", str(file)) == "wine"
    assert walked(psi, "--pathway", BUNDLED, PSI_PATHWAY="bread") == BUNDLED
    assert walked(psi) == BUNDLED
    assert current(psi) == [BUNDLED]
    hints = psi("list", "--pathway", "bread", "--json").json["next"]
    assert all(hint["command"].endswith(" --pathway bread") for hint in hints)


def test_an_id_comes_before_a_file_of_the_same_name_and_a_path_means_the_file(
    psi: Psi, added: Write, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added("bread", text_of("bread"))
    write("bread", text_of("other"))
    write("loaf", text_of("loaf"))
    monkeypatch.chdir(tmp_path)
    assert walked(psi, "--pathway", "bread") == "bread"
    assert walked(psi, "--pathway", "./bread") == "other"
    assert walked(psi, "--pathway", "loaf") == "loaf"


@pytest.mark.parametrize("name", ["BREAD", "bre", "Baking", "former-bread"])
def test_a_pathway_answers_to_any_case_a_beginning_its_title_and_a_former_id(
    psi: Psi, added: Write, name: str
) -> None:
    added("bread", text_of("bread", aliases=("former-bread",)).replace('"Bread"', '"Baking Well"'))
    assert psi("pathway", "use", name).status == 0
    assert walked(psi) == "bread"


@pytest.mark.parametrize("name", ["..", "/", "x" * 5000, "bred", "\x1b[31m", "--", "*"])
@pytest.mark.parametrize("command", [("pathway", "use"), ("start",)])
def test_a_name_that_no_pathway_has_is_refused_and_changes_nothing(
    psi: Psi, added: Write, name: str, command: tuple[str, ...]
) -> None:
    added("bread", text_of("bread"))
    told = psi(*command, "--", name)
    assert told.status == 3
    assert "There is no pathway called" in told.err
    assert ("Did you mean bread?" in told.err) is (name == "bred")
    assert not (psi.home / "journal").exists()


def test_a_name_that_several_pathways_could_have_is_asked_for_again(psi: Psi, added: Write) -> None:
    added("bread", text_of("bread"))
    added("breakfast", text_of("breakfast"))
    told = psi("pathway", "use", "brea")
    assert told.status == 3
    assert "bread, breakfast" in told.err
    assert psi("pathway", "use", "bread").status == 0


def test_the_choice_travels_and_where_its_file_is_not_the_bundled_one_is_walked(
    psi: Psi, added: Write
) -> None:
    added("bread", text_of("bread"))
    psi("start", "bread")
    shutil.move(psi.home / "pathways", psi.home / "elsewhere")
    told = psi("list", "--json")
    assert told.json["pathway"]["id"] == BUNDLED
    assert "You follow bread, which is not on this device" in told.err
    assert "psi pathway add FILE" in told.err
    assert current(psi) == [BUNDLED]
    shutil.move(psi.home / "elsewhere", psi.home / "pathways")
    assert walked(psi) == "bread"


def test_the_latest_choice_of_any_device_counts(psi: Psi, added: Write) -> None:
    added("bread", text_of("bread"))
    added("wine", text_of("wine"))
    psi("pathway", "use", "bread")
    (journal,) = (psi.home / "journal").iterdir()
    journal.rename(journal.with_name("of-another-device.jsonl"))
    assert walked(psi) == "bread"
    psi("pathway", "use", "wine")
    assert walked(psi) == "wine"


def test_a_pathway_is_followed_under_its_new_id_and_from_any_file(psi: Psi, added: Write) -> None:
    file = added("bread", text_of("bread"))
    psi("start", "bread")
    psi("done", "flour")
    file.unlink()
    added("what-the-mail-called-it", text_of("loaves", aliases=("bread",)))
    assert walked(psi) == "loaves"
    assert done(psi) == ["flour"]
    assert psi("pathway", "use", "loaves").out.startswith("- Already what you follow")


def test_choosing_what_is_chosen_saves_nothing(psi: Psi, added: Write) -> None:
    added("bread", text_of("bread"))
    for name in (BUNDLED, "bread", "bread"):
        psi("pathway", "use", name)
    (journal,) = (psi.home / "journal").iterdir()
    assert len(journal.read_bytes().splitlines()) == 1


def test_a_shell_that_chooses_a_pathway_is_said_to_have_the_last_word(
    psi: Psi, added: Write
) -> None:
    added("bread", text_of("bread"))
    added("wine", text_of("wine"))
    told = psi("pathway", "use", "wine", PSI_PATHWAY="bread")
    assert "PSI_PATHWAY" in told.err
    assert walked(psi, PSI_PATHWAY="bread") == "bread"
    assert psi("pathway", "use", "wine").err == ""


def test_two_files_with_one_id_are_told_and_one_is_followed(psi: Psi, added: Write) -> None:
    added("bread", text_of("bread"))
    twin = added("a copy of bread", text_of("bread", {"rye": "Rye"}))
    own = added("mine", text_of(BUNDLED))
    told = psi("pathway", "--json").json
    assert [one["id"] for one in told["pathways"]].count("bread") == 1
    assert [one["id"] for one in told["pathways"]].count(BUNDLED) == 1
    assert any(str(twin) in one and "bread.toml" in one for one in told["remarks"])
    assert any(str(own) in one and "psi ships with" in one for one in told["remarks"])
    problems = psi("doctor", "--json").json["problems"]
    assert {problem["file"] for problem in problems} == {str(twin), str(own)}
    assert psi("doctor").status == 4
    assert walked(psi) == BUNDLED
    assert len(psi("list", "--json").json["resources"]) > 3


def test_the_record_shows_people_which_pathway_is_followed(psi: Psi, added: Write) -> None:
    added("bread", text_of("bread"))
    psi("pathway", "use", "bread")
    assert "[bread]\ncurrent = true" in (psi.home / "record.toml").read_text()


def test_searching_every_pathway_is_offered_by_id(psi: Psi, added: Write) -> None:
    assert "--all" not in psi("search", "xyzzy", "--json").out
    added("bread", text_of("bread", {"rye": "The Rye Book"}))
    assert "--all" in psi("search", "xyzzy", "--json").out
    found = psi("search", "rye", "--all", "--json").json
    assert found["next"][0]["command"] == "psi show rye --pathway bread"
    assert psi("show", "rye", "--pathway", "bread").status == 0


def test_a_pathway_with_something_done_is_not_said_to_be_new(psi: Psi) -> None:
    assert "3 stages, not begun" in psi("pathway").out
    psi("done", "2.1")
    assert "1 of 12 done" in psi("pathway").out


@pytest.mark.parametrize("command", [("start",), ("pathway", "use")])
def test_who_names_a_file_that_is_not_added_is_told_how_to_add_it(
    psi: Psi, write: Write, tmp_path, monkeypatch, command: tuple[str, ...]
) -> None:
    write("my bread.toml", text_of("bread"))
    monkeypatch.chdir(tmp_path)
    told = psi(*command, "my bread.toml")
    assert (told.status, "`psi pathway add 'my bread.toml'` adds one." in told.err) == (3, True)
