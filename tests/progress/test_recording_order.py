"""Undo and redo by the order of recording, against a model that looks through the whole log at each step; what is kept for their speed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.progress.events import CAUSE, Draft, Event, Kind, event_id
from studykit.progress.place import device_of
from studykit.progress.replay import compare, rebuild
from tests.conftest import examples
from tests.progress.test_replay import new_store

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
ITEMS = ("card:a/a", "card:a/b", "exercise:a/c")
OTHER = "f" * 16
NO_STEPS = (Kind.NUDGED, Kind.UNDONE)

hours = st.integers(0, 6)
numbers = st.integers(0, 60)
actions = st.one_of(
    st.tuples(st.just("record"), hours, st.sampled_from(ITEMS)),
    st.tuples(st.just("step"), hours, st.sampled_from(ITEMS)),
    *[st.tuples(st.sampled_from(["undo", "redo"]), hours, st.none())] * 4,
    st.tuples(st.sampled_from(["take back", "undo any", "undo any elsewhere"]), hours, numbers),
    st.tuples(st.just("elsewhere"), st.integers(0, 12), st.sampled_from(ITEMS)),
    st.tuples(st.sampled_from(["move", "rebuild"]), hours, st.none()),
)


class Model:
    """What this machine recorded, in the order of recording; undo and redo as the log alone has them."""

    def __init__(self):
        self.log, self.own, self.gone = {}, [], set()

    def note(self, store):
        """Append what the last action recorded here; ids of one action ascend."""
        events = store.events()
        self.own += [event for event in events if event.id not in self.log and event.device != OTHER and CAUSE not in event.data]
        self.log = {event.id: event for event in events}
        self.gone = set()
        for event in reversed(events):
            if event.kind is Kind.UNDONE and event.id not in self.gone and self._counts(event):
                self.gone.add(event.data["event"])

    def last_step(self):
        return next((event for event in reversed(self.own) if event.kind not in NO_STEPS and event.id not in self.gone), None)

    def to_redo(self):
        for event in reversed(self.own):
            if event.kind not in NO_STEPS:
                return None
            named = self.log.get(event.data["event"])
            if event.id not in self.gone and not (named and named.kind is Kind.UNDONE):
                return named
        return None

    def _counts(self, undo):
        named = self.log.get(undo.data["event"])
        return named is not None and named.item == undo.item and named.id < undo.id


def elsewhere(hour, number, kind, item, data):
    at = NOON + timedelta(hours=hour)
    return Event(event_id(at, number, OTHER), at, at.date(), OTHER, kind, item, data)


def perform(store, model, number, action, hour, what):
    at = NOON + timedelta(hours=hour)
    target = list(model.log.values())[what % len(model.log)] if isinstance(what, int) and model.log else None
    if action == "record":
        store.record(Kind.REVIEWED, what, at, {"quality": 4})
    elif action == "step":
        store.record_all([Draft(Kind.GRADED, what, {"verdict": "failed"}), Draft(Kind.NUDGED, ITEMS[0])], at)
    elif action == "undo":
        assert store.undo(at) == model.last_step()
    elif action == "redo":
        assert store.redo(at) == model.to_redo()
    elif action == "elsewhere":
        store.take_in([elsewhere(hour, number, Kind.REVIEWED, what, {"quality": 4})])
    elif action == "move":  # the database comes to another disk, and records under another device id
        store.connection.execute("UPDATE local SET value = 'elsewhere' WHERE key = 'place'")
        store.device = device_of(store.connection, store.path)
    elif action == "rebuild":
        rebuild(store)
    elif target and action == "take back":
        store.take_back(target, at)
    elif target and action == "undo any":
        store.record(Kind.UNDONE, target.item, at, {"event": target.id})
    elif target:
        store.take_in([elsewhere(hour, number, Kind.UNDONE, target.item, {"event": target.id})])
    model.note(store)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(actions, min_size=20, max_size=70))
def test_undo_and_redo_take_what_a_look_through_the_whole_log_takes(done):
    with new_store() as store:
        model = Model()
        for number, (action, hour, what) in enumerate(done):
            perform(store, model, number, action, hour, what)
        assert compare(store) == []
        for action in ("undo", "redo"):
            for number in range(len(done) + 1):
                perform(store, model, number, action, 0, None)
        assert compare(store) == []


def test_an_undo_that_arrives_before_what_it_undoes_counts_once_that_is_there(store):
    event = elsewhere(0, 0, Kind.REVIEWED, ITEMS[0], {"quality": 4})
    store.take_in([elsewhere(1, 0, Kind.UNDONE, ITEMS[0], {"event": event.id})])
    store.take_in([event])

    assert store.all_memory() == []
    assert compare(store) == []


def test_what_a_log_had_lost_can_be_undone_when_it_comes_back(store):
    lost = Event(event_id(NOON, 0, store.device), NOON, NOON.date(), store.device, Kind.REVIEWED, ITEMS[0], {"quality": 4})
    for number in range(1, 10):
        store.record(Kind.REVIEWED, ITEMS[1], NOON + timedelta(hours=number), {"quality": 4})
    while store.undo(NOON):
        pass
    store.take_in([lost])

    assert store.undo(NOON) == lost


def test_doctor_finds_and_mends_what_undo_and_redo_remember_wrongly(store):
    first, second = (store.record(Kind.REVIEWED, ITEMS[0], NOON, {"quality": 4}) for _ in range(2))
    store.undo(NOON)
    store.connection.execute("UPDATE undone SET times = 2")
    store.connection.execute("INSERT INTO undone VALUES (?, 1)", (first.id,))
    store.connection.execute("INSERT INTO gap VALUES ('step', ?, ''), ('undo', '~', '')", (second.id,))

    undo = store.events()[-1]

    assert compare(store) == [
        f"event {first.id}: undone 0 times by the log, 1 times in the cache",
        f"event {second.id}: undone 1 times by the log, 2 times in the cache",
        *[f"event {event.id}: redo would pass it over" for event in (undo, second, first)],
    ]
    rebuild(store)
    assert compare(store) == []


def test_a_log_of_many_undos_notes_few_gaps_and_leaves_the_rest_out_at_once(store):
    for number in range(60):
        store.record(Kind.REVIEWED, ITEMS[number % 2], NOON - timedelta(hours=number), {"quality": 4})
    while store.undo(NOON):
        pass

    assert store.connection.execute("SELECT count(*) FROM gap WHERE sought = 'step'").fetchone() == (1,)
    assert len(store.events()) == 120
