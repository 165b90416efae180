"""A first pathway file: small, valid, and its comments teach the format."""

from psi_cli.authoring.ids import id_from

SCHEMA_FILE = "pathway.schema.json"
_QUESTION, _RESOURCE = "in-your-work", "a-report"
HEAD = f"""\
#:schema ./{SCHEMA_FILE}
#
# A pathway for psi, in TOML: a line is `key = value`, and a text stands between "double quotes".
# A line that begins with # is a comment: psi passes it over.
#
#   psi pathway check FILE    what is wrong with this file, and how to mend it
#   psi --pathway FILE        walk it as a learner would
#   psi pathway schema        write it to {SCHEMA_FILE}, and an editor completes the keys
"""
_BODY = """
format = 1 # the version of the format; leave it as it is

[pathway]
# Learners keep their progress under the id: choose it once, and never change it.
{pathway}# version = "1"        # raise it when you hand on a changed file
# summary = "What it is about, in a sentence or two."
# audience = "Whom it is for."
# outcomes = ["what learners can do afterwards", "and what else"]

# A stage is one step of the pathway. Each begins with [[stage]], in double brackets, and what
# follows belongs to it until the next one. Stages are walked in the order of this file.
[[stage]]
{stage}goal = "You can say what this stage is about."
# Paragraphs of a longer text are apart by an empty line. Text is plain: no Markdown, no HTML.
text = \"\"\"
Write here what learners should know before they begin.

Delete the lines that you do not need.\"\"\"

# A question about the learner's own work. Answers are theirs alone.
[[stage.reflection]]
id = "{question}"
prompt = "Where have you met this in your own work?"

# Something to study. Copy this block, from here to its url, for each further resource.
[[stage.resource]]
id = "{resource}"
kind = "report"
title = "A report"
# minutes = 15         # how long it takes; leave it out where you do not know
# creators = ["Ann Author", "Bo Writer"]
# year = 2026
# summary = "What it says."
# why = "Why to study it, and what to look for."
# required = false     # something to study only if one likes; resources are required unless said
# access = "purchase"  # or "registration", "library"; open to all unless said
[stage.resource.link]  # where it is; keys of the resource itself stand above this line
url = "https://example.org/report"

# The next stage would begin here:
# [[stage]]
# id = "second"
# title = "A second stage"
"""


def filled_in(id_: str, title: str, language: str, stage: str) -> str:
    """Return the text of a new pathway file, with what is known of it by now."""
    taken = {_QUESTION, _RESOURCE}
    return HEAD + _BODY.format(
        pathway=_lines(id=id_, title=title, language=language),
        stage=_lines(id=id_from(stage, "stage", taken), title=stage),
        question=_QUESTION,
        resource=_RESOURCE,
    )


def _lines(**values: str) -> str:
    import tomli_w

    return tomli_w.dumps(values)
