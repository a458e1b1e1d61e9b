"""Numbers for pictures, from the real grader."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from studykit.content.mistake import mistake_named
from studykit.content.pack import builtin_pack, load_library
from studykit.grading.client.warm import WarmGrader
from studykit.visuals.numbers import revived
from studykit.visuals.picture import picture

LIBRARY = load_library([builtin_pack()])


@pytest.fixture(scope="session")
def grader() -> Iterator[WarmGrader]:
    with WarmGrader(idle_seconds=600) as found:
        yield found


@pytest.fixture(scope="session")
def recorded(grader: WarmGrader) -> Callable[..., dict[str, Any]]:
    """`recorded(picture, exercise, mistake)`: what is recorded of a solution, of one of the exercise's mistakes, or of `other` text; None
    if there is nothing and it `may_fail`."""

    @cache
    def record(name: str, id: str, mistake: str = "", other: str = "", may_fail: bool = False) -> dict[str, Any] | None:
        exercise = LIBRARY.exercise(id)
        source = mistake_named(exercise, mistake).source if mistake else other or exercise.solution.read_text(encoding="utf-8")
        report = grader.grade(picture(name).job(exercise, source, f"{exercise.slug}.py"))
        if may_fail and not report.recorded:
            return None
        assert report.recorded, report
        numbers: dict[str, Any] = revived(report.recorded)
        return numbers

    return record
