"""docs/authoring.md, followed literally: every command in it, in an empty folder, in its order."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Psi

GUIDE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVED_AS = {"markdown": "list.md", "csv": "table.csv"}
EDITED, WRITTEN = "Then change `water.toml`", "water.toml"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the commands are typed into a shell")


class Newcomer:
    """Someone who does what the guide says, in a folder and a shell of their own."""

    def __init__(self, psi: Psi, folder: Path) -> None:
        folder.mkdir()
        programs = folder.parent / "programs"
        programs.mkdir()
        (programs / "psi").write_text(f'#!/bin/sh\nexec {sys.executable} -m psi_cli "$@"\n')
        (programs / "psi").chmod(0o755)
        who = {
            f"GIT_{role}_{what}": "a@b.c"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        environment = psi.environment(PYTHONPATH=str(ROOT / "src"), **who)
        self.environment = {**environment, "PATH": f"{programs}:{environment['PATH']}"}
        self.folder = folder
        self.told: dict[str, str] = {}

    def follow(self, guide: str) -> None:
        """Type every command, and save, or add to the file, what else stands in a frame."""
        for text, (kind, block) in _frames(guide):
            if EDITED in text:
                self._edit()
            if kind == "sh":
                self._type(block)
            elif kind == "toml":
                path = self.folder / WRITTEN
                path.write_text(f"{path.read_text(encoding='utf-8')}\n{block}", encoding="utf-8")
            else:
                assert f"`{SAVED_AS[kind]}`" in text
                (self.folder / SAVED_AS[kind]).write_text(block, encoding="utf-8")

    def _edit(self) -> None:
        path = self.folder / WRITTEN
        text = path.read_text(encoding="utf-8")
        renamed = text.replace('id = "on-wells"', 'id = "wells"\naliases = ["on-wells"]')
        assert renamed != text
        path.write_text(renamed.replace("minutes = 20", "minutes = 25"), encoding="utf-8")

    def _type(self, command: str) -> None:
        finished = subprocess.run(
            ["sh", "-e"],
            input=command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert finished.returncode == 0, (command, finished.stdout, finished.stderr)
        self.told[command.strip()] = finished.stdout + finished.stderr


def _frames(guide: str) -> list[tuple[str, tuple[str, str]]]:
    """Return each frame with the text before it."""
    texts = BLOCK.split(guide)[::3]
    return list(zip(texts, BLOCK.findall(guide), strict=False))


@pytest.mark.slow
def test_a_newcomer_who_does_what_the_guide_says_arrives(psi: Psi, tmp_path: Path) -> None:
    newcomer = Newcomer(psi, tmp_path / "empty folder")
    newcomer.follow(GUIDE)
    told = newcomer.told
    assert "water.toml: well" in told["psi pathway check water.toml"]
    assert "2 stages and 3 resources" in told["psi pathway new roads.toml --from list.md"]
    assert "Water for All" in told["psi start water-for-all"]
    assert "learners lose nothing" in told["psi pathway diff water-before.toml water.toml"]
    assert {"roads.toml", "roads-2.toml"} < {path.name for path in newcomer.folder.iterdir()}


def test_every_frame_of_the_guide_is_of_a_kind_that_is_followed() -> None:
    frames = GUIDE.count("\n```") // 2
    assert frames == len(BLOCK.findall(GUIDE))
    assert {kind for kind, _ in BLOCK.findall(GUIDE)} == {"sh", "toml", *SAVED_AS}
