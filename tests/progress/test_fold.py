"""What events mean, pinned by whole histories of one item."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.memory.fsrs import FSRS
from studykit.memory.schedule import NEW, Schedule
from studykit.memory.scheduler import SM2_SCHEDULER
from studykit.progress.events import Event, Kind, event_id
from studykit.progress.fold import fold, history, in_effect, next_interval_days

MONDAY = date(2026, 3, 2)
CARD = "card:autograd/leaf"
EXERCISE = "exercise:autograd/step"


def reviewed(day, quality):
    return day, Kind.REVIEWED, {"quality": quality}


def passed(day):
    return day, Kind.GRADED, {"verdict": "passed", "seed": 1}


def failed(day, verdict="failed"):
    return day, Kind.GRADED, {"verdict": verdict, "seed": 1}


def happened(day, kind):
    return day, kind, {}


def undone(day, number):
    """Undo the event that stands at a number in the list."""
    return day, Kind.UNDONE, {"number": number}


def events(*steps, item=CARD):
    log = []
    for number, (day, kind, data) in enumerate(steps):
        at = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=day)
        data = {"event": log[data["number"]].id} if kind is Kind.UNDONE else data
        log.append(Event(event_id(at, number, "d" * 16), at, at.date(), "d" * 16, kind, item, data))
    return log


def day_of(memory):
    return None if memory.due is None else (memory.due - MONDAY).days


def test_nothing_is_known_of_an_item_without_events():
    assert fold(CARD, []) is None


def test_the_lapse_of_the_design_falls_due_on_these_days():
    due, day = [], 0
    steps = []
    for quality in [4, 4, 4, 4, 2, 4, 4, 4, 4]:
        steps.append(reviewed(day, quality))
        day = day_of(fold(CARD, events(*steps)))
        due.append(day)

    assert due == [1, 7, 22, 60, 61, 67, 82, 120, 215]


@pytest.mark.parametrize(
    ("qualities", "lapses"),
    [([2], 0), ([2, 2], 1), ([4, 2], 1), ([4, 3, 2, 1, 4, 0], 3)],
)
def test_a_lapse_is_a_failed_review_of_what_was_reviewed_before(qualities, lapses):
    memory = fold(CARD, events(*[reviewed(day, quality) for day, quality in enumerate(qualities)]))

    assert (memory.lapses, memory.reviews) == (lapses, len(qualities))


def test_the_first_and_the_last_review_are_remembered():
    memory = fold(CARD, events(happened(0, Kind.HINTED), reviewed(2, 4), reviewed(5, 4)))

    assert (memory.introduced, memory.last) == (date(2026, 3, 4), date(2026, 3, 7))


@pytest.mark.parametrize(
    ("before", "quality", "days"),
    [
        ([], 5, 28),
        ([failed(0)], 4, 14),
        ([failed(0, "timed_out"), failed(0, "invalid")], 4, 14),
        ([failed(0, "invalid")], 5, 28),
        ([happened(0, Kind.HINTED)], 3, 7),
        ([failed(0), happened(0, Kind.HINTED)], 3, 7),
    ],
)
def test_a_pass_of_a_new_exercise_counts_by_the_way_to_it(before, quality, days):
    log = events(*before, passed(0), item=EXERCISE)
    memory = fold(EXERCISE, log)

    assert [counted.step.quality for counted in history(log)] == [quality]
    assert (day_of(memory), memory.passed, memory.tries, memory.hints, memory.given_up) == (days, True, 0, 0, False)


def test_a_failed_grade_changes_no_schedule():
    memory = fold(EXERCISE, events(passed(0), failed(1), failed(1)))

    assert (memory.tries, memory.reviews, day_of(memory)) == (2, 1, 28)


def test_a_pass_before_the_due_day_changes_no_schedule_and_forgets_the_tries():
    memory = fold(EXERCISE, events(passed(0), passed(28), failed(30), happened(30, Kind.HINTED), passed(30)))

    assert (memory.reviews, day_of(memory), memory.tries, memory.hints) == (2, 28 + 112, 0, 0)


def test_giving_up_counts_as_1_at_once_and_a_pass_that_day_only_marks_it_passed():
    memory = fold(EXERCISE, events(happened(0, Kind.REVEALED), passed(0)))

    assert (memory.reviews, day_of(memory), memory.passed, memory.given_up) == (1, 7, True, False)


def test_a_pass_on_a_later_day_after_giving_up_counts_by_the_way_to_it():
    log = events(failed(0), happened(0, Kind.HINTED), happened(0, Kind.REVEALED), passed(7), failed(40), passed(40), item=EXERCISE)

    assert [counted.step.quality for counted in history(log)] == [1, 5, 4]


def test_looking_at_the_solution_again_before_the_due_day_counts_as_nothing():
    memory = fold(EXERCISE, events(passed(0), passed(28), happened(30, Kind.REVEALED)))

    assert (memory.reviews, day_of(memory), memory.given_up) == (2, 28 + 112, True)


def test_a_nudge_brings_a_card_forward_and_keeps_its_schedule():
    nudged = fold(CARD, events(reviewed(0, 4), reviewed(1, 4), happened(3, Kind.NUDGED)))

    assert (day_of(nudged), nudged.interval_days, nudged.repetitions) == (3, 6, 2)


def test_a_second_nudge_that_day_has_no_effect():
    memory = fold(CARD, events(reviewed(0, 4), happened(0, Kind.NUDGED), reviewed(0, 4), happened(0, Kind.NUDGED)))

    assert day_of(memory) == 1


def test_a_nudge_does_not_move_an_overdue_item():
    assert day_of(fold(CARD, events(reviewed(0, 4), happened(4, Kind.NUDGED)))) == 1


def test_a_nudge_makes_an_item_due_that_was_never_reviewed():
    memory = fold(CARD, events(happened(2, Kind.NUDGED)))

    assert (day_of(memory), memory.repetitions, memory.introduced) == (2, 0, None)


def test_what_was_only_looked_at_is_not_due():
    assert day_of(fold(EXERCISE, events(failed(0), happened(0, Kind.HINTED)))) is None


def test_a_suspended_item_is_not_due_until_it_is_resumed():
    log = events(reviewed(0, 4), happened(0, Kind.SUSPENDED), happened(5, Kind.RESUMED))

    assert not fold(CARD, log[:2]).is_due(date(2026, 3, 20))
    assert fold(CARD, log).is_due(date(2026, 3, 3))


@pytest.mark.parametrize(
    ("steps", "standing"),
    [
        ([undone(1, 0)], []),
        ([undone(1, 0), undone(2, 1)], [0]),
        ([undone(1, 0), undone(2, 1), undone(3, 2)], []),
        ([undone(1, 0), undone(2, 0)], []),
        ([reviewed(1, 2), undone(2, 0)], [1]),
    ],
    ids=["undone", "redone", "undone again", "undone twice", "a later event stays"],
)
def test_an_event_is_in_effect_unless_an_undo_in_effect_names_it(steps, standing):
    log = events(reviewed(0, 4), *steps)

    assert in_effect(log) == [log[number] for number in standing]
    assert fold(CARD, log) == fold(CARD, [log[number] for number in standing])


def test_an_undo_that_stands_before_its_event_has_no_effect():
    review, undo = events(reviewed(0, 4), undone(1, 0))
    earlier = Event("0" * 12 + undo.id[12:], undo.at, undo.day, undo.device, undo.kind, undo.item, undo.data)

    assert in_effect([earlier, review]) == [review]


def test_history_shows_each_review_with_its_arithmetic_and_the_day_it_led_to():
    counted = history(events(reviewed(0, 4), failed(0), reviewed(1, 3), reviewed(7, 5)))

    assert [(*c.step.parts.values(), (c.due - MONDAY).days) for c in counted] == [
        ("I(1) = 1", "ease 2.50 + 0.00 = 2.50", 1),
        ("I(2) = 6", "ease 2.50 - 0.14 = 2.36", 7),
        ("I(3) = ceil(6 x 2.36) = 15", "ease 2.36 + 0.10 = 2.46", 22),
    ]


def test_an_interval_beyond_the_calendar_is_due_on_its_last_day():
    steps = [reviewed(0, 5)]
    while (memory := fold(CARD, events(*steps))).due != date.max:
        steps.append(reviewed(day_of(memory), 5))

    assert len(steps) < 20


# Card histories as (day, quality), and after each answer the day on which the card is due, its interval and its ease.
KNOWN_TO_95 = [(0, 4), (1, 4), (7, 4), (22, 4), (60, 4)]  # 1, 6, 15, 38, 95: due on day 155


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        ([(0, 4)] * 6, (1, 1, 250)),
        ([(0, 5)] * 6, (1, 1, 260)),
        ([*KNOWN_TO_95, *((day, 4) for day in range(61, 66))], (155, 95, 250)),
        ([*KNOWN_TO_95, (154, 4)], (155, 95, 250)),
        ([*KNOWN_TO_95, (100, 4), (155, 4)], (155 + 238, 238, 250)),
        ([*KNOWN_TO_95, (155, 4)], (155 + 238, 238, 250)),
        ([*KNOWN_TO_95, (100, 5), (155, 4)], (155 + 238, 238, 250)),
        ([*KNOWN_TO_95, (100, 3), (155, 4)], (155 + 225, 225, 236)),
        ([*KNOWN_TO_95, (100, 2)], (101, 1, 250)),
        ([*KNOWN_TO_95, (100, 2), (100, 4), (101, 4)], (107, 6, 250)),
        ([(0, 4), (3, 4), (4, 4), (9, 4)], (24, 15, 250)),
    ],
    ids=[
        "six answers in a day put a new card off by a day",
        "and make it no easier than the first does",
        "five days in a row",
        "a day early",
        "an early answer leaves the next one as it is",
        "which is this",
        "easy before its day makes it no easier",
        "hard before its day makes it harder",
        "forgotten before its day",
        "forgotten, known that day, known the next",
        "late, then early on the way to its day",
    ],
)
def test_before_its_day_a_known_card_keeps_its_date_and_a_forgotten_one_lapses(answers, standing):
    memory = fold(CARD, events(*(reviewed(day, quality) for day, quality in answers)))

    assert (day_of(memory), memory.interval_days, memory.ease) == standing


def test_a_nudged_card_that_is_known_keeps_its_date_and_the_next_nudge_brings_it_again():
    steps = [reviewed(day, 4) for day, _ in KNOWN_TO_95]
    for day in range(61, 66):
        steps += [happened(day, Kind.NUDGED)]
        assert day_of(fold(CARD, events(*steps))) == day
        steps += [reviewed(day, 4)]
        assert day_of(fold(CARD, events(*steps))) == 155


def test_a_nudged_card_that_is_not_known_lapses():
    memory = fold(CARD, events(*(reviewed(day, 4) for day, _ in KNOWN_TO_95), happened(61, Kind.NUDGED), reviewed(61, 1)))

    assert (day_of(memory), memory.interval_days, memory.lapses) == (62, 1, 1)


def test_an_answer_on_the_day_to_which_a_card_was_put_off_counts():
    later, earlier = ((day, Kind.POSTPONED, {"due": str(MONDAY + timedelta(days=due))}) for day, due in ((155, 160), (61, 90)))
    known = [reviewed(day, 4) for day, _ in KNOWN_TO_95]

    assert day_of(fold(CARD, events(*known, later, reviewed(160, 4)))) == 160 + 238
    assert day_of(fold(CARD, events(*known, earlier, reviewed(90, 4)))) == 90 + 238
    assert day_of(fold(CARD, events(*known, later, happened(157, Kind.NUDGED), reviewed(157, 4)))) == 157 + 238


def test_what_an_early_answer_would_give_is_what_it_gives():
    log = [reviewed(day, 4) for day, _ in KNOWN_TO_95]
    memory, day = fold(CARD, events(*log)), MONDAY + timedelta(days=100)

    for quality in range(6):
        after = fold(CARD, events(*log, reviewed(100, quality)))
        assert next_interval_days(memory, quality, day, SM2_SCHEDULER) == (after.due - day).days


def test_history_says_that_an_early_answer_left_the_date():
    counted = history(events(*(reviewed(day, 4) for day, _ in KNOWN_TO_95), reviewed(100, 3), reviewed(101, 1)))

    assert counted[-2].step.words == "known on day 40 of 95, before its day: the date stays, ease 2.50 -> 2.36"
    assert counted[-1].step.parts["interval"] == "quality 1 is below 3: n = 1, I(1) = 1"


@pytest.mark.parametrize(
    ("qualities", "intervals"),
    [
        ([5, 5, 5, 5], [28, 112, 448, 1792]),
        ([4, 4, 4], [14, 28, 56]),
        ([3, 3, 3], [7, 7, 7]),
        ([4, 5, 3, 5], [14, 56, 56, 224]),
        ([1, 5, 5], [7, 28, 112]),
        ([5, 5, 1, 5], [28, 112, 7, 28]),
    ],
)
def test_an_exercise_has_a_ladder_of_its_own_under_every_scheduler(qualities, intervals):
    steps, found = [], []
    for quality in qualities:
        due = day_of(fold(EXERCISE, events(*steps))) if steps else 0
        steps.append(reviewed(due, quality))
        found.append(fold(EXERCISE, events(*steps)).interval_days)

    assert found == intervals
    assert fold(EXERCISE, events(*steps, item=EXERCISE), FSRS(0.9)) == fold(EXERCISE, events(*steps, item=EXERCISE))
    assert [counted.step.after.interval_days for counted in history(events(*steps, item=EXERCISE))] == intervals


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5)), min_size=1, max_size=25))
def test_no_interval_is_longer_than_the_same_answers_on_due_days_would_give(answers):
    steps, day = [], 0
    on_time = NEW
    for days_on, quality in answers:
        day += days_on
        steps.append(reviewed(day, quality))
        on_time = Schedule(*SM2_SCHEDULER.advance(on_time, quality, 0))
        early = fold(CARD, events(*steps))
        assert early.interval_days <= on_time.interval_days
        assert early.ease <= on_time.ease
