"""The totals of `stats`, from events in effect alone."""

from datetime import date, datetime, timedelta, timezone

import pytest

from studykit.progress.counts import Effort, counts, efforts, time_spent
from studykit.progress.events import Kind
from studykit.progress.practice import read_practice

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone(timedelta(hours=1)))
TODAY = date(2026, 3, 10)
EXERCISE = "exercise:optimizers/sgd_update"


def review(store, item, quality, days=0, **data):
    store.record(Kind.REVIEWED, item, NOON + timedelta(days=days), {"quality": quality, **data})


def counted(store, today=TODAY):
    return counts(read_practice(store), today)


def test_an_empty_log_counts_nothing(store):
    done = counted(store)

    assert (done.reviews, done.grades, done.passes, done.by_day, done.retention, done.streak_days) == (0, 0, 0, {}, None, 0)
    assert done.by_quality == dict.fromkeys(range(6), 0)
    assert (time_spent(read_practice(store)).reviews, time_spent(read_practice(store)).typical_review) == (0, None)
    assert efforts(read_practice(store)) == {}


def test_reviews_are_counted_by_day_and_by_quality(store):
    for item, quality, days in [("card:a/a", 4, -1), ("card:a/b", 4, 0), ("card:a/a", 2, 0)]:
        review(store, item, quality, days)
    done = counted(store)

    assert (done.reviews, done.by_day) == (3, {TODAY - timedelta(days=1): 1, TODAY: 2})
    assert done.by_quality == {0: 0, 1: 0, 2: 1, 3: 0, 4: 2, 5: 0}


def test_a_review_counts_on_its_stored_study_day_and_not_on_that_of_utc(store):
    after_midnight = datetime(2026, 3, 11, 2, 30, tzinfo=timezone(timedelta(hours=-5)))
    store.record(Kind.REVIEWED, "card:a/a", after_midnight, {"quality": 4})

    assert counted(store).by_day == {TODAY: 1}


def test_retention_is_the_share_recalled_among_reviews_of_known_items(store):
    for item, quality in [("card:a/a", 0), ("card:a/a", 3), ("card:a/a", 2), ("card:a/b", 5), ("card:a/b", 5), ("card:a/b", 4)]:
        review(store, item, quality)

    assert counted(store).retention == 0.75


def test_what_was_undone_is_not_counted(store):
    for quality in (4, 4, 1):
        review(store, "card:a/a", quality, seconds=5)
    store.undo(NOON)
    done = counted(store)

    assert (done.reviews, done.by_quality[1], done.retention, time_spent(read_practice(store)).reviews) == (2, 0, 1.0, 10)
    store.redo(NOON)
    assert (counted(store).reviews, counted(store).retention) == (3, 0.5)


def test_grades_and_passes_are_counted_apart_from_reviews(store):
    for verdict in ("failed", "crashed", "passed"):
        store.record(Kind.GRADED, EXERCISE, NOON, {"verdict": verdict, "seed": 1})
    done = counted(store)

    assert (done.reviews, done.grades, done.passes, done.streak_days) == (0, 3, 1, 1)


@pytest.mark.parametrize(
    ("days", "streak_days", "longest"),
    [([0], 1, 1), ([-2, -1, 0], 3, 3), ([-2, -1], 2, 2), ([-3, -2], 0, 2), ([-3, -1, 0], 2, 2), ([1], 0, 1), ([-9, -8, -7, -5, 0], 1, 3)],
)
def test_a_streak_ends_today_or_yesterday_while_today_is_open(store, days, streak_days, longest):
    for day in days:
        review(store, "card:a/a", 4, day)

    assert (counted(store).streak_days, counted(store).longest_streak_days) == (streak_days, longest)


def test_time_is_added_up_by_kind_and_by_day(store):
    for seconds, days in [(4, -1), (6, 0), (20, 0)]:
        review(store, "card:a/a", 4, days, seconds=seconds)
    store.record(Kind.DRILLED, "card:a/a", NOON, {"quality": 4, "mode": "drill", "seconds": 2.5})
    store.record(Kind.GRADED, EXERCISE, NOON, {"verdict": "passed", "seconds": 7})
    time = time_spent(read_practice(store))

    assert (time.reviews, time.drills, time.grades, time.typical_review) == (30, 2.5, 7, 6)
    assert time.by_day == {TODAY - timedelta(days=1): 4, TODAY: 35.5}


@pytest.mark.parametrize("seconds", [None, "a while", -3, [1], {"s": 1}])
def test_what_is_no_duration_takes_no_time(store, seconds):
    review(store, "card:a/a", 4, seconds=seconds)
    time = time_spent(read_practice(store))

    assert (time.reviews, time.typical_review, time.by_day) == (0, None, {})


def test_efforts_are_added_up_by_topic_without_files_that_are_no_python(store):
    for verdict in ("invalid", "failed", "passed"):
        store.record(Kind.GRADED, EXERCISE, NOON, {"verdict": verdict})
    for kind in (Kind.HINTED, Kind.HINTED, Kind.REVEALED):
        store.record(kind, "exercise:losses/by_hand", NOON)
    store.record(Kind.DRILLED, "card:optimizers/a", NOON, {"quality": 4, "mode": "drill"})

    assert efforts(read_practice(store)) == {"losses": Effort(hints=2, given_up=1), "optimizers": Effort(tries=2)}
