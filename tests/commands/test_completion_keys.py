"""Keys pressed in bash, zsh and fish, where they are installed, and what comes up."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Psi
from tests.shells import PROMPT, Shell

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
SHELLS = [
    pytest.param(name, marks=pytest.mark.skipif(not shutil.which(name), reason=f"no {name} here"))
    for name in ("bash", "zsh", "fish")
]
STARTUP = {
    "bash": (".bashrc", f"PS1='{PROMPT}'\n"),
    "zsh": ("zsh folder/.zshrc", f"PS1='{PROMPT}'; unsetopt prompt_sp"),
    "fish": (
        "config/fish/config.fish",
        f"function fish_prompt; echo -n '{PROMPT}'; end\nset fish_greeting\n",
    ),
}
HOSTILE = """\
format = 1
[pathway]
id = "hostile"
title = "$(touch pwned) `touch pwned` %F{red}"
[[stage]]
id = "only"
title = "$(touch pwned) `touch pwned` %F{red} %s ; touch pwned"
short = "Only"
[[stage.resource]]
id = "one"
kind = "book"
title = "'; touch pwned; ' \\"; touch pwned; \\" & touch pwned | touch pwned"
minutes = 5
creators = ["Zed $(touch pwned)`touch pwned`;touch pwned & !! > pwned 'it' \\"is\\" \\\\ %n"]
tags = ["z$(touch pwned)", "a'b\\"c"]
"""


class Case(NamedTuple):
    """What is typed before Tab, and then the line, or the values listed below and one's title."""

    typed: str
    line: str = ""
    listed: tuple[str, ...] = ()
    title: str = ""


CASES = (
    Case("psi sta", "", ("status", "start"), "Begin the pathway, or resume"),
    Case("psi boo", "psi bookmark"),
    Case("psi BOO", "psi bookmark"),
    Case("psi zz"),
    Case("psi help boo", "psi help bookmark"),
    Case("psi help bookmark "),
    Case("psi list --bo", "psi list --bookmarked"),
    Case("psi done --re"),
    Case("psi bookmark --re", "psi bookmark --remove"),
    Case("psi goto di", "", ("dip", "dive"), "2 Dip into Public Sector"),
    Case("psi goto DIV", "psi goto dive"),
    Case("psi read fu", "psi read further"),
    Case("psi done bason-", "", ("bason-book", "bason-mindlab-video"), "3.2 Leading Public"),
    Case("psi done BASON-B", "psi done bason-book"),
    Case("psi done bason-book bason-b"),
    Case("psi done 2.5", "", ("2.5", "2.5a"), "Sean Moore on"),
    Case("psi open 2.2", "", ("2.2", "2.2a", "2.2b", "2.2c"), "Al Etmanski on"),
    Case("psi open three"),
    Case("psi open mindlab-w", "psi open mindlab-website"),
    Case("psi open bason-book "),
    Case("psi note q", "", ("q1", "q2", "q3", "q4", "q5"), "Whose daily life"),
    Case("psi note 3.q", "", ("3.q1", "3.q2", "3.q3", "3.q4", "3.q5"), "Pick a rule"),
    Case("psi note three", "psi note three-sectors"),
    Case("psi note 2.1 no"),
    Case("psi note --remove ", "psi note --remove bc-partners"),
    Case("psi forget ", "psi forget bc-partners"),
    Case("psi bookmark --remove ", "psi bookmark --remove opsi-toolkit-navigator"),
    Case("psi reopen ", "psi reopen bason-mindlab-video"),
    Case("psi list --kind v", "psi list --kind video"),
    Case("psi list --kind=V", "psi list --kind=video"),
    Case("psi list --tag sys", "psi list --tag system-change"),
    Case("psi list --by jocel", "psi list --by Jocelyne\\ Bourgon"),
    Case("psi list --by 'bour", "psi list --by 'Bourgon'"),
    Case("psi list --stage di", "", ("dip", "dive"), "3 Dive into Public"),
    Case("psi search kind:v", "psi search kind:video"),
    Case("psi search advocacy is:b", "psi search advocacy is:bookmarked"),
    Case("psi search ki", "psi search kind:"),
    Case("psi search by:etm", "psi search by:Etmanski"),
    Case("psi search TAG:sys", "psi search TAG:system-change"),
    Case("psi search n"),
    Case("psi 3.2", "", ("3.2", "3.2a", "3.2b", "3.2c", "3.2d"), "Preface to the second"),
    Case("psi undo n"),
    Case("psi suggest "),
    Case("psi start ", "psi start public-sector-innovation"),
    Case("psi export bib", "psi export bibtex"),
    Case("psi export html -o not", "psi export html -o notes.txt"),
    Case("psi export csv --only b", "psi export csv --only bookmarked"),
    Case("psi export html --stage=div", "psi export html --stage=dive"),
    Case("psi --pathway=not", "psi --pathway=notes.txt"),
    Case("psi --pathway notes.txt done bas"),
    Case("psi import not", "psi import notes.txt"),
    Case("psi config plain of", "psi config plain off"),
    Case("psi pathway us", "psi pathway use"),
    Case("psi pathway use pub", "psi pathway use public-sector-innovation"),
    Case("psi --plain don", "psi --plain done"),
    Case("psi --install-completion z", "psi --install-completion zsh"),
    Case('psi done "bason-b', 'psi done "bason-book"'),
    Case("true; psi boo", "true; psi bookmark"),
    Case("X=1 psi boo", "X=1 psi bookmark"),
    Case("~/.local/bin/psi boo", "~/.local/bin/psi bookmark"),
)


class Learner:
    """Someone with a shell of their own, and a psi on the path that can be taken away."""

    def __init__(self, shell: str, home: Path) -> None:
        self.shell, self.home = shell, home
        self.program = home / "venv" / "bin" / "psi"
        self.psi = Psi(home / "psi home", pytest.MonkeyPatch())
        self.environment = self.psi.unmeasured(
            HOME=str(home),
            PATH=f"{home}/.local/bin:/usr/local/bin:/usr/bin:/bin",
            ZDOTDIR=str(home / "zsh folder"),
            XDG_CONFIG_HOME=str(home / "config"),
            TERM="xterm",
            LC_ALL="C.UTF-8",
            fish_autosuggestion_enabled="0",
        )
        self.link = home / ".local" / "bin" / "psi"  # as README has it
        name, text = STARTUP[shell]
        self.startup = home / name
        for path, written in ((self.startup, text), (home / "notes.txt", ""), (self.program, "")):
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(written)
        self.program.write_text(f"#!{sys.executable}\nfrom psi_cli.__main__ import main\nmain()\n")
        self.program.chmod(0o755)
        self.link.parent.mkdir(parents=True)
        self.link.symlink_to(self.program)
        manuals = home / ".local/share/fish/generated_completions"
        manuals.mkdir(parents=True)  # or else a new fish reads every manual there is, for minutes

    def run(self, *arguments: str) -> str:
        command = [str(self.link), *arguments]
        finished = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True, timeout=60
        )
        return finished.stdout

    def sits_down(self, **changes: str) -> Shell:
        return Shell([self.shell, "-i"], self.environment | changes, str(self.home))

    def begins_with(self, line: str) -> None:
        """Add a line to what the shell starts with."""
        self.startup.write_text(f"{self.startup.read_text()}\n{line}\n")


@pytest.fixture
def learner(shell: str, tmp_path: Path) -> Learner:
    one = Learner(shell, tmp_path)
    one.run("--install-completion", shell)
    return one


@pytest.fixture(scope="module")
def shells() -> Iterator[dict[str, Shell]]:
    """Hold the shells that were started: one of each kind serves all the cases."""
    started: dict[str, Shell] = {}
    yield started
    for shell in started.values():
        shell.end()


def seated(name: str, shells: dict[str, Shell], folders: pytest.TempPathFactory) -> Shell:
    if name not in shells:
        someone = Learner(name, folders.mktemp(name))
        for line in ("start", "goto dip", "done 2.1", "bookmark F.1", "note 2.3 mine"):
            someone.run(*line.split())
        someone.run("--install-completion", name)
        shells[name] = someone.sits_down()
    return shells[name]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.typed)
@pytest.mark.parametrize("shell", SHELLS)
def test_tab_brings_up_what_fits_and_nothing_else(
    shell: str,
    case: Case,
    shells: dict[str, Shell],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    window = seated(shell, shells, tmp_path_factory)
    window.clear()
    if case.listed:
        assert_listed(window, shell, case)
    elif case.line:
        window.press(f"{case.typed}\t")
        window.wait_until(lambda: unmarked(window.line()) == unmarked(case.line))
    else:
        assert_nothing(window, case.typed)


def assert_listed(window: Shell, shell: str, case: Case) -> None:
    window.press(case.typed + ("\t\t" if shell == "bash" else "\t"))
    window.wait_until(lambda: tuple(row.split()[0] for row in listed(window)) == case.listed)
    assert case.title in " ".join(" ".join(listed(window)).replace("(", "").split())


def listed(window: Shell) -> list[str]:
    """Return the rows that are no prompt."""
    return [row for row in window.shown().splitlines() if not row.startswith(PROMPT.rstrip())]


def unmarked(line: str) -> str:
    """Return a line without quotation marks, which fish takes away where none is needed."""
    return line.replace('"', "").replace("'", "")


def assert_nothing(window: Shell, typed: str) -> None:
    window.press(f"{typed}\t\t")
    window.press("X")
    window.wait_until(lambda: window.line().endswith("X"))
    assert window.shown() == f"{PROMPT}{typed}X"


@pytest.mark.parametrize("shell", SHELLS)
def test_nothing_comes_up_once_psi_is_gone(learner: Learner) -> None:
    with learner.sits_down() as window:
        learner.program.unlink()
        assert_nothing(window, "psi do")
        window.clear()
        assert_nothing(window, "psi done ba")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_starts_in_silence_once_its_script_is_gone(learner: Learner) -> None:
    for script in [*learner.home.rglob("psi.zsh"), *learner.home.rglob("completions/psi*")]:
        script.unlink()
    with learner.sits_down() as window:
        assert window.shown() == PROMPT.rstrip()


@pytest.mark.parametrize("shell", SHELLS)
def test_an_alias_completes_as_psi_does(learner: Learner) -> None:
    learner.begins_with(f"alias psi='{learner.program}'")
    with learner.sits_down(PATH="/usr/bin:/bin") as window:
        window.press("psi done bason-b\t")
        window.wait_until(lambda: window.line() == "psi done bason-book")
        assert window.shown() == f"{PROMPT}psi done bason-book"


@pytest.mark.parametrize("shell", SHELLS)
def test_another_program_called_psi_is_never_asked(learner: Learner) -> None:
    other = learner.home / "other" / "psi"
    other.parent.mkdir()
    other.write_text("#!/bin/sh\ntouch asked\n")
    other.chmod(0o755)
    with learner.sits_down(PATH=f"{other.parent}:/usr/bin:/bin") as window:
        window.press("psi done bason-b\t")
        window.wait_until(lambda: window.line() == "psi done bason-book")
    assert not (learner.home / "asked").exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_a_broken_pathway_brings_up_nothing_and_leaves_the_commands(learner: Learner) -> None:
    (learner.home / "broken.toml").write_text("format = 1\n[pathway\n")
    with learner.sits_down(PSI_PATHWAY=str(learner.home / "broken.toml")) as window:
        assert_nothing(window, "psi done ba")
        window.clear()
        window.press("psi boo\t")
        window.wait_until(lambda: window.line() == "psi bookmark")


@pytest.mark.parametrize("shell", SHELLS)
def test_unset_variables_that_a_shell_refuses_bring_up_no_error(learner: Learner) -> None:
    if learner.shell != "fish":  # which refuses none
        learner.begins_with("set -u; unset COLUMNS")
    with learner.sits_down() as window:
        window.press("psi done bason-b\t")
        window.wait_until(lambda: window.line() == "psi done bason-book")
        assert window.shown() == f"{PROMPT}psi done bason-book"


@pytest.mark.parametrize("shell", SHELLS)
def test_what_a_pathway_holds_is_put_in_as_text_and_never_run(learner: Learner) -> None:
    (learner.home / "hostile.toml").write_text(HOSTILE)
    with learner.sits_down(PSI_PATHWAY=str(learner.home / "hostile.toml")) as window:
        for typed in ("list --tag z", "list --by zed", "list --tag=z", "list --tag a"):
            window.press(f"psi {typed}\t")
            window.wait_until(lambda typed=typed: len(window.line()) > len(f"psi {typed}") + 2)
            window.press(" && echo it was fo''und\r")
            window.wait_until(lambda: "it was found" in window.shown() and not window.line())
            window.clear()
        window.press("psi show on\t\t")
        window.wait_until(lambda: "$(touch pwned) `touch pwned` %F{red} %s ; t" in window.shown())
        window.clear()
        for typed in ("start ", "goto ", "search tag:z", "search by:zed"):
            window.press(f"psi {typed}\t ; echo en''ded\r")
            window.wait_until(lambda: "\nended" in window.shown() and not window.line())
            window.clear()
    assert not (learner.home / "pwned").exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_installing_says_what_was_changed_and_how_to_take_it_back(
    shell: str, tmp_path: Path
) -> None:
    one = Learner(shell, tmp_path)
    before = one.startup.read_text()
    files = {path for path in tmp_path.rglob("*") if path.is_file()}
    said = one.run("--install-completion", shell)
    (script,) = {path for path in tmp_path.rglob("*") if path.is_file()} - files
    assert str(script) in said
    added = one.startup.read_text().removeprefix(before)
    assert (str(one.startup) in said) == bool(added)
    assert "To take it back, delete the script" in said
    assert not added or (added.strip().endswith("# psi: completion") and added.count("\n") <= 2)
    after = one.startup.read_text()
    assert "Nothing was changed" in one.run("--install-completion", shell)
    assert one.startup.read_text() == after
