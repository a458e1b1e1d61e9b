"""What the tests of a class share: reports, graded once."""

import pytest

from studykit.classroom.gradebook import Gradebook
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.grading.grade_report import Report
from tests.classroom.made_up import class_of, graded


@pytest.fixture(scope="session")
def taught() -> Library:
    return load_library([builtin_pack()])


@pytest.fixture(scope="session")
def reports(taught: Library) -> dict[str, list[Report]]:
    return graded(taught)


@pytest.fixture(scope="session")
def a_class(reports: dict[str, list[Report]]) -> Gradebook:
    return class_of(30, reports)
