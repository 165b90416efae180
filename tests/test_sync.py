"""docs/sync.md, command for command: machines that share a record as the page says."""

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from itertools import permutations
from pathlib import Path

import pytest

from tests.conftest import KEPT, ROOT

PAGE = (ROOT / "docs" / "sync.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"<!-- (.+?) -->\n```sh\n(.+?)```", PAGE, re.DOTALL))
REPOSITORY = "git@example.org:you/psi.git"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="the page is for the shells of POSIX"),
]


class Machine:
    """A machine: a home, a shell in it, and what was saved there."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.noted: list[str] = []
        bin_ = home / "bin"
        bin_.mkdir(parents=True)
        (bin_ / "psi").write_text(
            f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m psi_cli "$@"\n'
        )
        (bin_ / "psi").chmod(0o755)
        (home / ".profile").touch()
        path = f"{bin_}:{os.environ['PATH']}"
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment |= {"HOME": str(home), "PATH": path, "TZ": "UTC"}

    def type(self, lines: str) -> str:
        """Run lines in a new shell, as after logging in; each has to succeed."""
        finished = subprocess.run(
            ["sh", "-e", "-c", f". ~/.profile\n{lines}"],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            check=False,
            text=True,
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    def study(self, number: str) -> None:
        """Mark something as done, and note it."""
        words = f"{self.home.name} on {number}"
        self.type(f"psi done {number}\npsi note {number} {shlex.quote(words)}")
        self.noted.append(words)

    def seen(self) -> list[object]:
        """Return what psi shows there of the record."""
        told = [json.loads(self.type(f"psi {what} --json")) for what in ("status", "note")]
        log = json.loads(self.type("psi log --limit 1000 --json"))["events"]
        return [*told, sorted(log, key=lambda event: event["id"])]

    def notes(self) -> list[str]:
        return sorted(note["text"] for note in json.loads(self.type("psi note --json"))["notes"])

    def checkup(self) -> list[str]:
        """Return what psi doctor finds amiss, once it has made record.toml of what came."""
        told = json.loads(self.type("psi doctor --fix --json"))["problems"]
        return [one["sentence"] for one in told if not one["file"].endswith("/record.toml")]


@pytest.fixture
def machines(tmp_path: Path) -> list[Machine]:
    """Return three machines: psi was used on the first two, and is new to the third."""
    every = [Machine(tmp_path / name) for name in ("office", "laptop", "library")]
    every[0].type("psi start")
    every[0].study("2.1")
    every[1].study("2.2")
    every[1].study("2.1")
    return every


def converged(machines: list[Machine]) -> bool:
    """Tell whether all see the same, and all that was noted on any."""
    noted = sorted(words for machine in machines for words in machine.noted)
    assert [machine.notes() for machine in machines] == [noted] * len(machines)
    assert [machine.seen() for machine in machines] == [machines[0].seen()] * len(machines)
    return True


def test_every_command_of_the_page_is_run_here() -> None:
    assert PAGE.count("```sh") == len(BLOCKS)
    here = Path(__file__).read_text(encoding="utf-8")
    assert all(f'BLOCKS["{name}"]' in here for name in BLOCKS)
    assert set(re.findall(r"`(psi [^`…]+)`", PAGE)) <= {
        "psi doctor",
        "psi doctor --fix",
        "psi export json -o psi-backup.json",
        "psi forget",
    }


def test_a_backup_brings_a_new_machine_to_where_the_old_one_is(machines: list[Machine]) -> None:
    old, _, new = machines
    old.type(BLOCKS["backup"])
    assert (old.home / "psi-backup.json").stat().st_mode & 0o777 == 0o600
    shutil.copy(old.home / "psi-backup.json", new.home)
    new.type(BLOCKS["bring back"])
    assert new.seen() == old.seen()
    assert new.checkup() == []


def test_a_copied_home_does_too_and_brings_later_what_was_done_meanwhile(
    machines: list[Machine],
) -> None:
    old, _, new = machines
    for _ in range(2):
        old.study("2.3")
        shutil.copytree(old.home / ".local", new.home / "old-home" / ".local", dirs_exist_ok=True)
        new.type(BLOCKS["take over"])
        assert new.seen() == old.seen()
        assert new.checkup() == []


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_git_brings_three_machines_together_without_a_conflict(
    machines: list[Machine], tmp_path: Path
) -> None:
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(hub)], check=True)
    for machine in machines:
        settings = {f"url.{hub}.insteadOf": REPOSITORY, "user.name": "psi", "user.email": "psi@x.y"}
        for name, value in settings.items():
            machine.type(f"git config --global {name} {shlex.quote(value)}")
    machines[0].type(BLOCKS["git: first"])
    for machine in machines[1:]:
        machine.type(BLOCKS["git: further"])
    machines[1].type(BLOCKS["git: earlier"])
    for number in ("2.4", "2.5", "F.1"):
        for machine in machines:
            machine.study(number)
        for machine in machines:
            machine.type(BLOCKS["git: daily"])
    for machine in machines:
        machine.type(BLOCKS["git: daily"])
    assert converged(machines)
    assert [machine.checkup() for machine in machines] == [[], [], []]
    tracked = machines[0].type("git -C ~/psi ls-files").split()
    assert {Path(name).suffix for name in tracked if "/" in name} == {".jsonl"}
    assert "record.toml" not in tracked


def _state(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


class Carrier:
    """A program that keeps a folder alike on several machines; the newer file is the one to keep.

    What has changed on two of them since they last met becomes two files.
    """

    def __init__(self, folders: list[Path], conflict: str, ignored: tuple[str, ...] = ()) -> None:
        self.folders = folders
        self.conflict = conflict  # what is put into the name of a copy
        self.ignored = ignored
        self.met: dict[tuple[Path, Path, str], str] = {}  # what a file was when two met last

    def meet(self, one: Path, other: Path) -> None:
        """Bring two folders together."""
        for name in sorted({*self._names(one), *self._names(other)}):
            mine, theirs = _state(one / name), _state(other / name)
            before = self.met.get((one, other, name), "")
            if mine != theirs and before not in {mine, theirs}:
                self._keep_both(one, other, name)
            elif mine != theirs:
                source, target = (one, other) if mine != before else (other, one)
                self._bring(source / name, target / name)
            self.met[one, other, name] = self.met[other, one, name] = _state(one / name)

    def meet_all(self) -> None:
        for _ in self.folders:
            for one, other in permutations(self.folders, 2):
                self.meet(one, other)

    def _names(self, folder: Path) -> list[str]:
        files = [path for path in folder.rglob("*") if path.is_file()]
        return [
            str(path.relative_to(folder))
            for path in files
            if not any(fnmatch(path.name, pattern) for pattern in self.ignored)
        ]

    def _keep_both(self, one: Path, other: Path, name: str) -> None:
        newer, older = sorted((one, other), key=lambda place: -(place / name).stat().st_mtime_ns)
        path = older / name
        os.replace(path, path.with_name(f"{path.stem}{self.conflict}{path.suffix}"))
        self._bring(newer / name, path)

    def _bring(self, source: Path, target: Path) -> None:
        """Copy a file in two pieces beside its place, then give it its name."""
        target.parent.mkdir(parents=True, exist_ok=True)
        arriving = target.with_name(f".{target.name}.tmp")
        data = source.read_bytes()
        arriving.write_bytes(data[: len(data) // 2])
        arriving.write_bytes(data)
        os.replace(arriving, target)


def carried(machines: list[Machine], carrier: Carrier) -> None:
    """Study on machines that are carried to and fro, one of which has an old journal restored."""
    for number in ("2.4", "2.5"):
        for machine in machines:
            machine.study(number)
        carrier.meet(carrier.folders[0], carrier.folders[1])
        carrier.meet(carrier.folders[2], carrier.folders[1])
    restored = max((carrier.folders[0] / "journal").glob("????????.jsonl"), key=os.path.getsize)
    data = restored.read_bytes()
    restored.write_bytes(data[: data.index(b"\n") + 1])  # an older state of it
    here = carrier.folders[2] / "journal" / restored.name
    here.write_bytes(data.replace(b"\n", b"\r\n"))  # an editor's
    carrier.meet_all()
    assert converged(machines)
    names = {path.name for path in (carrier.folders[1] / "journal").iterdir()}
    assert any(carrier.conflict in name for name in names)
    torn = carrier.folders[1] / "journal" / "0f0f0f0f.jsonl"
    torn.write_bytes(data[: len(data) - 40])  # half of what arrives without a name of its own
    assert machines[1].notes() == machines[0].notes()
    (warning,) = json.loads(machines[1].type("psi status --json"))["warnings"]
    assert warning.startswith("1 line of your journal cannot be read.")
    torn.unlink()
    assert [machine.checkup() for machine in machines] == [[], [], []]


def test_syncthing_carries_the_folder_with_its_conflict_copies(machines: list[Machine]) -> None:
    for machine in machines:
        machine.type(BLOCKS["syncthing"])
    for machine in machines[:2]:
        machine.type(BLOCKS["syncthing: earlier"])
    folders = [machine.home / "Sync" / "psi" for machine in machines]
    ignored = tuple((folders[0] / ".stignore").read_text().split())
    assert ignored == ("record*.toml", "*.draft-*")
    carried(machines, Carrier(folders, ".sync-conflict-20261125-093000-ABCDEF7", ignored))


def test_dropbox_carries_the_folder_with_its_conflicted_copies(machines: list[Machine]) -> None:
    for machine in machines:
        machine.type(BLOCKS["dropbox"])
    for machine in machines[:2]:
        machine.type(BLOCKS["dropbox: earlier"])
    folders = [machine.home / "Dropbox" / "psi" for machine in machines]
    carried(machines, Carrier(folders, " (office's conflicted copy 2026-11-25)"))
    copies = [path for folder in folders for path in folder.glob("record (*).toml")]
    assert copies
    for path in copies:
        path.unlink()
    assert converged(machines)


def test_a_note_that_is_forgotten_on_one_machine_leaves_the_files_of_all(
    machines: list[Machine],
) -> None:
    for machine in machines:
        machine.type(BLOCKS["syncthing"])
    folders = [machine.home / "Sync" / "psi" for machine in machines]
    carrier = Carrier(folders, ".sync-conflict-20261125-093000-ABCDEF7", ("record*.toml",))
    machines[0].study("2.6")
    carrier.meet_all()
    for machine in machines[1:]:
        shutil.copytree(folders[0], machine.home / "copy")
        machine.type("psi import ~/copy")
        shutil.rmtree(machine.home / "copy")
    machines[1].type("psi forget 2.6 --yes")
    carrier.meet_all()
    for machine in machines:
        machine.type("psi status")
    carrier.meet_all()
    words = machines[0].noted.pop().encode()
    holders = [
        path
        for machine in machines
        for path in machine.home.rglob("*")
        if path.is_file() and words in path.read_bytes()
    ]
    assert holders == []
