"""The pytest plugin that runs a hidden suite: no test before the submission is imported, each outcome told as it comes.

Several submissions of one exercise may share it: pytest collects and rewrites the suite once, and its tests run for each of them.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest

from studykit.grading.judge.fixtures import Fixtures
from studykit.grading.judge.one_grade import OneGrade


class Suite:
    """Runs inside pytest, together with its `fixtures`. Each grade reports `collected`, then one `test` event for each requirement;
    `conclude` is called when its tests are done."""

    def __init__(self, grades: Sequence[OneGrade], conclude: Callable[[OneGrade], None]) -> None:
        self._grades = grades
        self._conclude = conclude
        self._current = grades[0]
        self._collect_error: str | None = None
        self._is_empty = True
        self.fixtures = Fixtures(lambda: self._current)

    def pytest_configure(self, config: pytest.Config) -> None:
        # Pytest's own tracebacks, which nobody sees here, take a quarter of a failed grade; Python's take next to nothing.
        config.option.tbstyle = "native"
        config.addinivalue_line("markers", "asks(quote, ...): the sentences of the task that this test asks for")
        config.addinivalue_line("markers", "given(quote, ...): sentences of the task that demand nothing of the answer")
        config.addinivalue_line("markers", "concept(card, ...): the cards that a failure of this test points at")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._collect_error = str(report.longrepr)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._is_empty = not session.items
        if session.testsfailed or self._is_empty:
            return True  # it could not be collected, which `why_broken` says
        for grade, following in pairwise([*self._grades, None]):
            assert grade is not None
            self._current = grade
            if grade is not self._grades[0]:
                grade.begin()
            grade.results.collect(session.items)
            if grade.is_imported():
                if following is not None:
                    following.workers.start_ahead()
                self._run(session.items, grade)
            self._conclude(grade)
        return True

    def _run(self, items: list[pytest.Item], grade: OneGrade) -> None:
        for item, following in pairwise([*items, None]):
            assert item is not None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if grade.job.to_first_failure and grade.results.failed:
                return

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        if op == "==":
            self._current.results.compared = (left, right)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = yield
        self._current.results.note(item, call, report)
        return report

    def why_broken(self, status: int) -> str | None:
        """Why the suite itself judged nothing, or not everything; None if all is well with it."""
        if self._collect_error or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or self._is_empty:
            return self._collect_error or f"pytest ended with exit code {status}"
        return None
