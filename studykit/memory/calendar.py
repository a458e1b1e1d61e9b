"""Which study day a moment belongs to, because a review at one in the morning still ends the evening before."""

from datetime import date, datetime, timedelta

DAY_BEGINS_AT = 4  # the hour, unless the learner sets another: who studies after midnight still studies that day


def study_day(at: datetime, rollover_hour: int = DAY_BEGINS_AT) -> date:
    """Return the study day of an aware moment, read on the clock of its own zone; the day begins at `rollover_hour` (0 to 23).

    A moment without a zone, or an hour that no day has, is a ValueError.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone, so its study day is unknown")
    if not 0 <= rollover_hour <= 23:
        raise ValueError(f"a day cannot begin at hour {rollover_hour}; 0 to 23 can")
    day = at.date()
    # By the clock's hour, not by subtracting hours: the day begins at 04:00 also where the clock jumped in the night.
    if at.hour >= rollover_hour or day == date.min:
        return day
    return day - timedelta(days=1)
