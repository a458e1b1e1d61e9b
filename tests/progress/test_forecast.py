"""The forecast: each item once, on its next day."""

from datetime import UTC, date, datetime, timedelta

from studykit.progress.events import Kind
from studykit.progress.forecast import DueDay, forecast

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def review(store, item, days_ago):
    store.record(Kind.REVIEWED, item, NOON - timedelta(days=days_ago), {"quality": 4})  # due a day later


def coming(store, today=TODAY):
    return [(due.day, due.cards, due.exercises) for due in forecast(store.all_memory(), today) if due.cards or due.exercises]


def test_it_covers_thirty_days_from_today(store):
    days = forecast(store.all_memory(), TODAY)

    assert [due.day for due in days] == [TODAY + timedelta(days=ahead) for ahead in range(30)]
    assert days[0] == DueDay(TODAY, 0, 0)


def test_what_is_overdue_counts_for_today(store):
    for item, days_ago in [("card:a/long", 40), ("card:a/since", 2), ("card:a/now", 1), ("card:a/next", 0), ("exercise:a/now", 14)]:
        review(store, item, days_ago)

    assert coming(store) == [(TODAY, 3, 1), (TODAY + timedelta(days=1), 1, 0)]


def test_what_is_suspended_does_not_come_and_what_is_buried_comes_tomorrow(store):
    for item in ("card:a/suspended", "card:a/buried", "card:a/asked"):
        review(store, item, 1)
    store.record(Kind.SUSPENDED, "card:a/suspended", NOON)
    store.record(Kind.BURIED, "card:a/buried", NOON)

    assert coming(store) == [(TODAY, 1, 0), (TODAY + timedelta(days=1), 1, 0)]
    assert coming(store, TODAY + timedelta(days=1)) == [(TODAY + timedelta(days=1), 2, 0)]


def test_what_lies_beyond_the_days_is_left_out(store):
    review(store, "card:a/a", 1)
    store.record(Kind.POSTPONED, "card:a/a", NOON, {"due": "2026-04-09"})

    assert coming(store) == []
    assert coming(store, TODAY + timedelta(days=1)) == [(date(2026, 4, 9), 1, 0)]


def test_the_calendar_may_end_before_the_days_do():
    assert [due.day for due in forecast([], date(9999, 12, 30))] == [date(9999, 12, 30), date(9999, 12, 31)]
