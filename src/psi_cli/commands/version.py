"""psi --version: which psi this is."""

import typer

from psi_cli import __version__
from psi_cli.session import session_of
from psi_cli.views.version import Version


def version_command(context: typer.Context) -> None:
    """Show which psi this is."""
    import platform

    session = session_of(context)
    pathway = session.load_pathway()
    view = Version(__version__, platform.python_version(), pathway)
    session.show(view)
