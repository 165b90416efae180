"""Where psi starts: nothing is imported before an interruption has a quiet way out."""

import os
import sys


def main() -> None:
    """Run psi with the arguments of the process and exit with its status."""
    try:
        import gc

        gc.disable()  # a run is over before collecting pays: 5 % of a command's time
        status = _run(sys.argv[1:])
        gc.freeze()  # spares the last collection, on the way out: 15 % of a command's time
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    """Run a command, or answer a shell, for which the whole command line need not be loaded."""
    if "_PSI_COMPLETE" in os.environ:  # a script that an earlier psi installed
        return 1
    if arguments[:1] == ["--complete"]:
        from psi_cli.commands.completion.answer import answer
        from psi_cli.system.world import this_process

        return answer(arguments[1:], this_process())
    from psi_cli.cli import run

    return run(arguments)


if __name__ == "__main__":
    main()
