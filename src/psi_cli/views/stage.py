"""The view of a stage: its goal, its resources, its questions, and what is open behind it."""

from collections.abc import Iterator
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.learning.progress import StageProgress
from psi_cli.pathway.model import FURTHER, Stage
from psi_cli.pathway.references import Target
from psi_cli.views import wording
from psi_cli.views.elements import Block, Fact, Heading, Hint, Item, Panel, Paragraph, Span
from psi_cli.views.lines import (
    Facts,
    ResourceLine,
    answering,
    going_on,
    moving_on,
    pathway_facts,
    question_facts,
    resource_line,
    rows,
    stage_facts,
    trail,
)

ROWS_OF_THE_REST = 16  # of a window, for all of a stage's screen but its resources
LEAST = 2  # resources that are shown, however small the window
_GOAL = 2  # lines


class StageView(NamedTuple):
    """One stage, with as many of its resources as a window has rows for."""

    journey: Journey
    stage: Stage
    message: str
    room: int  # for resources
    hints: tuple[Hint, ...]
    goal_lines: int = _GOAL
    schema: str = "psi.stage/1"

    def shorter(self, rows: int) -> "StageView":
        """Return the view on so many rows fewer, as far as it can be cut."""
        lines = max(self.goal_lines - rows, 1)
        shown = min(self.room, len(self.stage.resources))
        folding = shown == len(self.stage.resources)  # which takes a row of its own
        less = rows - (self.goal_lines - lines) + folding
        return self._replace(goal_lines=lines, room=max(shown - less, LEAST))

    def facts(self) -> Facts:
        """Return what the screen states, and all resources where it folds some."""
        stage, known = self.stage, self._progress()
        return {
            "message": self.message or None,
            "pathway": pathway_facts(self.journey.pathway),
            "id": stage.id,
            "title": stage.title,
            "goal": stage.goal or None,
            "minutes": stage.minutes,
            **({"stage": stage_facts(self.journey, known)} if known else {"stage": None}),
            "resources": [line.facts() for line in self.lines()],
            "questions": [question_facts(self.journey, one) for one in self._questions()],
            "left_open": [number for _, left in self._behind() for number in left],
        }

    def lines(self) -> list[ResourceLine]:
        """Return the resources of the stage as they stand."""
        parts = self.journey.parts
        return [resource_line(self.journey, parts[one.id]) for one in self.stage.resources]

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        blocks: list[Block] = [Heading(self.journey.pathway.title, self._place())]
        if self.message:
            blocks.append(Paragraph((Span(self.message, "strong"),)))
        blocks += [trail(self.journey), *self._goal()]
        if self.stage.resources:
            blocks.append(Panel("Resources", tuple(self._rows()), self._counts()))
        if closing := "  ".join(self._remarks()):
            blocks.append(Paragraph(closing))
        return blocks

    def _questions(self) -> list[Target]:
        return self.journey.questions(self.stage)

    def _progress(self) -> StageProgress | None:
        return self.journey.progress.of(self.stage)

    def _place(self) -> str:
        known = self._progress()
        stages = len(self.journey.progress.stages)
        return f"stage {known.number} of {stages}" if known else "beyond the stages"

    def _goal(self) -> Iterator[Block]:
        stage = self.stage
        reading = wording.reading_time(stage)
        goal = stage.goal or next(iter(stage.text), "")
        if goal:
            yield Panel(stage.title, (Paragraph(goal, most=self.goal_lines),), reading)
        else:
            yield Fact(stage.title, reading)

    def _rows(self) -> Iterator[Block]:
        lines = self.lines()
        first = next((n for n, one in enumerate(lines) if one.state.status == "open"), 0)
        if len(lines) <= self.room:
            first = 0
        shown = lines[first : first + self.room]
        yield from rows(shown, at_hand=self.journey.progress.at_hand)
        if more := len(lines) - len(shown):
            yield Item("point", "", f"and {more:,} more: `psi list --stage {self.stage.id}`")

    def _counts(self) -> str:
        known = self._progress()
        if not known or not known.total:
            return wording.plural(len(self.stage.resources), "resource")
        left = wording.estimate(known.minutes_left, known.untimed)
        return " · ".join(filter(None, (wording.counts(known), left)))

    def _remarks(self) -> Iterator[str]:
        asked = len(self.stage.reflections)
        if asked:
            answered = self.journey.progress.answered(self.stage)
            yield f"Questions for your own work: {answered} of {asked} answered."
        if behind := list(self._behind()):
            named = "; ".join(
                f"{one.stage.short} {wording.ranges(left)}" for one, left in behind[-2:]
            )
            yield f"Left open: {named}."

    def _behind(self) -> Iterator[tuple[StageProgress, list[str]]]:
        """Yield the stages before this one in which something is left, and its numbers."""
        if not self._progress():
            return
        for one in self.journey.progress.stages:
            if one.stage.id == self.stage.id:
                return
            left = self.journey.progress.left_in(one.stage)
            if left:
                yield one, [self.journey.parts[resource.id].number for resource in left]


def stage_view(
    journey: Journey, stage: Stage | None = None, *, message: str = "", rows: int
) -> StageView:
    """Return the view of a stage; of the one the learner is in where none is named."""
    stage = stage or journey.progress.current.stage
    room = max(LEAST, rows - ROWS_OF_THE_REST)
    return StageView(journey, stage, message, room, tuple(_hints(journey, stage))[:3])


def _hints(journey: Journey, stage: Stage) -> Iterator[Hint]:
    """Yield what comes next in a stage: what is open in it, its text, the way on."""
    here = stage.id == journey.progress.current.stage.id
    ref = "" if here else f" {stage.id}"
    if here and (target := journey.next_here()):
        yield going_on(journey, target)[0]
    elif not here and stage.resources:
        first = journey.parts[stage.resources[0].id]
        yield Hint(f"psi show {first.number}", "read about one")
    if stage.text:
        time = f", {wording.duration(stage.minutes)}" if stage.minutes else ""
        yield Hint(f"psi read{ref}", f"the text of this stage{time}")
    if not here and stage.id != FURTHER:
        yield Hint(f"psi goto {stage.id}", "go to this stage")
    if here:
        yield moving_on(journey)
        yield from answering(journey)
    yield Hint("psi", "where you are")
