"""psi pathway: which pathways there are, and which of them one follows."""

from psi_cli.commands.group import Family

FAMILY = Family(
    package=__name__,
    sections={
        "Follow": {
            "list": ("list", "The pathways here, and how far you are (also: just psi pathway)."),
            "use": ("use", "Follow another; in each you are where you left off."),
            "add": ("add", "Add a pathway from a file, or a newer version of one."),
            "remove": ("remove", "Remove one you added; what you did in it stays."),
            "try": ("trial", "Walk a file in a record that is thrown away."),
            "news": ("news", "What changed when the last new version came."),
        },
        "Write": {
            "new": ("new", "Write a first pathway file, or make one of a list of links."),
            "check": ("check", "What is wrong with a pathway file, and how to mend it."),
            "diff": ("diff", "What an edit does to learners who are in the middle."),
            "schema": ("schema", "The format of a pathway file, for editors."),
        },
    },
    alone="list",
    help="""See which pathways there are, and choose which of them you follow.

    $ psi pathway  the pathways here, and how far you are in each
    """,
)
