"""The view of `psi pathway diff`: what an edit does to learners who are in the middle."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from psi_cli.pathway.changes import Changes, Pair, Part
from psi_cli.views import wording
from psi_cli.views.elements import Block, Heading, Hint, Item, Panel, Paragraph
from psi_cli.views.lines import Facts

_SHOWN = 8  # lines of one panel; more are counted


class Loss(NamedTuple):
    """Why progress would be lost, where, and what keeps it."""

    why: str
    before: Part | None
    after: Part | None
    sentence: str
    remedy: str


class Diff(NamedTuple):
    """What differs between two versions of a pathway."""

    changes: Changes
    hints: tuple[Hint, ...]
    schema: str = "psi.diff/1"

    def facts(self) -> Facts:
        """Return what the screen states; minutes are null where they are unknown."""
        changes = self.changes
        pairs = ("renamed", "moved", "retimed", "required")
        return {
            "before": {"id": changes.before.id, "version": changes.before.version or None},
            "after": {"id": changes.after.id, "version": changes.after.version or None},
            "safe": not changes.loses,
            "losses": [_loss_facts(one) for one in losses(changes)],
            "new": [_part_facts(part) for part in changes.new],
            "gone": [_part_facts(part) for part in changes.gone],
            **{name: [_pair_facts(one) for one in getattr(changes, name)] for name in pairs},
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        changes = self.changes
        lost = losses(changes)
        blocks: list[Block] = [Heading(changes.after.title, _verdict(changes, len(lost)))]
        if lost:
            items = (Item("bad", "", one.sentence, details=(one.remedy,)) for one in lost)
            blocks.append(_panel("Progress would be lost", items))
        blocks += [_panel(title, items) for title, items in _lines(changes) if items]
        return blocks


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


def _lines(changes: Changes) -> Iterator[tuple[str, list[Item]]]:
    """Yield what else changed, each sort under its title."""
    told = {one.after for one in (*changes.likely, *changes.swapped)}
    yield "New", [_item(part, _time(part)) for part in changes.new if part not in told]
    for title, pairs, note in (
        ("Renamed", changes.renamed, _renaming),
        ("Moved", changes.moved, _moving),
        ("Minutes", changes.retimed, _timing),
        ("Required", changes.required, _requiring),
    ):
        yield title, [_item(one.after, note(one)) for one in pairs if one.after not in told]


def _renaming(pair: Pair) -> str:
    before, after = pair
    if before.title != after.title:
        return f"was {_named(before)}"
    return f"{after.id}, was {before.id}"


def _moving(pair: Pair) -> str:
    return f"was {pair.before.number}"


def _timing(pair: Pair) -> str:
    return f"{_minutes(pair.before)} before, now {_minutes(pair.after)}"


def _requiring(pair: Pair) -> str:
    return "required now" if pair.after.required else "required no longer"


def _panel(title: str, items: Iterable[Item]) -> Panel:
    every: list[Block] = list(items)
    shown = every[:_SHOWN]
    if more := len(every) - len(shown):
        shown.append(Paragraph(f"And {more:,} more: --json has them all."))
    return Panel(title, tuple(shown))


def _item(part: Part, note: str) -> Item:
    return Item("point", part.number, _named(part), note)


def _named(part: Part) -> str:
    return f"“{part.title}”" if part.title else part.id


def _time(part: Part) -> str:
    return wording.duration(part.minutes) if part.minutes else ""


def _minutes(part: Part) -> str:
    return _time(part) or "unknown"


def _part_facts(part: Part) -> Facts:
    return {
        **{key: getattr(part, key) for key in ("kind", "id", "title", "stage", "number")},
        "minutes": part.minutes or None,
        "required": part.required,
    }


def _pair_facts(pair: Pair) -> Facts:
    return {"before": _part_facts(pair.before), "after": _part_facts(pair.after)}


def _loss_facts(loss: Loss) -> Facts:
    return {
        "why": loss.why,
        "before": _part_facts(loss.before) if loss.before else None,
        "after": _part_facts(loss.after) if loss.after else None,
        "sentence": loss.sentence,
        "remedy": loss.remedy,
    }
