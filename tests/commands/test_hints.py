"""What psi says to type next works when it is typed."""

import shlex
from pathlib import Path

import pytest

from tests.conftest import ROOT, Psi

COMMANDS = """
status; start; next; back; goto dive; next; show; show 2.1; show further; show q1; list; plan
list --bookmarked; list --done; search advocacy; search zzz; search advocacy --limit 1
search advcacy --limit 1
open 2.1 --print; open 3.4 --print; done 2.1; skip 2.2; reopen 2.2; bookmark 2.3; bookmark
note 2.1 words; note dip words; note; note dip; undo; log; log --limit 1; doctor; reset 2.1 --yes
"""


@pytest.mark.parametrize("stage", ["dip", "dive"])
@pytest.mark.parametrize("command", ["note", "bookmark", "list"])
@pytest.mark.parametrize("done", ["", "done 2.1-2.6", "done 3.1-3.6"])
def test_an_example_is_of_the_stage_one_is_in(
    psi: Psi, stage: str, command: str, done: str
) -> None:
    for line in ("start", "goto dip", "open 2.2 --print", done, f"goto {stage}"):
        psi(*line.split())
    first = psi(command, "--json").json["next"][0]["command"].split()
    shown = psi("show", first[2], "--json").json
    assert shown.get("stage", shown["id"]) == stage or shown["id"] == stage


def hints(shown: dict) -> list[str]:
    """Return every command that a view offers, its parts' too."""
    found = [hint["command"] for hint in shown.get("next", [])]
    for part in shown.values():
        found += hints(part) if isinstance(part, dict) else []
    return found


@pytest.mark.parametrize("option", ["", f" --pathway {ROOT / 'data' / 'pathway.toml'}"])
def test_every_hint_on_the_way_is_a_command_that_works(
    psi: Psi, option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where an export goes
    tried = set()
    for command in COMMANDS.strip().replace("\n", "; ").split("; "):
        result = psi(*shlex.split(command + option), "--json")
        if not result.out:
            continue
        assert len(result.json.get("next", [])) <= 3, command
        for hint in hints(result.json):
            words = [word.replace("…", "words") for word in shlex.split(hint)[1:]]
            if hint in tried or "open" in words[:1] or "--edit" in words:
                continue
            tried.add(hint)
            assert hint.endswith(option)
            is_help = "--help" in words
            sure = ["--yes"] if words[:1] == ["reset"] else []
            tried_out = psi(*words, *sure, terminal="answer" in words)
            expected = {0, 3} if {"list", "search", "undo"} & set(words) else {0}
            assert is_help or tried_out.status in expected, (command, hint, tried_out.err)
    assert len(tried) > 15
