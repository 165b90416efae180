"""The checkup behind `psi doctor`: everything psi keeps, verified from the journals up.

Fixing touches only what is made from the journals, leftovers of psi's own, and rights that are
too wide. What the learner did is never changed or deleted.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from psi_cli.errors import PsiError, RecordFailure
from psi_cli.record import folder, pages, record_toml, snapshot
from psi_cli.record.folder import Journal
from psi_cli.record.forget import holders
from psi_cli.record.model import Event, LearnerRecord, differ
from psi_cli.record.store import Store
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line, reason_of

LITTLE_SPACE = 16 << 20  # bytes
MOST_FINDINGS = 20  # of one journal, that are told one by one
_PRIVATE = {True: 0o700, False: 0o600}
_DAY = 86_400_000  # milliseconds
_FREE = "Make room on it."
_WRITABLE = "Give yourself the right to write there, or set PSI_HOME to another folder."


class Problem(NamedTuple):
    """Something amiss: the file, the line from 1 if it is one, what it is, and the step that helps.

    `fix` takes that step where psi safely can.
    """

    file: str
    sentence: str
    step: str
    line: int = 0
    fix: Callable[[], None] | None = None
    fixed: bool = False


def fixed(problem: Problem) -> Problem:
    """Return a problem after fixing it, where psi safely can."""
    if problem.fix is None:
        return problem
    try:
        problem.fix()
    except OSError as error:
        failed = f"{problem.sentence}; fixing failed: {reason_of(error)}"
        return problem._replace(sentence=failed)
    return problem._replace(fixed=True)


class JournalFacts(NamedTuple):
    """A journal in numbers; `own` says that this device writes it."""

    name: str
    own: bool
    events: int
    unreadable: int
    size: int


def read_journals(store: Store) -> list[Journal]:
    """Read every journal; where their folder cannot be read, `problems` tells."""
    try:
        return folder.read_all(store.home)
    except RecordFailure:
        return []


def facts_of(store: Store, journals: Sequence[Journal]) -> Iterator[JournalFacts]:
    """Yield each journal in numbers."""
    path = folder.own_journal(store.home)
    own = {path.name, folder.imported_beside(path).name}
    for one in journals:
        is_own = one.name in own
        yield JournalFacts(clean_line(one.name), is_own, len(one.events), one.unreadable, one.size)


def problems(store: Store, journals: Sequence[Journal], milliseconds: int) -> Iterator[Problem]:
    """Yield everything that is amiss with what psi keeps, at a time since 1970."""
    try:
        if store.home.data.exists():
            yield from _problems(store, journals, milliseconds)
        elif os.path.islink(store.home.data):
            told = "is a link that leads nowhere, so nothing can be saved"
            yield Problem(str(store.home.data), told, "Make what it leads to, or remove it.")
        elif not os.access(place := _nearest(store.home.data), os.W_OK | os.X_OK):
            yield Problem(str(place), "cannot be written, so nothing can be saved", _WRITABLE)
        yield from _pages(store)
    except OSError as error:
        name = os.fsdecode(error.filename) if error.filename else str(store.home.data)
        told = f"cannot be read: {reason_of(error)}, so the rest of it was not checked"
        yield Problem(name, told, "Make it readable.")


def _nearest(path: Path) -> Path:
    """Return the first that exists of a path and the folders above it."""
    return next(place for place in (path, *path.parents) if place.exists())


def _problems(store: Store, journals: Sequence[Journal], milliseconds: int) -> Iterator[Problem]:
    yield from _access(store.home.data)
    for place in (store.home.journals, store.home.cache):
        if place.exists() and not place.is_dir():
            yield Problem(str(place), "is not a folder", "Move it away, and psi makes one.")
    yield from _drafts(store)
    yield from _links(store)
    try:
        told = store.load()
    except PsiError as error:
        yield Problem(str(store.home.journals), error.sentence, error.remedy)
        return
    for name, reason in store.strange.items():
        path = store.home.journals / name
        yield Problem(str(path), f"cannot be read: {reason}", _step_for(path))
    for one in journals:
        yield from _findings(store.home.journals / one.name, one)
        yield from _clocks(store.home.journals / one.name, one.events, milliseconds)
    yield from _doubles(store.home.journals, journals)
    for path in holders(store, journals):
        step = "Run psi on that device; if no device writes the file any more, delete it."
        yield Problem(str(path), "holds notes that were forgotten", step)
    yield from _derived(store, told, journals)


def _access(data: Path) -> Iterator[Problem]:
    if not os.access(data, os.W_OK | os.X_OK):
        yield Problem(str(data), "cannot be written, so nothing can be saved", _WRITABLE)
    with suppress(OSError):
        if shutil.disk_usage(data).free < LITTLE_SPACE:
            yield Problem(str(data), "is on a disk that is almost full", _FREE)
    if os.name != "posix":
        return
    if data.stat().st_mode & stat.S_IWOTH:
        step = f"Take that right from them: chmod o-w '{clean_line(str(data))}'."
        yield Problem(str(data), "can be changed by everyone on this machine", step)
    if files.is_private(data):  # so that nobody else comes as far as what lies in it
        return
    for path in _own_files(data):
        with suppress(OSError):
            if path.is_symlink() or path.stat().st_uid != os.geteuid():
                continue
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                make_private = partial(path.chmod, _PRIVATE[path.is_dir()])
                told = "can be read by others"
                yield Problem(
                    str(path), told, "`psi doctor --fix` makes it yours.", 0, make_private
                )


def _own_files(data: Path) -> Iterator[Path]:
    """Yield what psi itself keeps in its folder, which may be one that holds other things."""
    yield data / "record.toml"
    yield data / "journal"
    yield from sorted((data / "journal").rglob("*"))


def _drafts(store: Store) -> Iterator[Problem]:
    for directory in store.directories:
        for draft in files.old_drafts(directory):
            told = "is a draft that an interrupted psi left behind"
            yield Problem(str(draft), told, "`psi doctor --fix` removes it.", 0, draft.unlink)


def _pages(store: Store) -> Iterator[Problem]:
    """Yield the pages with words on them that no editor has open and no note has taken in."""
    for page in pages.left(store.home.pages):
        notes = store.record.of(page.pathway).notes.get(page.about, ())
        kept = {note.text.strip() for note in notes}
        with suppress(OSError):
            if page.read().decode(errors="replace").strip() not in {"", *kept}:
                told = "has words that were never saved as a note"
                step = f"In {page.pathway}, `psi note {page.about} --edit` goes on with them."
                yield Problem(str(page.file), told, clean_line(step))


def _links(store: Store) -> Iterator[Problem]:
    own = folder.own_journal(store.home)
    if own.is_symlink():
        told = "is a link, which psi does not write through, so nothing can be saved"
        yield Problem(str(own), told, "Put the file that it leads to in its place.")
    if store.home.record.is_symlink():
        told = "is a link, so psi does not write it"
        yield Problem(str(store.home.record), told, "Remove the link, and psi writes a file.")


def _step_for(path: Path) -> str:
    """Return what helps against a journal that cannot be read."""
    if path.suffix == ".toml":
        return "Nothing can be done with it; moved out of the folder, it is told of no more."
    if os.path.islink(path):
        return "Remove the link, or bring back what it leads to."
    if os.path.isfile(path) and not os.access(path, os.R_OK):
        return "Give yourself the right to read it."
    return "Move it out of the folder, if you put it there."


def _findings(path: Path, one: Journal) -> Iterator[Problem]:
    for line, lines, what, step in one.findings[:MOST_FINDINGS]:
        place = f"line {line}" if lines == 1 else f"each of lines {line} to {line + lines - 1}"
        yield Problem(str(path), f"{place} {what}", step, line)
    if rest := one.findings[MOST_FINDINGS:]:
        told = f"there is more like that, up to line {rest[-1].line + rest[-1].lines - 1}"
        step = "Restore the file from a copy if you have one."
        yield Problem(str(path), told, step, rest[0].line)


def _clocks(path: Path, events: Sequence[Event], milliseconds: int) -> Iterator[Problem]:
    now = f"{max(0, milliseconds) + _DAY:012x}"
    ahead = [event.id for event in events if event.id > f"{now[:8]}-{now[8:]}"]
    if ahead:
        count = f"{len(ahead)} event{'s' * (len(ahead) > 1)}"
        told = f"has {count} of a clock that ran ahead of this machine's"
        step = "See that this machine's clock is right; what you do now counts as later still."
        yield Problem(str(path), told, step)


def _doubles(place: Path, journals: Sequence[Journal]) -> Iterator[Problem]:
    """Yield the journals whose events have ids of others and tell something else."""
    first: dict[str, Event] = {}
    for one in journals:
        count = 0
        for event in one.events:
            known = first.setdefault(event.id, event)
            count += known is not event and differ(known, event)
        if count:
            events = "events that tell" if count > 1 else "event that tells"
            told = f"has {count} {events} something else under an id that is taken"
            step = "They count for nothing. If the file is not yours, move it out of the folder."
            yield Problem(str(place / one.name), told, step)


def _derived(store: Store, told: LearnerRecord, journals: Sequence[Journal]) -> Iterator[Problem]:
    """Yield what was made from the journals and does not say what they say."""
    truth = LearnerRecord(folder.in_order(journals))
    if told.latest != truth.latest:  # something was saved between the two
        told, truth = store.load(), store.rebuild()
    if snapshot.values_of(told) != snapshot.values_of(truth):
        step = "`psi doctor --fix` removes it."
        yield Problem(
            str(store.snapshot), "is not what the journals add up to", step, 0, store.drop_snapshot
        )
    if truth.pathways and (sentence := _problem_with_record_file(store, truth)):
        step = "`psi doctor --fix` writes it anew."
        yield Problem(str(store.home.record), sentence, step, 0, partial(_write_anew, store))
    for copy in record_toml.copies_of(store.home.record):
        told_of = "was kept when record.toml held more than the journals"
        yield Problem(str(copy), told_of, "Compare the two, and delete it when nothing is missing.")


def _write_anew(store: Store) -> None:
    store.load()
    store.write_record_file()


def _problem_with_record_file(store: Store, truth: LearnerRecord) -> str | None:
    """Say what is wrong with record.toml; a large one may be older than the last save."""
    if store.home.record.is_symlink():
        return None
    try:
        written = files.read(store.home.record)
    except OSError:
        return "is missing"
    fresh = store.renews_seldom or written == record_toml.encode(truth).encode()
    return None if fresh else "is not what the journals add up to"
