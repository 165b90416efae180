"""What fits into the time a learner has: at most three things, each with a reason."""

from collections.abc import Iterator
from typing import NamedTuple

from psi_cli.learning.journey import Journey
from psi_cli.pathway.links import can_be_opened
from psi_cli.pathway.model import Reflection, Resource
from psi_cli.pathway.references import Target
from psi_cli.record.model import OPEN

MOST = 3
LONGEST = 10_000  # minutes that may be asked for
QUESTION_MINUTES = 5  # to answer a question in a few sentences
BEGUN, BOOKMARKED, HERE, NEXT = "begun", "bookmarked", "here", "next"


class Suggestion(NamedTuple):
    """Something that may fit, the minutes it takes where they are known, and the reason for it."""

    target: Target
    minutes: int | None
    reason: str
    can_be_opened: bool


def suggestions(journey: Journey, minutes: int) -> tuple[Suggestion, ...]:
    """Return what fits into so many minutes, the best first.

    What was begun comes before what is new, bookmarks before the rest, this stage before others,
    what opens at once before what has to be looked for. What has no estimate comes after all that
    fits, and questions come last.
    """
    fitting = [one for one in _open(journey) if one.minutes is None or one.minutes <= minutes]
    fitting.sort(key=_rank)
    return tuple(fitting[:MOST])


def _rank(one: Suggestion) -> tuple[bool, bool, int, bool]:
    order = (BEGUN, BOOKMARKED, HERE, NEXT)
    asks, untimed = isinstance(one.target.part, Reflection), one.minutes is None
    return asks, untimed, order.index(one.reason), not one.can_be_opened


def _open(journey: Journey) -> Iterator[Suggestion]:
    """Yield what is open and asked for, what is bookmarked, and this stage's questions.

    What comes after something that is open waits for it, unless it was begun already.
    """
    progress = journey.progress
    here = progress.current.stage.id
    for target in journey.parts.values():
        part, state = target.part, progress.state(target.part.id)
        near = HERE if target.stage.id == here else NEXT
        if isinstance(part, Resource) and state.status == OPEN:
            waits = progress.waits_for(part) and not state.opened
            if (part.required or state.bookmarked) and not waits:
                reason = BEGUN if state.opened else BOOKMARKED if state.bookmarked else near
                yield Suggestion(target, part.minutes, reason, can_be_opened(part))
        elif isinstance(part, Reflection) and near == HERE and not state.notes:
            yield Suggestion(target, QUESTION_MINUTES, HERE, can_be_opened=True)
