"""A whole walk: what a learner does, and what the next process knows of it."""

import os
import tomllib
from pathlib import Path

from tests.conftest import Psi
from tests.output_checker import words_of


def test_the_first_screen_welcomes_and_creates_nothing(psi: Psi) -> None:
    result = psi()
    assert result.status == 0
    assert "psi start" in result.out
    assert not psi.home.exists() or [path.name for path in psi.home.iterdir()] == ["cache"]


def test_start_begins_once_and_then_resumes(psi: Psi) -> None:
    first = psi("start")
    assert "You will be able to" in first.out
    assert "Introduction to Public Sector Innovation" in first.out
    psi("next")
    again = psi("start")
    assert "This is where you left off." in again.out
    assert "Dip (you are here)" in again.out
    assert "You will be able to" not in again.out
    assert [event["do"] for event in psi("log", "--json").json["events"]].count("start") == 1


def test_next_says_what_stays_open_behind_and_completes_no_resource(psi: Psi) -> None:
    psi("start")
    psi("goto", "dip")
    psi("done", "1", "2")
    left = psi("next")
    assert "Left open: Dip 2.3-2.6." in left.out
    assert psi("status", "--json").json["done"] == 2


def test_the_end_of_the_pathway_accounts_for_everything(psi: Psi) -> None:
    psi("start")
    psi("goto", "dive")
    psi("done", "2.1", "3.2")
    psi("skip", "2.3")
    psi("note", "2.q1", "Ask the library")
    closing = psi("next", "--json").json
    assert closing["schema"] == "psi.closing/1"
    by_status: dict[str, list[str]] = {}
    for line in closing["resources"]:
        if line["required"]:
            by_status.setdefault(line["status"], []).append(line["id"])
    assert by_status["done"] == ["bason-mindlab-video", "bason-book"]
    assert by_status["skipped"] == ["bc-partners"]
    assert len(by_status["open"]) == 9
    done = [line for line in closing["resources"] if line["status"] == "done"]
    assert closing["minutes_done"] == sum(line["minutes"] for line in done)
    assert (closing["finished"], closing["answered"]) == (False, 1)
    assert psi("next", "--json").json == closing


def test_a_new_process_sees_all_that_the_last_one_saved(psi: Psi) -> None:
    psi.process("start")
    psi.process("done", "2.1", "2.2")
    psi.process("note", "2.1", "-", stdin="two\nlines with “quotes” and é\n")
    psi.process("bookmark", "2.5")
    shown = psi.process("show", "2.1", "--json").json
    assert shown["status"] == "done"
    assert shown["notes"][0]["text"] == "two\nlines with “quotes” and é"
    record = tomllib.loads((psi.home / "record.toml").read_text(encoding="utf-8"))
    assert set(record["public-sector-innovation"]["done"]) == {
        "bason-mindlab-video",
        "bc-action-plan",
    }


def test_undo_takes_back_whole_steps_to_any_depth(psi: Psi) -> None:
    psi("start")
    psi("done", "2.1", "2.2", "2.3")
    psi("bookmark", "2.5")
    psi("note", "2.5", "x")
    psi("note", "2.5", "--remove")
    done = ["bason-mindlab-video", "bc-action-plan", "bc-partners"]
    assert len(psi("note", "2.5", "--json").json["notes"]) == 0
    psi("undo")
    assert len(psi("note", "2.5", "--json").json["notes"]) == 1
    psi("undo", "2")
    assert [line["id"] for line in psi("list", "--done", "--json").json["resources"]] == done
    assert psi("list", "--bookmarked", "--json").json["resources"] == []
    psi("undo")
    assert psi("list", "--done").status == 3
    psi("undo")
    assert "psi start" in psi().out
    nothing = psi("undo")
    assert (nothing.status, nothing.err.splitlines()[0]) == (3, "There is nothing to take back.")


def test_undo_says_when_there_were_fewer_steps_than_it_was_to_take_back(psi: Psi) -> None:
    psi("start")
    psi("done", "2.1", "2.2")
    assert psi("undo", "1", "--json").json["remarks"] == []
    assert psi("undo", "5", "--json").json["remarks"] == ["That was all: there was 1 to take back."]


def test_the_log_shows_what_was_done_and_what_was_taken_back(psi: Psi) -> None:
    psi("start")
    psi("done", "2.1")
    psi("undo")
    events = psi("log", "--json").json["events"]
    assert [(event["do"], event["undone"]) for event in events] == [
        ("done", True),
        ("start", False),
    ]


def test_what_is_so_already_is_said_and_not_written_again(psi: Psi) -> None:
    psi("start")
    psi("done", "2.1")
    journal = next((psi.home / "journal").glob("*.jsonl"))
    before = journal.read_bytes()
    again = psi("done", "2.1")
    assert "Already done: Christian Bason on MindLab" in again.out
    assert journal.read_bytes() == before


def test_reset_asks_first_and_can_be_taken_back(psi: Psi) -> None:
    psi("start")
    psi("done", "2.1", "2.2")
    psi("note", "2.1", "mine")
    refused = psi("reset", "2.1")
    assert refused.status == 2
    assert "--yes" in refused.err
    declined = psi("reset", "dip", terminal=True, stdin="n\n")
    assert declined.status == 1
    psi("reset", "dip", terminal=True, stdin="y\n")
    assert psi("list", "--done").status == 3
    psi("undo")
    assert len(psi("list", "--done", "--json").json["resources"]) == 2
    psi("reset", "--all", "--yes")
    assert "psi start" in psi().out


def test_back_and_goto_move_without_completing(psi: Psi) -> None:
    psi("start")
    assert psi("goto", "3", "--json").json["id"] == "dive"
    assert psi("back", "--json").json["id"] == "dip"
    assert psi("back", "--json").json["id"] == "intro"
    assert "This is the first stage." in psi("back").out
    assert psi("goto", "further").status == 2


def test_a_stage_of_text_is_done_by_hand(psi: Psi) -> None:
    psi("start")
    psi("done", "intro")
    stages = psi("status", "--json").json["stages"]
    assert [stage["complete"] for stage in stages] == [True, False, False]


def test_who_works_before_beginning_sees_where_that_leads(psi: Psi, tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(
        'format = 1\n[pathway]\nid = "p"\ntitle = "P"\n[[stage]]\nid = "one"\ntitle = "One"\n'
        '[[stage.resource]]\nid = "r"\nkind = "book"\ntitle = "R"\nminutes = 5\n'
        '[[stage.resource]]\nid = "s"\nkind = "book"\ntitle = "S"\nminutes = 5\n'
    )
    psi("--pathway", str(path), "note", "r", "before anything else")
    for terminal in (True, False):
        status = psi("--pathway", str(path), terminal=terminal)
        assert (status.status, status.err) == (0, "")
        assert "0 of 2 done" in words_of(status.out)


def test_keys_that_psi_does_not_know_are_walked_over_and_told_once(
    psi: Psi, tmp_path: Path
) -> None:
    file = tmp_path / "p.toml"
    file.write_text(
        'format = 1\n[pathway]\nid = "p"\ntitle = "P"\nx-mine = 1\nlevel = "first"\n'
        '[[stage]]\nid = "one"\ntitle = "One"\ntext = "Read."\nmood = "good"\n',
        encoding="utf-8",
    )
    os.utime(file, (1, 1))
    told = psi("list", PSI_PATHWAY=str(file))
    assert told.err.startswith("This pathway has 2 keys that this psi does not know; ")
    assert f"`psi pathway check {file}` says more." in told.err
    assert psi("start", PSI_PATHWAY=str(file)).err == ""
