"""A fit of FSRS is an event as any other: schedules follow it, and undo, sync and restore bring back what was before to the letter."""

from datetime import date, datetime, timedelta, timezone

import pytest

from studykit.memory.fsrs import FSRS
from studykit.memory.sm2 import SM2
from studykit.progress import queries
from studykit.progress.backup import back_up
from studykit.progress.events import Kind, UnreadableEvent, decode
from studykit.progress.fitted import FITTED
from studykit.progress.fold import fold
from studykit.progress.replay import compare
from studykit.progress.restore import restore
from studykit.progress.snapshots import Reason
from studykit.progress.store import Store
from studykit.progress.sync import sync

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone(timedelta(hours=1)))
LATER = NOON + timedelta(days=40)
CARDS = ["card:autograd/leaf", "card:optimizers/descent"]
QUICK = (2.0, 4.0, 8.0, 16.0, *FSRS.parameters[4:])
SLOW = (0.1, 0.3, 0.6, 1.2, *FSRS.parameters[4:])
DEFAULTS = FSRS(0.9)


def opened(path, scheduler=DEFAULTS):
    store = Store.open(path, scheduler=scheduler)
    store.connection.execute("PRAGMA synchronous = OFF")
    return store


@pytest.fixture
def reviewed(path):
    """A log of a few reviews, opened under FSRS."""
    with opened(path) as store:
        for number, quality in enumerate((4, 3, 1, 4)):
            for card in CARDS:
                store.record(Kind.REVIEWED, card, NOON + timedelta(days=number * 3), {"quality": quality})
        yield store


def fit(store, parameters, at=LATER):
    return store.record(Kind.FITTED, FITTED, at, {"parameters": parameters})


def refolded(store, scheduler):
    """The memory of each card by its events alone."""
    return [fold(card, store.events(card), scheduler) for card in CARDS]


def test_a_fit_changes_all_schedules_at_once_and_the_next_answers_follow_it(reviewed):
    fit(reviewed, QUICK)

    assert reviewed.scheduler == FSRS(0.9, QUICK)
    assert reviewed.all_memory() == refolded(reviewed, FSRS(0.9, QUICK)) != refolded(reviewed, DEFAULTS)

    reviewed.record(Kind.REVIEWED, CARDS[0], LATER, {"quality": 4})
    assert reviewed.all_memory() == refolded(reviewed, FSRS(0.9, QUICK))
    assert compare(reviewed) == []


def test_undo_brings_the_old_schedules_back_to_the_letter_and_redo_the_new_ones(reviewed):
    before = reviewed.all_memory()
    fit(reviewed, QUICK)
    quick = reviewed.all_memory()
    fit(reviewed, SLOW)
    slow = reviewed.all_memory()

    assert reviewed.undo(LATER).data["parameters"] == list(SLOW)
    assert reviewed.all_memory() == quick
    reviewed.undo(LATER)
    assert (reviewed.all_memory(), reviewed.scheduler) == (before, DEFAULTS)
    reviewed.redo(LATER)
    reviewed.redo(LATER)
    assert reviewed.all_memory() == slow
    assert compare(reviewed) == []


def test_another_scheduler_and_back_gives_the_same_cache(reviewed, path):
    fit(reviewed, QUICK)
    fitted = reviewed.all_memory()
    with opened(path, SM2()) as store:
        plain = store.all_memory()
        assert plain == refolded(store, SM2())
    with opened(path) as store:
        assert store.all_memory() == fitted
    with opened(path, SM2()) as store:
        assert store.all_memory() == plain


def test_a_fit_under_sm2_changes_nothing_until_fsrs_is_chosen(path):
    with opened(path, SM2()) as store:
        store.record(Kind.REVIEWED, CARDS[0], NOON, {"quality": 4})
        before, key = store.all_memory(), queries.scheduler_key(store.connection)
        fit(store, QUICK)
        assert (store.all_memory(), queries.scheduler_key(store.connection)) == (before, key)
    with opened(path, FSRS(0.8)) as store:
        assert store.scheduler == FSRS(0.8, QUICK)
        assert store.memory(CARDS[0]).stability == QUICK[2]


def test_a_fit_is_no_item(reviewed):
    fit(reviewed, QUICK)

    assert reviewed.memory(FITTED) is None
    assert [memory.item for memory in reviewed.all_memory()] == CARDS
    assert FITTED not in [item for item, _ in reviewed.due_items(date(2030, 1, 1))]


def test_the_newest_fit_in_effect_is_in_force_in_whatever_order_they_arrive(reviewed):
    fit(reviewed, QUICK, LATER)
    fit(reviewed, SLOW, LATER - timedelta(days=1))

    assert reviewed.scheduler == FSRS(0.9, QUICK)


def test_a_session_follows_what_another_process_fitted(reviewed, path):
    with opened(path) as other:
        fit(other, QUICK)
    reviewed.record(Kind.REVIEWED, CARDS[0], LATER, {"quality": 4})

    assert reviewed.scheduler == FSRS(0.9, QUICK)
    assert queries.scheduler_key(reviewed.connection) == FSRS(0.9, QUICK).key
    assert compare(reviewed) == []


def test_sync_carries_a_fit_and_its_undo(reviewed, tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    with opened(tmp_path / "other" / "progress.db") as other:
        fit(reviewed, QUICK)
        for store in (reviewed, other):
            sync(store, shared, LATER)
        assert other.all_memory() == reviewed.all_memory()
        assert other.scheduler == FSRS(0.9, QUICK)

        reviewed.undo(LATER)
        for store in (reviewed, other):
            sync(store, shared, LATER)
        assert other.all_memory() == reviewed.all_memory()
        assert (other.scheduler, compare(other)) == (DEFAULTS, [])


def test_restore_brings_the_parameters_of_the_backup_back(reviewed, path):
    fit(reviewed, QUICK)
    fitted = reviewed.all_memory()
    backup = back_up(path, date(2026, 4, 19), Reason.ASKED)
    fit(reviewed, SLOW)
    restore(path, backup.path, date(2026, 4, 20), scheduler=DEFAULTS)

    with opened(path) as store:
        assert (store.scheduler, store.all_memory()) == (FSRS(0.9, QUICK), fitted)


def test_a_transaction_that_fails_leaves_the_scheduler_as_it_was(reviewed):
    before = reviewed.all_memory()
    with pytest.raises(ValueError, match="a fit needs a list of 21 parameters"):
        fit(reviewed, [1.0])
    reviewed.connection.execute("CREATE TRIGGER full BEFORE INSERT ON local BEGIN SELECT RAISE(ABORT, 'no room'); END")
    with pytest.raises(Exception, match="no room"):
        fit(reviewed, QUICK)

    assert (reviewed.scheduler, reviewed.all_memory()) == (DEFAULTS, before)


def test_a_fit_that_another_hand_spoiled_is_named():
    row = ("019cd7a5f000-0000-0123456789abcdef", "2026-03-10T12:00:00+00:00", "2026-03-10", "0123456789abcdef", "fitted", FITTED)

    with pytest.raises(UnreadableEvent, match=r"parameter 7 of a fit is a number from 0\.001 to 0\.75, not 1"):
        decode((*row, '{"parameters": [' + "1, " * 20 + "1]}"))
