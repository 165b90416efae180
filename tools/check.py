"""Runs every check of the house, one after the other."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "style": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "layers": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
}


def main() -> int:
    """Return how many checks failed."""
    failed = 0
    for name, arguments in CHECKS.items():
        command = [sys.executable, *arguments]
        finished = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        print(f"{name:<8}{'passed' if finished.returncode == 0 else 'FAILED'}", flush=True)
        if finished.returncode:
            failed += 1
            print(finished.stdout + finished.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
