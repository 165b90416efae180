"""Two or three machines that share what a learner did, by every way there is, in any order.

Folders are copied, cloned with git, synchronised with conflict copies, restored from backups, and
arrive in part. Whatever was acknowledged and not destroyed with its only file is there at the end,
once, and everyone sees the same.
"""

import os
import random
import shutil
import subprocess
import tempfile
from pathlib import Path
from zlib import crc32

from psi_cli.record import checkup, folder, journal, snapshot
from psi_cli.record.model import Action
from psi_cli.record.store import Store
from psi_cli.system.paths import Home
from tests.campaign.scene import NOW, PATHWAY, SCRATCH, Broken, shrink

STEPS = 14
TAIL = 400  # bytes, two or three events: so that there is a snapshot of every state
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


class World:
    """Some machines, what each saved, and the ways between them."""

    ways: tuple[str, ...] = ()

    def __init__(self, place: Path, chance: random.Random, where: str) -> None:
        self.place = place
        self.chance = chance
        self.where = where
        self.told: list[str] = []
        self.count = 0
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
            way = self.chance.choice(("save", "save", "undo", "look", *self.ways))
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
        do = self.chance.choice(["done", "skip", "note", "bookmark"])
        text = f"words {self.count}" * (do == "note")
        self._keep(machine, [Action(do, f"thing-{self.chance.randrange(6)}", text)])

    def undo(self, machine: str) -> None:
        """Take the newest step back, wherever it was made."""
        newest = Store(self.home(machine)).newest_first()
        if last := next((event for event in newest if event.do != "undo"), None):
            self._keep(machine, [Action("undo", last.about, of=last.id)])

    def look(self, machine: str) -> None:
        """Look and check; nothing may fail, and a snapshot must say what the journals say."""
        store = Store(self.home(machine))
        list(checkup.problems(store, checkup.read_journals(store), NOW))
        if snapshot.values_of(store.load()) != snapshot.values_of(store.rebuild()):
            raise Broken(f"{self.where}: snapshot and journals disagree after {self.told}")

    def _keep(self, machine: str, actions: list[Action]) -> None:
        store = Store(self.home(machine))
        clock = NOW + self.chance.randrange(-5, 5) * 86_400_000
        events = store.save(PATHWAY, actions, clock)
        name = folder.own_journal(store.home).name
        self.saved.setdefault(name, set()).update(event.id for event in events)

    def verify(self) -> None:
        """Hold what every machine has in the end against what was acknowledged."""
        wanted = set().union(*self.saved.values())
        seen = []
        for machine in self.machines:
            store = Store(self.home(machine))
            ids = {event.id for event in store.newest_first()}
            if lost := wanted - ids:
                raise Broken(f"{self.where}: {machine} lacks {len(lost)} after {self.told}")
            seen.append(snapshot.values_of(store.load())[2])
            self.look(machine)
        if any(one != seen[0] for one in seen):
            raise Broken(f"{self.where}: machines differ after {self.told}")


class FolderWorld(World):
    """Machines whose data folders are copied, synchronised and restored."""

    ways = ("copy", "sync", "conflict", "arrive", "hole", "restore", "carry", "windows")

    def begin(self) -> None:
        for name in "bc"[: self.chance.randint(1, 2)]:
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
        for name in "bc"[: self.chance.randint(1, 2)]:
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

    def git(self, *arguments: str, within: Path) -> None:
        """Run git, whatever it says: a pull of nothing fails, and is no failure here."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.place)}
        command = [*GIT, *arguments]
        subprocess.run(command, cwd=within, env=environment, check=False, capture_output=True)


def _ids(path: Path) -> set[str]:
    return {event.id for event in journal.read(path.read_bytes())[0]}
