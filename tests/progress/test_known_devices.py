"""A learner with several devices: each knows of the others what the last sync told it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.memory.device_share import Share
from studykit.memory.queue import NewCards, Plan, Ration, plan_day
from studykit.memory.schedule import NEW, Schedule
from studykit.memory.scheduler import SM2_SCHEDULER
from studykit.progress import queries
from studykit.progress.events import Kind
from studykit.progress.known_devices import IN_USE, share_of_new
from studykit.progress.store import Store
from studykit.progress.sync import sync
from tests.conftest import examples
from tests.progress.test_replay import NOON
from tests.progress.test_sync import devices, state

CARD = "card:a/a"
CARDS = tuple(f"card:a/{number}" for number in range(300))


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[list[Store]]:
    with devices(tmp_path, 2) as stores:
        yield stores


def meet(store: Store, items: tuple[str, ...], day: int) -> None:
    for item in items:
        store.record(Kind.REVIEWED, item, NOON + timedelta(days=day), {"quality": 4})


def new_of(store: Store) -> Plan:
    met = {memory.item for memory in store.all_memory()}
    fresh = NewCards("a", tuple(card for card in CARDS if card not in met))
    return plan_day([], [fresh], Ration(0, 10, share=share_of_new(store)))


def test_a_device_that_never_synced_takes_all_new_cards(store: Store) -> None:
    assert share_of_new(store) == Share()
    assert new_of(store).items == CARDS[:10]


def test_who_syncs_has_two_devices_at_least_and_the_first_to_record_is_the_first(pair: list[Store], shared: Path) -> None:
    one, other = pair
    meet(one, CARDS[:1], 0)
    sync(one, shared, NOON)
    sync(other, shared, NOON)
    assert (share_of_new(one), share_of_new(other)) == (Share(0, 2), Share(1, 2))


def test_a_device_that_has_not_recorded_for_long_counts_no_more(pair: list[Store], shared: Path) -> None:
    one, other = pair
    meet(other, CARDS[:1], 0)
    sync(other, shared, NOON)
    later = NOON + IN_USE + timedelta(days=2)
    one.record(Kind.HINTED, CARD, later)
    sync(one, shared, later)
    assert share_of_new(one) == Share(0, 2)
    assert queries.noted_locally(one.connection, "synced").count(other.device) == 0


def test_with_weekly_syncs_no_card_is_introduced_on_both_devices_once_they_sync(pair: list[Store], shared: Path) -> None:
    meet(pair[0], CARDS[:1], 0)
    for store in pair:
        sync(store, shared, NOON)
    for day in range(14):
        for store in pair:
            meet(store, new_of(store).items, day)
        if day % 7 == 6:
            for store in (*pair, *pair):
                sync(store, shared, NOON + timedelta(days=day))
    twice = [memory.item for memory in pair[0].all_memory() if memory.reviews > 1]
    assert twice == []
    assert sum(memory.reviews > 0 for memory in pair[0].all_memory()) > 250


@settings(max_examples=examples(25), deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 25), st.booleans()), min_size=1, max_size=20),
    st.permutations(range(3)),
)
def test_devices_that_sync_in_any_order_agree_and_put_a_card_off_no_longer_than_one_device_does(diary, order) -> None:
    """On each device the card is answered Good as soon as it is due there; on one device it would be on each of its days."""
    with TemporaryDirectory() as name, devices(Path(name)) as stores:
        folder = Path(name) / "shared"
        folder.mkdir()
        day = 0
        for number, days_on, syncs in diary:
            day += days_on
            answer_if_due(stores[number], day)
            if syncs:
                sync(stores[number], folder, NOON + timedelta(days=day))
        for _ in range(2):
            for number in order:
                sync(stores[number], folder, NOON + timedelta(days=day))

        assert state(stores[0]) == state(stores[1]) == state(stores[2])
        memory = stores[0].memory(CARD)
        assert memory.interval_days <= interval_on_one_device(memory.introduced, NOON.date() + timedelta(days=day))


def answer_if_due(store: Store, day: int) -> None:
    memory, at = store.memory(CARD), NOON + timedelta(days=day)
    if memory is None or memory.due is None or memory.due <= at.date():
        store.record(Kind.REVIEWED, CARD, at, {"quality": 4})


def interval_on_one_device(introduced: date, today: date) -> int:
    schedule, due = NEW, introduced
    while due <= today:
        schedule = Schedule(*SM2_SCHEDULER.advance(schedule, 4, 0))
        due += timedelta(days=schedule.interval_days)
    return schedule.interval_days
