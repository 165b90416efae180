"""The command line: arguments in, exit status out, and the one place where failures end."""

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import takewhile

import typer

from psi_cli.commands.group import application
from psi_cli.errors import PsiError
from psi_cli.session import Session
from psi_cli.system.sanitize import clean_line, reason_of
from psi_cli.system.terminal import OutputFailure, prepare_stream, write
from psi_cli.system.world import World, this_process

INTERRUPTED = 130
_FULL_OR_GONE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}


def run(arguments: Sequence[str], world: World | None = None) -> int:
    """Run psi in a world, or in this process, and return its exit status.

    Every failure becomes a sentence and a remedy.
    """
    session = Session(world or this_process(), run)
    options = set(takewhile(lambda argument: argument != "--", arguments))
    session.as_json = "--json" in options  # failures of the arguments themselves heed it too
    session.as_plain, session.without_pager = "--plain" in options, "--no-pager" in options
    try:
        _prepare_streams(session.world)
        return _dispatch(arguments, session)
    except PsiError as error:
        return _report(error, session)
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # whoever read it had read enough
            _leave_quietly()
            return 0
        return _report(_failure_of_a_file(error), session)
    except Exception as error:
        if session.world.environment.get("PSI_DEBUG"):
            raise
        return _report(_own_fault(error), session)


def _failure_of_a_file(error: OSError) -> PsiError:
    """Return what to say of a failure of the system that no command foresaw, and its cause."""
    reason = reason_of(error)
    if error.filename is None and error.errno in _FULL_OR_GONE:  # where Click writes its help
        return OutputFailure(reason)
    if error.filename is None:
        sentence = f"The system refused what psi asked of it: {reason}."
        return PsiError(sentence, "`psi doctor` looks for the cause.")
    name = clean_line(os.fsdecode(error.filename))[:200]
    return PsiError(f"{name} cannot be reached: {reason}.", "PSI_HOME names another folder.")


def _own_fault(error: Exception) -> PsiError:
    """Return what to say of a failure that nobody foresaw, without a word of the learner's."""
    return PsiError(
        f"psi met a fault of its own ({type(error).__name__}).",
        "What was saved is safe. PSI_DEBUG=1 before the command shows where, for a report.",
    )


def _prepare_streams(world: World) -> None:
    """Let both outputs take every character; OutputFailure where there is no output."""
    if world.stdout.closed:
        raise OutputFailure("standard output is closed")
    prepare_stream(world.stdout)
    prepare_stream(world.stderr)


def _dispatch(arguments: Sequence[str], session: Session) -> int:
    from typer.exceptions import TyperException

    try:
        status = application().main(
            [_as_typed(argument) for argument in arguments],
            prog_name="psi",
            standalone_mode=False,
            obj=session,
        )
    except TyperException as error:
        from psi_cli.commands.mistyped import mistyped

        raise mistyped(error, arguments) from None
    except (typer.Abort, EOFError):
        return INTERRUPTED
    except SystemExit as leave:  # to a pipe that closed
        status = 0 if isinstance(leave.__context__, BrokenPipeError) else leave.code
    write(session.world.stdout, "")
    return status if isinstance(status, int) else 0


def _as_typed(argument: str) -> str:
    """Return an argument in Unicode where the locale of the process kept its bytes instead."""
    if argument.isascii() or not any("\udc80" <= character <= "\udcff" for character in argument):
        return argument
    try:
        return os.fsencode(argument).decode()
    except UnicodeDecodeError:  # the name of a file in another encoding
        return argument


def _report(error: PsiError, session: Session) -> int:
    """Say on standard error what went wrong and what to do about it."""
    with suppress(OSError, ValueError, OutputFailure):
        if session.as_json:
            write(session.world.stderr, _as_json(error))
        else:
            details = (f"  {detail}" for detail in error.details)
            session.say("\n".join((error.sentence, *details, error.remedy)))
    if isinstance(error, OutputFailure):
        _leave_quietly()
    return error.status


def _as_json(error: PsiError) -> str:
    import json

    document = {
        "schema": "psi.error/1",
        "error": {
            "status": error.status,
            "message": error.sentence,
            "details": list(error.details),
            "remedy": error.remedy,
        },
    }
    return json.dumps(document, indent=2) + "\n"


def _leave_quietly() -> None:
    """Point standard output at nothing, so that no second failure is reported at exit."""
    with suppress(OSError, ValueError, AttributeError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
