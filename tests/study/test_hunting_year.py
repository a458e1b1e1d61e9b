"""A simulated year of one exercise: who finds its bugs hardly writes it again, who misses them does so at once."""

from datetime import datetime, timedelta

import pytest

from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.study.hunt_effects import hunt_drafts

EXERCISE, HUNT = "exercise:a/e", "hunt:a/e"
NOON = datetime.fromisoformat("2026-01-01T12:00:00+00:00")


def do_exercise(store, at, before):
    """Pass it at once, after a failed try or with a hint."""
    for kind, data in before:
        store.record(kind, EXERCISE, at, data)
    store.record(Kind.GRADED, EXERCISE, at, {"verdict": "passed"})


def is_due(store, item, at, late_days=0):
    memory = store.memory(item)
    return memory is not None and memory.due is not None and memory.due + timedelta(days=late_days) <= at.date()


def a_year(folder, quality, before, hunted_late_days=0):
    """The days of the year on which the exercise was written again; each is asked on its day, a hunt so many days later."""
    rewritten = []
    with Store.open(folder / "progress.db") as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        do_exercise(store, NOON, before)
        for day in range(1, 366):
            at = NOON + timedelta(days=day)
            if is_due(store, HUNT, at, hunted_late_days):
                store.record_all(hunt_drafts(store, HUNT, {"quality": quality}, at), at)
            if is_due(store, EXERCISE, at):
                do_exercise(store, at, before)
                rewritten.append(day)
    return rewritten


WAYS = {
    "at once": [],
    "after a failed try": [(Kind.GRADED, {"verdict": "failed"})],
    "with a hint": [(Kind.HINTED, {})],
}


@pytest.mark.parametrize("late_days", [0, 3])
@pytest.mark.parametrize("quality", [4, 5])
@pytest.mark.parametrize("before", WAYS.values(), ids=WAYS)
def test_who_finds_all_bugs_writes_an_exercise_at_most_twice_in_a_year(tmp_path, quality, before, late_days):
    assert len(a_year(tmp_path, quality, before, late_days)) <= 2


def test_who_misses_the_bugs_writes_it_on_the_day_of_the_second_miss(tmp_path):
    assert a_year(tmp_path, 1, [])[:3] == [2, 9, 16]


def test_help_neither_puts_it_off_nor_makes_it_due(tmp_path):
    assert a_year(tmp_path, 3, []) == [28, 140]
