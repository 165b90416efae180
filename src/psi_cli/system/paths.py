"""Where psi keeps things on this machine."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Home(NamedTuple):
    """The directory of the learner's data, and the one of what can be made again."""

    data: Path
    cache: Path

    @property
    def journals(self) -> Path:
        """Return the directory of the journals."""
        return self.data / "journal"

    @property
    def record(self) -> Path:
        """Return the file that shows people and scripts what the journals add up to."""
        return self.data / "record.toml"

    @property
    def pages(self) -> Path:
        """Return the folder of the notes that are being written in an editor."""
        return self.data / "pages"

    @property
    def indexes(self) -> Path:
        """Return the directory of the search indexes."""
        return self.cache / "search"

    @property
    def checked_pathways(self) -> Path:
        """Return the directory of pathways that were read and found good."""
        return self.cache / "pathways"

    @property
    def pathways(self) -> Path:
        """Return the directory of pathways that the learner has added."""
        return self.data / "pathways"


def find_home(environment: Mapping[str, str]) -> Home:
    """Return psi's directories: PSI_HOME, or else what the operating system provides."""
    if chosen := environment.get("PSI_HOME"):
        data = Path(os.path.expanduser(chosen)).absolute()
        return Home(data, data / "cache")
    import platformdirs  # 6 ms, and not needed where PSI_HOME is set

    return Home(
        platformdirs.user_data_path("psi", appauthor=False),
        platformdirs.user_cache_path("psi", appauthor=False),
    )
