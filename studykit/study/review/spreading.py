"""`studykit review --spread`: puts off what is due beyond a day's share, in one step that one undo takes back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from studykit.content.pack import Library
from studykit.memory.backlog import spread
from studykit.progress.events import Draft, Kind
from studykit.progress.store import Store
from studykit.study.review.agenda import Scope, reviews_had, todays_plan


def spread_rest(store: Store, library: Library, scope: Scope, today: date, at: datetime, days: int) -> str:
    """Postpone the rest of what is due over the days after today, the most at risk first, and say what was done.

    The rest is what exceeds the day's limit; where all would fit, it is what exceeds an even share of today and those days.
    """
    plan = todays_plan(store, library, today, scope)
    if not plan.beyond:
        share = -(-plan.due_today // (days + 1))
        plan = todays_plan(store, library, today, replace(scope, reviews_a_day=reviews_had(store, today) + share))
    if not plan.beyond:
        return f"Nothing to spread: {plan.due} due."
    placed = spread(plan.beyond, today, days)
    store.record_all([Draft(Kind.POSTPONED, item, {"due": due.isoformat()}) for item, due in placed], at)
    put_off = f"{len(placed)} put off until {placed[-1][1]}, {_a_day(placed)}"
    return f"{plan.due} due, {plan.due_today} today; {put_off}; `studykit undo` takes it back."


def _a_day(placed: Sequence[tuple[str, date]]) -> str:
    counts = set(Counter(due for _, due in placed).values())
    return f"{min(counts)} a day" if len(counts) == 1 else f"{min(counts)} or {max(counts)} a day"
