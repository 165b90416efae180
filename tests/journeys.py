"""Journeys through the small pathway of the views' tests, told in lines and made without a file."""

from pathlib import Path

from psi_cli.learning.journey import Journey, begin
from psi_cli.pathway.model import Pathway
from psi_cli.pathway.parse import parse_pathway
from psi_cli.record.model import Event, PathwayRecord

BREAD = parse_pathway((Path(__file__).parent / "views" / "bread.toml").read_bytes())
A_DAY = "2026-11-23"


def walked(*lines: str, pathway: Pathway = BREAD) -> Journey:
    """Return the journey of someone who did what the lines say, in their order.

    A line is what was done, to what, and for a note its words: “open starter”. A day before it is
    the day, at nine o'clock; other lines are of a Monday.
    """
    record = PathwayRecord()
    for number, line in enumerate(lines):
        day, told = line.split(" ", 1) if line[0].isdigit() else (A_DAY, line)
        do, about, text = [*told.split(" ", 2), "", ""][:3]
        record.apply(Event(f"{number:04}", f"{day}T09:00:00Z", pathway.id, do, about, text))
    return begin(pathway, record)
