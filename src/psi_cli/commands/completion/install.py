"""psi --install-completion and --show-completion: a shell is taught what psi takes."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from psi_cli.commands.completion.scripts import SHELLS, script
from psi_cli.errors import PsiError, UsageProblem
from psi_cli.session import Session
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line, quoted, reason_of

_EVERY = "bash, zsh, fish and powershell"
_MARK = "# psi: completion"


class Places(NamedTuple):
    """Where the script for a shell goes, and the file of the learner's own that has to name it."""

    script: Path
    startup: Path | None


def shell_named(name: str, environment: Mapping[str, str]) -> str:
    """Return the shell of this name, or without one the shell in use; UsageProblem for others."""
    found = (name or _shell_in_use(environment)).casefold()
    found = "powershell" if found == "pwsh" else found
    if found in SHELLS:
        return found
    told = quoted(found) if found else "the shell in use"
    raise UsageProblem(f"psi cannot complete in {told}.", f"It can in {_EVERY}.")


def _shell_in_use(environment: Mapping[str, str]) -> str:
    import shellingham  # type: ignore[import-untyped]

    try:
        return str(shellingham.detect_shell()[0])
    except OSError:  # it found none
        return os.path.basename(environment.get("SHELL", ""))


def show(session: Session, shell: str) -> None:
    """Print the script for a shell."""
    session.pour(script(shell, _program()))


def _program() -> list[str]:
    """Return the words that run this psi, from whatever folder."""
    called = os.path.abspath(sys.argv[0])
    if os.path.basename(called) == "__main__.py":
        return [sys.executable, "-m", "psi_cli"]
    return [sys.executable, called] if called.endswith(".pyz") else [called]


def install(session: Session, shell: str) -> None:
    """Write the script for a shell where it looks for it, and say what was changed."""
    if shell == "powershell":
        raise UsageProblem(
            "psi does not change what PowerShell starts with.",
            "`psi --show-completion powershell >> $PROFILE` adds to it.",
        )
    places = _places(shell, session.world.environment)
    changed = _write(places.script, script(shell, _program()))
    if places.startup:
        changed |= _add_line(places.startup, places.script)
    session.pour(_told(shell, places, changed=changed))


def _told(shell: str, places: Places, *, changed: bool) -> str:
    """Return what is said of an installation: what it does, where it is, how to take it back."""
    does = f"From the next terminal on, Tab completes in {shell} what you type after psi."
    lines = [
        does if changed else f"Nothing was changed: {shell} completes what you type after psi.",
        f"  script       {clean_line(str(places.script))}",
    ]
    if places.startup:
        lines.append(f"  one line in  {clean_line(str(places.startup))}")
    line = f" and the line, which ends in “{_MARK}”" if places.startup else ""
    return "\n".join((*lines, f"To take it back, delete the script{line}.", ""))


def _places(shell: str, environment: Mapping[str, str]) -> Places:
    """Return where a shell looks, as its own variables say."""
    home = Path(os.path.expanduser("~"))

    def folder(variable: str, otherwise: Path) -> Path:
        chosen = Path(environment.get(variable, ""))
        return chosen if chosen.is_absolute() else otherwise

    data = folder("XDG_DATA_HOME", home / ".local" / "share")
    if shell == "bash":
        return Places(data / "bash-completion" / "completions" / "psi", home / ".bashrc")
    if shell == "zsh":
        startup = folder("ZDOTDIR", _zsh_folder(environment) or home) / ".zshrc"
        return Places(data / "psi-completion" / "psi.zsh", startup)
    config = folder("XDG_CONFIG_HOME", home / ".config")
    return Places(config / "fish" / "completions" / "psi.fish", None)


def _zsh_folder(environment: Mapping[str, str]) -> Path | None:
    """Return where zsh says that its files are: .zshenv often does not export it."""
    command = ["zsh", "-c", "print -rn -- $ZDOTDIR"]
    try:
        said = subprocess.check_output(  # noqa: S603 - nothing in it comes from elsewhere
            command, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=5
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return Path(os.fsdecode(said)) if said else None


def _write(path: Path, text: str) -> bool:
    """Write a file whole, unless it is so already; tell whether that was a change."""
    data = os.fsencode(text)
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, data, durable=True)
    except OSError as error:
        remedy = "`psi --show-completion` prints what it would hold."
        raise _not_written(path, error, remedy) from error
    return True


def _add_line(startup: Path, place: Path) -> bool:
    """Add the line that reads the script to what a shell starts with, unless it is there already.

    Nothing else in the file is touched, and a link is followed. Without the script, the line does
    nothing.
    """
    quoted = shlex.quote(str(place))
    line = os.fsencode(f"if [ -r {quoted} ]; then . {quoted}; fi {_MARK}")
    try:
        before = startup.read_bytes() if startup.exists() else b""
        if line in before.splitlines():
            return False
        startup.parent.mkdir(parents=True, exist_ok=True)
        with startup.open("ab") as file:
            file.write((b"" if before.endswith(b"\n") or not before else b"\n") + line + b"\n")
    except OSError as error:
        remedy = f"Add this line yourself: {clean_line(os.fsdecode(line))}"
        raise _not_written(startup, error, remedy) from error
    return True


def _not_written(path: Path, error: OSError, remedy: str) -> PsiError:
    return PsiError(f"{clean_line(str(path))} cannot be written: {reason_of(error)}.", remedy)
