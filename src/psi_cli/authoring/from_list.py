"""A list of links, in Markdown or as a table, as a pathway file."""

from typing import NamedTuple

from psi_cli.authoring.former import take_up
from psi_cli.authoring.ids import give_ids
from psi_cli.authoring.kinds import OTHERWISE, kind_of
from psi_cli.authoring.sketch import Remark, Sketch, Table
from psi_cli.authoring.template import HEAD
from psi_cli.authoring.toml_text import toml_of
from psi_cli.errors import UsageProblem
from psi_cli.pathway.model import FURTHER
from psi_cli.pathway.parse import parse_pathway
from psi_cli.pathway.safe_toml import BadToml


class Written(NamedTuple):
    """A pathway as the text of a file, what it holds, and what has to be said about it."""

    text: str
    stages: int
    resources: int
    remarks: tuple[Remark, ...]


def sketch_of(text: str, *, is_csv: bool, stage_level: int = 0) -> Sketch:
    """Return the sketch of a list; UsageProblem where nothing in it can be studied."""
    if is_csv:
        from psi_cli.authoring.from_csv import read_csv

        sketch = read_csv(text)
    else:
        from psi_cli.authoring.from_markdown import read_markdown

        sketch = read_markdown(text, stage_level)
    if not sketch.resources:
        raise UsageProblem("The list holds nothing to study.", "It needs links under headings.")
    return sketch


def written(sketch: Sketch, about: Table, former: Table, kind: str = "") -> Written:
    """Return the file of a pathway; UsageProblem where it would be too large for one.

    `about` is what its author says of it, `former` the file of a run before, `kind` that of the
    resources whose kind nothing tells.
    """
    taken, gone = take_up(sketch, former)
    companions = (one for resource in sketch.resources for one in resource.get("companion", ()))
    for part in (*sketch.resources, *companions):
        guessed = kind_of(part.get("link", {}).get("url", ""))
        part.setdefault("kind", kind if kind and guessed == OTHERWISE else guessed)
    give_ids(sketch, taken)
    for title in gone:
        sketch.say(0, f"“{title[:80]}” was in the file, is not in the list, and left.")
    parts = {"pathway": {**former.get("pathway", {}), **about}, **_sections(sketch, former)}
    text = HEAD + "\n" + toml_of({**former, "format": 1, **parts})
    _refuse_invalid(text)
    return Written(text, len(parts["stage"]), len(sketch.resources), tuple(sorted(sketch.remarks)))


def _refuse_invalid(text: str) -> None:
    try:
        parse_pathway(text.encode())
    except BadToml as error:
        finding = error.findings[0]
        said = f"{finding.field} {finding.sentence}".strip()
        remedy = "Make several of it: learners can follow more than one pathway."
        raise UsageProblem(f"The list makes no pathway that psi takes: {said}.", remedy) from None


def _sections(sketch: Sketch, former: Table) -> Table:
    """Return the stages, and what is headed as further reading after them."""
    if not sketch.further:
        return {"stage": sketch.stages}
    further = {key: value for key, value in sketch.further.items() if key != "id"}
    return {"stage": sketch.stages[:-1], FURTHER: {**former.get(FURTHER, {}), **further}}
