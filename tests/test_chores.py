"""Chores: one list of them, and the benchmark tells what it lacks."""

import re
import subprocess
import sys
from importlib.util import find_spec

from tests.conftest import ROOT
from tools.chores import CHORES, listing

DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / ".ci" / "run"]
SCRIPTS = r"(?:tools/(?!chores)|bench/)\w+\.py|-m tests\.campaign"


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)


def test_without_a_name_every_chore_is_listed() -> None:
    listed = ran("tools/chores.py")
    assert (listed.returncode, listed.stdout.splitlines()) == (0, listing())


def test_a_chore_that_does_not_exist_is_refused_with_the_list() -> None:
    listed = ran("tools/chores.py", "laundry")
    assert (listed.returncode, listed.stdout.splitlines()) == (2, listing())


def test_every_chore_finds_what_it_runs() -> None:
    for name, chore in CHORES.items():
        program = chore.command[0]
        found = find_spec(chore.command[1]) if program == "-m" else (ROOT / program).is_file()
        assert found, name


def test_a_chore_is_handed_what_follows_its_name() -> None:
    shown = ran("tools/chores.py", "mutants", "--help")
    assert shown.returncode == 0
    assert "--seed" in shown.stdout


def test_documents_run_chores_by_their_names_alone() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        assert set(re.findall(r"tools/chores\.py ([a-z]+)", text)) <= set(CHORES), document
        assert not re.search(r"(?:tools/(?!chores)|bench/)\w+\.py|-m tests\.campaign", text), (
            document
        )


def test_the_benchmark_without_psi_says_in_one_sentence_what_to_do() -> None:
    refused = ran("-I", "-S", "bench/speed.py")
    assert refused.returncode == 1
    assert re.fullmatch(r"\S+ has no psi to measure: `.+` adds it\.\n", refused.stderr)
