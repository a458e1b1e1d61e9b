"""Which mistake a hunt shows next, how good an answer was, and how long it puts off writing the exercise again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.memory.hunting import NO_BUG, Made, Met, misses_in_a_row, next_hunt, quality_of, rewriting_day

NAMES = ("adds", "climbs", "forgets", "halves", "sums")
DAY = date(2026, 3, 10)
# An exercise of which none of the first hunts is without a bug, so that tables can say what comes.
ID = next(f"a/e{n}" for n in range(10**6) if NO_BUG not in {next_hunt(f"a/e{n}", NAMES, [Met("adds", 5, "0")] * k) for k in range(12)})

qualities = st.sampled_from([1, 3, 4, 5])
pasts = st.lists(st.tuples(st.sampled_from([*NAMES, NO_BUG]), qualities), max_size=24)


def met(*hunts):
    return [Met(name, quality, f"{number:03}") for number, (name, quality) in enumerate(hunts)]


def played(exercise, length, quality=5):
    past = []
    for number in range(length):
        past.append(Met(next_hunt(exercise, NAMES, past), quality, f"{number:03}"))
    return [hunt.name for hunt in past]


def test_each_mistake_is_met_before_any_comes_again():
    shown = played(ID, 10)

    assert set(shown[:5]) == set(shown[5:]) == set(NAMES)


def test_exercises_have_orders_of_their_own():
    assert len({tuple(name for name in played(f"a/e{n}", 8) if name) for n in range(9)}) > 3


def test_a_missed_mistake_comes_again_after_two_others():
    first = next_hunt(ID, NAMES, [])
    past = met((first, 1))
    for number in (1, 2):
        past.append(Met(next_hunt(ID, NAMES, past), 5, f"00{number}"))

    assert first not in {hunt.name for hunt in past[1:]}
    assert next_hunt(ID, NAMES, past) == first


def test_what_was_hard_comes_again_sooner():
    past = met(("adds", 5), ("climbs", 5), ("forgets", 5), ("halves", 3), ("sums", 5))

    assert next_hunt(ID, NAMES, past) == "halves"


def test_a_mistake_that_the_learner_made_comes_first_until_it_was_met():
    fresh = next_hunt(ID, NAMES, [])
    made = next(name for name in NAMES if name != fresh)

    assert next_hunt(ID, NAMES, [], [Made(made, "0")]) == made
    assert next_hunt(ID, NAMES, [Met(made, 1, "1")], [Made(made, "0")]) == fresh
    assert next_hunt(ID, NAMES, [Met(made, 5, "0")], [Made(made, "1"), Made("of another exercise", "0")]) == made


@given(st.text(min_size=1, max_size=8), pasts)
def test_a_hunt_shows_a_mistake_of_its_exercise_or_none_and_never_the_same_twice_in_a_row(exercise, past):
    shown = next_hunt(exercise, NAMES, met(*past))

    assert shown in (*NAMES, NO_BUG)
    assert shown == NO_BUG or not past or shown != past[-1][0]


def test_one_of_eight_has_no_bug():
    shown = [name for exercise in range(100) for name in played(f"a/e{exercise}", 20)]

    assert 1 / 10 < shown.count(NO_BUG) / len(shown) < 1 / 6.5


def test_no_counting_foretells_which_one_has_no_bug():
    gaps = {tuple(number for number, name in enumerate(played(f"a/e{exercise}", 24)) if not name) for exercise in range(30)}

    assert len(gaps) > 25


def test_an_exercise_of_which_no_mistake_is_left_shows_a_right_program():
    assert next_hunt(ID, [], met(("adds", 5))) == NO_BUG


@given(st.text(min_size=1, max_size=8), pasts, st.lists(st.sampled_from(NAMES), max_size=3), st.sets(st.sampled_from(NAMES)))
def test_mistakes_that_do_not_serve_are_as_if_they_were_not_there(exercise, past, made, serving):
    own = [Made(name, f"{number:03}") for number, name in enumerate(made)]

    shown = next_hunt(exercise, NAMES, met(*past), own, serving.__contains__)

    assert shown == next_hunt(exercise, [name for name in NAMES if name in serving], met(*past), own)


def test_whether_a_mistake_serves_is_asked_of_no_more_than_will_do():
    asked = []

    assert next_hunt(ID, NAMES, [], serves=lambda name: bool(asked.append(name)) or len(asked) == 2) == asked[-1]
    assert len(asked) == 2


def test_its_only_mistake_comes_again():
    assert next_hunt(ID, ["adds"], met(("adds", 5))) == "adds"


@pytest.mark.parametrize(
    ("line_tries", "reason_tries", "helps", "is_given_up", "quality"),
    [(1, 1, 0, False, 5), (2, 1, 0, False, 4), (1, 2, 0, False, 4), (2, 2, 0, False, 3), (1, 1, 1, False, 3), (1, 0, 0, True, 1)],
)
def test_how_a_bug_was_found_is_a_quality(line_tries, reason_tries, helps, is_given_up, quality):
    assert quality_of(line_tries, reason_tries, helps, is_given_up) == quality


@pytest.mark.parametrize(("given_qualities", "count"), [([], 0), ([1], 1), ([1, 1], 2), ([1, 3, 1], 1), ([1, 1, 5], 0)])
def test_misses_count_back_from_the_last_hunt(given_qualities, count):
    assert misses_in_a_row(given_qualities) == count


@pytest.mark.parametrize(
    ("interval", "days_since_written", "days"),
    [(1, 1, 2), (6, 2, 12), (48, 25, 96), (140, 73, 280), (420, 213, 152), (420, 365, 0), (420, 500, 0)],
)
def test_the_exercise_waits_twice_as_long_as_its_hunt_but_at_most_a_year(interval, days_since_written, days):
    assert rewriting_day(DAY, interval, DAY - timedelta(days=days_since_written)) == DAY + timedelta(days=days)


def test_no_day_lies_beyond_the_calendar():
    assert rewriting_day(date.max, 400, date.max) == date.max
