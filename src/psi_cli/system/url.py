"""The gate for web addresses: what psi will show as a link and hand to a browser.

Only addresses that psi and every browser read alike pass: absolute http or https, printable
ASCII, a host by name and no user name. The raw string is judged, not what a parser makes of it.
"""

LONGEST = 2048
WORDS = "{words}"  # in the address of a web search, where the words go
_FORBIDDEN = frozenset(' "<>\\^`{|}')
_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")
_LARGEST_PORT = 65535
_HEXADECIMAL = frozenset("0123456789abcdef")


def problem_with(address: str) -> str | None:
    """Say in a few words why psi refuses this address, or None for one it accepts."""
    scheme, separator, rest = address.partition("://")
    if scheme.lower() not in {"http", "https"} or not separator:
        return "is not an absolute http or https address"
    if len(address) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if not (address.isascii() and address.isprintable()) or _FORBIDDEN & set(address):
        return "has a character that an address must not hold bare"
    if "%action" in address.lower():
        return "has %action in it, which some browser starters replace"
    return _problem_with_host(_authority(rest))


def is_web_search(address: str) -> bool:
    """Tell whether an address has a place for words, and is accepted with words in it."""
    return WORDS in address and not problem_with(address.replace(WORDS, "words"))


def host(address: str) -> str:
    """Return the host of an accepted address, as a person should see it."""
    return _authority(address.partition("://")[2]).partition(":")[0].lower()


def _authority(rest: str) -> str:
    end = min((at for mark in "/?#" if (at := rest.find(mark)) >= 0), default=len(rest))
    return rest[:end]


def _problem_with_host(authority: str) -> str | None:
    if "@" in authority:
        return "has a user name in it"
    name, colon, port = authority.partition(":")
    if not name.strip("."):
        return "has no host"
    if not set(name.lower()) <= _HOST or name.startswith("-"):
        return "has a host that is not a plain name"
    if _ends_in_number(name.lower()):
        return "has a number for its host, not a name"
    if colon and not (port.isdigit() and 0 < int(port[:6]) <= _LARGEST_PORT):
        return "has a port that is not a number from 1 to 65535"
    return None


def _ends_in_number(name: str) -> bool:
    """Tell whether browsers would read a host as a number, as 127.1, 0x7f.1 and 2130706433."""
    last = name.rstrip(".").rpartition(".")[2]
    return last.isdigit() or (last.startswith("0x") and set(last[2:]) <= _HEXADECIMAL)
