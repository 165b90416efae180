"""psi --version: which psi this is."""

import typer

from psi_cli import __version__
from psi_cli.session import session_of
from psi_cli.views import history


def version_command(context: typer.Context) -> None:
    """Show which psi this is."""
    import platform

    session = session_of(context)
    pathway = session.load_pathway()
    view = history.Version(__version__, platform.python_version(), pathway.id, pathway.version)
    session.show(view)
