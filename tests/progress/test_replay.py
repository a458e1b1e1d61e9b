"""The cache holds nothing that the log does not: whatever happens, in whatever order it arrives."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.errors import ProgressError
from studykit.progress.events import Draft, Kind
from studykit.progress.replay import compare, rebuild, replay
from studykit.progress.store import Store
from tests.conftest import examples

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone(timedelta(hours=1)))
CARD = "card:autograd/leaf"
ITEMS = [CARD, "card:optimizers/descent", "exercise:autograd/step", "hunt:autograd/step"]

items = st.sampled_from(ITEMS)
drafts = st.one_of(
    st.builds(Draft, st.just(Kind.REVIEWED), items, st.integers(0, 5).map(lambda quality: {"quality": quality})),
    st.builds(Draft, st.just(Kind.GRADED), items, st.sampled_from(["passed", "failed"]).map(lambda verdict: {"verdict": verdict})),
    st.builds(Draft, st.sampled_from([Kind.HINTED, Kind.REVEALED, Kind.SUSPENDED, Kind.RESUMED, Kind.NUDGED]), items),
    st.builds(Draft, st.sampled_from([Kind.BURIED, Kind.FLAGGED, Kind.UNFLAGGED, Kind.DRILLED]), items),
    st.builds(Draft, st.just(Kind.POSTPONED), items, st.dates(date(2026, 3, 1), date(2026, 6, 1)).map(lambda day: {"due": str(day)})),
)

# Hours, so that several events share a study day and days lie between others.
hours = st.integers(0, 24 * 12)
groups = st.lists(drafts, min_size=1, max_size=3)
undo_latest = st.just("undo")
undo_any = st.integers(0, 30)
logs = st.lists(st.tuples(hours, st.one_of(groups, groups, undo_latest, undo_any)), max_size=14)
on_real_databases = settings(max_examples=examples(25), deadline=None)


@contextmanager
def new_store():
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "progress.db") as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        yield store


def perform(store, hour, action):
    """Record drafts, undo the latest event, or undo the event (be it an undo) that stands at a number in the log."""
    at = NOON + timedelta(hours=hour)
    if action == "undo":
        store.undo(at)
    elif isinstance(action, list):
        store.record_all(action, at)
    elif store.events():
        target = store.events()[action % len(store.events())]
        store.record(Kind.UNDONE, target.item, max(at, target.at), {"event": target.id})


@on_real_databases
@given(logs)
def test_replay_equals_the_cache_after_any_events(log):
    with new_store() as store:
        for hour, action in log:
            perform(store, hour, action)

        assert replay(store) == {memory.item: memory for memory in store.all_memory()}
        assert compare(store) == []


@on_real_databases
@given(logs, drafts.filter(lambda draft: draft.kind is not Kind.NUDGED), st.lists(items, max_size=2))
def test_undo_restores_what_was_known_before(log, draft, nudged):
    with new_store() as store:
        for hour, action in log:
            perform(store, hour, action)
        before = store.all_memory()
        nudges = [Draft(Kind.NUDGED, item) for item in nudged if draft.kind is Kind.GRADED]
        recorded = store.record_all([draft, *nudges], NOON + timedelta(days=30))

        assert store.undo(NOON) == recorded[0]
        assert store.all_memory() == before


@on_real_databases
@given(st.lists(st.tuples(hours, drafts), max_size=10, unique_by=lambda pair: pair[0]), st.randoms(use_true_random=False))
def test_the_order_in_which_past_events_are_recorded_does_not_matter(log, random):
    shuffled = random.sample(log, len(log))
    with new_store() as one, new_store() as other:
        for store, order in ((one, log), (other, shuffled)):
            for hour, draft in order:
                store.record_all([draft], NOON + timedelta(hours=hour))

        assert one.all_memory() == other.all_memory()
        assert compare(other) == []


@pytest.fixture
def spoilt(store):
    """A store whose cache another program has changed: one item altered, one dropped, one invented."""
    for item in ITEMS[:2]:
        store.record(Kind.REVIEWED, item, NOON, {"quality": 4})
    store.connection.execute(
        "INSERT INTO memory SELECT 'card:z/z', "
        + ", ".join(["0"] * 3)
        + ", NULL, 0, 0, NULL, NULL, 0, 0, 0, 0, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL"
    )
    store.connection.execute("UPDATE memory SET due = '2026-04-01', lapses = 3 WHERE item = ?", (CARD,))
    store.connection.execute("DELETE FROM memory WHERE item = ?", (ITEMS[1],))
    return store


def test_each_difference_between_log_and_cache_is_named(spoilt):
    assert compare(spoilt) == [
        f"{CARD}: due is 2026-03-11 by the log, 2026-04-01 in the cache, lapses is 0 by the log, 3 in the cache",
        f"{ITEMS[1]}: in the log, but not in the cache",
        "card:z/z: in the cache, but nothing in the log is in effect",
    ]


def test_rebuild_mends_the_cache(spoilt):
    assert rebuild(spoilt) == 2
    assert compare(spoilt) == []
    assert [memory.due for memory in spoilt.due(date(2026, 3, 11))] == [date(2026, 3, 11)] * 2


@pytest.mark.parametrize(
    ("kind", "day", "data", "message"),
    [
        ("dreamt", "2026-03-10", "{}", "'dreamt' is not a valid Kind"),
        ("reviewed", "2026-03-10", "{}", "a review needs a quality of 0 to 5, not None"),
        ("reviewed", "2026-03-10", '{"quality":7}', "a review needs a quality of 0 to 5, not 7"),
        ("hinted", "today", "{}", "Invalid isoformat string: 'today'"),
    ],
)
def test_an_event_that_another_hand_has_written_is_named(store, kind, day, data, message):
    store.connection.execute("INSERT INTO event VALUES ('id-1', '2026-03-10T12:00:00+00:00', ?, '', ?, 'card:a/b', ?)", (day, kind, data))

    with pytest.raises(ProgressError, match=rf"progress\.db: event id-1 of card:a/b: .*{message}.* put a copy in its place"):
        compare(store)
