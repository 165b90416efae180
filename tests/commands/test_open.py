"""psi open: what it opens and in which way, and what it says where nothing would come up."""

import os
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from tests.commands.conftest import Bake
from tests.conftest import Psi
from tests.views.scenes import PATHWAY

POSIX = pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
NOBODY = "psi finds no browser that would come up here. Copy the address."
ASKED = "Your browser is asked to open bread.example. If nothing comes up, copy the address."
KNEADING = "https://bread.example/kneading"


def program(path: Path, code: str = "") -> Path:
    """Write a program that keeps what it was given in `asked` beside it."""
    asked = path.with_name("asked")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\n{code}\nprintf "%s\\n" "$0" "$@" >> {str(asked)!r}\n')
    path.chmod(0o755)
    return path


def asked(path: Path) -> list[str]:
    """Return the name of the program that was run and what it was given; nothing if none was."""
    told = path.with_name("asked")
    name, *given = told.read_text().splitlines() if told.exists() else [""]
    return [Path(name).name, *given] if name else []


@pytest.mark.parametrize(
    ("ref", "said", "address", "way"),
    [
        ("1", "Kneading by hand", KNEADING, "address"),
        ("1a", "Kneading, told in words", f"{KNEADING}-text", "address"),
        ("2", "not known, so A chapter of it instead", "https://bread.example/chapter", "address"),
        ("3", "Flour in Numbers: an archived copy", "https://web.archive.org/web/2016/", "archive"),
        ("4", "no address is known, so a web search", "?q=village+mill+visit", "search"),
        ("1 --search", "Kneading by hand: a web search", "?q=kneading+by+hand", "search"),
    ],
)
def test_it_goes_as_far_as_the_link_goes_and_says_how(
    bake: Bake, ref: str, said: str, address: str, way: str
) -> None:
    arguments = ["open", *ref.split(), "--print"]
    shown = bake(*arguments).out
    first, _, line, *_ = shown.splitlines()
    assert said in first
    assert address in line
    assert " " not in line
    facts = bake(*arguments, "--json").json
    assert (facts["way"], facts["url"]) == (way, line)


def test_the_way_that_the_pathway_prefers_comes_first(psi: Psi, tmp_path: Path) -> None:
    prefers = PATHWAY.read_text(encoding="utf-8").replace(
        f'url = "{KNEADING}",', f'url = "{KNEADING}", first = "search",'
    )
    path = tmp_path / "p.toml"
    path.write_text(prefers, encoding="utf-8")
    facts = psi("--pathway", str(path), "open", "2.1", "--print", "--json").json
    assert facts["way"] == "search"
    assert {"kind": "address", "url": KNEADING} in facts["others"]


def test_what_is_free_is_named_beside_a_shop(psi: Psi, tmp_path: Path) -> None:
    sold = PATHWAY.read_text(encoding="utf-8").replace(
        'link = {search = "long life', 'link = {url = "https://shop.example/", search = "long life'
    )
    path = tmp_path / "p.toml"
    path.write_text(
        sold.replace('title = "A chapter of it"', 'title = "A chapter of it"\naccess = "purchase"'),
        encoding="utf-8",
    )
    facts = psi("--pathway", str(path), "open", "2.2", "--print", "--json").json
    assert facts["url"] == "https://shop.example/"
    assert [one["id"] for one in facts["companions"]] == ["starter-talk"]


@pytest.mark.parametrize(
    "environment",
    [
        {"BROWSER": ""},
        {"BROWSER": "", "SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"},
        {"BROWSER": "no-such-browser"},
        {"BROWSER": "w3m"},
        {"BROWSER": "", "WSL_DISTRO_NAME": "Debian"},
    ],
)
@POSIX
def test_where_no_browser_would_come_up_nobody_is_said_to_be_asked(
    bake: Bake, tmp_path: Path, environment: dict[str, str]
) -> None:
    program(tmp_path / "w3m")
    shown = bake("open", "1", PATH=str(tmp_path), **environment)
    assert shown.status == 0
    assert KNEADING in shown.out.splitlines()
    assert NOBODY in shown.out
    assert "is asked" not in shown.out
    assert asked(tmp_path / "w3m") == []
    facts = bake("open", "1", "--json", PATH=str(tmp_path), **environment).json
    assert facts["asked_browser"] is False


@pytest.mark.parametrize(
    ("environment", "run"),
    [
        ({"BROWSER": "", "DISPLAY": ":0"}, ["xdg-open", KNEADING]),
        ({"BROWSER": "", "WSL_DISTRO_NAME": "Debian"}, ["wslview", KNEADING]),
        ({"BROWSER": "fox --private"}, ["fox", "--private", KNEADING]),
        ({"BROWSER": "nosuch:fox -w %s --new"}, ["fox", "-w", KNEADING, "--new"]),
        ({"BROWSER": "w3m:fox"}, ["fox", KNEADING]),
        ({"BROWSER": "fox", "SSH_CONNECTION": "x"}, ["fox", KNEADING]),
    ],
)
@POSIX
def test_the_browser_that_is_said_to_be_asked_is_run_with_the_address(
    bake: Bake, tmp_path: Path, environment: dict[str, str], run: list[str]
) -> None:
    for name in ("xdg-open", "wslview", "fox", "w3m"):
        program(tmp_path / name)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    shown = bake("open", "1", PATH=path, **environment)
    assert KNEADING in shown.out.splitlines()
    assert ASKED in shown.out
    assert shown.err == ""
    assert asked(tmp_path / "fox") == run


@POSIX
def test_a_browser_that_fails_is_told_and_the_address_is_there(bake: Bake, tmp_path: Path) -> None:
    program(tmp_path / "fox", "exit 1")
    shown = bake("open", "1", PATH=f"{tmp_path}{os.pathsep}/bin:/usr/bin", BROWSER="fox")
    assert shown.status == 0
    assert KNEADING in shown.out.splitlines()
    assert shown.err == "fox could not open it. Copy the address above.\n"


@POSIX
def test_a_browser_of_the_terminal_runs_in_it_after_the_address_is_shown(
    psi: Psi, tmp_path: Path
) -> None:
    from tests.terminal import RealTerminal

    program(tmp_path / "lynx", "echo A page in lynx; read line; echo You typed $line")
    environment = psi.environment(
        BROWSER="lynx", PATH=f"{tmp_path}{os.pathsep}/bin:/usr/bin", TERM="xterm"
    )
    terminal = RealTerminal(["--pathway", str(PATHWAY), "open", "kneading"], environment, 80, 40)
    terminal.wait_for("A page in lynx")
    terminal.type("quit\n")
    shown = terminal.end()
    assert shown.index(KNEADING) < shown.index("lynx opens bread.example in this terminal.")
    assert shown.index("in this terminal") < shown.index("A page in lynx")
    assert "You typed quit" in shown
    assert asked(tmp_path / "lynx") == ["lynx", KNEADING]


@POSIX
def test_json_goes_to_no_browser_of_the_terminal(bake: Bake, tmp_path: Path) -> None:
    program(tmp_path / "lynx")
    path = f"{tmp_path}{os.pathsep}/bin:/usr/bin"
    facts = bake("open", "1", "--json", terminal=True, BROWSER="lynx", PATH=path).json
    assert facts["asked_browser"] is False
    assert asked(tmp_path / "lynx") == []


@POSIX
def test_a_browser_that_stays_leaves_no_warning_of_python_s(psi: Psi, tmp_path: Path) -> None:
    program(tmp_path / "fox", "sleep 3")
    finished = subprocess.run(
        [sys.executable, "-X", "dev", "-m", "psi_cli", "--pathway", str(PATHWAY), "open", "2.1"],
        env=psi.environment(PATH=f"{tmp_path}{os.pathsep}/bin:/usr/bin", BROWSER="fox"),
        capture_output=True,
        check=False,
        text=True,
    )
    assert (finished.returncode, finished.stderr) == (0, "")


def test_copying_hands_the_address_to_the_terminal_alone(bake: Bake) -> None:
    shown = bake("open", "1", "--copy", terminal=True).out
    (copied,) = re.findall(r"\x1b\]52;c;(.*)\x1b\\", shown)
    assert b64decode(copied).decode() == KNEADING
    assert "The terminal is asked to put the address on the clipboard." in shown
    assert "is asked to open" not in shown


@pytest.mark.parametrize(
    ("terminal", "environment", "option"),
    [
        (False, {}, "--plain"),
        (False, {"FORCE_COLOR": "1"}, "--plain"),
        (True, {"TERM": "dumb"}, "--plain"),
        (True, {}, "--json"),
    ],
)
def test_where_no_terminal_listens_nothing_is_copied(
    bake: Bake, terminal: bool, environment: dict[str, str], option: str
) -> None:
    refused = bake("open", "1", "--copy", option, terminal=terminal, **environment)
    assert refused.status == 2
    assert "\x1b]52" not in refused.out + refused.err
    assert "`psi open --print`" in refused.err


def test_plain_lines_at_a_terminal_can_be_copied_from_too(bake: Bake) -> None:
    assert "\x1b]52;c;" in bake("open", "1", "--copy", "--plain", terminal=True).out


def test_a_range_opens_nothing(bake: Bake) -> None:
    refused = bake("open", "1-3")
    assert (refused.status, refused.out) == (2, "")
    assert "names 3, and this command takes one" in refused.err
