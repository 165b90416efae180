"""What each command may import: the time of a command is the time of its imports."""

import json
import subprocess
import sys

import pytest

from tests.conftest import Psi

WATCHED = """
import os, sys
listed, entered, FUNCTION = [], set(), 1
def listing(event, given):
    journals = os.path.join("home", "journal")
    if event in {"os.listdir", "os.scandir"} and str(given[0]).endswith(journals):
        listed.append(event)
def entering(frame, event, _):
    if event == "call" and frame.f_code.co_flags & FUNCTION:
        entered.add(frame.f_code.co_filename)
sys.addaudithook(listing)
sys.setprofile(entering)
from psi_cli.cli import run
assert run(sys.argv[1:]) == 0
sys.setprofile(None)
print(len(listed), *sorted(
    name for name, module in sys.modules.items()
    if name.startswith("psi_cli.") and module.__file__ not in entered
    and not hasattr(module, "__path__")
), file=sys.stderr)
"""
VALUES_ALONE = {
    "psi_cli.render.theme",
    "psi_cli.errors",
    "psi_cli.commands.arguments",
}  # they have no function it needs
NEVER = {"pydantic", "logging", "asyncio", "importlib.metadata", "http.client", "email", "unittest"}
RICH, INDEX = {"rich.console"}, {"sqlite3"}
ALWAYS = {"platformdirs", "json"}  # where psi keeps things, and how a journal is read
READS_TOML, WRITES_TOML = {"tomllib"}, {"tomli_w"}
SETTINGS = {"psi_cli.system.settings"}  # read where there is a file of them
HEAVY = (
    SETTINGS
    | NEVER
    | RICH
    | INDEX
    | READS_TOML
    | WRITES_TOML
    | {"platformdirs", "json", "webbrowser"}
)
REPORT = "; import json; print(json.dumps(sorted(set(sys.modules) & set(%r))), file=sys.stderr)"


def imported(psi: Psi, *arguments: str, **environment: str) -> set[str]:
    """Return which of the heavy modules a command has loaded when it ends."""
    watch = "import sys; from psi_cli.cli import run; run(sys.argv[1:])" + REPORT % sorted(HEAVY)
    watch = watch.replace("; import json; print(json.dumps(", "; print((")
    finished = subprocess.run(
        [sys.executable, "-c", watch, *arguments],
        env=psi.unmeasured(**environment),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return set(json.loads(finished.stderr.splitlines()[-1].replace("'", '"')))


@pytest.fixture
def walked(psi: Psi) -> Psi:
    """Return psi in a home whose pathway is in the cache already."""
    psi("start")
    psi("goto", "dip")
    psi("search", "mindlab")
    return psi


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        ("status", RICH),
        ("show", RICH),
        ("show 2.1", RICH),
        ("list", RICH),
        ("log", RICH),
        ("plan", RICH),
        ("note", RICH),
        ("next", RICH | WRITES_TOML),
        ("done 2.1", WRITES_TOML),
        ("bookmark 2.1", WRITES_TOML),
        ("undo", WRITES_TOML),
        ("open 3.4 --print", WRITES_TOML),
        ("search mindlab", RICH | INDEX),
        ("--help", set()),
        ("status --json", {"json"}),
        ("status --plain", set()),
    ],
)
def test_a_command_loads_what_it_uses_and_nothing_else(
    walked: Psi, arguments: str, allowed: set[str]
) -> None:
    assert imported(walked, *arguments.split(), FORCE_COLOR="1") <= allowed | ALWAYS


@pytest.mark.parametrize("line", ["psi done ba", "psi open 2", "psi search kind:v"])
def test_completion_of_a_value_loads_no_command_line(walked: Psi, line: str) -> None:
    watch = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    main = "; from psi_cli.__main__ import main; main()"
    finished = subprocess.run(
        [sys.executable, "-c", watch + main, "--complete", "fish", line],
        env=walked.unmeasured(),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    loaded = set(finished.stderr.split())
    assert finished.stdout
    assert not loaded & ((HEAVY | {"typer", "inspect"}) - ALWAYS)


@pytest.mark.parametrize("arguments", ["done 2.1", "done 2.1a", "skip 1 2"])
def test_a_command_that_saves_reads_the_journals_once_and_enters_every_module_it_loads(
    walked: Psi, arguments: str
) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", WATCHED, *arguments.split()],
        env=walked.environment(),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    listed, *idle = finished.stderr.splitlines()[-1].split()
    assert int(listed) <= 3  # to load, to save under the lock, and to publish what was saved
    assert set(idle) <= VALUES_ALONE
