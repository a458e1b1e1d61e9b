"""The streak of today's screen is that of the statistics, however the log came about."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.progress.counts import counts
from studykit.progress.events import Kind
from studykit.progress.practice import read_practice
from studykit.progress.store import Store
from studykit.progress.streak import reviews_on, streak_days
from tests.conftest import examples

NOON = datetime.fromisoformat("2026-11-20T12:00:00+00:00")
CARD, EXERCISE = "card:a/b", "exercise:a/b"
EVENTS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(-11, 11), st.sampled_from((Kind.REVIEWED, Kind.GRADED, Kind.DRILLED)), st.booleans()),
    max_size=12,
)


@settings(max_examples=examples(30), deadline=None)
@given(EVENTS)
def test_streak_and_reviews_are_those_of_the_statistics(happened: list[tuple[int, int, Kind, bool]]) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "progress.db") as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        for days, hours, kind, is_undone in happened:
            at = NOON - timedelta(days=days, hours=hours)
            if kind is Kind.GRADED:
                event = store.record(kind, EXERCISE, at, {"verdict": "failed", "failed": [], "seed": 1, "device": "cpu"})
            else:
                event = store.record(kind, CARD, at, {"quality": 4})
            if is_undone:
                store.take_back(event, NOON)
        counted = counts(read_practice(store), NOON.date())
        assert streak_days(store, NOON.date()) == counted.streak_days
        assert reviews_on(store, NOON.date()) == counted.by_day.get(NOON.date(), 0)
