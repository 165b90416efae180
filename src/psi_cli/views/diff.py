"""The view of `psi pathway diff`: what an edit does to learners who are in the middle."""

from typing import NamedTuple

from psi_cli.pathway.changes import Changes, Part
from psi_cli.views import wording
from psi_cli.views.elements import Block, Heading, Hint, Item, Panel
from psi_cli.views.lines import Facts, first_of
from psi_cli.views.version_news import change_blocks, change_facts, part_facts

_SHOWN = 8  # losses, and parts of a kind of change; more are counted


class Loss(NamedTuple):
    """Why progress would be lost, where, and what keeps it."""

    why: str
    before: Part | None
    after: Part | None
    sentence: str
    remedy: str

    def facts(self) -> Facts:
        """Return the loss as JSON has it."""
        parts = {"before": self.before, "after": self.after}
        about = {key: part_facts(part) if part else None for key, part in parts.items()}
        return {"why": self.why, **about, "sentence": self.sentence, "remedy": self.remedy}

    def item(self) -> Item:
        """Return the loss as a line, with its remedy below."""
        return Item("bad", "", self.sentence, details=(self.remedy,))


class Diff(NamedTuple):
    """What differs between two versions of a pathway, and what of it costs learners progress."""

    changes: Changes
    hints: tuple[Hint, ...]
    schema: str = "psi.diff/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        lost = [one.facts() for one in losses(self.changes)]
        return {**change_facts(self.changes), "safe": not lost, "losses": lost}

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        changes = self.changes
        lost = losses(changes)
        blocks: list[Block] = [Heading(changes.after.title, _verdict(changes, len(lost)))]
        if lost:
            lines = first_of([one.item() for one in lost], _SHOWN)
            blocks.append(Panel("Progress would be lost", lines))
        if not (rest := _harmless(changes)).nothing:
            title = "What else changed" if lost else "What changed"
            blocks.append(Panel(title, change_blocks(rest, _SHOWN)))
        return blocks


def _harmless(changes: Changes) -> Changes:
    """Return the changes that are not told as losses."""
    told = {one.after for one in (*changes.likely, *changes.swapped)}
    kinds = ("renamed", "moved", "retimed", "required")
    rest = {
        kind: tuple(one for one in getattr(changes, kind) if one.after not in told)
        for kind in kinds
    }
    new = tuple(part for part in changes.new if part not in told)
    named_anew = tuple(one for one in rest["renamed"] if one.before.id != one.after.id)
    return Changes(changes.before, changes.after, new=new, likely=named_anew, **rest)


def losses(changes: Changes) -> list[Loss]:
    """Return every way in which learners would lose progress, and what keeps it."""
    renamed = {one.before for one in changes.likely}
    found = [_not_this_pathway(changes)] if changes.disowns_itself else []
    found += [_renamed(*one) for one in changes.likely]
    found += [_swapped(*one) for one in changes.swapped]
    found += [_merged(*one) for one in changes.merged]
    found += [_disowned(*one) for one in changes.disowned]
    return found + [_gone(part) for part in changes.gone if part not in renamed]


def _not_this_pathway(changes: Changes) -> Loss:
    missing = [name for name in changes.before.names if name not in changes.after.names]
    sentence = f"The pathway no longer names its id {', '.join(missing)}: progress is not found."
    remedy = f"Under [pathway]: {_aliases([*changes.after.aliases, *missing])}"
    return Loss("pathway", None, None, sentence, remedy)


def _renamed(before: Part, after: Part) -> Loss:
    sentence = f"{_named(before)} is gone, and {after.id} is new and looks the same."
    remedy = f"If it is the same, under {after.id}: {_aliases([*after.aliases, before.id])}"
    return Loss("renamed", before, after, sentence, remedy)


def _swapped(before: Part, after: Part) -> Loss:
    sentence = f"{after.id} is now what {before.id} was: marks and notes would move to another."
    return Loss("swapped", before, after, sentence, "Let each keep the id it had.")


def _merged(before: Part, after: Part) -> Loss:
    sentence = f"{_named(before)} becomes one with {after.id}: of two marks one is left."
    return Loss("merged", before, after, sentence, "Keep both, if learners may have done either.")


def _disowned(before: Part, after: Part) -> Loss:
    missing = [name for name in before.aliases if name not in (after.id, *after.aliases)]
    sentence = f"{_named(after)} no longer names its former id {', '.join(missing)}."
    remedy = f"Under {after.id}: {_aliases([*after.aliases, *missing])}"
    return Loss("alias", before, after, sentence, remedy)


def _gone(before: Part) -> Loss:
    sentence = f"{_named(before)} is gone: what learners did in it no longer counts."
    return Loss("gone", before, None, sentence, "Their notes on it stay readable.")


def _aliases(names: list[str]) -> str:
    quoted = ", ".join(f'"{name}"' for name in dict.fromkeys(names))
    return f"aliases = [{quoted}]"


def _verdict(changes: Changes, lost: int) -> str:
    if lost:
        return wording.plural(lost, "loss", "losses")
    return "nothing differs" if changes.nothing else "learners lose nothing"


def _named(part: Part) -> str:
    return f"“{part.title}”" if part.title else part.id
