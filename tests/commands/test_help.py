"""Help: a page for every command, with examples that work, in words for people."""

import re
import shlex
from pathlib import Path

import pytest

from psi_cli.commands.group import Family, application
from tests.conftest import ROOT, Psi
from tests.output_checker import ALLOWED

BEFORE = ("start", "goto dip", "open 2 --print", "note q1 words", "note 2 words", "bookmark 5")
PROGRAMMERS_WORDS = re.compile(r"<\w|x[<>]=|<=x|\bint\b|\bstr\b|\binteger\b|\[default|\[required")


def pages(family: Family, path: str = "") -> list[str]:
    """Return how each command of a family, and of those within it, is typed after psi."""
    found = []
    for name in family.modules:
        within = getattr(family.module_of(name), "FAMILY", None)
        found += [f"{path}{name}", *(pages(within, f"{path}{name} ") if within else [])]
    return found


PAGES = pages(application().family)


def unstyled(shown: str) -> str:
    return ALLOWED.sub("", shown)


@pytest.mark.parametrize("page", ["", *PAGES])
def test_every_page_has_examples_and_each_of_them_works(
    psi: Psi, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("my.toml", "old.toml"):
        (tmp_path / name).write_bytes((ROOT / "data" / "pathway.toml").read_bytes())
    (tmp_path / "list.md").write_text("- [On wells](https://example.org/wells)\n")
    shown = psi("help", *page.split(), "--json").json
    examples = [
        term["name"]
        for one in shown["sections"]
        if one["title"] == "Examples"
        for term in one["terms"]
    ]
    assert examples
    for number, example in enumerate(examples):
        psi.home = tmp_path / f"home {number}"
        for line in BEFORE:
            psi(*line.split())
        words = shlex.split(re.split(r" [|>] ", example)[0])
        assert words[0] == "psi"
        tried = psi(*words[1:], terminal=True, EDITOR="true", stdin="\n", NO_COLOR="1")
        assert tried.status in {0, 1, 3}, (example, tried.err)
        assert "No such" not in tried.err, (example, tried.err)


@pytest.mark.parametrize("page", ["", *PAGES])
@pytest.mark.parametrize("columns", [40, 80])
def test_a_page_is_as_wide_as_the_window_and_tears_no_word(
    psi: Psi, page: str, columns: int
) -> None:
    def shown(columns: int) -> str:
        return unstyled(psi("help", *page.split(), terminal=True, COLUMNS=str(columns)).out)

    narrow = shown(columns)
    assert max(map(len, narrow.splitlines())) <= columns
    body, wide = (text.partition("\n Next\n")[0].split() for text in (narrow, shown(92)))
    assert body == wide


@pytest.mark.parametrize("page", ["", *PAGES])
def test_a_page_speaks_no_programmers_words(psi: Psi, page: str) -> None:
    shown = psi("help", *page.split())
    assert shown.status == 0
    assert not PROGRAMMERS_WORDS.search(shown.out)
    values = re.findall(r"^  (?:-\w, )?--[\w-]+ (\S+)  ", shown.out, re.MULTILINE)
    assert all(value.isupper() for value in values)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("option", ["", "--json", "--plain"])
def test_help_and_the_option_help_show_the_same_page(psi: Psi, page: str, option: str) -> None:
    options = option.split()
    asked = psi(*page.split(), *options, "--help", terminal=True, NO_COLOR="1")
    assert asked.out == psi("help", *page.split(), *options, terminal=True, NO_COLOR="1").out
    assert asked.out == psi(*page.split(), "--help", *options, terminal=True, NO_COLOR="1").out
    assert asked.out.startswith("{" if option == "--json" else "")
    assert f"psi {page}" in asked.out


def test_the_first_page_has_the_commands_before_its_options_and_all_that_psi_heeds(
    psi: Psi,
) -> None:
    shown = psi("--help").out
    assert psi("help").out == shown == psi("-h").out
    places = [shown.index(words) for words in ("Find your way:", "  help ", "Options:")]
    places.append(shown.index("completion"))
    assert places == sorted(places)
    heeded = (ROOT / "README.md").read_text(encoding="utf-8").partition("heeds `PSI_PLAIN`")[2]
    names = re.findall(r"`([A-Z_]+)[`=]", heeded.partition("\n\n")[0])
    assert len(names) > 10
    assert [name for name in names if name not in shown] == []
    for status in ("0", "1", "2", "3", "4", "5", "130"):
        assert re.search(rf"^  {status} +\w", shown, re.MULTILINE)


def test_a_page_that_is_asked_for_wrongly_is_none(psi: Psi) -> None:
    assert psi("help", "dnoe").status == 2
    assert "Did you mean `psi done`?" in psi("help", "doone").err
    assert psi("help", "-x").status == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("list --max x", "--max takes a whole number, 0 or more."),
        ("list --max -3", "--max takes a whole number, 0 or more."),
        ("undo 0", "STEPS takes a whole number, 1 or more."),
        ("suggest abc", "MINUTES takes a whole number, from 1 to 10,000."),
        ("log --limit 0", "--limit takes a whole number, 1 or more."),
        ("export html --only foo", "--only takes all, done, open or bookmarked."),
        ("export", "`psi export` needs FORMAT."),
        ("skip", "`psi skip` needs REF."),
        ("goto", "`psi goto` needs STAGE."),
        ("list foo bar", "`psi list` takes no “foo bar”."),
        ("list --kind", "--kind needs a value."),
        ("open --print=3", "--print takes no value."),
        ("--pathway", "--pathway needs a value."),
        ("list --frob", "No such option: --frob."),
    ],
)
def test_what_is_typed_wrongly_is_told_in_words_for_people(
    psi: Psi, arguments: str, sentence: str
) -> None:
    refused = psi(*arguments.split())
    assert refused.status == 2
    assert refused.err.splitlines()[0] == sentence
    assert not PROGRAMMERS_WORDS.search(refused.err)


def test_an_option_that_nearly_exists_is_offered(psi: Psi) -> None:
    assert psi("list", "--bookmarkd").err.splitlines()[1] == "Did you mean --bookmarked?"
