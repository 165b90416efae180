"""The pathways in `examples/`: whole, well attributed, and walked in a window of every day."""

import re
import tomllib

import pytest

from psi_cli.authoring.check import check
from psi_cli.authoring.toml_text import toml_of
from psi_cli.pathway.parse import read_pathway
from tests.conftest import NOW, ROOT, Psi
from tests.windows import NARROW, ROWS, Sized, rows_of

FOLDER = ROOT / "examples"
EXAMPLES = sorted(FOLDER.glob("*.toml"))
OSSU = FOLDER / "ossu-computer-science.toml"


@pytest.mark.parametrize("columns", [pytest.param(80, marks=pytest.mark.slow), 40])
def test_every_screen_of_a_walk_through_a_real_curriculum_fits_the_window(
    psi: Psi, columns: int
) -> None:
    rows = rows_of(psi, Sized(OSSU, "core-applications", "final-project"), columns)
    watched = NARROW if columns == 40 else tuple(rows)
    assert {screen: rows[screen] for screen in watched if rows[screen] > ROWS} == {}


def test_a_real_curriculum_has_what_its_list_has() -> None:
    pathway = read_pathway(OSSU)
    resources = list(pathway.resources())
    assert len(resources) >= 150
    assert sum(one.minutes is None for one in resources) > 50  # which the list does not say
    assert sum(bool(one.after) for one in resources) > 20
    assert all(one.link.url for one in resources)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_says_in_the_file_and_beside_it_whose_work_it_is_made_of(path) -> None:
    comments = " ".join(re.findall(r"^# (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    beside = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "Copyright (c)" in comments
    assert "Permission is hereby granted" in beside
    for source in re.findall(r"github\.com/([\w-]+/[\w-]+)", comments):
        assert source in beside


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_check_has_nothing_to_say_of_an_example(path) -> None:
    assert check(path.read_bytes(), path.name, NOW.year).findings == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_laid_out_as_psi_lays_out_what_it_writes(path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.endswith(toml_of(tomllib.loads(text)))
