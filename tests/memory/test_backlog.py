"""What is most at risk, and how a rest spreads over days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.memory.backlog import BROUGHT_TODAY, risk, spread

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(("days_ago", "interval_days", "at_risk"), [(6, 6, 1.0), (7, 1, 7.0), (110, 100, 1.1), (0, 6, 0.0), (3, 0, 3.0)])
def test_risk_is_the_time_since_the_last_review_as_a_share_of_the_interval(days_ago, interval_days, at_risk):
    assert risk(TODAY - timedelta(days=days_ago), interval_days, TODAY) == pytest.approx(at_risk)


def test_a_card_never_reviewed_that_is_due_was_brought_by_a_failed_test():
    assert risk(None, 0, TODAY) == BROUGHT_TODAY


def test_the_rest_is_spread_evenly_the_most_at_risk_first():
    placed = spread(["a", "b", "c", "d", "e"], TODAY, 2)

    assert [(item, (day - TODAY).days) for item, day in placed] == [("a", 1), ("b", 1), ("c", 1), ("d", 2), ("e", 2)]


@given(st.integers(0, 60), st.integers(1, 40))
def test_no_two_days_of_a_spread_differ_by_more_than_one_card(count, days):
    placed = spread([str(number) for number in range(count)], TODAY, days)
    loads = [sum(day == TODAY + timedelta(days=number) for _, day in placed) for number in range(1, days + 1)]

    assert sum(loads) == count
    assert max(loads) - min(loads) <= 1


def test_there_is_no_spreading_over_no_days():
    with pytest.raises(ValueError, match="0 days"):
        spread(["a"], TODAY, 0)
