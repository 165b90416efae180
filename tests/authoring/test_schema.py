"""psi pathway schema: what it refuses psi refuses, and it says of each key what it is."""

import json
import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from psi_cli.authoring.check import check
from psi_cli.authoring.findings import ERROR
from psi_cli.authoring.schema import schema
from psi_cli.pathway.format import TABLES
from psi_cli.pathway.parse import read
from tests.authoring.test_check import MISTAKES, WHOLE
from tests.conftest import ROOT, Psi
from tools.format_docs import PAGE, page

VALIDATOR = Draft202012Validator(schema())


def table_of(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def test_the_schema_is_one_and_is_what_the_command_prints(psi: Psi) -> None:
    Draft202012Validator.check_schema(schema())
    assert json.loads(psi("pathway", "schema").out) == schema()


def test_the_bundled_pathway_agrees_with_the_schema() -> None:
    text = (ROOT / "data" / "pathway.toml").read_text(encoding="utf-8")
    assert list(VALIDATOR.iter_errors(tomllib.loads(text))) == []


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_what_the_schema_refuses_psi_refuses(path: Any) -> None:
    data = path.read_bytes()
    try:
        table = table_of(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        return
    found = check(data, path.name, 2026)
    if table is not None and not VALIDATOR.is_valid(table):
        assert found.count(ERROR) > 0
    if not found.count(ERROR):
        assert table is not None
        assert VALIDATOR.is_valid(table)


VALUES = (0, 1, -1, 1.5, True, "", " ", "x", "A b", "con", [], [1], ["x"], [""], {}, {"x": 1}, [{}])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.header or "file")
def test_a_value_that_the_schema_refuses_psi_refuses_in_whatever_key(table: Any) -> None:
    holder = {"type": "object", **schema()["$defs"].get(_name(table), schema())}
    validator = Draft202012Validator({**holder, "$defs": schema()["$defs"]})
    for key in (*table.keys, "unheard-of", "x-own"):
        for value in VALUES:
            problems: list[Any] = []
            table.read({key: value}, (), problems)
            wrong = [one for one in problems if one.name != "missing" or one.field == (key,)]
            told = [
                one for one in validator.iter_errors({key: value}) if one.validator != "required"
            ]
            needs = [one for one in told if one.absolute_path or one.validator != "required"]
            assert wrong or not [one for one in needs if _is_about(one)], (key, value, told)


def _name(table: Any) -> str:
    return table.header.strip("[]").rpartition(".")[2] or "file"


def _is_about(error: Any) -> bool:
    return bool(error.absolute_path) or error.validator == "additionalProperties"


def test_every_key_that_the_format_knows_reaches_the_pathway() -> None:
    pathway, problems = read(tomllib.loads(WHOLE))
    assert problems == ()
    assert pathway.stages[0].resources[0].link.url == "https://example.org/r"


def test_the_reference_page_follows_from_the_definition() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
