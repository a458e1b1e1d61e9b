"""The numbers of `stats`, from events in effect alone."""

from datetime import date, datetime, timedelta, timezone

import pytest

from studykit.progress.events import Kind

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone(timedelta(hours=1)))
TODAY = date(2026, 3, 10)
EXERCISE = "exercise:optimisers/sgd_update"


def review(store, item, quality, days=0):
    store.record(Kind.REVIEWED, item, NOON + timedelta(days=days), {"quality": quality})


def test_an_empty_log_counts_nothing(store):
    counts = store.counts(TODAY)

    assert (counts.reviews, counts.grades, counts.passes, counts.by_day, counts.retention, counts.streak_days) == (0, 0, 0, {}, None, 0)
    assert counts.by_quality == dict.fromkeys(range(6), 0)


def test_reviews_are_counted_by_day_and_by_quality(store):
    for item, quality, days in [("card:a/a", 4, -1), ("card:a/b", 4, 0), ("card:a/a", 2, 0)]:
        review(store, item, quality, days)
    counts = store.counts(TODAY)

    assert (counts.reviews, counts.by_day) == (3, {TODAY - timedelta(days=1): 1, TODAY: 2})
    assert counts.by_quality == {0: 0, 1: 0, 2: 1, 3: 0, 4: 2, 5: 0}


def test_retention_is_the_share_recalled_among_reviews_of_known_items(store):
    for item, quality in [("card:a/a", 0), ("card:a/a", 3), ("card:a/a", 2), ("card:a/b", 5), ("card:a/b", 5), ("card:a/b", 4)]:
        review(store, item, quality)

    assert store.counts(TODAY).retention == 0.75


def test_what_was_undone_is_not_counted(store):
    for quality in (4, 4, 1):
        review(store, "card:a/a", quality)
    store.undo(NOON)
    counts = store.counts(TODAY)

    assert (counts.reviews, counts.by_quality[1], counts.retention) == (2, 0, 1.0)


def test_grades_and_passes_are_counted_apart_from_reviews(store):
    for verdict in ("failed", "crashed", "passed"):
        store.record(Kind.GRADED, EXERCISE, NOON, {"verdict": verdict, "seed": 1})
    counts = store.counts(TODAY)

    assert (counts.reviews, counts.grades, counts.passes, counts.streak_days) == (0, 3, 1, 1)


@pytest.mark.parametrize(
    ("days", "streak_days"),
    [([0], 1), ([-2, -1, 0], 3), ([-2, -1], 2), ([-3, -2], 0), ([-3, -1, 0], 2), ([1], 0)],
)
def test_a_streak_ends_today_or_yesterday_while_today_is_open(store, days, streak_days):
    for day in days:
        review(store, "card:a/a", 4, day)

    assert store.counts(TODAY).streak_days == streak_days
