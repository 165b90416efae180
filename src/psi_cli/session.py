"""A session: one run of psi. It loads, saves and shows; commands say what and in which order."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from psi_cli.errors import PathwayInvalid, PsiError, RecordFailure, UsageProblem
from psi_cli.learning.journey import Journey, begin
from psi_cli.pathway import bundled
from psi_cli.pathway.load import mark_of, read_pathway
from psi_cli.pathway.model import Pathway
from psi_cli.record.model import Action, Event, PathwayRecord
from psi_cli.record.store import Store
from psi_cli.render.show import Shown, rendered
from psi_cli.system.paths import Home, absolute, find_home
from psi_cli.system.sanitize import clean_line
from psi_cli.system.terminal import Terminal, detect, say, write
from psi_cli.system.world import World
from psi_cli.views.elements import carrying

if TYPE_CHECKING:
    from psi_cli.pathway.versions import News
    from psi_cli.views.days import Days


Run = Callable[[Sequence[str], World], int]


class Session:
    """One run of psi in its world, with the options that were given for this call.

    `again` is what runs psi once more, within this run, and returns the exit status.
    """

    def __init__(self, world: World, again: Run | None = None) -> None:
        self.world = world
        self.again = again
        self.as_json = False
        self.as_plain = False
        self.without_pager = False
        self.chosen = world.environment.get("PSI_PATHWAY", "")  # a pathway's id or file, for a call
        self.path = bundled.bundled_path()  # of the pathway that is walked, once it is loaded
        self.news: News | None = None  # what a newer version of it changed, and is yet to be told
        self.repeated_option = ""  # what was given for this call, and hints have to repeat

    @cached_property
    def home(self) -> Home:
        """Return where psi keeps things."""
        return self.world.home or find_home(self.world.environment)

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

    def load_pathway(self) -> Pathway:
        """Read the pathway chosen for this call, or else the one that the learner follows.

        PathwayInvalid where it cannot be read, NotFound where none is called so.
        """
        current = self.store.record.current
        if current and current != bundled.ID and not self.chosen:
            return self._followed(current)
        self.path = self.path_of(self.chosen) if self.chosen else bundled.bundled_path()
        return self.read(self.path)

    def read(self, path: Path) -> Pathway:
        """Read the pathway in a file; PathwayInvalid where it cannot be read."""
        return read_pathway(path, self.home.checked_pathways, self.tell_of_keys)

    def tell_of_keys(self, path: Path, pathway: Pathway) -> None:
        """Say, when a file is read anew, that it has keys which a newer psi may know."""
        if count := pathway.unknown_keys:
            from psi_cli.views.wording import plural

            keys = plural(count, "key")
            check = f"`psi pathway check {clean_line(str(path))}` says more."
            self.say(f"This pathway has {keys} that this psi does not know; {check}")

    def path_of(self, name: str) -> Path:
        """Return the file of a pathway that is named by its id or its file; NotFound for no id."""
        if set(name).isdisjoint("./\\~"):
            from psi_cli.pathway import at_hand

            id_ = name.casefold()
            if at_hand.could_be_id(id_):
                found = at_hand.find(id_, self.home)
                if found or not os.path.exists(name):
                    return (found or at_hand.chosen(name, self.home)).path
        return absolute(os.path.expanduser(name))

    def _followed(self, current: str) -> Pathway:
        """Read the pathway that the learner follows; the bundled one where it is not here."""
        from psi_cli.pathway import at_hand

        found = at_hand.find(current, self.home)
        if not found:
            self.say(at_hand.not_here(current))
        self.path = found.path if found else bundled.bundled_path()
        return (found and found.pathway) or self._sound(self.path)

    def _sound(self, path: Path) -> Pathway:
        """Read a pathway that is followed; PathwayInvalid says how to go on with another."""
        try:
            return self.read(path)
        except PathwayInvalid as error:
            error.remedy = (
                "`psi pathway add FILE --update` puts a sound file in its place;"
                " `psi pathway use ID` follows another pathway."
            )
            raise

    def load(self) -> Journey:
        """Read the record and the pathway, once; RecordFailure or PathwayInvalid says why not."""
        self.load_record()
        pathway = self.load_pathway()
        journey = begin(pathway, self.store.of(pathway.names))
        if not journey.record.holds_nothing:
            self._look_for_news(pathway)
        return journey

    def _look_for_news(self, pathway: Pathway) -> None:
        """Note what changed in a pathway since its learner was last told on this device."""
        mark = mark_of(self.path)
        if mark and os.path.exists(self.home.versions / f"{pathway.id}.{mark}"):
            return
        from psi_cli.pathway import versions

        self.news = versions.news(self.home.versions, pathway, mark)

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

    def load_to_look_back(self) -> Journey:
        """Do the same for a command that needs no sound pathway: the last one that was serves it.

        PathwayInvalid only where nothing tells which pathway is meant.
        """
        try:
            return self.load()
        except PathwayInvalid as error:
            from psi_cli.pathway.last_sound import last_sound

            followed = "" if self.chosen else self.store.record.current
            pathway = last_sound(self.path, self.home.checked_pathways, followed)
            if not pathway:
                raise
            self.say(f"{error.sentence} {error.remedy}")
            return begin(pathway, self.store.of(pathway.names))

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

    def titles_of_departed(self, journey: Journey) -> dict[str, str]:
        """Return what the parts that have left were called when something was done with them."""
        titles = dict.fromkeys(journey.progress.orphans, "")
        if titles:
            for event in self.newest_first(journey.pathway):
                if event.title and titles.get(event.about) == "":
                    titles[event.about] = event.title
        return {id_: title or id_ for id_, title in titles.items()}

    def kept_elsewhere(self, names: tuple[str, ...]) -> list[str]:
        """Return the pathways that are not at hand, and in which something is kept."""
        kept = self.store.record.pathways.items()
        others = [name for name, one in sorted(kept) if name not in names and not one.holds_nothing]
        usual = self.home.pathways
        others = [one for one in others if not os.path.exists(usual / f"{one}.toml")]
        if not others or others == [bundled.ID]:
            return []
        from psi_cli.pathway.at_hand import at_hand

        here = {name for one in at_hand(self.home) for name in (one.name, *one.names)}
        return [one for one in others if one not in here]

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
        if self.news and not self.as_json:
            self.say(self.news.sentence)

    def tells_news(self, journey: Journey) -> bool:
        """Show people what a newer version of the pathway changed; tell whether it did anything."""
        news = self.news
        if not news or self.as_json:
            return False
        from psi_cli.views.version_news import version_news

        self.news = None
        self.show(version_news(news.changes, journey.record.stage))
        news.was_told()
        return True

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
    """Return the session of a running command."""
    session: Session = context.find_root().obj
    return session
