"""psi pathway new: a first file, by options, by answers, or by neither."""

import os
import tomllib
from pathlib import Path

import pytest

from psi_cli.pathway.parse import read_pathway
from tests.authoring.conftest import errors_of
from tests.conftest import Psi

LIST = "# A list\n## One\n- [a](https://e.org/a)\n"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "my-first_course.toml"


def test_it_needs_nothing_but_a_name(psi: Psi, target: Path) -> None:
    result = psi("pathway", "new", str(target))
    assert result.status == 0
    assert f"psi pathway check {target}" in result.out
    pathway = read_pathway(target)
    assert (pathway.id, pathway.title) == ("my-first-course", "My first course")
    assert errors_of(target) == []


def test_what_it_writes_is_walked_at_once(psi: Psi, target: Path) -> None:
    psi("pathway", "new", str(target))
    for command in ("start", "show", "list", "done 1", "next", ""):
        for terminal in (True, False):
            result = psi("--pathway", str(target), *command.split(), terminal=terminal)
            assert result.status == 0, (command, result.err)


def test_options_say_what_it_is(psi: Psi, target: Path) -> None:
    options = ("--title", "Écoles", "--id", "ecoles", "--language", "fr", "--stage", "Lire")
    result = psi("pathway", "new", str(target), *options, "--json", terminal=True)
    pathway = read_pathway(target)
    assert (pathway.id, pathway.title, pathway.language) == ("ecoles", "Écoles", "fr")
    assert pathway.stages[0].title == "Lire"
    about = {"file": str(target), "id": "ecoles", "title": "Écoles", "stages": 1, "resources": 1}
    assert {key: result.json[key] for key in about} == about


def test_at_a_terminal_it_asks_and_offers_an_answer(psi: Psi, target: Path) -> None:
    typed = "Water for all\nMy Id\nmy-id\n\nWells\n"
    result = psi("pathway", "new", str(target), terminal=True, stdin=typed)
    assert result.status == 0
    assert "[My first course]" in result.err
    assert "[water-for-all]" in result.err
    assert "“My Id” is not an id" in result.err
    pathway = read_pathway(target)
    assert (pathway.id, pathway.title, pathway.language) == ("my-id", "Water for all", "en")
    assert pathway.stages[0].title == "Wells"


@pytest.mark.parametrize(
    ("said", "right"),
    [("German", "write de"), ("psi pathway", "write one such as en"), ("deutsch", "write de")],
)
def test_a_language_is_a_tag_and_psi_says_which(
    psi: Psi, target: Path, said: str, right: str
) -> None:
    asked = psi("pathway", "new", str(target), terminal=True, stdin=f"T\n\n{said}\nde\n\n")
    assert (asked.status, read_pathway(target).language) == (0, "de")
    refused = psi("pathway", "new", str(target), "--language", said, "--force")
    assert refused.status == 2
    for told in (asked.err, refused.err):
        assert f"“{said}” is no tag of a language: {right}" in told


def test_who_leaves_the_questions_has_no_file(psi: Psi, target: Path) -> None:
    result = psi("pathway", "new", str(target), terminal=True, stdin="Water\n")
    assert (result.status, "Nothing was written" in result.err) == (1, True)
    assert not target.exists()


@pytest.mark.parametrize("more", [(), ("--from", "list.md")])
def test_it_never_writes_over_a_file_unless_told_to(
    psi: Psi, target: Path, monkeypatch, more: tuple[str, ...]
) -> None:
    monkeypatch.chdir(target.parent)
    (target.parent / "list.md").write_text(LIST)
    target.write_text("# mine\n")
    result = psi("pathway", "new", str(target), *more)
    assert (result.status, "--force" in result.err) == (2, True)
    assert target.read_text() == "# mine\n"
    assert psi("pathway", "new", str(target), "--title", "T", "--force").status == 0
    assert read_pathway(target).title == "T"


def test_a_bad_file_is_not_taken_for_the_one_of_a_run_before(psi: Psi, tmp_path: Path) -> None:
    (tmp_path / "l.md").write_text(LIST)
    (tmp_path / "p.toml").write_text("format = 1\n[pathway]\n")
    given = (str(tmp_path / "p.toml"), "--from", str(tmp_path / "l.md"), "--force")
    result = psi("pathway", "new", *given)
    assert result.status == 4
    assert (tmp_path / "p.toml").read_text() == "format = 1\n[pathway]\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--id", "My Id"), "not an id"),
        (("--title", "x" * 301), "longer than 300"),
        (("--kind", "podcasts"), "podcast"),
        (("--from", "nowhere.md"), "cannot be read"),
        (("--from", "."), "cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(
    psi: Psi, target: Path, options: tuple[str, ...], said: str
) -> None:
    result = psi("pathway", "new", str(target), *options)
    assert result.status in {1, 2}
    assert said in result.err
    assert len(result.err.strip().splitlines()) == 2
    assert not target.exists()


def test_a_folder_is_no_file_to_write(psi: Psi, tmp_path: Path) -> None:
    result = psi("pathway", "new", str(tmp_path), "--force")
    assert (result.status, "pathway.toml" in result.err) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="it looks at permissions")
def test_others_may_read_what_is_to_be_handed_on(psi: Psi, target: Path) -> None:
    before = os.umask(0o022)
    try:
        psi("pathway", "new", str(target))
        assert target.stat().st_mode & 0o777 == 0o644
        psi("pathway", "new", str(target), "--force")
        assert target.stat().st_mode & 0o777 == 0o644
    finally:
        os.umask(before)


def test_a_list_says_what_the_pathway_is_unless_options_do(psi: Psi, tmp_path: Path) -> None:
    source, target = tmp_path / "l.md", tmp_path / "p.toml"
    source.write_text(LIST)
    psi("pathway", "new", str(target), "--from", str(source), "--kind", "course", "--title", "T")
    table = tomllib.loads(target.read_text(encoding="utf-8"))
    assert (table["pathway"]["title"], table["pathway"]["id"]) == ("T", "t")
    assert table["stage"][0]["resource"][0]["kind"] == "course"
