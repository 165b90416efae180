"""Questions that a command asks at a terminal, and what the learner writes there."""

from psi_cli.errors import PsiError, UsageProblem
from psi_cli.record.model import LONGEST_TEXT
from psi_cli.session import Session
from psi_cli.system.incoming import decoded

_YES, _NO = frozenset({"y", "yes", "o", "oui"}), frozenset({"n", "no", "non"})

_ANSWERS = {True: "[Y/n]", False: "[y/N: y, yes, o or oui goes ahead]"}


def confirm(session: Session, question: str, *, usual: bool = False) -> None:
    """Ask whether to go ahead; PsiError where the answer is no.

    `usual` is what Enter alone means.
    """
    if not session.terminal.interactive:
        raise UsageProblem("psi asks first, and there is no terminal to ask.", "Add --yes.")
    session.say(f"{question} {_ANSWERS[usual]}")
    answer = line_of(session)
    said = answer.strip().casefold()
    if said in _YES or (usual and answer.endswith("\n") and said not in _NO):
        return
    instead = "" if usual else ", or add --yes"
    raise PsiError("Nothing was changed.", f"Answer y, yes, o or oui to go ahead{instead}.")


def written(session: Session, prompt: str) -> str:
    """Return what the learner writes until an empty line or the end of the input."""
    session.say(prompt)
    lines: list[str] = []
    while line := line_of(session):
        if not line.strip():
            break
        lines.append(line.rstrip("\n"))
    return "\n".join(lines)


def line_of(session: Session) -> str:
    """Return the next line with its end; nothing where the input has ended."""
    return decoded(session.world.stdin.buffer.readline(), LONGEST_TEXT)
