"""What statistics are made of: the events in effect, read once."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from studykit.errors import ProgressError
from studykit.progress.events import Kind
from studykit.progress.practice import Review, group_of, read_practice

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = date(2026, 3, 10)
CARD = "card:a/a"


def review(store, quality, at, item=CARD):
    return store.record(Kind.REVIEWED, item, at, {"quality": quality})


def test_a_review_knows_how_long_ago_its_item_was_reviewed(store):
    for days, quality in [(0, 4), (1, 3), (7, 1), (7, 5)]:
        review(store, quality, NOON + timedelta(days=days))
    review(store, 2, NOON, "card:a/b")

    assert [(one.item, one.quality, one.days_since) for one in read_practice(store).reviews] == [
        (CARD, 4, None),
        (CARD, 3, 1),
        (CARD, 1, 6),
        (CARD, 5, 0),
        ("card:a/b", 2, None),
    ]


def test_an_undone_review_is_no_review_before_another(store):
    review(store, 4, NOON - timedelta(days=9))
    undone = review(store, 4, NOON - timedelta(days=2))
    store.take_back(undone, NOON)
    review(store, 4, NOON)

    assert [one.days_since for one in read_practice(store).reviews] == [None, 9]


def test_an_earlier_study_day_of_a_traveller_is_no_days_after(store):
    review(store, 4, datetime(2026, 3, 11, 5, tzinfo=timezone(timedelta(hours=9))))  # in Tokyo, on the 11th
    review(store, 4, datetime(2026, 3, 10, 13, tzinfo=timezone(timedelta(hours=-8))))  # an hour later in California, on the 10th

    assert [(one.day.day, one.days_since) for one in read_practice(store).reviews] == [(11, None), (10, 0)]


def test_only_the_decks_asked_for_and_the_topics_of_their_names_are_read(store):
    review(store, 4, NOON)
    review(store, 4, NOON, "card:b/a")
    store.record(Kind.GRADED, "exercise:a/one", NOON, {"verdict": "passed"})
    store.record(Kind.GRADED, "exercise:ab/one", NOON, {"verdict": "passed"})
    practice = read_practice(store, {"a"})

    assert practice.reviews == (Review(CARD, DAY, 4, None, None),)
    assert [attempt.item for attempt in practice.attempts] == ["exercise:a/one"]


@pytest.mark.parametrize(("day", "data", "says"), [("2026-03-10", '{"quality":9}', "not 9"), ("10 March", '{"quality":4}', "10 March")])
def test_a_row_that_another_hand_has_changed_is_named(store, day, data, says):
    store.connection.execute("INSERT INTO event VALUES ('0', '2026-03-10T12:00:00+00:00', ?, 'd', 'reviewed', ?, ?)", (day, CARD, data))

    with pytest.raises(ProgressError, match=says):
        read_practice(store)


def test_the_group_of_an_item_is_its_deck_or_topic():
    assert [group_of(item) for item in ("card:a/b", "exercise:a/c", "odd")] == ["a", "a", ""]
