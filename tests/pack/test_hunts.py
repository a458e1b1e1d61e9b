"""What the built-in pack offers as bug hunts: enough of them, in each exercise, and none that gives its bug away."""

from dataclasses import replace

import pytest

from studykit.content.exercise import Exercise
from studykit.content.hunt import Hunt, hunts_of
from studykit.content.hunt_program import LONGEST
from studykit.content.hunt_rules import WIDEST
from studykit.content.hunted import has_hunts
from studykit.content.mistake import code_of, mistake_named, mistakes_of
from studykit.content.pack import builtin_pack, load_library
from studykit.content.rejections import is_up_to_date, read_rejections
from studykit.content.tidy import tidied
from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Outcome, Report
from studykit.grading.job import Job, job_for

EXERCISES = list(load_library([builtin_pack()]).exercises.values())
WITHOUT_A_PROGRAM = {"autograd/quiz"}  # a dict of answers: what it asks stands in the comments of its starter
EVERY = 60
OTHER_SEED = 7


@pytest.fixture(scope="module")
def hunts() -> dict[str, tuple[Hunt, ...]]:
    return {exercise.id: hunts_of(exercise) for exercise in EXERCISES}


def test_at_least_800_mistakes_serve_and_some_in_each_exercise(hunts: dict[str, tuple[Hunt, ...]]) -> None:
    counts = {name: sum(hunt.has_bug for hunt in ones) for name, ones in hunts.items()}

    assert sum(counts.values()) >= 800
    assert {name for name, count in counts.items() if not count} == WITHOUT_A_PROGRAM


def test_each_exercise_with_hunts_has_one_without_a_bug_which_its_way_of_writing_does_not_tell(hunts: dict[str, tuple[Hunt, ...]]) -> None:
    for name, ones in hunts.items():
        styles = {is_right: {_is_annotated(hunt) for hunt in ones if hunt.has_bug is not is_right} for is_right in (True, False)}
        assert bool(styles[True]) is bool(styles[False]), name
        assert styles[True] <= styles[False], name


def test_what_is_told_of_hunts_without_reading_them_is_true(hunts: dict[str, tuple[Hunt, ...]]) -> None:
    assert {exercise.id for exercise in EXERCISES if has_hunts(exercise)} == {name for name, ones in hunts.items() if ones}


def test_each_hunt_can_be_shown_and_answered(hunts: dict[str, tuple[Hunt, ...]]) -> None:
    for hunt in (hunt for ones in hunts.values() for hunt in ones):
        place = f"{hunt.exercise}: {hunt.name}"
        assert hunt.asks.strip(), place
        assert len(hunt.program) <= LONGEST, place
        assert max(map(len, hunt.program)) <= WIDEST, place
        assert all(hunt.program[line - 1].strip() for line in hunt.faulty), place
        assert 3 <= len(set(hunt.choices)) == len(hunt.choices) <= 4, place
        assert all(choice.strip() and "\n" not in choice for choice in hunt.choices), place
        assert hunt.right in range(len(hunt.choices)) if hunt.has_bug else hunt.right == -1, place
        assert bool(hunt.says and hunt.cards and hunt.edit) is hunt.has_bug, place


def test_no_program_has_a_comment(hunts: dict[str, tuple[Hunt, ...]]) -> None:
    shown = {line for ones in hunts.values() for hunt in ones for line in hunt.program}

    assert [line for line in shown if line.strip() and not tidied(line)] == []
    assert [line for line in shown if "  # " in line] == []


def test_a_program_without_a_bug_is_that_of_a_right_answer(hunts: dict[str, tuple[Hunt, ...]]) -> None:
    for exercise in EXERCISES:
        right = [tidied(code_of(file, exercise.solution_folder)) for file in (exercise.solution, *exercise.also_right)]
        for hunt in (hunt for hunt in hunts[exercise.id] if not hunt.has_bug):
            assert any({line for line in hunt.program if line} <= set(lines) for lines in right), hunt.name


def test_the_right_choice_is_no_longer_than_the_others(hunts: dict[str, tuple[Hunt, ...]]) -> None:
    ones = [hunt for each in hunts.values() for hunt in each if hunt.has_bug and len(hunt.choices) == 4]
    longest = sum(max(hunt.choices, key=len) == hunt.choices[hunt.right] for hunt in ones)
    shortest = sum(min(hunt.choices, key=len) == hunt.choices[hunt.right] for hunt in ones)

    assert 0.2 < longest / len(ones) < 0.3
    assert 0.2 < shortest / len(ones) < 0.3


@pytest.mark.validate
def test_the_record_of_what_rejects_each_mistake_is_of_the_suites_as_they_are() -> None:
    stale = [exercise.id for exercise in EXERCISES if not is_up_to_date(exercise, mistakes_of(exercise))]

    assert stale == []


@pytest.mark.validate
def test_the_suites_prove_that_the_other_explanations_are_false(hunts: dict[str, tuple[Hunt, ...]]) -> None:
    """With another seed than that of the record: what another mistake fails and the shown program passes does not go wrong in it."""
    with_bug = [(exercise, hunt) for exercise in EXERCISES for hunt in hunts[exercise.id] if hunt.has_bug]
    with WarmGrader(60.0) as grader:
        for exercise, hunt in with_bug[::EVERY]:
            recorded = read_rejections(exercise)
            own = recorded.of(hunt.name)
            proved = [other for other in hunt.explains if own is not None and (recorded.of(other) or frozenset()) - own]
            jobs = [_job(exercise, name) for name in (hunt.name, *proved)]
            shown, *others = [_failed(report) for report in grader.begin(*jobs).reports()]
            assert shown, f"{exercise.id}: {hunt.name}"
            for name, failed in zip(proved, others, strict=True):
                assert failed - shown, f"{exercise.id}: {hunt.name}: {name} may be true of it"


def _job(exercise: Exercise, name: str) -> Job:
    job = job_for(exercise, mistake_named(exercise, name).source, f"{name}.py", OTHER_SEED)
    return replace(job, diagnosis_seconds=0.0)


def _failed(report: Report) -> frozenset[str]:
    return frozenset(result.name for result in report.results if result.outcome is not Outcome.PASSED)


def _is_annotated(hunt: Hunt) -> bool:
    return any(line.lstrip().startswith(("def ", ")")) and "->" in line for line in hunt.program)
