"""The pathway loader, fed with files that no one would write: a pathway, or findings, in time."""

import random
import resource
import time

from psi_cli.pathway.model import Pathway
from psi_cli.pathway.parse import parse_pathway
from psi_cli.pathway.safe_toml import BadToml
from tests.campaign.scene import Broken
from tests.output_checker import commands_in

LONGEST = 1.0  # seconds for one file
MOST_MEMORY = 200 << 20  # bytes more than before
SEED = b"""\
format = 1
[pathway]
id = "seed"
title = "Seed \\u001b]0;x\\u0007"
outcomes = ["one", "two"]
[[stage]]
id = "one"
title = "One"
text = '''
Words.

More words.'''
[[stage.reflection]]
id = "why"
prompt = "Why?"
[[stage.resource]]
id = "book"
kind = "book"
title = "A book"
minutes = 10
tags = ["a", "b"]
identifiers = { isbn = "1" }
[stage.resource.link]
url = "https://example.org/"
search = "a book"
[[stage.resource.companion]]
id = "other"
kind = "video"
title = "Another"
[further]
title = "More"
"""
PIECES = (
    b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b".", b",", b'"', b"'", b"'''", b'"""', b"#",
    b"\n", b"\r", b"\x00", b"\x1b", b"\xff", b"\xc2\x9b", b"\xe2\x80\xae", b"\\u202e", b"\\ud800",
    b"nan", b"inf", b"-1", b"0x" + b"f" * 300, b"9" * 5000, b"1e999", b"true", b"1979-05-27",
    b"a." * 40, b"[a]\n" * 50, b"{a=" * 90, b"[" * 300, b"x = 1\n", b'id = "one"\n', b"\\",
    b"javascript:alert(1)", b"https://user@host/", b"format = 2\n", b"[[stage]]\n",
)  # fmt: skip


def run(inputs: int, seed: int = 0) -> int:
    """Feed so many mutated files to the loader; return how many it took for pathways."""
    chance = random.Random(seed)  # noqa: S311 - repeatable mutations
    accepted = 0
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(inputs):
        data = _mutated(chance)
        began = time.perf_counter()
        try:
            pathway = parse_pathway(data)
        except BadToml as bad:
            _check_findings(bad, data)
        except Exception as error:
            raise Broken(f"input {number} of seed {seed}: {error!r} for {data!r}") from error
        else:
            accepted += 1
            _check_text(pathway, data)
        if time.perf_counter() - began > LONGEST:
            raise Broken(f"input {number} of seed {seed} took too long: {data[:200]!r}")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) * 1024
    if grown > MOST_MEMORY:
        raise Broken(f"the loader took {grown >> 20} MiB")
    return accepted


def _mutated(chance: random.Random) -> bytes:
    data = SEED
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((0, 0, 1, 2, 5, 30)))
        piece = chance.choice((b"", chance.choice(PIECES), data[at : at + 40]))
        data = data[:at] + piece + data[end:]
    return data


def _check_findings(bad: BadToml, data: bytes) -> None:
    if not bad.findings or any(not finding.sentence for finding in bad.findings):
        raise Broken(f"refused without a word: {data!r}")


def _check_text(pathway: Pathway, data: bytes) -> None:
    if commands_in("".join(_strings(pathway))):
        raise Broken(f"a control character came through: {data!r}")


def _strings(value: object) -> list[str]:
    if isinstance(value, tuple):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) else []
