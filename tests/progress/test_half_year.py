"""The calendar of the last half year."""

from datetime import date

import pytest

from studykit.progress.half_year import last_weeks, level, level_names


def test_weeks_run_from_monday_to_sunday_and_the_last_ends_today():
    weeks = last_weeks(date(2026, 3, 11))

    assert len(weeks) == 26
    assert weeks[0][0] == date(2025, 9, 15)
    assert [len(week) for week in weeks] == [7] * 25 + [3]
    assert {week[0].weekday() for week in weeks} == {0}
    assert weeks[-1] == [date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)]


def test_on_a_sunday_the_last_week_is_whole():
    assert last_weeks(date(2026, 3, 15), 1) == [[date(2026, 3, day) for day in range(9, 16)]]


def test_the_first_days_of_the_calendar_have_fewer_weeks_before_them():
    assert last_weeks(date(1, 1, 9)) == [[date(1, 1, day) for day in range(1, 8)], [date(1, 1, 8), date(1, 1, 9)]]


@pytest.mark.parametrize(("reviews", "expected"), [(0, 0), (1, 1), (9, 1), (10, 2), (24, 2), (25, 3), (49, 3), (50, 4), (999, 4)])
def test_a_level_is_the_step_that_was_reached(reviews, expected):
    assert level(reviews) == expected
    assert level_names() == ["0", "1-9", "10-24", "25-49", "50+"]
