"""The pathway that psi ships with: packed beside its modules, or `data/` in a source tree."""

from pathlib import Path
from zlib import crc32

from psi_cli.system import files

ID = "public-sector-innovation"
NAME = "pathway.toml"
PACKAGE = Path(__file__).parents[1]


def bundled_path() -> Path:
    """Return where the bundled pathway stands; no file where psi is itself packed in one."""
    packed = PACKAGE / NAME
    return packed if packed.exists() or not PACKAGE.is_dir() else PACKAGE.parents[1] / "data" / NAME


def read(path: Path, largest: int = 0) -> bytes:
    """Return the bytes of a pathway, bundled or the learner's own; OSError for a larger file."""
    if not _is_packed_with_psi(path):
        return files.read(path, largest=largest)
    import importlib.resources  # 10 ms, and of no use where psi is installed

    return importlib.resources.files("psi_cli").joinpath(NAME).read_bytes()


def identity(path: Path) -> str:
    """Return what tells this state of a pathway from every other, or nothing where that is unsure.

    What is packed with psi has no time of change: its length and checksum stand for it.
    """
    if not _is_packed_with_psi(path):
        return files.identity(path)
    data = read(path)
    return f"{len(data)} {crc32(data)}"


def file_of(path: Path) -> Path:
    """Return the file that a pathway lies in: psi itself, where it is packed with psi."""
    return PACKAGE.parent if _is_packed_with_psi(path) else path


def _is_packed_with_psi(path: Path) -> bool:
    return path == PACKAGE / NAME and not PACKAGE.is_dir()
