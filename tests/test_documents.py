"""What is written about psi is true of psi."""

import json
import re

from psi_cli.commands.group import COMMANDS
from tests.conftest import ROOT, Psi
from tools.json_docs import GOLDEN, PAGE, page

SCHEMA = re.compile(r"psi\.[a-z]+/[0-9]+")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_command_and_no_other() -> None:
    names = {name for section in COMMANDS.values() for name in section}
    said = re.findall(r"`psi ([a-z]+)", README)
    assert set(said) == names


def test_the_page_on_json_shows_what_the_commands_print() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_page_on_json_has_every_kind_there_is() -> None:
    printed = {
        json.loads(path.read_text(encoding="utf-8"))["schema"] for path in GOLDEN.glob("*.json")
    }
    sources = (ROOT / "src" / "psi_cli").rglob("*.py")
    named = {name for path in sources for name in SCHEMA.findall(path.read_text(encoding="utf-8"))}
    assert printed | {"psi.error/1", "psi.backup/1"} == named
    assert named == set(SCHEMA.findall(page()))


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for document in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        for piece in document.read_text(encoding="utf-8").split("](")[1:]:
            target = piece.partition(")")[0].partition("#")[0]
            assert not target or "://" in target or (document.parent / target).exists(), target


def test_the_options_of_the_readme_exist(psi: Psi) -> None:
    for command in ("list", "search", "open", "note", "bookmark", "reset", "doctor"):
        shown = psi(command, "--help").out
        row = next(line for line in README.splitlines() if f"`psi {command}" in line[:40])
        options = {
            word.strip("`,;[]") for word in row.split() if word.lstrip("`[").startswith("--")
        }
        assert all(option in shown for option in options), (command, options)


def test_each_option_and_command_says_what_it_does(psi: Psi) -> None:
    for section in COMMANDS.values():
        for name in section:
            shown = psi(name, "--help").out
            assert len(shown.split("Options:")[0].split()) > 8
            assert "--json" in shown


def test_every_path_in_the_architecture_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    questions = page.partition("## Where is")[2].partition("##")[0]
    assert len(re.findall(r"\| `[\w/]+\.py` \|$", questions, re.MULTILINE)) >= 10
    for path in re.findall(r"`([\w/]+(?:\.py|/))`", page):
        assert (ROOT / "src" / "psi_cli" / path).exists(), path
