"""The options of a plan, which `psi plan` and its export as a calendar share."""

from collections.abc import Sequence
from datetime import date
from shlex import quote
from typing import Annotated

import typer

from psi_cli.commands.times import day_of, minutes_of
from psi_cli.errors import UsageProblem
from psi_cli.learning.plan import (
    LONGEST,
    MOST_PACE,
    STEP,
    USUAL_PACE,
    Plan,
    Terms,
    least_pace,
    planned,
    spread,
    time_kept,
)
from psi_cli.pathway.model import Resource
from psi_cli.system.sanitize import clean_line, quoted
from psi_cli.views.wording import about, duration

HoursPerWeek = Annotated[
    str | None,
    typer.Option("--hours-per-week", metavar="H", help="The time you have: 2, 1.5 or 1h30."),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="The first day: 2026-12-01, monday, 1 December."),
]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="The last day.")]
Typed = tuple[str | None, str | None, str | None]  # what came after each of the three


def retyped(typed: Typed) -> str:
    """Return the options as they were typed, for another command."""
    names = ("--hours-per-week", "--from", "--until")
    return "".join(
        f" {name} {quote(clean_line(value))}"
        for name, value in zip(names, typed, strict=True)
        if value
    )


def chosen_plan(resources: Sequence[Resource], typed: Typed, today: date) -> Plan:
    """Return the plan for what was typed after the three options; UsageProblem if none fits."""
    terms = _terms(typed, today)
    plan = planned(resources, terms, today)
    if not plan:
        raise _too_tight(resources, terms, max(terms.first or today, today))
    return plan


def _terms(typed: Typed, today: date) -> Terms:
    """Return what was typed as the terms of a plan; UsageProblem for what is none."""
    pace, first, last = typed
    terms = Terms(
        None if pace is None else _pace_of(pace),
        None if first is None else day_of(first, today),
        None if last is None else day_of(last, today),
    )
    if terms.last and terms.last < today:
        raise UsageProblem(f"{terms.last} is past.", "Name a day to come after --until.")
    if terms.last and terms.first and terms.last < terms.first:
        sentence = f"A plan that begins on {terms.first} cannot end on {terms.last}."
        raise UsageProblem(sentence, "Name an earlier day after --from, or a later after --until.")
    return terms


def _pace_of(typed: str) -> int:
    """Return minutes a week, of which a number alone are hours: 2, 1.5, 1h30, 90m."""
    try:
        minutes = round(float(typed.replace(",", ".")) * 60)
    except (ValueError, OverflowError):
        minutes = minutes_of(typed)
    if not STEP <= minutes <= MOST_PACE:
        sentence = f"{quoted(typed)} is not between a quarter of an hour and 168 hours."
        raise UsageProblem(sentence, "Name the hours you have in a week: 2, 1.5 or 1h30.")
    return minutes


def _too_tight(resources: Sequence[Resource], terms: Terms, first: date) -> UsageProblem:
    """Return the failure that says what does not fit, and what would."""
    whole = about(sum(map(time_kept, resources)))
    if not terms.last:
        pace = duration(terms.pace or USUAL_PACE)
        sentence = f"{whole} at {pace} a week would take more than {LONGEST} years."
        return UsageProblem(sentence, "Name more time after --hours-per-week.")
    pace = f" at {duration(terms.pace)} a week" if terms.pace else ""
    least = least_pace(resources, first, terms.last) if terms.pace else 0
    longer = spread(resources, terms.pace or USUAL_PACE, first)
    ways = [f"`--hours-per-week {least / 60:g}`"] if least else []
    ways += [f"`--until {longer[-1].last}`"] if longer else []
    sentence = f"{whole} do not fit{pace} between {first} and {terms.last}."
    remedy = f"What would do: {' or '.join(ways)}." if ways else "Name a later day after --until."
    return UsageProblem(sentence, remedy)
