"""A session: one run of psi, with the pathway and the record it works on."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from psi_cli.errors import RecordFailure
from psi_cli.learning.progress import Progress, measure
from psi_cli.pathway.load import read_pathway
from psi_cli.pathway.model import Pathway
from psi_cli.pathway.references import Part, Target, locate, parts_by_id
from psi_cli.record.model import Action, Event, PathwayRecord
from psi_cli.record.store import Store
from psi_cli.system.paths import Home, find_home
from psi_cli.system.terminal import Terminal, detect, say, write
from psi_cli.views.elements import carrying


class Session:
    """Opens the pathway and the record when they are asked for, saves, and shows."""

    def __init__(self, environment: Mapping[str, str], clock: Callable[[], float]) -> None:
        self.environment = environment
        self.clock = clock
        self.as_json = False
        self.as_plain = False
        self.pathway_file = environment.get("PSI_PATHWAY", "")
        self.repeated_option = ""  # what was given for this call, and hints have to repeat
        self.has_saved = False
        self._measured: tuple[str, Progress] | None = None

    @cached_property
    def home(self) -> Home:
        """Return where psi keeps things."""
        return find_home(self.environment)

    @cached_property
    def store(self) -> Store:
        """Return what loads and saves the record."""
        return Store(self.home)

    @cached_property
    def pathway_path(self) -> Path:
        """Return the file of the pathway that this session walks."""
        if self.pathway_file:
            return Path(os.path.expanduser(self.pathway_file))
        from psi_cli.pathway.bundled import bundled_path

        return bundled_path()

    @cached_property
    def pathway(self) -> Pathway:
        """Return the pathway that this session walks."""
        return read_pathway(self.pathway_path, self.home.checked_pathways)

    @property
    def record(self) -> PathwayRecord:
        """Return what the learner did in this pathway, all that is saved by now."""
        try:
            return self.store.load().of(self.pathway.id)
        except RecordFailure as error:
            if self.has_saved:
                error.sentence = f"It was saved, but {error.sentence}"
            raise

    @property
    def progress(self) -> Progress:
        """Return where that puts the learner; measured anew when something was saved."""
        record = self.record
        latest = self.store.load().latest
        if self._measured is None or self._measured[0] != latest:
            self._measured = (latest, measure(self.pathway, record))
        return self._measured[1]

    @cached_property
    def parts(self) -> dict[str, Target]:
        """Return every part of the pathway with its number, by id."""
        return parts_by_id(self.pathway)

    def part_named(self, name: str) -> Target | None:
        """Return the part of an id that it has or had; None if none has it."""
        return self.parts.get(self._canonical.get(name, name))

    @cached_property
    def _canonical(self) -> dict[str, str]:
        return self.pathway.canonical()

    @cached_property
    def terminal(self) -> Terminal:
        """Return what standard output can show."""
        found = detect(self.environment, sys.stdin, sys.stdout)
        return found._replace(plain=True, color=False, links=False) if self.as_plain else found

    def locate(self, ref: str, *kinds: type[Part]) -> Target:
        """Return the part that REF names, bare numbers counting in the learner's own stage."""
        return locate(self.pathway, ref, kinds, lambda: self.progress.current.stage)

    def save(self, actions: Iterable[Action]) -> tuple[Event, ...]:
        """Keep actions for good; on return they are on the disk."""
        events = self.store.save(self.pathway.id, actions, round(self.clock() * 1000))
        self.has_saved |= bool(events)
        return events

    def show(self, view: Any) -> None:
        """Show a view as JSON, as plain lines, or drawn for the terminal."""
        from psi_cli.render.show import rendered

        if self.repeated_option:
            view = carrying(view, self.repeated_option)
        write(sys.stdout, "".join(rendered(view, self.terminal, as_json=self.as_json)))

    def say(self, message: str) -> None:
        """Say something beside the result, on standard error."""
        say(sys.stderr, message, self.environment)


def session_of(context: Any) -> Session:
    """Return the session of a running command, or a fresh one while a shell completes."""
    root = context.find_root()
    if not isinstance(root.obj, Session):
        root.obj = Session(os.environ, time.time)
    session: Session = root.obj
    return session
