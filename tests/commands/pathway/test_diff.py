"""psi pathway diff: what an edit does to learners who are in the middle."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import Psi, Result
from tests.views.scenes import PATHWAY

TEXT = PATHWAY.read_text(encoding="utf-8")


def differing(psi: Psi, folder: Path, *edits: tuple[str, str], json: bool = True) -> Result:
    """Return what the command says of the pathway on bread after edits of its text."""
    text = TEXT
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, 1)
    new = folder / "new.toml"
    new.write_text(text, encoding="utf-8")
    return psi("pathway", "diff", str(PATHWAY), str(new), *(["--json"] if json else []))


RENAMED = ('id = "flour-report"', 'id = "flour"')
SWAPPED = (
    ('id = "first-loaf"', 'id = "salt"'),
    ('id = "croute"', 'id = "first-loaf"'),
    ('id = "salt"', 'id = "croute"'),
)
WITHOUT_FURTHER = (TEXT[TEXT.index("[further]") :], "")
NEW = '[[stage.resource]]\nid = "new-one"\nkind = "other"\ntitle = "New"\n'
UNSAFE = {
    "renamed without an alias": ((RENAMED,), "renamed", 'aliases = ["flour-report"]'),
    "a stage renamed": ((('id = "dough"', 'id = "kneading-it"'),), "renamed", '["dough"]'),
    "a question renamed": ((('id = "your-time"', 'id = "time"'),), "renamed", '["your-time"]'),
    "a companion renamed": ((('id = "starter-talk"', 'id = "talk"'),), "renamed", "starter-talk"),
    "renamed with another title": (
        (RENAMED, ('title = "Flour in Numbers"', 'title = "Flour"')),
        "renamed",
        '["flour-report"]',
    ),
    "another resource in its place": (
        (('id = "mill-visit"', 'id = "windmill"'), ('"The mill"', '"A windmill"')),
        "gone",
        "notes",
    ),
    "what stands beside the stages is gone": ((WITHOUT_FURTHER,), "gone", "notes"),
    "two ids swapped": (SWAPPED, "swapped", "keep the id"),
    "a former id dropped": ((('aliases = ["kneading-film"]\n', ""),), "alias", '["kneading-film"]'),
    "a former id given to another": (
        (
            ('aliases = ["kneading-film"]\n', ""),
            ('id = "starter"', 'id = "starter"\naliases = ["kneading-film"]'),
        ),
        "alias",
        '["kneading-film"]',
    ),
    "two made one": (
        (
            (TEXT[TEXT.index('[[stage.resource]]\nid = "croute"') : TEXT.index("[further]")], ""),
            ('id = "first-loaf"', 'id = "first-loaf"\naliases = ["croute"]'),
        ),
        "merged",
        "Keep both",
    ),
    "the pathway renamed": ((('id = "bread"', 'id = "loaves"'),), "pathway", 'aliases = ["bread"]'),
}
SAFE = {
    "nothing": (),
    "renamed with its alias": (
        ('id = "flour-report"', 'id = "flour"\naliases = ["flour-report"]'),
    ),
    "another title": (('title = "A first loaf"', 'title = "The first loaf"'),),
    "another address": (("https://bread.example/loaf", "https://bread.example/l"),),
    "a new resource in front": (
        (
            '[[stage.resource]]\nid = "first-loaf"',
            f'{NEW}\n[[stage.resource]]\nid = "first-loaf"',
        ),
    ),
    "a stage split in two": (
        (
            '[[stage.resource]]\nid = "croute"',
            '[[stage]]\nid = "crust"\ntitle = "Crust"\n\n[[stage.resource]]\nid = "croute"',
        ),
    ),
    "minutes, and what is required": (
        ("minutes = 90", "minutes = 60"),
        ('title = "The mill"', 'title = "The mill"\nrequired = false'),
    ),
    "the pathway renamed with its alias": (('id = "bread"', 'id = "loaves"\naliases = ["bread"]'),),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_would_cost_progress_is_called_so_with_what_keeps_it(
    psi: Psi, tmp_path: Path, name: str
) -> None:
    edits, why, remedy = UNSAFE[name]
    result = differing(psi, tmp_path, *edits)
    assert (result.status, result.json["safe"]) == (1, False)
    losses = result.json["losses"]
    assert why in {one["why"] for one in losses}
    assert any(remedy in one["remedy"] for one in losses)
    assert remedy in differing(psi, tmp_path, *edits, json=False).out


@pytest.mark.parametrize("name", SAFE)
def test_what_costs_nothing_is_called_safe(psi: Psi, tmp_path: Path, name: str) -> None:
    result = differing(psi, tmp_path, *SAFE[name])
    assert (result.status, result.json["safe"], result.json["losses"]) == (0, True, [])


def test_no_panel_is_empty_whatever_changed(psi: Psi, tmp_path: Path) -> None:
    for edits in SAFE.values():
        differing(psi, tmp_path, *edits)
        shown = psi("pathway", "diff", str(PATHWAY), str(tmp_path / "new.toml"), terminal=True)
        lines = [line.strip() for line in shown.out.splitlines()]
        assert not any(top[:1] == "╭" and end[:1] == "╰" for top, end in pairwise(lines))


def test_what_else_changed_is_told_by_its_sort(psi: Psi, tmp_path: Path) -> None:
    new = differing(psi, tmp_path, *SAFE["a new resource in front"]).json
    assert [part["id"] for part in new["new"]] == ["new-one"]
    split = differing(psi, tmp_path, *SAFE["a stage split in two"]).json
    assert [pair["after"]["id"] for pair in split["moved"]] == ["croute"]
    other = differing(psi, tmp_path, *SAFE["minutes, and what is required"]).json
    (retimed,) = other["retimed"]
    assert (retimed["before"]["minutes"], retimed["after"]["minutes"]) == (90, 60)
    assert [pair["after"]["required"] for pair in other["required"]] == [False]
    shown = differing(psi, tmp_path, *SAFE["minutes, and what is required"], json=False).out
    assert "1 estimate changed" in shown
    assert "learners lose nothing" in shown


def test_the_remedy_that_is_named_is_one(psi: Psi, tmp_path: Path) -> None:
    said = differing(psi, tmp_path, RENAMED).json["losses"][0]["remedy"]
    alias = said.partition(": ")[2]
    mended = ('id = "flour-report"', f'id = "flour"\n{alias}')
    assert differing(psi, tmp_path, mended).status == 0


def test_of_many_changes_the_first_are_shown_and_the_rest_counted(psi: Psi, tmp_path: Path) -> None:
    empty = 'format = 1\n[pathway]\nid = "bread"\ntitle = "B"\n[[stage]]\nid = "s"\ntitle = "S"\n'
    (tmp_path / "new.toml").write_text(empty)
    result = psi("pathway", "diff", str(PATHWAY), str(tmp_path / "new.toml"), terminal=True)
    assert result.status == 1
    assert "more: --json has them all" in result.out
    assert len(result.out.splitlines()) < 40


def test_a_file_that_is_no_pathway_is_named(psi: Psi, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text("format = 1\n")
    result = psi("pathway", "diff", str(PATHWAY), str(tmp_path / "new.toml"))
    assert (result.status, "new.toml" in result.err) == (4, True)
    assert psi("pathway", "diff", str(tmp_path / "none.toml"), str(PATHWAY)).status == 4


def test_what_changed_is_what_else_changed_only_below_what_is_lost(
    psi: Psi, tmp_path: Path
) -> None:
    retitled = ('title = "The mill"', 'title = "The old mill"')
    safe = differing(psi, tmp_path, retitled, json=False).out
    lossy = differing(psi, tmp_path, retitled, RENAMED, json=False).out
    assert "What changed" in safe.splitlines()
    assert "What else changed" in lossy.splitlines()
