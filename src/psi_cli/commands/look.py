"""Looking: show, list, search, open."""

from typing import Annotated

import typer

from psi_cli.commands.arguments import (
    OptionalRef,
    complete_kind,
    complete_stage,
    complete_state,
)
from psi_cli.errors import NotFound, PsiError, UsageProblem
from psi_cli.learning.filters import STATES, Filters, checked, checked_kinds
from psi_cli.pathway.model import Companion, Resource, Stage
from psi_cli.pathway.references import Target
from psi_cli.record.model import Deed
from psi_cli.session import Session, session_of
from psi_cli.system.sanitize import clean_line
from psi_cli.views import listing, notes, opening, resource
from psi_cli.views.lines import first_open

Kind = Annotated[
    list[str] | None,
    typer.Option("--kind", help="video, report, book, …", autocompletion=complete_kind),
]
InStage = Annotated[
    list[str] | None,
    typer.Option("--stage", help="A stage's number or name.", autocompletion=complete_stage),
]
Tag = Annotated[list[str] | None, typer.Option("--tag", help="A tag.")]
By = Annotated[list[str] | None, typer.Option("--by", help="Part of a creator's name.")]
State = Annotated[
    list[str] | None,
    typer.Option(
        "--is", help="open, done, skipped, bookmarked or noted.", autocompletion=complete_state
    ),
]
Most = Annotated[int | None, typer.Option("--max", min=0, help="At most so many minutes.")]


def show_command(context: typer.Context, ref: OptionalRef = "") -> None:
    """Read about a resource or a stage; without REF, the stage you are in. Changes nothing."""
    from psi_cli.pathway.model import Reflection
    from psi_cli.views import stage

    session = session_of(context)
    if not ref:
        session.show(stage.stage_view(session.pathway, session.progress))
        return
    target = session.locate(ref, Resource, Stage, Reflection, Companion)
    if isinstance(target.part, Companion):
        target = _owner(session, target)
    if isinstance(target.part, Resource):
        session.show(resource.resource_view(session.pathway, session.progress, target))
    elif isinstance(target.part, Stage):
        session.show(stage.stage_view(session.pathway, session.progress, target.part))
    else:
        session.show(notes.notes_about(target, session.progress))


def list_command(
    context: typer.Context,
    kind: Kind = None,
    stage: InStage = None,
    tag: Tag = None,
    by: By = None,
    most: Most = None,
    is_open: Annotated[bool, typer.Option("--open", help="Only what is open.")] = False,
    done: Annotated[bool, typer.Option("--done", help="Only what is done.")] = False,
    skipped: Annotated[bool, typer.Option("--skipped", help="Only what was set aside.")] = False,
    bookmarked: Annotated[bool, typer.Option("--bookmarked", help="Only bookmarks.")] = False,
    noted: Annotated[bool, typer.Option("--noted", help="Only what has notes.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="With further reading.")] = False,
) -> None:
    """List resources. Several filters narrow the list; of several states any will do."""
    chosen = zip(STATES, (is_open, done, skipped, bookmarked, noted), strict=True)
    states = tuple(state for state, wanted in chosen if wanted)
    session = session_of(context)
    filters = chosen_filters(
        session, Filters(_words(kind), _words(stage), _words(tag), _words(by), states, most)
    )
    _show_list(session, filters, everything=everything)


def search_command(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS...",
            help='Words, "a phrase", -not, kind:video stage:2 tag:… by:… is:open max:20.',
        ),
    ] = None,
    kind: Kind = None,
    stage: InStage = None,
    tag: Tag = None,
    by: By = None,
    state: State = None,
    most: Most = None,
    everywhere: Annotated[
        bool, typer.Option("--all", help="In every pathway here, not just this one.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1_000_000, help="How many hits to show.")
    ] = 10,
) -> None:
    """Find resources, stages, questions and your own notes, the best match first.

    Endings, accents and small slips do not matter; the beginning of a word will do.
    """
    from psi_cli import searching
    from psi_cli.search.query import parse

    session = session_of(context)
    options = Filters(_words(kind), _words(stage), _words(tag), _words(by), _words(state), most)
    query = parse(words or [], options)
    if words == ["-h"]:
        raise UsageProblem("-h would exclude the word h.", "`psi search --help` shows the help.")
    if not (query.words or query.phrases) and query.filters == Filters():
        raise UsageProblem("There is nothing to look for.", "`psi search WORDS`, or `psi list`.")
    if everywhere:
        query = query._replace(filters=checked_kinds(query.filters))
    else:
        query = query._replace(filters=chosen_filters(session, query.filters))
    view = searching.search(session, query, limit, everywhere=everywhere)
    session.show(view)
    if not view.found:
        raise typer.Exit(NotFound.status)


def _show_list(session: Session, filters: Filters, *, everything: bool) -> None:
    view = listing.list_view(session.pathway, session.progress, filters, further=everything)
    session.show(view)
    if not view.shown and filters.in_words():
        raise typer.Exit(NotFound.status)


def list_bookmarked(session: Session) -> None:
    """List what is bookmarked."""
    filters = Filters(state=("bookmarked",))
    _show_list(session, filters, everything=True)


def chosen_filters(session: Session, filters: Filters) -> Filters:
    """Return filters whose values exist in the pathway, a stage by its number or name."""
    named = tuple(session.locate(name, Stage).part.id for name in filters.stage)
    tags = sorted(
        {tag.casefold() for resource in session.pathway.resources() for tag in resource.tags}
    )
    stages = tuple(stage.id for stage in session.pathway.shelves)
    return checked(filters._replace(stage=named), stages=stages, tags=tuple(tags))


def _words(values: list[str] | None) -> tuple[str, ...]:
    return tuple(clean_line(value).casefold() for value in values or ())


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
    if archive and search:
        raise UsageProblem("--archive and --search cannot both be.", "Choose one of them.")
    target = session.locate(ref, Resource, Companion) if ref else _following(session)
    wanted = "archive" if archive else "search" if search else ""
    chosen, others = _choose(target, wanted)
    asked = not print_only and browser.ask_to_open(chosen.url)
    session.show(opening.opened(target, chosen, others, asked_browser=asked))
    if isinstance(target.part, Resource) and not print_only:
        try:
            session.save([Deed("open", target.part.id)])
        except PsiError as error:  # reading on matters more than the log of it
            session.say(f"{error.sentence} {error.remedy}")


def _owner(session: Session, companion: Target) -> Target:
    return next(
        target
        for target in session.parts.values()
        if isinstance(target.part, Resource) and companion.part in target.part.companions
    )


def _following(session: Session) -> Target:
    line = first_open(session.progress)
    if not line:
        raise NotFound("Nothing is left open.", "Name one: `psi open REF`; `psi list` shows all.")
    return session.parts[line.id]


def _choose(target: Target, wanted: str) -> tuple[opening.Address, tuple[opening.Address, ...]]:
    """Return the way to reach something that is wanted, or the best, and the other ways."""
    assert isinstance(target.part, Resource | Companion)  # noqa: S101 - only these were looked for
    ways = opening.addresses(target.part.link)
    chosen = next((way for way in ways if wanted in {"", way.label}), None)
    if not chosen:
        lacking = {"archive": "archived copy", "search": "search words"}.get(wanted, "address")
        raise NotFound(
            f"No {lacking} is known for {target.part.title}.",
            f"`psi show {target.number}` tells what is known.",
        )
    return chosen, tuple(way for way in ways if way != chosen)
