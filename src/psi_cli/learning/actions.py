"""Deciding: what the learner wishes becomes the actions that bring it about, and no others.

What is so already needs no action, so that a repeated command changes nothing.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from psi_cli.errors import UsageProblem
from psi_cli.learning.journey import Journey
from psi_cli.learning.progress import Progress
from psi_cli.pathway.model import Companion, Stage
from psi_cli.pathway.references import Part, Target, title_of
from psi_cli.record.model import DONE, LONGEST_TEXT, OPEN, SKIPPED, Action, Event, can_be_undone
from psi_cli.system.sanitize import clean

_STATUS_AFTER = {"done": DONE, "skip": SKIPPED, "reopen": OPEN}


class Decision(NamedTuple):
    """A target, what was wished for it, and whether that changes anything."""

    do: str
    target: Target
    actions: tuple[Action, ...]


def actions_of(decisions: Iterable[Decision]) -> Iterator[Action]:
    """Yield what decisions come to."""
    for decision in decisions:
        yield from decision.actions


def mark(do: str, targets: Iterable[Target], progress: Progress, took: int = 0) -> list[Decision]:
    """Decide to complete, skip or reopen; `took` is how many minutes it took, 0 for untold."""
    decisions = []
    for target in _each_once(targets):
        state = progress.state(target.part.id)
        changes = state.status != _STATUS_AFTER[do] or took not in {0, state.took}
        names = state.names if do == "reopen" else ()
        decisions.append(Decision(do, target, _deeds(do, target, names) if changes else ()))
    return decisions


def done(targets: Iterable[Target], journey: Journey, took: int = 0) -> list[Decision]:
    """Decide to complete; what stands in for a resource completes it, and is remembered.

    UsageProblem for a companion that is something beside its resource, and not instead of it.
    """
    studied: dict[str, tuple[Target, Target]] = {}
    for target in targets:
        completed = _completed(target, journey)
        studied.setdefault(completed.part.id, (completed, target))
    decisions = []
    for completed, target in studied.values():
        (decision,) = mark("done", [completed], journey.progress, took)
        by = target.part.id if completed is not target else ""
        acts = tuple(action._replace(by=by, took=took) for action in decision.actions)
        decisions.append(decision._replace(actions=acts))
    return decisions


def _completed(target: Target, journey: Journey) -> Target:
    """Return what is completed when something has been studied."""
    part = target.part
    if not isinstance(part, Companion):
        return target
    owner = journey.owner(target)
    if part.relation != "substitute":
        raise UsageProblem(
            f"{part.title} goes beside {owner.number} and does not stand in for it.",
            f"`psi done {owner.number}` marks the resource itself.",
        )
    return owner


def bookmark(targets: Iterable[Target], progress: Progress, *, remove: bool) -> list[Decision]:
    """Decide to bookmark, or to remove bookmarks."""
    do = "unbookmark" if remove else "bookmark"
    decisions = []
    for target in _each_once(targets):
        state = progress.state(target.part.id)
        changes = bool(state.bookmarked) == remove
        names = state.names if remove else ()
        decisions.append(Decision(do, target, _deeds(do, target, names) if changes else ()))
    return decisions


def words_of(typed: str) -> str:
    """Return what was typed as a note has it: cleaned, without the space around it but tabs."""
    return clean(typed, keep_tabs=True).rstrip().lstrip("\n ")


def note(target: Target, typed: str) -> Decision:
    """Decide to keep a note; UsageProblem for one that is empty or longer than psi keeps."""
    text = words_of(typed)
    if not text:
        raise UsageProblem("There is nothing in this note.", "Write the text after REF.")
    if len(text) > LONGEST_TEXT:
        from psi_cli.system.incoming import TooLong

        raise TooLong(len(text), LONGEST_TEXT)
    kept = Action("note", target.part.id, text, title=title_of(target.part))
    return Decision("note", target, (kept,))


def rewrite(target: Target, progress: Progress, replaced: str, typed: str) -> Decision:
    """Decide to keep a note in place of another, if that is kept still."""
    new = note(target, typed)
    if replaced not in (one.id for one in progress.state(target.part.id).notes):
        return new
    return new._replace(actions=(*_taking_back(target, progress, replaced), *new.actions))


def unnote(target: Target, progress: Progress) -> Decision:
    """Decide to take back the latest note about something."""
    state = progress.state(target.part.id)
    if not state.notes:
        return Decision("unnote", target, ())
    return Decision("unnote", target, _taking_back(target, progress, state.notes[-1].id))


def _taking_back(target: Target, progress: Progress, id_: str) -> tuple[Action, ...]:
    names, title = progress.state(target.part.id).names, title_of(target.part)
    return tuple(Action("unnote", name, of=id_, title=title) for name in names or (target.part.id,))


def move(progress: Progress, to: Stage) -> tuple[Action, ...]:
    """Return what takes the learner into a stage; the first time it begins the pathway."""
    if not progress.begun:
        return (Action("start", to.id, title=to.title),)
    return (Action("move", to.id, title=to.title),) if to.id != progress.current.stage.id else ()


def leave(progress: Progress) -> tuple[Action, ...]:
    """Return what moving on from a stage completes: its text, where the stage is nothing else."""
    stage = progress.current.stage
    is_read = progress.state(stage.id).status == DONE
    return () if stage.resources or is_read else (Action("done", stage.id, title=stage.title),)


def reset(targets: Iterable[Target], progress: Progress) -> list[Decision]:
    """Decide to clear what is kept about parts; a stage takes its resources along."""
    decisions = []
    cleared: set[str] = set()
    for target in _each_once(targets):
        about: list[Part] = [target.part]
        if target.part is target.stage:
            about += [*target.stage.resources, *target.stage.reflections]
        titles = {name: title_of(one) for one in about for name in progress.state(one.id).names}
        actions = tuple(
            Action("reset", name, title=title)
            for name, title in titles.items()
            if name not in cleared
        )
        cleared |= set(titles)
        decisions.append(Decision("reset", target, actions))
    return decisions


def undo(newest: Iterable[Event], pathway_id: str, steps: int) -> list[Event]:
    """Return the events of the last so many steps in a pathway that still stand."""
    undone: set[str] = set()
    taken: list[Event] = []
    begun: set[str] = set()
    for event in newest:
        if event.pathway != pathway_id:
            continue
        if event.do == "undo":
            undone.add(event.of)
        elif can_be_undone(event.do, event.text) and event.id not in undone:
            step = event.step or event.id
            if step not in begun and len(begun) == steps:
                if event.id < min(begun):
                    break
                continue  # of another device, in the midst of a step that is taken back whole
            begun.add(step)
            taken.append(event)
    return taken


def _each_once(targets: Iterable[Target]) -> list[Target]:
    return list({target.part.id: target for target in targets}.values())


def _deeds(do: str, target: Target, names: tuple[str, ...]) -> tuple[Action, ...]:
    """Return an action for each id of the part, since what is kept under former ones stays so."""
    title = title_of(target.part)
    return tuple(Action(do, name, title=title) for name in names or (target.part.id,))
