"""A record that other programs had in their hands: git, editors, formatters, copies, the shell."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from psi_cli.record import checkup, folder
from psi_cli.record.store import Store
from psi_cli.system.paths import find_home
from tests.conftest import Psi

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="there is no git")
GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
POSIX = pytest.mark.skipif(os.name != "posix", reason="a shell and files as POSIX has them")


class Clones:
    """Data folders that share one repository, and psi in each of them."""

    def __init__(self, psi: Psi, place: Path) -> None:
        self.psi = psi
        self.place = place
        self.git("init", "-q", "--bare", "-b", "main", str(place / "hub"), within=place)

    def git(self, *arguments: str, within: Path) -> None:
        """Run git; a pull that leaves a conflict fails, and is none of its callers' concern."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.place)}
        subprocess.run(
            [*GIT, *arguments], cwd=within, env=environment, check=False, capture_output=True
        )

    def first(self, attributes: str) -> None:
        """Begin the repository with the folder `a`."""
        self("a", "start")
        (self.place / "a" / ".gitattributes").write_text(attributes)
        self.git("init", "-q", "-b", "main", within=self.place / "a")
        self.git("remote", "add", "origin", str(self.place / "hub"), within=self.place / "a")
        self.share("a")

    def clone(self, name: str, autocrlf: str) -> None:
        chosen = f"core.autocrlf={autocrlf}"
        self.git("clone", "-q", "-c", chosen, str(self.place / "hub"), name, within=self.place)

    def share(self, name: str) -> None:
        """Commit, pull and push; what conflicts is committed as git left it."""
        within = self.place / name
        for arguments in (
            ("add", "-A"),
            ("commit", "-q", "-m", "more"),
            ("pull", "-q", "--no-rebase", "--no-edit", "origin", "main"),
            ("add", "-A"),
            ("commit", "-q", "-m", "merged"),
            ("push", "-q", "origin", "HEAD:main"),
        ):
            self.git(*arguments, within=within)

    def __call__(self, name: str, *arguments: str):
        return self.psi(*arguments, PSI_HOME=str(self.place / name))

    def done(self, name: str) -> set[str]:
        events = self(name, "log", "--json", "--limit", "99").json["events"]
        return {event["about"] for event in events if event["do"] == "done"}


@pytest.fixture
def clones(psi: Psi, tmp_path: Path) -> Clones:
    return Clones(psi, tmp_path)


@needs_git
@pytest.mark.slow
@pytest.mark.parametrize("autocrlf", ["true", "false"])
@pytest.mark.parametrize("attributes", ["", "*.jsonl merge=union\n", "*.jsonl -text\n"])
def test_three_clones_that_all_go_on_have_all_that_each_did(
    clones: Clones, attributes: str, autocrlf: str
) -> None:
    clones.first(attributes)
    for name in "bc":
        clones.clone(name, autocrlf)
    for number, name in enumerate("abc", start=1):
        clones(name, "done", f"2.{number}")
        clones(name, "note", f"2.{number}", f"from {name}")
    for name in "abcabc":
        clones.share(name)
    seen = [clones.done(name) for name in "abc"]
    assert len(seen[0]) == 3
    assert seen == [seen[0]] * 3
    for name in "abc":
        notes = clones(name, "note").out
        assert all(f"from {one}" in notes for one in "abc")
        assert len(clones(name, "doctor", "--json").json["journals"]) == 3


@needs_git
@pytest.mark.slow
@pytest.mark.parametrize("attributes", ["", "*.jsonl merge=union\n"])
def test_a_clone_that_went_back_and_went_on_loses_nothing_in_the_merge(
    clones: Clones, attributes: str
) -> None:
    clones.first(attributes)
    clones("a", "done", "2.1")
    clones.share("a")
    clones.git("reset", "-q", "--hard", "HEAD~1", within=clones.place / "a")
    assert clones.done("a") == set()
    clones("a", "done", "2.2")
    clones.share("a")
    assert len(clones.done("a")) == 2
    doctor = clones("a", "doctor", "--json")
    marks = [one for one in doctor.json["problems"] if "a mark that a merge left" in str(one)]
    assert bool(marks) == (not attributes)


CHANGES: dict[str, tuple[Callable[[bytes], bytes], int, int]] = {
    # what is done to the own journal of three events: how many are left, and the lines told
    "Windows line ends": (lambda data: data.replace(b"\n", b"\r\n"), 3, 0),
    "old Mac line ends": (lambda data: data.replace(b"\n", b"\r"), 3, 0),
    "UTF-16 as PowerShell writes it": (
        lambda data: data.replace(b"\n", b"\r\n").decode().encode("utf-16"),
        3,
        0,
    ),
    "a byte-order mark": (lambda data: b"\xef\xbb\xbf" + data, 3, 0),
    "zeros behind": (lambda data: data + bytes(100), 3, 1),
    "a first line that was changed": (lambda data: data.replace(b'"id"', b'"iX"', 1), 2, 1),
    "a formatter": (
        lambda data: b"\n".join(json.dumps(json.loads(one)).encode() for one in data.splitlines()),
        0,
        3,
    ),
    "noise": (lambda data: b"\xf7\xa3" * len(data), 0, 1),
    "emptied": (lambda _: b"", 0, 0),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_tool_did_is_told_by_psi_and_doctor_alike_and_is_no_first_run(
    psi: Psi, name: str
) -> None:
    change, left, lines = CHANGES[name]
    psi("start")
    psi("done", "2.1")
    psi("note", "2.2", "rye is best")
    (journal,) = (psi.home / "journal").iterdir()
    journal.write_bytes(change(journal.read_bytes()))
    status = psi("status", "--json").json
    assert status["schema"] == "psi.status/1"
    assert bool(status["warnings"]) == bool(lines)
    doctor = psi("doctor", "--json").json
    (counted,) = doctor["journals"]
    assert (counted["events"], counted["unreadable"]) == (left, lines)
    assert len(psi("log", "--json").json["events"]) == left
    psi("done", "2.3")
    assert len(psi("log", "--json").json["events"]) == left + 1
    texts = "".join(path.read_text() for path in psi.home.glob("record*.toml"))
    assert "rye is best" in texts


def test_doctor_counts_the_events_that_commands_read(psi: Psi) -> None:
    psi("start")
    psi("done", "2.1")
    (journal,) = (psi.home / "journal").iterdir()
    first, second = journal.read_bytes().splitlines()
    journal.write_bytes(second + b"\n<<<<<<< HEAD\nnoise" + first + second[:40] + b"\n" + second)
    store = Store(find_home(psi.environment()))
    store.home = store.home._replace(state=folder.own_journal(store.home).parents[2])
    (facts,) = checkup.facts_of(store, checkup.read_journals(store))
    assert facts.events == 3
    assert len(list(store.newest_first())) == 2


def test_a_data_folder_that_was_copied_and_merged_back_by_copying_loses_nothing(
    psi: Psi, tmp_path: Path
) -> None:
    psi("done", "2.1")
    there = tmp_path / "new laptop"
    shutil.copytree(psi.home, there)
    psi("done", "2.2")
    psi("done", "2.3", PSI_HOME=str(there))
    for one, other in ((psi.home, there), (there, psi.home)):
        for journal in (one / "journal").iterdir():
            shutil.copy(journal, other / "journal")
    done = [psi("status", "--json", PSI_HOME=str(one)).json["done"] for one in (psi.home, there)]
    assert done == [3, 3]


@POSIX
@pytest.mark.parametrize("file", ["/proc/self/pagemap", "/dev/zero"])
@pytest.mark.timeout(20)
def test_a_pathway_without_end_is_refused(psi: Psi, file: str) -> None:
    if not os.path.exists(file):
        pytest.skip("a file of Linux")
    refused = psi("--pathway", file, "list")
    assert refused.status == 4
    assert "cannot be read" in refused.err


@POSIX
def test_an_address_is_handed_over_without_a_warning_of_python(psi: Psi) -> None:
    opened = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-m", "psi_cli", "open", "2.1"],
        env=psi.unmeasured(),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert opened.stderr == ""
