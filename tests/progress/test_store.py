"""The store records what happened, and answers what is due from the cache that it keeps beside the log."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from studykit.errors import ProgressError
from studykit.progress.events import Draft, Kind, event_id
from studykit.progress.practice import read_practice
from studykit.progress.store import Store

NOON = datetime(2026, 3, 10, 12, tzinfo=timezone(timedelta(hours=1)))
TODAY = date(2026, 3, 10)
CARD = "card:autograd/leaf"
OTHER_CARD = "card:optimizers/descent"
EXERCISE = "exercise:optimizers/sgd_update"


def days(number):
    return timedelta(days=number)


def review(store, item, quality, at=NOON):
    return store.record(Kind.REVIEWED, item, at, {"quality": quality})


def test_opening_creates_the_folder_and_an_empty_log(path):
    with Store.open(path) as store:
        assert (store.events(), store.all_memory(), store.undo(NOON)) == ([], [], None)


def test_what_was_recorded_is_there_when_the_database_is_opened_again(path):
    with Store.open(path) as store:
        recorded = review(store, CARD, 4)
        known = store.memory(CARD)

    with Store.open(path) as store:
        assert (store.events(CARD), store.memory(CARD)) == ([recorded], known)


def test_an_event_carries_moment_day_and_device(path):
    with Store.open(path, rollover_hour=4) as store:
        event = review(store, CARD, 4, datetime(2026, 3, 11, 3, 30, tzinfo=timezone(timedelta(hours=1))))

    assert (event.at, event.day) == (datetime(2026, 3, 11, 2, 30, tzinfo=UTC), TODAY)
    assert event.id == event_id(event.at, 0, store.device)
    assert len(store.device) == 16


def test_the_device_is_made_once_a_database(path, tmp_path):
    with Store.open(path) as first, Store.open(path) as again, Store.open(tmp_path / "other.db") as other:
        assert first.device == again.device != other.device


def test_events_of_one_moment_keep_the_order_in_which_they_were_recorded(store):
    ids = [review(store, CARD, quality).id for quality in (4, 2, 5)]

    assert [event.id for event in store.events()] == ids == sorted(ids)
    assert store.memory(CARD).lapses == 1


def test_an_event_of_an_earlier_moment_takes_its_place_in_the_fold(store):
    review(store, CARD, 4, NOON + days(1))
    review(store, CARD, 4, NOON)

    assert store.memory(CARD).due == TODAY + days(7)


def test_answers_on_their_due_days_give_the_table_of_the_design(store):
    at, rows = NOON, []
    for quality in [4, 4, 4, 4, 2, 4, 4, 4, 4]:
        review(store, CARD, quality, at)
        memory = store.memory(CARD)
        rows.append((memory.interval_days, memory.ease, memory.repetitions))
        at = datetime.combine(memory.due, at.timetz())

    assert rows == [(i, 250, n) for i, n in zip([1, 6, 15, 38, 1, 6, 15, 38, 95], [1, 2, 3, 4, 1, 2, 3, 4, 5], strict=True)]


def test_an_event_that_says_too_little_leaves_no_trace(store):
    with pytest.raises(ValueError, match="quality"):
        store.record_all([Draft(Kind.REVIEWED, CARD, {"quality": 4}), Draft(Kind.REVIEWED, OTHER_CARD)], NOON)

    assert (store.events(), store.all_memory()) == ([], [])


def test_a_moment_has_ids_for_65536_events(store):
    taken = event_id(NOON, 0xFFFF, "0" * 16)
    store.connection.execute("INSERT INTO event VALUES (?, '', '', '', 'hinted', 'card:a/b', '{}')", (taken,))

    with pytest.raises(ProgressError, match=r"progress\.db: 2026-03-10T12:00:00\+01:00 has 65536 events.* Record at another moment"):
        review(store, CARD, 4)


def test_due_items_come_most_overdue_first_then_by_name(store):
    review(store, "card:d/late", 4, NOON)
    review(store, "card:d/early", 4, NOON - days(3))
    review(store, "card:d/also_late", 4, NOON)
    review(store, "card:d/later", 4, NOON + days(1))

    assert [memory.item for memory in store.due(TODAY + days(1))] == ["card:d/early", "card:d/also_late", "card:d/late"]


def test_due_items_can_be_limited_by_prefix_and_number(store):
    for item in (CARD, OTHER_CARD, EXERCISE):
        review(store, item, 4)

    assert [memory.item for memory in store.due(TODAY + days(1), "card:")] == [CARD, OTHER_CARD]
    assert [memory.item for memory in store.due(TODAY + days(1), limit=1)] == [CARD]


def test_due_items_are_the_same_as_pairs(store):
    for item, at in [(OTHER_CARD, NOON - days(2)), (CARD, NOON), (EXERCISE, NOON), ("card:d/later", NOON + days(3))]:
        review(store, item, 4, at)
    due = store.due(TODAY + days(1), "card:")

    assert store.due_items(TODAY + days(1), "card:") == [(memory.item, memory.due) for memory in due]
    assert len(due) == 2


def test_neither_a_suspended_item_nor_one_only_looked_at_is_due(store):
    review(store, CARD, 4)
    store.record(Kind.SUSPENDED, CARD, NOON)
    store.record(Kind.HINTED, EXERCISE, NOON)

    assert store.due(TODAY + days(9)) == []


def test_cards_introduced_on_a_day_are_counted(store):
    for item, at in [(CARD, NOON), (CARD, NOON), (OTHER_CARD, NOON), (EXERCISE, NOON), ("card:d/next", NOON + days(1))]:
        review(store, item, 4, at)

    assert (store.introduced_on(TODAY), store.introduced_on(TODAY + days(1))) == (2, 1)


def test_the_reviews_of_a_study_day_are_those_in_effect(store):
    kept = review(store, CARD, 3, datetime(2026, 3, 10, 5, tzinfo=timezone(timedelta(hours=14))))
    review(store, CARD, 3, NOON - days(1))
    review(store, OTHER_CARD, 1, NOON)
    store.undo(NOON)

    assert store.reviewed_on(TODAY) == [kept]
    assert store.reviewed_on(date.min) == store.reviewed_on(date.max) == []


def test_undo_cancels_the_newest_event_and_then_the_one_before(store):
    first = review(store, CARD, 4)
    after_first = store.memory(CARD)
    second = review(store, CARD, 2, NOON + days(1))

    assert (store.undo(NOON + days(1)), store.memory(CARD)) == (second, after_first)
    assert (store.undo(NOON + days(1)), store.memory(CARD)) == (first, None)
    assert len(store.events()) == 4


def test_undo_by_a_clock_that_was_set_back_still_undoes(store):
    review(store, CARD, 4)

    store.undo(NOON - days(30))

    assert store.memory(CARD) is None


def test_an_undone_undo_brings_the_event_back(store):
    review(store, CARD, 4)
    known = store.memory(CARD)
    store.undo(NOON)
    undo = store.events(CARD)[-1]

    store.record(Kind.UNDONE, CARD, NOON, {"event": undo.id})

    assert store.memory(CARD) == known
    assert len(read_practice(store).reviews) == 1


def test_an_undo_reaches_only_its_own_item(store):
    event = review(store, CARD, 4)

    store.record(Kind.UNDONE, OTHER_CARD, NOON, {"event": event.id})

    assert store.memory(CARD).reviews == len(read_practice(store).reviews) == 1


def test_undoing_a_grade_takes_back_the_nudges_that_it_caused(store):
    review(store, CARD, 4, NOON - days(1))
    review(store, CARD, 4, NOON - days(1))
    before = store.all_memory()
    failed = Draft(Kind.GRADED, EXERCISE, {"verdict": "failed", "seed": 1})
    grade, *nudges = store.record_all([failed, Draft(Kind.NUDGED, CARD), Draft(Kind.NUDGED, OTHER_CARD)], NOON)

    assert [nudge.data for nudge in nudges] == [{"cause": grade.id}] * 2
    assert {memory.item for memory in store.due(TODAY)} == {CARD, OTHER_CARD}
    assert store.undo(NOON) == grade
    assert store.all_memory() == before


def test_undo_passes_over_nudges(store):
    event = review(store, CARD, 4)
    store.record(Kind.NUDGED, CARD, NOON)

    assert store.undo(NOON) == event


def test_a_workspace_is_remembered_until_the_exercise_is_handed_out_anew(store, tmp_path):
    store.hand_out(EXERCISE, tmp_path / "old.py", "aa", NOON - days(1))
    store.hand_out(EXERCISE, tmp_path / "new.py", "bb", NOON)

    handed_out = store.handed_out(EXERCISE)

    assert (handed_out.file, handed_out.starter, handed_out.at) == (str(tmp_path / "new.py"), "bb", NOON)
    assert store.workspaces() == [handed_out]
    assert store.handed_out("exercise:a/b") is None


def test_several_questions_within_reading_see_one_state(path, store):
    with store.reading(), Store.open(path) as other:
        before = store.events()
        review(other, CARD, 4)

        assert (before, store.events()) == ([], [])

    assert len(store.events()) == 1


def test_opening_an_existing_database_imports_nothing_heavy(path):
    Store.open(path).close()
    heavy = {"sqlite_utils", "numpy", "pydantic", "yaml", "torch", "rich", "typer"}
    child = (
        "import sys; from pathlib import Path; from studykit.progress.store import Store; "
        f"Store.open(Path(sys.argv[1])).close(); print(*({heavy!r} & sys.modules.keys()))"
    )

    result = subprocess.run([sys.executable, "-c", child, Path(path)], capture_output=True, text=True, check=True)

    assert result.stdout.strip() == ""
