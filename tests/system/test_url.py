"""Addresses: only what psi and every browser read alike is shown as a link or opened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.pathway.bundled import bundled_path
from psi_cli.pathway.parse import read_pathway
from psi_cli.system.url import LONGEST, host, problem_with

ABSOLUTE = "is not an absolute http or https address"
CHARACTER = "has a character that an address must not hold bare"
USER = "has a user name in it"
NO_HOST = "has no host"
NOT_PLAIN = "has a host that is not a plain name"
NUMBER = "has a number for its host, not a name"
PORT = "has a port that is not a number from 1 to 65535"
ACTION = "has %action in it, which some browser starters replace"

REFUSED = {
    "": ABSOLUTE,
    "example.org": ABSOLUTE,
    "//example.org": ABSOLUTE,
    "https:x": ABSOLUTE,
    "https:/x": ABSOLUTE,
    "https:///x": NO_HOST,
    "https://": NO_HOST,
    "https://?q": NO_HOST,
    "https://#x": NO_HOST,
    "https://.": NO_HOST,
    "https://../x": NO_HOST,
    "https://:80/": NO_HOST,
    "javascript:alert(1)": ABSOLUTE,
    "javascript://example.org/%0aalert(1)": ABSOLUTE,
    "JaVaScRiPt:alert(1)": ABSOLUTE,
    "data:text/html,x": ABSOLUTE,
    "vbscript:x": ABSOLUTE,
    "file:///etc/passwd": ABSOLUTE,
    "file://example.org/x": ABSOLUTE,
    "ftp://example.org/": ABSOLUTE,
    "mailto:a@example.org": ABSOLUTE,
    "smb://example.org/share": ABSOLUTE,
    "ssh://-oProxyCommand=x/": ABSOLUTE,
    "--profile=https://example.org": ABSOLUTE,
    "-https://example.org": ABSOLUTE,
    " https://example.org": ABSOLUTE,
    "\nhttps://example.org": ABSOLUTE,
    "https ://example.org": ABSOLUTE,
    "https://user@example.org": USER,
    "https://user:word@example.org/": USER,
    "https://example.org@evil.example": USER,
    "https://@example.org": USER,
    "https://example.org\\@evil.example": CHARACTER,
    "https:\\\\example.org": ABSOLUTE,
    "https://example.org/a b": CHARACTER,
    "https://example.org/ ": CHARACTER,
    "https://example.org/\n": CHARACTER,
    "https://exam\nple.org/": CHARACTER,
    "https://exam\tple.org/": CHARACTER,
    "https://example.org/\x1b[2J": CHARACTER,
    "https://example.org/\x00": CHARACTER,
    "https://example.org/\x7f": CHARACTER,
    "https://example.org/\x9b": CHARACTER,
    "https://example.org/\u202e": CHARACTER,
    "https://example.org/é": CHARACTER,
    "https://exаmple.org/": CHARACTER,  # the а is Cyrillic
    "https://bücher.example/": CHARACTER,
    "https://example。org/": CHARACTER,
    'https://example.org/"': CHARACTER,
    "https://example.org/<x>": CHARACTER,
    "https://example.org/`id`": CHARACTER,
    "https://example.org/{x}": CHARACTER,
    "https://example.org/|x": CHARACTER,
    "https://example.org/^x": CHARACTER,
    "https://example.org/%action": ACTION,
    "https://example.org/%ACTION": ACTION,
    "https://-example.org/": NOT_PLAIN,
    "https://--incognito/": NOT_PLAIN,
    "https://[::1]/": NOT_PLAIN,
    "https://example.org;x/": NOT_PLAIN,
    "https://example.org,x/": NOT_PLAIN,
    "https://exam%70le.org/": NOT_PLAIN,
    "https://$(id)/": NOT_PLAIN,
    "https://example.org:/": PORT,
    "https://example.org:0/": PORT,
    "https://example.org:65536/": PORT,
    "https://example.org:443443443443/": PORT,
    "https://example.org:-1/": PORT,
    "https://example.org:80:80/": PORT,
    "https://example.org:x/": PORT,
    **dict.fromkeys(
        (
            *("http://1.2.3.4/", "http://127.0.0.1:65535", "http://127.1/", "http://0/"),
            *("http://2130706433/", "http://017700000001/", "http://0x7f000001", "http://0X7F.1"),
            *("http://0x7f.1/", "http://0x/", "http://1.2.3.4.5/", "http://999.999.999.999/"),
            *("http://example.0x7f/", "http://a.1/", "http://127.1./", "http://127.1..:80/"),
            *("https://4294967296?q", "https://1.2.3.08#x", "https://example.09"),
        ),
        NUMBER,
    ),
    "https://" + "a" * LONGEST: f"is longer than {LONGEST} characters",
}
ACCEPTED = {
    "https://example.org": "example.org",
    "http://example.org/": "example.org",
    "HTTPS://Example.ORG/Path": "example.org",
    "https://example.org:8080/a?b=c#d": "example.org",
    "https://example.org?q=a@b": "example.org",
    "https://example.org/@someone": "example.org",
    "https://web.archive.org/web/2016/http://www.mind-lab.dk/en": "web.archive.org",
    "https://example.org/it's(not)~odd;a,b!$&*+=[1]": "example.org",
    "https://example.org/a%20b": "example.org",
    "https://xn--bcher-kva.example/": "xn--bcher-kva.example",
    "http://example.org:65535": "example.org",
    "https://1.example.org/": "1.example.org",
    "https://0x7f.example/": "0x7f.example",
    "https://123.a1/": "123.a1",
    "https://example.0x7g/": "example.0x7g",
    "https://example.org.": "example.org.",
    "https://a_b.example/": "a_b.example",
    "https://" + "a" * (LONGEST - 8): "a" * (LONGEST - 8),
}


@pytest.mark.parametrize(("address", "why"), REFUSED.items())
def test_a_hostile_address_is_refused(address: str, why: str) -> None:
    assert problem_with(address) == why


@pytest.mark.parametrize(("address", "shown"), ACCEPTED.items())
def test_a_plain_address_is_accepted_and_its_host_is_shown(address: str, shown: str) -> None:
    assert problem_with(address) is None
    assert host(address) == shown


def test_every_address_of_the_bundled_pathway_is_accepted() -> None:
    resources = list(read_pathway(bundled_path()).resources())
    links = [one.link for one in resources]
    links += [companion.link for one in resources for companion in one.companions]
    urls = [url for link in links for url in (link.url, link.archive) if url]
    assert len(urls) > 50
    assert [url for url in urls if problem_with(url)] == []


PIECES = st.lists(
    st.one_of(
        st.sampled_from(["http", "https", "://", ":", "/", "//", "@", "\\", "a.example", "-"]),
        st.sampled_from([":80", "?", "#", ".", "%action", "javascript:", "\n", " ", "é", "[::1]"]),
        st.text(max_size=3),
    ),
    max_size=8,
).map("".join)


@given(st.one_of(PIECES, PIECES.map("https://".__add__)))
def test_what_is_accepted_is_read_alike_by_another_reader(address: str) -> None:
    from urllib.parse import urlsplit

    if problem_with(address) is None:
        read = urlsplit(address)
        assert read.scheme in {"http", "https"}
        assert read.username is None
        assert read.hostname == host(address)
        assert address.isascii()
        assert address.isprintable()
