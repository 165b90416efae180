"""Each view, as JSON and as plain lines, as they were read through and written down.

    UPDATE_GOLDEN=1 python -m pytest tests/views/test_golden.py

writes them anew: read the difference before it is committed. `docs/json.md` shows the JSON.
"""

import json
import os
from datetime import UTC
from functools import reduce
from pathlib import Path

import pytest

from psi_cli.authoring.check import check
from psi_cli.learning.progress import ItemState
from psi_cli.pathway.changes import compare, outline
from psi_cli.pathway.parse import parse_pathway
from psi_cli.record.checkup import JournalFacts, Problem
from psi_cli.record.model import Note
from psi_cli.render.show import rendered
from psi_cli.system.terminal import Terminal
from psi_cli.views.check import Checked
from psi_cli.views.days import Days
from psi_cli.views.departed import Departed
from psi_cli.views.diff import Diff
from psi_cli.views.doctor import Checkup, Place
from psi_cli.views.elements import Hint
from psi_cli.views.imported import Gain, Imported
from psi_cli.views.new import NewPathway
from psi_cli.views.version import Version
from psi_cli.views.version_news import version_news
from tests.conftest import Psi
from tests.views.scenes import PATHWAY, SCENES, shown


def edited(text: str, edits: dict[str, str]) -> str:
    """Return a text with parts of it replaced, each of which must be there."""
    for before, after in edits.items():
        assert before in text
        text = text.replace(before, after)
    return text


GOLDEN = Path(__file__).with_name("golden")
PLAIN = Terminal(80, 24, plain=True, color=False, links=False, ascii_only=False, interactive=False)
DAYS = Days(1_795_599_000, UTC)  # Wednesday 25 November 2026, 9:30
BREAD = PATHWAY.read_bytes()
NEWER = reduce(
    lambda text, edit: text.replace(*edit),
    (
        (b"2026.1", b"2026.2"),
        (b'id = "croute"', b'id = "crust"'),
        (b'"Flour in Numbers"', b'"Flour, Counted"'),
        (b"minutes = 45", b"minutes = 90"),
        (b'id = "salt-list"', b'id = "sugar-list"'),
        (b'"Salts, compared"', b'"Sugars, compared"'),
        (b"https://bread.example/salt", b"https://bread.example/sugar"),
    ),
    BREAD,
)
PLACE = Place(
    version="0.1.0",
    python="3.11.7",
    system="Linux",
    data="/home/you/psi",
    cache="/home/you/psi/cache",
    pathway="bread",
    pathway_version="2026.1",
    pathway_file="bread.toml",
    columns=80,
    encoding="utf-8",
    panels=False,
    color=False,
)
JOURNALS = (
    JournalFacts("0123abcd", own=True, events=1, unreadable=0, size=4711),
    JournalFacts("4567cdef", own=False, events=1200, unreadable=1, size=250_000),
)
JOURNAL = "/home/you/psi/journal/4567cdef.jsonl"
PROBLEMS = (
    Problem(JOURNAL, "One event is damaged.", "A copy of the file may have it whole.", line=7),
    Problem("/home/you/psi", "Others may look in.", "Close it.", fix=lambda: None),
    Problem("/home/you/psi/x.draft-1", "It was left.", "It can go.", fix=lambda: None, fixed=True),
)
HINTS = (Hint("psi", "where you are"),)
REMARKS = (
    (0, "“Rye” was in the file, is not in the list, and left."),
    (12, "“mill.md” is no web address; “The mill” is there without it."),
)
BEFORE = outline(parse_pathway(PATHWAY.read_bytes()))
EDITS = {  # of the text of the pathway on bread
    'aliases = ["kneading-film"]\n': "",
    'id = "flour-report"': 'id = "flour"',
    'id = "mill-visit"': 'id = "windmill"',
    'title = "The mill"': 'title = "The windmill"',
    'title = "A first loaf"': 'title = "The first loaf"',
    "minutes = 90": "minutes = 60",
    "required = false": "required = true",
}
AFTER = outline(parse_pathway(edited(PATHWAY.read_text(encoding="utf-8"), EDITS).encode()))
NEWS = version_news(compare(*(outline(parse_pathway(text)) for text in (BREAD, NEWER))), "dough")
STATE = ItemState(
    "done", "2026-11-20T18:00:00Z", notes=(Note("1", "2026-11-20T18:05:00Z", "Yes."),)
)
MISTAKEN = check(
    BREAD.replace(b'kind = "video"', b'kind = "vidoe"', 1).replace(b"[[stage]]", b"[stage]", 1),
    "bread.toml",
    2026,
)
IMPORTED = Imported(
    dry_run=False,
    events=41,
    known=12,
    differing=1,
    gains=(
        Gain("bread", "Bread", {"completions": 5, "bookmarks": 1, "answers": 2}, 0),
        Gain("cheese", "cheese", {"notes": 1}, 3),
    ),
    pathways=("cheese",),
    troubles={"/home/you/old/journal/4567cdef.jsonl": "3 lines cannot be read"},
    hints=HINTS,
)
VALUES = {
    "check": Checked((MISTAKEN,), ((),), (Hint("psi pathway check bread.toml", "again"),)),
    "news": NEWS,
    "departed": Departed("croute", "La croûte et le four", STATE, DAYS),
    "doctor": Checkup(PLACE, (), (), HINTS),
    "doctor-problems": Checkup(PLACE._replace(panels=True, color=True), JOURNALS, PROBLEMS, HINTS),
    "new": NewPathway("bread.toml", "bread", "Baking Bread", 3, 8, REMARKS, HINTS),
    "diff": Diff(compare(BEFORE, AFTER), HINTS),
    "diff-safe": Diff(compare(BEFORE, BEFORE), HINTS),
    "import": IMPORTED,
    "version": Version("0.1.0", "3.11.7", parse_pathway(PATHWAY.read_bytes())),
}


def agrees(name: str, text: str) -> bool:
    """Tell whether a text is the one that was written down, or write it down."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8"), f"{path} differs"
    return True


@pytest.mark.parametrize("name", SCENES)
def test_the_json_of_a_command_is_the_one_written_down(psi: Psi, name: str) -> None:
    assert agrees(f"{name}.json", shown(psi, SCENES[name], "--json"))


@pytest.mark.parametrize("name", SCENES)
def test_the_plain_lines_of_a_command_are_those_written_down(psi: Psi, name: str) -> None:
    assert agrees(f"{name}.txt", shown(psi, SCENES[name], "--plain"))


@pytest.mark.parametrize("name", VALUES)
def test_what_differs_from_one_machine_to_the_next_is_shown_as_written_down(name: str) -> None:
    assert agrees(f"{name}.json", rendered(VALUES[name], PLAIN, as_json=True).body)
    assert agrees(f"{name}.txt", "".join(rendered(VALUES[name], PLAIN)))


def test_nothing_is_written_down_that_no_view_shows() -> None:
    names = {f"{name}.{form}" for name in SCENES | VALUES for form in ("json", "txt")}
    assert {path.name for path in GOLDEN.iterdir()} == names


@pytest.mark.parametrize("name", SCENES)
def test_a_screen_has_at_most_three_hints_and_none_twice(name: str) -> None:
    hints = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))["next"]
    commands = [hint["command"] for hint in hints]
    assert len(commands) == len(set(commands)) <= 3
