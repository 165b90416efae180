"""psi pathway new: a first pathway file, or a list of links made into one."""

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from psi_cli.commands.asking import answered
from psi_cli.commands.output_file import keep
from psi_cli.errors import PsiError, UsageProblem
from psi_cli.pathway.fields import LONGEST_LINE, problem_with_id
from psi_cli.pathway.model import KINDS
from psi_cli.session import Session, session_of
from psi_cli.system import files
from psi_cli.system.sanitize import clean_line, reason_of
from psi_cli.views.elements import Hint
from psi_cli.views.new import NewPathway

if TYPE_CHECKING:
    from psi_cli.authoring.sketch import Sketch, Table

_LARGEST_LIST = 1 << 20  # bytes
_TABLES = {".csv", ".tsv"}
_ANOTHER = "Name another file."


class About(NamedTuple):
    """What the author says of a pathway; empty where that is left to psi."""

    title: str = ""
    id: str = ""
    language: str = ""
    stage: str = ""


class Wish(NamedTuple):
    """What is to be written, and what of."""

    path: Path
    about: About
    force: bool
    source: Path
    stages: int
    kind: str


File = Annotated[str, typer.Argument(metavar="FILE", help="The file to write.")]
Title = Annotated[
    str, typer.Option("--title", metavar="TITLE", help="What people call the pathway.")
]
Id = Annotated[str, typer.Option("--id", metavar="ID", help="What psi calls it, for ever.")]
Language = Annotated[
    str, typer.Option("--language", metavar="TAG", help="Of its texts: en, fr, de, …")
]
FirstStage = Annotated[
    str, typer.Option("--stage", metavar="TITLE", help="What its first stage is called.")
]
Source = Annotated[
    str, typer.Option("--from", metavar="LIST", help="Make it of this .md or .csv file.")
]
Level = Annotated[
    int | None,
    typer.Option(
        "--stages", metavar="LEVEL", min=1, max=6, help="Headings of this level are stages."
    ),
]
Kind = Annotated[
    str,
    typer.Option("--kind", metavar="KIND", help="What a resource is, unless its address shows."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace FILE if there is one.")]


def new_command(
    context: typer.Context,
    file: File,
    title: Title = "",
    id_: Id = "",
    language: Language = "",
    stage: FirstStage = "",
    source: Source = "",
    stages: Level = None,
    kind: Kind = "",
    force: Force = False,
) -> None:
    """Write a pathway file: one to fill in, whose comments teach the format, or one of a list.

    Of a list, headings become stages and links resources. With --force a second run keeps every id
    and all that the list does not say; comments are lost.

    $ psi pathway new water.toml                asks for its title, and three things more
    $ psi pathway new wells.toml --title Wells  asks nothing
    $ psi pathway new list.toml --from list.md  a list of links, in Markdown or as CSV
    """
    session = session_of(context)
    about = About(*map(clean_line, (title, id_, language, stage)))
    wish = Wish(Path(file), about, force, Path(source), stages or 0, kind)
    _check(wish)
    session.show(_from_list(wish) if source else _from_template(session, wish))


def _check(wish: Wish) -> None:
    """Refuse what cannot be done before anything is asked or read."""
    name = clean_line(str(wish.path))
    if wish.path.is_dir():
        raise UsageProblem(f"{name} is a folder.", f"Name a file in it: {name}/pathway.toml")
    if wish.path.exists() and not wish.force:
        remedy = "--force replaces it; or name another file."
        raise UsageProblem(f"{name} exists already, and was left as it is.", remedy)
    for option, value in wish.about._asdict().items():
        if value and (problem := _problem(option, value)):
            raise UsageProblem(f"“{value[:80]}” {problem}.", f"Give --{option} another.")
    if wish.kind and wish.kind not in KINDS:
        kinds = ", ".join(KINDS)
        raise UsageProblem(f"“{clean_line(wish.kind)[:40]}” is no kind.", f"There are {kinds}.")


def _problem(option: str, value: str) -> str | None:
    """Say in a few words what is wrong with what the author says; None where nothing is."""
    if len(value) > LONGEST_LINE:
        return f"is longer than {LONGEST_LINE} characters"
    if option == "language":
        return _problem_with_language(value)
    return problem_with_id(value) if option == "id" else None


def _problem_with_language(value: str) -> str | None:
    from psi_cli.authoring.advice import is_no_tag
    from psi_cli.authoring.nearest import LANGUAGES

    near = LANGUAGES.get(value.casefold(), "one such as en or fr-CA")
    return f"is no tag of a language: write {near}" if is_no_tag(value) else None


def _from_template(session: Session, wish: Wish) -> NewPathway:
    from psi_cli.authoring import template

    about = wish.about
    if not any(about) and session.terminal.interactive and not session.as_json:
        about = _asked(session, wish.path)
    title, stage = about.title or _title_of(wish.path), about.stage or "A first stage"
    id_ = about.id or _id_of(title)
    text = template.filled_in(id_, title, about.language or "en", stage)
    keep(wish.path, text, force=wish.force, another=_ANOTHER, to_hand_on=True)
    return _view(wish.path, id_, title, (1, 1))


def _asked(session: Session, path: Path) -> About:
    """Return what the author answers to a few questions."""
    session.say("Enter alone takes what stands in brackets. All of it can be changed later.")

    def ask(option: str, question: str, usual: str) -> str:
        return answered(session, question, usual, lambda said: _problem(option, said))

    title = ask("title", "What is the pathway called?", _title_of(path))
    return About(
        title,
        ask("id", "Its id, under which learners keep their progress?", _id_of(title)),
        ask("language", "Its language, as a tag such as en or fr?", "en"),
        ask("stage", "What is its first stage called?", "A first stage"),
    )


def _title_of(path: Path) -> str:
    """Return the title that the name of a file suggests."""
    words = clean_line(path.stem.replace("-", " ").replace("_", " "))[:LONGEST_LINE]
    return words[:1].upper() + words[1:] or "My pathway"


def _id_of(title: str) -> str:
    from psi_cli.authoring.ids import id_from

    return id_from(title, "pathway", set())


def _from_list(wish: Wish) -> NewPathway:
    from psi_cli.authoring.from_list import written

    sketch = _sketch(wish)
    former = _former(wish.path)
    about = _about(wish, sketch, former.get("pathway", {}))
    made = written(sketch, about, former, wish.kind)
    keep(wish.path, made.text, force=wish.force, another=_ANOTHER, to_hand_on=True)
    sizes = made.stages, made.resources
    return _view(wish.path, about["id"], about["title"], sizes, made.remarks)


def _sketch(wish: Wish) -> "Sketch":
    """Read the list; PsiError where that cannot be done."""
    from psi_cli.authoring.from_list import sketch_of
    from psi_cli.system.incoming import decoded

    try:
        data = files.read(wish.source, _LARGEST_LIST)
    except OSError as error:
        name, reason = clean_line(str(wish.source)), reason_of(error)
        raise PsiError(f"{name} cannot be read: {reason}.", "Name a list after --from.") from None
    is_csv = wish.source.suffix.casefold() in _TABLES
    return sketch_of(decoded(data, _LARGEST_LIST), is_csv=is_csv, stage_level=wish.stages)


def _former(path: Path) -> "Table":
    """Return the tables of a file that is to be replaced; PathwayInvalid where it is none."""
    if not path.exists():
        return {}
    from psi_cli.pathway import parse, safe_toml

    data = parse.contents(path)
    parse.checked(data, path)
    return safe_toml.parse(data)[0]


def _about(wish: Wish, sketch: "Sketch", former: "Table") -> "Table":
    """Return what is said of the pathway itself: by its author, the file before, or the list."""
    about = wish.about
    title = about.title or former.get("title") or sketch.title or _title_of(wish.path)
    said = {
        "id": about.id or former.get("id") or _id_of(title),
        "title": title,
        "language": about.language or former.get("language"),
        "summary": former.get("summary") or " ".join(sketch.summary),
    }
    return {key: value for key, value in said.items() if value}


def _view(
    path: Path,
    id_: str,
    title: str,
    sizes: tuple[int, int],
    remarks: tuple[tuple[int, str], ...] = (),
) -> NewPathway:
    name = clean_line(str(path))
    hints = (
        Hint(f"psi pathway check {quote(name)}", "what is wrong with it, if anything"),
        Hint(f"psi pathway try {quote(name)}", "walk it as a learner would, without a trace"),
    )
    return NewPathway(name, id_, title, *sizes, remarks, hints)
