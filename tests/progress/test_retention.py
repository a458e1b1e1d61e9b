"""Retention by deck, by interval and by card, against tables worked out by hand."""

from datetime import date

from studykit.progress.practice import Review
from studykit.progress.retention import HardCard, Recall, by_deck, by_interval, hardest

DAY = date(2026, 3, 10)


def reviews(*rows):
    """Rows are (item, quality, days since the review before)."""
    return [Review(item, DAY, quality, days_since, None) for item, quality, days_since in rows]


def test_nothing_gives_no_deck_no_card_and_empty_intervals():
    assert by_deck([]) == {}
    assert hardest([], []) == []
    assert set(by_interval([]).values()) == {Recall()}
    assert Recall().retention is None


def test_a_deck_counts_the_reviews_of_cards_seen_before():
    among = reviews(("card:a/a", 0, None), ("card:a/a", 3, 1), ("card:a/b", 2, 1), ("card:a/b", 5, 6), ("card:b/a", 1, None))
    among += reviews(("exercise:a/a", 5, 4))

    assert by_deck(among) == {"a": Recall(3, 2)}
    assert by_deck(among)["a"].retention == 2 / 3


def test_intervals_part_where_they_say():
    days = [0, 1, 2, 7, 8, 30, 31, 90, 91, 4000]
    found = by_interval(reviews(*[("card:a/a", 5 if day % 2 else 2, day) for day in days], ("card:a/b", 1, None)))

    assert found == {
        (0, 0): Recall(1, 0),
        (1, 1): Recall(1, 1),
        (2, 7): Recall(2, 1),
        (8, 30): Recall(2, 0),
        (31, 90): Recall(2, 1),
        (91, None): Recall(2, 1),
    }


def test_the_hardest_cards_have_the_most_lapses_then_the_lowest_retention():
    twice = [("card:a/twice", 1, 1), ("card:a/twice", 2, 1)]
    among = reviews(*twice, ("card:a/half", 1, 1), ("card:a/half", 4, 1), ("card:a/all", 0, 1), ("card:a/easy", 4, 1))
    among += reviews(("card:a/new", 0, None), ("card:a/gone", 0, 1))
    wanted = ["card:a/twice", "card:a/half", "card:a/all", "card:a/easy", "card:a/new"]

    assert hardest(among, wanted) == [
        HardCard("card:a/twice", 2, Recall(2, 0)),
        HardCard("card:a/all", 1, Recall(1, 0)),
        HardCard("card:a/half", 1, Recall(2, 1)),
    ]
