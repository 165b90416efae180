"""TOML that was written to do harm: refused quickly, with the line and field, and never worse."""

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.safe_toml import (
    DEEPEST_KEY,
    DEEPEST_VALUE,
    LARGEST_INTEGER,
    LONGEST_TEXT,
    MOST_VALUES,
    BadToml,
    Finding,
    field_name,
    found,
    parse,
    positions,
)

LONG_KEY = f"has a key of more than {DEEPEST_KEY} parts"
TOO_MANY = f"goes on here beyond {MOST_VALUES:,} values, the most that a pathway may have"
TOO_DEEP = f"is nested more than {DEEPEST_VALUE} deep"
BEYOND = "has a number or nesting beyond all use"
TOO_LARGE = "is a number too large to mean anything"
NOT_FINITE = "is not a finite number"


def findings(data: bytes) -> list[Finding]:
    with pytest.raises(BadToml) as caught:
        parse(data)
    return [Finding(*one[:4]) for one in caught.value.findings]


def dotted(parts: int) -> bytes:
    return b".".join([b"a"] * parts)


BOMBS = {
    "a dotted key of 10,000 parts": (
        b'title = "x"\n' + dotted(10_000) + b" = 1\n",
        Finding(2, 1, "", LONG_KEY),
    ),
    "a header of 100,000 parts": (
        b"a = 1\n\n[" + dotted(100_000) + b"]\n",
        Finding(3, 1, "", LONG_KEY),
    ),
    "300 keys of depth 500": (
        b"\n".join(b"k%d.%s = 1" % (number, dotted(499)) for number in range(300)),
        Finding(1, 1, "", LONG_KEY),
    ),
    "a hexadecimal number of a megabyte": (
        b"a = 1\nn = 0x" + b"f" * (1 << 20),
        Finding(2, 1, "n", TOO_LARGE),
    ),
    "a decimal number of more digits than Python converts": (
        b"a = 1\nn = " + b"9" * 4301 + b"\n",
        Finding(2, 1, "", BEYOND),
    ),
    "the same behind a comment and a string of digits": (
        b"# " + b"9" * 5000 + b'\ns = "' + b"9" * 5000 + b'"\nn = ' + b"9" * 4301,
        Finding(3, 1, "", BEYOND),
    ),
    "the same with its digits grouped": (
        b"a = 1\nn = " + b"9_" * 4301 + b"9\n",
        Finding(2, 1, "", BEYOND),
    ),
    "brackets nested 5,000 deep": (
        b"a = 1\nb = " + b"[" * 5000 + b"]" * 5000,
        Finding(2, 1, "", BEYOND),
    ),
    "braces nested 5,000 deep": (
        b"a = 1\nb = " + b"{a=" * 5000 + b"1" + b"}" * 5000,
        Finding(2, 1, "", BEYOND),
    ),
    "brackets nested a little too deep": (
        b"a = 1\nb = " + b"[" * 40 + b"]" * 40,
        Finding(2, 1, field_name(("b", *[0] * 32)), TOO_DEEP),
    ),
    "230,000 table headers": (
        b"".join(b"[%x]\n" % number for number in range(230_000)),
        Finding(MOST_VALUES + 1, 1, "", TOO_MANY),
    ),
    "keys of sixteen parts each": (
        b"\n".join(b"k%d.%s = 1" % (number, dotted(15)) for number in range(20_000)),
        Finding(MOST_VALUES // 16 + 1, 1, "", TOO_MANY),
    ),
    "an array of too many numbers": (
        b"a = [" + b"1," * (MOST_VALUES + 1) + b"]",
        Finding(1, 1, "", TOO_MANY),
    ),
    "a dotted key behind a string that ends in four quotation marks": (
        b'a = ["""x"""",\n{' + dotted(10_000) + b" = 1}]\n",
        Finding(2, 1, "", LONG_KEY),
    ),
    "the same with five, and with apostrophes": (
        b"a = ['''x''''', \"\"\"x\"\"\"\"\",\n{" + dotted(10_000) + b" = 1}]\n",
        Finding(2, 1, "", LONG_KEY),
    ),
    "a dotted key in an inline table": (
        b"a = 1\nb = {" + dotted(17) + b" = 1}\n",
        Finding(2, 1, "", LONG_KEY),
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_quickly_and_named(name: str) -> None:
    data, finding = BOMBS[name]
    began = time.process_time()
    assert findings(data) == [finding]
    assert time.process_time() - began < 5


REFUSED = {
    b"a = 1\nb = nan\n": Finding(2, 1, "b", NOT_FINITE),
    b"[t]\nb = -inf\n": Finding(2, 1, "t.b", NOT_FINITE),
    b"a = 1\nb = 1e999\n": Finding(2, 1, "b", NOT_FINITE),
    b"a = 1\n b = 9223372036854775808\n": Finding(2, 2, "b", TOO_LARGE),
    b"b = -9223372036854775809\n": Finding(1, 1, "b", TOO_LARGE),
    b'[[t]]\n[[t]]\na = "' + b"x" * (LONGEST_TEXT + 1) + b'"': Finding(
        3, 1, "t[2].a", f"is longer than {LONGEST_TEXT:,} characters"
    ),
    b'a = 1\nb = "\xff"\n': Finding(2, 6, "", "is not UTF-8 text here"),
    b"\xc3": Finding(1, 1, "", "is not UTF-8 text here"),
    b'a = "\xed\xa0\x80"': Finding(1, 6, "", "is not UTF-8 text here"),
    'a = "x"'.encode("utf-16"): Finding(1, 1, "", "is not UTF-8 text here"),
    b'a = 1\nb = "\x00"\n': Finding(2, 6, "", "is not TOML: Illegal character '\\x00'"),
    b"a = 1\nb = 2\na = 3\n": Finding(3, 6, "", "is not TOML: Cannot overwrite a value"),
    b"[t]\na = 1\n[t]\n": Finding(3, 3, "", "is not TOML: Cannot declare ('t',) twice"),
    b"d = 2024-02-30\n": Finding(1, 5, "", "is not TOML: Invalid date or datetime"),
}


@pytest.mark.parametrize("data", REFUSED)
def test_what_no_pathway_needs_is_refused_with_its_place(data: bytes) -> None:
    assert findings(data) == [REFUSED[data]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_other_encodings_are_refused_on_their_first_line(encoding: str) -> None:
    assert [one.line for one in findings('a = "x"\n'.encode(encoding))] == [1]


@pytest.mark.parametrize("data", [b'a = 1\nb = "x', b"a = 1\nb = [1,", b"a = 1\nb =", b"a = 1\nb"])
def test_a_file_that_was_cut_short_is_refused_where_it_ends(data: bytes) -> None:
    (finding,) = findings(data)
    assert finding.line == 2
    assert finding.sentence.startswith("is not TOML: ")


def test_every_excess_is_found_in_the_order_of_the_file() -> None:
    data = b'a = nan\n[t]\nb = 9223372036854775808\nc = "' + b"x" * 20_001 + b'"\n'
    assert [(one.line, one.field) for one in findings(data)] == [(1, "a"), (3, "t.b"), (4, "t.c")]


def test_a_byte_order_mark_and_dos_line_ends_are_nothing() -> None:
    data = codecs.BOM_UTF8 + b'a = 1\r\nb = """x\r\ny"""\r\n'
    assert parse(data) == ({"a": 1, "b": "x\ny"}, 'a = 1\nb = """x\ny"""\n')


def test_what_is_just_within_the_limits_is_taken() -> None:
    deep = "[" * (DEEPEST_VALUE - 1) + "]" * (DEEPEST_VALUE - 1)
    text = f'n = {LARGEST_INTEGER}\ns = "{"x" * LONGEST_TEXT}"\nd = {deep}\n'
    text += f"{'.'.join('k' * DEEPEST_KEY)} = 1\nf = 1.5\n"
    table, source = parse(text.encode())
    assert (table["n"], table["f"], source) == (LARGEST_INTEGER, 1.5, text)


def test_dots_in_strings_and_comments_are_no_key() -> None:
    dots = "a." * 100
    text = f"a = \"{dots}\" # {dots}\nb = '{dots}'\nc = '''{dots}\n{dots}'''\n"
    assert parse(text.encode())[0] == {"a": dots, "b": dots, "c": f"{dots}\n{dots}"}


TEXT = '''\
# a = 1
title = "x = 1" # b = 2
[pathway]
  id = "p"
"quoted key" = 1
'single' = 1
long = """
[no header]
no = "key"
"""
after = [
  "x = 1",
  { deep = 1 },
]
dotted.key = 2
[[stage]]
id = "one"
[[stage.resource]] # [[stage.nothing]]
id = "r1"
[stage.resource.link]
url = "u"
[[stage.resource]]
id = "r2"
[[stage]]
[[stage.resource]]
id = "r3"
'''


def test_every_header_and_key_has_its_place() -> None:
    assert positions(TEXT) == {
        ("title",): (2, 1),
        ("pathway",): (3, 1),
        ("pathway", "id"): (4, 3),
        ("pathway", "quoted key"): (5, 1),
        ("pathway", "single"): (6, 1),
        ("pathway", "long"): (7, 1),
        ("pathway", "after"): (11, 1),
        ("pathway", "dotted", "key"): (15, 1),
        ("stage", 0): (16, 1),
        ("stage", 0, "id"): (17, 1),
        ("stage", 0, "resource", 0): (18, 1),
        ("stage", 0, "resource", 0, "id"): (19, 1),
        ("stage", 0, "resource", 0, "link"): (20, 1),
        ("stage", 0, "resource", 0, "link", "url"): (21, 1),
        ("stage", 0, "resource", 1): (22, 1),
        ("stage", 0, "resource", 1, "id"): (23, 1),
        ("stage", 1): (24, 1),
        ("stage", 1, "resource", 0): (25, 1),
        ("stage", 1, "resource", 0, "id"): (26, 1),
    }


def test_a_dot_within_a_quoted_key_separates_nothing() -> None:
    text = '["a.b"]\n"c.d" = 1\n[[e."f.g"]]\nh = 1\n'
    assert positions(text) == {
        ("a.b",): (1, 1),
        ("a.b", "c.d"): (2, 1),
        ("e", "f.g", 0): (3, 1),
        ("e", "f.g", 0, "h"): (4, 1),
    }


def test_a_field_without_a_place_is_found_at_the_nearest_one() -> None:
    where = {("stage",): (3, 1), ("stage", 0): (5, 2)}
    assert found(where, ("stage", 0, "link", "url"), "x")[:4] == (5, 2, "stage[1].link.url", "x")
    assert found(where, ("stage", 7), "x")[:4] == (3, 1, "stage[8]", "x")
    assert found(where, ("format",), "x")[:4] == (0, 0, "format", "x")


TOKENS = [
    *b"[ ] [[ ]] { } = , . # a 1 _ 0x nan true \" ' \"\"\" ''' \\ \\u0041 T07:32:00Z".split(b" "),
    *[b"\n", b"\r\n", b" ", b"\x00", b"\xff", b"\xc3\xa9", b"1979-05-27", b"a = 1\n", b"[t]\n"],
]
SCRAPS = st.lists(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4)), max_size=40).map(
    b"".join
)


@given(st.one_of(st.binary(max_size=200), SCRAPS))
def test_any_bytes_are_a_table_or_bad_toml(data: bytes) -> None:
    complaints: tuple[Finding, ...] = (Finding(0, 0, "", "is TOML"),)
    try:
        positions(parse(data)[1])
    except BadToml as bad:
        complaints = bad.findings
    assert all(one.sentence for one in complaints)
    assert all(one.line <= data.count(b"\n") + 1 for one in complaints)
    assert complaints


def test_every_key_of_the_bundled_pathway_has_the_place_where_it_stands() -> None:
    text = bundled_path().read_text(encoding="utf-8")
    lines = text.split("\n")
    where = positions(text)
    assert len(where) > 500
    for field, (line, column) in where.items():
        assert str([part for part in field if isinstance(part, str)][-1]) in lines[line - 1]
        assert column == 1


def test_what_exhausts_the_memory_is_refused_like_any_excess(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def exhaust(_: str) -> None:
        raise MemoryError

    monkeypatch.setattr("tomllib.loads", exhaust)
    with pytest.raises(BadToml) as caught:
        parse(b"\na = 1\n")
    assert [one[:4] for one in caught.value.findings] == [(1, 1, "", BEYOND)]
