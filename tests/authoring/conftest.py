"""Lists of links, made into pathway files."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from psi_cli.authoring.check import check
from psi_cli.authoring.findings import ERROR, Finding
from tests.conftest import NOW, Psi


class Made(NamedTuple):
    """A file that `psi pathway new` made: its tables, and what was said about its list."""

    path: Path
    table: dict[str, Any]
    remarks: list[tuple[int | None, str]]

    @property
    def resources(self) -> list[dict[str, Any]]:
        return [one for stage in self.table["stage"] for one in stage.get("resource", ())]

    @property
    def titles(self) -> list[str]:
        return [one["title"] for one in self.resources]

    @property
    def ids(self) -> list[str]:
        return [one["id"] for one in self.resources]

    @property
    def stages(self) -> list[str]:
        return [stage["title"] for stage in self.table["stage"]]


def errors_of(path: Path) -> list[Finding]:
    """Return what `psi pathway check` calls an error in a file."""
    report = check(path.read_bytes(), path.name, NOW.year)
    return [one for one in report.findings if one.severity == ERROR]


Maker = Callable[..., Made]


@pytest.fixture
def made_from(psi: Psi, tmp_path: Path) -> Maker:
    """Return what makes a file of a list; in every one of them the check finds no error."""

    def make(text: str | bytes, *options: str, suffix: str = ".md") -> Made:
        source, target = tmp_path / f"list{suffix}", tmp_path / "made.toml"
        source.write_bytes(text if isinstance(text, bytes) else text.encode())
        result = psi("pathway", "new", str(target), "--from", str(source), "--json", *options)
        assert result.status == 0, result.err
        assert errors_of(target) == []
        said = [(one["line"], one["sentence"]) for one in result.json["remarks"]]
        return Made(target, tomllib.loads(target.read_text(encoding="utf-8")), said)

    return make
