"""Where psi starts: nothing is imported before an interruption has a quiet way out."""

import sys


def main() -> None:
    """Run psi with the arguments of the process and exit with its status."""
    try:
        import gc

        gc.disable()  # a run is over before collecting pays: 5 % of a command's time
        from psi_cli.cli import run

        status = run(sys.argv[1:])
        gc.freeze()  # spares the last collection, on the way out: 15 % of a command's time
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
