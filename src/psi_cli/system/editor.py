"""The learner's own editor, for a note that is longer than a line."""

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from psi_cli.errors import PsiError
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line


@contextmanager
def written_text(beginning: str, directory: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Yield what the learner wrote in VISUAL or EDITOR, in a private file.

    The file goes when what was written is taken care of. Where that fails it stays, and the
    failure says where it is.
    """
    page = directory / f"note-{os.urandom(4).hex()}.txt"
    try:
        files.make_directory(directory)
        files.write(page, beginning.encode(), durable=False)
        _run_editor(page, environment)
        text = files.read(page).decode("utf-8", "replace")
    except OSError as error:
        raise _not_written(page, beginning, error.strerror or str(error)) from error
    try:
        yield text
    except PsiError as error:
        if _is_kept(page, beginning):
            error.details = (*error.details, _where(page))
        raise
    page.unlink(missing_ok=True)


def _run_editor(page: Path, environment: Mapping[str, str]) -> None:
    usual = "notepad" if os.name == "nt" else "vi"
    command = environment.get("VISUAL") or environment.get("EDITOR") or usual
    try:
        arguments = [*shlex.split(command, posix=os.name == "posix"), str(page)]
    except ValueError as error:
        raise OSError(f"EDITOR cannot be understood ({error})") from None
    try:
        finished = subprocess.run(arguments, check=False)  # noqa: S603 - the learner's own choice
    except OSError as error:
        raise OSError(f"{command} cannot be started ({error.strerror})") from None
    if finished.returncode:
        raise OSError(f"{command} ended with status {finished.returncode}")


def _not_written(page: Path, beginning: str, reason: str) -> PsiError:
    """Return the failure to get a note from the editor."""
    remedy = "Set EDITOR to an editor you have, or write the text after REF."
    if _is_kept(page, beginning):
        remedy = _where(page)
    return PsiError(f"No note was saved: {clean_line(reason)}.", remedy)


def _where(page: Path) -> str:
    return f"What you wrote is in “{clean_line(str(page))}”."


def _is_kept(page: Path, beginning: str) -> bool:
    """Tell whether a page holds anything new; an untouched one is worth nothing and goes."""
    try:
        if page.read_text(encoding="utf-8", errors="replace").strip() != beginning.strip():
            return True
        page.unlink()
    except OSError:
        pass
    return False
