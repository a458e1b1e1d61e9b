"""An item that was renamed is one item: its events count under whatever name each machine recorded them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.errors import DamagedLog
from studykit.progress.events import Draft, Kind, event_id
from studykit.progress.practice import read_practice
from studykit.progress.replay import compare, rebuild
from studykit.progress.store import Store
from studykit.progress.study_day import repetitions_on
from studykit.progress.sync import sync
from tests.progress.test_replay import CARD, ITEMS, drafts, hours, new_store, on_real_databases, perform, undo_any, undo_latest

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
OLD, OLDER = "card:autograd/leaves", "card:graphs/leaf"
FORMER = {OLD: CARD, OLDER: OLD}

named = st.builds(
    lambda draft, name: Draft(draft.kind, name, draft.data) if draft.item == CARD else draft, drafts, st.sampled_from([CARD, OLD, OLDER])
)
actions = st.one_of(st.lists(named, min_size=1, max_size=3), undo_latest, undo_any)
logs = st.lists(st.tuples(hours, actions), max_size=14)


def learn(store, former, here=ITEMS):
    store.learn_names(former, lambda item: item in here)


def review(store, item, at=NOON, quality=4):
    return store.record(Kind.REVIEWED, item, at, {"quality": quality})


def under_one_name(action):
    if not isinstance(action, list):
        return action
    return [Draft(draft.kind, CARD if draft.item in FORMER else draft.item, draft.data) for draft in action]


@on_real_databases
@given(logs, st.integers(0, 14))
def test_whenever_the_names_become_known_all_is_as_if_there_had_been_one(log, when):
    with new_store() as store, new_store() as one:
        for number, (hour, action) in enumerate(log):
            if number == when:
                learn(store, FORMER)
            perform(store, hour, action)
            perform(one, hour, under_one_name(action))
        learn(store, FORMER)

        assert store.all_memory() == one.all_memory()
        assert compare(store) == []
        assert read_practice(store) == read_practice(one)
        cache = store.all_memory()
        rebuild(store)
        assert store.all_memory() == cache


def test_an_event_of_a_machine_that_knows_the_old_name_alone_still_counts(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    with Store.open(tmp_path / "a" / "progress.db") as new, Store.open(tmp_path / "b" / "progress.db") as old:
        learn(new, {OLD: CARD})
        review(new, CARD)
        review(old, OLD, NOON + timedelta(days=1))
        for store in (old, new, old):
            sync(store, folder, NOON)

        assert new.memory(CARD).reviews == 2
        assert compare(new) == compare(old) == []
        learn(old, {OLD: CARD})  # its pack is brought up to date
        assert old.memory(CARD) == new.memory(CARD)


def test_both_names_lead_to_the_whole_history(store):
    review(store, OLD)
    learn(store, {OLD: CARD})
    review(store, CARD, NOON + timedelta(days=1))

    assert [event.item for event in store.events(CARD)] == [event.item for event in store.events(OLD)] == [OLD, CARD]
    assert store.memory(OLD) == store.memory(CARD)
    assert [memory.item for memory in store.all_memory()] == [CARD]


def test_undo_takes_back_what_was_recorded_under_the_old_name(store):
    review(store, OLD)
    learn(store, {OLD: CARD})

    assert store.undo(NOON).item == OLD
    assert store.memory(CARD) is None
    assert store.redo(NOON).item == OLD
    assert store.memory(CARD).reviews == 1
    assert compare(store) == []


def test_an_undo_under_another_name_counts_for_nothing_anywhere(store):
    reviewed = review(store, OLD)
    store.record(Kind.UNDONE, CARD, NOON, {"event": reviewed.id})
    learn(store, {OLD: CARD})

    assert store.memory(CARD).reviews == 1
    assert compare(store) == []


def test_a_name_that_an_item_of_today_bears_is_no_former_one(store):
    review(store, OLD)
    learn(store, {OLD: CARD}, here=[OLD, CARD])

    assert store.memory(CARD) is None
    assert store.memory(OLD).reviews == 1


def test_an_alias_that_was_taken_away_parts_the_histories_again(store):
    review(store, OLD)
    learn(store, {OLD: CARD})
    learn(store, {})

    assert [memory.item for memory in store.all_memory()] == [OLD]
    assert compare(store) == []


def test_a_pack_that_is_not_here_for_once_changes_no_name(store):
    review(store, OLD)
    learn(store, {OLD: CARD})
    learn(store, {}, here=[])

    assert store.memory(CARD).reviews == 1


def test_where_an_exercise_was_handed_out_is_known_by_its_new_name(store, tmp_path):
    old, new = "exercise:autograd/steps", "exercise:autograd/step"
    store.hand_out(old, tmp_path / "steps.py", "0" * 64, NOON)
    learn(store, {old: new})

    assert [workspace.item for workspace in store.workspaces()] == [new]


def test_the_repetitions_of_a_day_bear_the_name_of_today(store):
    review(store, OLD)
    learn(store, {OLD: CARD})

    with store.reading() as connection:
        assert [event.item for event in repetitions_on(connection, NOON.date())] == [CARD]


def test_an_unreadable_event_of_a_renamed_item_is_named(store):
    at = NOON.isoformat(timespec="milliseconds")
    row = (event_id(NOON, 0, store.device), at, "2026-03-10", store.device, "reviewed", OLD, '{"quality":"x"}')
    store.connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    with pytest.raises(DamagedLog, match="a review needs a quality of 0 to 5"):
        learn(store, {OLD: CARD})
