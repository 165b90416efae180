"""What every test stands on: a home of its own, and psi to run, here or in a process."""

import gc
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
from hypothesis import settings

from psi_cli import cli
from psi_cli.commands.completion.answer import answer
from psi_cli.commands.group import Group
from psi_cli.pathway import parse
from psi_cli.system.world import World
from tests.output_checker import commands_in

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)  # a Wednesday; where a test chooses no other time
ROOT = Path(__file__).parents[1]
TABLES = {"--tsv", "--complete"}  # whose columns are parted by tabs
KEPT = (
    "PATH",
    "PYTHONPATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "COVERAGE_FILE",
    "COVERAGE_PROCESS_CONFIG",
    "COVERAGE_PROCESS_START",
)
settings.register_profile("quick", max_examples=30, deadline=None)
settings.register_profile("whole", deadline=None)  # a busy machine breaks no promise of psi's


def pytest_configure(config: pytest.Config) -> None:
    """Try each property on fewer examples where only the quick tests are asked for."""
    settings.load_profile("quick" if "not slow" in config.option.markexpr else "whole")


def pytest_collection_finish() -> None:
    """Spare the collector the thousands of tests, which stay for as long as it runs."""
    gc.freeze()


class Result(NamedTuple):
    """What a run of psi came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Stream(io.TextIOWrapper):
    """A stream in memory that says of itself whether it is a terminal."""

    def __init__(self, *, terminal: bool, encoding: str = "utf-8", data: bytes = b"") -> None:
        super().__init__(io.BytesIO(data), encoding=encoding, write_through=True)
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal

    def written(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)  # type: ignore[attr-defined]


class Psi:
    """Runs psi in the home of a test. Every output is checked for terminal commands.

    `now` is the time that psi is told, and a test may move it; processes have the real one.
    """

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.local = home.parent / "local"  # what is this machine's own
        self.monkeypatch = monkeypatch
        self.now = NOW

    def environment(self, **changes: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        nowhere = str(self.home / "no-home")
        browser = f"{sys.executable} -c pass %s"
        base = {"PSI_HOME": str(self.home), "HOME": nowhere, "USERPROFILE": nowhere, "TZ": "UTC"}
        base |= {f"XDG_{kind}_HOME": str(self.local / kind) for kind in ("STATE", "CACHE")}
        return kept | base | {"BROWSER": browser, "COLUMNS": "80", "PYTHONUTF8": "1"} | changes

    def unmeasured(self, **changes: str) -> dict[str, str]:
        """Return an environment without coverage, which would load modules of its own."""
        kept = self.environment(**changes)
        return {name: value for name, value in kept.items() if not name.startswith("COVERAGE_")}

    def __call__(
        self,
        *arguments: str,
        terminal: bool = False,
        encoding: str = "utf-8",
        stdin: str | bytes = "",
        **environment: str,
    ) -> Result:
        """Run psi inside this process."""
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        typed = Stream(terminal=terminal, data=data)
        out, err = (Stream(terminal=terminal, encoding=encoding) for _ in range(2))
        world = World(self.environment(**environment), self.now.timestamp, typed, out, err, UTC)
        return self._checked(self._inside(world, lambda: cli.run(arguments, world)), arguments)

    def completing(
        self, line: str, shell: str = "fish", how: Sequence[str] = (), **environment: str
    ) -> Result:
        """Ask as a shell does when Tab is pressed behind a line."""
        typed, out, err = (Stream(terminal=False) for _ in range(3))
        world = World(self.environment(**environment), self.now.timestamp, typed, out, err, UTC)
        result = self._inside(world, lambda: answer([shell, *how, line], world))
        return self._checked(result, ("--complete",))

    def _inside(self, world: World, run: Callable[[], int]) -> Result:
        with self.monkeypatch.context() as patch:  # what Typer and the standard library look at
            patch.setattr(os, "environ", world.environment)
            patch.setattr(sys, "stdout", world.stdout)
            patch.setattr(sys, "stderr", world.stderr)
            status = run()
        out, err = cast("tuple[Stream, Stream]", (world.stdout, world.stderr))
        return Result(status, out.written(), err.written())

    def process(self, *arguments: str, stdin: str = "", **environment: str) -> Result:
        """Run psi in a process of its own."""
        finished = subprocess.run(
            [sys.executable, "-m", "psi_cli", *arguments],
            env=self.environment(**environment),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        shown = Result(finished.returncode, finished.stdout, finished.stderr)
        return self._checked(shown, arguments)

    def _checked(self, result: Result, arguments: tuple[str, ...]) -> Result:
        shown = result.out.replace("\t", " ") if TABLES & set(arguments) else result.out
        assert commands_in(shown) == []
        assert commands_in(result.err) == []
        assert "Traceback" not in result.err
        return result


@pytest.fixture(autouse=True, scope="session")
def each_pathway_is_parsed_once() -> Iterator[None]:
    """Spare a fifth of the suite's time: parsing is pure, and homes by the hundred need it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "parse_pathway", lru_cache(maxsize=20)(parse.parse_pathway))
        yield


@pytest.fixture(autouse=True, scope="session")
def each_command_is_built_once() -> Iterator[None]:
    """Spare a twentieth of the suite's time: a run builds its command, and there are thousands."""
    build = Group.get_command
    get_command = lru_cache(lambda group, name: build(group, None, name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli, "application", lru_cache(cli.application))
        patch.setattr(Group, "get_command", lambda group, _context, name: get_command(group, name))
        yield


@pytest.fixture(autouse=True, scope="session")
def no_test_waits_for_the_disk() -> Iterator[None]:
    """Spare a quarter of the suite's time: what is read back needs no disk but its cache.

    What psi has on the disk when it says so is watched where this is tested; processes do wait.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield


def holders(folder: Path, words: str) -> list[str]:
    """Return the files below a folder that hold the words, in whatever case."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if words.encode() in path.read_bytes().lower())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "psi home"


@pytest.fixture
def psi(home: Path, monkeypatch: pytest.MonkeyPatch) -> Psi:
    return Psi(home, monkeypatch)


@pytest.fixture(autouse=True)
def no_test_reaches_the_real_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail any test that would read or write where a person's own psi lives."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("this test forgot to choose a home")

    monkeypatch.delenv("PSI_HOME", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", refuse)
