"""What `check --mutants` says: survivors need an account, an account needs a survivor, and a suite must notice most changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from studykit.authoring.mutants import mutants
from studykit.authoring.mutation_score import MutantRow, Outcome, equivalents_file, exercise_faults, mutant_row, share_faults
from studykit.content.exercise import Exercise
from studykit.content.pack import builtin_pack, load_library
from studykit.errors import StudykitError


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    found = load_library([builtin_pack()]).exercise("optimizers/zero_grad")
    moved = replace(found, pack=tmp_path)
    moved.solution_folder.mkdir(parents=True)
    return moved


def noticed(exercise: Exercise, surviving: int) -> MutantRow:
    source = "def f(a, b, c, d):\n    a = a + b\n    c = c - d\n    a = a * c\n    b = a / c\n    return a\n"
    outcomes = [Outcome(mutant, rejected=number >= surviving) for number, mutant in enumerate(mutants(source))]
    return mutant_row(exercise.id, outcomes)


def test_a_suite_that_notices_everything_has_no_fault(exercise: Exercise) -> None:
    assert exercise_faults(exercise, noticed(exercise, 0)) == []


def test_a_survivor_must_be_accounted_for(exercise: Exercise) -> None:
    found = noticed(exercise, 1)
    (name,) = found.survivors
    assert f"the suite accepts `{name}`" in exercise_faults(exercise, found)[0]
    equivalents_file(exercise).write_text(f"{name!r}: It is right, since nothing reads a afterwards.\n")
    assert not any("accepts" in fault for fault in exercise_faults(exercise, found))


def test_an_account_of_what_is_rejected_is_a_fault(exercise: Exercise) -> None:
    equivalents_file(exercise).write_text("'gone: x -> y': It was right once.\n")
    assert "is no surviving mutant any more" in exercise_faults(exercise, noticed(exercise, 0))[0]


def test_a_suite_that_notices_little_is_named(exercise: Exercise) -> None:
    found = noticed(exercise, 12)
    faults = exercise_faults(exercise, found)
    assert any(fault.startswith("optimizers/zero_grad: rejects") and "less than 80%" in fault for fault in faults)
    assert "less than 95%" in share_faults([found])[0]
    assert share_faults([noticed(exercise, 0)]) == []


def test_a_malformed_account_names_the_file(exercise: Exercise) -> None:
    equivalents_file(exercise).write_text("- a list\n")
    with pytest.raises(StudykitError, match="should hold lines"):
        exercise_faults(exercise, noticed(exercise, 0))
