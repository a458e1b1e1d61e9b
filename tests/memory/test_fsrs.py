"""FSRS is pinned by whole histories and held against the package itself: days are whole, and nothing is left to chance."""

from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from studykit.memory.fsrs import FSRS
from studykit.memory.parameters import RANGES
from studykit.memory.schedule import NEW, Schedule
from studykit.memory.scheduler import SM2_SCHEDULER

RATING = [Rating.Again, Rating.Again, Rating.Again, Rating.Hard, Rating.Good, Rating.Easy]
START = datetime(2026, 3, 10, tzinfo=UTC)

reviews = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 400)), min_size=1, max_size=12)
retentions = st.floats(0.7, 0.97)
parameters = st.tuples(*(st.floats(*between) for between in RANGES))
schedules = st.builds(Schedule, st.integers(1, 50), st.integers(1, 5000), st.just(250), st.floats(0.01, 5000), st.floats(1, 10))

# Qualities, each answered on its due day: intervals, stabilities and difficulties in hundredths, worked out by the package alone.
HISTORIES = [
    pytest.param([4] * 6, [2, 11, 46, 163, 497, 1346], [231, 1096, 4628, 16286, 49745, 134553], [212, 211, 210, 210, 209, 208], id="good"),
    pytest.param([4, 4, 4, 2, 4], [2, 11, 46, 3, 8], [231, 1096, 4628, 293, 778], [212, 211, 210, 739, 738], id="lapse"),
    pytest.param([0, 3, 5], [1, 1, 5], [21, 122, 472], [641, 760, 679], id="failed first"),
    pytest.param([5, 3, 4], [8, 27, 85], [830, 2670, 8534], [100, 401, 400], id="easy first"),
]


def run(scheduler, history):
    """The schedules after reviews, each so many days after the one before."""
    return list(accumulate(history, lambda before, step: Schedule(*scheduler.advance(before, *step)), initial=NEW))[1:]


def on_their_days(scheduler, qualities):
    schedules = [NEW]
    for quality in qualities:
        schedules.append(Schedule(*scheduler.advance(schedules[-1], quality, schedules[-1].interval_days)))
    return schedules[1:]


@pytest.mark.parametrize(("qualities", "intervals", "stabilities", "difficulties"), HISTORIES)
def test_a_history_of_grades_gives_these_schedules(qualities, intervals, stabilities, difficulties):
    schedules = on_their_days(FSRS(0.9), qualities)

    assert [schedule.interval_days for schedule in schedules] == intervals
    assert [round(schedule.stability * 100) for schedule in schedules] == stabilities
    assert [round(schedule.difficulty * 100) for schedule in schedules] == difficulties


@given(reviews, retentions)
def test_the_schedules_are_those_of_the_package(history, retention):
    package = Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, at = Card(card_id=0, due=START), START
    for (quality, elapsed_days), schedule in zip(history, run(FSRS(retention), history), strict=True):
        at += timedelta(days=elapsed_days)
        card, _ = package.review_card(card, RATING[quality], at)

        assert schedule.stability == pytest.approx(card.stability, rel=1e-3, abs=1e-4)
        assert schedule.difficulty == pytest.approx(card.difficulty, rel=1e-3)
        assert schedule.interval_days == pytest.approx((card.due - at).days, rel=1e-3, abs=1)


@given(reviews, retentions, parameters)
def test_with_any_parameters_each_review_gives_a_whole_day_or_more_and_the_same_twice(history, retention, parameters):
    schedules = run(FSRS(retention, parameters), history)

    assert all(1 <= schedule.interval_days <= 36500 for schedule in schedules)
    assert schedules == run(FSRS(retention, parameters), history)


@given(reviews, retentions)
def test_each_review_gives_a_whole_day_or_more_and_the_same_twice(history, retention):
    schedules = run(FSRS(retention), history)

    assert all(1 <= schedule.interval_days <= 36500 for schedule in schedules)
    assert all(schedule.ease == NEW.ease for schedule in schedules)
    assert schedules == run(FSRS(retention), history)


@given(schedules, st.integers(0, 3_000_000), st.integers(0, 5))
def test_no_distance_within_the_calendar_is_too_long(schedule, elapsed_days, quality):
    assert 1 <= Schedule(*FSRS(0.9).advance(schedule, quality, elapsed_days)).interval_days <= 36500


@given(schedules, st.integers(0, 2), st.integers(3, 5), st.integers(0, 400))
def test_repetitions_are_counted_as_by_sm2(schedule, forgotten, recalled, elapsed_days):
    assert FSRS(0.9).advance(schedule, forgotten, elapsed_days)[0] == 1
    assert FSRS(0.9).advance(schedule, recalled, elapsed_days)[0] == schedule.repetitions + 1


@given(schedules, st.integers(0, 5), st.integers(0, 400), retentions)
def test_what_a_step_says_is_what_the_review_does(schedule, quality, elapsed_days, retention):
    scheduler = FSRS(retention)
    step = scheduler.explain(schedule, quality, elapsed_days)

    assert step.after == Schedule(*scheduler.advance(schedule, quality, elapsed_days))
    assert step.parts["interval"].endswith(f"= {step.after.interval_days}")
    assert step.parts["stability"].endswith(f"-> {step.after.stability:.2f}")
    assert step.parts["difficulty"].endswith(f"-> {step.after.difficulty:.2f}")


STEPS = [
    (0.9, NEW, 4, 0, "Good, the first review, S = 2.31, D = 2.12, I = round(2.31 x 1.000) = 2"),
    (0.8, NEW, 4, 0, "Good, the first review, S = 2.31, D = 2.12, I = round(2.31 x 3.316) = 8"),
    (0.9, NEW, 1, 0, "Again, the first review, S = 0.21, D = 6.41, I = max(1, round(0.21 x 1.000)) = 1"),
    (
        0.9,
        Schedule(1, 2, 250, 2.3065, 2.118104),
        4,
        2,
        "Good, R(2 days) = 0.91, S 2.31 -> 10.96, D 2.12 -> 2.11, I = round(10.96 x 1.000) = 11",
    ),
    (
        0.9,
        Schedule(9, 36500, 250, 90000.0, 1.0),
        5,
        36500,
        "Easy, R(36500 days) = 0.95, S 90000.00 -> 156948.86, D 1.00 -> 1.00, I = min(36500, round(156948.86 x 1.000)) = 36500",
    ),
]


@pytest.mark.parametrize(("retention", "before", "quality", "elapsed_days", "words"), STEPS)
def test_a_step_shows_its_arithmetic(retention, before, quality, elapsed_days, words):
    assert FSRS(retention).explain(before, quality, elapsed_days).words == words


def test_recall_falls_to_the_wanted_retention_by_the_due_day():
    schedule = Schedule(3, 46, 250, 46.28, 2.1)

    assert FSRS(0.9).retrievability(schedule, 46) == pytest.approx(0.9, abs=0.005)
    assert FSRS(0.9).retrievability(NEW, 1) == 0


@pytest.mark.parametrize("quality", [-1, 6])
def test_a_quality_outside_0_to_5_is_refused(quality):
    with pytest.raises(ValueError, match=f"quality {quality} is not one of 0 to 5"):
        FSRS(0.9).advance(NEW, quality, 0)


def test_the_key_tells_one_retention_from_another():
    assert FSRS(0.9).key == FSRS(0.9).key != FSRS(0.8).key


def test_the_key_tells_one_fit_from_another():
    fitted = FSRS(0.9, (0.5, *FSRS.parameters[1:]))

    assert fitted.key != FSRS(0.9).key == FSRS(0.9, FSRS.parameters).key
    assert fitted.advance(NEW, 1, 0)[3] == 0.5


def recall_on_days_of_sm2(quality):
    """What FSRS expects of a card on each day on which SM-2 asks it again, by interval."""
    fsrs, under_fsrs, under_sm2, recall = FSRS(0.9), NEW, NEW, {}
    for _ in range(8):
        days = under_sm2.interval_days
        if days:
            recall[days] = round(fsrs.retrievability(under_fsrs, days), 2)
        under_fsrs = Schedule(*fsrs.advance(under_fsrs, quality, days))
        under_sm2 = Schedule(*SM2_SCHEDULER.advance(under_sm2, quality, days))
    return recall


def test_under_sm2_recall_sags_with_the_interval_of_a_hard_card():
    """The figures of docs/scheduling.md."""
    assert recall_on_days_of_sm2(3) == {1: 0.92, 6: 0.85, 14: 0.86, 30: 0.86, 59: 0.85, 107: 0.83, 178: 0.82}
    assert {days: recall_on_days_of_sm2(4)[days] for days in (1, 238)} == {1: 0.95, 238: 0.93}
