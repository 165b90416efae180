"""What is typed wrongly, and where psi is run: one sentence, one remedy, the right status."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT, Psi
from tests.output_checker import ALLOWED, BOXES, words_of

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and devices as POSIX has them")


@pytest.mark.parametrize(
    ("arguments", "status", "sentence", "remedy"),
    [
        (["show", "zzz"], 3, "Nothing here is called “zzz”.", "`psi list --all`"),
        (["show", "bason"], 3, "“bason” could be any of these", "Type the number"),
        (
            ["show", "harington-webinar"],
            3,
            "“harington-webinar”",
            "Did you mean harrington-webinar",
        ),
        (["show", "2.99"], 3, "number 2.99", "`psi list`"),
        (["goto", "9"], 3, "no stage “9”", "1 intro, 2 dip, 3 dive"),
        (["dnoe", "1"], 2, "no command “dnoe”", "Did you mean"),
        (["done", "--frob"], 2, "No such option: --frob", "`psi done --help`"),
        (["done"], 2, "Say what you have done.", "`psi done REF`"),
        (["search", "--kind"], 2, "--kind needs a value.", "`psi search --help`"),
        (["list", "--kind", "vidio"], 2, "no kind “vidio”", "article, blog, book"),
        (["list", "--tag", "nope"], 2, "no tag “nope”", "tagged with"),
        (["list", "--tag", "co-creaton"], 2, "no tag", "Did you mean co-creation"),
        (["search", "--by", "", "x"], 2, "filter for a by is empty", "by:bason"),
        (["goto", "4"], 3, "no stage “4”", "1 intro"),
        (["goto", "2.1"], 3, "is a resource", "`psi show bason-mindlab-video`"),
        (["search", *["by:x"] * 33], 2, "32 values", "fewer"),
        (["list", "--stage", "nope"], 3, "no stage “nope”", "1 intro"),
        (["search"], 2, "nothing to look for", "psi list"),
        (["search", "frob:x"], 2, "no filter “frob”", "kind, stage, tag, by, is, max"),
        (["search", "max:x", "y"], 2, "max: takes", "max:20"),
        (["search", "is:asleep", "y"], 2, "no state “asleep”", "open, done, skipped"),
        (["note", "2.1", " "], 2, "nothing in this note", "after REF"),
        (["note", "2.1", "--edit"], 2, "needs a terminal", "`-`"),
        (["reset"], 2, "Say what to clear", "--all"),
        (["start", "cooking"], 3, "no pathway called “cooking”", "public-sector-innovation"),
        (["open", "2.1", "--archive"], 3, "No archived copy", "`psi show 2.1`"),
        (["forget", "2.1", "--yes"], 3, "no notes on", "`psi note`"),
        (["undo"], 3, "nothing to take back", "`psi log`"),
        (["--pathway", "nowhere.toml", "list"], 4, "nowhere.toml cannot be read", "--pathway"),
    ],
)
def test_wrong_input_gets_one_sentence_one_remedy_and_its_status(
    psi: Psi, arguments: list[str], status: int, sentence: str, remedy: str
) -> None:
    result = psi(*arguments)
    assert result.status == status
    said, *_, offered = result.err.splitlines()
    assert sentence in said
    assert remedy in offered
    as_json = json.loads(psi("--json", *arguments).err)
    assert as_json["schema"] == "psi.error/1"
    assert as_json["error"]["status"] == status
    assert as_json["error"]["message"] == said


def test_a_search_without_hits_ends_with_status_3_and_says_so(psi: Psi) -> None:
    result = psi("search", "xyzzyq")
    assert result.status == 3
    assert "Nothing was found in Public Sector Innovation." in result.out


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("option", ["--json", "--plain"])
def test_shared_options_stand_before_or_after_the_command(
    psi: Psi, place: str, option: str
) -> None:
    arguments = [option, "list"] if place == "before" else ["list", option]
    result = psi(*arguments, terminal=True)
    assert result.status == 0
    assert "\x1b" not in result.out
    assert result.out.startswith("{" if option == "--json" else "Public Sector Innovation,")


@pytest.mark.parametrize(
    "environment",
    [{"PSI_PLAIN": "1"}, {"ACCESSIBLE": "1"}, {"TERM": "dumb"}],
)
def test_plain_lines_are_what_some_terminals_get(psi: Psi, environment: dict[str, str]) -> None:
    result = psi("list", terminal=True, **environment)
    assert "\x1b" not in result.out
    assert not BOXES.search(result.out)


def test_pipes_get_plain_lines_unless_colour_is_forced(psi: Psi) -> None:
    assert not BOXES.search(psi("list").out)
    assert BOXES.search(psi("list", FORCE_COLOR="1").out)
    assert not BOXES.search(psi("list", FORCE_COLOR="0").out)


def test_no_color_takes_colours_and_links_and_leaves_weight(psi: Psi) -> None:
    shown = psi("show", "3.1", terminal=True, NO_COLOR="1").out
    assert "\x1b[1m" in shown
    assert "\x1b]8;" not in shown
    assert all(f"[{code}m" not in shown and f";{code}m" not in shown for code in range(30, 38))


def test_links_are_for_terminals_only(psi: Psi) -> None:
    assert "\x1b]8;" in psi("show", "3.1", terminal=True).out
    assert "\x1b]8;" not in psi("show", "3.1", FORCE_COLOR="1").out


@pytest.mark.parametrize("columns", ["0", "1", "20", "40", "99999999", "many", "-3"])
def test_any_width_shows_the_same_words(psi: Psi, columns: str) -> None:
    def words(**environment: str) -> str:
        shown = ALLOWED.sub("", psi("show", "2.2", terminal=True, **environment).out)
        return words_of(shown.partition(" Next\n")[0])

    wide, shown = words(), words(COLUMNS=columns)
    assert sorted("".join(wide.split())) == sorted("".join(shown.split()))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_every_encoding_gets_words_it_can_hold(psi: Psi, encoding: str) -> None:
    psi("note", "2.1", "Réponse “fière”")
    for terminal in (True, False):
        shown = psi("show", "2.1", terminal=terminal, encoding=encoding).out
        assert "ponse" in shown
        assert "?ponse" not in shown
    listed = psi("note", "--json", encoding=encoding).json
    assert listed["notes"][0]["text"] == "Réponse “fière”"


def test_a_note_typed_in_a_c_locale_keeps_its_letters(psi: Psi) -> None:
    psi.process("note", "2.1", "é", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert psi("note", "--json").json["notes"][0]["text"] == "é"


def test_another_pathway_has_a_record_of_its_own(psi: Psi, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(
        'format = 1\n[pathway]\nid = "other"\ntitle = "Other"\n'
        '[[stage]]\nid = "only"\ntitle = "Only"\n'
        '[[stage.resource]]\nid = "one"\nkind = "book"\ntitle = "One"\nminutes = 5\n'
    )
    psi("--pathway", str(other), "done", "1")
    assert psi("list", "--done").status == 3
    assert len(psi("list", "--done", "--json", PSI_PATHWAY=str(other)).json["resources"]) == 1
    assert psi("start", "--pathway", str(other), "--json").json["pathway"]["title"] == "Other"


def test_help_names_every_command_and_every_status(psi: Psi) -> None:
    shown = psi("--help").out
    for name in ("status", "start", "next", "search", "undo", "forget", "doctor"):
        assert f"\n  {name} " in shown
    assert "5 record unreadable" in " ".join(shown.split())
    assert not BOXES.search(shown)


def test_the_browser_is_asked_for_the_address_that_is_printed(psi: Psi, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    fake = tmp_path / "browser.py"
    fake.write_text(f"import sys; open({str(asked)!r}, 'w').write(repr(sys.argv[1:]))")
    opened = psi.process("open", "3.4", "--json", BROWSER=f"{sys.executable} {fake} %s").json
    deadline = time.monotonic() + 20
    while not (asked.exists() and asked.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert asked.read_text() == repr([opened["url"]])
    assert opened["asked_browser"] is True


@pytest.mark.parametrize("browser", ["sleep 600", "false", "no-such-browser", ""])
def test_no_browser_blocks_or_fails_the_command(psi: Psi, browser: str) -> None:
    result = psi.process("open", "3.4", BROWSER=browser)
    assert result.status == 0
    assert "https://www.advocacyschool.org" in result.out


def test_a_web_search_is_the_last_resort(psi: Psi) -> None:
    by_substitute = psi("open", "2.4", "--print", "--json").json
    assert by_substitute["way"] == "address"
    assert by_substitute["instead"] == by_substitute["companions"][0]["id"]
    assert by_substitute["companions"][0]["relation"] == "substitute"
    assert by_substitute["others"][0]["kind"] == "search"
    assert "Harrington" in by_substitute["others"][0]["url"]
    by_search = psi("open", "2.4", "--print", "--search", "--json").json
    assert (by_search["way"], by_search["instead"]) == ("search", None)
    assert psi("open", "3.6", "--print", "--json").json["way"] == "archive"
    assert psi("open", "2.1a", "--print", "--json").json["way"] == "address"


def test_opening_still_works_where_nothing_can_be_saved(psi: Psi) -> None:
    psi.home.write_text("a file where the folder should be")
    result = psi("open", "3.4", "--print")
    assert result.status == 0
    assert psi("done", "3.4").status == 5


@POSIX
@pytest.mark.parametrize("reader", ["head -c 10", "true"])
@pytest.mark.parametrize("arguments", ["list --all --json", "done 2.1", "--help"])
def test_a_reader_that_leaves_early_ends_psi_quietly_and_well(
    psi: Psi, arguments: str, reader: str
) -> None:
    psi_runs = f"{sys.executable} -m psi_cli {arguments}"
    command = f"(sleep 0.3; {psi_runs}) | {reader}; exit ${{PIPESTATUS[0]}}"
    finished = subprocess.run(
        ["bash", "-c", command], env=psi.environment(), capture_output=True, check=False, text=True
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    assert len(finished.stdout) == (10 if reader.startswith("head") else 0)


@POSIX
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", ["list --all", "--help", "list --json", "done 2.1"])
def test_a_full_disk_behind_the_output_is_said(psi: Psi, arguments: str, unbuffered: str) -> None:
    with open("/dev/full", "w") as full:
        finished = subprocess.run(
            [sys.executable, "-m", "psi_cli", *arguments.split()],
            env=psi.environment(PYTHONUNBUFFERED=unbuffered),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    assert finished.returncode == 1
    assert "The output could not be written: No space left" in finished.stderr
    assert "Traceback" not in finished.stderr


@POSIX
@pytest.mark.parametrize(("stream", "status"), [("<&-", 0), (">&-", 1), ("2>&-", 0)])
def test_closed_streams_end_in_no_traceback(psi: Psi, stream: str, status: int) -> None:
    finished = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m psi_cli done 2.1 {stream}"],
        env=psi.environment(),
        capture_output=True,
        check=False,
        text=True,
    )
    assert finished.returncode == status
    assert "Traceback" not in finished.stdout + finished.stderr


@POSIX
@pytest.mark.parametrize("milliseconds", [5, 20, 40, 60, 80, 110, 150, 200])
def test_an_interruption_at_any_moment_is_quiet(psi: Psi, milliseconds: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "psi_cli", "show", "2.1"],
        env=psi.unmeasured(),  # an interruption inside coverage leaves its lock held for ever
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        time.sleep(milliseconds / 1000)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    if "psi_cli" in err:  # before it Python itself is starting, and tells its own story
        assert "Traceback" not in err
        assert process.returncode in {0, 130}
    else:
        assert process.returncode in {0, 130, -signal.SIGINT, 1}


def test_a_fault_of_psis_own_is_said_in_a_sentence_without_the_learners_words(
    psi: Psi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("the secret note")

    monkeypatch.setattr("psi_cli.learning.journey.measure", fail)
    result = psi("status")
    assert (result.status, result.out) == (1, "")
    assert "a fault of its own (KeyError)" in result.err
    assert "secret" not in result.err


def test_a_search_with_filters_and_no_words_finds_what_passes_them(psi: Psi) -> None:
    found = psi("search", "kind:video", "stage:dip", "--json").json
    assert [hit["number"] for hit in found["hits"]] == ["2.1", "2.5"]
    assert found["filters"] == "kind:video, stage:dip"
    options = psi("search", "--kind", "video", "--stage", "dip", "--json").json
    assert options["hits"] == found["hits"]
    assert psi("search", "is:done").status == 3
    assert len(psi("search", "max:30", "--limit", "2", "--json").json["hits"]) == 2


def test_the_version_stands_before_any_command(psi: Psi) -> None:
    assert psi("--version", "list").out == psi("--version").out


@pytest.mark.parametrize("columns", [40, 80])
def test_at_a_terminal_failures_are_folded_between_words(psi: Psi, columns: int) -> None:
    told = psi("list", "--kind", "vidio", terminal=True, COLUMNS=str(columns), NO_COLOR="1").err
    elsewhere = psi("list", "--kind", "vidio").err
    assert max(map(len, told.splitlines())) <= columns
    assert told.split() == elsewhere.split()
    assert len(elsewhere.splitlines()) == 2
    assert json.loads(psi("list", "--kind", "vidio", "--json", terminal=True, COLUMNS="40").err)


def test_a_failure_that_names_a_file_is_not_one_of_the_output(psi: Psi) -> None:
    result = psi("doctor", PSI_HOME="/" + "x" * 300)
    assert result.status != 0
    assert "File name too long" in result.out + result.err
    assert "output could not be written" not in result.err


def test_what_stands_behind_two_dashes_is_no_option(psi: Psi) -> None:
    assert psi("note", "2.1", "--", "--json").out.startswith("- Noted on: Christian Bason")
    assert psi("note", "9.9", "--", "--json").err.startswith("Nothing has the number 9.9")


def test_a_web_search_that_was_asked_for_does_not_say_that_no_address_is_known(psi: Psi) -> None:
    said = "address is not known"
    assert said not in psi("open", "3.4", "--search", "--print").out
    assert said in psi("open", "2.4", "--print").out


@pytest.mark.parametrize(
    ("text", "spelt"), [("日本é", "??e"), ("e\u0301te\u0301", "ete"), ("“œ”…", '"oe"...')]
)
def test_what_an_encoding_lacks_is_spelt_out_letter_by_letter(
    psi: Psi, text: str, spelt: str
) -> None:
    psi("note", "2.1", text)
    assert f"  {spelt}\n" in psi("note", "--plain", encoding="ascii").out


@POSIX
def test_the_doctor_says_when_a_folder_is_none(psi: Psi) -> None:
    psi.home.mkdir()
    (psi.home / "journal").write_text("")
    result = psi("doctor", "--json")
    assert "is not a folder" in result.out


def test_what_was_done_under_a_former_id_is_told_by_its_title(psi: Psi, tmp_path: Path) -> None:
    bundled = (ROOT / "data" / "pathway.toml").read_text(encoding="utf-8")
    renamed = tmp_path / "renamed.toml"
    renamed.write_text(
        bundled.replace('id = "taf-case"\naliases = []', 'id = "fund"\naliases = ["taf-case"]'),
        encoding="utf-8",
    )
    psi("done", "taf-case")
    told = psi("log", "--pathway", str(renamed), "--json").json["events"][0]
    title = psi("show", "2.6", "--json").json["title"]
    assert (told["about"], told["title"]) == ("taf-case", title)
    undone = psi("undo", "--pathway", str(renamed)).out
    assert "done The Atmospheric Fund" in undone


def test_the_log_offers_no_undo_of_what_cannot_be_undone(psi: Psi) -> None:
    psi("note", "2.1", "x")
    psi("forget", "2.1", "--yes")
    assert all(hint["command"] != "psi undo" for hint in psi("log", "--json").json["next"])
    assert psi("undo").status == 3


@pytest.mark.parametrize("columns", [40, 60, 80, 92])
def test_a_hint_longer_than_the_screen_is_shown_whole(psi: Psi, columns: int) -> None:
    words = "what would public servants and citizens have to do differently together tomorrow"
    shown = psi("search", words, "--limit", "1", terminal=True, NO_COLOR="1", COLUMNS=str(columns))
    assert f"psi search '{words}' --limit" in " ".join(words_of(shown.out).split())
