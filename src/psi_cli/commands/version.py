"""psi --version: which psi this is."""

import typer

from psi_cli.session import session_of
from psi_cli.views.version import Version


def version_command(context: typer.Context) -> None:
    """Show which psi this is."""
    import platform
    from importlib.metadata import version

    session = session_of(context)
    pathway = session.load_pathway()
    view = Version(version("psi-pathway"), platform.python_version(), pathway)
    session.show(view)
