"""psi --version: which psi this is."""

import typer

from psi_cli.session import session_of
from psi_cli.views import history


def version_command(context: typer.Context) -> None:
    """Show which psi this is."""
    import platform
    from importlib.metadata import version

    session = session_of(context)
    pathway = session.load_pathway()
    view = history.Version(
        version("psi-pathway"), platform.python_version(), pathway.id, pathway.version
    )
    session.show(view)
