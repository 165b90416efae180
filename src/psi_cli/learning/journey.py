"""A journey: the pathway, what the learner did in it, and what the two come to, loaded once."""

from typing import NamedTuple

from psi_cli.learning.progress import Progress, measure
from psi_cli.pathway.model import Pathway
from psi_cli.pathway.references import Part, Target, locate, parts_by_id
from psi_cli.record.model import PathwayRecord


class Journey(NamedTuple):
    """One learner on one pathway, as everything stood when it was loaded or last saved."""

    pathway: Pathway
    record: PathwayRecord
    progress: Progress
    parts: dict[str, Target]

    def locate(self, ref: str, *kinds: type[Part]) -> Target:
        """Return the part that REF names; a bare number counts in the learner's own stage."""
        return locate(self.pathway, ref, kinds, lambda: self.progress.current.stage)

    def part(self, id_: str) -> Target | None:
        """Return the part that has an id, or had it once; None if none has."""
        return self.parts.get(id_) or self.parts.get(self.pathway.canonical().get(id_, id_))

    def after(self, record: PathwayRecord) -> "Journey":
        """Return the journey as it stands with a newer record."""
        return self._replace(record=record, progress=measure(self.pathway, record))


def begin(pathway: Pathway, record: PathwayRecord) -> Journey:
    """Return the journey of a learner with this record on this pathway."""
    return Journey(pathway, record, measure(pathway, record), parts_by_id(pathway))
