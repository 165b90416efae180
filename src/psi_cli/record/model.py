"""The learner record: what the events of all journals add up to.

The record is a fold over events in the order of their ids, each id once, those left out that
an undo takes back. It knows nothing of files, clocks or screens.
"""

from collections.abc import Iterable
from typing import NamedTuple

DONE, SKIPPED, OPEN = "done", "skipped", "open"
LATEST_MILLISECOND = (1 << 48) - (1 << 40)  # the year 10854; an id beyond it is no one's clock
_VERSION_AND_VARIANT = (0x7 << 76) | (0b10 << 62)
_RANDOM_BITS = ~((0xFFFFFFFFFFFF << 80) | (0xF << 76) | (0b11 << 62))


class Action(NamedTuple):
    """What the learner did, before it has an id and a time: `do`, and what it is about."""

    do: str
    about: str = ""
    text: str = ""
    of: str = ""


class Event(NamedTuple):
    """A action that happened.

    `at` is UTC, as 2026-11-23T09:30:00Z; `step` is the first event of the command it came with,
    where that had several.
    """

    id: str
    at: str
    pathway: str
    do: str
    about: str = ""
    text: str = ""
    of: str = ""
    step: str = ""


class Mark(NamedTuple):
    """That a resource or stage was done or skipped, and when. `id` is the id of the event."""

    status: str
    at: str
    id: str = ""


class Note(NamedTuple):
    """The learner's own words about something. `id` is the id of the event."""

    id: str
    at: str
    text: str


class PathwayRecord:
    """What a learner did in one pathway, keyed by the ids of its parts as they then were."""

    __slots__ = ("bookmarks", "last", "marks", "notes", "opened", "stage", "started")

    def __init__(self) -> None:
        self.started = ""
        self.stage = ""
        self.last = ""
        self.marks: dict[str, Mark] = {}
        self.bookmarks: dict[str, str] = {}
        self.opened: dict[str, str] = {}
        self.notes: dict[str, list[Note]] = {}

    @property
    def holds_nothing(self) -> bool:
        """Tell whether nothing is kept here but what has been taken back."""
        return not (self.started or self.marks or self.bookmarks or self.notes or self.opened)

    def apply(self, event: Event) -> None:
        """Add one event; the kinds that this psi does not know change nothing."""
        if effect := _EFFECTS.get(event.do):
            effect(self, event)
            self.last = event.at

    def drop(self, about: str) -> None:
        """Drop everything about one thing."""
        self.marks.pop(about, None)
        self.bookmarks.pop(about, None)
        self.opened.pop(about, None)
        self.notes.pop(about, None)

    def drop_all(self) -> None:
        """Drop everything, as if the pathway had never been begun."""
        self.started = self.stage = ""
        for kept in (self.marks, self.bookmarks, self.opened, self.notes):
            kept.clear()


def _start(record: PathwayRecord, event: Event) -> None:
    record.started = record.started or event.at
    record.stage = event.about


def _move(record: PathwayRecord, event: Event) -> None:
    record.stage = event.about


def _complete(record: PathwayRecord, event: Event) -> None:
    record.marks[event.about] = Mark(DONE, event.at, event.id)


def _skip(record: PathwayRecord, event: Event) -> None:
    record.marks[event.about] = Mark(SKIPPED, event.at, event.id)


def _reopen(record: PathwayRecord, event: Event) -> None:
    record.marks.pop(event.about, None)


def _bookmark(record: PathwayRecord, event: Event) -> None:
    record.bookmarks[event.about] = event.at


def _unbookmark(record: PathwayRecord, event: Event) -> None:
    record.bookmarks.pop(event.about, None)


def _open(record: PathwayRecord, event: Event) -> None:
    record.opened.pop(event.about, None)  # so that the last one opened comes last
    record.opened[event.about] = event.at


def _note(record: PathwayRecord, event: Event) -> None:
    if event.text:  # a forgotten note has lost its own
        record.notes.setdefault(event.about, []).append(Note(event.id, event.at, event.text))


def _unnote(record: PathwayRecord, event: Event) -> None:
    kept = [note for note in record.notes.pop(event.about, []) if note.id != event.of]
    if kept:
        record.notes[event.about] = kept


def _reset(record: PathwayRecord, event: Event) -> None:
    if event.about:
        record.drop(event.about)
    else:
        record.drop_all()


_EFFECTS = {
    "start": _start,
    "move": _move,
    "done": _complete,
    "skip": _skip,
    "reopen": _reopen,
    "bookmark": _bookmark,
    "unbookmark": _unbookmark,
    "open": _open,
    "note": _note,
    "unnote": _unnote,
    "forget": _unnote,
    "reset": _reset,
}
UNDOABLE = frozenset(_EFFECTS) - {"open", "forget"}


def can_be_undone(do: str, text: str) -> bool:
    """Tell whether a action is one that undo takes back: a note that was forgotten is none."""
    return do in UNDOABLE and (do != "note" or bool(text))


class LearnerRecord:
    """Everything psi keeps about a learner, by pathway id, and the id of the latest event."""

    __slots__ = ("latest", "pathways")

    def __init__(self) -> None:
        self.latest = ""
        self.pathways: dict[str, PathwayRecord] = {}

    def of(self, pathway_id: str) -> PathwayRecord:
        """Return what is kept about one pathway; a blank record where nothing is."""
        return self.pathways.get(pathway_id) or PathwayRecord()

    def add(self, events: Iterable[Event], undone: frozenset[str] = frozenset()) -> None:
        """Add events that come in the order of their ids and after all that were added."""
        for event in events:
            self.latest = max(self.latest, event.id)
            if event.id in undone or event.do not in _EFFECTS:
                continue
            self.pathways.setdefault(event.pathway, PathwayRecord()).apply(event)


def stamp(
    actions: Iterable[Action], *, pathway: str, milliseconds: int, latest: str, randomness: bytes
) -> tuple[Event, ...]:
    """Return the actions as events at a moment (since 1970), with ids after the latest one.

    `randomness` is ten bytes for each action.
    """
    from time import gmtime, strftime

    at = strftime("%Y-%m-%dT%H:%M:%SZ", gmtime(milliseconds // 1000))
    events: list[Event] = []
    actions = tuple(actions)
    for number, (do, about, text, of) in enumerate(actions):
        latest = _next_id(milliseconds, latest, randomness[number * 10 : number * 10 + 10])
        step = events[0].id if events else latest
        events.append(
            Event(latest, at, pathway, do, about, text, of, step if len(actions) > 1 else "")
        )
    return tuple(events)


def _next_id(milliseconds: int, latest: str, randomness: bytes) -> str:
    """Return a UUID of version 7 (RFC 9562) that sorts after the latest one.

    The learner's next action comes last even where the clock was set back meanwhile: then the id
    counts on from the latest, and only the event's `at` shows the clock.
    """
    last = int(latest[:8] + latest[9:13], 16) if latest else -1
    moment = max(0, milliseconds, last + 1)
    number = (moment << 80) | _VERSION_AND_VARIANT | (int.from_bytes(randomness) & _RANDOM_BITS)
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
