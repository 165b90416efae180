"""References: what reference managers are told, and that no text leaves its field."""

import json
import re

import pytest

from psi_cli.exports import bibtex, csl_json, ris
from psi_cli.exports.citations import citations
from tests.conftest import Psi
from tests.exports.hostile import hostile_view

BENT = {"{": "(", "}": ")", "\\": "/", "~": "∼", "^": "ˆ"}  # what BibTeX cannot carry


def bent(text: str) -> str:
    return "".join(BENT.get(character, character) for character in text)


def read_bibtex(text: str) -> list[dict[str, str]]:
    """Return entries, each field on its line, as psi writes them."""
    found: list[dict[str, str]] = []
    for line in text.splitlines():
        if start := re.fullmatch(r"@(\w+)\{([a-z0-9-]+),", line):
            found.append({"type": start[1], "id": start[2]})
        elif field := re.fullmatch(r"  (\w+) = \{(.*)\},", line):
            found[-1][field[1]] = re.sub(r"\\([&%$#_])", r"\1", field[2])
        else:
            assert line in {"", "}"}
    return found


def test_bibtex_gives_every_text_back_but_for_what_it_cannot_carry() -> None:
    view = hostile_view(100)
    text = bibtex.written(view)
    for found, one in zip(read_bibtex(text), citations(view), strict=True):
        assert (found["id"], found["title"]) == (one.id, bent(one.title))
        authors = " and ".join(f"{{{bent(name)}}}" for name in one.creators)
        assert found.get("author", "") == authors
        assert found.get("url", "") == one.url
        assert found["abstract"] == bent(one.abstract)


def test_no_field_of_bibtex_holds_a_brace_or_a_command_of_its_own() -> None:
    for line in bibtex.written(hostile_view(100)).splitlines():
        if field := re.fullmatch(r"  (\w+) = \{(.*)\},", line):
            value = field[2].replace("} and {", "")
            value = value[1:-1] if field[1] == "author" else value
            assert not set("{}") & set(value)
            assert field[1] == "url" or not re.search(r"\\[^&%$#_]|(?<!\\)[&%$#_]", value)


def test_ris_gives_every_text_back_to_the_letter() -> None:
    view = hostile_view(100)
    references: list[list[tuple[str, str]]] = [[]]
    for line in ris.written(view).splitlines():
        if line == "ER  - ":
            references.append([])
        elif line:
            tag, value = re.fullmatch(r"([A-Z][A-Z0-9])  - (.+)", line).groups()
            references[-1].append((tag, value))
    for found, one in zip(references[:-1], citations(view), strict=True):
        assert found[0][0] == "TY"
        assert dict(found)["TI"] == one.title
        assert [value for tag, value in found if tag == "AU"] == list(one.creators)
        assert [value for tag, value in found if tag == "KW"] == list(one.keywords)
        assert dict(found)["AB"] == one.abstract


def test_csl_json_gives_every_text_back_to_the_letter() -> None:
    view = hostile_view(100)
    for found, one in zip(json.loads(csl_json.written(view)), citations(view), strict=True):
        assert (found["id"], found["title"], found["abstract"]) == (one.id, one.title, one.abstract)
        assert [name["literal"] for name in found.get("author", [])] == list(one.creators)
        assert found.get("issued", {}).get("date-parts", [[0]]) == [[one.year]]
        assert found.get("URL", "") == one.url


@pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json"])
def test_the_article_that_stands_for_a_book_is_not_cited_as_the_book(psi: Psi, form: str) -> None:
    text = psi("export", form, "--stage", "dive").out
    (reference,) = (one for one in re.split(r"\n\n|\n  \},", text) if "978-1-4473-3625-9" in one)
    assert "The pathway leads to https://slidelegend.com/" in reference.replace("\\_", "_")
    assert not re.search(r'(url = \{|UR  - |"URL": ")https://slidelegend', reference)


def test_the_announcement_of_a_report_is_not_cited_as_the_report(psi: Psi) -> None:
    items = {one["id"]: one for one in psi("export", "csl-json").json}
    assert "URL" not in items["bc-action-plan"]
    assert items["bc-action-plan"]["note"].startswith("The pathway leads to https://news.gov.bc.ca")


def test_an_address_that_nobody_confirmed_is_a_note_and_no_address(psi: Psi) -> None:
    items = {one["id"]: one for one in psi("export", "csl-json").json}
    video = items["bason-mindlab-video"]
    assert "URL" not in video
    assert video["note"].startswith("The pathway leads to http://www.sigeneration.ca/")
    assert items["etmanski-blog"]["URL"] == "https://aletmanski.com"
    unfound = next(one for one in items.values() if one["title"].startswith("SiG webinar"))
    assert unfound["note"].startswith("To look for it: ")
