"""One grading server for all tests of this folder, and a way to grade a text as an answer to the SGD exercise."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from studykit.content.pack import builtin_pack, load_library
from studykit.grading.client.warm import WarmGrader
from studykit.grading.grade_report import Report
from studykit.grading.job import job_for


@pytest.fixture(scope="session")
def grader() -> Iterator[WarmGrader]:
    with WarmGrader(idle_seconds=600) as running:
        yield running


@pytest.fixture
def grade(grader: WarmGrader) -> Callable[..., Report]:
    """Grades a source text; keyword arguments replace fields of the job."""
    exercise = load_library([builtin_pack()]).exercise("optimizers/sgd_update")

    def grade(source: str, **changes: object) -> Report:
        return grader.grade(replace(job_for(exercise, source, "answer.py", seed=7, device="cpu"), **changes))

    return grade
