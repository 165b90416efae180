"""A journey: the pathway, what the learner did in it, and what the two come to, loaded once."""

from collections.abc import Iterator
from typing import NamedTuple

from psi_cli.learning.progress import Progress, measure
from psi_cli.pathway.model import Companion, Pathway, Stage
from psi_cli.pathway.references import Part, Target, locate, locate_all, parts_by_id
from psi_cli.record.model import PathwayRecord


class Journey(NamedTuple):
    """One learner on one pathway, as everything stood when it was loaded or last saved."""

    pathway: Pathway
    record: PathwayRecord
    progress: Progress
    parts: dict[str, Target]

    def locate(self, ref: str, *kinds: type[Part]) -> Target:
        """Return the part that REF names; a bare number counts in the learner's own stage."""
        return locate(self.pathway, ref, kinds, self._here)

    def locate_all(self, ref: str, *kinds: type[Part], sure: bool = False) -> list[Target]:
        """Return the parts that REF names, one or a range of them."""
        return locate_all(self.pathway, ref, kinds, self._here, sure=sure)

    def _here(self) -> Stage:
        return self.progress.current.stage

    def part(self, id_: str) -> Target | None:
        """Return the part that has an id, or had it once; None if none has."""
        return self.parts.get(id_) or self.parts.get(self.pathway.canonical().get(id_, id_))

    @property
    def lost_its_stage(self) -> bool:
        """Tell whether the stage that the learner was in has left the pathway."""
        return bool(self.record.stage) and self.part(self.record.stage) is None

    def number(self, target: Target) -> str:
        """Return the number of a part as screens show it: bare in the learner's own stage."""
        own = target.stage.id == self.progress.current.stage.id
        return target.number.rpartition(".")[2] if own else target.number

    def sections(self) -> Iterator[tuple[Stage, list[Target]]]:
        """Yield each stage, further reading last, with its resources."""
        for stage in self.pathway.sections:
            yield stage, [self.parts[resource.id] for resource in stage.resources]

    def questions(self, stage: Stage) -> list[Target]:
        """Return the questions of a stage, in order."""
        return [self.parts[question.id] for question in stage.reflections]

    def open_questions(self, stage: Stage) -> list[Target]:
        """Return the questions of a stage that have no answer yet."""
        asked = self.questions(stage)
        return [target for target in asked if not self.progress.state(target.part.id).notes]

    def at_hand(self) -> Target | None:
        """Return what was opened last and is still open; None where nothing is."""
        return self.parts.get(self.progress.at_hand)

    def next_target(self) -> Target | None:
        """Return what to go on with: what is at hand, or else what to study next."""
        return next(self._to_go_on_with(), None)

    def next_here(self) -> Target | None:
        """Return what to go on with in the learner's own stage; None where nothing of it is left.

        What was opened last comes first.
        """
        stage = self.progress.current.stage
        return next((one for one in self._to_go_on_with() if one.stage is stage), None)

    def _to_go_on_with(self) -> Iterator[Target]:
        """Yield what is at hand, then what to study next."""
        if at_hand := self.at_hand():
            yield at_hand
        if following := self.progress.next_resource():
            yield self.parts[following.id]

    def owner(self, companion: Target) -> Target:
        """Return the resource that a companion goes with."""
        part = companion.part
        assert isinstance(part, Companion)  # noqa: S101 - callers ask of companions only
        owns = (one for one in companion.stage.resources if part in one.companions)
        return self.parts[next(owns).id]

    def after(self, record: PathwayRecord) -> "Journey":
        """Return the journey as it stands with a newer record."""
        return self._replace(record=record, progress=measure(self.pathway, record))


def begin(pathway: Pathway, record: PathwayRecord) -> Journey:
    """Return the journey of a learner with this record on this pathway."""
    return Journey(pathway, record, measure(pathway, record), parts_by_id(pathway))
