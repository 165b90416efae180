"""The view of `psi read`: the text of a stage, then its questions."""

from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Stage
from psi_cli.views import wording
from psi_cli.views.elements import Block, Heading, Hint, Panel, Paragraph, Span
from psi_cli.views.lines import (
    Facts,
    going_on,
    moving_on,
    pathway_facts,
    question_facts,
    question_item,
)


class Reading(NamedTuple):
    """The text of a stage, set for reading, and what it asks."""

    journey: Journey
    stage: Stage
    hints: tuple[Hint, ...]
    schema: str = "psi.read/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        stage, pathway = self.stage, self.journey.pathway
        questions = self.journey.questions(stage)
        return {
            "pathway": pathway_facts(pathway),
            "id": stage.id,
            "title": stage.title,
            "goal": stage.goal or None,
            "text": list(stage.text),
            "minutes": stage.minutes,
            "questions": [question_facts(self.journey, one) for one in questions],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        stage = self.stage
        blocks: list[Block] = [Heading(stage.title, wording.reading_time(stage))]
        goal = (Span(stage.goal, "strong"),) if stage.goal else ()
        blocks += [Paragraph(one, is_running=True) for one in (goal, *stage.text) if one]
        if not (stage.text or stage.goal):
            blocks.append(Paragraph("This stage has no text of its own."))
        if questions := self.journey.questions(stage):
            items = tuple(question_item(self.journey, one) for one in questions)
            blocks.append(Panel("Questions for your own work", items))
        return blocks


def reading(journey: Journey, stage: Stage) -> Reading:
    """Return the view of a stage's text."""
    hints = []
    if open_questions := journey.open_questions(stage):
        number = journey.number(open_questions[0])
        hints.append(Hint(f"psi answer {number}", "write what you think, in your own words"))
    if stage.id == journey.progress.current.stage.id:
        if stage.resources:
            hints += going_on(journey)[:1]
        hints.append(moving_on(journey))
    else:
        hints.append(Hint(f"psi show {stage.id}", "the stage at a glance"))
    return Reading(journey, stage, tuple(hints))
