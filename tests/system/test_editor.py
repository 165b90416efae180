"""The learner's editor: which it is, on either kind of system, and how psi waits for it."""

import signal
import sys
from collections.abc import Collection
from pathlib import Path

import pytest

from psi_cli.system import editor
from psi_cli.system.editor import DidNotWait, Editor, EditorFailure, Find, chosen_editor, write_in

CODE = r"C:\Program Files\Microsoft VS Code\Code.exe"


def having(*programs: str) -> Find:
    return lambda name: name if name in programs else None


@pytest.mark.parametrize(
    ("value", "programs", "words"),
    [
        ("/opt/my ed.sh", ["/opt/my ed.sh"], ["/opt/my ed.sh"]),
        ("code --wait", [], ["code", "--wait"]),
        ('"/opt/my ed.sh" -n', [], ["/opt/my ed.sh", "-n"]),
        (r"/opt/my\ ed.sh -n", [], ["/opt/my ed.sh", "-n"]),
        ("emacs -nw --eval '(a # b)'", [], ["emacs", "-nw", "--eval", "(a # b)"]),
        ("~/bin/ed", [], ["/home/you/bin/ed"]),
        ("~/my bin/ed", ["/home/you/my bin/ed"], ["/home/you/my bin/ed"]),
        ("~/bin/ed -u ~/rc", [], ["/home/you/bin/ed", "-u", "/home/you/rc"]),
        ("vim\n", [], ["vim"]),
    ],
)
def test_a_value_becomes_the_words_of_a_command(
    value: str, programs: Collection[str], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/you")
    found = chosen_editor({"EDITOR": value}, having(*programs), windows=False)
    assert found.words == tuple(words)


@pytest.mark.parametrize(
    ("value", "programs", "words"),
    [
        (CODE, [CODE], [CODE]),
        (f'"{CODE}" --wait', [], [CODE, "--wait"]),
        (rf'{CODE.replace("Program Files", "Apps").replace(" ", "")} -w', [],
         [r"C:\Apps\MicrosoftVSCode\Code.exe", "-w"]),
        ("notepad.exe", [], ["notepad.exe"]),
        (r"~\ed.exe", [], [r"C:\Users\you\ed.exe"]),
        ("'single' quotes", [], ["'single'", "quotes"]),
    ],
)  # fmt: skip
def test_windows_keeps_its_backslashes_and_loses_its_quotation_marks(
    value: str, programs: Collection[str], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERPROFILE", r"C:\Users\you")
    found = chosen_editor({"EDITOR": value}, having(*programs), windows=True)
    assert found.words == tuple(words)


def test_the_program_is_started_by_the_path_where_it_was_found() -> None:
    found = chosen_editor({"EDITOR": "code --wait"}, lambda name: f"/bin/{name}", windows=False)
    assert found == Editor("code --wait", ("/bin/code --wait",))  # a program of that name
    with_path = {"code": r"C:\code.cmd"}.get
    assert chosen_editor({"EDITOR": "code -w"}, with_path, windows=True).words[0] == r"C:\code.cmd"


@pytest.mark.parametrize("windows", [False, True])
def test_an_open_quotation_mark_is_said(windows: bool) -> None:
    with pytest.raises(EditorFailure, match="cannot be understood"):
        chosen_editor({"EDITOR": '"/opt/ed'}, having(), windows=windows)


def test_visual_comes_before_editor_and_blank_is_unset() -> None:
    assert chosen_editor({"VISUAL": "a", "EDITOR": "b"}, having()).name == "a"
    assert chosen_editor({"VISUAL": " ", "EDITOR": "b"}, having()).name == "b"
    assert chosen_editor({"EDITOR": "\t"}, having("nano"), windows=False).name == "nano"


@pytest.mark.parametrize(
    ("programs", "name"),
    [
        (("vi", "micro", "nano"), "nano"),
        (("vi", "micro"), "micro"),
        (("vi", "ne"), "ne"),
        (("vi",), "vi"),
        ((), "vi"),
    ],
)
def test_without_a_choice_an_editor_that_beginners_can_leave_comes_first(
    programs: tuple[str, ...], name: str
) -> None:
    assert chosen_editor({}, having(*programs), windows=False).name == name
    assert chosen_editor({}, having(*programs), windows=True).name == "notepad"


def python(code: str) -> Editor:
    return Editor("ed", (sys.executable, "-c", code))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "note.txt"
    page.write_text("before")
    return page


def test_psi_waits_until_the_editor_is_left(page: Path) -> None:
    write_in(python("import sys, time; time.sleep(0.2); open(sys.argv[1], 'w').write('x')"), page)
    assert page.read_text() == "x"


def test_an_editor_that_returns_at_once_did_not_wait(page: Path) -> None:
    with pytest.raises(DidNotWait, match="ed returned at once and wrote nothing") as told:
        write_in(python("pass"), page)
    assert told.value.status == 1
    for waiting in ("`code --wait`", "`gedit --wait`", "`subl -w`"):
        assert waiting in told.value.remedy


def test_one_that_stays_a_while_without_writing_did_wait(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "AT_ONCE", 0.0)
    write_in(python("pass"), page)


def test_one_that_saves_the_page_as_it_was_did_wait(page: Path) -> None:
    write_in(python("import os, sys; os.utime(sys.argv[1], (1, 1))"), page)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (python("import sys; sys.exit(3)"), "ed ended with status 3"),
        (Editor("no-such", ("/no/such",)), "no-such cannot be started"),
    ],
)
def test_an_editor_that_fails_is_said(page: Path, chosen: Editor, told: str) -> None:
    with pytest.raises(EditorFailure, match=told):
        write_in(chosen, page)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_that_would_end_psi_is_raised_where_it_can_be_answered(name: str) -> None:
    number = getattr(signal, name)
    usual = signal.getsignal(number)
    with pytest.raises(editor.ToldToEnd) as told, editor.endings_raised():
        signal.raise_signal(number)
    assert told.value.status == 128 + number
    assert signal.getsignal(number) is usual
