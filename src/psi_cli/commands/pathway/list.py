"""psi pathway list: the pathways here."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

import typer

from psi_cli.errors import PathwayInvalid
from psi_cli.learning.journey import begin
from psi_cli.pathway.at_hand import AtHand, at_hand, look, twins
from psi_cli.session import Session, session_of
from psi_cli.views.elements import Hint
from psi_cli.views.pathways import ADDED, BUNDLED, FILE, PathwayLine, Pathways
from psi_cli.views.wording import kept_elsewhere


def list_command(context: typer.Context) -> None:
    """Show the pathways here, how far you are in each, and which one you follow.

    $ psi pathway list         all of them
    $ psi pathway list --json  for a script
    """
    session = session_of(context)
    session.load_record()
    with suppress(PathwayInvalid):  # which is told below
        session.load_pathway()
    here = list(at_hand(session.home))
    if session.path not in {one.path for one in here}:
        here.append(look(session.path, session.home))
    repeated = dict(twins(here))
    lines = tuple(_line(session, one) for one in here if one.pathway and one.path not in repeated)
    remarks = tuple(_remarks(session, here, repeated.values()))
    session.show(Pathways(lines, remarks, tuple(_hints(lines))))


def _line(session: Session, one: AtHand) -> PathwayLine:
    """Return a pathway with the learner's progress."""
    assert one.pathway  # noqa: S101 - files that hold none have no line
    journey = begin(one.pathway, session.store.of(one.names))
    current = one.path == session.path
    if one.is_bundled:
        return PathwayLine(journey, BUNDLED, "", current)
    source = ADDED if one.path.parent == session.home.pathways else FILE
    return PathwayLine(journey, source, str(one.path), current)


def _remarks(session: Session, here: list[AtHand], repeated: Iterable[str]) -> Iterator[str]:
    """Say which files cannot be followed, and of which pathways only the record is here."""
    for one in here:
        if one.problem:
            followed = "You follow it." if one.path == session.path else ""
            yield " ".join(filter(None, (one.problem, *one.details[:1], followed)))
    yield from repeated
    if others := session.kept_elsewhere(tuple(name for one in here for name in one.names)):
        yield kept_elsewhere(others)


def _hints(lines: tuple[PathwayLine, ...]) -> Iterator[Hint]:
    yield Hint("psi", "where you are")
    if other := next((line for line in lines if not line.current and line.source != FILE), None):
        yield Hint(f"psi start {other.journey.pathway.id}", f"follow {other.journey.pathway.title}")
    yield Hint("psi pathway add FILE", "add another")
