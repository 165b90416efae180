"""A small pathway and its index, in a directory of the test."""

import os
import time
from pathlib import Path

import pytest

from psi_cli.record.model import LearnerRecord, Note, PathwayRecord
from psi_cli.search import query
from psi_cli.search.index import Index, open_index
from psi_cli.search.match import Found, search
from psi_cli.search.rows import Noted
from tests.conftest import ROOT

HEAD = """\
format = 1
[pathway]
id = "p"
title = "P"
[[stage]]
id = "one"
title = "First steps"
goal = "You can tell a prototype from a pilot."
text = "Water and gardens."
[[stage.reflection]]
id = "why"
prompt = "Who holds the umbrella?"
"""


def resource(*fields: str | int, more: str = "") -> str:
    """Return the TOML of a resource: its id, kind, title, summary and minutes, and more."""
    id_, kind, title, summary, minutes = fields
    lines = f'id = "{id_}"\nkind = "{kind}"\ntitle = "{title}"\nsummary = "{summary}"\n'
    return f"[[stage.resource]]\n{lines}minutes = {minutes}\n{more}"


RESOURCES = [
    ("lab", "video", "Innovation laboratory", "A place for prototypes.", 10),
    ("book", "book", "Advocacy", "Written by a campaigner about the laboratory.", 300),
    ("region", "report", "La 27e Région", "Co-creation with citizens.", 45),
    ("policy", "paper", "Policy tools", "Tools for a policy; policy networks.", 60),
]
WHOLE = HEAD + "".join(resource(*fields) for fields in RESOURCES)


class Library:
    """A pathway file, what a learner did with it, and the index of both."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "p.toml"
        self.index = folder / "cache" / "index"
        self.checked = folder / "checked"
        self.record = LearnerRecord()
        self.writes = 0

    def write(self, text: str) -> None:
        """Write the pathway, with a time that is long enough ago to be sure of."""
        self.path.write_text(text, encoding="utf-8")
        self.writes += 1
        changed = time.time() - 100 + self.writes
        os.utime(self.path, (changed, changed))

    @property
    def notes(self) -> dict[str, list[Note]]:
        return self.record.pathways.setdefault("p", PathwayRecord()).notes

    def note(self, about: str, text: str) -> None:
        number = f"{sum(map(len, self.notes.values()))} {text}"
        self.notes.setdefault(about, []).append(Note(number, "2026-11-23T09:00:00Z", text))

    def open(self, *more: Path) -> Index:
        """Open the index and close it again, so that it is kept."""
        with self.opened(*more) as index:
            return index

    def opened(self, *more: Path):
        noted = [
            Noted("p", about, note.id, note.text)
            for about, notes in self.notes.items()
            for note in notes
        ]
        paths = tuple(map(str, (self.path, *more)))
        return open_index(self.index, paths, tuple(noted), self.checked)

    def ask(self, *words: str, limit: int = 200) -> Found:
        asked = query.parse(words)
        with self.opened() as index:
            return search(index.database, asked, self.record, limit)

    def ids(self, *words: str) -> list[str]:
        return [hit.id for hit in self.ask(*words).hits]

    def built(self) -> int:
        """Return a number that is another one after the index has been built again."""
        return self.index.stat().st_ino


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    library.write(WHOLE)
    return library


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return the bundled pathway, to be asked only."""
    library = Library(tmp_path_factory.mktemp("bundled"))
    library.path = ROOT / "data" / "pathway.toml"
    return library
