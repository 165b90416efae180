"""psi pathway check: what it says of every mistake, where, and how it is mended."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.authoring.check import check
from psi_cli.authoring.findings import ADVICE, ERROR, Finding, Report
from psi_cli.authoring.fixes import fixed
from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.parse import parse_pathway
from psi_cli.pathway.safe_toml import BadToml
from psi_cli.render.excerpts import excerpts
from tests.conftest import Psi

HERE = Path(__file__).parent
MISTAKES = sorted((HERE / "mistakes").glob("*.toml"), key=lambda path: path.name)
MESSAGES = HERE / "messages.txt"
THIS_YEAR = 2026
EXPECTED = [
    tuple([*line.split("\t"), "", "", ""][:4])
    for line in (HERE / "mistakes" / "expected.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
WHOLE = """\
format = 1

[pathway]
id = "p"
title = "P"

[[stage]]
id = "one"
title = "One"

[[stage.resource]]
id = "r"
kind = "video"
title = "R"

[stage.resource.link]
url = "https://example.org/r"
"""


def report(text: str | bytes) -> Report:
    data = text if isinstance(text, bytes) else text.encode()
    return check(data, "p.toml", THIS_YEAR)


def findings(text: str | bytes) -> list[tuple[int, str]]:
    return [(one.line, one.name) for one in report(text).findings]


def words_of(finding: Finding) -> str:
    right = (line for _, line in finding.corrected)
    return " ".join((finding.message, finding.why, finding.nearest, *right))


@pytest.mark.parametrize(("file", "severity", "line", "pattern"), EXPECTED)
def test_a_mistake_is_found_where_it_is_and_said_for_what_it_is(
    file: str, severity: str, line: str, pattern: str
) -> None:
    found = check((HERE / "mistakes" / file).read_bytes(), file, THIS_YEAR)
    if severity == "ok":
        assert found.findings == ()
    elif severity in {ERROR, ADVICE}:
        told = [one for one in found.findings if one.line == int(line)]
        assert any(re.search(pattern, words_of(one)) for one in told)
        assert found.count(ERROR) == (severity == ERROR) * len(found.findings)
    else:
        assert found.count(ERROR) == 0


def test_every_message_is_the_one_that_was_read_aloud() -> None:
    said = "".join(_told(path) for path in MISTAKES)
    if os.environ.get("UPDATE_GOLDEN"):
        MESSAGES.write_text(said, encoding="utf-8", newline="\n")
    assert said == MESSAGES.read_text(encoding="utf-8")


def _told(path: Path) -> str:
    found = check(path.read_bytes(), path.stem, THIS_YEAR)
    return excerpts((found,), 100) or f"{path.stem}: well\n\n"


def test_the_bundled_pathway_is_well() -> None:
    assert report(bundled_path().read_bytes()).findings == ()


def test_a_good_file_says_that_it_is_well_and_what_learners_type(psi: Psi, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(WHOLE, encoding="utf-8")
    told = psi("pathway", "check", str(file))
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines() == [
        f"{file}: well",
        "",
        "Next:",
        f"  psi pathway add {file}  (follow it)",
    ]


def test_errors_end_with_status_4_and_advice_with_0(psi: Psi, tmp_path: Path) -> None:
    wrong, odd = tmp_path / "wrong.toml", tmp_path / "odd.toml"
    wrong.write_text(WHOLE.replace("video", "vidoe"), encoding="utf-8")
    odd.write_text(WHOLE.replace('"R"', '"R"\nyear = 201'), encoding="utf-8")
    assert psi("pathway", "check", str(odd)).status == 0
    assert psi("pathway", "check", str(odd), str(wrong)).status == 4
    told = psi("pathway", "check", str(wrong), str(odd)).out
    assert f"{wrong}:13:8: error[choice]: kind is “vidoe”" in told
    assert f"{odd}:15:8: advice[year]: year is 201" in told
    assert f"{wrong}: 1 error\n{odd}: 1 piece of advice\n" in told


def test_what_is_wrong_is_one_line_for_editors_and_breaks_between_words_for_people(
    psi: Psi, tmp_path: Path
) -> None:
    file = tmp_path / "p.toml"
    file.write_text(WHOLE.replace('"R"', f'"R"\nkind = "{"many words " * 5}"', 1), encoding="utf-8")
    piped, seen = (psi("pathway", "check", str(file), terminal=on).out for on in (False, True))
    head = next(line for line in piped.splitlines() if "error[" in line)
    told = seen.partition(" | ")[0].rsplit("\n", 1)[0]
    assert len(head) > 80
    assert " ".join(told.split()) == head
    assert [len(word) for word in told.split()] == [len(word) for word in head.split()]


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("12.03.2019", "2019"),
        ('"March 2019"', "2019"),
        ('"2019/20"', "2019"),
        ("3.4.19", ""),
        (f'"{"9" * 5000}"', ""),
    ],
)
def test_a_date_stands_for_its_year_where_it_says_one(value: str, right: str) -> None:
    (found,) = report(WHOLE.replace('"R"', f'"R"\nyear = {value}')).findings
    assert (found.line, found.name) == (15, "type")
    assert [line for _, line in found.corrected] == ([f"year = {right}"] if right else [])


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ('"20 min"', "20"),
        ("1,5", "2"),
        ("20-30", "20"),
        ('"1,5 h"', "90"),
        ('"1 h 30"', "90"),
        ('"2 Std. 15"', "135"),
        ('"1.200"', "1200"),
    ],
)
def test_minutes_are_understood_as_people_write_them(value: str, right: str) -> None:
    (found,) = report(WHOLE.replace('"R"', f'"R"\nminutes = {value}')).findings
    assert found.corrected == ((15, f"minutes = {right}"),)


@pytest.mark.parametrize("value", ["kind = movie", "kind = vidoe", "kind = “movie”"])
def test_a_value_that_is_wrong_with_its_quotation_marks_too_is_told_once(value: str) -> None:
    (found,) = report(WHOLE.replace('kind = "video"', value)).findings
    assert found.corrected == ((13, 'kind = "video"'),)


@pytest.mark.parametrize(
    "value", ['"C:\\Users\\Ann"', "'C:\\Users'", '"file:///home/ann"', '"~/a.pdf"']
)
def test_a_file_of_the_author_is_no_address_and_learners_are_why(value: str) -> None:
    (found,) = report(WHOLE.replace('"https://example.org/r"', value)).findings
    assert found.name == "address"
    assert "Learners cannot reach a file of your computer" in found.why


def test_commas_that_are_missing_between_lines_of_a_list_are_put_in() -> None:
    lines = '"Ann Lee"  # first\n\n  # then\n  "Bo Diaz" \'Cy Ng\',\n]'
    wrong = WHOLE.replace('"R"', f'"R"\ncreators = [\n  {lines}')
    mended, told = fixed(wrong.encode(), THIS_YEAR)
    assert [(one.line, one.name) for one in told] == [(16, "list"), (19, "list")]
    assert parse_pathway(mended).stages[0].resources[0].creators == ("Ann Lee", "Bo Diaz", "Cy Ng")
    assert b'"Ann Lee",  # first\n\n  # then' in mended


def test_a_file_can_come_through_a_pipe_and_problems_as_members(psi: Psi) -> None:
    told = psi("pathway", "check", "-", "--json", stdin=WHOLE.replace("title", "titel"))
    document = json.loads(told.out)
    first = document["files"][0]["findings"][0]
    assert (told.status, document["schema"], document["errors"]) == (4, "psi.check/1", 3)
    assert (first["line"], first["column"], first["width"]) == (5, 1, 5)
    assert (first["severity"], first["name"]) == ("error", "unknown-key")
    assert first["corrected"] == [{"line": 5, "text": 'title = "P"'}]


def test_a_file_that_cannot_be_read_is_told_and_the_next_is_checked(
    psi: Psi, tmp_path: Path
) -> None:
    (tmp_path / "p.toml").write_text(WHOLE, encoding="utf-8")
    told = psi("pathway", "check", str(tmp_path / "none"), str(tmp_path / "p.toml"))
    assert told.status == 4
    assert "none:1:1: error[file]: the file cannot be read: No such file" in told.out
    assert f"{tmp_path / 'p.toml'}: well" in told.out


def test_reading_goes_on_after_each_slip_of_toml() -> None:
    text = WHOLE.replace('title = "P"', "title = “P”").replace('kind = "video"', "kind: video")
    text = text.replace('title = "One"', 'title = "One",').replace(
        "[stage.resource.link]", "[stage.resource.lnk]"
    )
    assert findings(text) == [
        *((5, "quotes"), (9, "comma"), (13, "equals"), (16, "unknown-key")),
    ]


def test_what_a_slip_hides_is_not_said_to_be_missing() -> None:
    assert findings(WHOLE.replace('title = "One"', "title One ! two")) == [(9, "toml")]


def test_a_key_that_is_misspelt_is_not_missing_as_well() -> None:
    assert findings(WHOLE.replace('kind = "video"', 'knid = "video"')) == [(13, "unknown-key")]


@pytest.mark.parametrize(
    ("before", "after", "right"),
    [
        ('kind = "video"', 'kind = "Video"', 'kind = "video"'),
        ('title = "R"', "title = “R”  # the title", 'title = "R"  # the title'),
        ('title = "R"', 'title: "R"', 'title = "R"'),
        ("[stage.resource.link]", "[[stage.resource.link]]", "[stage.resource.link]"),
        ("[[stage.resource]]", "[stage.resource]", "[[stage.resource]]"),
        ("format = 1", 'format = "1"', "format = 1"),
    ],
)
def test_what_is_mechanical_is_mended_and_all_else_stays(
    psi: Psi, tmp_path: Path, before: str, after: str, right: str
) -> None:
    file = tmp_path / "p.toml"
    text = f"# Of mine.\r\n{WHOLE}\n\n# The end.\n"
    file.write_bytes(text.replace(before, after).encode())
    told = psi("pathway", "check", "--fix", str(file))
    assert (told.status, f"{file}: 1 mended" in told.out) == (0, True)
    assert re.search(
        rf"{re.escape(str(file))}:\d+: mended\[[a-z]+\]: {re.escape(right)}\n", told.out
    )
    assert file.read_bytes() == text.replace(before, right).encode()


@pytest.mark.skipif(os.name != "posix", reason="this system has no such rights")
def test_a_file_is_as_open_to_others_after_it_was_mended(psi: Psi, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(WHOLE.replace('"video"', '"VIDEO"'), encoding="utf-8")
    file.chmod(0o664)
    assert psi("pathway", "check", "--fix", str(file)).status == 0
    assert file.stat().st_mode & 0o777 == 0o664


def test_a_file_that_cannot_be_written_is_left_as_it_was(
    psi: Psi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "p.toml"
    file.write_text(WHOLE.replace('"video"', '"VIDEO"'), encoding="utf-8")
    monkeypatch.setattr("psi_cli.system.files.write", refuse)
    told = psi("pathway", "check", "--fix", str(file))
    assert told.status == 1
    assert told.err.splitlines()[0] == f"{file} cannot be written: No space left on device."
    assert '"VIDEO"' in file.read_text(encoding="utf-8")


def test_a_file_in_another_encoding_is_mended_into_utf_8(psi: Psi, tmp_path: Path) -> None:
    for encoding in ("cp1252", "utf-16"):
        file = tmp_path / f"{encoding}.toml"
        file.write_bytes(WHOLE.replace('"R"', '"Résumé"').encode(encoding))
        assert psi("pathway", "check", "--fix", str(file)).status == 0
        assert file.read_bytes() == WHOLE.replace('"R"', '"Résumé"').encode()


def test_what_only_its_author_can_decide_is_never_mended(psi: Psi, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(WHOLE.replace('id = "r"', 'id = "R"'), encoding="utf-8")
    before = file.read_bytes()
    assert psi("pathway", "check", "--fix", str(file)).status == 4
    assert file.read_bytes() == before


def test_fix_takes_no_pipe(psi: Psi) -> None:
    assert psi("pathway", "check", "--fix", "-").status == 2


def test_a_line_is_cut_around_what_is_meant() -> None:
    text = WHOLE.replace('"R"', f'"{"x" * 400}"')
    lines = excerpts((report(text),), 60).splitlines()
    assert max(map(len, lines[1:])) <= 60
    assert lines[1].endswith("…")


def test_nothing_of_a_file_commands_the_terminal(psi: Psi, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(WHOLE.replace('"video"', '"\x1b[2J\\u001b[2J\u202e"'), encoding="utf-8")
    assert "␛[2J" in psi("pathway", "check", str(file)).out


@pytest.mark.parametrize("beyond", ["resources", "bytes"])
def test_a_file_beyond_the_limits_is_told_where_it_passes_them(beyond: str) -> None:
    one = '[[stage.resource]]\nid = "r{}"\nkind = "video"\ntitle = "R"\nlink.search = "r"\n'
    if beyond == "resources":
        text = WHOLE + "".join(one.format(f"-{number}x") for number in range(3001))
        first = WHOLE.count("\n") + 1
        assert findings(text) == [(first + 5 * 2999, "limit")]
    else:
        text = WHOLE + "#\n" * 2**20
        assert findings(text) == [(WHOLE.count("\n") + 1 + (2**21 - len(WHOLE)) // 2, "limit")]


def test_an_id_that_was_another_here_and_has_no_alias_is_told(psi: Psi, tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(WHOLE, encoding="utf-8")
    psi("pathway", "add", str(file))
    file.write_text(WHOLE.replace('id = "r"', 'id = "the-r"'), encoding="utf-8")
    told = psi("pathway", "check", str(file))
    assert told.status == 0
    assert "p.toml:12:6: advice[renamed-id]: “the-r” looks like “r” under another id" in told.out
    assert 'aliases = ["r"]' in told.out
    file.write_text(WHOLE.replace('id = "r"', 'id = "the-r"\naliases = ["r"]'), encoding="utf-8")
    assert f"{file}: well" in psi("pathway", "check", str(file)).out


SCRAPS = ["", "[", "]]", "=", ",", "#", "\\", "0", "-", "x", "\r", "\0", "é", "“", "\u00a0"]
SCRAPS += ['"', '"""', "'"]
EDITS = st.lists(
    st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 12), st.sampled_from(SCRAPS)),
    min_size=1,
    max_size=4,
)


def edited(edits: list[tuple[int, int, str]]) -> str:
    text = WHOLE
    for start, length, scrap in edits:
        text = text[:start] + scrap + text[start + length :]
    return text


@given(EDITS)
def test_check_refuses_what_learners_could_not_walk_and_nothing_else(
    edits: list[tuple[int, int, str]],
) -> None:
    text = edited(edits)
    found = report(text)
    try:
        unknown = parse_pathway(text.encode()).unknown_keys
        refused = False
    except BadToml:
        unknown, refused = 0, True
    wrong = [one for one in found.findings if one.severity == ERROR]
    assert bool(wrong) == (refused or unknown > 0)
    assert all(0 < one.line <= text.replace("\r", "\n").count("\n") + 1 for one in found.findings)
    assert all(one.column > 0 and one.message and one.width > 0 for one in found.findings)


@given(st.binary(max_size=300))
def test_any_bytes_are_checked_and_mended_without_a_fault(data: bytes) -> None:
    assert excerpts((report(data),), 80)
    assert report(fixed(data, THIS_YEAR)[0]).findings
