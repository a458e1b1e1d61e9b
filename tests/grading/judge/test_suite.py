"""One judge runs a suite for several answers, each on its own."""

from dataclasses import replace

import pytest

from studykit.content.pack import builtin_pack, load_library
from studykit.errors import GraderError
from studykit.grading.client.cold import Grader
from studykit.grading.grade_report import Outcome, Verdict
from studykit.grading.job import Job, job_for
from tests.conftest import mistaken

SGD = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
RIGHT = SGD.solution.read_text()
ANSWERS = {
    RIGHT: Verdict.PASSED,
    mistaken(SGD.id, "climbs"): Verdict.FAILED,
    "import os\ndef sgd_update(params, lr): os._exit(3)": Verdict.CRASHED,
    "1 / 0": Verdict.INVALID,
    f"{RIGHT}\nimport torch\ntorch.Tensor.add_ = None": Verdict.PASSED,
    f"{RIGHT}\nimport builtins\nbuiltins.print = None": Verdict.PASSED,
}


def job(source: str, **changes: object) -> Job:
    return replace(job_for(SGD, source, "answer.py", seed=7, device="cpu"), diagnosis_seconds=0.0, **changes)


def test_each_answer_gets_the_report_that_it_gets_alone(grader: Grader) -> None:
    together = list(grader.begin(*map(job, ANSWERS)).reports())
    assert [report.verdict for report in together] == list(ANSWERS.values())
    for source, report in zip(ANSWERS, together, strict=True):
        alone = grader.grade(job(source))
        assert [result.as_json() for result in report.results] == [result.as_json() for result in alone.results]


def test_a_suite_may_end_with_the_first_failure_and_go_on_with_the_next_answer(grader: Grader) -> None:
    wrong, right = grader.begin(job(mistaken(SGD.id, "climbs"), to_first_failure=True), job(RIGHT, to_first_failure=True)).reports()
    assert [result.outcome for result in wrong.results].count(Outcome.FAILED) == 1
    assert right.passed


def test_seeds_may_differ(grader: Grader) -> None:
    wrong = "def sgd_update(params, lr): return 3"
    first, second = (replace(job(wrong), seed=seed) for seed in (1, 2))
    reports = list(grader.begin(first, second, first).reports())
    assert [report.seed for report in reports] == [1, 2, 1]
    assert reports[0].results == reports[2].results != reports[1].results


def test_a_broken_suite_judges_none_of_them(grader: Grader, tmp_path) -> None:
    (tmp_path / "test_broken.py").write_text("import no_such_module\n")
    broken = [job(RIGHT, suite=str(tmp_path / "test_broken.py")) for _ in range(2)]
    with pytest.raises(GraderError, match="no_such_module"):
        list(grader.begin(*broken).reports())
