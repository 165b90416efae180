"""Bit rot: a damaged journal costs what was damaged, and nothing else."""

import random

from psi_cli.record import journal
from psi_cli.record.model import Action, Event, stamp
from tests.campaign.scene import NOW, PATHWAY, Broken

LINES = 12


def run(cases: int, seed: int = 0) -> int:
    """Damage a journal in so many ways, one line at a time; return the cases."""
    chance = random.Random(seed)  # noqa: S311 - repeatable damage
    events = some_events(LINES)
    encoded = [journal.encode(event) for event in events]
    for number in range(cases):
        victim = chance.randrange(LINES)
        lines = list(encoded)
        lines[victim] = _damaged(lines[victim], chance)
        read, findings = journal.read(b"".join(lines))
        missing = set(events) - set(read)
        if not missing <= {events[victim]} or not set(read) <= set(events):
            raise Broken(f"case {number}: damage to line {victim} cost or changed another event")
        if missing and lines[victim].strip() and not findings:
            raise Broken(f"case {number}: damage to line {victim} is not told")
    return cases


def some_events(count: int) -> list[Event]:
    """Return notes whose words look like a journal's own."""
    actions = [
        Action("note", f"thing-{number}", f'note {number}\nwith “quotes”, {{"id":" and "crc":"0"}}')
        for number in range(count)
    ]
    randomness = bytes(10 * count)
    return list(stamp(actions, pathway=PATHWAY, milliseconds=NOW, after=-1, randomness=randomness))


def _damaged(line: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(line))
    length = chance.randint(1, 40)
    noise = chance.randbytes(length)
    return chance.choice(
        [
            line[:at],  # cut short
            line[:at] + line[at + length :],  # a piece gone
            line[:at] + bytes(length) + line[at + length :],  # zeros
            line[:at] + noise + line[at:],  # something between
            line[:at] + bytes([line[at] ^ (1 << chance.randrange(8))]) + line[at + 1 :],
            line + line[at:],  # torn and mixed with itself
        ]
    )
