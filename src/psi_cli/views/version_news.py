"""The view of what a newer version of a pathway changed, for those who follow it."""

from collections.abc import Sequence
from typing import NamedTuple

from psi_cli.pathway.changes import QUESTION, STAGE, Changes, Pair, Part
from psi_cli.views import wording
from psi_cli.views.elements import Block, Fact, Heading, Hint, Panel, Paragraph
from psi_cli.views.lines import Facts

_NAMED = 3  # parts of a kind of change; more are counted
_LONGEST = 60  # characters of a title in a line of several
_PAIRS = ("renamed", "moved", "retimed", "required", "likely", "swapped")


class VersionNews(NamedTuple):
    """What is new, gone, renamed and moved in a pathway, and how its minutes changed.

    A part is under its number of the version it stands in; null is what is not known.
    """

    changes: Changes
    hints: tuple[Hint, ...]
    lost_stage: bool = False  # the one that the learner was in
    named: int = _NAMED
    schema: str = "psi.news/1"

    def shorter(self, rows: int) -> "VersionNews":
        """Return the view on fewer rows, with one part less named of each kind of change."""
        return self._replace(named=max(self.named - (rows > 0), 1))

    def facts(self) -> Facts:
        """Return what the screen states."""
        return change_facts(self.changes)

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        changes = self.changes
        versions = [one.version for one in (changes.before, changes.after) if one.version]
        note = " → ".join(dict.fromkeys(versions))
        lost = (Paragraph(wording.LOST_STAGE),) if self.lost_stage else ()
        return [
            Heading(changes.after.title, f"version {note}" if note else ""),
            Panel("What has changed", (*change_blocks(changes, self.named), *lost)),
        ]


def version_news(changes: Changes, stage: str) -> VersionNews:
    """Return the view of a newer version of a pathway, for a learner who was in this stage."""
    hints = [Hint("psi", "where you are")]
    if changes.gone:
        hints.append(Hint("psi note", "your notes, also on what has left"))
    hints.append(Hint("psi pathway news", "read this again"))
    lost_stage = any(part.kind == STAGE and part.id == stage for part in changes.gone)
    return VersionNews(changes, tuple(hints), lost_stage)


def change_blocks(changes: Changes, most: int = _NAMED) -> tuple[Block, ...]:
    """Return what changed, a line for each kind of change that names at most so many parts."""
    if not changes.concern_learners:
        return (Paragraph("Nothing but its wording and its ids; what you did goes along."),)
    again = [one.after for one in changes.likely]
    new = [part for part in changes.new if part not in again]
    replaced = {one.before for one in changes.likely}
    gone = [part for part in changes.gone if part not in replaced]
    required = [one.after for one in changes.required]
    lines = {
        "New": list(map(_numbered, new)),
        "Gone": list(map(_named, gone)),
        "New id": list(map(_numbered, again)),
        "Renamed": [_retitled(one) for one in changes.renamed if _is_retitled(one)],
        "Moved": list(map(_moved, changes.moved)),
        "Required now": [_numbered(part) for part in required if part.required],
        "Optional now": [_numbered(part) for part in required if not part.required],
        "Time": [_time(changes)],
    }
    kept = "What you did with what is gone, or under another id, is kept." * bool(changes.gone)
    facts = (Fact(label, _some(worded, most)) for label, worded in lines.items() if any(worded))
    return (*facts, *([Paragraph(kept)] if kept else []))


def change_facts(changes: Changes) -> Facts:
    """Return what changed as JSON has it."""
    before, after = changes.before, changes.after
    return {
        "pathway": {"id": after.id, "title": after.title},
        "version": {"before": before.version or None, "after": after.version or None},
        "minutes": {"before": before.minutes, "after": after.minutes},
        "new": [part_facts(part) for part in changes.new],
        "gone": [part_facts(part) for part in changes.gone],
        **{kind: [_pair_facts(pair) for pair in getattr(changes, kind)] for kind in _PAIRS},
    }


def part_facts(part: Part) -> Facts:
    """Return a part of one version as JSON has it."""
    return {
        "part": part.kind,
        "number": part.number,
        "id": part.id,
        "title": part.title,
        "stage": part.stage,
        "minutes": part.minutes or None,
        "required": part.required,
    }


def _pair_facts(pair: Pair) -> Facts:
    return {"before": part_facts(pair.before), "after": part_facts(pair.after)}


def _numbered(part: Part) -> str:
    return f"{part.number} {_named(part)}"


def _named(part: Part) -> str:
    title = part.title if len(part.title) <= _LONGEST else f"{part.title[: _LONGEST - 1].rstrip()}…"
    return f"“{title}”" if part.kind == QUESTION else title


def _is_retitled(pair: Pair) -> bool:
    return pair.before.title != pair.after.title


def _retitled(pair: Pair) -> str:
    return f"{_named(pair.before)} is now {_numbered(pair.after)}"


def _moved(pair: Pair) -> str:
    return f"{_named(pair.after)}, from {pair.before.number} to {pair.after.number}"


def _some(worded: Sequence[str], most: int) -> str:
    """Return the first of several things in words, and how many more there are."""
    rest = len(worded) - most
    return "; ".join(worded[:most]) + (f"; and {rest:,} more" if rest > 0 else "")


def _time(changes: Changes) -> str:
    """Return how the minutes of all that is required changed, and of how many parts."""
    before, after = changes.before.minutes, changes.after.minutes
    now, then = (wording.about(one) if one else "unknown" for one in (after, before))
    said = f"{now} in all, {then} before" * (before != after)
    count = wording.plural(len(changes.retimed), "estimate")
    return "; ".join(filter(None, (said, f"{count} changed" if changes.retimed else "")))
