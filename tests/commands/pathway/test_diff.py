"""psi pathway diff: what an edit does to learners who are in the middle."""

from pathlib import Path

import pytest

from tests.conftest import Psi, Result
from tests.views.scenes import PATHWAY

TEXT = PATHWAY.read_text(encoding="utf-8")


def differing(psi: Psi, folder: Path, *edits: tuple[str, str], json: bool = True) -> Result:
    """Return what the command says of the pathway on bread after edits of its text."""
    text = TEXT
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, 1)
    new = folder / "new.toml"
    new.write_text(text, encoding="utf-8")
    return psi("pathway", "diff", str(PATHWAY), str(new), *(["--json"] if json else []))
