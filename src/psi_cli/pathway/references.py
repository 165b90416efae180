"""Names become things: what a learner types as REF or STAGE, found in the pathway."""

from collections.abc import Callable
from typing import NamedTuple

from psi_cli.errors import NotFound
from psi_cli.pathway.model import LETTERS, Companion, Pathway, Reflection, Resource, Stage
from psi_cli.system.sanitize import clean_line

Here = Callable[[], Stage]  # asked only where a number needs it
Part = Stage | Resource | Reflection | Companion


class Target(NamedTuple):
    """A part of a pathway, the stage it is in, and its number as screens show it."""

    part: Part
    stage: Stage
    number: str


def title_of(part: Part) -> str:
    """Return what a learner knows a part by: its title, or the prompt of a question."""
    return str(getattr(part, "title", "") or getattr(part, "prompt", ""))


def targets(pathway: Pathway) -> list[Target]:
    """Return every part of a pathway that can be named, in order."""
    found: list[Target] = []
    for section, stage in pathway.numbered_sections():
        found.append(Target(stage, stage, section))
        for number, resource in stage.numbered_resources(section):
            found.append(Target(resource, stage, number))
            found += [
                Target(companion, stage, its_number)
                for its_number, companion in resource.numbered_companions(number)
            ]
        found += [
            Target(question, stage, number)
            for number, question in stage.numbered_questions(section)
        ]
    return found


def parts_by_id(pathway: Pathway) -> dict[str, Target]:
    """Return every part of a pathway with its number, by id."""
    return {target.part.id: target for target in targets(pathway)}


def locate(
    pathway: Pathway, ref: str, kinds: tuple[type[Part], ...], here: Here | None = None
) -> Target:
    """Return the part that REF names, of one of these kinds.

    REF is an id, one it had before, a number (3 in the stage `here`, 2.3 anywhere, F.3 in
    further reading, q1 a question, 3a a companion; among stages alone, 2 is the second) or a
    unique beginning of an id. NotFound offers the nearest names.
    """
    named = [target for target in targets(pathway) if isinstance(target.part, kinds)]
    wanted = clean_line(ref).casefold()
    for matches in (_by_id, _by_number, _by_beginning):
        found = matches(wanted, named, pathway, here)
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(ref, found)
    is_number_of_stage = wanted.isdigit() and kinds == (Stage,)  # whatever else has it
    failure = None if is_number_of_stage else _wrong_kind(pathway, wanted, here)
    raise failure or _unknown(ref, wanted, named, here)


def _wrong_kind(pathway: Pathway, wanted: str, here: Here | None) -> NotFound | None:
    """Return the failure for something that exists, and is not of a kind that was asked for."""
    every = targets(pathway)
    found = _by_id(wanted, every, pathway, here) or _by_number(wanted, every, pathway, here)
    if not found:
        return None
    part, number = found[0].part, found[0].number
    if isinstance(part, Companion):
        owner = number.rstrip(LETTERS)
        return NotFound(
            f"“{wanted[:80]}” goes with resource {owner} and keeps no marks of its own.",
            f"`psi open {number}` goes there; name {owner} for the rest.",
        )
    kind = "question" if isinstance(part, Reflection) else type(part).__name__.casefold()
    use = f"psi note {number}" if kind == "question" else f"psi show {part.id}"
    return NotFound(
        f"“{wanted[:80]}” is a {kind}, which this command does not take.", f"Try `{use}`."
    )


def _by_id(wanted: str, named: list[Target], _pathway: Pathway, _here: Here | None) -> list[Target]:
    return [
        target
        for target in named
        if wanted in (target.part.id, *getattr(target.part, "aliases", ()))
    ]


def _by_number(
    wanted: str, named: list[Target], pathway: Pathway, here: Here | None
) -> list[Target]:
    stages_only = all(isinstance(target.part, Stage) for target in named)
    numbers = {
        target.number.casefold(): target
        for target in named
        if stages_only or not isinstance(target.part, Stage)
    }
    if found := numbers.get(wanted):
        return [found]
    if here and wanted and not stages_only:
        stage = here()
        section = next(number for number, one in pathway.numbered_sections() if one.id == stage.id)
        if found := numbers.get(f"{section.casefold()}.{wanted}"):
            return [found]
    return []


def _by_beginning(
    wanted: str, named: list[Target], _pathway: Pathway, _here: Here | None
) -> list[Target]:
    return [target for target in named if wanted and target.part.id.startswith(wanted)]


def _ambiguous(ref: str, found: list[Target]) -> NotFound:
    names = ", ".join(target.part.id for target in found[:6])
    return NotFound(
        f"“{clean_line(ref)[:80]}” is the beginning of several names: {names}.",
        "Type more of the one you mean.",
    )


def _unknown(ref: str, wanted: str, named: list[Target], here: Here | None) -> NotFound:
    if all(isinstance(target.part, Stage) for target in named):
        stages = ", ".join(f"{target.number} {target.part.id}" for target in named)
        return NotFound(f"There is no stage “{clean_line(ref)[:80]}”.", f"The stages: {stages}.")
    if wanted.isdigit() and here and not here().resources:
        return NotFound(
            f"{here().short} has no resources of its own.",
            f"`psi next` moves on; 2.{wanted[:3]} would be one of stage 2.",
        )
    if wanted[:1].isdigit():
        return NotFound(
            f"Nothing has the number {clean_line(ref)[:80]} here.",
            "`psi list` shows every number: 2.3 is the third resource of stage 2.",
        )
    from difflib import get_close_matches

    ids = [target.part.id for target in named]
    near = [name for name in ids if len(wanted) > 2 and wanted in name]  # noqa: PLR2004
    near += [name for name in get_close_matches(wanted, ids, 3, 0.5) if name not in near]
    remedy = (
        f"Did you mean {' or '.join(near[:3])}?" if near else "`psi list --all` shows every name."
    )
    return NotFound(f"Nothing here is called “{clean_line(ref)[:80]}”.", remedy)
