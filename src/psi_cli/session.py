"""A session: one run of psi. It loads, saves and shows; commands say what and in which order."""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psi_cli.errors import PsiError, RecordFailure, UsageProblem
from psi_cli.learning.journey import Journey, begin
from psi_cli.pathway.load import read_pathway
from psi_cli.pathway.model import Pathway
from psi_cli.record.model import Action, Event, PathwayRecord
from psi_cli.record.store import Store
from psi_cli.render.show import Shown, rendered
from psi_cli.system.paths import Home, absolute, find_home
from psi_cli.system.terminal import Terminal, detect, say, write
from psi_cli.system.world import World, this_process
from psi_cli.views.elements import carrying

if TYPE_CHECKING:
    from psi_cli.views.days import Days


class Session:
    """One run of psi in its world, with the options that were given for this call."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.as_json = False
        self.as_plain = False
        self.without_pager = False
        self.pathway_file = world.environment.get("PSI_PATHWAY", "")
        self.repeated_option = ""  # what was given for this call, and hints have to repeat

    @cached_property
    def home(self) -> Home:
        """Return where psi keeps things."""
        return find_home(self.world.environment)

    @cached_property
    def store(self) -> Store:
        """Return what loads and saves the record."""
        return Store(self.home)

    @cached_property
    def settings(self) -> dict[str, str]:
        """Return what the learner has set for good; what is wrong with it is said, once."""
        if not os.path.exists(self.home.settings):  # as it mostly is: nothing more is loaded
            return {}
        from psi_cli.system import settings

        values, trouble = settings.read(self.home.settings)
        if trouble:
            self.say(f"{trouble.sentence} {trouble.remedy}")
        return values

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """Return the environment, with what the learner has set where it says nothing."""
        try:
            if not self.settings:
                return self.world.environment
        except PsiError:  # there is no folder; who needs it says so
            return self.world.environment
        from psi_cli.system.settings import in_environment

        return in_environment(self.settings, self.world.environment)

    @cached_property
    def terminal(self) -> Terminal:
        """Return what standard output can show."""
        found = detect(self.environment, self.world.stdin, self.world.stdout)
        return found._replace(plain=True, color=False, links=False) if self.as_plain else found

    @property
    def pathway_path(self) -> Path:
        """Return the file of the pathway that this session walks."""
        if self.pathway_file:
            return absolute(os.path.expanduser(self.pathway_file))
        from psi_cli.pathway.bundled import bundled_path

        return bundled_path()

    def load_pathway(self) -> Pathway:
        """Read the pathway that this session walks; PathwayInvalid where it cannot be read."""
        return read_pathway(self.pathway_path, self.home.checked_pathways)

    def load(self) -> Journey:
        """Read the pathway and the record, once; PathwayInvalid or RecordFailure says why not."""
        pathway = self.load_pathway()
        self.load_record()
        return begin(pathway, self.store.of(pathway.names))

    def load_record(self) -> None:
        """Read the record, and remove what is yet to be forgotten; RecordFailure says why not."""
        self.store.load()
        if self.store.has_to_forget:
            from psi_cli.record import forget

            try:
                forget.finish(self.store, self.now)
            except (OSError, PsiError) as error:
                self.say(str(error))
            self.store.load()

    def load_to_look(self) -> Journey:
        """Do the same for a command that only looks: without a readable record it goes on."""
        try:
            return self.load()
        except RecordFailure as error:
            self.say(f"{error.sentence} {error.remedy}")
            return begin(self.load_pathway(), PathwayRecord())

    def save(self, journey: Journey, actions: Iterable[Action]) -> Journey:
        """Keep actions for good and return the journey with them; on return they are on disk."""
        names = journey.pathway.names
        if not self.store.save(self.store.names_in_use(names)[0], actions, self.now):
            return journey
        return journey.after(self.store.of(names))

    def newest_first(self, pathway: Pathway) -> Iterator[Event]:
        """Yield what was done in a pathway, whatever its name then was, the latest first."""
        for event in self.store.newest_first():
            if event.pathway in pathway.names:
                yield event._replace(pathway=pathway.id)

    def kept_elsewhere(self, names: tuple[str, ...]) -> list[str]:
        """Return the pathways that are not at hand, and in which something is kept."""
        kept = self.store.record.pathways.items()
        others = [name for name, one in sorted(kept) if name not in names and not one.holds_nothing]
        if others:
            from psi_cli.pathway.bundled import bundled_path

            at_hand = read_pathway(bundled_path(), self.home.checked_pathways).names
            others = [name for name in others if name not in at_hand]
        return [one for one in others if not (self.home.pathways / f"{one}.toml").exists()]

    @property
    def days(self) -> "Days":
        """Return what says days and times where the learner is."""
        from psi_cli.views.days import Days

        return Days(self.world.clock(), self.world.zone)

    @property
    def now(self) -> int:
        """Return the time, in milliseconds since 1970."""
        return round(self.world.clock() * 1000)

    def show(self, view: Any) -> None:
        """Show a view as JSON, as plain lines, or drawn for the terminal."""
        if self.repeated_option:
            view = view._replace(hints=carrying(view.hints, self.repeated_option))
        shown = rendered(view, self.terminal, as_json=self.as_json)
        if not self._paged(shown):
            write(self.world.stdout, shown.body)
        write(self.world.stdout, shown.tail)

    def show_rows(self, view: Any) -> None:
        """Show what a view lists as lines of fields; UsageProblem where JSON was asked for too."""
        from psi_cli.render import tsv

        if self.as_json:
            raise UsageProblem("--tsv and --json cannot both be.", "Choose one of them.")
        write(self.world.stdout, tsv.render(view.rows()))

    def _paged(self, shown: Shown) -> bool:
        """Tell whether a pager showed the body; it is loaded where the window may be too low."""
        terminal, below = self.terminal, shown.tail.count("\n")
        if self.as_json or self.without_pager or terminal.plain or not terminal.interactive:
            return False
        if len(shown.body) + below < terminal.rows:  # it cannot have as many lines
            return False
        from psi_cli.system.pager import page

        return page(shown.body, terminal, self.environment, self.world.stdout, below)

    def pour(self, text: str) -> None:
        """Write a text to standard output as it is."""
        write(self.world.stdout, text)

    def say(self, message: str) -> None:
        """Say something beside the result, on standard error."""
        say(self.world.stderr, message, self.world.environment)


def session_of(context: Any) -> Session:
    """Return the session of a running command, or a fresh one while a shell completes."""
    root = context.find_root()
    if not isinstance(root.obj, Session):
        root.obj = Session(this_process())
    session: Session = root.obj
    return session
