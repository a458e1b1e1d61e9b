"""What `check --mutants` says: survivors need an account, an account needs a survivor, and a suite must notice most changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from studykit.content.check_mutants import Outcome, equivalents_file, mutant_faults, mutant_rows
from studykit.content.exercise import Exercise
from studykit.content.mutants import mutants
from studykit.content.pack import builtin_pack, load_library
from studykit.errors import StudykitError


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    found = load_library([builtin_pack()]).exercise("optimisers/zero_grad")
    moved = replace(found, pack=tmp_path)
    moved.solution_folder.mkdir(parents=True)
    return moved


def outcomes(exercise: Exercise, surviving: int) -> list[Outcome]:
    source = "def f(a, b, c, d):\n    a = a + b\n    c = c - d\n    a = a * c\n    b = a / c\n    return a\n"
    return [Outcome(exercise, mutant, rejected=number >= surviving) for number, mutant in enumerate(mutants(source))]


def test_a_suite_that_notices_everything_has_no_fault(exercise: Exercise) -> None:
    assert mutant_faults(outcomes(exercise, 0)) == []


def test_a_survivor_must_be_accounted_for(exercise: Exercise) -> None:
    found = outcomes(exercise, 1)
    (name,) = mutant_rows(found)[0].survivors
    assert f"the suite accepts `{name}`" in mutant_faults(found)[0]
    equivalents_file(exercise).write_text(f"{name!r}: It is right, since nothing reads a afterwards.\n")
    assert not any("accepts" in fault for fault in mutant_faults(found))


def test_an_account_of_what_is_rejected_is_a_fault(exercise: Exercise) -> None:
    equivalents_file(exercise).write_text("'gone: x -> y': It was right once.\n")
    assert "is no surviving mutant any more" in mutant_faults(outcomes(exercise, 0))[0]


def test_a_suite_that_notices_little_is_named(exercise: Exercise) -> None:
    faults = mutant_faults(outcomes(exercise, 12))
    assert any(fault.startswith("optimisers/zero_grad: rejects") and "less than 80%" in fault for fault in faults)
    assert any("less than 95%" in fault for fault in faults)


def test_a_malformed_account_names_the_file(exercise: Exercise) -> None:
    equivalents_file(exercise).write_text("- a list\n")
    with pytest.raises(StudykitError, match="should hold lines"):
        mutant_faults(outcomes(exercise, 0))
