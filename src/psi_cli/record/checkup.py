"""The checkup behind `psi doctor`: everything psi keeps, verified from the journals up.

Fixing touches only what is made from the journals, leftovers of psi's own, and rights that are
too wide. What the learner did is never changed or deleted.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from psi_cli.errors import PsiError, RecordFailure
from psi_cli.record import journal, record_toml
from psi_cli.record.model import LearnerRecord
from psi_cli.record.store import Store
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line

LITTLE_SPACE = 16 << 20  # bytes
_PRIVATE = {True: 0o700, False: 0o600}


class Problem(NamedTuple):
    """Something amiss: the file, what it is, and how to fix it where psi safely can."""

    file: str
    sentence: str
    fix: Callable[[], None] | None = None
    fixed: bool = False


def fixed(problem: Problem) -> Problem:
    """Return a problem after fixing it, where psi safely can."""
    if problem.fix is None:
        return problem
    try:
        problem.fix()
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        return problem._replace(sentence=f"{problem.sentence}; fixing failed: {reason}")
    return problem._replace(fixed=True)


class JournalFacts(NamedTuple):
    """A journal in numbers; `own` is the one of this device."""

    name: str
    own: bool
    events: int
    unreadable: int
    size: int


def journal_facts(store: Store) -> Iterator[JournalFacts]:
    """Yield each journal in numbers; one that cannot be read counts nothing."""
    own = store.own_journal()
    paths: list[Path] = []
    with suppress(RecordFailure):  # which `problems` tells
        paths = store.journals()
    for path in paths:
        events = unreadable = size = 0
        with suppress(OSError):
            data = files.read(path)
            size = len(data)
            for block in journal.blocks(data):
                events += block.event is not None
                unreadable += block.event is None
        yield JournalFacts(clean_line(path.name), path == own, events, unreadable, size)


def problems(store: Store) -> Iterator[Problem]:
    """Yield everything that is amiss with what psi keeps."""
    try:
        if store.home.data.exists():
            yield from _problems(store)
        elif not os.access(place := _nearest(store.home.data), os.W_OK | os.X_OK):
            yield Problem(str(place), "cannot be written, so nothing can be saved")
    except OSError as error:
        name = os.fsdecode(error.filename) if error.filename else str(store.home.data)
        reason = clean_line(error.strerror or str(error))
        yield Problem(name, f"cannot be read: {reason}, so the rest of it was not checked")


def _nearest(path: Path) -> Path:
    """Return the first that exists of a path and the directories above it."""
    return next(place for place in (path, *path.parents) if place.exists())


def _problems(store: Store) -> Iterator[Problem]:
    yield from _access(store.home.data)
    for folder in (store.home.journals, store.home.cache):
        if folder.exists() and not folder.is_dir():
            yield Problem(str(folder), "is not a folder: move it away, and psi makes one")
    yield from _drafts(store)
    try:
        paths = store.journals()
    except RecordFailure as error:
        yield Problem(str(store.home.journals), error.sentence)
        return
    for path in paths:
        yield from _blocks(path)
    try:
        yield from _derived(store)
    except PsiError as error:
        yield Problem(str(store.home.data), error.sentence)


def _access(data: Path) -> Iterator[Problem]:
    if not os.access(data, os.W_OK | os.X_OK):
        yield Problem(str(data), "cannot be written, so nothing can be saved")
    with suppress(OSError):
        if shutil.disk_usage(data).free < LITTLE_SPACE:
            yield Problem(str(data), "is on a disk that is almost full")
    if os.name != "posix":
        return
    for path in _own_files(data):
        with suppress(OSError):
            if path.is_symlink() or path.stat().st_uid != os.geteuid():
                continue
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                make_private = partial(path.chmod, _PRIVATE[path.is_dir()])
                yield Problem(str(path), "can be read by others", make_private)


def _own_files(data: Path) -> Iterator[Path]:
    """Yield what psi itself keeps in its folder, which may be one that holds other things."""
    yield from (data / name for name in ("device", "record.toml", "record.lock"))
    for folder in (data / "journal", data / "cache"):
        yield folder
        yield from sorted(folder.rglob("*"))


def _drafts(store: Store) -> Iterator[Problem]:
    for directory in store.directories:
        for draft in files.old_drafts(directory):
            yield Problem(
                str(draft), "is a draft that an interrupted psi left behind", draft.unlink
            )


def _blocks(path: Path) -> Iterator[Problem]:
    try:
        data = files.read(path)
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        yield Problem(str(path), f"cannot be read: {reason}")
        return
    if (version := journal.format_of(data)) > journal.FORMAT:
        yield Problem(
            str(path),
            f"is of format {version}, and this psi reads {journal.FORMAT}: upgrade psi",
        )
        return
    for number, block in enumerate(journal.blocks(data), start=1):
        if block.event is None:
            yield Problem(
                str(path),
                f"block {number} (line {block.line}) is damaged and counts for nothing;"
                " all other blocks are read, and it stays as it is",
            )


def _derived(store: Store) -> Iterator[Problem]:
    """Yield what was made from the journals and does not say what they say."""
    told, truth = store.load(), store.rebuild()
    if told.latest != truth.latest:  # something was saved between the two
        told, truth = store.load(), store.rebuild()
    if not _same(told, truth):
        yield Problem(
            str(store.snapshot), "is not what the journals add up to", store.drop_snapshot
        )
    if truth.pathways and (sentence := _problem_with_record_file(store, truth)):
        refresh = partial(store.write_record_file, truth)
        yield Problem(str(store.home.record), sentence, refresh)


def _problem_with_record_file(store: Store, truth: LearnerRecord) -> str | None:
    """Say what is wrong with record.toml; a large one may be older than the last save."""
    try:
        written = files.read(store.home.record).decode("utf-8", "replace")
    except OSError:
        return "is missing"
    fresh = store.renews_seldom or written == record_toml.encode(truth)
    return None if fresh else "is not what the journals add up to"


def _same(one: LearnerRecord, other: LearnerRecord) -> bool:
    return record_toml.encode(one) == record_toml.encode(other) and one.latest == other.latest
