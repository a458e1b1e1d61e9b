"""Which reviews an optimizer learns from, and by which it is judged."""

from datetime import date

from studykit.progress.histories import as_history, card_histories, earlier, place_of, predicted
from studykit.progress.practice import Review


def review(item, day, days_since, quality=4):
    return Review(item, date(2026, 3, day), quality, days_since, None)


A = [review("card:d/a", 1, None), review("card:d/a", 1, 0, 1), review("card:d/a", 4, 3), review("card:d/a", 9, 5, 2)]
B = [review("card:d/b", 3, None), review("card:d/b", 4, 1)]
EXERCISE = [review("exercise:t/e", 1, None), review("exercise:t/e", 2, 1)]


def test_histories_are_of_cards_and_end_where_the_optimizer_stops_to_read():
    assert card_histories([*A, *B, *EXERCISE], 64) == [A, B]
    assert card_histories([*A, *B], 3) == [A[:3], B]


def test_predicted_are_the_reviews_a_day_or_more_after_the_one_before_in_order_of_time():
    assert predicted([A, B]) == [A[2], B[1], A[3]]


def test_earlier_is_what_comes_before_a_place_of_one_day_by_item():
    assert earlier([A, B], place_of(A[3])) == [A[:3], B]
    assert earlier([A, B], place_of(B[1])) == [A[:3], B[:1]]
    assert earlier([A, B], place_of(B[0])) == [A[:2]]


def test_a_history_is_days_and_qualities():
    assert as_history(A) == [(0, 4), (0, 1), (3, 4), (5, 2)]
