"""psi open: go to a resource in the browser."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import OptionalRef
from psi_cli.commands.naming import named
from psi_cli.errors import NotFound, PsiError, UsageProblem
from psi_cli.learning.journey import Journey
from psi_cli.pathway import links
from psi_cli.pathway.links import Opening, Way
from psi_cli.pathway.model import Companion, Resource
from psi_cli.pathway.references import Target, title_of
from psi_cli.record.model import Action
from psi_cli.session import Session, session_of
from psi_cli.system.clipboard import copying
from psi_cli.system.sanitize import clean_line
from psi_cli.system.url import is_web_search
from psi_cli.views.open import ASKED, COPIED, PRINTED, Opened, opened

Archive = Annotated[bool, typer.Option("--archive", help="Open the archived copy instead.")]
Search = Annotated[bool, typer.Option("--search", help="Search the web for it instead.")]
Print = Annotated[bool, typer.Option("--print", help="Print the address and open nothing.")]
Copy = Annotated[bool, typer.Option("--copy", help="Copy the address and open nothing.")]


def open_command(
    context: typer.Context,
    ref: OptionalRef = "",
    archive: Archive = False,
    search: Search = False,
    print_only: Print = False,
    copy: Copy = False,
) -> None:
    """Print a resource's address and open it; without REF, what you were at or what comes next.

    Where no address is known, psi opens an archived copy, a substitute, or else a web search.

    $ psi open 2           the second resource of the stage you are in
    $ psi open 3a          what is offered beside it, or instead of it
    $ psi open 2 --copy    its address, on the clipboard
    $ psi open 2 --search  a web search for it
    """
    session = session_of(context)
    _check(session, both=archive and search, copy=copy)
    journey = session.load_to_look()
    target = named(session, journey, ref, Resource, Companion) if ref else _following(journey)
    wanted = links.ARCHIVE if archive else links.SEARCH if search else ""
    chosen, others = _choose(target, wanted, _web_search(session))
    journey = _remembered(session, journey, target)
    if print_only or copy:
        session.show(opened(journey, target, chosen, others, COPIED if copy else PRINTED))
        session.pour(copying(chosen.way.url) if copy else "")
    else:
        _go_there(session, opened(journey, target, chosen, others))


def _check(session: Session, *, both: bool, copy: bool) -> None:
    """Raise UsageProblem for options that do not go together, or not with where psi runs."""
    if both:
        raise UsageProblem("--archive and --search cannot both be.", "Choose one of them.")
    if copy and (session.as_json or not session.terminal.obedient):
        raise UsageProblem("Only a terminal has a clipboard.", "`psi open --print` prints it.")


def _go_there(session: Session, view: Opened) -> None:
    """Say what is opened and how, then open it; where nothing can, the address is to be copied."""
    from psi_cli.system.browser import chosen_browser, opens

    interactive = session.terminal.interactive and not session.as_json
    browser = chosen_browser(session.world.environment, interactive=interactive)
    if not browser:
        session.show(view)
        return
    session.show(view._replace(by=browser.name if browser.in_terminal else ASKED))
    if not opens(browser, view.chosen.way.url):
        session.say(f"{clean_line(browser.name)} could not open it. Copy the address above.")


def _remembered(session: Session, journey: Journey, target: Target) -> Journey:
    """Keep that it was opened; without a record one reads on, and is told."""
    try:
        return session.save(journey, [Action("open", target.part.id, title=title_of(target.part))])
    except PsiError as error:
        session.say(f"{error.sentence} {error.remedy}")
        return journey


def _following(journey: Journey) -> Target:
    target = journey.next_target()
    if not target:
        raise NotFound("Nothing is left open.", "Name one: `psi open REF`; `psi list` shows all.")
    return target


def _web_search(session: Session) -> str:
    """Return the address of the web search that the learner has chosen, or the usual one."""
    chosen = session.environment.get("PSI_SEARCH", "")
    if is_web_search(chosen):
        return chosen
    if chosen:
        session.say("PSI_SEARCH takes a web address with {words} in it; psi goes without.")
    return links.WEB_SEARCH


def _choose(target: Target, wanted: str, web_search: str) -> tuple[Opening, tuple[Way, ...]]:
    """Return the way that is wanted, or the best, and the other ways there are."""
    assert isinstance(target.part, Resource | Companion)  # noqa: S101 - only these were looked for
    ways = links.ways(target.part.link, web_search)
    asked = next((Opening(way) for way in ways if way.kind == wanted), None)
    chosen = asked if wanted else links.opening(target.part, web_search)
    if not chosen:
        lacking = {links.ARCHIVE: "archived copy", links.SEARCH: "search words"}
        raise NotFound(
            f"No {lacking.get(wanted, 'address')} is known for {target.part.title}.",
            f"`psi show {target.number}` tells what is known.",
        )
    return chosen, tuple(way for way in ways if way != chosen.way)
