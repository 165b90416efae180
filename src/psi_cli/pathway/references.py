"""Names become things: what a learner types as REF or STAGE, found in the pathway."""

import re
from collections.abc import Callable
from typing import NamedTuple

from psi_cli.errors import NotFound, UsageProblem
from psi_cli.pathway.model import LETTERS, Companion, Pathway, Reflection, Resource, Stage
from psi_cli.system.sanitize import clean_line

Here = Callable[[], Stage]  # asked only where a number needs it
Part = Stage | Resource | Reflection | Companion
_NUMBER = r"((\d+|f)\.)?(q?\d+|\d+[a-z])"  # compiled where it is asked for, not at start-up
_LONGEST = 70  # characters of a title among choices
_MOST_CHOICES = 9  # that are listed, so that they stay in sight


class Target(NamedTuple):
    """A part of a pathway, the stage it is in, and its number as screens show it."""

    part: Part
    stage: Stage
    number: str

    @property
    def ref(self) -> str:
        """Return what names the part in any stage: its number, or the id of a stage."""
        return self.part.id if isinstance(self.part, Stage) else self.number

    @property
    def title(self) -> str:
        """Return what a learner knows the part by."""
        return title_of(self.part)


class Unsure(NotFound):
    """What was typed could be any of several parts, or names one by words of its title alone."""

    def __init__(self, ref: str, choices: list[Target]) -> None:
        typed = f"“{clean_line(ref)[:80]}”"
        several = len(choices) > 1
        super().__init__(
            f"{typed} could be any of these:" if several else f"{typed} is part of a title:",
            "Type the number of the one you mean." if several else "Name it by its number.",
        )
        self.choices = choices
        self.details = tuple(map(_choice, choices[:_MOST_CHOICES]))
        if len(choices) > _MOST_CHOICES:
            self.details += (f"and {len(choices) - _MOST_CHOICES} more",)


def title_of(part: Part) -> str:
    """Return what a learner knows a part by: its title, or the prompt of a question."""
    return str(getattr(part, "title", "") or getattr(part, "prompt", ""))


def _choice(target: Target) -> str:
    title = target.title
    return f"{target.ref}  {title if len(title) <= _LONGEST else f'{title[:_LONGEST].rstrip()}…'}"


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


def is_number(ref: str) -> bool:
    """Tell whether something typed is a number as screens show them: 3, 2.3, q1, F.3, 3a."""
    return bool(re.fullmatch(_NUMBER, ref.casefold(), re.ASCII))


def locate(
    pathway: Pathway, ref: str, kinds: tuple[type[Part], ...], here: Here | None = None
) -> Target:
    """Return the one part that REF names; UsageProblem for a range, else as `locate_all`."""
    return the_only(ref, locate_all(pathway, ref, kinds, here))


def the_only(ref: str, found: list[Target]) -> Target:
    """Return the one part that was found; UsageProblem where REF names several."""
    if len(found) > 1:
        sentence = f"“{clean_line(ref)[:80]}” names {len(found)}, and this command takes one."
        raise UsageProblem(sentence, f"Name one of them, as {found[0].ref}.")
    return found[0]


def locate_all(
    pathway: Pathway,
    ref: str,
    kinds: tuple[type[Part], ...],
    here: Here | None = None,
    *,
    sure: bool = False,
) -> list[Target]:
    """Return the parts of these kinds that REF names: one, or those of a range of numbers.

    REF is an id, one it had before, a number (3 in the stage `here`, 2.3 anywhere, F.3 in
    further reading, q1 a question, 3a a companion; among stages alone, 2 is the second), a range
    (1-3), a unique beginning of an id, a title or words of one. NotFound offers the nearest
    names; Unsure has several, or one where words of a title are not `sure` enough.
    """
    named = [target for target in targets(pathway) if isinstance(target.part, kinds)]
    wanted = clean_line(ref).casefold()
    if found := _by_id(wanted, named) or _by_number(wanted, named, pathway, here):
        return [found]
    if found_range := _by_range(wanted, named, pathway, here):
        return found_range
    begun = [target for target in named if wanted and target.part.id.startswith(wanted)]
    if len(begun) == 1:
        return begun
    is_number_of_stage = wanted.isdigit() and kinds == (Stage,)  # whatever else has it
    if not (begun or is_number_of_stage) and (other := _wrong_kind(pathway, wanted, here)):
        raise other
    if titled := _by_title(ref, named, begun, sure=sure):
        return [titled]
    raise _unknown(ref, wanted, named, here)


def _wrong_kind(pathway: Pathway, wanted: str, here: Here | None) -> NotFound | None:
    """Return the failure for something that exists, and is not of a kind that was asked for."""
    every = targets(pathway)
    found = _by_id(wanted, every) or _by_number(wanted, every, pathway, here)
    if not found:
        return None
    part, number = found.part, found.number
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


def _by_id(wanted: str, named: list[Target]) -> Target | None:
    """Return the part that has an id, or else the one that had it once."""
    for target in named:
        if wanted == target.part.id:
            return target
    return next((one for one in named if wanted in getattr(one.part, "aliases", ())), None)


def _by_number(
    wanted: str, named: list[Target], pathway: Pathway, here: Here | None
) -> Target | None:
    stages_only = all(isinstance(target.part, Stage) for target in named)
    numbers = {
        target.number.casefold(): target
        for target in named
        if stages_only or not isinstance(target.part, Stage)
    }
    if wanted in numbers or stages_only or not (here and wanted):
        return numbers.get(wanted)
    stage = here()
    section = next(number for number, one in pathway.numbered_sections() if one.id == stage.id)
    return numbers.get(f"{section.casefold()}.{wanted}")


def _by_range(
    wanted: str, named: list[Target], pathway: Pathway, here: Here | None
) -> list[Target]:
    """Return what lies between two numbers, of the sort that the first is of: 1-3, 2.1-4."""
    first, dash, last = wanted.partition("-")
    if not (dash and is_number(first) and is_number(last)):
        return []
    section = first.rpartition(".")[0]
    last = f"{section}.{last}" if section and "." not in last else last
    ends = []
    for number in (first, last):
        if not (end := _by_number(number, named, pathway, here)):
            raise _unknown(number, number, named, here)
        ends.append(named.index(end))
    sort = type(named[ends[0]].part)
    found = [one for one in named[ends[0] : ends[1] + 1] if type(one.part) is sort]
    if not found or named[ends[1]] is not found[-1]:
        raise NotFound(f"Nothing runs from {first} to {last}.", "A range is typed as 1-3.")
    return found


def _by_title(ref: str, named: list[Target], begun: list[Target], *, sure: bool) -> Target | None:
    """Return the part with this title, or with these words in it; Unsure where it may be another.

    What an id `begun` so leads to could be meant as well.
    """
    words = _words(ref)
    if not words or is_number(ref):
        return None
    whole = [target for target in named if words in _titles(target)]
    if len(whole) == 1:
        return whole[0]
    found = whole or [one for one in named if one in begun or _has_words(one, words)]
    if len(found) > 1 or (found and sure):
        raise Unsure(ref, found)
    return found[0] if found else None


def _titles(target: Target) -> list[list[str]]:
    """Return the titles of a part, in words; a question has none, and its number names it."""
    part = target.part
    return [_words(title) for name in ("title", "short") if (title := getattr(part, name, ""))]


def _words(text: str) -> list[str]:
    """Return the words of a text in small letters without their accents."""
    from unicodedata import combining, normalize

    bare = "".join(one for one in normalize("NFKD", text.casefold()) if not combining(one))
    return "".join(one if one.isalnum() else " " for one in bare).split()


def _has_words(target: Target, words: list[str]) -> bool:
    """Tell whether each of the words begins one in a title of a part."""
    return any(
        all(any(one.startswith(word) for one in title) for word in words)
        for title in _titles(target)
    )


def _unknown(ref: str, wanted: str, named: list[Target], here: Here | None) -> NotFound:
    if all(isinstance(target.part, Stage) for target in named):
        return _unknown_stage(ref, wanted, named)
    if wanted.isdigit() and here and not here().resources:
        return NotFound(
            f"{here().short} has no resources of its own.",
            "`psi next` moves on; `psi list` shows every number.",
        )
    if wanted[:1].isdigit():
        return NotFound(
            f"Nothing has the number {clean_line(ref)[:80]} here.",
            "`psi list` shows every number: 2.3 is the third resource of stage 2.",
        )
    near = _near(wanted, [target.part.id for target in named])
    remedy = f"Did you mean {near}?" if near else "`psi list --all` shows every name."
    return NotFound(f"Nothing here is called “{clean_line(ref)[:80]}”.", remedy)


def _unknown_stage(ref: str, wanted: str, named: list[Target]) -> NotFound:
    near = _near(wanted, [target.part.id for target in named])
    stages = ", ".join(f"{target.number} {target.part.id}" for target in named)
    meant = f"Did you mean {near}? " if near else ""
    sentence = f"There is no stage “{clean_line(ref)[:80]}”."
    return NotFound(sentence, f"{meant}The stages: {stages}.")


def _near(wanted: str, names: list[str]) -> str:
    """Return the names that come nearest to what was typed, at most three."""
    from difflib import get_close_matches

    near = [name for name in names if len(wanted) > 2 and wanted in name]  # noqa: PLR2004
    near += [name for name in get_close_matches(wanted, names, 3, 0.5) if name not in near]
    return " or ".join(near[:3])
