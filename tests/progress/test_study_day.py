"""What a review asks the log about a study day."""

from datetime import UTC, date, datetime, timedelta

from studykit.progress.events import Kind
from studykit.progress.study_day import days_of_review, due_cards, exercises_redone, last_seen, later_cards, not_new, repetitions_on

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)
A, B, C = "card:a/a", "card:a/b", "card:a/c"
EXERCISE = "exercise:a/a"


def review(store, item, days_ago=0):
    return store.record(Kind.REVIEWED, item, NOON - timedelta(days=days_ago), {"quality": 4})


def test_due_cards_come_without_those_left_out_and_without_exercises(store):
    for item, days_ago in ((A, 3), (B, 2), (C, 2), ("card:a/d", 2), (EXERCISE, 4)):
        review(store, item, days_ago)
    store.record(Kind.SUSPENDED, B, NOON)
    store.record(Kind.BURIED, C, NOON)
    store.record(Kind.NUDGED, A, NOON)

    rows = [(row.item, row.due.day, row.interval_days, row.counted.day, row.nudged) for row in due_cards(store.connection, TODAY)]
    assert rows == [(A, 8, 1, 7, TODAY), ("card:a/d", 9, 1, 8, None)]


def test_later_cards_come_the_soonest_first(store):
    for item, days_ago in ((A, 0), (B, 1), (EXERCISE, 0)):
        review(store, item, days_ago)

    assert list(later_cards(store.connection, TODAY)) == [(A, TODAY + timedelta(days=1))]


def test_a_card_that_was_only_flagged_or_drilled_is_a_new_one(store):
    store.record(Kind.FLAGGED, A, NOON)
    store.record(Kind.DRILLED, B, NOON, {"quality": 4, "mode": "cram"})
    store.record(Kind.BURIED, C, NOON)

    assert not_new(store.connection, TODAY) == {C}
    assert not_new(store.connection, TODAY + timedelta(days=1)) == set()


def test_the_repetitions_of_a_day_are_reviews_and_drills_of_cards_in_effect(store):
    review(store, A, days_ago=1)
    kept = [review(store, A), store.record(Kind.DRILLED, A, NOON, {"quality": 4, "mode": "drill"})]
    review(store, EXERCISE)
    review(store, B)
    store.undo(NOON)

    assert repetitions_on(store.connection, TODAY) == kept


def test_what_was_seen_last_is_what_the_newest_repetition_that_says_it_holds(store):
    store.record(Kind.REVIEWED, A, NOON, {"quality": 4, "answer": "old"})
    store.record(Kind.DRILLED, A, NOON, {"quality": 4, "mode": "drill", "answer": "new"})
    review(store, A)

    assert last_seen(store.events(A), "answer") == "new"
    assert last_seen([], "answer") is None


def test_the_last_days_of_review_come_the_latest_first_without_the_day_itself(store):
    for days_ago in (9, 6, 5, 2, 2, 0):
        review(store, A, days_ago)
    store.record(Kind.DRILLED, A, NOON - timedelta(days=1), {"quality": 4})

    assert days_of_review(store.connection, TODAY, 3) == [TODAY - timedelta(days=ago) for ago in (2, 5, 6)]
    assert days_of_review(store.connection, TODAY, 9) == [TODAY - timedelta(days=ago) for ago in (2, 5, 6, 9)]


def test_exercises_done_again_on_a_day_are_counted_and_no_first_passes(store):
    for item, days_ago in ((EXERCISE, 40), (EXERCISE, 0), ("exercise:a/new", 0), (A, 3), (A, 0)):
        review(store, item, days_ago)

    assert exercises_redone(store.connection, TODAY) == 1
