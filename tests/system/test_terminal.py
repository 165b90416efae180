"""Standard output: what is written arrives with the line ends of the system, each once."""

import os
from pathlib import Path

import pytest

from psi_cli.system.terminal import write


@pytest.mark.parametrize(("ends", "read"), [("\n", b"a\r\nb\nc"), ("\r\n", b"a\r\nb\r\nc")])
def test_a_line_of_a_calendar_ends_once_on_every_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str, read: bytes
) -> None:
    monkeypatch.setattr(os, "linesep", ends)
    with (tmp_path / "out").open("w", encoding="utf-8") as stream:
        write(stream, "a\r\nb\nc")
    assert (tmp_path / "out").read_bytes() == read
