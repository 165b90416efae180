"""Pages: notes that are being written in an editor, each in a folder of its own.

A page outlives whatever ends psi. What its editor leaves beside it (`note.txt~`, `.note.txt.swp`)
lies in the same folder and goes with it.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from psi_cli.system import files
from psi_cli.system.world import now

LARGEST = 1 << 26  # bytes
_ABOUT, _FILE = "about.json", "note.txt"
_RESCUED = ("note.txt.save", "#note.txt#")  # by nano, by emacs: all that was in the editor
_HOUR = 3600  # seconds; an editor that psi knows nothing of may be open on a page as young


class Page(NamedTuple):
    """A page: its folder, the pathway and the part it is about, and the note it is to replace."""

    folder: Path
    pathway: str
    about: str
    replaces: str = ""

    @property
    def file(self) -> Path:
        """Return the file that the editor is given."""
        return self.folder / _FILE

    def read(self) -> bytes:
        """Return what was written; OSError where that cannot be read."""
        return files.read(self.file, largest=LARGEST)


def begin(place: Path, pathway: str, about: str, replaces: str, beginning: str) -> Page:
    """Return a new page that begins with a text; OSError or RecordFailure if it cannot be made."""
    page = Page(place / os.urandom(4).hex(), pathway, about, replaces)
    files.make_directory(page.folder)
    known = {"pathway": pathway, "about": about, "replaces": replaces}
    files.write(page.folder / _ABOUT, json.dumps(known).encode(), durable=True)
    files.write(page.file, beginning.encode(), durable=False)
    return page


@contextmanager
def held(page: Page) -> Iterator[None]:
    """Keep a page from being taken up by another psi while this one waits for its editor."""
    with files.locked_if_free(page.folder / _ABOUT):
        yield


def take_up(page: Page) -> None:
    """Put on a page what an editor kept beside it when it was told to end, if that is newer."""
    for name in _RESCUED:
        with suppress(OSError):
            if (page.folder / name).stat().st_mtime_ns > page.file.stat().st_mtime_ns:
                os.replace(page.folder / name, page.file)


def all_pages(place: Path) -> list[Page]:
    """Return every page there is, the one written last first; OSError if one cannot be read."""
    pages = [page for folder in _folders(place) if (page := _read(folder))]
    return sorted(pages, key=_written, reverse=True)


def left(place: Path) -> list[Page]:
    """Return the pages that no psi waits for, the one written last first."""
    with suppress(OSError):
        return [page for page in all_pages(place) if is_free(page)]
    return []


def is_free(page: Page) -> bool:
    """Tell whether no psi waits for the editor of a page."""
    with files.locked_if_free(page.folder / _ABOUT) as free:
        return free


def is_worthless(page: Page, text: str, kept: str) -> bool:
    """Tell whether a page holds nothing but a note that is kept, and lies there alone."""
    with suppress(OSError):
        alone = set(os.listdir(page.folder)) <= {_ABOUT, _FILE}
        return alone and text.strip() in {"", kept.strip()}
    return False


def is_settled(page: Page) -> bool:
    """Tell whether a page is so old that no editor can be about to write on it."""
    return now() - _written(page) > _HOUR


def remove(page: Page) -> None:
    """Remove a page and all that an editor left beside it; OSError where that cannot be done.

    What it is about goes last: so no words are left of which nobody knows that they are a page.
    """
    for name in os.listdir(page.folder):
        if name != _ABOUT:
            with suppress(IsADirectoryError, PermissionError):
                (page.folder / name).unlink()
    shutil.rmtree(page.folder)


def _folders(place: Path) -> list[Path]:
    try:
        return [place / name for name in os.listdir(place)]
    except FileNotFoundError:
        return []


def _read(folder: Path) -> Page | None:
    """Return the page in a folder, or None where it does not say what it is about."""
    try:
        known = json.loads(files.read(folder / _ABOUT, largest=LARGEST))
        words = [known[name] for name in ("pathway", "about", "replaces")]
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return None
    return Page(folder, *words) if all(isinstance(word, str) for word in words) else None


def _written(page: Page) -> float:
    with suppress(OSError):
        return page.file.stat().st_mtime
    return 0.0
