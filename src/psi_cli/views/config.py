"""The view of `psi config`: each setting, its value, and where that comes from."""

from collections.abc import Mapping
from typing import NamedTuple

from psi_cli.pathway.links import WEB_SEARCH
from psi_cli.system.settings import FILE, SETTINGS, accepted
from psi_cli.system.terminal import is_on
from psi_cli.views.elements import Block, Hint, Paragraph, Term, Terms
from psi_cli.views.lines import Facts

_USUAL = {"plain": "off", "pager": "less", "search": WEB_SEARCH}


class Standing(NamedTuple):
    """A setting, its value, and what gave it: a variable, config.toml, or nothing."""

    key: str
    value: str
    origin: str

    def term(self) -> Term:
        """Return the setting as a line."""
        origin = f"from {self.origin}" if self.origin else "as usual"
        return Term(self.key, f"{self.value or 'none'} ({origin})")


class Config(NamedTuple):
    """The settings that hold, and the file in which psi keeps those that are set for good."""

    message: str
    settings: tuple[Standing, ...]
    file: str
    hints: tuple[Hint, ...]
    schema: str = "psi.config/1"

    def facts(self) -> Facts:
        """Return what the screen states; what is as usual comes from nowhere."""
        return {
            "message": self.message or None,
            "file": self.file,
            "settings": [one._asdict() | {"origin": one.origin or None} for one in self.settings],
        }

    def blocks(self) -> list[Block]:
        """Return the screen in reading order."""
        message = [Paragraph(self.message)] if self.message else []
        terms = Terms("Settings", tuple(one.term() for one in self.settings))
        return [*message, terms, Paragraph(f"What is set for good is kept in {self.file}")]


def config(message: str, settings: tuple[Standing, ...], file: str) -> Config:
    """Return the view of `psi config`: of every setting, or of one."""
    if len(settings) > 1:
        hints = (
            Hint("psi config plain on", "lines without panels or colour"),
            Hint("psi config pager cat", "long screens without a pager"),
            Hint("psi help config", "how to set each, and take it back"),
        )
        return Config(message, settings, file, hints)
    (one,) = settings
    back = Hint(f"psi config {one.key} --unset", "as usual again")
    hint = Hint("psi config", "every setting")
    return Config(message, settings, file, (back, hint) if one.origin == FILE else (hint,))


def standing(key: str, values: Mapping[str, str], environment: Mapping[str, str]) -> Standing:
    """Return the value of a setting that holds, and where it comes from."""
    variable = SETTINGS[key].variable
    found = Standing(key, _USUAL[key], "")
    if key in values:
        found = Standing(key, values[key], FILE)
    elif key == "pager" and "PAGER" in environment:
        found = Standing(key, environment["PAGER"].strip(), "PAGER")
    if variable in environment and (heeded := _heeded(key, environment[variable])) is not None:
        found = Standing(key, heeded, variable)
    if key == "plain" and found.value == "off" and is_on(environment.get("ACCESSIBLE", "")):
        found = Standing(key, "on", "ACCESSIBLE")
    return found


def _heeded(key: str, value: str) -> str | None:
    """Return the value of a variable as psi takes it; None where psi goes without."""
    if key == "plain":
        return "on" if is_on(value) else "off"
    return accepted(key, value) if key == "search" else value.strip()
