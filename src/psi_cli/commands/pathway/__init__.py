"""psi pathway: which pathways there are, and which of them one follows."""

from psi_cli.commands.group import Family

FAMILY = Family(
    package=__name__,
    sections={
        "Follow": {
            "list": ("list", "The pathways here, and how far you are (also: just psi pathway)."),
        },
    },
    alone="list",
    help="""See which pathways there are, and choose which of them you follow.

    $ psi pathway  the pathways here, and how far you are in each
    """,
)
