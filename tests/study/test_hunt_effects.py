"""What hunts do to their exercise: missed twice they make it due, found they put it off; and what a grade does to hunts."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.content.hunted import mistakes_to_hunt
from studykit.content.pack import builtin_pack, load_library
from studykit.grading.grade_report import Diagnosis
from studykit.memory.hunting import NO_BUG
from studykit.progress.events import Draft, Kind
from studykit.progress.replay import compare, rebuild
from studykit.progress.store import Store
from studykit.progress.sync import sync
from studykit.settings import Settings
from studykit.study.hunt_choice import next_mistake
from studykit.study.hunt_effects import hunt_drafts
from studykit.study.own_mistakes import hunts_brought
from studykit.study.review.agenda import Scope, scope_of, todays_hunts
from tests.conftest import examples
from tests.progress.test_sync import devices

EXERCISE, HUNT = "exercise:optimizers/sgd_update", "hunt:optimizers/sgd_update"
NOON = datetime.fromisoformat("2026-01-01T12:00:00+00:00")
TODAY, DAY = date(2026, 1, 1), timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "progress.db") as opened:
        opened.connection.execute("PRAGMA synchronous = OFF")
        yield opened


@pytest.fixture(scope="module")
def library():
    return load_library([builtin_pack()])


def graded(store, item=EXERCISE, day=0, verdict="passed", **data):
    store.record(Kind.GRADED, item, NOON + day * DAY, {"verdict": verdict, **data})


def hunted(store, day, quality, item=HUNT, **data):
    at = NOON + day * DAY
    return store.record_all(hunt_drafts(store, item, {"quality": quality, **data}, at), at)


def due_in(store, item=EXERCISE):
    return (store.memory(item).due - TODAY).days


def test_two_misses_in_a_row_make_the_exercise_due_that_day(store):
    graded(store)
    hunted(store, 1, 1)
    assert due_in(store) == 28
    hunted(store, 2, 1)

    assert due_in(store) == 2
    assert compare(store) == []


def test_a_hunt_in_between_was_no_miss(store):
    graded(store)
    for day, quality in ((1, 1), (2, 3), (3, 1)):
        hunted(store, day, quality)

    assert due_in(store) == 28


def test_who_misses_on_after_writing_it_again_writes_it_once_more_after_a_week(store):
    graded(store)
    for day in (1, 2):
        hunted(store, day, 1)
    graded(store, day=2)
    assert due_in(store) == 28
    hunted(store, 3, 1)
    assert due_in(store) == 28
    hunted(store, 4, 1)
    assert due_in(store) == 28
    hunted(store, 9, 1)
    assert due_in(store) == 9


def test_one_undo_takes_back_a_miss_and_what_it_made_due(store):
    graded(store)
    hunted(store, 1, 1)
    before = store.all_memory()
    hunted(store, 2, 1)
    store.undo(NOON + 2 * DAY)

    assert store.all_memory() == before
    store.redo(NOON + 2 * DAY)
    assert due_in(store) == 2


def test_hunts_found_put_the_exercise_off_by_twice_their_interval_and_at_most_a_year(store):
    graded(store)
    seen = []
    for day in (1, 2, 8, 25, 73, 213, 364):
        hunted(store, day, 5)
        seen.append(due_in(store))

    assert seen == [28, 28, 42, 121, 353, 365, 365]


def test_a_hunt_found_with_help_puts_nothing_off(store):
    graded(store)
    for day in (1, 2, 8):
        hunted(store, day, 3)

    assert [event.kind for event in store.events(EXERCISE)] == [Kind.GRADED]


def test_two_devices_whose_hunts_met_end_with_the_same_and_the_later_day(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    with Store.open(tmp_path / "1" / "progress.db") as one, Store.open(tmp_path / "2" / "progress.db") as other:
        graded(one)
        sync(one, shared, NOON)
        sync(other, shared, NOON)
        for day in (1, 2, 8, 25):
            hunted(one, day, 5)
        hunted(other, 26, 5)
        for store in (one, other, one):
            sync(store, shared, NOON)

        assert one.all_memory() == other.all_memory()
        assert due_in(one) == 121
        assert compare(one) == compare(other) == []


happenings = st.one_of(st.sampled_from(["passed", "failed", "undo", "sync"]), st.sampled_from([1, 3, 4, 5]), st.just(1))


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60), happenings), max_size=14), st.permutations(range(3)))
def test_three_devices_that_hunt_and_write_come_to_the_same_in_any_order(diary, order):
    with TemporaryDirectory() as name, devices(Path(name)) as stores:
        shared = Path(name) / "shared"
        shared.mkdir()
        for number, day, what in diary:
            store = stores[number]
            if what == "undo":
                store.undo(NOON + day * DAY)
            elif what == "sync":
                sync(store, shared, NOON)
            elif isinstance(what, str):
                graded(store, day=day, verdict=what)
            else:
                hunted(store, day, what)
        for number in (*order, *order):
            sync(stores[number], shared, NOON)

        known = [store.all_memory() for store in stores]
        assert known[0] == known[1] == known[2]
        assert all(compare(store) == [] for store in stores)
        rebuild(stores[0])
        assert stores[0].all_memory() == known[0]


def test_the_next_mistake_follows_the_log(store):
    names = ["adds", "climbs", "sums", "halves"]
    graded(store)
    first = next_mistake(store, HUNT, names)
    shown = []
    for day in range(1, 9):
        shown.append(next_mistake(store, HUNT, names))
        hunted(store, day, 5, mistake=shown[-1])
    assert set(shown) - {NO_BUG} == set(names)
    for _ in shown:
        store.undo(NOON + 9 * DAY)

    assert shown[0] == first == next_mistake(store, HUNT, names)


def test_a_mistake_of_a_grade_is_the_first_hunt_after_the_pass(store):
    names = ["adds", "climbs", "sums", "halves"]
    for made in names:
        graded(store, verdict="failed", mistakes=[made])
        assert next_mistake(store, HUNT, names) == "adds"
    hunted(store, 1, 5, mistake="adds")
    assert next_mistake(store, HUNT, names) == "climbs"


def made_in(library, exercise, store, *, name, cards):
    return hunts_brought(library, store, library.exercise(exercise), [Diagnosis(name, "It does.", cards)])


CARDS = ("optimizers/descent-direction",)


def has_mistake_on(exercise, card):
    return any(card in cards for cards in mistakes_to_hunt(exercise).values())


def test_a_mistake_comes_as_a_hunt_of_other_code_of_the_same_idea(store, library):
    near = next(id for id, one in library.exercises.items() if id != "optimizers/sgd_update" and has_mistake_on(one, CARDS[0]))
    graded(store, f"exercise:{near}")
    graded(store, f"exercise:{next(id for id in library.exercises if id.startswith('tensors/'))}")
    (brought,) = made_in(library, "optimizers/sgd_update", store, name="climbs", cards=CARDS)
    store.record_all([Draft(Kind.GRADED, EXERCISE, {"verdict": "failed"}), brought], NOON + 9 * DAY)

    assert brought.item == f"hunt:{near}"
    assert due_in(store, brought.item) == 1  # it was due before
    assert next_mistake(store, brought.item, [brought.data["mistake"], "another"]) == brought.data["mistake"]


def test_a_mistake_without_other_code_comes_in_its_own_once_that_was_passed(store, library):
    assert made_in(library, "optimizers/sgd_update", store, name="climbs", cards=CARDS) == []
    graded(store)
    (brought,) = made_in(library, "optimizers/sgd_update", store, name="climbs", cards=CARDS)

    assert (brought.item, brought.data["mistake"]) == (HUNT, "climbs")


def test_a_day_asks_the_mistakes_made_first_and_leaves_the_rest(store, library):
    ids = [id for id in library.exercises if library.has(f"hunt:{id}")][:5]
    for day, id in enumerate(ids):
        graded(store, f"exercise:{id}", day)
    store.record(Kind.NUDGED, f"hunt:{ids[4]}", NOON + 8 * DAY, {"mistake": "m"})
    store.hand_out(f"exercise:{ids[0]}", Path("file.py"), "", NOON)
    today, scope = TODAY + 9 * DAY, scope_of(Settings(hunts_a_day=2))
    found = todays_hunts(store, library, today, scope)

    assert found.items == (f"hunt:{ids[4]}", f"hunt:{ids[1]}")
    assert found.beyond == (f"hunt:{ids[2]}", f"hunt:{ids[3]}")
    assert found.in_progress == (f"hunt:{ids[0]}",)
    hunted(store, 9, 5, f"hunt:{ids[4]}")
    assert todays_hunts(store, library, today, scope).items == (f"hunt:{ids[1]}",)
    assert todays_hunts(store, library, today, replace(scope, hunts_a_day=0)).items == ()
    assert todays_hunts(store, library, today, Scope(3, tags=frozenset({"x"}))).items == ()
    assert todays_hunts(store, library, today, Scope(3, decks=frozenset({"no-such"}))).items == ()
