"""A list in Markdown becomes a pathway: nothing in it is lost without a word."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psi_cli.authoring.from_list import sketch_of, written
from psi_cli.authoring.from_markdown import read_markdown
from psi_cli.errors import UsageProblem
from psi_cli.pathway.parse import parse_pathway
from tests.authoring.conftest import Maker
from tests.conftest import Psi


def test_headings_become_stages_and_links_resources(made_from: Maker) -> None:
    made = made_from(
        """# Public things

What it is about.

## Roads

- [On roads](https://example.org/roads) - how they came about
1. [On bridges](https://example.org/bridges)

## Water

[On wells](https://example.org/wells): a paragraph, not an item.
"""
    )
    assert made.table["pathway"]["title"] == "Public things"
    assert made.table["pathway"]["id"] == "public-things"
    assert made.table["pathway"]["summary"] == "What it is about."
    assert made.stages == ["Roads", "Water"]
    assert made.titles == ["On roads", "On bridges", "On wells"]
    first, _, last = made.resources
    assert first["link"] == {"url": "https://example.org/roads"}
    assert (first["summary"], last["summary"]) == (
        "how they came about",
        "a paragraph, not an item",
    )
    assert "minutes" not in first
    assert made.remarks == []


def test_headings_below_a_stage_become_groups_and_so_do_items_with_a_list_of_their_own(
    made_from: Maker,
) -> None:
    made = made_from(
        """## A
- [1](https://e.org/1)
### Inner
- [2](https://e.org/2)
- Cases:
  - [3](https://e.org/3)
    - [4](https://e.org/4)
- [5](https://e.org/5)
## B
- [6](https://e.org/6)
"""
    )
    groups = [one.get("group") for one in made.resources]
    assert groups == [None, "Inner", "Cases", "Cases", "Inner", None]
    assert made.titles == ["1", "2", "3", "4", "5", "6"]


def test_the_level_of_stages_can_be_chosen(made_from: Maker) -> None:
    text = "# X\n## Part\n### A\n- [a](https://e.org/a)\n### B\n- [b](https://e.org/b)\n"
    assert made_from(text).stages == ["Part"]
    assert made_from(text, "--stages", "3", "--force").stages == ["A", "B"]


def test_a_list_without_headings_is_one_stage(made_from: Maker) -> None:
    assert made_from("- [a](https://e.org/a)\n").stages == ["First stage"]


def test_what_is_headed_further_reading_is_further_reading(made_from: Maker) -> None:
    made = made_from("# A\n- [a](https://e.org/a)\n# Further reading\n- [b](https://e.org/b)\n")
    assert made.stages == ["A"]
    assert [one["title"] for one in made.table["further"]["resource"]] == ["b"]


def test_running_text_becomes_the_text_of_its_stage_and_its_links_resources(
    made_from: Maker,
) -> None:
    made = made_from(
        "## A\n## B\nFirst read [the book](https://e.org/b), then watch\n"
        "[the *film*](https://youtu.be/f).\n\n- bring a pencil\n"
    )
    text = "First read the book, then watch the film.\n\n– bring a pencil"
    assert made.table["stage"][0]["text"].strip() == text
    assert made.stages == ["B"]  # nothing stands under A
    assert [(one["title"], one["kind"]) for one in made.resources] == [
        ("the book", "website"),
        ("the film", "video"),
    ]


def test_further_links_of_an_entry_go_with_it_or_stand_in_for_it(made_from: Maker) -> None:
    made = made_from(
        "# A\n- [Course](https://e.org/c) ([alternative](https://e.org/d)) by Ann, "
        "[labs](https://e.org/l)\n"
    )
    (course,) = made.resources
    assert course["summary"] == "by Ann"
    assert [(one["title"], one["relation"]) for one in course["companion"]] == [
        ("Course (alternative)", "substitute"),
        ("labs", "companion"),
    ]


def test_several_links_behind_a_lead_are_resources_of_their_own(made_from: Maker) -> None:
    made = made_from("# A\n- Two books: [One](https://e.org/1) and [Two](https://e.org/2)\n")
    assert made.titles == ["One", "Two"]


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("[ ] [Task](https://e.org/t)", "Task"),
        ("https://e.org/annual-report.pdf", "e.org annual-report.pdf"),
        ("<https://e.org/annual/> The annual report", "The annual report"),
        ("The annual report: [link](https://e.org/a)", "The annual report"),
        ("The annual report: https://e.org/a", "The annual report"),
        ("[The `annual` **report**][ref]", "The annual report"),
        ("[ref]", "ref"),
        ('<a href="https://e.org/a">The report</a> of the year', "The report"),
        ("[A\\]B & C](https://e.org/a_(b))", "A]B & C"),
        ("see https://e.org/a_(b), which is good", "see"),
        ("![picture](p.png) [Real](https://e.org/a)", "Real"),
    ],
)
def test_a_link_is_found_however_it_is_written(made_from: Maker, item: str, title: str) -> None:
    made = made_from(f"# A\n- {item}\n\n[ref]: https://e.org/ref\n")
    assert made.titles == [title]
    assert made.resources[0]["link"]["url"].startswith("https://e.org/")


def test_an_address_with_spaces_is_taken_whole(made_from: Maker) -> None:
    made = made_from("# A\n- [The agenda](https://e.org/Agenda of May.docx) - for chairs\n")
    (resource,) = made.resources
    assert resource["link"]["url"] == "https://e.org/Agenda%20of%20May.docx"
    assert (resource["title"], resource["summary"]) == ("The agenda", "for chairs")


@pytest.mark.parametrize(
    ("beside", "summary"),
    [
        (" (Lee, 2017) – 20 pages", "(Lee, 2017) – 20 pages"),
        (" - by Lee (2017)", "by Lee (2017)"),
        (" (by Lee)", "by Lee"),
        (" – [in French]", "in French"),
        (" [draft] of a law", "[draft] of a law"),
    ],
)
def test_brackets_among_the_words_beside_a_link_stay_whole(
    made_from: Maker, beside: str, summary: str
) -> None:
    (resource,) = made_from(f"# A\n- [R](https://e.org/r){beside}\n").resources
    assert resource["summary"] == summary


def test_tables_give_their_columns_to_the_fields_of_the_format(made_from: Maker) -> None:
    made = made_from(
        """# A
| Course | Author(s) | Time | Year | Level | Notes |
| :-- | :-: | --: | --- | --- | --- |
| [One](https://e.org/1) | Ann Lee and Bo Li | 1 h 30 | 2019 | easy | - |
| [Two](https://e.org/2) ([alt](https://e.org/3)) | Guttag, John | 14 weeks | n/a | | with \\| bar |
"""
    )
    one, two = made.resources
    assert (one["creators"], one["minutes"], one["year"]) == (["Ann Lee", "Bo Li"], 90, 2019)
    assert one["summary"] == "Level: easy"
    assert two["creators"] == ["Guttag, John"]
    assert "minutes" not in two
    assert two["summary"] == "Time: 14 weeks. Notes: with | bar"
    assert two["companion"][0]["relation"] == "substitute"


def test_what_cannot_be_taken_over_is_told_with_its_line(made_from: Maker) -> None:
    made = made_from(
        """# A
- [Page](page.md)
- [Host](https://user@e.org/x)
- [Lost][nowhere]
- [Mail](mailto:ann@e.org)
- [Above](#a)

```
https://e.org/in-code
```

<div><a href="https://e.org/html">block</a></div>

Read [this](other.md).
"""
    )
    assert made.titles == ["Page", "Host"]
    assert all("link" not in one for one in made.resources)
    lines = [line for line, _ in made.remarks]
    assert lines == [2, 3, 4, 8, 12, 14]


def test_badges_and_comments_are_no_entries(made_from: Maker) -> None:
    made = made_from(
        "# A\n[![Awesome](https://e.org/b.svg)](https://awesome.re)\n\n"
        "<!-- [hidden](https://e.org/h) -->\n\n- [a](https://e.org/a) <!-- was b -->\n"
    )
    assert made.titles == ["a"]
    assert "summary" not in made.resources[0]


def test_front_matter_gives_the_title_and_is_no_stage(made_from: Maker) -> None:
    made = made_from('---\nlayout: page\ntitle: "My list"\n---\n## A\n- [a](https://e.org/a)\n')
    assert made.table["pathway"]["title"] == "My list"
    assert made.stages == ["A"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end_reads_the_same(
    made_from: Maker, encoding: str, end: str
) -> None:
    text = f"# Été{end}{end}- [«Où?»](https://e.org/é){end}- [b](page.md){end}"
    data = b"\xfe\xff" + text.encode("utf-16-be") if "mark" in encoding else text.encode(encoding)
    made = made_from(data)
    assert (made.stages, made.titles) == (["Été"], ["«Où?»", "b"])
    assert made.resources[0]["link"]["url"] == "https://e.org/%C3%A9"
    assert made.remarks[0][0] == 4


def test_hostile_words_end_as_words(made_from: Maker) -> None:
    bell, override = "\x1b]0;x\x07", "\N{RIGHT-TO-LEFT OVERRIDE}"
    made = made_from(f"# A{bell}\n- [x{bell}{override}](https://e.org/a) \"\"\"\\ '''\n")
    assert "\x1b" not in made.path.read_text(encoding="utf-8")
    assert override not in made.titles[0]
    assert made.resources[0]["summary"] == "\"\"\"\\ '''"


def test_a_title_that_is_too_long_is_cut_and_told(made_from: Maker) -> None:
    made = made_from(f"# A\n- [{'long ' * 100}](https://e.org/a)\n")
    assert len(made.titles[0]) <= 300
    assert made.titles[0].endswith("…")
    assert [line for line, _ in made.remarks] == [2]


def test_words_beside_a_link_in_a_table_are_kept(made_from: Maker) -> None:
    made = made_from(
        "# A\n| Course | Title |\n|-|-|\n| [One](https://e.org/1) (for beginners) | Another |\n"
    )
    assert made.titles == ["One"]
    assert made.resources[0]["summary"] == "for beginners. Title: Another"


def test_what_is_too_long_for_a_pathway_is_cut_and_told(made_from: Maker) -> None:
    links = " ".join(f"[l{n}](https://e.org/{n})" for n in range(40))
    words = "word " * 5000
    made = made_from(f"# A\n## {'B ' * 200}\n{words}\n\n- {links} {words}\n\n{words}\n")
    assert len(made.resources[0]["companion"]) == 26
    assert len(made.remarks) == 4


def test_more_than_a_pathway_can_hold_is_refused_and_nothing_written(psi: Psi, tmp_path) -> None:
    (tmp_path / "l.md").write_text("".join(f"- [a{n}](https://e.org/{n})\n" for n in range(3001)))
    result = psi("pathway", "new", str(tmp_path / "p.toml"), "--from", str(tmp_path / "l.md"))
    assert (result.status, "3,000" in result.err) == (2, True)
    assert not (tmp_path / "p.toml").exists()


PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "### ",
            "- ",
            "  - ",
            "1. ",
            "> ",
            "| ",
            " | ",
            "|-|-|\n",
            "\n",
            "\n\n",
            "    ",
        ),
        *(
            "[",
            "]",
            "(",
            ")",
            "![",
            "](https://e.org/a)",
            "[a](https://e.org/b)",
            "[r]: https://e.org",
        ),
        *(
            "https://e.org/(x",
            "<https://e.org>",
            "<a href='https://e.org'>",
            "</a>",
            "<br>",
            "<!--",
        ),
        *("```\n", "---\n", "title: x\n", "**", "`", "\\", "&amp;", "&#0;", "[^1]", "{.x}", "$"),
        *(
            "Name",
            "Minutes",
            "45 min",
            "日本語",
            "\x1b[31m",
            "\u202e",
            "\x00",
            "\t",
            "é",
            '"""',
            "'",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markdown_becomes_a_sound_pathway_or_is_refused(text: str) -> None:
    try:
        made = written(sketch_of(text, is_csv=False), {"id": "any", "title": "Any"}, {})
    except UsageProblem:
        return
    assert parse_pathway(made.text.encode()).id == "any"


@pytest.mark.parametrize("piece", ["(", "[", "([", "[a](", "<a ", "- ", "| ", "`a", "[x]["])
def test_no_markdown_takes_long_to_read(piece: str) -> None:
    with suppress(UsageProblem):  # what it holds does not matter
        read_markdown(f"- [a](https://e.org/a) {piece * 1000}", 0)
        read_markdown(f"[a](https://e.org/a)\n\n{piece * 1000}", 0)


@pytest.mark.parametrize("text", ["", "# Only a heading\n", "words\n", "- [a](#b)\n"])
def test_a_list_of_nothing_is_refused(psi: Psi, tmp_path, text: str) -> None:
    (tmp_path / "l.md").write_text(text)
    result = psi("pathway", "new", str(tmp_path / "p.toml"), "--from", str(tmp_path / "l.md"))
    assert result.status == 2
    assert "nothing to study" in result.err
    assert not (tmp_path / "p.toml").exists()


@pytest.mark.parametrize("depth", [5, 7, 9, 11, 15, 400])
@pytest.mark.parametrize("mark", ["- ", "> ", "1. "])
def test_nesting_is_read_to_its_end_or_refused(depth: int, mark: str) -> None:
    indent = "   " if mark == "1. " else "  "
    lines = [f"{indent * n}{mark}[a](https://e.org/{n})\n" for n in range(depth)]
    quotes = [f"{mark * (n + 1)}[a](https://e.org/{n})\n{mark * (n + 1)}\n" for n in range(depth)]
    try:
        sketch = read_markdown("".join(quotes if mark == "> " else lines))
    except UsageProblem:
        assert depth > 6
    else:
        assert len(sketch.stages[0]["resource"]) == depth
