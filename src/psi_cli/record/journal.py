"""A journal: the events of one device as text, append-only, each sealed by its own checksum.

The file is TOML, an [[event]] block an event, one `key = value` a line. The last line of a
block is the CRC-32 of the lines before it, so a block that was cut short, overwritten or mixed
with another is never taken for an event, and costs nothing but itself.
"""

from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from psi_cli.record.model import LATEST_MILLISECOND, Event
from psi_cli.system.sanitize import clean

FORMAT = 1
HEADER = f"""\
# What the learner did on one device, oldest first. psi adds to this file and never changes it.
format = {FORMAT}
""".encode()
OPENING = b"\n[[event]]\n"
LONGEST_TEXT = 20_000  # characters of a note
_CHECKSUM = b'\nsum = "'
_CHECKSUM_LENGTH = len(_CHECKSUM) + 10  # with eight digits, a quotation mark and a line break
_TEXT = b"\ntext = "
_UNDO = b'\ndo = "undo"\n'
_KEYS = frozenset(Event._fields)
_LONGEST_NAME = 64


class Block(NamedTuple):
    """A block of a journal: the byte it starts at, the line from 1, and the event if whole."""

    offset: int
    line: int
    event: Event | None


def encode(event: Event) -> bytes:
    """Return the block of an event."""
    import tomli_w

    lines = [f'id = "{event.id}"', f"at = {event.at}", f'pathway = "{event.pathway}"']
    lines += [f'do = "{event.do}"']
    lines += [
        f'{key} = "{value}"' for key in ("about", "of", "step") if (value := _get(event, key))
    ]
    body = "\n".join(lines).encode() + b"\n"
    if event.text:
        body += tomli_w.dumps({"text": event.text}).encode()
    return OPENING + body + _checksum(body)


def _get(event: Event, key: str) -> str:
    return str(getattr(event, key))


def _checksum(body: bytes) -> bytes:
    return b'sum = "%08x"\n' % crc32(body)


def format_of(data: bytes) -> int:
    """Return the format that a journal says it has; ours where its header cannot be read."""
    start = data[: data.find(OPENING) + 1 or 400]
    for line in start.split(b"\n"):
        if line.startswith(b"format = ") and line[9:].isdigit():
            return int(line[9:19])
    return FORMAT


def events(data: bytes) -> Iterator[Event]:
    """Yield the whole events in the bytes of a journal, or of its end, as they stand."""
    for _, block in _split(data):
        if event := _decode(block):
            yield event


def undone_in(data: bytes) -> Iterator[str]:
    """Yield the ids of the events that the events in these bytes take back."""
    for _, block in _split(data):
        if _UNDO in block and (event := _decode(block)) and event.do == "undo":
            yield event.of


def blocks(data: bytes) -> Iterator[Block]:
    """Yield every block with its place; bytes that belong to no event are blocks without one."""
    line, seen = 1, 0
    for start, end in _pieces(data):
        line += data.count(b"\n", seen, start)
        seen = start
        yield Block(start, line, _decode(data[start:end].removeprefix(OPENING[1:])))


def newest_first(data: bytes) -> Iterator[Event]:
    """Yield the whole events from the end of a journal back to its start."""
    end = len(data)
    while (start := data.rfind(OPENING, 0, end)) >= 0:
        if event := _decode(data[start + len(OPENING) : end]):
            yield event
        end = start


def settled(data: bytes) -> int:
    """Return how many bytes of a journal will never say more: all but a torn block at its end."""
    start = data.rfind(OPENING)
    if start < 0:
        return 0
    block = data[start + len(OPENING) :]
    return start + len(OPENING) + _checked_length(block) if _decode(block) else start


def without_texts(data: bytes, ids: frozenset[str], names: frozenset[str]) -> bytes:
    """Return a journal in which these events have no text; every other byte is as it was.

    A damaged block about one of these names loses what it has of a text, and all behind it.
    """
    kept = bytearray(data)
    for offset, block in reversed(list(_split(data))):
        event = _decode(block)
        start, end = offset + len(OPENING), offset + len(OPENING) + len(block)
        if event and event.id in ids:
            kept[offset:end] = encode(event._replace(text=""))
        elif not event and (length := _torn_text(block, names)) is not None:
            kept[start + length : end] = b"\n"
    return bytes(kept)


def torn_texts(data: bytes, names: frozenset[str]) -> int:
    """Return how many damaged blocks about one of these names hold something of a text."""
    return sum(
        _decode(block) is None and _torn_text(block, names) is not None for _, block in _split(data)
    )


def _torn_text(block: bytes, names: frozenset[str]) -> int | None:
    """Return where the text begins in a block about one of these names; None without one."""
    start = block.find(_TEXT)
    about = any(f'\nabout = "{name}"\n'.encode() in block[: start + 1] for name in names)
    return start if start >= 0 and about else None


def _split(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield where each opening stands and the bytes between it and the next."""
    start = data.find(OPENING)
    while start >= 0:
        after = start + len(OPENING)
        end = data.find(OPENING, after - 1)  # the line break of one may begin the next
        yield start, data[after : max(after, end) if end >= 0 else len(data)]
        start = end


def _pieces(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where blocks begin and end, and where there is anything that is no block."""
    for start, block in _split(data):
        begin = start + 1  # the opening's own line break belongs to no block
        end = start + len(OPENING) + len(block)
        sealed = start + len(OPENING) + _checked_length(block)
        yield begin, sealed
        if data[sealed:end].strip():
            yield sealed, end


def _checked_length(block: bytes) -> int:
    """Return how much of a block there is up to and with its checksum; all of it without one."""
    at = block.find(_CHECKSUM)
    return at + _CHECKSUM_LENGTH if at >= 0 else len(block)


def _decode(block: bytes) -> Event | None:
    """Return the event of a block, or None where a byte of it is not as it was written.

    What follows the checksum is none of the block's: it may be the remains of a later one.
    """
    body, _, checksum = block.partition(_CHECKSUM)
    body += b"\n"
    if not block[len(body) - 1 :].startswith(b"\n" + _checksum(body)) or not checksum:
        return None
    try:
        return _checked(dict(_fields(body.decode())))
    except ValueError:
        return None


def _fields(body: str) -> Iterator[tuple[str, str]]:
    for line in body.removesuffix("\n").split("\n"):
        key, found, value = line.partition(" = ")
        if not found:
            raise ValueError(line)
        if key in _KEYS:
            yield key, _value(value)


def _value(value: str) -> str:
    if not value.startswith('"'):
        return value
    if "\\" not in value and value.count('"') == 2:  # noqa: PLR2004 - the two around it
        return value[1:-1]
    import tomllib

    return str(tomllib.loads(f"value = {value}")["value"])


def _checked(fields: dict[str, str]) -> Event | None:
    """Return the event of the fields, its text cleaned; None for what psi never writes."""
    event = Event(
        fields.get("id", ""),
        fields.get("at", ""),
        fields.get("pathway", ""),
        fields.get("do", ""),
        fields.get("about", ""),
        clean(fields.get("text", ""), keep_tabs=True),
        fields.get("of", ""),
        fields.get("step", ""),
    )
    whole = (
        _is_id(event.id)
        and (not event.of or _is_id(event.of))
        and (not event.step or _is_id(event.step))
        and _is_moment(event.at)
        and _is_name(event.pathway)
        and _is_name(event.do)
        and (not event.about or _is_name(event.about))
        and len(event.text) <= LONGEST_TEXT
    )
    return event if whole else None


def _is_id(name: str) -> bool:
    """Tell whether this is a UUID as psi writes it, of a time that a clock can show."""
    if len(name) != 36 or name[8:24:5] != "----" or name != name.lower():  # noqa: PLR2004
        return False
    try:
        number = bytes.fromhex(name.replace("-", ""))
    except ValueError:
        return False
    return len(number) == 16 and int.from_bytes(number[:6]) < LATEST_MILLISECOND  # noqa: PLR2004


def _is_name(name: str) -> bool:
    """Tell whether this could be the id of something, or a kind of action."""
    return (
        0 < len(name) <= _LONGEST_NAME
        and name.isascii()
        and name.replace("-", "0").isalnum()
        and name == name.lower()
    )


def _is_moment(at: str) -> bool:
    """Tell whether this is a time as psi writes it: 2026-11-23T09:30:00Z."""
    digits = at[:4] + at[5:7] + at[8:10] + at[11:13] + at[14:16] + at[17:19]
    marks = at[4:5] + at[7:8] + at[10:11] + at[13:14] + at[16:17] + at[19:]
    return digits.isascii() and digits.isdigit() and len(digits) == 14 and marks == "--T::Z"  # noqa: PLR2004
