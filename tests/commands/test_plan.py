"""psi plan: what may be typed, and what is said where it does not fit."""

import re
import shlex

import pytest

from tests.conftest import Psi


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("", (120, "2026-11-25", "2026-12-27")),
        ("--hours-per-week 4", (240, "2026-11-25", "2026-12-13")),
        ("--hours-per-week 1h30 --from monday", (90, "2026-11-30", "2027-01-10")),
        ("--from 'January 4' --until '28 Feb'", (75, "2027-01-04", "2027-02-28")),
        ("--until 2026-12-20", (150, "2026-11-25", "2026-12-20")),
        ("--until 2027-02-28 --hours-per-week 2", (120, "2027-02-01", "2027-02-28")),
        (
            "--from tomorrow --until 2027-02-28 --hours-per-week 2",
            (120, "2026-11-26", "2026-12-27"),
        ),
        ("--from 2026-01-01", (120, "2026-11-25", "2026-12-27")),
    ],
)
def test_two_of_the_three_options_give_the_third(psi: Psi, options: str, found: tuple) -> None:
    told = psi("plan", *shlex.split(options), "--json").json
    assert (told["minutes_a_week"], told["from"], told["until"]) == found
    assert (told["resources"], told["minutes"]) == (12, 450)
    assert sum(week["minutes"] for week in told["weeks"]) == 450


@pytest.mark.parametrize(
    "options",
    [
        "--until 2026-12-01 --hours-per-week 2",
        "--from 2026-12-01 --until 2026-12-31 --hours-per-week 1",
        "--from 2027-03-01 --until 2027-03-02 --hours-per-week 20",
    ],
)
def test_what_does_not_fit_is_said_with_options_that_would_do(psi: Psi, options: str) -> None:
    typed = shlex.split(options)
    result = psi("plan", *typed)
    assert (result.status, result.out) == (2, "")
    sentence, remedy = result.err.splitlines()
    assert sentence.startswith("7 h 30 do not fit at ")
    ways = re.findall(r"`(--[a-z-]+ [^`]+)`", remedy)
    assert len(ways) == 2
    for way in ways:
        name, value = way.split()
        changed = list(typed)
        changed[changed.index(name) + 1] = value
        assert psi("plan", *changed).status == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--until 2026-11-24", "2026-11-24 is past."),
        ("--from 2026-12-10 --until 2026-12-01", "A plan that begins on 2026-12-10 cannot end on"),
        ("--from soon", "“soon” is no day."),
        ("--until 1/12/2026", "“1/12/2026” is no day."),
        ("--from 2026-02-30", "“2026-02-30” is no day."),
        ("--hours-per-week 0", "“0” is not between a quarter of an hour and 168 hours."),
        ("--hours-per-week -3", "“-3” is not between"),
        ("--hours-per-week 169", "“169” is not between"),
        ("--hours-per-week 10m", "“10m” is not between"),
        ("--hours-per-week soon", "“soon” is no length of time."),
        ("--hours-per-week nan", "“nan” is no length of time."),
        ("--hours-per-week inf", "“inf” is no length of time."),
        ("--hours-per-week ''", "“” is no length of time."),
        ("--from ''", "“” is no day."),
        ("--from 9999-12-31", "7 h 30 at 2 h a week would take more than 20 years."),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence_with_a_remedy(
    psi: Psi, options: str, said: str
) -> None:
    for command in ("plan", "export ics"):
        result = psi(*command.split(), *shlex.split(options))
        assert (result.status, result.out) == (2, "")
        sentence, remedy = result.err.splitlines()
        assert sentence.startswith(said)
        assert remedy


def test_the_calendar_that_is_offered_has_the_plan_that_was_shown(psi: Psi) -> None:
    shown = psi("plan", "--hours-per-week", "1,5", "--from", "4 January", "--json").json
    (offered,) = (one["command"] for one in shown["next"] if "ics" in one["command"])
    assert offered == "psi export ics --hours-per-week 1,5 --from '4 January' -o plan.ics"
    begins = re.findall(r"DTSTART;VALUE=DATE:(\d+)", psi(*shlex.split(offered)[1:-2]).out)
    assert sorted(set(begins)) == [week["from"].replace("-", "") for week in shown["weeks"]]


def test_where_nothing_is_left_open_it_is_said_warmly(psi: Psi) -> None:
    psi("start")
    psi("done", "2.1-2.6", "3.1-3.6")
    result = psi("plan")
    assert result.status == 0
    assert "Well done: nothing that this pathway asks for is left to plan." in result.out
    assert "psi export record" in result.out
    assert psi("plan", "--json").json["weeks"] == []


def test_a_plan_is_made_without_a_readable_record(psi: Psi) -> None:
    psi("start")
    psi.home.joinpath("journal").rename(psi.home / "elsewhere")
    psi.home.joinpath("journal").write_text("no folder")
    assert psi("plan").status == 0
