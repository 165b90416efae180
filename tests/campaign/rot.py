"""Bit rot: a damaged journal costs what was damaged, and nothing else."""

import random

from psi_cli.record import journal
from psi_cli.record.model import Action, Event, stamp
from tests.campaign.scene import NOW, PATHWAY, Broken

BLOCKS = 12


def run(cases: int, seed: int = 0) -> int:
    """Damage a journal in so many ways, one block or gap at a time; return the cases."""
    chance = random.Random(seed)  # noqa: S311 - repeatable damage
    events = _events()
    encoded = [journal.encode(event) for event in events]
    for number in range(cases):
        victim = chance.randrange(BLOCKS)
        blocks = list(encoded)
        blocks[victim] = _damaged(blocks[victim], chance)
        data = journal.HEADER + b"".join(blocks)
        read = list(journal.events(data))
        hurt = {events[victim].id}
        if not blocks[victim].startswith(journal.OPENING) and victim:
            hurt.add(events[victim - 1].id)  # its own line break may be the one that is gone
        missing = [event for event in events if event not in read and event.id not in hurt]
        if missing or not set(read) <= set(events):
            raise Broken(f"case {number}: damage to block {victim} cost or changed another event")
        if list(journal.newest_first(data)) != read[::-1]:
            raise Broken(f"case {number}: forwards and backwards disagree")
    return cases


def _events() -> list[Event]:
    actions = [
        Action("note", f"thing-{number}", f'note {number}\nwith “quotes”, [[event]] and sum = "0"')
        for number in range(BLOCKS)
    ]
    return list(
        stamp(actions, pathway=PATHWAY, milliseconds=NOW, latest="", randomness=bytes(10 * BLOCKS))
    )


def _damaged(block: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(block))
    length = chance.randint(1, 40)
    noise = bytes(chance.randrange(256) for _ in range(length))
    return chance.choice(
        [
            block[:at],  # cut short
            block[:at] + block[at + length :],  # a piece gone
            block[:at] + bytes(length) + block[at + length :],  # zeros
            block[:at] + noise + block[at:],  # something between
            block[:at] + bytes([block[at] ^ (1 << chance.randrange(8))]) + block[at + 1 :],
            block + block[at:],  # torn and mixed with itself
        ]
    )
