"""A journal: the events of one device, one JSON object a line, each sealed by its own checksum.

The last member of a line, `crc`, is the CRC-32 of the line's bytes before it. So a line that was
cut short, changed or mixed with another is never taken for an event, and costs nothing but itself.
Lines are pure ASCII, which most changes of a file's encoding leave as it is.
"""

import json
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

from psi_cli.record.model import (
    LONGEST_TEXT,
    LONGEST_TIME,
    NEED_ABOUT,
    NEED_OF,
    READ,
    Event,
)
from psi_cli.system.sanitize import clean, clean_line

MEMBERS = ("id", "at", "pathway", "do", "about", "title", "of", "by", "took", "step", "text")
_OPENING = b'{"id":"'
_SEAL = rb',"crc":"[0-9a-f]{8}"\}'  # compiled where a line is damaged, not at start-up
_SEAL_LENGTH = 18  # bytes
_LONGEST_LINE = 1 << 18  # bytes; a note of the greatest length takes 240,000 at most
_BLANK = b" \t\xef\xbb\xbf\xfe\xff"  # with the byte-order marks that some editors put first
_HOLE = bytes(4)  # more zeros in a row than any encoding has between two letters
_ID, _NAME = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[a-z0-9-]{1,64}"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_FIELDS = re.compile(
    f"{_ID} {_MOMENT} {_NAME} {_NAME} (?:{_NAME})? (?:{_NAME})? (?:{_ID})? (?:{_ID})?"
)
_BEYOND = f"{READ:012x}"[:8] + "-" + f"{READ:012x}"[8:]
_scan = json.JSONDecoder().raw_decode
_title = lru_cache(1000)(clean_line)  # there are few, and each stands in many events


class Finding(NamedTuple):
    """Bytes of a journal that belong to no event: the line they begin in, from 1, and how many.

    `step` is the one thing that helps.
    """

    line: int
    lines: int
    what: str
    step: str


_ZEROS = (
    "holds zeros in place of what was written",
    "If the file is still arriving, wait; else restore it from a copy.",
)
_MERGE = ("is a mark that a merge left", "Delete the line: the events around it are read.")
_UNKNOWN = (
    "is whole, but no event that this psi reads",
    "If a newer psi wrote it, upgrade psi.",
)
_TORN = (
    "is cut short",
    "If the file is still arriving, wait; else nothing can be done, and nothing else is lost.",
)
_CHANGED = (
    "was changed after psi wrote it",
    "Restore the line from a copy as it was, byte for byte; psi reads it no other way.",
)
_FOREIGN = (
    "holds something that psi did not write",
    "Take it out, unless you know what it is; leave the rest of the line as it is.",
)


def encode(event: Event) -> bytes:
    """Return the line of an event."""
    return _sealed({name: value for name in MEMBERS if (value := getattr(event, name))})


def read(data: bytes, device: str = "") -> tuple[list[Event], list[Finding]]:
    """Return the events in the bytes of a journal, as they stand, and all else that is there."""
    events: list[Event] = []
    findings: list[Finding] = []
    for number, line in enumerate(data.splitlines(), start=1):
        for piece, event in _pieces(line, device):
            if event:
                events.append(event)
            else:
                _add(findings, number, _explain(piece))
    return events, findings


def lines(data: bytes) -> Iterator[tuple[bytes, Event]]:
    """Yield the events in the bytes of a journal, each with its line as it was written."""
    for line in data.splitlines():
        yield from ((piece, event) for piece, event in _pieces(line, "") if event)


def settled(data: bytes) -> int:
    """Return how many bytes of a journal will never say more: all but a torn line at its end."""
    end = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
    return end if read(data[end:])[1] else len(data)


def without_texts(data: bytes, ids: frozenset[str], names: frozenset[str]) -> bytes:
    """Return a journal in which these events have no text; every other byte is as it was.

    A damaged line that tells of one of these names is cut before its text.
    """
    return b"".join(_without_text(line, ids, names) for line in data.splitlines(keepends=True))


def with_texts(data: bytes, ids: Collection[str]) -> frozenset[str]:
    """Return those of the events with these ids, some, that stand in a journal with a text."""
    any_id = "|".join(ids).encode()
    found = re.finditer(rb'\{"id":"(%s)"[^\r\n]*?"text":' % any_id, data)
    return frozenset(match[1].decode() for match in found)


def torn_texts(data: bytes, names: frozenset[str]) -> int:
    """Return how many damaged lines about one of these names hold something of a text."""
    return sum(
        event is None and _text_within(piece, names) is not None
        for line in data.splitlines()
        for piece, event in _pieces(line, "")
    )


def _add(findings: list[Finding], line: int, explained: tuple[str, str]) -> None:
    """Add a finding; lines in a row of which the same is to be said are one."""
    last = findings[-1] if findings else Finding(0, 0, "", "")
    if last.line + last.lines == line and last[2:] == explained:
        findings[-1] = last._replace(lines=last.lines + 1)
    elif last.line + last.lines <= line:
        findings.append(Finding(line, 1, *explained))


def _explain(piece: bytes) -> tuple[str, str]:
    """Return what is to be said of bytes that are no event, and what helps."""
    if not piece.strip(b"\0"):
        return _ZEROS
    if piece.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")):
        return _MERGE
    if _is_sealed(piece):
        return _UNKNOWN
    if piece.startswith(_OPENING) and not piece.endswith(b'"}'):
        return _TORN
    if b'"crc"' in piece or _OPENING in piece:
        return _CHANGED
    return _FOREIGN


def _sealed(members: dict[str, Any]) -> bytes:
    body = json.dumps(members, separators=(",", ":")).encode()[:-1]
    return body + _seal(body) + b"\n"


def _seal(body: bytes) -> bytes:
    return b',"crc":"%08x"}' % crc32(body)


def _is_sealed(line: bytes) -> bool:
    return line[-_SEAL_LENGTH:] == _seal(line[:-_SEAL_LENGTH])


def _pieces(line: bytes, device: str) -> Iterator[tuple[bytes, Event | None]]:
    """Yield the events in a line, one as a rule, and what lies between and around them.

    Zeros between letters are left out, since UTF-16 is full of them. A hole comes first.
    """
    if event := _decode(line, device):
        yield line, event
        return
    if _HOLE in line:
        yield _HOLE, None
    line = line.replace(b"\0", b"")
    begin = end = 0
    for seal in re.finditer(_SEAL, line):
        start = line.rfind(_OPENING, end, seal.start())
        end = seal.end()
        if start >= 0 and (event := _decode(line[start:end], device)):
            if line[begin:start].strip(_BLANK):
                yield line[begin:start], None
            yield line[start:end], event
            begin = end
    if line[begin:].strip(_BLANK):
        yield line[begin:], None


def _decode(line: bytes, device: str) -> Event | None:
    """Return the event of a line, or None where a byte of it is not as it was written."""
    members = _members(line)
    return _checked(members, device) if members else None


def _members(line: bytes) -> dict[str, Any] | None:
    if len(line) > _LONGEST_LINE or not _is_sealed(line):
        return None
    try:
        text = line.decode("ascii")  # as psi writes it: nothing in it can command a terminal
        members, end = _scan(text)
    except (ValueError, RecursionError):  # sealed by another's hand
        return None
    return members if isinstance(members, dict) and end == len(text) else None


def _checked(members: dict[str, Any], device: str) -> Event | None:
    """Return the event of a line's members, its words cleaned; None for what psi never writes."""
    told = members.get
    name, do, about, of = told("id", ""), told("do", ""), told("about", ""), told("of", "")
    at, pathway, step, by = told("at", ""), told("pathway", ""), told("step", ""), told("by", "")
    try:
        whole = _FIELDS.fullmatch(" ".join([name, at, pathway, do, about, by, of, step]))  # noqa: FLY002
        text, title = clean(told("text", ""), keep_tabs=True), _title(told("title", ""))
    except (AttributeError, TypeError):  # what should be a string is none
        return None
    if not whole or name >= _BEYOND or len(text) > LONGEST_TEXT:
        return None
    if (not about and do in NEED_ABOUT) or (not of and do in NEED_OF):
        return None
    took = told("took", 0)
    took = took if type(took) is int and 0 < took <= LONGEST_TIME else 0  # in minutes
    return Event(name, at, pathway, do, about, text, of, step, title, by, device, took)


def _without_text(line: bytes, ids: frozenset[str], names: frozenset[str]) -> bytes:
    """Return a line as it is, or its events and remains without the texts to forget."""
    changed = False
    parts = []
    for piece, event in _pieces(line.rstrip(b"\r\n"), ""):
        left = piece
        if event and event.id in ids and event.text:
            kept = (_members(piece) or {}).items()
            left = _sealed({key: one for key, one in kept if key not in {"text", "crc"}})[:-1]
        elif not event and (start := _text_within(piece, names)) is not None:
            left = piece[:start]
        changed |= left != piece
        parts.append(left)
    return b"\n".join([*parts, b""]) if changed else line


def _text_within(piece: bytes, names: frozenset[str]) -> int | None:
    """Return where the text begins in what is left of a line about one of these names."""
    before, text, _ = piece.partition(b'"text"')
    about = any(b'"%s"' % name.encode() in before for name in names)
    return len(before) if text and about else None
