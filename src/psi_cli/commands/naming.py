"""What the learner named: found in the pathway or, where that could be several, asked for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from psi_cli.errors import PsiError
from psi_cli.learning.journey import Journey
from psi_cli.pathway.model import Companion, Reflection, Resource, Stage
from psi_cli.pathway.references import Part, Target, Unsure, the_only
from psi_cli.session import Session

if TYPE_CHECKING:
    from psi_cli.views.departed import Departed


def named(
    session: Session, journey: Journey, ref: str, *kinds: type[Part], sure: bool = False
) -> Target:
    """Return the one part that REF names; where that is `sure` to be meant, words will not do."""
    return the_only(ref, all_named(session, journey, [ref], *kinds, sure=sure))


def all_named(
    session: Session,
    journey: Journey,
    refs: Iterable[str],
    *kinds: type[Part],
    sure: bool = False,
) -> list[Target]:
    """Return every part that the REFs name; at a terminal, the learner settles what is unclear."""
    found: list[Target] = []
    for ref in refs:
        try:
            found += journey.locate_all(ref, *kinds, sure=sure)
        except Unsure as unsure:
            if not session.terminal.interactive:
                raise
            found.append(_settled(session, journey, unsure))
    return found


def departed(session: Session, journey: Journey, ref: str) -> "Departed | None":
    """Return what has left the pathway and REF names, by its id or by words of its title."""
    if not journey.progress.orphans or not ref:
        return None
    titles = session.titles_of_departed(journey)
    words = ref.casefold()
    meant = [ref] if ref in titles else [id_ for id_ in titles if words in titles[id_].casefold()]
    if len(meant) != 1 or (ref not in titles and _is_here(journey, ref)):
        return None
    from psi_cli.views.departed import Departed

    return Departed(meant[0], titles[meant[0]], journey.progress.state(meant[0]), session.days)


def _is_here(journey: Journey, ref: str) -> bool:
    """Tell whether REF names something, or could, that is in the pathway."""
    try:
        return bool(journey.locate_all(ref, Resource, Stage, Reflection, Companion))
    except Unsure as unsure:
        return len(unsure.choices) > 0
    except PsiError:
        return False


def _settled(session: Session, journey: Journey, unsure: Unsure) -> Target:
    """Ask which of the choices is meant; PsiError where none is."""
    if len(unsure.choices) == 1:
        from psi_cli.commands.asking import confirm

        (only,) = unsure.choices
        confirm(session, f"Do you mean {only.ref} {only.title}?", usual=True)
        return only
    lines = (f"  {one}" for one in unsure.details)
    session.say("\n".join((unsure.sentence, *lines, "Which number? Enter alone takes none.")))
    answer = session.world.stdin.readline().strip().casefold()
    for choice in unsure.choices:
        if answer in {choice.ref.casefold(), journey.number(choice), choice.part.id}:
            return choice
    raise PsiError("Nothing was changed.", "Name the one you mean by its number.")
