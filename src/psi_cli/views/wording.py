"""How things are worded wherever they are shown: counts, minutes, creators, states."""

from typing import TYPE_CHECKING

from psi_cli.learning.progress import ItemState, StageProgress
from psi_cli.pathway.model import KINDS, Companion, Resource, Stage
from psi_cli.pathway.references import Target
from psi_cli.record.model import OPEN
from psi_cli.views.elements import Span

if TYPE_CHECKING:
    from psi_cli.views.days import Days

ACCESS_WORDS = {
    "open": "open to all",
    "registration": "registration needed",
    "purchase": "to buy",
    "library": "through a library",
}
CONFIDENCE_WORDS = {
    "verified": "checked against a public page",
    "likely": "very likely the right one",
    "unknown": "we could not confirm an address",
}
LOST_STAGE = "The stage you were in has left this pathway; you are in its first one now."
STANDING_IN = ", by what stands in for it"
_OWN = "en"  # the language that goes without saying, since psi speaks it
_LANGUAGES = {"en": "in English", "fr": "in French"}
_HOUR = 60  # minutes
_NAMED = 6  # pieces of a list; more are counted


def plural(count: int, noun: str, several: str = "") -> str:
    """Return a count with its noun: 1 note, 2 notes."""
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"


def notes_and_answers(count: int) -> str:
    """Return how many of the learner's own words there are."""
    return plural(count, "note or answer", "notes and answers")


def kept_elsewhere(pathways: list[str]) -> str:
    """Return where what was done in pathways that are not at hand is, and how to get back to it."""
    first, rest = ", ".join(pathways[:_NAMED]), len(pathways) - _NAMED
    named = f"{first} and {plural(rest, 'other pathway')}" if rest > 0 else first
    return f"What you did in {named} is kept: `psi pathway add FILE` brings it back."


def duration(minutes: int) -> str:
    """Return minutes as people say them: 45 min, 2 h, 2 h 40."""
    hours, rest = divmod(minutes, _HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours:,} h {rest:02}" if rest else f"{hours:,} h"


def reading_time(stage: Stage) -> str:
    """Return how long a stage's text takes to read; nothing where that is not known."""
    return f"{duration(stage.minutes)} to read" if stage.minutes else ""


def about(minutes: int) -> str:
    """Return a sum of estimates no more exactly than it is known: from an hour on, to 5 minutes."""
    return duration(minutes if minutes < _HOUR else 5 * round(minutes / 5))


def estimate(minutes: int, untimed: int = 0, word: str = "") -> str:
    """Return a sum of estimates behind a word; it is the least where something has none.

    Where nothing is known there is nothing to say.
    """
    word = "at least" if untimed else word
    return f"{word} {about(minutes)}".lstrip() if minutes else ""


def short(resource: Resource) -> str:
    """Return the title of a resource as a row of one line has it."""
    return resource.short or resource.title


def ref_of(target: Target, number: str) -> str:
    """Return what to type for a part: its number, or the id of a stage."""
    return target.part.id if isinstance(target.part, Stage) else number


def credit(creators: tuple[str, ...], year: int) -> str:
    """Return who made something, and when, as a line says it; a year of 0 is unknown."""
    known = (", ".join(creators), f"({year})" if year else "")
    return " ".join(filter(None, known))


def kind_and_time(resource: Resource) -> str:
    """Return what a resource is and how long it takes: video · 45 min, report in French · 1 h."""
    return f"{kind_and_language(resource)} · {time(resource.minutes)}"


def kind_and_language(resource: Resource) -> str:
    """Return what a resource is, and a language that does not go without saying."""
    spoken = f" {language(resource.language)}" if resource.language not in {"", _OWN} else ""
    return f"{kind(resource.kind)}{spoken}"


def kind(name: str) -> str:
    """Return the words for a kind of resource."""
    return KINDS.get(name, name)


def time(minutes: int | None) -> str:
    """Return how long something takes, as far as that is known."""
    return "time unknown" if minutes is None else duration(minutes)


def figure(minutes: int | None) -> str:
    """Return minutes as a table has them: a number alone, or nothing."""
    return "" if minutes is None else str(minutes)


def language(tag: str) -> str:
    """Return a language as a line says it: in French."""
    return _LANGUAGES.get(tag, f"in {tag}") if tag else ""


def counts(progress: StageProgress) -> str:
    """Return how much is done of what a stage requires: 1 of 6 done, 2 skipped."""
    skipped = f", {progress.skipped:,} skipped" if progress.skipped else ""
    return f"{progress.done:,} of {progress.total:,} done{skipped}"


def how_far(progress: StageProgress) -> str:
    """Return how much of a stage is done, and how long the rest takes: 1 of 6 done · 2 h left."""
    left = estimate(progress.minutes_left, progress.untimed)
    return counts(progress) + (f" · {left} left" if left else "")


def role(companion: Companion) -> str:
    """Return how something goes with a resource: instead of it, or beside it."""
    return "instead" if companion.relation == "substitute" else "beside it"


def ranges(numbers: list[str]) -> str:
    """Return numbers as a learner may type them, those in a row as a range: 2.1, 2.3-2.6.

    Of many pieces the first are named and the rest are counted.
    """
    runs: list[list[str]] = []
    for number in numbers:
        if runs and _follows(number, runs[-1][-1]):
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    left = sum(map(len, runs[_NAMED:]))
    return ", ".join(said[:_NAMED]) + (f" and {left:,} more" if left else "")


def _follows(number: str, before: str) -> bool:
    section, _, place = number.rpartition(".")
    return before == f"{section}{'.' if section else ''}{int(place) - 1}"


def state_words(state: ItemState, days: "Days") -> list[Span]:
    """Return how something stands as a line says it; that it is open goes without saying."""
    words = []
    if state.status != OPEN:
        after = f" in {duration(state.took)}" if state.took else ""
        after += STANDING_IN if state.by else ""
        words.append(days.day(state.at).within(f"{state.status} ", after))
    elif state.opened:
        words.append(days.day(state.opened).within("opened "))
    if state.bookmarked:
        words.append(Span("bookmarked"))
    if state.notes:
        words.append(Span(plural(len(state.notes), "note")))
    return words
