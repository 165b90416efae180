"""psi note --edit: a note is written on a page in the learner's editor, and no page is lost."""

from contextlib import suppress

from psi_cli.errors import PsiError, UsageProblem
from psi_cli.learning import actions
from psi_cli.learning.journey import Journey
from psi_cli.pathway.references import Target, title_of
from psi_cli.record import pages
from psi_cli.record.model import LONGEST_TEXT
from psi_cli.record.pages import Page
from psi_cli.session import Session
from psi_cli.system.editor import chosen_editor, endings_raised, write_in
from psi_cli.system.incoming import decoded
from psi_cli.system.sanitize import clean_line
from psi_cli.views import changes
from psi_cli.views.elements import Hint
from psi_cli.views.notes import LeftPage
from psi_cli.views.wording import ref_of


def write_on_a_page(
    session: Session, journey: Journey, target: Target, typed: str, *, new: bool
) -> None:
    """Open a page about a part: one that was left, or the latest note on it, or a new one.

    A new one begins with what was typed. Whatever ends this, a page with words on it is kept.
    """
    if not session.terminal.interactive:
        remedy = "Write the text after REF, or pipe it to `-`."
        raise UsageProblem("An editor needs a terminal.", remedy)
    editor = chosen_editor(session.world.environment)
    with endings_raised():
        page = None if new or typed else _left_about(session, journey, target)
        page = page or _begun(session, journey, target, typed, new=new)
        try:
            with pages.held(page):
                write_in(editor, page.file)
            decisions = _decided(journey, target, page)
            after = session.save(journey, actions.actions_of(decisions))
        except BaseException as error:
            _keep(session, journey, page, error)
            raise
        with suppress(OSError):  # the page holds nothing that is not kept, and goes another time
            pages.remove(page)
    again = Hint(f"psi note {ref_of(target, journey.number(target))}", "read your notes on it")
    view = changes.changes(changes.decided(decisions), after, again)
    session.show(view if decisions else view._replace(remarks=("Nothing was changed.",)))


def left_pages(
    session: Session, journey: Journey, about: Target | None = None
) -> tuple[LeftPage, ...]:
    """Return the pages that wait for the learner, about one part or about any of a pathway.

    Those on which nothing was written are removed.
    """
    found = []
    for page in pages.left(session.home.pages):
        target = journey.part(page.about)
        if page.pathway not in journey.pathway.names or (about and target != about):
            continue
        if _is_worthless(journey, page):
            if pages.is_settled(page):
                with suppress(OSError):
                    pages.remove(page)
            continue
        title = title_of(target.part) if target else page.about
        ref = ref_of(target, journey.number(target)) if target else ""
        found.append(LeftPage(clean_line(str(page.file)), clean_line(title), ref))
    return tuple(found)


def _left_about(session: Session, journey: Journey, target: Target) -> Page | None:
    """Return the page about a part that was left last.

    A blank one will do, for the editor may have kept what was written under the page's name.
    """
    latest = next((note.id for note in reversed(journey.progress.state(target.part.id).notes)), "")
    for page in pages.left(session.home.pages):
        own = page.pathway in journey.pathway.names and journey.part(page.about) == target
        blank = _is_worthless(journey, page)
        if own and (not blank or page.replaces == latest):
            if not blank:
                session.say("You go on with the page you left.")
            pages.take_up(page)
            return page
    return None


def _begun(session: Session, journey: Journey, target: Target, typed: str, *, new: bool) -> Page:
    notes = () if new or typed else journey.progress.state(target.part.id).notes
    replaces, beginning = (notes[-1].id, notes[-1].text) if notes else ("", typed)
    place, pathway = session.home.pages, journey.pathway.id
    return pages.begin(place, pathway, target.part.id, replaces, beginning)


def _decided(journey: Journey, target: Target, page: Page) -> list[actions.Decision]:
    """Decide what a page comes to: nothing, where it is blank or as the note was."""
    text = actions.words_of(decoded(page.read(), LONGEST_TEXT))
    if text in {"", _kept(journey, page)}:
        return []
    return [actions.rewrite(target, journey.progress, page.replaces, text)]


def _kept(journey: Journey, page: Page) -> str:
    """Return the note that a page is to replace; of a page for a new one, the latest note."""
    target = journey.part(page.about)
    notes = journey.progress.state(target.part.id).notes if target else ()
    texts = {note.id: note.text for note in notes}
    return texts.get(page.replaces) or next(reversed(texts.values()), "")


def _is_worthless(journey: Journey, page: Page) -> bool:
    try:
        text = actions.words_of(decoded(page.read(), LONGEST_TEXT))
    except (OSError, PsiError):
        return False
    return pages.is_worthless(page, text, _kept(journey, page))


def _keep(session: Session, journey: Journey, page: Page, error: BaseException) -> None:
    """Say where a page is that has something on it, or may yet have; remove another."""
    blank = _is_worthless(journey, page)
    if blank and not getattr(error, "may_hold_more", False):
        with suppress(OSError):
            pages.remove(page)
        return
    place = clean_line(str(page.file))
    where = f"The page is kept in “{place}”." if blank else f"What you wrote is in “{place}”."
    if target := journey.part(page.about):
        ref = ref_of(target, journey.number(target))
        where = f"{where} `psi note {ref} --edit` goes on with it."
    if isinstance(error, PsiError):
        error.details = (*error.details, where)
    else:
        session.say(where)
