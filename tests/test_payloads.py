"""Hostile text reaches no terminal, whatever field, file, argument or variable it comes in by."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest

from psi_cli.record import journal
from psi_cli.record.model import Action, stamp
from tests.conftest import Psi, Result
from tests.output_checker import ALLOWED, commands_in

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
SEARCH = r"https://duckduckgo\.com/\?q=[\w.%+~-]*"
ADDRESS = "https://example.org/here"
NOW = 1_790_000_000_000
PAYLOADS = {
    "colour": "\x1b[38;5;201mpink\x1b[0m",
    "conceal": "\x1b[8mhidden",
    "clear the screen": "\x1b[2J\x1b[H\x1bc",
    "overwrite the line above": "\x1b[1A\x1b[2Kpaid",
    "title": "\x1b]0;title\x07",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "link ended by BEL": "\x1b]8;;https://evil.example\x07bank\x1b]8;;\x07",
    "link ended by ST": "\x1b]8;;https://evil.example\x1b\\bank\x1b]8;;\x1b\\",
    "link with a line break": "\x1b]8;;https://evil.example\n\x1b\\bank",
    "unterminated OSC": "\x1b]0;swallows the rest",
    "DCS": '\x1bP$q"p\x1b\\',
    "C1 CSI": "\x9b2J\x85",
    "C1 OSC": "\x9d0;title\x9c",
    "NUL": "a\x00b",
    "BEL": "a\x07b",
    "BS": "abc\b\b\bxyz",
    "VT": "a\vb",
    "FF": "a\fb",
    "CR": "evil\rgood",
    "DEL": "a\x7fb",
    "bidi overrides": "\u202eevil\u202c\u202dgood\u202c\u202a\u202b",
    "bidi isolates": "\u2066a\u2067b\u2068c\u2069",
    "bidi marks": "a\u200eb\u200fc\u061cd",
    "line and paragraph separators": "a\u2028b\u2029c",
    "zero width": "a\u200bb\u2060c\u00add",
    "byte order mark": "a\ufeffb",
    "tag characters": "a\U000e0001\U000e0041\U000e007fb",
    "lone surrogate": "a\ud800b\udfffc",
    "interlinear annotation": "a\ufff9b\ufffac\ufffb",
    "ANSI in Markdown code": "```\x1b[2J```",
    "100 combining marks": "e" + "\u0301" * 100,
    "20 marks of no combining class": "\u0e01" + "\u0e47" * 20,
    "variation selectors": "a\ufe0e\ufe0f\ufe01\U000e0100\U000e01ef",
    "deprecated format characters": "a\u206a\u206f\U0001d173b",
    "NUL in a sequence": "\x1b\x00[2J",
}
LITERALS = {
    "markup": "[red]x[/red]",
    "closing markup": "[/]y[/bold]",
    "markup link": "[link=javascript:alert(1)]z[/link]",
    "a path in brackets": "[/usr/bin]",
    "emoji code": ":warning:",
    "trailing backslash": "x\\",
    "escaped markup": "\\[red]",
    "Markdown": "[bank](https://evil.example)",
    "HTML": "<script>alert(1)</script>",
    "formats": "%s%(x)s{0}{x!r}$HOME",
    "quotes": "\"'`;|&",
}
SURVIVORS = {
    "Persian": "می\u200cخواهم",
    "emoji": "👩\u200d👩\u200d👧\u200d👦",
    "French": "Où\u00a0est-ce\u00a0«\u00a0çà\u00a0»\u202f?",
    "Hindi": "क्षत्रिय",
}
RENDERERS = ("rich", "plain", "json")


def bundled(payloads: dict[str, str], size: int) -> dict[str, str]:
    """Return payloads put together, so that each is in every field and fewer runs are needed."""
    every = list(payloads)
    bunches = [every[at : at + size] for at in range(0, len(every), size)]
    return {f"{one[0]} to {one[-1]}": " ".join(payloads[name] for name in one) for one in bunches}


PLAIN = bundled(LITERALS, 11)
BUNCHES = bundled(PAYLOADS, 12) | PLAIN
IN_PATHS = bundled(PAYLOADS | LITERALS, 9)
COMMANDS = [
    ("", 0),
    ("status", 0),
    ("start", 0),
    ("start", 0),
    ("next", 0),
    ("next", 0),
    ("back", 0),
    ("goto two", 0),
    ("goto 1", 0),
    ("show", 0),
    ("show two", 0),
    ("show F", 0),
    ("show 1.1", 0),
    ("show ask", 0),
    ("show 1.1a", 0),
    ("list", 0),
    ("list --all --noted", 0),
    ("search word", 0),
    ("search --all word", 0),
    ("open 1.1 --print", 0),
    ("open 1.1a --print", 0),
    ("note", 0),
    ("note 1.1", 0),
    ("note 1.1 PAYLOAD", 0),
    ("note 1.1", 0),
    ("note 1.1 --remove", 0),
    ("done 1.1 two", 0),
    ("skip extra", 0),
    ("reopen 1.1", 0),
    ("bookmark 1.1", 0),
    ("bookmark", 0),
    ("log --limit 99", 0),
    ("undo 2", 0),
    ("reset 1.1 ask --yes", 0),
    ("reset --all --yes", 0),
    ("status", 0),
    ("start", 0),
    ("undo 3", 0),
    ("forget 1.1 --yes", 0),
    ("forget two --yes", 3),
    ("doctor", 5),  # what was forgotten is in another device's journal still
    ("export markdown", 0),
    ("export csv", 0),
    ("export record --only all", 0),
    ("export bibtex", 0),
    ("--version", 0),
    ("--help", 0),
]
WRONG = [
    ("PAYLOAD", 2),
    ("--PAYLOAD", 2),
    ("show PAYLOAD", 3),
    ("show 9PAYLOAD", 3),
    ("goto PAYLOAD", 3),
    ("start PAYLOAD", 3),
    ("open PAYLOAD", 3),
    ("done 1.1 PAYLOAD", 3),
    ("done --PAYLOAD", 2),
    ("undo PAYLOAD", 2),
    ("log --limit PAYLOAD", 2),
    ("list --kind PAYLOAD", 2),
    ("list --tag PAYLOAD", 2),
    ("list --stage PAYLOAD", 3),
    ("list --by PAYLOAD", 3),
    ("list --max PAYLOAD", 2),
    ("search is:PAYLOAD word", 2),
    ("search max:PAYLOAD word", 2),
    ("note PAYLOAD text", 3),
    ("forget PAYLOAD --yes", 3),
    ("reset PAYLOAD --yes", 3),
    ("doctor PAYLOAD", 2),
]


def in_toml(payload: str) -> str:
    """Return what of a payload a TOML file can hold: no lone surrogates."""
    return payload.encode("utf-8", "replace").decode()


def pathway_of(payload: str) -> dict[str, Any]:
    """Return a pathway with the payload in every field that takes a text."""
    text = f"Word {in_toml(payload)}"
    link = {"url": ADDRESS, "archive": ADDRESS, "search": text, "confidence": "likely"}
    companion = {"id": "c", "kind": "video", "title": text, "creators": [text], "summary": text}
    resource = {
        "kind": "book",
        "title": text,
        "short": text[:60],
        "minutes": 5,
        "creators": [text, text],
        "language": text,
        "summary": text,
        "why": text,
        "since": text,
        "tags": [text],
        "access": "purchase",
        "identifiers": {text: text},
    }
    prose = f"{text}\n\n{text}"
    stage = {"title": text, "short": text, "goal": text, "text": prose}
    questions = {"reflection": [{"id": "ask", "prompt": text}]}
    first = {"id": "r", "link": link, "companion": [companion | {"link": {"search": text}}]}
    about = ("version", "title", "language", "summary", "audience", "publisher")
    return {
        "format": 1,
        "pathway": dict.fromkeys(about, text)
        | {"id": "p", "homepage": ADDRESS, "outcomes": [text, text]},
        "stage": [
            stage | {"id": "one", "resource": [resource | first]} | questions,
            stage | {"id": "two"},
        ],
        "further": {
            "title": text,
            "text": prose,
            "resource": [resource | {"id": "extra", "link": {"search": text}}],
        },
    }


def plant(psi: Psi, payload: str) -> dict[str, str]:
    """Put a payload into a pathway and another device's journal; return psi's environment."""
    path = psi.home.parent / "p.toml"
    path.write_bytes(in_bytes(pathway_of(payload)))
    os.utime(path, (time.time() - 60,) * 2)
    text = f"Word {in_toml(payload)}"
    actions = [Action("start", "one")]
    actions += [
        Action("note", about, text, title=text) for about in ("r", "one", "ask", "extra", "gone")
    ]
    actions += [Action("juggle", "r", text), Action("done", "gone", title=text)]
    events = stamp(actions, pathway="p", milliseconds=NOW, after=-1, randomness=bytes(99))
    journals = psi.home / "journal"
    journals.mkdir(parents=True, mode=0o700)
    psi.home.chmod(0o700)
    other = journals / "bbbbbbbb.jsonl"
    other.write_bytes(b"".join(map(journal.encode, events)))
    other.chmod(0o600)
    return {"PSI_PATHWAY": str(path)}


def in_bytes(table: dict[str, Any]) -> bytes:
    """Return a table as the bytes of a TOML file."""
    import tomli_w

    return tomli_w.dumps(table).encode()


def words_in(value: Any) -> Iterator[str]:
    """Yield every string in a JSON document, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from words_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_in(part)


def run(psi: Psi, renderer: str, line: str, payload: str, **environment: str) -> Result:
    """Run a command with the payload in its arguments, and hold its output to be harmless."""
    arguments = [word.replace("PAYLOAD", payload) for word in line.split()]
    before = ["--json"] if renderer == "json" else []
    result = psi(*before, *arguments, terminal=renderer == "rich", **environment)
    if renderer != "rich":
        assert "\x1b" not in result.out
    assert "\x1b" not in result.err
    assert "\x1b[8m" not in result.out
    assert "\x1b[38;5;201m" not in result.out
    for target in re.findall(r"\x1b\]8;[^;]*;([^\x1b]*)", result.out):
        assert target in {"", ADDRESS} or re.fullmatch(SEARCH, target)
    for stream in result[1:]:
        if stream.startswith("{"):
            for text in words_in(Result(0, stream, "").json):
                assert commands_in(text) == []
    return result


def is_text(payload: str) -> bool:
    """Tell whether these are characters that a note may be given."""
    return not any(category(character) == "Cs" or character == "\0" for character in payload)


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("name", BUNCHES)
def test_no_payload_in_a_pathway_or_a_journal_reaches_the_terminal(
    psi: Psi, name: str, renderer: str
) -> None:
    payload = BUNCHES[name]
    environment = plant(psi, payload)
    for line, status in COMMANDS:
        result = run(psi, renderer, line, payload, **environment)
        refused = line.endswith("1.1 PAYLOAD") and not is_text(payload)
        asks = line == "note 1.1" and renderer == "rich"
        assert (line, result.status) == (line, 1 if refused else status)
        assert bool(result.err) == ((status != 0 and line != "doctor") or refused or asks)


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("name", BUNCHES)
def test_no_payload_in_an_argument_reaches_the_terminal(psi: Psi, name: str, renderer: str) -> None:
    payload = BUNCHES[name]
    for line, status in WRONG:
        result = run(psi, renderer, line, payload)
        assert (line, result.status) == (line, status)
        assert result.err if line.split()[0] != "list" else result.out + result.err
    for line in ("search PAYLOAD", "search PAYLOAD:word word", "search -PAYLOAD tag:PAYLOAD x"):
        assert run(psi, renderer, line, payload).status in {0, 2, 3}
    assert run(psi, renderer, "search --all kind:PAYLOAD word", payload).status == 2


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("name", [*PLAIN, *SURVIVORS])
def test_what_is_only_text_is_shown_to_the_letter(psi: Psi, name: str, renderer: str) -> None:
    payload = (PLAIN | SURVIVORS)[name]
    environment = plant(psi, payload)
    run(psi, renderer, "note two PAYLOAD", payload, **environment)
    for line, times in [("show 1.1", 8), ("show 1", 3), ("list --all", 2), ("note", 4)]:
        shown = run(psi, renderer, line, payload, **environment)
        text = "".join(words_in(shown.json)) if renderer == "json" else ALLOWED.sub("", shown.out)
        for part in payload.split(" "):
            assert (line, part, text.count(part) >= times) == (line, part, True)
    assert psi("note", "two", "--json", **environment).json["notes"][0]["text"] == payload
    assert psi("show", "1.1", "--json", **environment).json["title"] == f"Word {payload}"


@pytest.mark.parametrize("name", BUNCHES)
def test_completion_hands_no_payload_to_the_shell(psi: Psi, name: str) -> None:
    payload = BUNCHES[name]
    environment = plant(psi, payload)
    for shell, how in (("bash", ["63", ""]), ("zsh", []), ("fish", [])):
        for line in ("psi show ", "psi show PAYLOAD", "psi PAYLOAD", "psi goto ", "psi st"):
            typed = line.replace("PAYLOAD", payload)
            result = psi.completing(typed, shell, how, **environment)
            values = [one.split("\t")[0].split("  ")[0] for one in result.out.splitlines()]
            assert not [value for value in values if "Word" in value or "evil" in value]
            assert result.err == ""


def in_path(payload: str) -> str:
    """Return what of a payload the name of a file can hold, as Python reads it there."""
    short = payload.replace("\u0301" * 50, "").replace("\0", "").replace("/", "⁄")
    return f"a{short.replace(chr(0xD800), chr(0xDC80)).replace(chr(0xDFFF), chr(0xDCFF))}z"


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("name", IN_PATHS)
def test_no_payload_in_the_name_of_the_home_reaches_the_terminal(
    psi: Psi, tmp_path: Path, name: str, renderer: str
) -> None:
    odd = in_path(IN_PATHS[name])
    psi.home = tmp_path / odd
    for line in ("", "done 2.1", "doctor", "search bason", "search --all bason", "status"):
        assert (line, run(psi, renderer, line, odd).status) == (line, 0)
    (psi.home / "journal").rename(psi.home / "elsewhere")
    (psi.home / "journal").write_text("a file where a folder should be")
    for line in ("done 2.1", "status", "doctor"):
        assert (line, run(psi, renderer, line, odd).status) == (line, 5)


@POSIX
@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("name", IN_PATHS)
def test_no_payload_in_the_name_of_a_journal_reaches_the_terminal(
    psi: Psi, name: str, renderer: str
) -> None:
    odd = in_path(IN_PATHS[name])
    psi("done", "2.1")
    planted = psi.home / "journal" / f"{odd}.jsonl"
    planted.write_bytes(b"nothing that psi wrote\n")
    planted.chmod(0o644)
    draft = psi.home / f"{odd}.draft-1"
    draft.touch()
    os.utime(draft, (1, 1))
    assert run(psi, renderer, "doctor", odd).status == 5
    assert run(psi, renderer, "doctor --fix", odd).status == 5
    assert not draft.exists()
    planted.unlink()
    planted.mkdir()
    for line, status in (("status", 0), ("done 2.1", 0), ("doctor", 5)):
        assert (line, run(psi, renderer, line, odd).status) == (line, status)


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("name", IN_PATHS)
def test_no_payload_in_the_name_of_a_pathway_reaches_the_terminal(
    psi: Psi, tmp_path: Path, name: str, renderer: str
) -> None:
    path = tmp_path / f"{in_path(IN_PATHS[name])}.toml"
    assert run(psi, renderer, "list", "", PSI_PATHWAY=str(path)).status == 4
    assert run(psi, renderer, "--pathway PAYLOAD list", str(path)).status == 4
    path.write_text('format = 1\n[pathway]\nid = "p"\n"\\u001b[2J" = "\\u001b"\n')
    assert run(psi, renderer, "list", "", PSI_PATHWAY=str(path)).status == 4
    assert run(psi, renderer, "doctor", "", PSI_PATHWAY=str(path)).status == 4
    (psi.home / "pathways").mkdir(parents=True)
    added = path.rename(psi.home / "pathways" / path.name)
    assert run(psi, renderer, "search --all bason", "").status == 0
    added.write_bytes(in_bytes(pathway_of("x")))
    assert run(psi, renderer, "search --all word", "").status == 0
    for line, status in (("doctor", 0), ("search word", 0), ("show 1.1", 0)):
        assert run(psi, renderer, line, "", PSI_PATHWAY=str(added)).status == status


@pytest.mark.slow
@POSIX
def test_a_real_process_says_no_payload_either(psi: Psi) -> None:
    for payload in ("\x1b]0;title\x07", "\x9b2J", "\u202eevil", "[red]x[/red]\udc80"):
        assert psi.process("show", payload).status == 3
        assert psi.process(payload).status == 2
        assert psi.process("list", PSI_PATHWAY=payload).status == 4


@pytest.mark.parametrize("name", BUNCHES)
def test_findings_about_a_pathway_quote_no_payload(psi: Psi, tmp_path: Path, name: str) -> None:
    payload = in_toml(BUNCHES[name])
    wrong = pathway_of("x")
    wrong["pathway"] |= {"id": payload, "homepage": f"https://{payload}", "outcomes": {payload: 1}}
    wrong["stage"][0] |= {"id": payload, "aliases": [payload, payload]}
    wrong["stage"][0]["resource"][0] |= {"kind": payload, "identifiers": {payload: {payload: 1}}}
    wrong["stage"][1]["id"] = payload
    wrong["further"][payload] = {payload: {payload: float("nan")}}
    path = tmp_path / "p.toml"
    for table in (wrong, {k: v for k, v in wrong.items() if k != "further"}, {"format": payload}):
        path.write_bytes(in_bytes(table))
        for renderer in RENDERERS:
            assert run(psi, renderer, "list", payload, PSI_PATHWAY=str(path)).status == 4
    path.write_text(f"format = {payload}\n", encoding="utf-8", newline="")
    assert run(psi, "plain", "list", payload, PSI_PATHWAY=str(path)).status == 4


@POSIX
def test_a_pathway_with_a_name_in_another_encoding_is_walked(psi: Psi, tmp_path: Path) -> None:
    path = str(tmp_path / "caf\udce9.toml")
    Path(path).write_bytes(in_bytes(pathway_of("x")))
    assert psi.process("list", PSI_PATHWAY=path).status == 0
    assert psi.process("search", "word", PSI_PATHWAY=path).status == 0
    assert psi.process("--pathway", path, "list").status == 0
