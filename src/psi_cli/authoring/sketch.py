"""What a list comes to: stages and their resources, as the tables of a pathway file."""

from typing import Any, NamedTuple

from psi_cli.pathway.fields import LONGEST_LINE
from psi_cli.pathway.model import FURTHER, LETTERS
from psi_cli.pathway.safe_toml import LONGEST_TEXT
from psi_cli.system.sanitize import clean_line
from psi_cli.system.url import problem_with

Table = dict[str, Any]
_PROSE = {"summary", "why"}


class Remark(NamedTuple):
    """What has to be said about a line of a list, counted from 1."""

    line: int
    sentence: str


class Sketch:
    """A list as it is read: what it holds so far, and what has to be said about its lines."""

    def __init__(self) -> None:
        self.title = ""
        self.summary: list[str] = []
        self.stages: list[Table] = []
        self.remarks: list[Remark] = []

    def say(self, line: int, sentence: str) -> None:
        """Keep a remark about a line."""
        self.remarks.append(Remark(line, sentence))

    def begin_stage(self, title: str, line: int) -> None:
        """Begin another stage."""
        self.stages.append({"title": self.line(title, line), "resource": []})

    def stage_called(self, title: str, line: int) -> Table:
        """Return the stage of a title, begun where there is none."""
        wanted = self.line(title, line)
        for stage in self.stages:
            if stage["title"] == wanted:
                return stage
        self.begin_stage(title, line)
        return self.stages[-1]

    @property
    def stage(self) -> Table:
        """Return the stage that was begun last; the first one bears the title of the list."""
        if not self.stages:
            self.begin_stage(self.title or "First stage", 1)
        return self.stages[-1]

    @property
    def further(self) -> Table | None:
        """Return what is headed as further reading, the last of several stages; None without."""
        last = self.stages[-1] if len(self.stages) > 1 else {}
        return last if str(last.get("title", "")).casefold().startswith(FURTHER) else None

    @property
    def resources(self) -> list[Table]:
        """Return the resources of all stages."""
        return [resource for stage in self.stages for resource in stage.get("resource", ())]

    def add_text(self, words: str) -> None:
        """Add a paragraph to the stage, or to the summary where none has begun."""
        if words := clean_line(words):
            texts = self.stage.setdefault("text", []) if self.stages else self.summary
            texts.append(words)

    def add(self, resource: Table, line: int, stage: Table | None = None) -> None:
        """Add a resource to a stage, with an address only where psi can open it."""
        checked = {
            key: self._in_shape(key, value, line)
            for key, value in resource.items()
            if value not in ("", [], {})
        }
        companions = [self._reachable(one, line) for one in resource.get("companion", ())]
        checked["companion"] = [one for one in companions if "link" in one][: len(LETTERS)]
        if len(companions) > len(LETTERS):
            self.say(line, f"Of its links the first {1 + len(LETTERS)} were taken over.")
        checked = self._reachable(checked, line)
        (stage or self.stage)["resource"].append(checked)

    def _in_shape(self, key: str, value: Any, line: int) -> Any:
        """Return a value of a resource no longer than the format takes it."""
        if isinstance(value, str):
            return self.line(value, line, LONGEST_TEXT if key in _PROSE else LONGEST_LINE)
        if isinstance(value, list) and key != "companion":
            return [self.line(one, line) for one in value]
        return value

    def line(self, words: str, line: int, longest: int = LONGEST_LINE) -> str:
        """Return words as a text of the format on one line, cut where they are too long for it."""
        words = clean_line(words)
        if len(words) <= longest:
            return words
        self.say(line, f"“{words[:40]}…” is longer than {longest:,} characters, and was cut.")
        return words[: longest - 1].rstrip() + "…"

    def _reachable(self, part: Table, line: int) -> Table:
        """Return a resource or companion with its title in shape and without a bad address."""
        link = dict(part.get("link", {}))
        title = self.line(part.get("title", "") or title_from(link.get("url", "")), line)
        for way in ("url", "archive"):
            if problem := _problem_with(link.get(way, "")):
                shown = clean_line(link.pop(way))[:60]
                self.say(line, f"“{shown}” {problem}; “{title[:40]}” is there without it.")
        bare = {key: value for key, value in part.items() if key != "link"}
        return bare | {"title": title} | ({"link": link} if link else {})

    def finish(self) -> None:
        """Leave out stages of nothing, and join the paragraphs of the others."""
        self.stages = [one for one in self.stages if one["resource"] or one.get("text")]
        for stage in self.stages:
            stage["text"] = self._text(stage)
            for resource in stage["resource"]:
                _drop_empty(resource)
            _drop_empty(stage)

    def _text(self, stage: Table) -> str:
        text = "\n\n".join(stage.get("text", ()))
        if len(text) <= LONGEST_TEXT:
            return text
        self.say(0, f"The text of “{stage['title'][:60]}” is very long, and was cut.")
        return text[: LONGEST_TEXT - 1].rstrip() + "…"


def _problem_with(address: str) -> str | None:
    """Say what is wrong with an address, shortly where it is one within its own website."""
    if address and "://" not in address:
        return "is no web address"
    return problem_with(address) if address else None


def _drop_empty(part: Table) -> None:
    for key in [key for key, value in part.items() if value in ("", [], {})]:
        del part[key]


def title_from(address: str) -> str:
    """Return what an address says of what it leads to: its host and the end of its path."""
    host, *path = address.partition("://")[2].partition("?")[0].partition("#")[0].split("/")
    ends = [part for part in path if part]
    return " ".join((host.removeprefix("www."), *ends[-1:])) or "Untitled"
