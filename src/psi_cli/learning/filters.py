"""Filters: which resources a list or a search is about."""

from typing import NamedTuple

from psi_cli.errors import UsageProblem
from psi_cli.learning.progress import ItemState
from psi_cli.pathway.model import FURTHER, KINDS, Resource
from psi_cli.system.sanitize import quoted

FIELDS = {"kind": "kind", "stage": "stage", "tag": "tag", "by": "by", "is": "state"}  # as typed
_EXAMPLE = "kind:video stage:2 tag:co-creation by:bason is:open"
MOST_VALUES = 32  # of one filter: more help no search and cost time, or room in a message
STATES = ("open", "done", "skipped", "bookmarked", "noted")


class Filters(NamedTuple):
    """What a resource must be like; an empty field asks nothing.

    Within a field any value will do; between fields all must hold. `by` is part of a name.
    """

    kind: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    most: int | None = None

    @property
    def reach_further(self) -> bool:
        """Tell whether these could be about further reading as well."""
        kept = {"bookmarked", "noted", "done", "skipped"}
        return bool(self.tag or self.by or kept & set(self.state) or FURTHER in self.stage)

    def pass_resource(self, resource: Resource, stage_id: str, state: ItemState) -> bool:
        """Tell whether a resource in a stage, as it stands, is meant."""
        creators = " ".join(resource.creators).casefold()
        return (
            (not self.kind or resource.kind in self.kind)
            and (not self.stage or stage_id in self.stage)
            and (not self.tag or bool(set(self.tag) & {tag.casefold() for tag in resource.tags}))
            and (not self.by or any(name.casefold() in creators for name in self.by))
            and self.pass_state(state)
            and (self.most is None or _takes_at_most(self.most, resource))
        )

    def pass_state(self, state: ItemState) -> bool:
        """Tell whether a state is among the states asked for."""
        states = {state.status}
        states |= {"bookmarked"} if state.bookmarked else set()
        states |= {"noted"} if state.notes else set()
        return not self.state or bool(set(self.state) & states)

    def as_typed(self) -> list[str]:
        """Return the filters as words of a search."""
        words = [f"{name}:{one}" for name, field in FIELDS.items() for one in getattr(self, field)]
        return words + self._most_as_typed()

    def in_words(self) -> str:
        """Return the filters as a search would have them typed."""
        words = [
            " or ".join(f"{name}:{value}" for value in getattr(self, field))
            for name, field in FIELDS.items()
            if getattr(self, field)
        ]
        return ", ".join(words + self._most_as_typed())

    def _most_as_typed(self) -> list[str]:
        return [] if self.most is None else [f"max:{self.most}"]


def _takes_at_most(minutes: int, resource: Resource) -> bool:
    return resource.minutes is not None and resource.minutes <= minutes


def checked(filters: Filters, *, stages: tuple[str, ...], tags: tuple[str, ...]) -> Filters:
    """Return the filters if all their values exist; UsageProblem says which there are."""
    return _checked(filters, {"kind": tuple(KINDS), "stage": stages, "tag": tags, "state": STATES})


def checked_kinds(filters: Filters) -> Filters:
    """Return the filters if their kinds and states exist; each pathway has its own tags."""
    return _checked(filters, {"kind": tuple(KINDS), "state": STATES})


def _checked(filters: Filters, known: dict[str, tuple[str, ...]]) -> Filters:
    for key in FIELDS.values():
        if "" in getattr(filters, key):
            raise UsageProblem(f"The filter for a {key} is empty.", f"For example: {_EXAMPLE}.")
        if len(getattr(filters, key)) > MOST_VALUES:
            raise UsageProblem(f"{MOST_VALUES} values of one filter are the most.", "Name fewer.")
    for key, values in known.items():
        for value in getattr(filters, key):
            if value not in values:
                raise _unknown_value(key, value, values)
    return filters


def _unknown_value(key: str, value: str, values: tuple[str, ...]) -> UsageProblem:
    """Return the failure that names the values a filter takes; of many, those that are near."""
    from difflib import get_close_matches

    typed = next(name for name, field in FIELDS.items() if field == key)
    near = get_close_matches(value, values, 3, 0.5)
    meant = f"Did you mean {' or '.join(near)}?" if near else ""
    every = f"{typed}: takes {', '.join(values)}."
    if len(values) > MOST_VALUES:
        every = "" if near else "`psi show` and a resource's number shows what it is tagged with."
    remedy = f"{meant} {every}".strip()
    return UsageProblem(f"There is no {key} {quoted(value)}.", remedy)
