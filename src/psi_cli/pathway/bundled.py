"""The pathway that psi ships with."""

from pathlib import Path


def bundled_path() -> Path:
    """Return the file of the bundled pathway: packed in a wheel, or in the source tree."""
    packed = Path(__file__).parents[1] / "pathway.toml"
    return packed if packed.exists() else Path(__file__).parents[3] / "data" / "pathway.toml"
