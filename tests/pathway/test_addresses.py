"""Addresses from a stranger's pathway: refused by line and field, or opened as they stand."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from psi_cli.system import browser
from tests.conftest import Psi

HEAD = """\
format = 1
[pathway]
id = "p"
title = "P"
homepage = "{homepage}"
[[stage]]
id = "one"
title = "One"
[[stage.resource]]
id = "r"
kind = "book"
title = "R"
minutes = 5
[stage.resource.link]
url = "{url}"
archive = "{archive}"
[[stage.resource.companion]]
id = "c"
kind = "blog"
title = "C"
[stage.resource.companion.link]
url = "{companion}"
"""
GOOD = "https://example.org/a?b=c&d=%22e%22#f"
HOSTILE = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "ssh://-oProxyCommand=x",
    "vscode://file/x",
    "\\\\\\\\server\\\\share",
    "--new-window",
    "-h",
    "https:x",
    "https://",
    "https:///x",
    "https://user@example.org",
    "https://evil.example\\\\@bank.example/",
    "https://example.org:99999/",
    "https://-example.org/",
    "https://example.org/%action",
    "https://example.org/a b",
    "https://example.org/\\u001b]52;c;eA==\\u0007",
    "https://example.org/\\u009b2J",
    "https://exаmple.org/",
    "https://example.org/\\n--flag",
    "java\\nscript:alert(1)",
]


def written(path: Path, **addresses: str) -> str:
    fields = dict.fromkeys(("homepage", "url", "archive", "companion"), GOOD) | addresses
    path.write_text(HEAD.format(**fields), encoding="utf-8")
    return str(path)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, dict[str, Any]]]:
    """Return the list of what is started from now on, instead of starting it."""
    seen: list[tuple[Any, dict[str, Any]]] = []

    def start(argv: Any, **settings: Any) -> SimpleNamespace:
        seen.append((argv, settings))
        return SimpleNamespace(returncode=None, wait=lambda _seconds: 0)

    monkeypatch.setattr(browser.subprocess, "Popen", start)
    return seen


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_address_is_refused_with_its_line_and_field(
    psi: Psi, tmp_path: Path, hostile: str, started: list[Any]
) -> None:
    names = ("homepage", "url", "archive", "companion")
    path = written(tmp_path / "p.toml", **dict.fromkeys(names, hostile))
    refused = psi("--pathway", path, "open", "1.1")
    assert refused.status == 4
    said = [line.split(": ", 1) for line in refused.err.splitlines()[1:-1]]
    assert [place.strip() for place, _ in said] == [
        f"line {line}, column 1" for line in (5, 15, 16, 22)
    ]
    assert [finding.split(" ")[0] for _, finding in said] == [
        "pathway.homepage",
        "stage[1].resource[1].link.url",
        "stage[1].resource[1].link.archive",
        "stage[1].resource[1].companion[1].link.url",
    ]
    assert refused.out == ""
    assert started == []


def test_links_stand_on_terminals_alone_and_lead_where_they_say(psi: Psi, tmp_path: Path) -> None:
    path = written(tmp_path / "p.toml")
    drawn = psi("--pathway", path, "show", "1.1", terminal=True, COLUMNS="92").out
    assert f";{GOOD}\x1b\\" in drawn
    for result in (
        psi("--pathway", path, "show", "1.1"),
        psi("--pathway", path, "show", "1.1", FORCE_COLOR="1"),
        psi("--pathway", path, "show", "1.1", "--plain", terminal=True),
        psi("--pathway", path, "show", "1.1", "--json", terminal=True),
    ):
        assert "\x1b]8;" not in result.out
        assert GOOD in result.out


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (["1.1"], GOOD),
        (["1.1", "--archive"], "https://archive.example/"),
        (["1.1a"], "https://companion.example/;rm%20-rf"),
    ],
)
def test_the_browser_gets_the_address_last_and_no_shell(
    psi: Psi, tmp_path: Path, started: list[Any], arguments: list[str], address: str
) -> None:
    path = written(
        tmp_path / "p.toml",
        archive="https://archive.example/",
        companion="https://companion.example/;rm%20-rf",
    )
    opened = psi("--pathway", path, "open", *arguments, "--json")
    assert (opened.json["url"], opened.json["asked_browser"]) == (address, True)
    ((argv, settings),) = started
    assert argv == [sys.executable, "-c", "pass", address]
    assert "shell" not in settings
    assert {settings[name] for name in ("stdin", "stdout", "stderr")} == {subprocess.DEVNULL}


def test_a_browser_that_cannot_be_started_is_owned_up_to(
    psi: Psi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(browser.subprocess, "Popen", fail)
    opened = psi("--pathway", written(tmp_path / "p.toml"), "open", "1.1")
    assert opened.status == 0
    assert GOOD in opened.out
    assert "could not open it. Copy the address above." in opened.err
