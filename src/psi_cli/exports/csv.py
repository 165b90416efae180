"""The resources as a table, one row each."""

from collections.abc import Sequence

from psi_cli.exports.table import as_csv
from psi_cli.exports.view import Entry, ExportView
from psi_cli.pathway.model import Stage
from psi_cli.record.model import Note
from psi_cli.views import wording
from psi_cli.views.days import Days

_HEADERS = (
    *("number", "id", "stage", "kind", "title", "creators", "year", "minutes", "access"),
    *("language", "required", "state", "done", "bookmarked", "address", "archive", "search"),
    *("confidence", "identifiers", "tags", "summary", "why"),
)


def written(view: ExportView) -> str:
    """Return a table of the resources.

    Where notes are asked for they have a column, and stages and questions that have some a row.
    """
    rows: list[list[str | int]] = [[*_HEADERS, *(["notes"] if view.with_notes else [])]]
    for section in view.sections:
        stage, words = section.stage, section.notes
        if words:
            rows.append(
                _words_row(section.number, stage, "stage", stage.title, section.notes, view)
            )
        rows += [_row(entry, view) for entry in section.entries]
        rows += [
            _words_row(one.number, stage, "question", one.prompt, one.answers, view)
            for one in section.questions
            if one.answers
        ]
    return as_csv(rows)


def _words_row(  # noqa: PLR0913, PLR0917 - a row has as many columns
    number: str, stage: Stage, kind: str, title: str, notes: Sequence[Note], view: ExportView
) -> list[str | int]:
    about = [number, "", stage.title, kind, title]
    return [*about, *[""] * (len(_HEADERS) - len(about)), _words(notes, view.days)]


def _row(entry: Entry, view: ExportView) -> list[str | int]:
    resource, state = entry.resource, entry.state
    link = resource.link
    minutes = wording.figure(resource.minutes)
    about: list[str | int] = [
        *(entry.number, resource.id, entry.stage.title, resource.kind, resource.title),
        *("; ".join(resource.creators), resource.year or "", minutes, resource.access),
        *(resource.language, "yes" if resource.required else "no", state.status),
        *(
            view.done_on(state),
            "yes" if state.bookmarked else "",
            link.url,
            link.archive,
            link.search,
        ),
        *(link.confidence, "; ".join(f"{key}: {value}" for key, value in resource.identifiers)),
        *("; ".join(resource.tags), resource.summary, resource.why),
    ]
    return about + ([_words(state.notes, view.days)] if view.with_notes else [])


def _words(notes: Sequence[Note], days: Days) -> str:
    return "\n\n".join(f"{days.date(note.at)}: {note.text}" for note in notes)
