"""psi config: what holds for every command, until it is set otherwise."""

from typing import Annotated

import typer

from psi_cli.errors import UsageProblem
from psi_cli.session import session_of
from psi_cli.system.sanitize import clean_line, quoted
from psi_cli.system.settings import SETTINGS, accepted, keep
from psi_cli.views.config import config, standing

_TAKES = " ".join(f"{key}: {one.takes}." for key, one in SETTINGS.items())
Key = Annotated[str, typer.Argument(metavar="[KEY]", help="plain, pager or search.")]
Chosen = Annotated[str | None, typer.Argument(metavar="[VALUE]", help=_TAKES)]
Unset = Annotated[bool, typer.Option("--unset", help="Take KEY back to what is usual.")]


def config_command(
    context: typer.Context, key: Key = "", value: Chosen = None, unset: Unset = False
) -> None:
    """See what is set, or set it for good; without KEY, all there is to set.

    It is kept in config.toml, in the folder of your data. The environment comes before it
    (PSI_PLAIN, PSI_PAGER, PSI_SEARCH), and an option before both.

    $ psi config                  what holds, and where it comes from
    $ psi config plain on         lines without panels, for a screen reader
    $ psi config pager "less -R"  what shows long screens
    $ psi config pager --unset    as usual again
    $ psi config search "https://qwant.com/?q={words}"  where `psi open` searches
    """
    session = session_of(context)
    message = ""
    if value is not None or unset:
        chosen = _checked(key, value, unset=unset)
        keep(session.home.settings, key, chosen)
        message = f"{key} is as usual again." if unset else f"{key} is set for good."
    elif key:
        _check_key(key)
    keys = [key] if key else list(SETTINGS)
    environment = session.world.environment
    lines = tuple(standing(one, session.settings, environment) for one in keys)
    session.show(config(message, lines, clean_line(str(session.home.settings))))


def _check_key(key: str) -> None:
    if key not in SETTINGS:
        sentence = f"There is no setting {quoted(key)}."
        raise UsageProblem(sentence, f"There are {', '.join(SETTINGS)}.")


def _checked(key: str, value: str | None, *, unset: bool) -> str | None:
    """Return what to keep, None to take it out; UsageProblem where it is not taken."""
    if unset and (value is not None or not key):
        raise UsageProblem("--unset goes with KEY alone.", "`psi config pager --unset`")
    _check_key(key)
    chosen = None if value is None else accepted(key, value)
    if chosen is None and not unset:
        raise UsageProblem(f"{key} takes {SETTINGS[key].takes}.", "`psi help config` has examples.")
    return chosen
