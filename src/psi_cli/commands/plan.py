"""psi plan: what to study in which week."""

from datetime import date

import typer

from psi_cli.commands.planning import From, HoursPerWeek, Until, chosen_plan, retyped
from psi_cli.learning.plan import to_study
from psi_cli.session import session_of
from psi_cli.views.plan import plan_view


def plan_command(
    context: typer.Context,
    hours_per_week: HoursPerWeek = None,
    first: From = None,
    last: Until = None,
) -> None:
    """Lay out what is open over the weeks to come: 2 hours a week from today, unless you say.

    Two of the three options give the third.

    $ psi plan --hours-per-week 3                    when you will be through
    $ psi plan --from monday --until "1 March"       how many hours a week it takes
    $ psi plan --hours-per-week 3 --until "1 March"  when to begin at the latest
    """
    session = session_of(context)
    journey = session.load_to_look()
    typed = (hours_per_week, first, last)
    today = date.fromisoformat(session.days.today)
    plan = chosen_plan(to_study(journey), typed, today)
    session.show(plan_view(journey, plan, today, retyped(typed)))
