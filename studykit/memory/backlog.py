"""What to do when more is due than fits into a day: how much at risk a card is, and how the rest spreads over the days to come."""

from collections.abc import Sequence
from datetime import date, timedelta

# A failed test brought the card: it is asked that day, whatever else is due.
BROUGHT_TODAY = float("inf")


def risk(counted: date | None, interval_days: int, today: date) -> float:
    """Return the days since the last review that counted as a share of the interval: the higher, the likelier the card is forgotten.

    1 on the day that the schedule meant, and under SM-2 as under FSRS the estimated retrievability only falls with it; it does not
    change when a due date is moved by hand. BROUGHT_TODAY for a card never reviewed.
    """
    if counted is None:
        return BROUGHT_TODAY
    return (today - counted).days / max(1, interval_days)


def spread(items: Sequence[str], today: date, days: int) -> list[tuple[str, date]]:
    """Return each item, the most at risk first, with one of the `days` days after today; no two days differ by more than one item."""
    if days < 1:
        raise ValueError(f"{days} days are none to spread over")
    return [(item, today + timedelta(days=1 + place * days // len(items))) for place, item in enumerate(items)]
