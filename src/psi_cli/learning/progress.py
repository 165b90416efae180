"""Progress: where a learner stands in a pathway, computed from the two and never stored."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from psi_cli.pathway.links import can_be_opened
from psi_cli.pathway.model import Pathway, Resource, Stage
from psi_cli.record.model import DONE, OPEN, SKIPPED, Mark, Note, PathwayRecord


class ItemState(NamedTuple):
    """Where the learner stands with one part: `at` is when it was done or skipped.

    `by` is the id of what was studied in place of it, where that was something else, and `took`
    how many minutes it took, where the learner told.

    `names` are the ids under which something is kept about it, today's or former ones.
    """

    status: str = OPEN
    at: str = ""
    bookmarked: str = ""
    opened: str = ""
    notes: Sequence[Note] = ()
    by: str = ""
    names: tuple[str, ...] = ()
    took: int = 0

    def minutes_of(self, resource: Resource) -> int | None:
        """Return how long a resource took: the learner's own time, or else any estimate."""
        return self.took or resource.minutes


class StageProgress(NamedTuple):
    """A stage, its number, and what is done of what it requires.

    Minutes are estimates; `untimed` counts what is left and has none.
    """

    stage: Stage
    number: str
    complete: bool
    done: int
    skipped: int
    total: int
    minutes_left: int
    untimed: int


class Progress(NamedTuple):
    """Where the learner stands in the whole pathway."""

    stages: tuple[StageProgress, ...]
    here: int
    begun: bool
    states: dict[str, ItemState]
    orphans: tuple[str, ...]
    at_hand: str = ""  # the id of what was opened last and is still open

    @property
    def current(self) -> StageProgress:
        """Return the stage the learner is in."""
        return self.stages[self.here]

    def of(self, stage: Stage) -> StageProgress | None:
        """Return how far a stage is; None for further reading, which is no stage."""
        return next((one for one in self.stages if one.stage.id == stage.id), None)

    def state(self, part_id: str) -> ItemState:
        """Return where the learner stands with a part."""
        return self.states.get(part_id, _UNTOUCHED)

    def is_open(self, resource: Resource) -> bool:
        """Tell whether the learner has neither done a resource nor set it aside."""
        return self.state(resource.id).status == OPEN

    def left_in(self, stage: Stage) -> tuple[Resource, ...]:
        """Return what a stage asks for and the learner has not done or set aside."""
        return tuple(one for one in stage.resources if one.required and self.is_open(one))

    def next_resource(self) -> Resource | None:
        """Return what to study next; None where nothing is left.

        What waits for something else comes last. What is left from this stage on comes before
        what was left behind; within a stage, what opens at once comes first.
        """
        waiting: list[Resource] = []
        for each in (*self.stages[self.here :], *self.stages[: self.here]):
            left = self.left_in(each.stage)
            ready = [one for one in left if not self.waits_for(one)]
            if ready:
                return next(filter(can_be_opened, ready), ready[0])
            waiting += left
        return waiting[0] if waiting else None

    def waits_for(self, resource: Resource) -> tuple[str, ...]:
        """Return the ids of what comes before a resource and is still open."""
        return tuple(id_ for id_ in resource.after if self.state(id_).status == OPEN)

    def answered(self, stage: Stage) -> int:
        """Return how many of a stage's questions have an answer."""
        return sum(bool(self.state(question.id).notes) for question in stage.reflections)

    def total(self, field: str) -> int:
        """Return the sum of one count over all stages."""
        return sum(getattr(stage, field) for stage in self.stages)

    @property
    def finished(self) -> bool:
        """Tell whether nothing that the pathway requires is open."""
        return all(stage.done + stage.skipped == stage.total for stage in self.stages)


_UNTOUCHED = ItemState()


def measure(pathway: Pathway, kept: PathwayRecord) -> Progress:
    """Return where the record puts the learner in the pathway.

    Entries under an id that a part once had count for that part; entries for parts that have
    left the pathway are its orphans.
    """
    today = pathway.canonical()
    states = _states(kept, today)
    known = set(today.values()) | {
        companion.id for resource in pathway.resources() for companion in resource.companions
    }
    stages = tuple(
        _stage_progress(stage, number, states)
        for number, stage in pathway.numbered_sections()
        if stage is not pathway.further
    )
    return Progress(
        stages=stages,
        here=_here(pathway, today.get(kept.stage, "")),
        begun=bool(kept.started),
        states=states,
        orphans=tuple(sorted(name for name in states if name not in known)),
        at_hand=_at_hand(pathway, kept, states),
    )


def state_of(kept: PathwayRecord, names: tuple[str, ...]) -> ItemState:
    """Return where the learner stands with one part, of which these are all the ids it had."""
    every = (kept.marks, kept.bookmarks, kept.opened, kept.notes)
    present = tuple(name for name in names if any(name in kind for kind in every))
    return _gathered(kept, present) if present else _UNTOUCHED


def _at_hand(pathway: Pathway, kept: PathwayRecord, states: dict[str, ItemState]) -> str:
    """Return the id of the resource that was opened last, itself or what goes with it."""
    if not kept.opened:
        return ""
    owners = {
        id_: resource.id
        for resource in pathway.resources()
        for id_ in (resource.id, *resource.aliases, *(one.id for one in resource.companions))
    }
    opened = (owners[id_] for id_ in reversed(kept.opened) if id_ in owners)
    return next((id_ for id_ in opened if states.get(id_, _UNTOUCHED).status == OPEN), "")


def _here(pathway: Pathway, stage_id: str) -> int:
    ids = [stage.id for stage in pathway.stages]
    return ids.index(stage_id) if stage_id in ids else 0


def _states(kept: PathwayRecord, today: dict[str, str]) -> dict[str, ItemState]:
    """Gather what is kept by today's ids."""
    names: dict[str, list[str]] = {}
    for about in {**kept.marks, **kept.bookmarks, **kept.opened, **kept.notes}:
        names.setdefault(today.get(about, about), []).append(about)
    return {part: _gathered(kept, tuple(former)) for part, former in names.items()}


def _gathered(kept: PathwayRecord, names: tuple[str, ...]) -> ItemState:
    """Gather what is kept under the ids of one part; of two entries the later counts."""
    marks = [kept.marks[name] for name in names if name in kept.marks]
    latest = max(marks, key=lambda mark: mark.id, default=Mark(OPEN, ""))
    notes = [kept.notes[name] for name in names if name in kept.notes] or [()]
    return ItemState(
        status=latest.status,
        at=latest.at,
        bookmarked=max(kept.bookmarks.get(name, "") for name in names),
        opened=max(kept.opened.get(name, "") for name in names),
        notes=_unchanging(notes[0]) if len(notes) == 1 else sorted(chain(*notes)),
        by=latest.by,
        names=names,
        took=latest.took,
    )


def _unchanging(notes: Sequence[Note]) -> Sequence[Note]:
    """Return notes that stay as they are when the record gets others."""
    return tuple(notes) if isinstance(notes, list) else notes


def _stage_progress(stage: Stage, number: str, states: dict[str, ItemState]) -> StageProgress:
    required = [resource for resource in stage.resources if resource.required]
    statuses = [states.get(resource.id, _UNTOUCHED).status for resource in required]
    marked = states.get(stage.id, _UNTOUCHED).status == DONE
    left = (one.minutes for one, status in zip(required, statuses, strict=True) if status == OPEN)
    minutes, untimed = summed(left)
    return StageProgress(
        stage=stage,
        number=number,
        complete=marked or (bool(required) and OPEN not in statuses and DONE in statuses),
        done=statuses.count(DONE),
        skipped=statuses.count(SKIPPED),
        total=len(required),
        minutes_left=minutes,
        untimed=untimed,
    )


def summed(times: Iterable[int | None]) -> tuple[int, int]:
    """Return the minutes that are known in all, and how many times are not known."""
    every = list(times)
    return sum(filter(None, every)), every.count(None)
