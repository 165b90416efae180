"""The view of `psi suggest`: what fits into the time there is, with the reason for each."""

from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.learning.suggest import BEGUN, BOOKMARKED, HERE, LONGEST, Suggestion
from psi_cli.pathway.links import opening
from psi_cli.pathway.model import Reflection, Resource
from psi_cli.pathway.references import title_of
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.elements import Block, Heading, Hint, Item, Panel, Paragraph, Span, Words
from psi_cli.views.lines import Facts, question_facts, resource_line


class Suggestions(NamedTuple):
    """At most three things that fit into so many minutes, the best first."""

    journey: Journey
    minutes: int
    found: tuple[Suggestion, ...]
    days: Days
    hints: tuple[Hint, ...]
    schema: str = "psi.suggest/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        return {"minutes": self.minutes, "suggestions": [self._facts(one) for one in self.found]}

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        title = f"In {wording.duration(self.minutes)}"
        if not self.found:
            nothing = f"Nothing that is open fits into {wording.duration(self.minutes)}."
            return [Heading(self.journey.pathway.title), Paragraph(nothing)]
        items = tuple(self._item(one) for one in self.found)
        return [Heading(self.journey.pathway.title), Panel(title, items)]

    def _facts(self, one: Suggestion) -> Facts:
        part = one.target.part
        if isinstance(part, Reflection):
            about = question_facts(self.journey, one.target)
        else:
            about = resource_line(self.journey, one.target).facts()
        return about | {"minutes": one.minutes, "reason": one.reason}

    def _item(self, one: Suggestion) -> Item:
        part = one.target.part
        why: Words = (self._why(one),)
        if isinstance(part, Resource):
            return resource_line(self.journey, one.target).item(why)
        prompt = title_of(part)
        note = f"question · {wording.time(one.minutes)}"
        number = self.journey.number(one.target)
        return Item("question", number, prompt, note, (why,), is_row=True)

    def _why(self, one: Suggestion) -> Span:
        part = one.target.part
        if one.reason == BEGUN:
            begun = self.days.day(self.journey.progress.state(part.id).opened)
            return begun.within("you opened it ")
        here = self.journey.progress.current.stage.short
        reason = {BOOKMARKED: "you bookmarked it", HERE: f"in {here}, where you are"}
        words = [reason.get(one.reason, f"in {one.target.stage.short}")]
        found = opening(part) if isinstance(part, Resource) else None
        if found and found.instead:
            words.append("opens a piece that stands in for it")
        elif not one.can_be_opened:
            words.append("has to be looked for on the web")
        return Span("; ".join(words), "quiet")


def suggestions_view(
    journey: Journey, minutes: int, found: tuple[Suggestion, ...], days: Days
) -> Suggestions:
    """Return the view of what fits into so many minutes."""
    hints = []
    if found:
        first = found[0]
        number = journey.number(first.target)
        asks = isinstance(first.target.part, Reflection)
        hints.append(
            Hint(f"psi answer {number}", "write your answer")
            if asks
            else Hint(f"psi open {number}", "go there")
        )
    if (more := 2 * max(minutes, 15)) <= LONGEST:
        hints.append(Hint(f"psi suggest {more}", "with more time"))
    hints.append(Hint("psi plan", "what to study in which week"))
    return Suggestions(journey, minutes, found, days, tuple(hints))
