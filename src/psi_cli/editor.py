"""The learner's own editor, for a note that is longer than a line."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from psi_cli import disk
from psi_cli.errors import PsiError
from psi_cli.text import clean_line


def write_text(beginning: str, directory: Path, environment: Mapping[str, str]) -> str:
    """Return what the learner wrote in VISUAL or EDITOR, in a private draft that is removed."""
    usual = "notepad" if os.name == "nt" else "vi"
    command = environment.get("VISUAL") or environment.get("EDITOR") or usual
    draft = directory / f"note.draft-{os.urandom(4).hex()}.txt"
    try:
        disk.make_directory(directory)
        disk.write(draft, beginning.encode(), durable=False)
        arguments = [*shlex.split(command, posix=os.name == "posix"), str(draft)]
        finished = subprocess.run(arguments, check=False)  # noqa: S603 - the learner's own choice
        if finished.returncode:
            raise _unused(command, f"it ended with status {finished.returncode}")
        return disk.read(draft).decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        raise _unused(command, str(error)) from error
    finally:
        with suppress(OSError):
            draft.unlink()


def _unused(command: str, reason: str) -> PsiError:
    return PsiError(
        f"The editor {clean_line(command)} gave no note: {clean_line(reason)}.",
        "Nothing was saved. Set EDITOR to one you have, or write the text after REF.",
    )
