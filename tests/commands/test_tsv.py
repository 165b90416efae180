"""Lines for other programs: as `cut` and `awk` take them apart."""

from pathlib import Path

import pytest

from tests.commands.conftest import Bake
from tests.conftest import Psi
from tests.views.scenes import PATHWAY

FIELDS = ("number", "id", "state", "kind", "minutes", "title", "creators", "address", "pathway")
KNEADING = {
    "number": "2.1",
    "id": "kneading",
    "state": "open",
    "kind": "video",
    "title": "Kneading by hand",
    "address": "https://bread.example/kneading",
    "pathway": "bread",
}


def rows(shown: str) -> list[dict[str, str]]:
    return [dict(zip(FIELDS, line.split("\t"), strict=True)) for line in shown.splitlines()]


@pytest.mark.parametrize("command", [["list"], ["search", "kneading"]])
def test_each_line_has_the_same_nine_fields_and_none_is_a_header(
    bake: Bake, command: list[str]
) -> None:
    first = rows(bake(*command, "--tsv").out)[0]
    assert first | KNEADING == first
    assert first["minutes"].isdigit()


def test_what_is_listed_is_what_the_list_shows(bake: Bake) -> None:
    for options in ([], ["--all"], ["--kind", "video"], ["--max", "20"]):
        listed = bake("list", *options, "--json").json["resources"]
        shown = rows(bake("list", *options, "--tsv").out)
        assert [row["id"] for row in shown] == [one["id"] for one in listed]
        assert [row["minutes"] for row in shown] == [str(one["minutes"]) for one in listed]


def test_the_address_is_one_that_is_known_or_none(bake: Bake) -> None:
    known = {row["id"]: row["address"] for row in rows(bake("list", "--tsv").out)}
    found = {row["id"]: row["address"] for row in rows(bake("search", "kind:visit", "--tsv").out)}
    for id_, address in (known | found).items():
        opened = bake("open", id_, "--print", "--json").json
        assert address == ("" if opened["way"] == "search" else opened["url"])
    assert "" in known.values()


def test_the_first_field_names_the_line_for_psi(bake: Bake) -> None:
    listed = rows(bake("list", "--all", "--tsv").out)
    for row in listed + rows(bake("search", "bread", "--tsv").out):
        named = bake("show", row["number"] or row["id"], "--json").json
        assert (named.get("id") or named["about"]) == row["id"]


def test_no_field_has_a_tab_or_a_line_break(psi: Psi, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    text = PATHWAY.read_text(encoding="utf-8")
    path.write_text(text.replace("Kneading by hand", r"Kneading\tby\r\n\u0085hand"), "utf-8")
    for command in (["list"], ["search", "kneading"]):
        shown = psi("--pathway", str(path), *command, "--tsv")
        assert shown.status == 0
        row = next(row for row in rows(shown.out) if row["id"] == "kneading")
        assert row["title"].startswith("Kneading by")


def test_lines_are_the_same_at_a_terminal_and_never_paged(bake: Bake) -> None:
    piped = bake("list", "--tsv").out
    assert bake("list", "--tsv", terminal=True, LINES="4", PSI_PAGER="false").out == piped


def test_nothing_found_is_no_line_and_status_3(bake: Bake) -> None:
    for command in (["list", "--kind", "toolkit"], ["search", "xylophone"]):
        shown = bake(*command, "--tsv")
        assert (shown.status, shown.out) == (3, "")


def test_a_list_in_a_pipe_stays_plain_lines(bake: Bake) -> None:
    assert "\t" not in bake("list").out
    assert bake("list").out == bake("list", "--plain").out


def test_one_output_is_enough(bake: Bake) -> None:
    refused = bake("list", "--tsv", "--json")
    assert (refused.status, refused.out) == (2, "")
    assert "--tsv and --json cannot both be." in refused.err
