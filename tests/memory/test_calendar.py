"""A study day ends when the learner sleeps, in whatever zone that is."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from studykit.memory.calendar import study_day

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("2026-03-01T03:59:59.999999", date(2026, 2, 28)),
        ("2026-03-01T04:00:00", date(2026, 3, 1)),
        ("2026-03-01T23:59:00", date(2026, 3, 1)),
        ("2026-03-02T00:00:00", date(2026, 3, 1)),
    ],
)
def test_a_study_day_begins_at_four(clock, day):
    assert study_day(datetime.fromisoformat(clock).replace(tzinfo=BERLIN)) == day


@pytest.mark.parametrize(("rollover_hour", "day"), [(0, date(2026, 3, 2)), (2, date(2026, 3, 2)), (3, date(2026, 3, 1))])
def test_the_hour_at_which_it_begins_is_a_setting(rollover_hour, day):
    assert study_day(datetime(2026, 3, 2, 2, 30, tzinfo=BERLIN), rollover_hour) == day


def test_it_is_read_on_the_clock_of_the_moment_and_not_in_utc():
    evening_in_los_angeles = datetime(2026, 3, 1, 20, tzinfo=timezone(timedelta(hours=-8)))

    assert study_day(evening_in_los_angeles) == date(2026, 3, 1)


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)], ids=["clock forward", "clock back"])
def test_it_begins_at_four_on_the_clock_also_where_the_clock_changed_that_night(night):
    four = datetime(night.year, night.month, night.day, 4, tzinfo=BERLIN)

    assert study_day(four) == night
    assert study_day(four.replace(hour=3, minute=59)) == night - timedelta(days=1)


def test_the_first_night_of_the_calendar_belongs_to_its_first_day():
    assert study_day(datetime(1, 1, 1, 2, tzinfo=BERLIN)) == date.min


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="2026-03-01T12:00:00 has no time zone"):
        study_day(datetime(2026, 3, 1, 12))


@pytest.mark.parametrize("hour", [-1, 24])
def test_an_hour_that_no_day_has_is_refused(hour):
    with pytest.raises(ValueError, match=f"cannot begin at hour {hour}"):
        study_day(datetime(2026, 3, 1, 12, tzinfo=BERLIN), hour)
