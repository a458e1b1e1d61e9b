"""The next hint is one that fits what failed, and none comes twice before all were seen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from studykit.content.exercise import Exercise, ExerciseKind
from studykit.progress.events import Kind
from studykit.progress.store import Store
from studykit.study.hints import take_hint

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
EXERCISE = Exercise(
    "t", "e", "Title", ExerciseKind.IMPLEMENT, 1, (), (), ("one", "two", "three"), (), Path("pack"), helps={"test_c": 3, "test_b": 2}
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "log.db") as store:
        yield store


def graded(store: Store, *failed: str) -> None:
    verdict = "failed" if failed else "passed"
    store.record(Kind.GRADED, EXERCISE.item, NOW, {"verdict": verdict, "failed": list(failed)})


def numbers(store: Store, count: int, exercise: Exercise = EXERCISE) -> list[int]:
    return [take_hint(exercise, store, NOW).number for _ in range(count)]


def test_without_a_failed_grade_hints_come_in_order(store: Store) -> None:
    assert numbers(store, 3) == [1, 2, 3]
    assert take_hint(EXERCISE, store, NOW).fresh is False


def test_after_a_failed_grade_the_hint_that_fits_comes_first_and_then_the_others(store: Store) -> None:
    graded(store, "test_a", "test_c")
    assert numbers(store, 3) == [3, 1, 2]


def test_what_fits_and_was_seen_does_not_come_again(store: Store) -> None:
    graded(store, "test_b")
    assert numbers(store, 1) == [2]
    graded(store, "test_b", "test_c")
    assert numbers(store, 2) == [3, 1]


def test_a_pass_begins_anew_and_an_undone_hint_can_be_had_again(store: Store) -> None:
    graded(store, "test_c")
    assert numbers(store, 2) == [3, 1]
    store.undo(NOW)
    assert numbers(store, 1) == [1]
    graded(store)
    assert numbers(store, 2) == [1, 2]


def test_an_exercise_that_says_nothing_of_it_gives_them_in_order(store: Store) -> None:
    graded(store, "test_c")
    assert numbers(store, 2, replace(EXERCISE, helps={})) == [1, 2]
