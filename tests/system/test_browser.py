"""The browser: which one would come up where the learner sits, and what became of asking it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from psi_cli.system import browser
from psi_cli.system.browser import Browser, chosen_browser, opens

URL = "https://example.org/a?b=c&d"
DESKTOP = {"DISPLAY": ":0"}
EVERY = frozenset({"xdg-open", "firefox", "w3m", "lynx", "wslview", "explorer.exe", "open"})


def words(
    environment: dict[str, str],
    *,
    interactive: bool = True,
    system: str = "linux",
    existing: frozenset[str] = EVERY,
) -> tuple[str, ...] | None:
    found = chosen_browser(
        environment,
        interactive=interactive,
        system=system,
        find=lambda name: name if name in existing else None,
    )
    return found.words if found else None


@pytest.mark.parametrize(
    ("environment", "system", "expected"),
    [
        ({}, "linux", None),
        (DESKTOP, "linux", ("xdg-open",)),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ("xdg-open",)),
        ({"DISPLAY": "", "WAYLAND_DISPLAY": ""}, "linux", None),
        ({"SSH_CONNECTION": "x"}, "linux", None),
        ({"SSH_CONNECTION": "x"} | DESKTOP, "linux", ("xdg-open",)),
        ({"SSH_CONNECTION": "x"}, "darwin", None),
        ({"SSH_CONNECTION": "x"}, "win32", None),
        ({}, "darwin", ("open",)),
        (DESKTOP, "darwin", ("open",)),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ("wslview",)),
        ({"WSL_INTEROP": "/run/x"}, "linux", ("wslview",)),
        ({"WSL_DISTRO_NAME": "Debian", "SSH_CONNECTION": "x"}, "linux", None),
        ({"BROWSER": "firefox"}, "linux", ("firefox",)),
        ({"BROWSER": "firefox", "SSH_CONNECTION": "x"}, "linux", ("firefox",)),
        ({"BROWSER": " "} | DESKTOP, "linux", ("xdg-open",)),
    ],
)
def test_the_browser_is_the_learner_s_own_or_that_of_the_desktop_in_sight(
    environment: dict[str, str], system: str, expected: tuple[str, ...] | None
) -> None:
    assert words(environment, system=system) == expected


def test_in_wsl_windows_opens_what_wslview_does_not() -> None:
    wsl = {"WSL_DISTRO_NAME": "Debian"}
    assert words(wsl, existing=frozenset({"explorer.exe"})) == ("explorer.exe",)
    assert words(wsl, existing=frozenset()) is None
    assert words(wsl | DESKTOP, existing=frozenset({"firefox"})) == ("firefox",)


def test_on_windows_the_address_goes_to_what_is_registered_for_it() -> None:
    found = words({}, system="win32", existing=frozenset({"rundll32.exe"}))
    assert found == ("rundll32.exe", "url.dll,FileProtocolHandler")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("firefox --private-window", ("firefox", "--private-window")),
        ("firefox '--profile dir' %s", ("firefox", "--profile dir", "%s")),
        ("firefox &", ("firefox",)),
        ("nosuch{0}firefox", ("firefox",)),
        ("{0}nosuch -x{0} firefox -y{0}lynx", ("firefox", "-y")),
        ('"unclosed{0}firefox', ("firefox",)),
        ("nosuch", None),
        ("nosuch{0}neither", None),
    ],
)
def test_browser_names_programs_with_options_the_first_that_exists_counts(
    value: str, expected: tuple[str, ...] | None
) -> None:
    assert words({"BROWSER": value.format(os.pathsep)} | DESKTOP) == expected


def test_a_program_with_a_space_in_its_path_is_one_word() -> None:
    path = "/opt/my browser/run"
    assert words({"BROWSER": path}, existing=frozenset({path})) == (path,)


def test_a_browser_of_the_terminal_comes_up_at_a_terminal_alone() -> None:
    listed = {"BROWSER": "w3m"}
    assert words(listed) == ("w3m",)
    assert words(listed, interactive=False) is None


def started(tmp_path: Path, code: str, *options: str) -> tuple[Browser, Path]:
    """Return a browser that writes down its arguments and then does what `code` says."""
    asked, program = tmp_path / "asked", tmp_path / "browser.py"
    note = f"import os, sys, time; open({str(asked)!r}, 'w').write(repr(sys.argv[1:])); {code}"
    program.write_text(note)
    return Browser((sys.executable, str(program), *options), in_terminal=False), asked


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        ((), [URL]),
        (("--private",), ["--private", URL]),
        (("%s", "--new"), [URL, "--new"]),
        (("--at=%s", "-x"), [f"--at={URL}", "-x"]),
    ],
)
def test_the_address_stands_at_the_end_or_where_percent_s_is(
    tmp_path: Path, options: tuple[str, ...], arguments: list[str]
) -> None:
    asking, asked = started(tmp_path, "pass", *options)
    assert opens(asking, URL)
    deadline = time.monotonic() + 20
    while not (asked.exists() and asked.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert asked.read_text() == repr(arguments)


def test_a_browser_that_fails_at_once_was_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_AT_ONCE", 20)
    assert not opens(started(tmp_path, "sys.exit(1)")[0], URL)
    assert opens(started(tmp_path, "sys.exit(0)")[0], URL)


def test_a_browser_that_stays_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_AT_ONCE", 0.05)
    stays = subprocess.Popen
    processes: list[subprocess.Popen[bytes]] = []

    def start(*given: object, **settings: object) -> subprocess.Popen[bytes]:
        processes.append(stays(*given, **settings))  # type: ignore[call-overload]
        return processes[-1]

    monkeypatch.setattr(browser.subprocess, "Popen", start)
    asking, _ = started(tmp_path, "time.sleep(30)")
    before = time.monotonic()
    assert opens(asking, URL)
    assert time.monotonic() - before < 10
    (process,) = processes
    assert process.returncode == 0  # or Python warns of it when psi ends
    process.returncode = None
    process.kill()
    process.wait()


def test_the_explorer_of_windows_has_opened_it_whatever_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_AT_ONCE", 20)
    path = tmp_path / "explorer.exe"
    path.write_text("#!/bin/sh\nexit 1\n")
    path.chmod(0o755)
    if sys.platform != "win32":
        assert opens(Browser((str(path),), in_terminal=False), URL)


def test_a_browser_that_cannot_be_started_was_not_asked(tmp_path: Path) -> None:
    for in_terminal in (True, False):
        assert not opens(Browser((str(tmp_path / "nosuch"),), in_terminal=in_terminal), URL)


@pytest.mark.parametrize("hostile", ["javascript:alert(1)", "--new-window", "https://a b", ""])
@pytest.mark.parametrize("in_terminal", [True, False])
def test_no_browser_is_asked_for_what_the_gate_refuses(
    tmp_path: Path, hostile: str, in_terminal: bool
) -> None:
    asking, asked = started(tmp_path, "pass")
    assert not opens(asking._replace(in_terminal=in_terminal), hostile)
    assert not asked.exists()
