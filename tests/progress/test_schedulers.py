"""The log stays, whoever folds it: switching schedulers and back changes nothing but the cache, and that back to what it was."""

from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.memory.fsrs import FSRS
from studykit.memory.parameters import RANGES
from studykit.memory.sm2 import SM2
from studykit.progress.events import Kind
from studykit.progress.fitted import FITTED
from studykit.progress.fold import history, next_interval_days
from studykit.progress.replay import compare, rebuild, replay
from studykit.progress.store import Store
from tests.conftest import examples
from tests.progress.test_replay import drafts, logs, perform

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone(timedelta(hours=1)))
CARD = "card:autograd/leaf"
schedulers = st.sampled_from([SM2(), FSRS(0.9), FSRS(0.8)])
fits = st.tuples(*(st.floats(*between).map(lambda value: round(value, 4)) for between in RANGES))
on_real_databases = settings(max_examples=examples(20), deadline=None)


@contextmanager
def new_path():
    with TemporaryDirectory() as folder:
        yield Path(folder) / "progress.db"


def open_under(path, scheduler, **options):
    store = Store.open(path, scheduler=scheduler, **options)
    store.connection.execute("PRAGMA synchronous = OFF")
    return store


@on_real_databases
@given(logs, schedulers)
def test_replay_equals_the_cache_under_either_scheduler(log, scheduler):
    with new_path() as path, open_under(path, scheduler) as store:
        for hour, action in log:
            perform(store, hour, action)

        assert replay(store) == {memory.item: memory for memory in store.all_memory()}
        assert compare(store) == []


@on_real_databases
@given(logs, schedulers, schedulers)
def test_switching_there_and_back_is_loss_free(log, one, other):
    with new_path() as path:
        with open_under(path, one) as store:
            for hour, action in log:
                perform(store, hour, action)
            events, before = store.events(), store.all_memory()
        with open_under(path, other) as switched:
            assert compare(switched) == []
        with open_under(path, one) as back:
            assert (back.events(), back.all_memory()) == (events, before)


@on_real_databases
@given(logs, logs, fits, schedulers, schedulers)
def test_under_a_fit_replay_equals_the_cache_and_switching_there_and_back_is_loss_free(first, second, parameters, one, other):
    with new_path() as path:
        with open_under(path, one) as store:
            for hour, action in first:
                perform(store, hour, action)
            store.record(Kind.FITTED, FITTED, NOON + timedelta(days=12), {"parameters": parameters})
            for hour, action in second:
                perform(store, 24 * 13 + hour, action)
            events, before = store.events(), store.all_memory()
            assert compare(store) == []
            assert replay(store) == {memory.item: memory for memory in before}
        with open_under(path, other) as switched:
            assert compare(switched) == []
        with open_under(path, one) as back:
            assert (back.events(), back.all_memory()) == (events, before)


@on_real_databases
@given(logs, logs, schedulers, schedulers)
def test_what_is_recorded_after_a_switch_is_as_if_it_had_always_been_so(first, second, one, other):
    with new_path() as path, new_path() as always:
        for where, scheduler in ((path, one), (always, other)):
            with open_under(where, scheduler) as store:
                for hour, action in first:
                    perform(store, hour, action)
        for where in (path, always):
            with open_under(where, other) as store:
                for hour, action in second:
                    perform(store, hour, action)
        with open_under(path, other) as store, open_under(always, other) as reference:
            assert store.all_memory() == reference.all_memory()


def test_a_cache_is_folded_anew_only_where_another_scheduler_left_it(path):
    switches = []

    @contextmanager
    def counting():
        switches.append(1)
        yield

    for scheduler in (SM2(), SM2(), FSRS(0.9), FSRS(0.9), FSRS(0.85), SM2()):
        open_under(path, scheduler, refolding=counting).close()

    assert len(switches) == 3


def test_an_answer_of_a_session_that_missed_the_switch_is_kept_and_the_cache_mended(path):
    with open_under(path, SM2()) as old:
        old.record(Kind.REVIEWED, CARD, NOON, {"quality": 4})
        open_under(path, FSRS(0.9)).close()
        old.record(Kind.REVIEWED, CARD, NOON + timedelta(days=1), {"quality": 4})
    with open_under(path, FSRS(0.9)) as store:
        memory = store.memory(CARD)
        assert compare(store) == []

    assert (memory.reviews, memory.stability is None) == (2, False)


def test_under_fsrs_the_cache_holds_stability_and_difficulty_and_under_sm2_none(path):
    with open_under(path, FSRS(0.9)) as store:
        store.record(Kind.REVIEWED, CARD, NOON, {"quality": 4})
        memory = store.memory(CARD)
    with open_under(path, SM2()) as store:
        plain = store.memory(CARD)

    assert (memory.interval_days, memory.ease, memory.stability, memory.difficulty) == (2, 250, 2.3065, 2.118104)
    assert (plain.interval_days, plain.ease, plain.stability, plain.difficulty) == (1, 250, None, None)


@on_real_databases
@given(st.lists(drafts.filter(lambda draft: draft.item == CARD), max_size=8), schedulers, st.integers(0, 5))
def test_the_interval_promised_is_the_interval_given(steps, scheduler, quality):
    with new_path() as path, open_under(path, scheduler) as store:
        for number, draft in enumerate(steps):
            store.record_all([draft], NOON + timedelta(days=number))
        at = NOON + timedelta(days=20)
        promised = next_interval_days(store.memory(CARD), quality, at.date(), scheduler)
        store.record(Kind.REVIEWED, CARD, at, {"quality": quality})

        # By the day, not by the interval, which stays whole where an answer before its day changes nothing.
        assert store.memory(CARD).due == history(store.events(CARD), scheduler)[-1].due == at.date() + timedelta(days=promised)


def test_a_review_after_a_flight_over_the_date_line_counts_as_one_of_the_same_day(path):
    at, scheduler = NOON + timedelta(hours=9), FSRS(0.9)
    with open_under(path, scheduler) as store:
        store.record(Kind.REVIEWED, CARD, at.astimezone(timezone(timedelta(hours=14))), {"quality": 4})
        first = store.memory(CARD)
        store.record(Kind.REVIEWED, CARD, (at + timedelta(hours=1)).astimezone(timezone(timedelta(hours=-11))), {"quality": 4})

        assert [event.day.day for event in store.events()] == [11, 10]
        assert store.memory(CARD).schedule == scheduler.hold(first.schedule, 4)


@pytest.mark.parametrize("scheduler", [SM2(), FSRS(0.9)])
def test_rebuild_keeps_its_scheduler(path, scheduler):
    with open_under(path, scheduler) as store:
        store.record(Kind.REVIEWED, CARD, NOON, {"quality": 4})
        before = store.all_memory()

        assert rebuild(store) == 1
        assert store.all_memory() == before
