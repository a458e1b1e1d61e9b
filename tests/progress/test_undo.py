"""Undo and redo: any number of steps, in the order in which things were recorded on this machine."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.progress.events import Draft, Event, Kind, event_id
from studykit.progress.place import device_of
from studykit.progress.replay import compare
from studykit.progress.store import Store
from tests.conftest import examples
from tests.progress.test_replay import drafts, new_store

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
A, B, C = "card:a/a", "card:a/b", "card:a/c"

steps = st.lists(st.lists(drafts.filter(lambda draft: draft.kind is not Kind.NUDGED), min_size=1, max_size=3), max_size=6)


def review(store, item, at=NOON):
    return store.record(Kind.REVIEWED, item, at, {"quality": 4})


@settings(max_examples=examples(30), deadline=None)
@given(steps, st.integers(0, 8))
def test_as_many_redos_as_undos_restore_everything(recorded, count):
    with new_store() as store:
        for number, step in enumerate(recorded):
            store.record_all(step, NOON - timedelta(hours=number))  # each before the last: the moments are no guide
        before = store.all_memory()
        taken_back = sum(store.undo(NOON) is not None for _ in range(count))

        assert taken_back == min(count, len(recorded))
        assert sum(store.redo(NOON) is not None for _ in range(count + 1)) == taken_back
        assert store.all_memory() == before
        assert compare(store) == []


@settings(max_examples=examples(30), deadline=None)
@given(steps)
def test_undoing_all_leaves_no_memory(recorded):
    with new_store() as store:
        for step in recorded:
            store.record_all(step, NOON)
        while store.undo(NOON):
            pass

        assert store.all_memory() == []


def test_undo_takes_back_what_was_recorded_last_not_what_happened_last(store):
    review(store, A)
    earlier = review(store, B, NOON - timedelta(days=30))

    assert store.undo(NOON) == earlier


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=12))
def test_undo_follows_the_order_of_recording_whatever_the_moments_and_the_device(moments):
    with new_store() as store:
        recorded = []
        for number, (hour, is_moved) in enumerate(moments):
            if is_moved:  # the database comes to another disk, and records under another device id
                store.connection.execute("UPDATE local SET value = 'elsewhere' WHERE key = 'place'")
                store.device = device_of(store.connection, store.path)
            foreign = Event(event_id(NOON + timedelta(hours=hour), number, "f" * 16), NOON, NOON.date(), "f" * 16, Kind.FLAGGED, C, {})
            store.take_in([foreign])
            recorded.append(review(store, A, NOON + timedelta(hours=hour)))
        undone = iter(lambda: store.undo(NOON), None)

        assert list(undone) == recorded[::-1]


def test_undo_and_redo_survive_a_restart(path):
    for item in (A, B):
        with Store.open(path) as store:
            review(store, item)
    with Store.open(path) as store:
        assert store.undo(NOON).item == B
    with Store.open(path) as store:
        assert store.undo(NOON).item == A
    with Store.open(path) as store:
        assert [store.redo(NOON).item for _ in range(2)] == [A, B]


def test_what_was_recorded_after_an_undo_ends_redo(store):
    review(store, A)
    store.undo(NOON)
    review(store, B)

    assert store.redo(NOON) is None
    assert store.undo(NOON).item == B
    assert store.redo(NOON).item == B


def test_an_undo_takes_a_whole_step_back(store):
    postponed = [Draft(Kind.POSTPONED, item, {"due": "2026-04-01"}) for item in (A, B, C)]
    review(store, A)
    known = store.all_memory()
    store.record_all(postponed, NOON)
    assert {memory.due for memory in store.all_memory()} == {date(2026, 4, 1)}

    assert store.undo(NOON).item == A
    assert store.all_memory() == known
    assert store.redo(NOON).item == A
    assert {memory.due for memory in store.all_memory()} == {date(2026, 4, 1)}


def test_an_event_taken_back_by_name_goes_with_what_came_with_it(store):
    grade, _ = store.record_all([Draft(Kind.GRADED, A, {"verdict": "failed"}), Draft(Kind.NUDGED, B)], NOON)
    review(store, C)

    store.take_back(grade, NOON)
    store.take_back(grade, NOON)

    assert [memory.item for memory in store.all_memory()] == [C]


@pytest.mark.parametrize("kind", [Kind.NUDGED, Kind.UNDONE])
def test_there_is_nothing_to_undo_where_no_person_did_anything(store, kind):
    store.record(kind, A, NOON, {"event": "0"})

    assert store.undo(NOON) is None
