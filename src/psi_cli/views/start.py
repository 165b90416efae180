"""The view of `psi start`: what the pathway is, for whom, what for, and what it asks."""

from collections.abc import Iterator
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.learning.progress import StageProgress
from psi_cli.views import wording
from psi_cli.views.elements import Block, Heading, Hint, Item, Panel, Paragraph, Span
from psi_cli.views.lines import Facts, going_on, moving_on, pathway_facts, stage_facts

_ABOUT, _OUTCOMES, _STAGES = 7, 5, 5  # lines of the first, and how many of the others
_LEAST = 2  # lines and stages, however small the window


class Start(NamedTuple):
    """A pathway from outside, as its learner sets out."""

    journey: Journey
    hints: tuple[Hint, ...]
    about_lines: int = 0  # all
    stage_rows: int = _STAGES
    schema: str = "psi.start/1"

    def shorter(self, rows: int) -> "Start":
        """Return the view on so many rows fewer, as far as it can be cut: stages, then words."""
        stages = max(self.stage_rows - rows, _LEAST)
        rows -= self.stage_rows - stages
        lines = max(self.about_lines - rows, _LEAST) if self.about_lines else _ABOUT
        return self._replace(stage_rows=stages, about_lines=lines if rows else self.about_lines)

    def facts(self) -> Facts:
        """Return what the screen states."""
        pathway, progress = self.journey.pathway, self.journey.progress
        return {
            "pathway": pathway_facts(pathway) | {"version": pathway.version},
            "summary": pathway.summary,
            "audience": pathway.audience,
            "outcomes": list(pathway.outcomes),
            "publisher": pathway.publisher,
            "homepage": pathway.homepage or None,
            "minutes": progress.total("minutes_left"),
            "untimed": progress.total("untimed"),
            "stages": [stage_facts(self.journey, one) for one in progress.stages],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        pathway = self.journey.pathway
        blocks: list[Block] = [Heading(pathway.title, size(self.journey))]
        if pathway.summary or pathway.audience:
            about = Paragraph(tuple(self._about()), most=self.about_lines)
            blocks = [Panel(pathway.title, (about,), size(self.journey))]
        if pathway.outcomes:
            points = tuple(Item("point", "", one) for one in pathway.outcomes[:_OUTCOMES])
            blocks.append(Panel("You will be able to", points))
        stages = self.journey.progress.stages
        blocks += [_stage_row(one) for one in stages[: self.stage_rows]]
        if (more := len(stages) - self.stage_rows) > 0:
            blocks.append(Paragraph(f"and {wording.plural(more, 'stage')} more: `psi list`"))
        return blocks

    def _about(self) -> Iterator[Span | str]:
        pathway = self.journey.pathway
        yield pathway.summary
        if pathway.audience:
            yield from (
                "  " if pathway.summary else "",
                Span("For:", "strong"),
                f" {pathway.audience}",
            )


def size(journey: Journey) -> str:
    """Return how large a pathway is: 3 stages · about 7 h 30."""
    stages = wording.plural(len(journey.pathway.stages), "stage")
    total = journey.progress.total
    time = wording.estimate(total("minutes_left"), total("untimed"), "about")
    return " · ".join(filter(None, (stages, time)))


def _stage_row(one: StageProgress) -> Item:
    asks = wording.reading_time(one.stage)
    if one.total:
        time = wording.estimate(one.minutes_left, one.untimed, "about")
        asks = ", ".join(filter(None, (wording.plural(one.total, "resource"), time)))
    elif one.stage.resources:
        asks = f"{wording.plural(len(one.stage.resources), 'resource')}, none required"
    return Item("open", one.number, one.stage.title, asks, is_row=True)


def start(journey: Journey) -> Start:
    """Return the view of a pathway that has just been begun."""
    first = journey.progress.current.stage
    reading = (Hint("psi read", f"begin: {wording.duration(first.minutes or 1)}"),)
    hints = (
        *(reading if first.text else going_on(journey)[:1] or (moving_on(journey),)),
        Hint("psi suggest", "what fits into the time you have"),
    )
    return Start(journey, hints)
