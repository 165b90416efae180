"""What `psi plan` says of its weeks, and which command comes next."""

from datetime import date
from typing import Any

from psi_cli.learning.plan import Plan, Terms, planned, to_study
from psi_cli.views.elements import Heading, Item, Panel, Paragraph, text_of
from psi_cli.views.plan import PlanView, plan_view
from tests.journeys import BREAD, walked

TODAY = date(2026, 11, 25)
BEGUN = ("start grain", "move dough")


def shown(*lines: str, options: str = "", pace: int = 60, **more: Any) -> PlanView:
    journey = walked(*BEGUN, *lines, **more)
    plan = planned(to_study(journey), Terms(pace), TODAY)
    assert plan
    return plan_view(journey, plan, TODAY, options)


def items(view: PlanView) -> list[Item]:
    (panel,) = (one for one in view.blocks() if isinstance(one, Panel))
    return list(panel.blocks)


def paragraphs(view: PlanView) -> list[str]:
    return [text_of(one.words) for one in view.blocks() if isinstance(one, Paragraph)]


def test_each_week_is_named_once_by_its_first_day() -> None:
    found = [(one.group.text, one.number) for one in items(shown("skip first-loaf"))]
    assert found == [
        *(("today", "2.1"), ("30 Nov", "2.2"), ("7 Dec", "2.3"), ("14 Dec", "2.4"), ("", "3.2")),
    ]


def test_plain_lines_name_the_days_of_a_week_and_its_minutes() -> None:
    found = [text_of((one.group,)) for one in items(shown("skip first-loaf"))]
    assert found[:2] == ["2026-11-25 to 2026-11-29, 10 min", "2026-11-30 to 2026-12-06, 1 h"]


def test_the_year_is_at_the_top_and_in_plain_lines_alone() -> None:
    view = shown(pace=30)
    last = [one.group for one in items(view) if one.group.text][-1]
    assert (last.text, last.plain) == ("25 Jan", "2027-01-25 to 2027-01-31, 5 min")
    heading = view.blocks()[0]
    assert isinstance(heading, Heading)
    assert "".join(getattr(one, "text", one) for one in heading.note).endswith("31 January 2027")


def test_the_part_of_what_is_spread_over_weeks_is_told_with_its_own_minutes() -> None:
    loaf = [one.note for one in items(shown()) if one.number == "3.1"]
    assert loaf == ["course, part 1 of 2 · 1 h", "course, part 2 of 2 · 30 min"]


def test_what_one_was_at_is_marked_and_comes_first() -> None:
    first, *others = items(shown("open flour-report"))
    assert (first.number, first.mark) == ("2.3", "here")
    assert {one.mark for one in others} == {"open"}


def test_where_a_time_is_not_known_it_is_said_what_is_kept_for_it() -> None:
    assert paragraphs(shown()) == []
    dough = BREAD.stages[1]
    untimed = tuple(one._replace(minutes=0) for one in dough.resources[:2])
    stage = dough._replace(resources=untimed + dough.resources[2:])
    pathway = BREAD._replace(stages=(BREAD.stages[0], stage, BREAD.stages[2]))
    (said,) = paragraphs(shown(pathway=pathway))
    assert said == "2 resources without a known time: 30 minutes are kept for each."


def test_the_calendar_is_offered_with_the_options_that_were_typed() -> None:
    commands = [hint.command for hint in shown().hints]
    assert commands == ["psi open 2.1", "psi export ics -o plan.ics", "psi plan --hours-per-week 2"]
    commands = [hint.command for hint in shown(options=" --hours-per-week 1").hints]
    assert commands[1:] == ["psi export ics --hours-per-week 1 -o plan.ics"]


def test_where_nothing_is_left_it_is_said_and_where_nothing_was_asked_no_praise_is_given() -> None:
    done = ("kneading", "starter", "flour-report", "mill-visit", "first-loaf", "croute")
    assert paragraphs(shown(*(f"done {one}" for one in done)))[0].startswith("Well done: nothing")
    empty = BREAD._replace(stages=BREAD.stages[:1])
    (said,) = paragraphs(plan_view(walked(pathway=empty), Plan((), 60, TODAY), TODAY, ""))
    assert said == "This pathway asks for no resource, so that there is nothing to plan."
