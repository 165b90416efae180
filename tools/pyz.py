"""Packs psi and all it needs into one file that any Python of 3.11 or newer runs.

python tools/chores.py pyz               # dist/psi.pyz
python tools/chores.py pyz --out FILE
"""

import argparse
import subprocess
import sys
import tempfile
import zipapp
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Pack psi where the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "psi.pyz")
    chosen = parser.parse_args()
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    pack(chosen.out)
    print(chosen.out)


def pack(out: Path) -> None:
    """Install psi into a folder of its own and make one file of that."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [python_with_pip(), "-m", "pip", "install", "--quiet", "--no-compile"]
        subprocess.run([*pip, "--target", folder, str(ROOT)], check=True)
        main = "psi_cli.__main__:main"
        zipapp.create_archive(folder, out, "/usr/bin/env python3", main, compressed=True)


def python_with_pip() -> str:
    """Return this Python, or the one that its environment was made with, whichever has pip."""
    for python in (sys.executable, sys._base_executable):
        asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False)
        if asked.returncode == 0:
            return python
    sys.exit("This Python has no pip to collect psi's packages with: python -m ensurepip adds it.")


if __name__ == "__main__":
    main()
