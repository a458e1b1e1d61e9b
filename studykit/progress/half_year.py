"""The last half year as a calendar: weeks of days, and how much is much for a day."""

from datetime import date
from itertools import pairwise

WEEKS = 26
STEPS = (1, 10, 25, 50)  # reviews a day from which a day looks darker; fixed, so that two calendars can be compared


def last_weeks(today: date, weeks: int = WEEKS) -> list[list[date]]:
    """Return the days of the last weeks, each from Monday to Sunday; the last week ends today."""
    this_monday = today.toordinal() - today.weekday()
    mondays = range(max(1, this_monday - 7 * (weeks - 1)), this_monday + 1, 7)
    return [[date.fromordinal(day) for day in range(monday, min(monday + 7, today.toordinal() + 1))] for monday in mondays]


def level(reviews: int) -> int:
    """Return which of STEPS a number of reviews has reached: 0 for none, 4 for 50 or more."""
    return sum(reviews >= step for step in STEPS)


def level_names() -> list[str]:
    """Return the levels in words: `0`, `1-9`, ... `50+`."""
    spans = [f"{first}-{after - 1}" for first, after in pairwise(STEPS)]
    return ["0", *spans, f"{STEPS[-1]}+"]
