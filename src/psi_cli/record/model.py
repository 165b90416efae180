"""The learner record: what the events of all journals add up to.

The record is a fold over events in the order of their ids, each id once, those left out that
an undo takes back. It knows nothing of files, clocks or screens.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

DONE, SKIPPED, OPEN = "done", "skipped", "open"
LONGEST_TEXT = 20_000  # characters of a note
_LONGEST_TITLE = 300  # characters; a longer one is cut
LONGEST_TIME = 100_000  # minutes that a resource may have taken
FOLLOWED = 253_402_300_800_000  # ids count on from any id before the year 10000
READ = FOLLOWED + (1 << 40)  # and no id beyond this is read: room to count on for ever
_EPOCH, _YEAR_1 = datetime(1970, 1, 1), -62_135_596_800_000  # noqa: DTZ001 - all is UTC here
_VERSION_AND_VARIANT = (0x7 << 76) | (0b10 << 62)
_RANDOM_BITS = ~((0xFFFFFFFFFFFF << 80) | (0xF << 76) | (0b11 << 62))


class Action(NamedTuple):
    """What the learner did, before it has an id and a time.

    `about` is the id of a thing and `title` what people call it; `of` is the event meant; `by` is
    the id of what was studied in place of the thing, and `took` the minutes of the learner's own
    that it took; 0 where they were not told.
    """

    do: str
    about: str = ""
    text: str = ""
    of: str = ""
    title: str = ""
    by: str = ""
    took: int = 0


class Event(NamedTuple):
    """An action that happened.

    `at` is UTC, as 2026-11-23T09:30:00Z; `step` is the first event of the command it came with,
    where that had several; `device` names the journal it stands in, where that is another's; `took`
    is in minutes.
    """

    id: str
    at: str
    pathway: str
    do: str
    about: str = ""
    text: str = ""
    of: str = ""
    step: str = ""
    title: str = ""
    by: str = ""
    device: str = ""
    took: int = 0


def differ(one: Event, other: Event) -> bool:
    """Tell whether two events with one id are not the same; a text may have been forgotten."""
    if not (one.text and other.text):
        one, other = one._replace(text=""), other._replace(text="")
    return one._replace(device="") != other._replace(device="")


class Mark(NamedTuple):
    """That a resource or stage was done or skipped, and when.

    `id` is the id of the event, `by` that of what was studied in place of the thing itself; `took`
    is how many minutes it took, where the learner told.
    """

    status: str
    at: str
    id: str = ""
    by: str = ""
    took: int = 0


class Note(NamedTuple):
    """The learner's own words about something. `id` is the id of the event."""

    id: str
    at: str
    text: str


class PathwayRecord:
    """What a learner did in one pathway, keyed by the ids of its parts as they then were."""

    __slots__ = ("bookmarks", "chosen", "last", "marks", "notes", "opened", "stage", "started")

    def __init__(self) -> None:
        self.started = ""
        self.stage = ""
        self.last = ""
        self.chosen = ""  # the id of the event that last made this the pathway to follow
        self.marks: dict[str, Mark] = {}
        self.bookmarks: dict[str, str] = {}
        self.opened: dict[str, str] = {}
        self.notes: dict[str, Sequence[Note]] = {}

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


def _use(record: PathwayRecord, event: Event) -> None:
    record.chosen = event.id


def _move(record: PathwayRecord, event: Event) -> None:
    record.stage = event.about


def _complete(record: PathwayRecord, event: Event) -> None:
    mark = Mark(DONE, event.at, event.id, event.by, event.took)
    before = record.marks.get(event.about)
    if before and before.status == DONE:  # what is told later adds to it; its day stays
        by, took = mark.by or before.by, mark.took or before.took
        mark = mark._replace(at=before.at, by=by, took=took)
    record.marks[event.about] = mark


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
        kept = record.notes.get(event.about, ())
        record.notes[event.about] = notes = kept if isinstance(kept, list) else list(kept)
        notes.append(Note(event.id, event.at, event.text))


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
    "use": _use,
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
NEED_ABOUT = frozenset(_EFFECTS) - {"reset", "use"}
NEED_OF = frozenset({"undo", "unnote", "forget"})


def can_be_undone(do: str, text: str) -> bool:
    """Tell whether an action is one that undo takes back: a note that was forgotten is none."""
    return do in UNDOABLE and (do != "note" or bool(text))


class LearnerRecord:
    """Everything psi keeps about a learner: by pathway id, of so many events up to the latest."""

    __slots__ = ("count", "latest", "pathways")

    def __init__(self, events: Sequence[Event] = ()) -> None:
        self.latest = ""
        self.count = 0
        self.pathways: dict[str, PathwayRecord] = {}
        self.add(events)

    @property
    def current(self) -> str:
        """Return the id of the pathway that was chosen last; empty where none was."""
        chosen = ((one.chosen, name) for name, one in self.pathways.items() if one.chosen)
        return max(chosen, default=("", ""))[1]

    def of(self, pathway_id: str) -> PathwayRecord:
        """Return what is kept about one pathway; a blank record where nothing is."""
        return self.pathways.get(pathway_id) or PathwayRecord()

    def with_one(self, names: Sequence[str], kept: PathwayRecord) -> "LearnerRecord":
        """Return a record in which what is kept under a pathway's names is one, under the first."""
        record = LearnerRecord()
        record.latest, record.count = self.latest, self.count
        others = {name: one for name, one in self.pathways.items() if name not in names}
        record.pathways = others | {names[0]: kept}
        return record

    def precedes(self, events: Sequence[Event]) -> bool:
        """Tell whether events in order come after all that were added, and take back none."""
        undone = (event.of for event in events if event.do == "undo")
        return not events or all(name > self.latest for name in (events[0].id, *undone))

    def add(self, events: Sequence[Event]) -> None:
        """Add events in the order of their ids, of which the record precedes all.

        Those that an undo takes back are left out, but what was forgotten stays forgotten.
        """
        undone = {event.of for event in events if event.do == "undo"}
        undone -= {event.id for event in events if event.do == "forget"}
        self.count += len(events)
        for event in events:
            self.latest = event.id
            if event.id in undone or event.do not in _EFFECTS:
                continue
            self.pathways.setdefault(event.pathway, PathwayRecord()).apply(event)


def stamp(
    actions: Sequence[Action], pathway: str, milliseconds: int, after: int, randomness: bytes
) -> tuple[Event, ...]:
    """Return the actions as events at a time (since 1970), with ids of moments after another.

    The learner's next action comes last even where the clock was set back meanwhile: then the
    moments count on, and only the events' `at` shows the clock. `randomness` is ten bytes for
    each action.
    """
    at = moment_at(milliseconds)
    ids: list[str] = []
    for start in range(0, 10 * len(actions), 10):
        after = min(max(0, min(milliseconds, FOLLOWED - 1), after + 1), READ - 1)
        ids.append(_id(after, randomness[start : start + 10]))
    step = ids[0] if len(ids) > 1 else ""
    return tuple(
        Event(name, at, pathway, do, about, text, of, step, title[:_LONGEST_TITLE], by, took=took)
        for name, (do, about, text, of, title, by, took) in zip(ids, actions, strict=True)
    )


def moment_at(milliseconds: int) -> str:
    """Return a time since 1970 as UTC, 2026-11-23T09:30:00Z, within what a calendar has."""
    since = timedelta(milliseconds=min(max(milliseconds, _YEAR_1), FOLLOWED - 1))
    return (_EPOCH + since).isoformat(timespec="seconds") + "Z"


def moment_of(name: str) -> int:
    """Return the time in an id, in milliseconds since 1970; of no id, the one before all."""
    return int(name[:8] + name[9:13], 16) if name else -1


def _id(moment: int, randomness: bytes) -> str:
    """Return a UUID of version 7 (RFC 9562)."""
    number = (moment << 80) | _VERSION_AND_VARIANT | (int.from_bytes(randomness) & _RANDOM_BITS)
    digits = f"{number:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
