"""Bit rot: a damaged journal costs what was damaged, and nothing else."""

import random

from psi_cli.record import journal
from psi_cli.record.model import Action, Event, stamp
from tests.campaign.scene import NOW, PATHWAY, Broken

LINES = 12


def run(cases: int, seed: int = 0) -> int:
    """Damage a journal in so many ways, one line or gap at a time; return the cases."""
    chance = random.Random(seed)  # noqa: S311 - repeatable damage
    events = events_to_harm()
    encoded = [journal.encode(event) for event in events]
    for number in range(cases):
        victim = chance.randrange(LINES)
        lines = list(encoded)
        lines[victim] = damaged(lines[victim], chance)
        read, findings = journal.read(b"".join(lines))
        hurt = {events[victim].id}
        missing = [event for event in events if event not in read and event.id not in hurt]
        if missing or not set(read) <= set(events):
            raise Broken(f"case {number}: damage to line {victim + 1} cost or changed another")
        if events[victim] not in read and lines[victim].strip() and not findings:
            raise Broken(f"case {number}: an event is gone, and nothing is told of it")
    return cases


def events_to_harm() -> list[Event]:
    """Return events whose texts look like journals themselves."""
    actions = [
        Action("note", f"thing-{number}", f'note {number}\nwith “quotes”, {{"id":"x","crc":"0"}}')
        for number in range(LINES)
    ]
    return list(
        stamp(actions, pathway=PATHWAY, milliseconds=NOW, after=-1, randomness=bytes(10 * LINES))
    )


def damaged(line: bytes, chance: random.Random) -> bytes:
    """Return a line with damage of some kind at some place."""
    at = chance.randrange(len(line))
    length = chance.randint(1, 40)
    noise = bytes(chance.randrange(256) for _ in range(length))
    return chance.choice(
        [
            line[:at],  # cut short, and the next line is glued to it
            line[:at] + line[at + length :],  # a piece gone
            line[:at] + bytes(length) + line[at + length :],  # zeros
            line[:at] + noise + line[at:],  # something between
            line[:at] + bytes([line[at] ^ (1 << chance.randrange(8))]) + line[at + 1 :],
            line + line[at:],  # torn and mixed with itself
        ]
    )
