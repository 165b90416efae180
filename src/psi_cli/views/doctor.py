"""The view of `psi doctor`: where things are, what the terminal can do, what is wrong."""

from typing import NamedTuple

from psi_cli.record.checkup import JournalFacts, Problem
from psi_cli.system.sanitize import clean_line
from psi_cli.views import wording
from psi_cli.views.elements import Block, Fact, Heading, Hint, Item, Panel, Paragraph, Span
from psi_cli.views.lines import Facts

_NO_RECORD: tuple[Block, ...] = (Paragraph("Nothing is saved yet."),)


class Place(NamedTuple):
    """What psi runs on and with: versions, folders, the pathway, the terminal."""

    version: str
    python: str
    system: str
    data: str
    cache: str
    pathway: str
    pathway_version: str
    pathway_file: str
    columns: int
    encoding: str
    panels: bool
    color: bool


class Checkup(NamedTuple):
    """What `psi doctor` found."""

    place: Place
    journals: tuple[JournalFacts, ...]
    problems: tuple[Problem, ...]
    hints: tuple[Hint, ...]
    remarks: tuple[str, ...] = ()
    schema: str = "psi.doctor/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        return {
            **self.place._asdict(),
            "journals": [one._asdict() for one in self.journals],
            "problems": [_problem_facts(one) for one in self.problems],
            "remarks": list(self.remarks),
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        verdict = wording.plural(sum(not one.fixed for one in self.problems), "problem")
        problems = tuple(_problem_item(one) for one in self.problems)
        record = tuple(map(_journal_item, self.journals)) or _NO_RECORD
        return [
            Heading("psi doctor", verdict if self.problems else "all is well"),
            Panel("Here", self._facts()),
            Panel("Your record", (*record, *map(Paragraph, self.remarks))),
            *([Panel("Problems", problems)] if problems else []),
        ]

    def _facts(self) -> tuple[Block, ...]:
        place = self.place
        panels = "panels" if place.panels else "plain lines"
        color = "colour" if place.color else "no colour"
        return (
            Fact("psi", f"{place.version} on Python {place.python}, {place.system}"),
            Fact("Pathway", f"{place.pathway} {place.pathway_version}".rstrip()),
            Fact("From", place.pathway_file),
            Fact("Your data", place.data),
            Fact("Cache", f"{place.cache} (safe to delete)"),
            Fact(
                "Terminal",
                f"text {place.columns} columns wide, {place.encoding}, {panels}, {color}",
            ),
        )


def _journal_item(facts: JournalFacts) -> Item:
    own = "this device" if facts.own else "another device"
    counts = f"{wording.plural(facts.events, 'event')}, {facts.size:,} bytes"
    damaged = f", {wording.plural(facts.unreadable, 'unreadable line')}" if facts.unreadable else ""
    return Item(
        "bad" if facts.unreadable else "good", "", f"{facts.name} ({own})", counts + damaged
    )


def _problem_item(problem: Problem) -> Item:
    note = "fixed" if problem.fixed else "can be fixed" if problem.fix else "stays"
    mark = "good" if problem.fixed else "bad"
    file = Span(clean_line(problem.file), "strong")
    return Item(mark, "", (file,), note, (problem.sentence, problem.step))


def _problem_facts(problem: Problem) -> Facts:
    return {
        "file": clean_line(problem.file),
        "line": problem.line or None,
        "sentence": problem.sentence,
        "step": problem.step,
        "fixable": problem.fix is not None,
        "fixed": problem.fixed,
    }
