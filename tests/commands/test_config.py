"""psi config: what is set for good, below the environment and the options of a call."""

import os
import stat
import tomllib
from pathlib import Path

import pytest

from psi_cli.pathway.links import WEB_SEARCH
from tests.conftest import Psi
from tests.output_checker import BOXES

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and pipes as POSIX has them")
SEARCH = "https://search.example/find?q={words}&safe=1"
BROKEN = {
    "no TOML": b"plain on",
    "no text": b"\xff\xfe\x00plain",
    "a switch that is none": b"plain = 3",
    "a list": b'plain = ["on"]',
    "a pager that is none": b"pager = 7",
    "a pager of two lines": b'pager = "less\\nrm"',
    "a pager with a command for the terminal": b'pager = "less \\u001b]52;c;eA==\\u0007"',
    "a pager without end": b'pager = "' + b"x" * 600 + b'"',
    "a search without words": b'search = "https://search.example/"',
    "a search that is a script": b'search = "javascript:{words}"',
    "a search by a number": b'search = "http://2130706433/{words}"',
    "a table": b"[search]\nwords = 1",
    "nesting": b"x = " + b"[" * 4000,
    "dotted keys": b"plain" + b".a" * 2000 + b" = 1",
    "more than psi reads": b"# " + b"x" * 5000,
}


def config(psi: Psi) -> Path:
    return psi.home / "config.toml"


def written(psi: Psi, text: bytes | str) -> None:
    psi.home.mkdir(exist_ok=True)
    config(psi).write_bytes(text.encode() if isinstance(text, str) else text)


def holding(psi: Psi, **environment: str) -> dict[str, tuple[str, str | None]]:
    """Return the value and the origin of each setting."""
    shown = psi("config", "--json", **environment).json["settings"]
    return {one["key"]: (one["value"], one["origin"]) for one in shown}


def test_each_setting_tells_its_value_and_where_that_comes_from(psi: Psi) -> None:
    usual = {"plain": ("off", None), "pager": ("less", None), "search": (WEB_SEARCH, None)}
    assert holding(psi) == usual
    psi("config", "pager", "less -R")
    psi("config", "plain", "on")
    assert holding(psi) == usual | {
        "pager": ("less -R", "config.toml"),
        "plain": ("on", "config.toml"),
    }
    given = holding(psi, PSI_PLAIN="0", PSI_PAGER="more", PSI_SEARCH=SEARCH)
    assert given == {
        "plain": ("off", "PSI_PLAIN"),
        "pager": ("more", "PSI_PAGER"),
        "search": (SEARCH, "PSI_SEARCH"),
    }
    assert holding(psi, ACCESSIBLE="1", PAGER="most")["pager"] == ("less -R", "config.toml")
    psi("config", "plain", "off")
    psi("config", "pager", "--unset")
    given = holding(psi, ACCESSIBLE="1", PAGER="most", PSI_SEARCH="nonsense")
    assert given == {
        "plain": ("on", "ACCESSIBLE"),
        "pager": ("most", "PAGER"),
        "search": (WEB_SEARCH, None),
    }


def test_lines_are_plain_by_the_option_then_the_environment_then_the_file(psi: Psi) -> None:
    def is_plain(*options: str, **environment: str) -> bool:
        return not BOXES.search(psi("list", *options, terminal=True, **environment).out)

    assert not is_plain()
    assert psi("config", "plain", "on").status == 0
    assert is_plain()
    assert not is_plain(PSI_PLAIN="0")
    assert is_plain("--plain", PSI_PLAIN="0")
    psi("config", "plain", "off")
    assert not is_plain()
    assert is_plain(PSI_PLAIN="1")
    assert is_plain(ACCESSIBLE="1")
    assert is_plain("--plain")


@pytest.mark.parametrize(
    ("value", "kept"), [("on", True), ("YES", True), ("1", True), ("Off", False), ("no", False)]
)
def test_a_switch_is_turned_in_the_usual_words(psi: Psi, value: str, kept: bool) -> None:
    psi("config", "plain", value)
    assert tomllib.loads(config(psi).read_text()) == {"plain": kept}


@POSIX
def test_the_pager_is_the_one_that_is_set(psi: Psi, tmp_path: Path) -> None:
    from tests.terminal import RealTerminal

    for name in ("set", "given"):
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho The pager {name} is here.\ncat > /dev/null\n")
        path.chmod(0o755)

    def shown(*options: str, **environment: str) -> str:
        world = psi.environment(TERM="xterm", PAGER=str(tmp_path / "given"), **environment)
        return RealTerminal(["list", "--all", *options], world, 80, 10).end()

    assert "The pager given is here." in shown()
    psi("config", "pager", str(tmp_path / "set"))
    assert "The pager set is here." in shown()
    assert "The pager given is here." in shown(PSI_PAGER=str(tmp_path / "given"))
    assert "is here." not in shown("--no-pager")
    psi("config", "pager", "cat")
    assert "is here." not in shown()


def test_a_web_search_goes_where_it_is_set_to_go(psi: Psi) -> None:
    def address(**environment: str) -> str:
        return psi("open", "3.1", "--search", "--print", "--json", **environment).json["url"]

    assert address().startswith("https://duckduckgo.com/?q=")
    psi("config", "search", SEARCH)
    assert address().startswith("https://search.example/find?q=")
    assert address().endswith("&safe=1")
    assert address(PSI_SEARCH="https://else.example/{words}").startswith("https://else.example/")
    assert psi("config", "search", "--unset").status == 0
    assert address().startswith("https://duckduckgo.com/")
    told = psi("open", "3.1", "--search", "--print", PSI_SEARCH="nonsense")
    assert told.status == 0
    assert "PSI_SEARCH takes a web address" in told.err


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_cannot_be_heeded_stops_nothing_and_is_told_in_a_line(
    psi: Psi, kind: str
) -> None:
    usual = psi("show", "2.4").out
    written(psi, BROKEN[kind])
    for command in (["show", "3.1"], ["done", "3.2"], ["help"], ["open", "3.1", "--print"]):
        result = psi(*command)
        assert result.status == 0
        assert result.err.startswith("config.toml")
        assert result.err.count("\n") == 1
        assert "takes it out" in result.err or "Mend or delete" in result.err
    assert psi("show", "2.4").out == usual
    assert psi("config").status == 0


def test_one_bad_setting_leaves_the_others(psi: Psi) -> None:
    written(psi, f'plain = "perhaps"\nsearch = "{SEARCH}"\n')
    assert holding(psi)["search"] == (SEARCH, "config.toml")
    assert holding(psi)["plain"] == ("off", None)
    assert psi("config", "plain", "--unset").status == 0
    assert tomllib.loads(config(psi).read_text()) == {"search": SEARCH}
    assert psi("list").err == ""


def test_a_file_that_is_no_toml_is_left_as_it_is(psi: Psi) -> None:
    written(psi, "plain on")
    refused = psi("config", "plain", "on")
    assert refused.status == 1
    assert "Mend or delete" in refused.err
    assert config(psi).read_text() == "plain on"


def test_what_is_too_deep_to_be_written_again_is_left_as_it_is(psi: Psi) -> None:
    text = "x" + ".a" * 2000 + " = 1\n"
    written(psi, text)
    assert psi("list").err == ""
    assert "Mend or delete" in psi("config", "plain", "on").err
    assert config(psi).read_text() == text


def test_what_another_psi_has_set_stays(psi: Psi) -> None:
    written(psi, 'theme = "dark"\n[later]\nkey = 1979-05-27\n')
    assert psi("list").err == ""
    psi("config", "plain", "on")
    kept = tomllib.loads(config(psi).read_text())
    assert kept.pop("plain") is True
    assert kept["theme"] == "dark"
    assert set(kept["later"]) == {"key"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("colour", "There is no setting “colour”."),
        ("colour on", "There is no setting “colour”."),
        ("plain perhaps", "plain takes on or off."),
        ("search https://search.example", "search takes a web address with {words} in it."),
        ("search ftp://search.example/{words}", "search takes a web address"),
        ("--unset", "--unset goes with KEY alone."),
        ("plain on --unset", "--unset goes with KEY alone."),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_kept(
    psi: Psi, arguments: str, sentence: str
) -> None:
    refused = psi("config", *arguments.split())
    assert refused.status == 2
    assert refused.err.startswith(sentence)
    assert not config(psi).exists()


def test_taking_out_what_was_never_set_is_no_failure(psi: Psi) -> None:
    assert psi("config", "plain", "--unset").status == 0
    assert holding(psi)["plain"] == ("off", None)


@POSIX
def test_the_file_is_the_learners_alone_and_a_link_stays_one(psi: Psi, tmp_path: Path) -> None:
    psi("config", "plain", "on")
    assert stat.S_IMODE(config(psi).stat().st_mode) == 0o600
    elsewhere = tmp_path / "dotfiles.toml"
    config(psi).rename(elsewhere)
    config(psi).symlink_to(elsewhere)
    psi("config", "pager", "cat")
    assert config(psi).is_symlink()
    assert tomllib.loads(elsewhere.read_text()) == {"plain": True, "pager": "cat"}
    assert not [path for path in psi.home.iterdir() if "draft" in path.name]


@POSIX
def test_a_file_that_is_none_is_told_too(psi: Psi) -> None:
    psi.home.mkdir()
    os.mkfifo(config(psi))
    shown = psi("list")
    assert shown.status == 0
    assert "config.toml cannot be read: it is not a regular file." in shown.err
    config(psi).unlink()
    config(psi).mkdir()
    assert psi("list").status == 0


def test_where_nothing_can_be_kept_it_is_said(psi: Psi) -> None:
    psi.home.write_text("a file where the folder should be")
    refused = psi("config", "plain", "on")
    assert refused.status == 5
    assert "Nothing was saved" in refused.err
