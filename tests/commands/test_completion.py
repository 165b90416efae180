"""What psi answers a shell: values that fit, the likeliest first, and nothing else."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from psi_cli.commands.completion.answer import FILES, NOTHING, OFFERED
from psi_cli.commands.completion.line import Line, read_line
from psi_cli.commands.completion.takes import SEVERAL, TAKES, VALUES
from psi_cli.commands.group import application
from tests.conftest import Psi, Result


def offered(psi: Psi, line: str, **environment: str) -> list[str]:
    return values(psi.completing(line, **environment))


def values(result: Result) -> list[str]:
    return [row.split("\t")[0] for row in result.out.splitlines()]


@pytest.fixture
def walked(psi: Psi) -> Psi:
    for line in ("start", "goto dip", "done 2.1", "skip 2.2", "bookmark F.1", "note 2.3 mine"):
        psi(*line.split())
    return psi


def test_what_is_open_comes_first_for_done(walked: Psi) -> None:
    names = offered(walked, "psi done ")
    assert names[:2] == ["intro", "dip"]
    assert names.index("bc-partners") < names.index("sig-library")
    assert names[-2:] == ["bason-mindlab-video", "bc-action-plan"]


def test_what_was_named_already_is_not_offered_again(walked: Psi) -> None:
    assert "bason-book" in offered(walked, "psi done bas")
    assert "bason-book" not in offered(walked, "psi done bason-book bas")
    assert "3.2" not in offered(walked, "psi done 3.2 3.")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("psi reopen ", ["bason-mindlab-video", "bc-action-plan"]),
        ("psi bookmark --remove ", ["opsi-toolkit-navigator"]),
        ("psi forget ", ["bc-partners"]),
        ("psi note --remove ", ["bc-partners"]),
        (
            "psi reset ",
            ["bason-mindlab-video", "bc-action-plan", "bc-partners", "opsi-toolkit-navigator"],
        ),
    ],
)
def test_what_takes_something_back_is_offered_what_there_is(
    walked: Psi, line: str, names: list[str]
) -> None:
    assert offered(walked, line) == names


def test_a_record_without_anything_offers_nothing_to_take_back(psi: Psi) -> None:
    for command in ("reopen", "forget", "reset", "bookmark --remove", "note --remove"):
        assert psi.completing(f"psi {command} ").status == NOTHING


def test_open_takes_no_question_and_no_stage(psi: Psi) -> None:
    assert "bason-book" in offered(psi, "psi open ")
    assert not {"dip", "three-sectors"} & set(offered(psi, "psi open "))
    assert offered(psi, "psi open three") == []


def test_done_is_offered_what_stands_in_for_a_resource_and_not_what_goes_beside_it(
    psi: Psi,
) -> None:
    for name in offered(psi, "psi done 2.1"):
        assert psi("done", name).status == 0


def test_further_reading_comes_once_something_is_typed(psi: Psi) -> None:
    assert "opsi-toolkit-navigator" not in offered(psi, "psi open ")
    assert offered(psi, "psi open ops") == ["opsi-toolkit-navigator", "opsi-global-trends-2024"]
    assert "F.30" in offered(psi, "psi open f.")


def test_numbers_are_bare_in_the_stage_one_is_in_and_whole_behind_its_number(walked: Psi) -> None:
    assert offered(walked, "psi note q")[:2] == ["q1", "q2"]
    assert "3a" in offered(walked, "psi open 3")
    assert "2.3a" in offered(walked, "psi open 2.3")
    assert (offered(walked, "psi goto 3"), offered(walked, "psi read f")) == (["3"], ["further"])


def test_every_part_that_is_offered_is_taken(walked: Psi) -> None:
    for word in ("", "2", "2.", "q", "F.", "b", "O"):
        for name in offered(walked, f"psi show {word}"):
            assert (name, walked("show", name, "--plain").status) == (name, 0)


@pytest.mark.parametrize("filter_", ["kind", "tag", "is", "stage", "by"])
def test_every_value_of_a_filter_is_taken_as_an_option_and_in_a_search(
    walked: Psi, filter_: str
) -> None:
    as_options = offered(walked, f"psi list --{filter_}=")
    as_words = offered(walked, f"psi search {filter_}:")
    assert [one.partition("=")[2] for one in as_options] == [
        one.partition(":")[2] for one in as_words
    ]
    for option, word in zip(as_options[:20], as_words[:20], strict=True):
        if filter_ != "is":
            assert (option, walked("list", "--all", option).status in {0, 3}) == (option, True)
        assert (word, walked("search", "innovation", word).status in {0, 3}) == (word, True)


def test_days_are_offered_as_a_plan_takes_them(psi: Psi) -> None:
    for option in ("--from", "--until"):
        for day in offered(psi, f"psi plan {option} "):
            assert (day, psi("plan", option, day).status) == (day, 0)
    assert offered(psi, "psi plan --until=th") == ["--until=thursday"]


def test_settings_are_offered_and_what_they_take(psi: Psi) -> None:
    assert offered(psi, "psi config ") == ["plain", "pager", "search"]
    assert offered(psi, "psi config plain ") == ["on", "off"]
    assert offered(psi, "psi config pager ") == []


def test_people_are_found_by_any_of_their_names(psi: Psi) -> None:
    assert offered(psi, "psi list --by bour") == ["Bourgon"]
    assert offered(psi, "psi list --by Joc") == ["Jocelyne Bourgon"]
    assert offered(psi, "psi list --by 'jocelyne b") == ["Jocelyne Bourgon"]


@pytest.mark.parametrize(
    "line",
    [
        "psi --pathway my",
        "psi list --pathway=.",
        "psi export html -o ",
        "psi export csv --output no",
        "psi import ",
        "psi import one.json ",
        "psi pathway add ",
        "psi pathway diff old.toml ",
        "psi pathway new my.toml --from ",
    ],
)
def test_where_a_file_fits_the_shell_completes_it(psi: Psi, line: str) -> None:
    assert psi.completing(line) == Result(FILES, "", "")


@pytest.mark.parametrize(
    "line",
    [
        "psi undo ",
        "psi suggest ",
        "psi log --limit ",
        "psi list --max ",
        "psi note 2.1 wor",
        "psi goto dip ",
        "psi pathway new my.toml --stage ",
        "psi status ",
        "psi nonsense ",
        "psi list --nonsense=",
        "psi -- -",
    ],
)
def test_where_only_the_learner_knows_nothing_is_offered(psi: Psi, line: str) -> None:
    assert psi.completing(line) == Result(NOTHING, "", "")


def test_the_pathway_that_the_line_names_is_the_one_completed(psi: Psi, tmp_path: Path) -> None:
    other = tmp_path / "an other.toml"
    other.write_text(
        'format = 1\n[pathway]\nid = "other"\ntitle = "Other"\n'
        '[[stage]]\nid = "only"\ntitle = "Only"\n'
        '[[stage.resource]]\nid = "one"\nkind = "book"\ntitle = "One"\nminutes = 5\n'
    )
    assert offered(psi, f"psi --pathway {shlex.quote(str(other))} open ") == ["one"]
    assert offered(psi, f'psi open --pathway="{other}" ') == ["one"]


def test_pathways_are_offered_by_their_ids(psi: Psi, home: Path) -> None:
    psi("start")
    other = home / "pathways" / "other.toml"
    other.parent.mkdir()
    other.write_text(
        'format = 1\n[pathway]\nid = "other"\ntitle = "Other"\n'
        '[[stage]]\nid = "only"\ntitle = "Only"\n'
        '[[stage.resource]]\nid = "one"\nkind = "book"\ntitle = "One"\nminutes = 5\n'
    )
    for line in ("psi start ", "psi pathway use ", "psi --pathway "):
        assert offered(psi, line) == ["public-sector-innovation", "other"]
    assert offered(psi, "psi pathway remove ") == ["other"]
    assert offered(psi, "psi --pathway other open ") == ["one"]


def test_a_pathway_or_a_record_that_cannot_be_read_costs_no_word(psi: Psi, home: Path) -> None:
    broken = home.parent / "broken.toml"
    broken.write_text("format = 1\n[pathway")
    assert psi.completing("psi done ", PSI_PATHWAY=str(broken)) == Result(NOTHING, "", "")
    assert offered(psi, "psi sta", PSI_PATHWAY=str(broken)) == ["status", "start"]
    home.mkdir()
    (home / "journal").write_text("in the way")
    assert "bason-book" in offered(psi, "psi done ")


def test_a_fault_of_psis_own_is_told_to_who_looks_for_it_alone(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise RuntimeError

    monkeypatch.setitem(TAKES, "done", fails)
    assert psi.completing("psi done ") == Result(NOTHING, "", "")
    with pytest.raises(RuntimeError):
        psi.completing("psi done ", PSI_DEBUG="1")


def commands(group: Any, path: str = "") -> dict[str, Any]:
    """Return every command there is by what is typed for it, "" for psi itself."""
    found = {path: group}
    for name in group.list_commands(None) if hasattr(group, "list_commands") else ():
        found |= commands(group.get_command(None, name), f"{path} {name}".strip())
    return found


def test_what_each_command_takes_is_written_down() -> None:
    takes = {}
    for path, command in commands(application()).items():
        arguments = [one for one in command.params if one.param_type_name == "argument"]
        if arguments:
            takes[path] = len(arguments) > 1 or arguments[0].nargs == -1
    assert takes == {path: path in SEVERAL for path in TAKES if path}


def test_what_each_option_takes_is_written_down_and_is_among_its_choices(psi: Psi) -> None:
    taken = set()
    for path, command in commands(application()).items():
        options = [one for one in command.params if one.param_type_name == "option"]
        for option in (one for one in options if not one.is_flag):
            taken |= set(option.opts)
            if choices := getattr(option.type, "choices", None):
                assert offered(psi, f"psi {path} {option.opts[0]} ") == list(choices)
    assert taken == {name for name in VALUES if name.startswith("-")}


def test_the_options_of_a_command_are_offered_with_what_they_are_for(psi: Psi) -> None:
    rows = psi.completing("psi export html --").out.splitlines()
    assert "--with-notes\tWith your notes and answers." in rows
    assert "--output\tWrite it into this file." in rows
    assert "--help" in values(psi.completing("psi search --"))
    assert "--force" not in offered(psi, "psi export html --force --")
    assert "--version" in offered(psi, "psi --")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("psi do", Line(("psi",), "do")),
        ("psi done ", Line(("psi", "done"), "")),
        ('psi note 2 "he said', Line(("psi", "note", "2"), "he said", '"')),
        ("psi list --by Sean\\ ", Line(("psi", "list", "--by"), "Sean ")),
        ("psi list --by Sean\\", Line(("psi", "list", "--by"), "Sean")),
        ("psi list --by 'a b' #", Line(("psi", "list", "--by", "a b"), "#")),
        ("psi search kind:'", Line(("psi", "search"), "kind:", "'")),
    ],
)
def test_a_line_is_taken_apart_as_a_shell_does(text: str, line: Line) -> None:
    assert read_line(text) == line


@pytest.mark.parametrize(
    ("line", "text", "put"),
    [
        ("psi search kind:v", "v", ["video"]),
        ("psi search kind:", "", None),
        ("psi list --kind=v", "v", ["video"]),
        ("psi list --by jo", "jo", ["Jocelyne\\ Bourgon"]),
        ("psi list --by Jocelyne\\ B", "Jocelyne\\ B", ["Jocelyne\\ Bourgon"]),
        ('psi list --by "jo', "jo", ["Jocelyne Bourgon"]),
        ("psi list --by Let", "Let", ["Let\\'s\\ Think\\ Digital"]),
        ("psi list --by 'Let", "Let", []),
    ],
)
def test_bash_is_given_what_it_puts_in_place_of_the_end_of_the_word(
    psi: Psi, line: str, text: str, put: list[str] | None
) -> None:
    shown = psi.completing(line, "bash", ["9", text]).out.splitlines()
    assert shown == put if put is not None else "video" in shown


def test_bash_and_zsh_list_titles_within_the_window(psi: Psi) -> None:
    for shell, how in (("bash", ["63", "2."]), ("zsh", ())):
        rows = psi.completing("psi done 2.", shell, how, COLUMNS="40").out.splitlines()
        shown = [row.split("\t")[-1] for row in rows]
        assert max(map(len, shown)) == 39
        assert any(row.startswith("2.2 ") and row.endswith("…") for row in shown)


def test_powershell_is_given_nothing_that_could_be_more_than_text(psi: Psi) -> None:
    names = values(psi.completing("psi list --by ", "powershell"))
    assert "'Christian Bason'" in names
    assert not [name for name in names if set(name) & set('’"`$;&|')]
    assert offered(psi, "psi do") == values(psi.completing("psi do", "powershell"))


def test_a_script_that_an_earlier_psi_installed_is_answered_with_nothing(psi: Psi) -> None:
    for shell in ("bash", "zsh", "fish"):
        asked = psi.process(_PSI_COMPLETE=f"complete_{shell}", _TYPER_COMPLETE_ARGS="psi done ba")
        assert (asked.out, asked.err) == ("", "")


@pytest.mark.parametrize("before", ["", "X=1 Y=2 ", "time ", "~/.local/bin/"])
def test_what_stands_before_psi_is_passed_over(psi: Psi, before: str) -> None:
    assert offered(psi, f"{before}psi done bason-b") == ["bason-book"]


def test_a_question_that_no_script_asks_is_answered_with_nothing(psi: Psi) -> None:
    assert psi.process("--complete") == Result(NOTHING, "", "")


def test_a_process_answers_as_the_scripts_ask(psi: Psi) -> None:
    asked = psi.process("--complete", "bash", "9", "bason-b", "psi done bason-b")
    assert (asked.status, asked.out) == (OFFERED, "bason-book\n")
    assert psi.process("--complete", "fish", "psi export html -o ").status == FILES
    assert psi.process("--complete", "bash", "9", "", "psi undo ").status == NOTHING
