"""A first pathway file: small, valid, and its comments teach the format."""

from textwrap import fill
from typing import Any

from psi_cli.authoring.ids import id_from
from psi_cli.pathway.fields import Choice
from psi_cli.pathway.format import PATHWAY, RESOURCE, STAGE, Table
from psi_cli.pathway.model import KINDS

SCHEMA_FILE = "pathway.schema.json"
HEAD = f"""\
#:schema ./{SCHEMA_FILE}
#
# A pathway for psi, in TOML: a line is `key = value`, and a text stands between "double quotes".
# A line that begins with # is a comment: psi passes it over.
#
#   psi pathway check FILE    what is wrong with this file, and how to mend it
#   psi pathway try FILE      walk it as a learner would, without a trace
#   psi pathway schema        what an editor needs in {SCHEMA_FILE} to complete the keys
"""
_BODY = """
format = 1  # the version of the format; leave it as it is

[pathway]
# Learners keep their progress under the id: choose it once, and never change it.
{pathway}
# Take the # away before a line that you want to use:
{more_of_pathway}
# A stage is one step of the pathway. Each begins with [[stage]], in double brackets, and what
# follows belongs to it until the next one. Stages are walked in the order of this file.
[[stage]]
{stage}
goal = "You can say what this stage is about."
# An empty line stands between paragraphs. Text is plain: no Markdown, no HTML.
text = \"\"\"
Write here what learners should know before they begin.

Delete the lines that you do not need.\"\"\"
{more_of_stage}
# A question about the learner's own work. Answers are theirs alone.
[[stage.reflection]]
id = "{question}"
prompt = "Where have you met this in your own work?"

# Something to study. Copy this block, down to its url, for each further resource.
{kinds}
[[stage.resource]]
id = "{resource}"
kind = "report"
title = "A report"
{more_of_resource}
[stage.resource.link]  # where it is; keys of the resource itself stand above this line
url = "https://example.org/report"

# The next stage would begin here:
# [[stage]]
# id = "second"
# title = "A second stage"
"""
_UNLIKE_USUAL = {"required": "false", "access": '"purchase"'}  # what leaving it out does not say
_COMMENT: dict[str, Any] = {"width": 100, "initial_indent": "# ", "subsequent_indent": "# "}
_QUESTION, _RESOURCE = "in-your-work", "a-report"


def filled_in(id_: str, title: str, language: str, stage: str) -> str:
    """Return the text of a new pathway file, with what is known of it by now."""
    taken = {_QUESTION, _RESOURCE}
    more = ("minutes", "creators", "year", "summary", "why", "required", "access", "group")
    return HEAD + _BODY.format(
        pathway=_lines(id=id_, title=title, language=language),
        more_of_pathway=_offered(PATHWAY, "version", "summary", "audience", "outcomes"),
        stage=_lines(id=id_from(stage, "stage", taken), title=stage),
        more_of_stage=_offered(STAGE, "minutes"),
        question=_QUESTION,
        resource=_RESOURCE,
        kinds=fill(f"Its kind is one of: {', '.join(KINDS)}.", **_COMMENT),
        more_of_resource=_offered(RESOURCE, *more),
    )


def _offered(table: Table, *names: str) -> str:
    """Return keys as comments, each with an example and what it is."""
    lines = []
    for name in names:
        key = table.keys[name]
        example = f"{name} = {_UNLIKE_USUAL.get(name, key.kind.example)}"
        choices = f": {', '.join(key.kind.choices)}" if isinstance(key.kind, Choice) else ""
        lines.append(f"# {example:<36} # {key.words}{choices}\n")
    return "".join(lines)


def _lines(**values: str) -> str:
    import tomli_w

    return tomli_w.dumps(values).rstrip("\n")
