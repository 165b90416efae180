"""The screens of every day fit one window, however large the pathway is."""

from pathlib import Path

import pytest

from tests.conftest import Psi
from tests.windows import BUNDLED, NARROW, ROWS, Sized, generated, rows_of

SIZES = {"28 stages": (28, 187, 40), "508 stages": (508, 1218, 517)}
NAMES = ["bundled", *(pytest.param(name, marks=pytest.mark.slow) for name in SIZES)]


def sized(name: str, folder: Path) -> Sized:
    return generated(folder, *SIZES[name]) if name in SIZES else BUNDLED


@pytest.mark.parametrize("name", NAMES)
def test_every_screen_of_a_walk_fits_80_columns_and_24_rows(
    psi: Psi, tmp_path: Path, name: str
) -> None:
    rows = rows_of(psi, sized(name, tmp_path), 80)
    assert {screen: size for screen, size in rows.items() if size > ROWS} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_most_frequent_screens_fit_40_columns_too(psi: Psi, tmp_path: Path, name: str) -> None:
    rows = rows_of(psi, sized(name, tmp_path), 40)
    assert {screen: rows[screen] for screen in NARROW if rows[screen] > ROWS} == {}
