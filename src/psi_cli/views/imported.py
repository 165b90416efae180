"""The view of an import: what came, pathway by pathway, and what did not."""

from collections.abc import Mapping
from typing import NamedTuple

from psi_cli.views import wording
from psi_cli.views.elements import Block, Hint, Item, Paragraph, Span
from psi_cli.views.lines import Facts

_COUNTED = ("completions", "bookmarks", "notes", "answers")


class Gain(NamedTuple):
    """What came in one pathway, by kind; `taken_back` counts what is no longer so since then."""

    id: str
    title: str
    counts: Mapping[str, int]
    taken_back: int

    def item(self) -> Item:
        """Return the gain as a line."""
        counts = self._every_count.items()
        said = [wording.plural(count, kind[:-1]) for kind, count in counts if count]
        said += [f"{self.taken_back:,} taken back"] if self.taken_back else []
        return Item("good", "", (Span(self.title, "strong"), f": {', '.join(said)}"))

    def facts(self) -> Facts:
        """Return the gain as JSON has it."""
        named = {"id": self.id, "title": self.title}
        return {**named, **self._every_count, "taken_back": self.taken_back}

    @property
    def _every_count(self) -> dict[str, int]:
        return {kind: self.counts.get(kind, 0) for kind in _COUNTED}


class Imported(NamedTuple):
    """What an import brought, or with --dry-run would bring; `troubles` are by file."""

    dry_run: bool
    events: int
    known: int
    differing: int
    gains: tuple[Gain, ...]
    pathways: tuple[str, ...]
    troubles: dict[str, str]
    hints: tuple[Hint, ...]
    schema: str = "psi.import/1"

    def facts(self) -> Facts:
        """Return what the screen states."""
        return {
            "dry_run": self.dry_run,
            "events": self.events,
            "known": self.known,
            "differing": self.differing,
            "gains": [gain.facts() for gain in self.gains],
            "pathways": list(self.pathways),
            "troubles": [
                {"file": file, "sentence": sentence} for file, sentence in self.troubles.items()
            ],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        blocks: list[Block] = [Paragraph(self._verdict())]
        blocks += [gain.item() for gain in self.gains]
        added = "Pathway that is not here yet" if self.dry_run else "Pathway added"
        blocks += [Item("good", "", f"{added}: {name}") for name in self.pathways]
        if self.differing:
            told = wording.plural(self.differing, "event was", "events were")
            blocks.append(
                Paragraph(f"{told} left out: the id is taken by one that tells something else.")
            )
        blocks += [Item("bad", "", f"{file}: {told}") for file, told in self.troubles.items()]
        return blocks

    def _verdict(self) -> str:
        were = "was" if self.known == 1 else "were"
        known = f"; {self.known:,} {were} here already" if self.known else ""
        if not self.events:
            return f"Nothing is new{known}."
        come = "would come" if self.dry_run else "came"
        return f"{wording.plural(self.events, 'event')} {come}{known}."
