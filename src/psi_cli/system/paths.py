"""Where psi keeps things on this machine."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from psi_cli.errors import PsiError


class Home(NamedTuple):
    """The folder of the learner's data, and two of this machine's own that belong to it.

    `state` is what must not be lost and is no one else's; `cache` can be made again.
    """

    data: Path
    state: Path
    cache: Path

    @property
    def journals(self) -> Path:
        """Return the folder of the journals."""
        return self.data / "journal"

    @property
    def record(self) -> Path:
        """Return the file that shows people and scripts what the journals add up to."""
        return self.data / "record.toml"

    @property
    def settings(self) -> Path:
        """Return the file of what the learner has set for good."""
        return self.data / "config.toml"

    @property
    def pages(self) -> Path:
        """Return the folder of the notes that are being written in an editor."""
        return self.state / "pages"

    @property
    def versions(self) -> Path:
        """Return the folder of what the learner was told of each pathway."""
        return self.state / "versions"

    @property
    def indexes(self) -> Path:
        """Return the folder of the search indexes."""
        return self.cache / "search"

    @property
    def checked_pathways(self) -> Path:
        """Return the folder of pathways that were read and found good."""
        return self.cache / "pathways"

    @property
    def pathways(self) -> Path:
        """Return the folder of pathways that the learner has added."""
        return self.data / "pathways"


def find_home(environment: Mapping[str, str]) -> Home:
    """Return psi's folders: PSI_HOME, or else what the operating system provides.

    State and cache lie where the operating system keeps what is one machine's, a folder each for
    every data folder, so that what is copied or synchronised never takes them along.
    """
    import platformdirs  # 3 ms

    if chosen := environment.get("PSI_HOME"):
        data = absolute(os.path.expanduser(chosen))
    else:
        data = platformdirs.user_data_path("psi", appauthor=False)
    name = f"{crc32(os.fsencode(os.path.realpath(data))):08x}"
    state = platformdirs.user_state_path("psi-local", appauthor=False)
    cache = platformdirs.user_cache_path("psi-local", appauthor=False)
    return Home(data, state / name, cache / name)


def absolute(path: str | Path) -> Path:
    """Return a path from the root; PsiError where it begins in a folder that is gone."""
    try:
        return Path(path).absolute()
    except FileNotFoundError:
        raise PsiError(
            "The folder you are in is gone.", "Go to another: `cd` alone leads home."
        ) from None
