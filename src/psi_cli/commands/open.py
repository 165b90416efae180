"""psi open: go to a resource in the browser."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import (
    OptionalRef,
)
from psi_cli.errors import NotFound, PsiError, UsageProblem
from psi_cli.learning.journey import Journey
from psi_cli.pathway import links
from psi_cli.pathway.links import Way
from psi_cli.pathway.model import Companion, Resource
from psi_cli.pathway.references import Target
from psi_cli.record.model import Action
from psi_cli.session import session_of
from psi_cli.views import opening


def open_command(
    context: typer.Context,
    ref: OptionalRef = "",
    archive: Annotated[
        bool, typer.Option("--archive", help="Open the archived copy instead.")
    ] = False,
    search: Annotated[
        bool, typer.Option("--search", help="Search the web for it instead.")
    ] = False,
    print_only: Annotated[
        bool, typer.Option("--print", help="Print the address and open nothing.")
    ] = False,
) -> None:
    """Print a resource's address and open it; without REF, the first that is open.

    Where no address is known, psi opens an archived copy, or else a web search, and says so.
    """
    from psi_cli.system import browser

    session = session_of(context)
    journey = session.load_to_look()
    if archive and search:
        raise UsageProblem("--archive and --search cannot both be.", "Choose one of them.")
    target = journey.locate(ref, Resource, Companion) if ref else _following(journey)
    wanted = "archive" if archive else "search" if search else ""
    chosen, others = _choose(target, wanted)
    asked = not print_only and browser.ask_to_open(chosen.url)
    session.show(opening.opened(target, chosen, others, asked_browser=asked))
    if isinstance(target.part, Resource) and not print_only:
        try:
            session.save(journey, [Action("open", target.part.id, title=target.part.title)])
        except PsiError as error:  # reading on matters more than the log of it
            session.say(f"{error.sentence} {error.remedy}")


def _following(journey: Journey) -> Target:
    resource = journey.progress.next_resource()
    if not resource:
        raise NotFound("Nothing is left open.", "Name one: `psi open REF`; `psi list` shows all.")
    return journey.parts[resource.id]


def _choose(target: Target, wanted: str) -> tuple[Way, tuple[Way, ...]]:
    """Return the way to reach something that is wanted, or the best, and the other ways."""
    assert isinstance(target.part, Resource | Companion)  # noqa: S101 - only these were looked for
    ways = links.ways(target.part.link)
    chosen = next((way for way in ways if wanted in {"", way.kind}), None)
    if not chosen:
        lacking = {"archive": "archived copy", "search": "search words"}.get(wanted, "address")
        raise NotFound(
            f"No {lacking} is known for {target.part.title}.",
            f"`psi show {target.number}` tells what is known.",
        )
    return chosen, tuple(way for way in ways if way != chosen)
