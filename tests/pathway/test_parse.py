"""Pathway files: the bundled one loads, and all that is wrong with another is said at once."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psi_cli.errors import PathwayInvalid
from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.format import FORMAT, LONGEST_COURSE, MOST_RESOURCES
from psi_cli.pathway.model import Companion, Link, Reflection
from psi_cli.pathway.parse import parse_pathway, read_pathway
from psi_cli.pathway.safe_toml import BadToml
from tests.output_checker import commands_in

HEAD = """\
format = 1
[pathway]
id = "p"
title = "P"
"""
STAGE = """\
[[stage]]
id = "one"
title = "One"
"""
RESOURCE = """\
[[stage.resource]]
id = "r"
kind = "video"
title = "R"
minutes = 1
"""
WHOLE = HEAD + STAGE + RESOURCE
NO_ID = "is not an id: small letters, digits and hyphens, at most 64"
A_NUMBER = "is not an id: it looks like a number on the screen"
NO_LINK = "is not a table, under the header [stage.resource.link]"
KEPT = "is a word that a computer or psi keeps for itself"
NO_NUMBER = f"is not a whole number from 0 to {LONGEST_COURSE:,}"


def problems(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(BadToml) as caught:
        parse_pathway(text.encode())
    return [(one.line, one.field, one.sentence) for one in caught.value.findings]


def test_the_bundled_file_loads() -> None:
    pathway = read_pathway(bundled_path())
    assert pathway.id == "public-sector-innovation"
    assert [stage.id for stage in pathway.sections] == ["intro", "dip", "dive", "further"]
    assert len(list(pathway.resources())) == 12 + 42


def test_the_smallest_pathway_has_one_stage() -> None:
    pathway = parse_pathway((HEAD + STAGE).encode())
    assert (pathway.stages[0].short, pathway.further) == ("One", None)
    assert parse_pathway(WHOLE.encode()).stages[0].resources[0].required


def test_further_reading_is_never_required() -> None:
    entry = RESOURCE.replace("stage", "further").replace('"r"', '"more"')
    pathway = parse_pathway((WHOLE + '[further]\ntitle = "F"\n' + entry).encode())
    assert [one.required for one in pathway.resources()] == [True, False]


def test_every_field_is_read() -> None:
    text = WHOLE + (
        'aliases = ["old-r"]\ncreators = ["A", "B"]\nyear = 2012\naccess = "library"\n'
        'language = "fr"\nsummary = "S\\n\\nT"\nwhy = "W"\nsince = "X"\ntags = ["t"]\n'
        'required = false\nidentifiers = { isbn = "1" }\nshort = "R1"\n'
        '[stage.resource.link]\nurl = "https://a.example"\narchive = "https://b.example"\n'
        'search = "s"\nconfidence = "likely"\nfirst = "archive"\n'
        '[[stage.resource.companion]]\nid = "c"\nkind = "blog"\ntitle = "C"\n'
        'relation = "substitute"\naccess = "library"\n'
        '[[stage.reflection]]\nid = "q"\nprompt = "Why?"\naliases = ["old-q"]\n'
    )
    stage = parse_pathway(text.encode()).stages[0]
    resource = stage.resources[0]
    assert resource[4:19] == (
        *(("old-r",), ("A", "B"), 2012, "library", "fr", "S T", "W", "X", ("t",), False),
        *((("isbn", "1"),), "R1", "", ()),
        Link("https://a.example", "https://b.example", "s", "likely", "archive"),
    )
    assert resource.companions == (
        Companion("c", "blog", "C", relation="substitute", access="library"),
    )
    assert stage.reflections == (Reflection("q", "Why?", ("old-q",)),)


def test_what_comes_before_is_known_by_the_ids_it_once_had() -> None:
    earlier = RESOURCE.replace('"r"', '"new"') + 'aliases = ["old"]\n'
    text = HEAD + STAGE + earlier + RESOURCE + 'after = ["old"]\ngroup = "G"\n'
    last = parse_pathway(text.encode()).stages[0].resources[1]
    assert (last.after, last.group) == (("new",), "G")


def test_keys_of_the_authors_own_are_nobody_elses_business() -> None:
    text = WHOLE + 'x-mood = "good"\n[stage.resource.x-table]\na = 1\n[x-notes]\nb = 2\n'
    assert parse_pathway(text.encode()).unknown_keys == 0


@pytest.mark.parametrize(
    "line", ['mood = "good"', "[mood]", "[stage.resource.mood]", "link.mood = 1"]
)
def test_keys_that_psi_does_not_know_are_walked_over_and_counted(line: str) -> None:
    assert parse_pathway(f"{WHOLE}{line}\n".encode()).unknown_keys == 1


def test_a_pathway_has_3_000_resources_at_most() -> None:
    ids = (f"r{number}-x" for number in range(MOST_RESOURCES + 1))
    each = [RESOURCE.replace('"r"', f'"{id_}"') for id_ in ids]
    text = HEAD + STAGE + "".join(each[:-1])
    assert len(list(parse_pathway(text.encode()).resources())) == MOST_RESOURCES
    ((line, field, sentence),) = problems(
        text + '[further]\ntitle = "F"\n' + each[-1].replace("stage", "further")
    )
    assert (line, field) == (text.count("\n") + 3, "further.resource[1]")
    assert sentence == "is one more than the 3,000 resources of a pathway"


def test_every_string_is_cleaned() -> None:
    text = WHOLE.replace('"R"', '"\\u001b[2J\\u202eR"') + 'tags = ["\\u0007"]\nwhy = "\\u009b"\n'
    resource = parse_pathway(text.encode()).stages[0].resources[0]
    assert resource[2::10] == ("␛[2J\ufffdR", ("␇",))
    assert resource.why == "\ufffd"


PROBLEMS = {
    "a format that is missing": (
        WHOLE.replace("format = 1\n", ""),
        (0, "format", "is missing"),
    ),
    "a format that is newer": (
        WHOLE.replace("format = 1", "format = 7"),
        (1, "format", "is 7, and this psi reads format 1: a newer psi reads it"),
    ),
    "a format that is no number": (
        WHOLE.replace("format = 1", 'format = "1"'),
        (1, "format", "is '1', and this psi reads format 1: write format = 1"),
    ),
    "a format that is a fraction": (
        WHOLE.replace("format = 1", "format = 1.0"),
        (1, "format", "is 1.0, and this psi reads format 1: write format = 1"),
    ),
    "a format that is true": (
        WHOLE.replace("format = 1", "format = true"),
        (1, "format", "is True, and this psi reads format 1: write format = 1"),
    ),
    "a pathway without a stage": (HEAD, (0, "stage", "is missing")),
    "a stage that is no table": (
        "stage = 1\n" + HEAD,
        (1, "stage", "is not a list of tables, each under the header [[stage]]"),
    ),
    "an id that is missing": (WHOLE.replace('id = "p"\n', ""), (2, "pathway.id", "is missing")),
    "an id that is empty": (WHOLE.replace('"p"', '""'), (3, "pathway.id", "is empty")),
    "a title that is missing": (
        WHOLE.replace('title = "R"\n', ""),
        (8, "stage[1].resource[1].title", "is missing"),
    ),
    "a title that is empty": (
        WHOLE.replace('"R"', '""'),
        (11, "stage[1].resource[1].title", "is empty"),
    ),
    "a title that is no text": (WHOLE.replace('"R"', "1"), (11, "stage[1].resource[1].title", "")),
    "a title that is too long": (
        WHOLE.replace('"One"', f'"{"x" * 301}"'),
        (7, "stage[1].title", "has 301 characters, and 300 are the most"),
    ),
    "an unknown kind": (
        WHOLE.replace("video", "viedo"),
        (10, "stage[1].resource[1].kind", "is none of: article, blog, book, case, course,"),
    ),
    "a kind that is missing": (
        WHOLE.replace('kind = "video"\n', ""),
        (8, "stage[1].resource[1].kind", "is missing"),
    ),
    "minutes that are negative": (
        WHOLE.replace("minutes = 1", "minutes = -1"),
        (12, "stage[1].resource[1].minutes", NO_NUMBER),
    ),
    "minutes that are too many": (
        WHOLE.replace("minutes = 1", "minutes = 100001"),
        (12, "stage[1].resource[1].minutes", NO_NUMBER),
    ),
    "minutes that are a fraction": (
        WHOLE.replace("minutes = 1", "minutes = 1.5"),
        (12, "stage[1].resource[1].minutes", NO_NUMBER),
    ),
    "minutes that are true": (
        WHOLE.replace("minutes = 1", "minutes = true"),
        (12, "stage[1].resource[1].minutes", NO_NUMBER),
    ),
    "a year beyond the calendar": (
        WHOLE + "year = 10000",
        (13, "stage[1].resource[1].year", "is not a whole number from 0 to 9,999"),
    ),
    "a flag that is none": (
        WHOLE + 'required = "no"',
        (13, "stage[1].resource[1].required", "is not true or false, without quotation marks"),
    ),
    "tags that are no list": (
        WHOLE + 'tags = "a"',
        (13, "stage[1].resource[1].tags", "is not a list of texts in square brackets"),
    ),
    "a tag that is empty": (
        WHOLE + 'tags = ["a", ""]',
        (13, "stage[1].resource[1].tags", "has an empty text in it"),
    ),
    "a creator that is a novel": (
        WHOLE + f'creators = ["{"x" * 301}"]',
        (
            *(13, "stage[1].resource[1].creators[1]"),
            "has 301 characters, and 300 are the most",
        ),
    ),
    "tags that are no texts": (
        WHOLE + "tags = [1]",
        (13, "stage[1].resource[1].tags", "is not a list of texts in square brackets"),
    ),
    "identifiers that are no texts": (
        WHOLE + "identifiers = { isbn = 1 }",
        (13, "stage[1].resource[1].identifiers", "is not a table of texts, as in"),
    ),
    "an address that is hostile": (
        WHOLE + '[stage.resource.link]\nurl = "javascript:alert(1)"',
        (14, "stage[1].resource[1].link.url", "is not an absolute http or https address"),
    ),
    "an archive that is hostile": (
        WHOLE + 'link.archive = "https://a@b.example"',
        (13, "stage[1].resource[1].link.archive", "has a user name in it"),
    ),
    "a homepage that is hostile": (
        WHOLE.replace('"P"', '"P"\nhomepage = "file:///etc/passwd"'),
        (5, "pathway.homepage", "is not an absolute http or https address"),
    ),
    "an unknown confidence": (
        WHOLE + 'link.confidence = "sure"',
        (13, "stage[1].resource[1].link.confidence", "is none of: verified, likely, unknown"),
    ),
    "an unknown relation": (
        WHOLE
        + '[[stage.resource.companion]]\nid = "c"\nkind = "blog"\ntitle = "C"\nrelation = "x"\n',
        (17, "stage[1].resource[1].companion[1].relation", "is none of: substitute, companion"),
    ),
    "an access of a companion that is unknown": (
        WHOLE
        + '[[stage.resource.companion]]\nid = "c"\nkind = "blog"\ntitle = "C"\naccess = "x"\n',
        (17, "stage[1].resource[1].companion[1].access", "is none of: open, registration,"),
    ),
    "a short title that is not short": (
        WHOLE + f'short = "{"x" * 61}"',
        (13, "stage[1].resource[1].short", "has 61 characters, and 60 are the most"),
    ),
    "an unknown way to try first": (
        WHOLE + 'link.first = "url"',
        (13, "stage[1].resource[1].link.first", "is none of: address, archive, search"),
    ),
    "a way to try first that the link does not have": (
        WHOLE + 'link.url = "https://a.example"\nlink.first = "archive"',
        (14, "stage[1].resource[1].link.first", "names the archive, and the link has none"),
    ),
    "further reading without a title": (WHOLE + "[further]\n", (13, "further.title", "is missing")),
    "an id that a stage shares with a resource": (
        WHOLE.replace('"r"', '"one"'),
        (9, "stage[1].resource[1].id", "repeats the id 'one': ids are unique in a file"),
    ),
    "an id that a question shares with a companion": (
        WHOLE
        + '[[stage.resource.companion]]\nid = "c"\nkind = "blog"\ntitle = "C"\n'
        + '[[stage.reflection]]\nid = "c"\nprompt = "Why?"\n',
        (14, "stage[1].resource[1].companion[1].id", "repeats the id 'c'"),
    ),
    "an id that further reading shares": (
        WHOLE
        + '[further]\ntitle = "F"\n[[further.resource]]\nid = "r"\nkind = "blog"\ntitle = "F"\n'
        + "minutes = 1\n",
        (16, "further.resource[1].id", "repeats the id 'r'"),
    ),
    "an alias that is another's id": (
        WHOLE + 'aliases = ["one"]',
        (13, "stage[1].resource[1].aliases[1]", "repeats the id 'one'"),
    ),
    "what comes after a resource that is not there": (
        WHOLE + 'after = ["s"]',
        (13, "stage[1].resource[1].after[1]", "is the id of no resource of this pathway"),
    ),
    "what comes after itself": (
        WHOLE + 'after = ["r"]',
        (13, "stage[1].resource[1].after", "leads back to where it began: r → r; nobody could"),
    ),
    "a question that asks nothing": (
        WHOLE + '[[stage.reflection]]\nid = "q"\n',
        (13, "stage[1].reflection[1].prompt", "is missing"),
    ),
    "an alias that is no id": (
        WHOLE + 'aliases = ["Old"]',
        (13, "stage[1].resource[1].aliases[1]", NO_ID),
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_is_found_with_its_line_and_field(name: str) -> None:
    text, (line, field, sentence) = PROBLEMS[name]
    ((found_line, found_field, found_sentence),) = problems(text)
    assert (found_line, found_field) == (line, field)
    assert found_sentence.startswith(sentence or "is not a text")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("A", NO_ID),
        ("a b", NO_ID),
        ("-a", NO_ID),
        ("a.b", NO_ID),
        ("../a", NO_ID),
        ("a/b", NO_ID),
        ("é", NO_ID),
        ("a" * 65, NO_ID),
        ("12", "is not an id: it needs a letter, since numbers stand for places"),
        ("con", KEPT),
        ("nul", KEPT),
        ("com1", KEPT),
        ("lpt9", KEPT),
        ("further", KEPT),
        ("f", A_NUMBER),
        ("q1", A_NUMBER),
        ("q23", A_NUMBER),
        ("3a", A_NUMBER),
        ("12z", A_NUMBER),
    ],
)
def test_a_bad_id_is_refused_wherever_it_stands(name: str, sentence: str) -> None:
    fields = {
        "p": (3, "pathway.id"),
        "one": (6, "stage[1].id"),
        "r": (9, "stage[1].resource[1].id"),
    }
    for id_, (line, field) in fields.items():
        assert problems(WHOLE.replace(f'id = "{id_}"', f'id = "{name}"')) == [
            (line, field, sentence)
        ]


@pytest.mark.parametrize("name", ["q", "q1a", "1ab", "f1", "a1", "further-1", "q-1"])
def test_an_id_that_only_resembles_a_number_is_one(name: str) -> None:
    text = WHOLE.replace('id = "r"', f'id = "{name}"')
    assert parse_pathway(text.encode()).stages[0].resources[0].id == name


@pytest.mark.parametrize("version", ["", "format = 0\n", 'format = "1"\n'])
def test_a_wrong_format_is_told_with_all_other_problems(version: str) -> None:
    text = WHOLE.replace("format = 1\n", version).replace('"p"', '"P"')
    assert [field for _, field, _ in problems(text)] == ["format", "pathway.id"]


def test_a_newer_format_is_all_that_is_told() -> None:
    text = WHOLE.replace("format = 1\n", "format = 2\n").replace('"p"', '"P"')
    assert [field for _, field, _ in problems(text)] == ["format"]


def test_a_problem_without_a_line_is_shown_without_one(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(WHOLE.replace("format = 1\n", ""), encoding="utf-8")
    with pytest.raises(PathwayInvalid) as caught:
        read_pathway(tmp_path / "p.toml")
    assert caught.value.details == ("format is missing",)


def test_each_companion_has_a_letter() -> None:
    def with_companions(count: int) -> str:
        one = '[[stage.resource.companion]]\nid = "c-{}"\nkind = "blog"\ntitle = "C"\n'
        return WHOLE + "".join(map(one.format, range(count)))

    companions = parse_pathway(with_companions(26).encode()).stages[0].resources[0].companions
    assert len(companions) == 26
    ((_, field, sentence),) = problems(with_companions(27))
    assert field == "stage[1].resource[1].companion"
    assert sentence == "has more than 26 tables, one for each letter"


def test_all_problems_are_found_at_once_in_the_order_of_the_file() -> None:
    text = HEAD.replace('"p"', '"P"') + STAGE.replace('"One"', "1") + "minutes = -1\n"
    text += RESOURCE.replace("video", "x").replace("minutes = 1", "") + 'link.url = "x"\ntags = 1\n'
    assert [(line, field) for line, field, _ in problems(text)] == [
        (3, "pathway.id"),
        (7, "stage[1].title"),
        (8, "stage[1].minutes"),
        (11, "stage[1].resource[1].kind"),
        (14, "stage[1].resource[1].link.url"),
        (15, "stage[1].resource[1].tags"),
    ]


def test_an_invalid_file_is_refused_with_the_first_twenty_problems(tmp_path: Path) -> None:
    path = tmp_path / "many.toml"
    path.write_text(HEAD + STAGE * 30 + RESOURCE.replace("video", "\\u001b[2J"), encoding="utf-8")
    with pytest.raises(PathwayInvalid) as caught:
        read_pathway(path)
    error = caught.value
    assert error.sentence == f"{path} is not a pathway psi can use: 30 problems."
    assert error.details[0] == (
        "line 9, column 1: stage[2].id repeats the id 'one': ids are unique in a file, "
        "first on line 6"
    )
    assert (len(error.details), error.details[-1], error.status) == (21, "and 10 more", 4)


def test_problems_of_toml_itself_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_text(WHOLE + "year = nan\naccess = inf\n", encoding="utf-8")
    with pytest.raises(PathwayInvalid) as caught:
        read_pathway(path)
    assert caught.value.details == (
        "line 13, column 1: stage[1].resource[1].year is not a finite number",
        "line 14, column 1: stage[1].resource[1].access is not a finite number",
    )


def test_a_file_of_two_mebibytes_is_read_and_what_is_wrong_in_it_told(tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * 2**21)
    with pytest.raises(PathwayInvalid) as caught:
        read_pathway(large)
    assert "is not a pathway psi can use" in caught.value.sentence
    assert caught.value.remedy == f"`psi pathway check {large}` says how to mend each."


def test_an_estimate_of_no_minutes_is_one() -> None:
    text = WHOLE.replace("minutes = 1", "minutes = 0")
    assert text != WHOLE
    assert parse_pathway(text.encode()).stages[0].resources[0].minutes == 0


def test_what_is_no_readable_file_is_said_to_be_none(tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (2**24 + 1))
    for path, why in ((large, "larger than"), (tmp_path, ""), (tmp_path / "x", "No such file")):
        with pytest.raises(PathwayInvalid, match=f"cannot be read: .*{why}"):
            read_pathway(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PathwayInvalid, match="it is not a regular file"):
        read_pathway(tmp_path / "pipe")


BUNDLED = bundled_path().read_bytes()
SHARD = BUNDLED[: BUNDLED.index(b"[[stage.resource]]", BUNDLED.index(b"bc-action-plan")) + 2000]
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(SHARD)),
        st.integers(0, 40),
        st.one_of(
            st.binary(max_size=8),
            st.sampled_from([b"", b'"', b"'''", b"[", b"]]", b"= 1\n", b"\n\n", b"{", b"a.b.c"]),
            st.sampled_from([b"-1", b"true", b"nan", b"1e9", b"[[stage]]\n", b"\\u001b", b"#"]),
        ),
    ),
    min_size=1,
    max_size=6,
)


@given(EDITS)
def test_a_mutated_file_is_a_pathway_or_is_refused(edits: list[tuple[int, int, bytes]]) -> None:
    data = SHARD
    for at, cut, put in edits:
        data = data[:at] + put + data[at + cut :]
    try:
        pathway = parse_pathway(data)
    except BadToml as bad:
        said = [one.sentence for one in bad.findings]
    else:
        said = [pathway.id, *(one.title for one in pathway.resources())]
    assert said
    assert all(said)


@settings(max_examples=30)
@given(st.data())
def test_a_value_of_another_type_is_never_a_crash(data: st.DataObject) -> None:
    lines = BUNDLED.decode().split("\n")
    keys = [number for number, line in enumerate(lines) if re.match(r"\w+ = [^\[]*$", line)]
    for number in data.draw(st.lists(st.sampled_from(keys), max_size=4)):
        if lines[number].count('"') == 2:
            value = data.draw(st.sampled_from(["1", "1.5", "true", "[]", "{}", '""', "[[1]]"]))
            lines[number] = f"{lines[number].partition(' = ')[0]} = {value}"
    try:
        pathway = parse_pathway("\n".join(lines).encode())
    except BadToml as bad:
        assert commands_in("".join(one.sentence for one in bad.findings)) == []  # noqa: PT017
    else:
        assert pathway.stages


def test_the_format_is_one() -> None:
    assert FORMAT == 1


def test_a_link_that_is_no_table_is_found_with_its_line() -> None:
    assert problems(WHOLE + "link = 1\n") == [
        (13, "stage[1].resource[1].link", "is not a table, under the header [stage.resource.link]")
    ]
