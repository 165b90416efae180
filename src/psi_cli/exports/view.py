"""What every format is made of: a pathway and how far a learner is in it, gathered once."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from psi_cli.learning.filters import Filters
from psi_cli.learning.journey import Journey
from psi_cli.learning.progress import ItemState, StageProgress
from psi_cli.pathway.links import SEARCH, ways
from psi_cli.pathway.model import Companion, Link, Pathway, Resource, Stage
from psi_cli.pathway.references import Target
from psi_cli.record.model import DONE, OPEN, Note
from psi_cli.views import wording
from psi_cli.views.days import Days
from psi_cli.views.elements import text_of


class Entry(NamedTuple):
    """A resource as it stands in its stage, under its full number, and what comes before it."""

    number: str
    resource: Resource
    stage: Stage
    state: ItemState
    after: tuple[Target, ...]

    @property
    def minutes(self) -> int | None:
        """Return how long the resource took, or takes by its author's estimate."""
        return self.state.minutes_of(self.resource)

    @property
    def companions(self) -> list[tuple[str, Companion]]:
        """Return what goes with the resource, each with its number."""
        return list(self.resource.numbered_companions(self.number))


class Question(NamedTuple):
    """A question and its answers, the first one first."""

    number: str
    prompt: str
    answers: Sequence[Note]


class Section(NamedTuple):
    """A stage, or further reading, with those of its resources that were asked for."""

    number: str
    stage: Stage
    progress: StageProgress | None  # None for further reading
    notes: Sequence[Note]
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]


class ExportView(NamedTuple):
    """A pathway with one learner's progress, at the moment that `days` calls now.

    It holds no word of a note or an answer unless `with_notes` is true.
    """

    pathway: Pathway
    sections: tuple[Section, ...]
    stages: tuple[StageProgress, ...]
    started: str
    with_notes: bool
    days: Days
    version: str  # of psi

    @property
    def entries(self) -> list[Entry]:
        """Return every resource that was asked for, in order."""
        return [entry for section in self.sections for entry in section.entries]

    @property
    def written_words(self) -> int:
        """Return how many notes and answers the export holds."""
        every = [section.notes for section in self.sections]
        every += [entry.state.notes for entry in self.entries]
        every += [one.answers for section in self.sections for one in section.questions]
        return sum(map(len, every))

    def only(self, passes: Callable[[Entry], bool]) -> "ExportView":
        """Return the view with none but the resources that pass."""
        return self._replace(
            sections=tuple(
                section._replace(entries=tuple(filter(passes, section.entries)))
                for section in self.sections
            )
        )

    def total(self, field: str) -> int:
        """Return the sum of one count over all stages, whatever was asked for."""
        return sum(getattr(stage, field) for stage in self.stages)

    def account(self) -> str:
        """Return how far the learner is: 5 of 12 studied, 1 set aside, about 4 h left."""
        skipped, left = self.total("skipped"), self.total("minutes_left")
        parts = [f"{self.total('done'):,} of {self.total('total'):,} studied"]
        parts += [f"{skipped:,} set aside"] if skipped else []
        parts += [f"about {wording.about(left)} left"] if left else []
        return ", ".join(parts)

    def standing(self, state: ItemState) -> list[str]:
        """Return how a resource stands: done 2026-11-23, bookmarked; open where it is."""
        said = [text_of((span,)) for span in wording.state_words(state, self.days)]
        return ["open", *said] if state.status == OPEN else said

    def done_on(self, state: ItemState) -> str:
        """Return the day on which something was done, as 2026-11-23; empty where it was not."""
        return self.days.date(state.at) if state.status == DONE else ""


def gather(
    journey: Journey, filters: Filters, days: Days, version: str, *, with_notes: bool
) -> ExportView:
    """Return the view of what passes the filters; stages without any only where all is asked."""
    progress = {one.number: one for one in journey.progress.stages}
    sections = []
    for number, stage in journey.pathway.numbered_sections():
        section = _section(journey, number, stage, filters, with_notes=with_notes)
        if section.entries or (not filters.state and filters.stage in {(), (stage.id,)}):
            sections.append(section._replace(progress=progress.get(number)))
    stages = journey.progress.stages
    started = journey.record.started
    return ExportView(journey.pathway, tuple(sections), stages, started, with_notes, days, version)


def _section(
    journey: Journey, number: str, stage: Stage, filters: Filters, *, with_notes: bool
) -> Section:
    def state_of(id_: str) -> ItemState:
        state = journey.progress.state(id_)
        return state if with_notes else state._replace(notes=())

    def entry_of(its_number: str, resource: Resource) -> Entry:
        after = tuple(journey.parts[id_] for id_ in resource.after)
        return Entry(its_number, resource, stage, state_of(resource.id), after)

    entries = [
        entry_of(its_number, resource)
        for its_number, resource in stage.numbered_resources(number)
        if filters.pass_resource(resource, stage.id, journey.progress.state(resource.id))
    ]
    questions = [
        Question(its_number, question.prompt, state_of(question.id).notes)
        for its_number, question in stage.numbered_questions(number)
    ]
    notes = state_of(stage.id).notes
    return Section(number, stage, None, notes, tuple(entries), tuple(questions))


def reached(link: Link) -> tuple[str, str]:
    """Return the address to give for something, and that of a web search where there is none.

    One of the two is empty, or both.
    """
    way = next(iter(ways(link)), None)
    if way is None:
        return "", ""
    return ("", way.url) if way.kind == SEARCH else (way.url, "")
