"""Deciding: what the learner wishes becomes the deeds that bring it about, and no others.

What is so already needs no deed, so that a repeated command changes nothing.
"""

from collections.abc import Iterable
from typing import NamedTuple

from psi_cli.errors import UsageProblem
from psi_cli.journal import LONGEST_TEXT
from psi_cli.progress import Progress
from psi_cli.record import DONE, OPEN, SKIPPED, UNDOABLE, Deed, Event
from psi_cli.reference import Part, Target
from psi_cli.text import clean

_STATUS_AFTER = {"done": DONE, "skip": SKIPPED, "reopen": OPEN}


class Decision(NamedTuple):
    """A target, what was wished for it, and whether that changes anything."""

    do: str
    target: Target
    deeds: tuple[Deed, ...]


def mark(do: str, targets: Iterable[Target], progress: Progress) -> list[Decision]:
    """Decide to complete, skip or reopen."""
    return [
        _decision(do, target, progress.standing(target.part.id).status != _STATUS_AFTER[do])
        for target in targets
    ]


def bookmark(targets: Iterable[Target], progress: Progress, *, remove: bool) -> list[Decision]:
    """Decide to bookmark, or to remove bookmarks."""
    do = "unbookmark" if remove else "bookmark"
    return [
        _decision(do, target, bool(progress.standing(target.part.id).bookmarked) == remove)
        for target in targets
    ]


def note(target: Target, words: str) -> Decision:
    """Decide to keep a note; UsageProblem for one that is empty or longer than psi keeps."""
    text = clean(words.replace("\r\n", "\n")).strip()
    if not text:
        raise UsageProblem("There is nothing in this note.", "Write the text after REF.")
    if len(text) > LONGEST_TEXT:
        raise UsageProblem(
            f"This note has {len(text):,} characters, and psi keeps up to {LONGEST_TEXT:,}.",
            "Split it into several notes; nothing was saved.",
        )
    return Decision("note", target, (Deed("note", target.part.id, text),))


def unnote(target: Target, progress: Progress) -> Decision:
    """Decide to take back the latest note about something."""
    notes = progress.standing(target.part.id).notes
    deeds = (Deed("unnote", target.part.id, of=notes[-1].id),) if notes else ()
    return Decision("unnote", target, deeds)


def reset(targets: Iterable[Target], progress: Progress) -> list[Decision]:
    """Decide to forget what is kept about parts; a stage takes its resources along."""
    decisions = []
    for target in targets:
        about: list[Part] = [target.part]
        if target.part is target.stage:
            about += [*target.stage.resources, *target.stage.reflections]
        kept = [part.id for part in about if part.id in progress.standings]
        decisions.append(Decision("reset", target, tuple(Deed("reset", name) for name in kept)))
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
        elif event.do in UNDOABLE and event.id not in undone:
            begun.add(event.step or event.id)
            if len(begun) > steps:
                break
            taken.append(event)
    return taken


def _decision(do: str, target: Target, changes: bool) -> Decision:  # noqa: FBT001
    return Decision(do, target, (Deed(do, target.part.id),) if changes else ())
