"""One state, three outputs: what the JSON states, the plain lines and the panels state too."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from psi_cli.views.elements import duration
from psi_cli.views.lines import ACCESS_WORDS, local_day, local_time
from psi_cli.views.resource import CONFIDENCE_WORDS
from tests.conftest import Psi
from tests.output_checker import BOXES, words_of

Leaf = str | int
UNSAID = {  # what only scripts are told, and why
    r".*schema": "names the form of the document",
    r".*\bid": "an id, beside a title or a number that people go by",
    r".*\babout": "the same",
    r"hits (url|way)": "a hint opens the first hit; the addresses are for scripts",
    r"(overview )?(stage )?version": "shown by doctor and --version",
    r"changes (number|did)": "the line of a change is a sentence: Done, with the title",
    r"events do": "a verb of its own on the screen",
    r"hits (title|part)": "the title stands there with marks, in matched_title; the part as words",
    r"companions link confidence": "an address that nobody knows has none",
    r"companions link search": "said where there is no address",
    r"label": "the address used is the first line of the screen",
}
ORDINARY = {("access", "open")}  # a line of a list says only what is out of the ordinary
SCREEN = {  # what one screen leaves to another, and why
    "psi.resource/1": {"pathway": "a resource's screen names its stage", "notes title": "its own"},
    "psi.status/1": {"stages short": "the titles stand there", "stages total": "in the counts"},
    "psi.stage/1": {"stages": "the trail names them; `psi status` counts them"},
    "psi.start/1": {"stage stages": "the same", "overview stages": "their titles and size stand"},
    "psi.closing/1": {"stages": "the trail names them; `psi status` counts them"},
}
CUT = ("next why",)  # on a screen, where the line is too short for it
RELATIONS = {"substitute": "instead", "companion": "beside it"}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """Yield every text and number of a document with the names that lead to it."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, f"{path} {key}".strip())
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, dict) and part.get("part") in {"stage", "question", "note"}:
                yield from leaves({key: part[key] for key in ("matched_title", "snippet")}, path)
            else:
                yield from leaves(part, path)
    elif not isinstance(value, bool) and value not in {None, "", 0}:
        yield path, value


def facts(document: dict[str, Any]) -> Iterator[tuple[str, Leaf]]:
    """Yield what the screens must say; what was never counted or done is no fact."""
    left = SCREEN.get(document["schema"], {})
    for path, value in leaves(document):
        elsewhere = any(path == name or path.startswith(f"{name} ") for name in left)
        line, _, key = path.rpartition(" ")
        elsewhere |= bool(line) and (key, value) in ORDINARY
        if not elsewhere and not any(re.fullmatch(pattern, path) for pattern in UNSAID):
            yield path, value


WORDS: dict[str, Callable[[Any], tuple[str, ...]]] = {
    **dict.fromkeys(("at", "last", "opened"), lambda at: (local_day(at), local_time(at))),
    **dict.fromkeys(("minutes", "minutes_left", "minutes_done"), lambda one: (duration(one),)),
    **dict.fromkeys(("matched_title", "snippet"), lambda text: (text, text.replace("**", ""))),
    "access": lambda access: (ACCESS_WORDS[access],),
    "confidence": lambda confidence: (CONFIDENCE_WORDS[confidence],),
    "relation": lambda relation: (RELATIONS[relation],),
    "status": lambda status: ("open", "not done yet", "○") if status == "open" else (status,),
}


def in_words(path: str, value: Leaf) -> tuple[str, ...]:
    """Return the ways in which a screen may say a fact."""
    if say := WORDS.get(path.rpartition(" ")[2]):
        return say(value)
    return (f"{value:,}", str(value)) if isinstance(value, int) else (value,)


def states(words: str, said: str) -> bool:
    """Tell whether words state a fact: as it is, or with the note at its line's end between."""
    said = " ".join(said.split())
    if said.replace(",", "").isdigit():
        return bool(re.search(rf"(?<![\w.,]){re.escape(said)}(?![\w,.]\w)", words))
    if "/" in said:
        return said.replace(" ", "") in words.replace(" ", "")
    if said in words:
        return True
    parts = said.split()
    broken = (
        rf"{re.escape(' '.join(parts[:cut]))} \S.{{0,50}}? {re.escape(' '.join(parts[cut:]))}"
        for cut in range(1, len(parts))
    )
    return any(re.search(pattern, words) for pattern in broken)


def begun(psi: Psi) -> None:
    psi("start")
    psi("goto", "dip")
    psi("done", "2.1")
    psi("skip", "2.2")
    psi("bookmark", "2.3", "F.2")
    psi("note", "2.1", "My first note, which is long enough to be set on several lines " * 3)
    psi("note", "2.q1", "two\nlines")
    psi("note", "dip", "about the stage")


def nothing(_psi: Psi) -> None:
    """Leave the home as it is before the first command."""


def visited(psi: Psi) -> None:
    begun(psi)
    for number in ("2.4", "2.1"):  # the second is done already
        psi.process("open", number)


def at_the_end(psi: Psi) -> None:
    begun(psi)
    psi("done", "F.1", "3.1")
    psi("skip", "3.2")
    psi("goto", "dive")


VIEWS: dict[str, tuple[Callable[[Psi], None], tuple[str, ...]]] = {
    "welcome": (nothing, ()),
    "start": (nothing, ("start",)),
    "resumed": (begun, ("start",)),
    "status": (begun, ("status",)),
    "stage of text": (begun, ("show", "intro")),
    "stage": (begun, ("show",)),
    "stage elsewhere": (begun, ("show", "dive")),
    "further reading": (begun, ("show", "further")),
    "moving on": (begun, ("next",)),
    "moving back": (begun, ("back",)),
    "closing": (at_the_end, ("next",)),
    "resource done": (begun, ("show", "2.1")),
    "resource skipped": (begun, ("show", "2.2")),
    "resource open": (begun, ("show", "3.2")),
    "resource visited": (visited, ("show", "2.4")),
    "resource done and visited": (visited, ("show", "2.1")),
    "further resource": (begun, ("show", "F.2")),
    "list": (begun, ("list",)),
    "list, some visited": (visited, ("list",)),
    "list of all": (begun, ("list", "--all")),
    "list filtered": (begun, ("list", "--by", "bason", "--done")),
    "search": (begun, ("search", "bason")),
    "search in stages": (begun, ("search", "mindlab", "--limit", "30")),
    "search of notes": (begun, ("search", "note")),
    "search, some visited": (visited, ("search", "harrington")),
    "search corrected": (begun, ("search", "advocasy")),
    "search filtered": (begun, ("search", "innovation", "kind:book", "max:600")),
    "search without a hit": (begun, ("search", "zzzz")),
    "open": (begun, ("open", "2.2", "--print")),
    "open by search": (begun, ("open", "2.4", "--print")),
    "open a companion": (begun, ("open", "2.1a", "--print")),
    "done": (begun, ("done", "2.1", "2.3")),
    "skip": (begun, ("skip", "2.4")),
    "reopen": (begun, ("reopen", "2.1", "2.5")),
    "bookmark": (begun, ("bookmark", "2.4")),
    "bookmark removed": (begun, ("bookmark", "--remove", "2.3", "2.4")),
    "bookmarks": (begun, ("bookmark",)),
    "note": (begun, ("note", "2.4", "x")),
    "note removed": (begun, ("note", "2.1", "--remove")),
    "notes": (begun, ("note",)),
    "notes on a resource": (begun, ("note", "2.1")),
    "notes on a question": (begun, ("show", "2.q1")),
    "no notes": (begun, ("note", "2.6")),
    "log": (begun, ("log",)),
    "log, the last": (begun, ("log", "--limit", "2")),
    "undo": (begun, ("undo", "2")),
    "reset": (begun, ("reset", "dip", "--yes")),
    "reset of all": (begun, ("reset", "--all", "--yes")),
    "forget": (begun, ("forget", "2.1", "--yes")),
    "doctor": (begun, ("doctor",)),
    "version": (nothing, ("--version",)),
}


@pytest.mark.parametrize("name", VIEWS)
def test_all_outputs_of_a_view_state_the_same_facts(psi: Psi, tmp_path: Path, name: str) -> None:
    prepare, command = VIEWS[name]
    prepare(psi)
    psi.home.mkdir(exist_ok=True)
    saved = shutil.copytree(psi.home, tmp_path / "saved")

    def output(*more: str, terminal: bool = False) -> str:
        shutil.rmtree(psi.home)
        shutil.copytree(saved, psi.home)
        return psi(*command, *more, terminal=terminal, COLUMNS="92").out

    plain, panels = output("--plain"), output(terminal=True)
    import json

    document = json.loads(output("--json"))
    assert BOXES.findall(plain) == []
    assert "\x1b" not in plain
    stated = list(facts(document))
    assert stated
    for said, cut in ((words_of(plain), ()), (words_of(panels), CUT)):
        unsaid = {
            (path, value)
            for path, value in stated
            if path not in cut and not any(states(said, one) for one in in_words(path, value))
        }
        assert unsaid == set()


def test_every_view_has_a_schema_and_what_to_type_next(psi: Psi) -> None:
    documents = [psi("--json").json]
    at_the_end(psi)
    results = [psi(*command, "--json") for _, command in VIEWS.values()]
    documents += [result.json for result in results if result.out]
    schemas = {document["schema"] for document in documents}
    silent = [one["schema"] for one in documents if not one.get("next", one.get("stage"))]
    assert set(silent) <= {"psi.version/1", "psi.search/1"}
    assert schemas == {
        *("psi.status/1", "psi.stage/1", "psi.start/1", "psi.resource/1", "psi.list/1"),
        *("psi.search/1", "psi.open/1", "psi.changes/1", "psi.notes/1", "psi.log/1"),
        *("psi.doctor/1", "psi.version/1", "psi.closing/1", "psi.welcome/1"),
    }
