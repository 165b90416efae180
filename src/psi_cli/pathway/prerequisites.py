"""What to study before what: the ids in `after`, found in the pathway and free of circles."""

from collections.abc import Iterator

from psi_cli.pathway.fields import Problem
from psi_cli.pathway.model import FURTHER, Pathway, Resource, Stage
from psi_cli.pathway.safe_toml import Field


def problems(pathway: Pathway) -> Iterator[Problem]:
    """Yield what is wrong with prerequisites: ids of no resource, and those that form a circle."""
    today = _today(pathway)
    for field, resource in _resources(pathway):
        for number, id_ in enumerate(resource.after):
            if id_ not in today:
                sentence = "is the id of no resource of this pathway"
                yield Problem((*field, "after", number), "after", sentence)
    if circle := _circle(pathway, today):
        named = " → ".join(circle)
        field = next(field for field, resource in _resources(pathway) if resource.id == circle[0])
        sentence = f"leads back to where it began: {named}; nobody could begin any of these"
        yield Problem((*field, "after"), "circle", sentence)


def resolved(pathway: Pathway) -> Pathway:
    """Return the pathway with today's ids in the prerequisites, and no others."""
    today = _today(pathway)

    def known(stage: Stage) -> Stage:
        return stage._replace(
            resources=tuple(
                one._replace(after=tuple(today[id_] for id_ in one.after if id_ in today))
                for one in stage.resources
            )
        )

    further = pathway.further and known(pathway.further)
    return pathway._replace(stages=tuple(map(known, pathway.stages)), further=further)


def _today(pathway: Pathway) -> dict[str, str]:
    return {id_: one.id for one in pathway.resources() for id_ in (*one.aliases, one.id)}


def _resources(pathway: Pathway) -> Iterator[tuple[Field, Resource]]:
    for section, stage in enumerate(pathway.sections):
        at: Field = (FURTHER,) if stage is pathway.further else ("stage", section)
        for number, resource in enumerate(stage.resources):
            yield (*at, "resource", number), resource


def _circle(pathway: Pathway, today: dict[str, str]) -> list[str]:
    """Return ids that come before each other in a circle, the first again as the last."""
    from graphlib import CycleError, TopologicalSorter

    before = {
        one.id: [today[id_] for id_ in one.after if id_ in today] for one in pathway.resources()
    }
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1][::-1]  # each comes after the next
        return circle
    return []
