"""Two or three machines that share what a learner did, by every way there is, in any order.

Folders are copied, cloned with git, synchronised with conflict copies, restored, imported, and
arrive in part; backups are imported once more, however old. Whatever was acknowledged and not
destroyed with its only file is there at the end, once, everyone sees the same, and no text that was
forgotten is among it.
"""

import os
import random
import shutil
import subprocess
import tempfile
from pathlib import Path
from zlib import crc32

from psi_cli.exports.json import Backup, written
from psi_cli.record import checkup, folder, forget, imports, journal, lines, snapshot
from psi_cli.record.model import Action
from psi_cli.record.store import Store
from psi_cli.system.paths import Home
from tests.campaign.scene import NOW, PATHWAY, SCRATCH, Broken, shrink

STEPS = 20
THINGS = 3  # that everything is about, so that what is done meets
TAIL = 400  # bytes, two or three events: so that there is a snapshot of every state
EVERYWHERE = ("save", "save", "undo", "look", "forget", "back_up", "bring_back", "take_over")
GIT = (
    "git", "-c", "user.name=psi", "-c", "user.email=psi@example.org", "-c", "commit.gpgsign=false",
    "-c", "merge.conflictStyle=merge",
)  # fmt: skip


def run(sequences: int, seed: int = 0) -> int:
    """Play so many sequences; every third shares by git. Return them."""
    shrink(TAIL)
    for number in range(sequences):
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - repeatable choices
        with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
            kind = GitWorld if number % 3 == 0 else FolderWorld
            kind(Path(scratch), chance, f"sequence {number} of seed {seed}").play()
    return sequences


def merge(merges: int, seed: int = 0) -> int:
    """Let three machines share by git until it has merged so often, or more; return how often."""
    shrink(TAIL)
    made = number = 0
    while made < merges:
        number += 1
        chance = random.Random(f"{seed} merge {number}")  # noqa: S311 - repeatable choices
        with tempfile.TemporaryDirectory(dir=SCRATCH) as scratch:
            world = GitWorld(Path(scratch), chance, f"merging {number} of seed {seed}")
            world.others = "bc"
            world.play()
            made += world.merges
    return made


class World:
    """Some machines, what each saved, and the ways between them."""

    ways: tuple[str, ...] = ()

    def __init__(self, place: Path, chance: random.Random, where: str) -> None:
        self.place = place
        self.chance = chance
        self.where = where
        self.others = "bc"[: chance.randint(1, 2)]
        self.told: list[str] = []
        self.count = 0
        self.backups: list[bytes] = []
        self.saved: dict[str, set[str]] = {}  # ids of acknowledged events, by the file they are in

    def home(self, name: str) -> Home:
        """Return the home of a machine, whose own folders no way between machines takes along."""
        return Home(*(self.place / kind / name for kind in ("data", "state", "cache")))

    @property
    def machines(self) -> list[str]:
        return sorted(path.name for path in (self.place / "data").iterdir())

    def play(self) -> None:
        """Take steps at random, then bring everything together and look."""
        self.save("a")
        self.begin()
        for _ in range(STEPS):
            way = self.chance.choice((*EVERYWHERE, *self.ways))
            machine = self.chance.choice(self.machines)
            self.told.append(f"{way} {machine}")
            getattr(self, way)(machine)
        self.come_together()
        self.verify()

    def begin(self) -> None:
        """Make the other machines from the first."""

    def come_together(self) -> None:
        """Bring what all have to all."""

    def save(self, machine: str) -> None:
        """Save something; clocks differ by days."""
        self.count += 1
        do = self.chance.choice(["done", "skip", "bookmark", "note", "note"])
        text = f"words {self.count}" * (do == "note")
        self._keep(machine, [Action(do, f"thing-{self.chance.randrange(THINGS)}", text)])

    def undo(self, machine: str) -> None:
        """Take the newest step back, wherever it was made."""
        newest = Store(self.home(machine)).newest_first()
        if last := next((event for event in newest if event.do != "undo"), None):
            self._keep(machine, [Action("undo", last.about, of=last.id)])

    def forget(self, machine: str) -> None:
        """Forget the notes on something."""
        store = Store(self.home(machine))
        store.load()
        about = frozenset({f"thing-{self.chance.randrange(THINGS)}"})
        if (traces := forget.traces_of(store, [PATHWAY], about)).total:
            forget.forget(store, traces, self._clock())
            self._acknowledge(store.home, _ids_of(store, "forget"))

    def back_up(self, machine: str) -> None:
        """Write a backup, as `psi export json` does."""
        store = Store(self.home(machine))
        here = lines.at_hand(store.home).values()
        events = tuple(line.written.decode() for line in here)
        text = written(Backup(imports.SCHEMA, "", "", store.load(), {}, events))
        self.backups.append(text.encode())

    def bring_back(self, machine: str) -> None:
        """Import a backup of whatever machine, however old."""
        if self.backups:
            path = self.place / "backup.json"
            path.write_bytes(self.chance.choice(self.backups))
            self._import(machine, path)

    def take_over(self, machine: str) -> None:
        """Import the data folder of a machine."""
        self._import(machine, self.home(self.chance.choice(self.machines)).data)

    def _import(self, machine: str, path: Path) -> None:
        found, store = imports.Found(), Store(self.home(machine))
        found.add(path)
        imports.keep(store, found)
        self.command(machine)
        if lost := found.lines.keys() - lines.at_hand(store.home).keys():
            raise Broken(f"{self.where}: {len(lost)} imported and not there after {self.told}")

    def command(self, machine: str) -> None:
        """Do what every command does first."""
        store = Store(self.home(machine))
        store.load()
        if store.has_to_forget:
            forget.finish(store, NOW)

    def look(self, machine: str) -> None:
        """Look and check; nothing may fail, and a snapshot must say what the journals say."""
        store = Store(self.home(machine))
        list(checkup.problems(store, checkup.read_journals(store), NOW))
        if snapshot.values_of(store.load()) != snapshot.values_of(store.rebuild()):
            raise Broken(f"{self.where}: snapshot and journals disagree after {self.told}")

    def _keep(self, machine: str, actions: list[Action]) -> None:
        store = Store(self.home(machine))
        events = store.save(PATHWAY, actions, self._clock())
        self._acknowledge(store.home, {event.id for event in events})

    def _clock(self) -> int:
        return NOW + self.chance.randrange(-5, 5) * 86_400_000

    def _acknowledge(self, home: Home, ids: set[str]) -> None:
        self.saved.setdefault(folder.own_journal(home).name, set()).update(ids)

    def verify(self) -> None:
        """Hold what every machine has in the end against what was acknowledged."""
        wanted = set().union(*self.saved.values())
        seen = []
        for machine in self.machines:
            store = Store(self.home(machine))
            ids = {event.id for event in store.newest_first()}
            if lost := wanted - ids:
                raise Broken(f"{self.where}: {machine} lacks {len(lost)} after {self.told}")
            self.command(machine)
            if self._holds_forgotten(store.home):
                raise Broken(f"{self.where}: a forgotten text is on {machine} after {self.told}")
            seen.append(snapshot.values_of(store.load())[2])
            self.look(machine)
        if any(one != seen[0] for one in seen):
            raise Broken(f"{self.where}: machines differ after {self.told}")

    def _holds_forgotten(self, home: Home) -> bool:
        """Tell whether a machine shows a text that was forgotten, or its own journals hold one."""
        names = [path.name for path in home.journals.iterdir()]
        own = folder.with_copies(folder.own_journal(home), names)
        events = [event for path in own for event in journal.read(path.read_bytes())[0]]
        forgotten = lines.forgotten_in(lines.at_hand(home))
        notes = Store(home).load().of(PATHWAY).notes.values()
        shown = {note.id for several in notes for note in several}
        return bool(shown & forgotten) or any(one.text and one.id in forgotten for one in events)


class FolderWorld(World):
    """Machines whose data folders are copied, synchronised and restored."""

    ways = ("copy", "sync", "conflict", "arrive", "hole", "restore", "carry", "windows")

    def begin(self) -> None:
        for name in self.others:
            shutil.copytree(self.place / "data" / "a", self.place / "data" / name)

    def come_together(self) -> None:
        for _ in range(2):
            for one in self.machines:
                for other in self.machines:
                    self._bring(one, other)

    def copy(self, machine: str) -> None:
        """Copy the data folder to a new machine; state and cache stay behind."""
        if len(self.machines) < 3:
            shutil.copytree(self.place / "data" / machine, self.place / "data" / "d")

    def sync(self, machine: str) -> None:
        """Bring what is longer from one machine to another."""
        self._bring(machine, self.chance.choice(self.machines))

    def conflict(self, machine: str) -> None:
        """Leave another's journals as conflict copies, as Syncthing and Dropbox name them."""
        mark = self.chance.choice([".sync-conflict-20261123-093000-ABCDEF", " (conflicted copy)"])
        for path in self._journals(self.chance.choice(self.machines)):
            copied = self._journal(machine, f"{path.stem}{mark}{path.suffix}")
            if mark not in path.name and not copied.exists():
                shutil.copyfile(path, copied)

    def arrive(self, machine: str) -> None:
        """Let journals of others arrive in part."""
        for path, there in self._arriving(machine):
            data = path.read_bytes()
            there.write_bytes(data[: self.chance.randrange(len(data))])
            self.look(machine)

    def hole(self, machine: str) -> None:
        """Let journals of others arrive with a hole of zeros in them."""
        for path, there in self._arriving(machine):
            data = path.read_bytes()
            start = self.chance.randrange(len(data))
            end = self.chance.randrange(start, len(data))
            there.write_bytes(data[:start] + bytes(end - start) + data[end:])
            self.look(machine)

    def restore(self, machine: str) -> None:
        """Put an older state of the machine's own journal back; what only it held is gone."""
        path = folder.own_journal(self.home(machine))
        if not path.exists():
            return
        lines = path.read_bytes().splitlines(keepends=True)
        left = lines[: self.chance.randrange(len(lines) + 1)]
        path.write_bytes(b"".join(left))
        here = self._everywhere()
        self.saved = {name: ids & here for name, ids in self.saved.items()}

    def carry(self, machine: str) -> None:
        """Move the data folder to another place on the same machine, whose state knows it not."""
        shutil.rmtree(self.home(machine).state, ignore_errors=True)

    def windows(self, machine: str) -> None:
        """Let a tool change line ends."""
        for path in self._journals(machine):
            data = path.read_bytes().replace(b"\r\n", b"\n")
            path.write_bytes(data.replace(b"\n", b"\r\n"))

    def _bring(self, one: str, other: str) -> None:
        """Copy journals that another machine has less of; two that differ become two files."""
        for path in self._journals(one):
            there = self._journal(other, path.name)
            if not there.exists() or _ids(path) > _ids(there):
                shutil.copyfile(path, there)
            elif not _ids(path) <= _ids(there):
                mark = f"{crc32(path.read_bytes()):08x}"
                shutil.copyfile(path, there.with_name(f"{path.stem}.conflict-{mark}.jsonl"))

    def _everywhere(self) -> set[str]:
        paths = [path for machine in self.machines for path in self._journals(machine)]
        return set().union(*map(_ids, paths))

    def _arriving(self, machine: str) -> list[tuple[Path, Path]]:
        """Return journals that a machine may get from others, and where: none it has more of."""
        own = folder.own_journal(self.home(machine)).name
        paths = [path for name in self.machines for path in self._journals(name)]
        pairs = [(path, self._journal(machine, path.name)) for path in paths if path.name != own]
        return [
            (path, there)
            for path, there in pairs
            if path != there and path.stat().st_size
            if not there.exists() or _ids(there) <= _ids(path)
        ]

    def _journals(self, machine: str) -> list[Path]:
        return sorted(self.home(machine).journals.glob("*.jsonl"))

    def _journal(self, machine: str, name: str) -> Path:
        return self.home(machine).journals / name


class GitWorld(World):
    """Machines whose data folders are clones of one repository, in which everything is kept."""

    ways = ("share", "share", "share", "go_back")

    def begin(self) -> None:
        data = self.place / "data"
        union = self.chance.random() < 0.5
        (data / "a" / ".gitattributes").write_text("*.jsonl merge=union\n" * union)
        self.git("init", "-q", "--bare", "-b", "main", str(self.place / "hub"), within=data)
        self.git("init", "-q", "-b", "main", within=data / "a")
        self.git("remote", "add", "origin", str(self.place / "hub"), within=data / "a")
        self.configure("a")
        self.share("a")
        for name in self.others:
            crlf = self.chance.choice(["true", "false", "input"])
            hub = str(self.place / "hub")
            self.git("clone", "-q", "-c", f"core.autocrlf={crlf}", hub, name, within=data)

    def configure(self, machine: str) -> None:
        """Let git on a machine change line ends, or not."""
        crlf = self.chance.choice(["true", "false", "input"])
        self.git("config", "core.autocrlf", crlf, within=self.home(machine).data)

    def share(self, machine: str) -> None:
        """Commit, pull and push; what conflicts is committed with git's marks in it."""
        data = self.home(machine).data
        self.git("add", "-A", within=data)
        self.git("commit", "-q", "-m", "more", "--allow-empty", within=data)
        self.git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main", within=data)
        self.git("add", "-A", within=data)
        self.git("commit", "-q", "-m", "merged", "--allow-empty", within=data)
        self.git("push", "-q", "origin", "HEAD:main", within=data)
        self.look(machine)

    def go_back(self, machine: str) -> None:
        """Share, then go back to an older commit: what follows has to be merged, line by line.

        To share once are two commits.
        """
        self.share(machine)
        back = f"HEAD~{self.chance.randint(2, 6)}"
        self.git("reset", "-q", "--hard", back, within=self.home(machine).data)
        self.save(machine)

    def come_together(self) -> None:
        for machine in self.machines * 2:
            self.share(machine)

    @property
    def merges(self) -> int:
        """Return how often git merged, in what all share in the end."""
        hub = self.place / "hub"
        return int(self.git("rev-list", "--merges", "--count", "main", within=hub))

    def git(self, *arguments: str, within: Path) -> str:
        """Run git, whatever it says: a pull of nothing fails, and is no failure here."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.place)}
        finished = subprocess.run(
            [*GIT, *arguments],
            cwd=within,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        return finished.stdout


def _ids_of(store: Store, do: str) -> set[str]:
    return {event.id for event in store.newest_first() if event.do == do and not event.device}


def _ids(path: Path) -> set[str]:
    return {event.id for event in journal.read(path.read_bytes())[0]}
