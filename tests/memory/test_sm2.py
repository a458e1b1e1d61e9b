"""SM-2 is pinned by whole histories, because one wrong day early on moves every later one."""

from datetime import date
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.memory.schedule import LONGEST_INTERVAL_DAYS, NEW, Schedule
from studykit.memory.sm2 import EASE_CHANGES, LOWEST_EASE, SM2

qualities = st.integers(0, 5)
schedules = st.builds(Schedule, st.integers(0, 50), st.integers(0, 5000), st.integers(130, 400))

FALLING_EASE = [236, 222, 208, 194, 180, 166, 152, 138, 130, 130]
HISTORIES = [
    pytest.param([4] * 8, [1, 6, 15, 38, 95, 238, 595, 1488], [250] * 8, [1, 2, 3, 4, 5, 6, 7, 8], id="good"),
    pytest.param([5] * 8, [1, 6, 17, 48, 140, 420, 1302, 4167], range(260, 331, 10), [1, 2, 3, 4, 5, 6, 7, 8], id="easy"),
    pytest.param([4, 4, 4, 4, 2, 4, 4, 4, 4], [1, 6, 15, 38, 1, 6, 15, 38, 95], [250] * 9, [1, 2, 3, 4, 1, 2, 3, 4, 5], id="lapse"),
    pytest.param([3] * 10, [1, 6, 14, 30, 59, 107, 178, 271, 374, 487], FALLING_EASE, range(1, 11), id="hard"),
    pytest.param([0, 1, 2], [1, 1, 1], [250] * 3, [1, 1, 1], id="never known"),
    pytest.param([2, 4, 5], [1, 6, 15], [250, 250, 260], [1, 2, 3], id="failed first"),
]


def review(schedule, quality):
    return Schedule(*SM2().advance(schedule, quality))


def run(grades):
    return list(accumulate(grades, review, initial=NEW))[1:]


@pytest.mark.parametrize(("grades", "intervals", "eases", "repetitions"), HISTORIES)
def test_a_history_of_grades_gives_these_schedules(grades, intervals, eases, repetitions):
    schedules = run(grades)

    assert [schedule.interval_days for schedule in schedules] == list(intervals)
    assert [schedule.ease for schedule in schedules] == list(eases)
    assert [schedule.repetitions for schedule in schedules] == list(repetitions)


def test_an_interval_that_is_whole_is_not_rounded_up_as_a_float_would_be():
    assert review(Schedule(2, 50, 218), 4).interval_days == 109


def test_the_interval_uses_the_ease_from_before_the_grade():
    assert review(Schedule(2, 6, 250), 3) == Schedule(3, 15, 236)


@pytest.mark.parametrize("quality", [-1, 6])
def test_a_quality_outside_0_to_5_is_refused(quality):
    with pytest.raises(ValueError, match=f"quality {quality} is not one of 0 to 5"):
        review(NEW, quality)


def test_an_interval_stops_at_the_length_of_the_calendar():
    last = run([5] * 40)[-1]

    assert last.interval_days == LONGEST_INTERVAL_DAYS == (date.max - date.min).days


@given(schedules, st.integers(0, 2))
def test_a_lapse_restarts_the_interval_and_keeps_the_ease(schedule, quality):
    assert review(schedule, quality) == Schedule(1, 1, schedule.ease)


@given(schedules, st.integers(3, 5))
def test_a_recall_changes_the_ease_by_its_quality_but_not_below_the_floor(schedule, quality):
    after = review(schedule, quality)

    assert after.ease == max(LOWEST_EASE, schedule.ease + EASE_CHANGES[quality])
    assert after.repetitions == schedule.repetitions + 1


@given(st.integers(2, 50), st.integers(6, 5000), st.integers(130, 400), st.integers(3, 5))
def test_a_later_interval_is_the_least_whole_number_not_below_the_product(repetitions, interval_days, ease, quality):
    after = review(Schedule(repetitions, interval_days, ease), quality)

    assert after.interval_days * 100 >= interval_days * ease > (after.interval_days - 1) * 100


STEPS = [
    (Schedule(2, 6, 250), 3, "I(3) = ceil(6 x 2.50) = 15", "ease 2.50 - 0.14 = 2.36"),
    (Schedule(3, 17, 280), 5, "I(4) = ceil(17 x 2.80) = 48", "ease 2.80 + 0.10 = 2.90"),
    (NEW, 4, "I(1) = 1", "ease 2.50 + 0.00 = 2.50"),
    (Schedule(1, 1, 250), 4, "I(2) = 6", "ease 2.50 + 0.00 = 2.50"),
    (Schedule(4, 38, 205), 2, "quality 2 is below 3: n = 1, I(1) = 1", "ease 2.05 kept"),
    (Schedule(2, 6, 140), 3, "I(3) = ceil(6 x 1.40) = 9", "ease max(1.30, 1.40 - 0.14) = 1.30"),
    (Schedule(9, LONGEST_INTERVAL_DAYS, 250), 4, "I(10) = min(3652058, ceil(3652058 x 2.50)) = 3652058", "ease 2.50 + 0.00 = 2.50"),
]


@pytest.mark.parametrize(("before", "quality", "interval", "ease"), STEPS)
def test_a_step_shows_its_arithmetic(before, quality, interval, ease):
    step = SM2().explain(before, quality)

    assert (step.parts["interval"], step.parts["ease"]) == (interval, ease)


@given(schedules, qualities)
def test_what_a_step_says_is_what_the_review_does(schedule, quality):
    step = SM2().explain(schedule, quality)

    assert (step.before, step.quality, step.after) == (schedule, quality, review(schedule, quality))
    assert step.parts["interval"].endswith(f"= {step.after.interval_days}")
    assert f"{step.after.ease / 100:.2f}" in step.parts["ease"]
