"""What kind of thing an address most likely leads to, where its author does not say."""

from psi_cli.system.url import host

_BY_HOST = {
    "video": ("youtube.com", "youtu.be", "vimeo.com", "ted.com"),
    "course": ("coursera.org", "edx.org", "udacity.com", "futurelearn.com", "ocw.mit.edu"),
    "paper": ("doi.org", "arxiv.org", "jstor.org", "ssrn.com"),
    "article": ("wikipedia.org",),
    "slides": ("slideshare.net", "speakerdeck.com"),
}
_BY_ENDING = {
    "report": (".pdf",),
    "slides": (".ppt", ".pptx", ".odp"),
    "dataset": (".csv", ".xlsx"),
}
OTHERWISE = "website"


def kind_of(address: str) -> str:
    """Return the kind that an address shows; a website where it shows none."""
    name, path = host(address), address.partition("?")[0].casefold()
    for kind, hosts in _BY_HOST.items():
        if any(name == one or name.endswith(f".{one}") for one in hosts):
            return kind
    for kind, endings in _BY_ENDING.items():
        if path.endswith(endings):
            return kind
    return OTHERWISE
