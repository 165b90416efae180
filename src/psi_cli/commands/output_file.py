"""Files that a command writes where the learner says."""

from pathlib import Path

from psi_cli.errors import PsiError, RecordFailure, UsageProblem
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line, reason_of


def keep(path: Path, text: str, *, force: bool, another: str, to_hand_on: bool = False) -> None:
    """Write the file, whole; UsageProblem or PsiError where it is left as it was.

    `another` says how another file is named. One `to_hand_on` is for others to read, too.
    """
    name = clean_line(str(path))
    mode = {"mode": files.TO_HAND_ON} if to_hand_on else {}
    try:
        if not force:
            files.write_new(path, text.encode(), **mode)
        elif path.exists() and not path.is_file():
            raise UsageProblem(f"{name} is not a file.", another)
        else:
            files.write(path.resolve(), text.encode(), durable=True, **mode)
    except FileExistsError:
        remedy = f"--force replaces it; or {another[0].lower()}{another[1:]}"
        raise UsageProblem(f"{name} exists already, and was left as it is.", remedy) from None
    except (OSError, RecordFailure) as error:
        raise PsiError(f"{name} cannot be written: {reason_of(error)}.", another) from None
