"""A fault of the pack is the author's: it is never told to a learner as theirs, whatever their answer is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.errors import BrokenExercise
from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Outcome, Report
from studykit.grading.job import job_for
from tests.small_pack import PackFolder, small_pack

RIGHT, WRONG = "def f(x):\n    return x + x\n", "def f(x):\n    return [x]\n"
YAML = "exercises/optimizers/sgd_update/exercise.yaml"
PROBES = "solutions/optimizers/sgd_update/probes.py"
SUITE = "solutions/optimizers/sgd_update/test_sgd_update.py"
NO_FIXTURE = "import pytest\n\n\n@pytest.fixture\ndef given():\n    return {}['k']\n"


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    return small_pack(tmp_path / "pack")


@pytest.fixture
def grade(pack: PackFolder, grader: WarmGrader) -> Callable[[str], Report]:
    return lambda source: grader.grade(job_for(pack.exercise("optimizers/sgd_update"), source, "answer.py", seed=1))


@pytest.mark.parametrize("source", [RIGHT, WRONG], ids=["right", "wrong"])
@pytest.mark.parametrize(
    ("file", "old", "new", "place", "what"),
    [
        (YAML, "torch.optim", "torch.optimm", f"{YAML}:7", "forbids: 'torch.optimm' cannot be found"),
        (PROBES, "(submission):", "(submission:", f"{PROBES}:4", "SyntaxError: "),
        (PROBES, "def moved", "import no_such\n\n\ndef moved", f"{PROBES}:4", "No module named 'no_such'"),
        (PROBES, "def moved", "raise SystemExit(3)\n\n\ndef moved", f"{PROBES}:4", "SystemExit: 3"),
        (PROBES, "def moved", "import os\n\n\nos._exit(3)\n\n\ndef moved", PROBES, "its process ended while it was imported"),
        (PROBES, "    return", "    1 / 0\n    return", f"{PROBES}:5", "ZeroDivisionError: "),
        (PROBES, "submission.f(2)", "submission.g(2)", f"{PROBES}:5", "asks the answer for `g`, which the solution does not define"),
        (PROBES, "submission.f(2)", "submission.f(2, 3)", f"{PROBES}:5", "TypeError: f() takes 1 positional argument"),
        (PROBES, "submission.f(2)", "{1, 2}", f"{SUITE}:9", "NotPlain: the answer is a set"),
        (SUITE, "probes.moved()", "probes.mooved()", f"{SUITE}:9", "calls the probe `mooved`, which probes.py does not define"),
        (SUITE, "probes.moved()", "probes.moved(1)", f"{SUITE}:9", "TypeError: moved() takes 1 positional argument"),
        (SUITE, "    assert", "    torch.ones(1)\n    assert", f"{SUITE}:9", "NameError: name 'torch'"),
        (SUITE, "import pytest", "import pytest\nx = y", f"{SUITE}:4", "NameError: name 'y'"),
        (SUITE, "import pytest", "import pytest\nimport no_such", f"{SUITE}:4", "No module named 'no_such'"),
        (SUITE, "(probes):", "(probes:", f"{SUITE}:7", "SyntaxError: "),
        (SUITE, "(probes)", "(probes, given)", f"{SUITE}:6", "there is no fixture `given`"),
        (SUITE, "def test_it", "def it", SUITE, "has no tests"),
    ],
    ids=lambda part: part.replace("/", "_")[-30:],
)
def test_a_fault_of_the_pack_names_its_file_and_line(
    pack: PackFolder, grade: Callable[[str], Report], file: str, old: str, new: str, place: str, what: str, source: str
) -> None:
    pack.replace(file, old, new)
    with pytest.raises(BrokenExercise) as broken:
        grade(source)
    assert broken.value.fault.startswith(f"{pack.path / place}: ")
    assert what in broken.value.fault
    assert broken.value.exit_code == 3
    first, fault, report = str(broken.value).splitlines()
    assert first == "The exercise optimizers/sgd_update is itself broken; your file was not graded, and nothing was recorded."
    assert fault == broken.value.fault
    assert report == f"Please report the line above to the author of the pack {pack.path}, who can run `studykit check {pack.path}`."


def test_a_fixture_that_fails_is_the_packs_fault(pack: PackFolder, grade: Callable[[str], Report]) -> None:
    pack.replace(SUITE, "import pytest\n", NO_FIXTURE)
    pack.replace(SUITE, "(probes)", "(probes, given)")
    with pytest.raises(BrokenExercise, match=r"test_sgd_update.py:8: KeyError: 'k'"):
        grade(RIGHT)


@pytest.mark.parametrize("file", [PROBES, SUITE])
def test_a_file_that_is_missing_is_the_packs_fault(pack: PackFolder, grade: Callable[[str], Report], file: str) -> None:
    pack.delete(file)
    with pytest.raises(BrokenExercise, match="cannot be read"):
        grade(RIGHT)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def g(x):\n    return x\n", "Your file defines no `f`"),
        ("def f():\n    return 4\n", "The signature does not fit the call in the task"),
        ("def f(x):\n    return {x}\n", "the answer is a set"),
        ("def f(x):\n    return None\n", "does not have the form that the task asks for"),
    ],
)
def test_what_the_solution_does_right_is_the_learners_to_put_right(
    pack: PackFolder, grade: Callable[[str], Report], source: str, message: str
) -> None:
    pack.replace(SUITE, "assert probes.moved() == 4", "assert probes.moved() + 0 == 4")
    (result,) = [result for result in grade(source).results if result.name == "test_it_doubles"]
    assert result.outcome is Outcome.FAILED
    assert message in (result.message or "")


def test_a_submission_cannot_have_its_failure_told_as_the_packs(grade: Callable[[str], Report]) -> None:
    report = grade("class MissingProbe(Exception): pass\ndef f(x):\n    raise MissingProbe('moved')\n")
    assert not report.passed
