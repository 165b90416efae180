"""The learner's browser: which one would come up where the learner sits, and asking it."""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from psi_cli.system.program import Find, finder, interrupts_left_to_it, words_of
from psi_cli.system.url import problem_with

_AT_ONCE = 0.3  # seconds in which a browser that cannot come up ends with a failure
_DETACHED = 0x208  # Windows: no console, and a process group of its own
_IN_TERMINAL = frozenset({"browsh", "elinks", "links", "links2", "lynx", "w3m", "www-browser"})
_ON_DESKTOP = ("xdg-open", "x-www-browser", "sensible-browser", "firefox", "chromium")
_ON_SYSTEM = {"darwin": ("open",), "win32": ("rundll32.exe url.dll,FileProtocolHandler",)}
_ON_WSL = ("wslview", "explorer.exe")
_ALWAYS_FAIL = frozenset({"explorer.exe"})  # by their exit status, whatever they did


class Browser(NamedTuple):
    """A browser: the words that start it, and whether it runs in the learner's terminal."""

    words: tuple[str, ...]
    in_terminal: bool

    @property
    def name(self) -> str:
        """Return the name of the program."""
        return os.path.basename(self.words[0])


def chosen_browser(
    environment: Mapping[str, str],
    *,
    interactive: bool,
    find: Find | None = None,
    system: str = sys.platform,
) -> Browser | None:
    """Return the first of BROWSER that exists or, without it, the one of the desktop.

    None where none would come up before the learner: over SSH, where there is no desktop, and for
    those of the terminal where that is not `interactive`. `find` returns the path of a program.
    """
    listed = environment.get("BROWSER", "").strip()
    commands = listed.split(os.pathsep) if listed else _usual(environment, system)
    browsers = _existing(commands, find or finder(environment))
    return next((one for one in browsers if interactive or not one.in_terminal), None)


def _usual(environment: Mapping[str, str], system: str) -> tuple[str, ...]:
    """Return what opens addresses on the screen that the learner sees."""
    has_desktop = any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if environment.get("SSH_CONNECTION") and not has_desktop:
        return ()
    if system in _ON_SYSTEM:
        return _ON_SYSTEM[system]
    in_wsl = environment.get("WSL_DISTRO_NAME") or environment.get("WSL_INTEROP")
    return (*(_ON_WSL if in_wsl else ()), *(_ON_DESKTOP if has_desktop else ()))


def _existing(commands: Iterable[str], find: Find) -> Iterable[Browser]:
    for command in filter(None, map(str.strip, commands)):
        with suppress(ValueError):  # a quotation mark that is open
            program, *rest = words_of(command.removesuffix("&").strip(), find)
            if path := find(program):
                name = os.path.basename(program)
                yield Browser((path, *rest), in_terminal=name in _IN_TERMINAL)


def opens(browser: Browser, url: str) -> bool:
    """Hand an accepted address to a browser, and tell whether it took it as far as can be known.

    One of the terminal is waited for. Any other has no part in psi's streams, and is taken to be
    on its way unless it fails at once.
    """
    if problem_with(url):
        return False
    words = [word.replace("%s", url) for word in browser.words]
    words += [url] if words == list(browser.words) else []
    try:
        return _has_shown(words) if browser.in_terminal else _is_on_its_way(words, browser.name)
    except OSError:
        return False


def _has_shown(words: list[str]) -> bool:
    with interrupts_left_to_it():
        return subprocess.run(words, check=False).returncode == 0  # noqa: S603 - the learner's own


def _is_on_its_way(words: list[str], name: str) -> bool:
    detached: dict[str, Any] = (
        {"start_new_session": True} if os.name == "posix" else {"creationflags": _DETACHED}
    )
    process = subprocess.Popen(  # noqa: S603 - the learner's own, and an accepted address
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **detached,
    )
    try:
        return process.wait(_AT_ONCE) == 0 or name in _ALWAYS_FAIL
    except subprocess.TimeoutExpired:
        process.returncode = 0  # psi waits no longer, and Python is not to warn of that
        return True
