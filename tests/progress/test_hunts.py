"""Hunts in the log: they begin with a pass, and undo, sync and rebuild know it."""

from datetime import date, timedelta

import pytest

from studykit.memory.scheduler import choose_scheduler
from studykit.progress.events import Draft, Kind
from studykit.progress.fold import fold, history
from studykit.progress.names import Names, note_names
from studykit.progress.replay import compare, rebuild, replay
from studykit.progress.store import Store
from studykit.progress.sync import sync
from tests.progress.test_replay import NOON
from tests.progress.test_sync import devices

EXERCISE, HUNT = "exercise:autograd/step", "hunt:autograd/step"
TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)


def graded(store, verdict="passed", at=NOON, item=EXERCISE):
    return store.record(Kind.GRADED, item, at, {"verdict": verdict})


def hunted(store, quality, at):
    return store.record(Kind.REVIEWED, HUNT, at, {"quality": quality})


def postponed(store, due, at):
    return store.record(Kind.POSTPONED, EXERCISE, at, {"due": str(due)})


def test_hunts_begin_on_the_day_after_the_first_pass(store):
    graded(store, "failed")
    assert store.memory(HUNT) is None
    graded(store)
    graded(store, at=NOON + 40 * DAY)

    assert (store.memory(HUNT).due, store.memory(HUNT).reviews, store.opened_on(HUNT)) == (TODAY + DAY, 0, TODAY)
    assert compare(store) == []


def test_a_hunt_is_scheduled_like_a_card(store):
    graded(store)
    for day, interval in ((1, 1), (2, 6), (8, 17), (25, 48)):
        hunted(store, 5, NOON + day * DAY)
        memory = store.memory(HUNT)
        assert (memory.interval_days, memory.due) == (interval, TODAY + (day + interval) * DAY)


def test_fsrs_schedules_hunts_as_it_schedules_cards(path):
    with Store.open(path, scheduler=choose_scheduler("fsrs", 0.9)) as store:
        graded(store)
        hunted(store, 4, NOON + DAY)
        store.record(Kind.REVIEWED, "card:a/a", NOON + DAY, {"quality": 4})

        assert store.memory(HUNT).due == store.memory("card:a/a").due > TODAY + 2 * DAY
        assert compare(store) == []


def test_a_pass_that_is_undone_takes_its_hunts_with_it(store):
    graded(store)
    store.undo(NOON)
    assert store.all_memory() == []
    store.redo(NOON)
    assert store.memory(HUNT).due == TODAY + DAY
    assert compare(store) == []


def test_a_hunt_that_was_done_stays_without_its_pass(store):
    passed = graded(store)
    hunted(store, 5, NOON + DAY)
    store.take_back(passed, NOON + 2 * DAY)

    assert (store.memory(HUNT).due, store.opened_on(HUNT)) == (TODAY + 2 * DAY, None)
    assert compare(store) == []


def test_the_second_of_two_passes_begins_the_hunts_when_the_first_is_undone(store):
    first = graded(store)
    graded(store, at=NOON + 3 * DAY)
    store.take_back(first, NOON + 3 * DAY)

    assert store.memory(HUNT).due == TODAY + 4 * DAY
    assert compare(store) == []


def test_a_rebuild_knows_hunts_of_which_nothing_was_recorded(store):
    items = ["exercise:a/a", "exercise:b/b", "exercise:c/c"]
    for item in items:
        graded(store, item=item)
    store.record(Kind.SUSPENDED, "hunt:b/b", NOON)
    store.record(Kind.FLAGGED, "item:of/another", NOON)
    before = store.all_memory()

    assert rebuild(store) == 7
    assert store.all_memory() == before == list(replay(store).values())
    assert [memory.item for memory in store.due(TODAY + DAY, "hunt:")] == ["hunt:a/a", "hunt:c/c"]


def test_the_arithmetic_of_a_hunt_begins_with_the_pass(store):
    graded(store)
    hunted(store, 4, NOON + DAY)
    events, opened = store.events(HUNT), store.opened_on(HUNT)

    assert fold(HUNT, events, opened=opened) == store.memory(HUNT)
    assert fold(HUNT, [], opened=opened).due == TODAY + DAY
    assert [counted.due for counted in history(events, opened=opened)] == [TODAY + 2 * DAY]


def test_hunts_follow_an_exercise_that_was_renamed(store):
    graded(store, item="exercise:old/name")
    with store.writing() as connection:
        note_names(connection, Names({"exercise:old/name": EXERCISE}))  # as a log of before has it, that knew of no hunts
    rebuild(store)
    assert [memory.item for memory in store.all_memory()] == [EXERCISE, HUNT]
    store.learn_names({"exercise:old/name": EXERCISE, "hunt:old/name": HUNT}, {EXERCISE, HUNT}.__contains__)

    assert compare(store) == []
    assert store.memory("hunt:old/name").due == TODAY + DAY
    assert store.opened_on("hunt:old/name") == TODAY


def test_a_log_of_before_has_hunts_for_all_that_was_passed(path):
    with Store.open(path) as store:
        graded(store)
        store.connection.execute("DELETE FROM memory WHERE item = ?", (HUNT,))
        store.connection.execute("PRAGMA user_version = 5")
    with Store.open(path) as store:
        assert store.memory(HUNT).due == TODAY + DAY
        assert compare(store) == []


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_devices_that_passed_and_hunted_apart_come_to_know_the_same(tmp_path, order):
    shared = tmp_path / "shared"
    shared.mkdir()
    with devices(tmp_path, 3) as stores:
        graded(stores[0])
        graded(stores[1], at=NOON + 2 * DAY)
        hunted(stores[1], 5, NOON + 3 * DAY)
        hunted(stores[2], 1, NOON + 4 * DAY)  # where the pass has not arrived yet
        stores[0].record_all([Draft(Kind.REVIEWED, HUNT, {"quality": 1}), Draft(Kind.NUDGED, EXERCISE)], NOON + 5 * DAY)
        for number in (*order, *order):
            sync(stores[number], shared, NOON)

        known = [store.all_memory() for store in stores]
        assert known[0] == known[1] == known[2]
        assert all(compare(store) == [] for store in stores)
        exercise, hunt = known[0]
        assert (exercise.due, hunt.reviews, hunt.due) == (TODAY + 5 * DAY, 3, TODAY + 6 * DAY)


def test_a_hunt_found_never_brings_its_exercise_forward(store):
    graded(store)
    assert store.memory(EXERCISE).due == TODAY + 28 * DAY
    postponed(store, TODAY + 12 * DAY, NOON + DAY)  # another device did not know of the pass
    assert store.memory(EXERCISE).due == TODAY + 28 * DAY
    postponed(store, TODAY + 42 * DAY, NOON + 8 * DAY)

    assert (store.memory(EXERCISE).due, store.memory(EXERCISE).interval_days) == (TODAY + 42 * DAY, 28)
    assert compare(store) == []


def test_what_missed_hunts_made_due_stays_so_until_it_is_written_again(store):
    graded(store)
    store.record(Kind.NUDGED, EXERCISE, NOON + 2 * DAY)
    postponed(store, TODAY + 42 * DAY, NOON + 3 * DAY)
    assert store.memory(EXERCISE).due == TODAY + 2 * DAY
    graded(store, at=NOON + 4 * DAY)

    assert store.memory(EXERCISE).due == TODAY + 42 * DAY
    assert compare(store) == []
