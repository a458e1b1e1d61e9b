"""What events mean, pinned by whole histories of one item."""

from datetime import UTC, date, datetime, timedelta

import pytest

from studykit.progress.events import Event, Kind, event_id
from studykit.progress.fold import fold, history, in_effect

MONDAY = date(2026, 3, 2)
ITEM = "exercise:autograd/step"


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


def events(*steps):
    log = []
    for number, (day, kind, data) in enumerate(steps):
        at = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=day)
        data = {"event": log[data["number"]].id} if kind is Kind.UNDONE else data
        log.append(Event(event_id(at, number, "d" * 16), at, at.date(), "d" * 16, kind, ITEM, data))
    return log


def day_of(memory):
    return None if memory.due is None else (memory.due - MONDAY).days


def test_nothing_is_known_of_an_item_without_events():
    assert fold(ITEM, []) is None


def test_the_lapse_of_the_design_falls_due_on_these_days():
    due, day = [], 0
    steps = []
    for quality in [4, 4, 4, 4, 2, 4, 4, 4, 4]:
        steps.append(reviewed(day, quality))
        day = day_of(fold(ITEM, events(*steps)))
        due.append(day)

    assert due == [1, 7, 22, 60, 61, 67, 82, 120, 215]


@pytest.mark.parametrize(
    ("qualities", "lapses"),
    [([2], 0), ([2, 2], 1), ([4, 2], 1), ([4, 3, 2, 1, 4, 0], 3)],
)
def test_a_lapse_is_a_failed_review_of_what_was_reviewed_before(qualities, lapses):
    memory = fold(ITEM, events(*[reviewed(day, quality) for day, quality in enumerate(qualities)]))

    assert (memory.lapses, memory.reviews) == (lapses, len(qualities))


def test_the_first_and_the_last_review_are_remembered():
    memory = fold(ITEM, events(happened(0, Kind.HINTED), reviewed(2, 4), reviewed(5, 4)))

    assert (memory.introduced, memory.last) == (date(2026, 3, 4), date(2026, 3, 7))


@pytest.mark.parametrize(
    ("before", "quality"),
    [
        ([], 5),
        ([failed(0)], 4),
        ([failed(0, "timed_out"), failed(0, "invalid")], 4),
        ([failed(0, "invalid")], 5),
        ([happened(0, Kind.HINTED)], 3),
        ([failed(0), happened(0, Kind.HINTED)], 3),
    ],
)
def test_a_pass_of_a_new_exercise_counts_by_the_way_to_it(before, quality):
    log = events(*before, passed(0))
    memory = fold(ITEM, log)

    assert [counted.step.quality for counted in history(log)] == [quality]
    assert (day_of(memory), memory.passed, memory.tries, memory.hints, memory.given_up) == (1, True, 0, 0, False)


def test_a_failed_grade_changes_no_schedule():
    memory = fold(ITEM, events(passed(0), failed(1), failed(1)))

    assert (memory.tries, memory.reviews, day_of(memory)) == (2, 1, 1)


def test_a_pass_before_the_due_day_changes_no_schedule_and_forgets_the_tries():
    memory = fold(ITEM, events(passed(0), passed(1), failed(3), happened(3, Kind.HINTED), passed(3)))

    assert (memory.reviews, day_of(memory), memory.tries, memory.hints) == (2, 7, 0, 0)


def test_giving_up_counts_as_1_at_once_and_a_pass_that_day_only_marks_it_passed():
    memory = fold(ITEM, events(happened(0, Kind.REVEALED), passed(0)))

    assert (memory.reviews, day_of(memory), memory.passed, memory.given_up) == (1, 1, True, False)


def test_a_pass_on_a_later_day_after_giving_up_counts_by_the_way_to_it():
    log = events(failed(0), happened(0, Kind.HINTED), happened(0, Kind.REVEALED), passed(1), failed(7), passed(7))

    assert [counted.step.quality for counted in history(log)] == [1, 5, 4]


def test_looking_at_the_solution_again_before_the_due_day_counts_as_nothing():
    memory = fold(ITEM, events(passed(0), passed(1), happened(3, Kind.REVEALED)))

    assert (memory.reviews, day_of(memory), memory.given_up) == (2, 7, True)


def test_a_nudge_brings_an_item_forward_and_keeps_its_schedule():
    log = events(reviewed(0, 4), reviewed(1, 4), happened(3, Kind.NUDGED), reviewed(3, 4))
    nudged, after = fold(ITEM, log[:3]), fold(ITEM, log)

    assert (day_of(nudged), nudged.interval_days, nudged.repetitions) == (3, 6, 2)
    assert (day_of(after), after.interval_days) == (3 + 15, 15)


def test_a_second_nudge_that_day_has_no_effect():
    memory = fold(ITEM, events(reviewed(0, 4), happened(0, Kind.NUDGED), reviewed(0, 4), happened(0, Kind.NUDGED)))

    assert day_of(memory) == 6


def test_a_nudge_does_not_move_an_overdue_item():
    assert day_of(fold(ITEM, events(reviewed(0, 4), happened(4, Kind.NUDGED)))) == 1


def test_a_nudge_makes_an_item_due_that_was_never_reviewed():
    memory = fold(ITEM, events(happened(2, Kind.NUDGED)))

    assert (day_of(memory), memory.repetitions, memory.introduced) == (2, 0, None)


def test_what_was_only_looked_at_is_not_due():
    assert day_of(fold(ITEM, events(failed(0), happened(0, Kind.HINTED)))) is None


def test_a_suspended_item_is_not_due_until_it_is_resumed():
    log = events(reviewed(0, 4), happened(0, Kind.SUSPENDED), happened(5, Kind.RESUMED))

    assert not fold(ITEM, log[:2]).is_due(date(2026, 3, 20))
    assert fold(ITEM, log).is_due(date(2026, 3, 3))


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
    assert fold(ITEM, log) == fold(ITEM, [log[number] for number in standing])


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
    memory = fold(ITEM, events(*[reviewed(0, 5)] * 40))

    assert memory.due == date.max
