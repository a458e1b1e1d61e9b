"""The pack that comes along, proved on real torch: each suite accepts every right answer and rejects every wrong one."""

from collections.abc import Iterator
from zlib import crc32

import pytest

from studykit.authoring.lint import faults
from studykit.authoring.trials import Role, Trial, attempt, card_faults, trials
from studykit.content.deck import CardKind
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.grading.client.cold import Grader

LIBRARY: Library = load_library([builtin_pack()])
TRIALS = [trial for exercise in LIBRARY.exercises.values() for trial in trials(exercise)]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Grader() as running:
        yield running


@pytest.mark.content
@pytest.mark.parametrize("trial", TRIALS, ids=[f"{trial.exercise.id}-{trial.role}-{trial.name}" for trial in TRIALS])
def test_the_suite_judges_it_as_it_should(grader: Grader, trial: Trial) -> None:
    # A diagnosis compares with every mistake of the exercise: all of them would take half an hour; `studykit check` takes it.
    assert attempt(grader, trial, diagnose=crc32(trial.name.encode()) % 12 == 0).fault is None


@pytest.mark.content
def test_every_claim_of_a_card_is_proved() -> None:
    assert card_faults(list(LIBRARY.cards.values())) == []


def test_the_pack_has_no_fault() -> None:
    assert faults(builtin_pack()) == []


@pytest.mark.parametrize("exercise", LIBRARY.exercises.values(), ids=lambda exercise: exercise.id)
def test_an_exercise_has_hints_mistakes_and_another_right_answer(exercise) -> None:
    roles = [trial.role for trial in trials(exercise)]
    assert len(exercise.hints) >= 3
    assert roles.count(Role.MISTAKE) >= 3
    assert roles.count(Role.ALSO_RIGHT) >= 1
    assert exercise.source


def test_there_are_cards_of_every_kind_for_the_ten_exercises() -> None:
    assert len(LIBRARY.exercises) >= 10
    assert len(LIBRARY.cards) >= 60
    assert {card.kind for card in LIBRARY.cards.values()} == set(CardKind)


def test_no_two_cards_ask_the_same() -> None:
    asked: dict[str, str] = {}
    for card in LIBRARY.cards.values():
        question = "".join(filter(str.isalnum, f"{card.front} {card.code}".lower()))
        assert asked.setdefault(question, card.id) == card.id
