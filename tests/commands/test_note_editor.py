"""psi note --edit: a page outlives whatever ends psi, and becomes a note once it is saved."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

import pytest

from psi_cli.system import editor
from tests.conftest import Psi, Result

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it takes a terminal and signals")


def texts(psi: Psi) -> list[str]:
    return [note["text"] for note in psi("note", "--json").json["notes"]]


def pages(psi: Psi) -> list[Path]:
    return list(psi.local.rglob("note.txt"))


def words(shown: str) -> str:
    return " ".join(shown.split())


class Editor:
    """An editor that runs Python on the page, `page` being a path."""

    def __init__(self, psi: Psi, folder: Path) -> None:
        self.psi = psi
        self.folder = folder

    def command(self, code: str) -> str:
        script = self.folder / "editor.py"
        script.write_text(f"import pathlib, sys, time\npage = pathlib.Path(sys.argv[1])\n{code}\n")
        return f"{sys.executable} {script}"

    def __call__(self, code: str, *arguments: str) -> Result:
        given = arguments or ("note", "2.1", "--edit")
        return self.psi(*given, terminal=True, EDITOR=self.command(code))


@pytest.fixture
def edit(psi: Psi, tmp_path: Path) -> Editor:
    return Editor(psi, tmp_path)


def test_what_was_written_becomes_a_note_and_the_page_goes(psi: Psi, edit: Editor) -> None:
    result = edit(
        "page.write_text(page.read_text() + ' and more')", "note", "2.1", "Words", "--edit"
    )
    assert result.status == 0
    assert texts(psi) == ["Words and more"]
    assert pages(psi) == []


def test_the_latest_note_is_opened_and_replaced_in_one_step(psi: Psi, edit: Editor) -> None:
    psi("note", "2.1", "first")
    psi("note", "2.1", "second")
    edit("page.write_text(page.read_text().replace('second', 'better'))")
    assert texts(psi) == ["first", "better"]
    psi("undo")
    assert texts(psi) == ["first", "second"]


@pytest.mark.parametrize("given", [("--new",), ("--edit", "--new")])
def test_another_note_is_begun_when_asked_for(psi: Psi, edit: Editor, given: list[str]) -> None:
    psi("note", "2.1", "first")
    edit("assert not page.read_text(); page.write_text('second')", "note", "2.1", *given)
    assert texts(psi) == ["first", "second"]


@pytest.mark.parametrize("code", ["page.write_text('')", "page.write_text(' \\n')", "page.touch()"])
def test_an_empty_or_unchanged_page_changes_nothing_and_goes(
    psi: Psi, edit: Editor, code: str
) -> None:
    psi("note", "2.1", "first")
    result = edit(f"time.sleep(0.01); {code}")
    assert (result.status, "Nothing was changed." in result.out) == (0, True)
    assert texts(psi) == ["first"]
    assert pages(psi) == []


def test_the_backups_of_an_editor_go_with_the_page(psi: Psi, edit: Editor) -> None:
    edit("page.write_text('words')\nfor name in ('note.txt~', '.note.txt.swp'):"
         " page.with_name(name).write_text('words')")  # fmt: skip
    assert texts(psi) == ["words"]
    assert [path for path in psi.local.rglob("*note.txt*") if path.is_file()] == []


@pytest.mark.parametrize("data", [b"caf\xe9", "Côté: “santé”".encode("cp1252"), b"a\0b"])
def test_a_page_that_cannot_be_read_without_loss_is_kept(
    psi: Psi, edit: Editor, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: "utf-8")
    result = edit(f"page.write_bytes({data!r})")
    (page,) = pages(psi)
    assert result.status == 1
    assert page.read_bytes() == data
    assert f"What you wrote is in “{page}”." in words(result.err)
    assert texts(psi) == []
    edit("page.write_text('as it should be')")
    assert texts(psi) == ["as it should be"]


def test_a_page_in_the_encoding_of_the_locale_is_read(
    psi: Psi, edit: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getencoding", lambda: "cp1252")
    edit(f"page.write_bytes({'Côté public: “santé”'.encode('cp1252')!r})")
    assert texts(psi) == ["Côté public: “santé”"]


def test_a_page_that_is_too_long_is_kept_and_named(psi: Psi, edit: Editor) -> None:
    result = edit("page.write_text('x' * 1_000_000)")
    (page,) = pages(psi)
    assert result.status == 2
    assert words(result.err) == (
        "This note has 1,000,000 characters, and psi keeps up to 20,000."
        f" What you wrote is in “{page}”. `psi note 2.1 --edit` goes on with it."
        " Split it into several notes; nothing was saved."
    )
    assert page.read_text() == "x" * 1_000_000


@pytest.mark.parametrize("chosen", [f"{sys.executable} -c exit(3)", "no-such-editor", '"unclosed'])
def test_an_editor_that_fails_leaves_no_page_and_says_so(psi: Psi, chosen: str) -> None:
    result = psi("note", "2.1", "--edit", terminal=True, EDITOR=chosen)
    assert result.status == 1
    assert result.err.startswith("No note was saved: ")
    assert "Set EDITOR to an editor you have" in result.err
    assert (pages(psi), texts(psi)) == ([], [])


def test_what_was_written_before_an_editor_failed_is_kept(psi: Psi, edit: Editor) -> None:
    result = edit("page.write_text('precious'); sys.exit(3)")
    (page,) = pages(psi)
    assert (result.status, page.read_text()) == (1, "precious")
    assert f"“{page}”" in result.err


def test_a_page_that_was_saved_goes_even_if_the_answer_cannot_be_shown(
    psi: Psi, edit: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("psi_cli.session.write", fail)
        result = edit("page.write_text('precious')")
    assert result.err.startswith("The output could not be written: No space left on device.")
    assert (pages(psi), texts(psi)) == ([], ["precious"])


def test_a_page_outlives_a_record_that_cannot_be_saved(
    psi: Psi, edit: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("psi_cli.session.Session.save", fail)
    result = edit("page.write_text('precious')")
    (page,) = pages(psi)
    assert f"What you wrote is in “{page}”." in words(result.err)


def test_an_editor_that_returned_at_once_has_its_page_kept_and_offered(
    psi: Psi, edit: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "AT_ONCE", 60)  # a busy machine takes its time
    result = edit("pass")
    (page,) = pages(psi)
    assert result.status == 1
    assert "returned at once" in " ".join(result.err.split())
    assert f"The page is kept in “{page}”." in words(result.err)
    os.utime(page, (time.time(), time.time()))  # by psi's clock, not the disk's
    assert psi("note", "--json").json["pages"] == []  # nothing is on it yet
    page.write_text("my long reflection")  # as the window that is still open does
    assert len(psi("note", "--json").json["pages"]) == 1
    edit("page.write_text(page.read_text() + ', and on')")
    assert (pages(psi), texts(psi)) == ([], ["my long reflection, and on"])


def test_doctor_names_a_page_that_was_left_and_what_it_says_goes_on_with_it(
    psi: Psi, edit: Editor
) -> None:
    edit("page.write_text('half written'); sys.exit(1)")
    (page,) = pages(psi)
    (problem,) = psi("doctor", "--json").json["problems"]
    assert problem["file"] == str(page)
    command = re.search("`psi (.*?)`", problem["step"])
    assert command
    edit("page.write_text(page.read_text() + ', and on')", *command[1].split())
    assert texts(psi) == ["half written, and on"]
    assert psi("doctor").status == 0


def test_a_blank_page_of_long_ago_goes(psi: Psi, edit: Editor) -> None:
    edit("pass")
    (page,) = pages(psi)
    os.utime(page, (1, 1))
    psi("note")
    assert pages(psi) == []


def test_a_page_left_about_one_thing_is_offered_there_and_not_elsewhere(
    psi: Psi, edit: Editor
) -> None:
    edit("page.write_text('half written'); sys.exit(1)", "note", "q1", "--edit")
    (page,) = pages(psi)
    assert psi("note", "2.1", "--json").json["pages"] == []
    (offered,) = psi("note", "q1", "--json").json["pages"]
    assert offered["path"] == str(page)
    assert "psi note q1 --edit" in psi("note", "q1").out
    assert "psi note q1 --edit" in psi("note").out
    edit("page.write_text('other')", "note", "2.1", "--edit")
    assert page.read_text() == "half written"


def test_a_page_whose_note_was_taken_back_meanwhile_becomes_a_note_of_its_own(
    psi: Psi, edit: Editor
) -> None:
    psi("note", "2.1", "first")
    edit("page.write_text('better'); sys.exit(1)")
    psi("note", "2.1", "--remove")
    edit("page.touch()")
    assert texts(psi) == ["better"]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_keeps_the_page_and_says_where(
    psi: Psi, edit: Editor, name: str, status: int
) -> None:
    ended, shown = _ended_by(psi, edit.command(_STAYS), getattr(signal, name))
    (page,) = pages(psi)
    assert ended == status
    assert f"“{page}”" in shown
    assert "psi was interrupted" in shown
    (offered,) = psi("note", "2.1", "--json").json["pages"]
    assert offered["path"] == str(page)
    edit("page.touch()")
    assert (pages(psi), texts(psi)) == ([], ["twenty minutes of thought"])


@pytest.mark.slow
@pytest.mark.parametrize("rescue", ["note.txt.save", "#note.txt#"])  # as nano and emacs do
def test_what_an_editor_saves_when_psi_is_told_to_end_is_on_the_page_the_next_time(
    psi: Psi, edit: Editor, rescue: str
) -> None:
    code = f"""
import signal
def save(*_):
    page.with_name({rescue!r}).write_text('not saved yet')
    sys.exit()
signal.signal(signal.SIGTERM, save)
page.write_text('begun')
time.sleep(30)
"""
    _, shown = _ended_by(psi, edit.command(code), signal.SIGTERM)
    assert f"“{pages(psi)[0]}”" in shown
    edit("page.touch()")
    assert (pages(psi), texts(psi)) == ([], ["not saved yet"])


@pytest.mark.slow
def test_a_blank_page_is_taken_up_if_its_editor_was_told_to_end(psi: Psi, edit: Editor) -> None:
    command = edit.command("time.sleep(30)")  # one with backups elsewhere
    _ended_by(psi, command, signal.SIGTERM)
    (page,) = pages(psi)
    edit("page.write_text(str(page))")
    assert texts(psi) == [str(page)]


@pytest.mark.slow
def test_a_psi_that_was_killed_leaves_its_page_to_the_next(psi: Psi, edit: Editor) -> None:
    _ended_by(psi, edit.command(_STAYS), signal.SIGKILL)
    assert len(psi("note", "--json").json["pages"]) == 1


@pytest.mark.slow
def test_an_interruption_before_anything_was_written_leaves_no_page(psi: Psi, edit: Editor) -> None:
    command = edit.command("(page.parent / 'about.json').stat(); time.sleep(30)")
    ended, shown = _ended_by(psi, command, signal.SIGINT, everyone=True)
    assert (ended, pages(psi)) == (130, [])
    assert "“" not in shown


@pytest.mark.slow
def test_the_page_of_an_editor_that_is_still_open_is_kept_though_blank(
    psi: Psi, edit: Editor
) -> None:
    command = edit.command("import signal; signal.signal(2, signal.SIG_IGN); time.sleep(4)")
    _, shown = _ended_by(psi, command, signal.SIGINT, everyone=True)
    (page,) = pages(psi)
    assert f"The page is kept in “{page}”." in shown


@pytest.mark.slow
def test_a_page_that_another_psi_waits_for_is_not_taken_up(psi: Psi, edit: Editor) -> None:
    command = edit.command(_STAYS)
    with _Terminal(psi, command) as first:
        first.wait_for_a_page(psi)
        assert psi("note", "--json").json["pages"] == []
        edit("page.write_text('mine')")
        assert texts(psi) == ["mine"]
    assert len(psi("note", "--json").json["pages"]) == 1


_STAYS = """
import os, signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
psi = os.getppid()
page.write_text('twenty minutes of thought')
while os.getppid() == psi:  # it would hold the terminal open for ever
    time.sleep(0.05)
"""


class _Terminal:
    """psi in a terminal of its own, with an editor open."""

    def __init__(self, psi: Psi, command: str) -> None:
        import pty

        self.ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "psi_cli", "note", "2.1", "--edit"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=psi.environment(EDITOR=command, COLUMNS="400"),
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # psi leads the group of its editor
        self.process.wait(20)
        os.close(self.ours)

    def wait_for_a_page(self, psi: Psi) -> None:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if [page for page in pages(psi) if page.stat().st_size or _is_read(page)]:
                return
            time.sleep(0.02)
        raise AssertionError("the editor opened no page")

    def end(self) -> tuple[int, str]:
        status = self.process.wait(20)
        shown = b""
        while part := _part(self.ours):
            shown += part
        return status, shown.decode().replace("\r\n", "\n")


def _is_read(page: Path) -> bool:
    """Tell whether the editor has got as far as the page it leaves blank."""
    time.sleep(0.5)
    return page.exists()


def _part(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # as Linux ends
        return b""


def _ended_by(psi: Psi, command: str, number: int, *, everyone: bool = False) -> tuple[int, str]:
    """Return how psi ended and what it said, when a signal came while its editor was open."""
    with _Terminal(psi, command) as run:
        run.wait_for_a_page(psi)
        if everyone:
            os.killpg(run.process.pid, number)
        else:
            os.kill(run.process.pid, number)
        status, shown = run.end()
    return status, re.sub(r"\s+", " ", shown)
