"""Pathway files of a few lines, written as an author would hand them on."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Psi

Write = Callable[..., Path]
_HEAD = """\
format = 1
[pathway]
id = "{id}"
version = "{version}"
title = "{title}"
aliases = [{aliases}]
[[stage]]
id = "one"
title = "One"
"""
_RESOURCE = """\
[[stage.resource]]
id = "{id}"
kind = "book"
title = "{title}"
minutes = {minutes}
"""
BOOKS = {"flour": "Flour", "water": "Water", "salt": "Salt"}


def text_of(
    id_: str,
    books: dict[str, str] | None = None,
    *,
    version: str = "1",
    aliases: tuple[str, ...] = (),
    minutes: int = 10,
) -> str:
    """Return a pathway of one stage and some books."""
    named = ", ".join(f'"{alias}"' for alias in aliases)
    head = _HEAD.format(id=id_, version=version, title=id_.title(), aliases=named)
    return head + "".join(
        _RESOURCE.format(id=name, title=words, minutes=minutes)
        for name, words in (BOOKS if books is None else books).items()
    )


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file, each one as if it had been there for a while, and return where it is."""
    written = iter(range(1_700_000_000, 1_800_000_000))

    def file(name: str | Path, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
        moment = next(written)
        os.utime(path, (moment, moment))
        return path

    return file


@pytest.fixture
def added(psi: Psi, write: Write) -> Write:
    """Write a file into the folder of added pathways, as one who knows where it is would do."""

    def place(name: str, text: str) -> Path:
        return write(psi.home / "pathways" / f"{name}.toml", text)

    return place


@pytest.fixture
def baker(psi: Psi, added: Write) -> Psi:
    """Return psi with a pathway that is followed, and something done in it."""
    added("bread", text_of("bread"))
    psi("start", "bread")
    psi("done", "water")
    psi("note", "water", "lukewarm")
    return psi
