"""The mechanical mended in a file: its bytes with the lines put right, all else as it was."""

from psi_cli.authoring.check import check
from psi_cli.authoring.encoding import decoded
from psi_cli.authoring.findings import Finding

_ROUNDS = 5  # what is mended may show what stood behind it


def fixed(data: bytes, this_year: int) -> tuple[bytes, tuple[Finding, ...]]:
    """Return the bytes of a file with all that psi can surely mend, and what that was.

    Comments, layout and line ends stay as they are; what is not UTF-8 becomes it.
    """
    mended: list[Finding] = []
    for _ in range(_ROUNDS):
        sure = [one for one in check(data, "", this_year).findings if one.sure]
        after = _applied(data, sure)
        if after == data:
            break
        mended += sure
        data = after
    return data, tuple(mended)


def _applied(data: bytes, sure: list[Finding]) -> bytes:
    names = {one.name for one in sure}
    text, _ = decoded(data)
    if not names & {"encoding", "line-ends"}:  # line by line, since each may end in its own way
        text = data.decode()
    lines = text.split("\n")
    for finding in sure:
        for number, right in finding.corrected:
            end = "\r" if lines[number - 1].endswith("\r") else ""
            lines[number - 1] = right + end
    return "\n".join(lines).encode()
