"""Questions that a command asks at a terminal, and what the learner writes there."""

from collections.abc import Callable

from psi_cli.errors import PsiError, UsageProblem
from psi_cli.record.model import LONGEST_TEXT
from psi_cli.session import Session
from psi_cli.system.incoming import decoded
from psi_cli.system.sanitize import clean_line

_YES = frozenset({"y", "yes", "o", "oui"})

Problem = Callable[[str], str | None]  # says in a few words what is wrong with an answer
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
    if said in _YES or (usual and answer and not said):
        return
    instead = "" if usual else ", or add --yes"
    raise PsiError("Nothing was changed.", f"Answer y, yes, o or oui to go ahead{instead}.")


def answered(session: Session, question: str, usual: str, problem: Problem) -> str:
    """Return an answer in which there is no problem; Enter alone means the usual one.

    PsiError where the input ends instead.
    """
    while True:
        session.say(f"{question} [{usual}]" if usual else question)
        if not (line := line_of(session)):
            raise PsiError("Nothing was written.", "Options answer the questions: --help has them.")
        said = clean_line(line.strip()) or usual
        if not (wrong := problem(said)):
            return said
        session.say(f"“{said}” {wrong}.")


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
