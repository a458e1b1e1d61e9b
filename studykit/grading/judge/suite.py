"""The pytest plugin that runs a hidden suite: no test before the submission is imported, each outcome told as it comes.

Several submissions of one exercise may share it: pytest collects and rewrites the suite once, and its tests run for each of them.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from studykit.grading.job import Job
from studykit.grading.judge.fixtures import Fixtures
from studykit.grading.judge.known_outcomes import Ended, KnownOutcomes
from studykit.grading.judge.one_grade import OneGrade
from studykit.grading.judge.pack_faults import PackBroken, not_collected, solution_job, told
from studykit.grading.judge.plain_tests import PlainTest, plain_test
from studykit.grading.judge.results import test_name

_TELLING = {"record"}  # fixtures by which a test tells more than whether it passed
_ENDS_ALL = (pytest.exit.Exception, KeyboardInterrupt)


class Suite:
    """Runs inside pytest, together with its `fixtures`. Each grade reports `collected`, then one `test` event for each requirement;
    `conclude` is called when its tests are done, `with_job` makes a grade that nobody is told of."""

    def __init__(self, grades: Sequence[OneGrade], conclude: Callable[[OneGrade], None], with_job: Callable[[Job], OneGrade]) -> None:
        self._grades = grades
        self._conclude = conclude
        self._with_job = with_job
        self._solution: OneGrade | None = None
        self._current = grades[0]
        self._broken: str | None = None
        self._is_empty = True
        self._known = KnownOutcomes() if len(grades) > 1 else None
        self.fixtures = Fixtures(lambda: self._current)

    def pytest_configure(self, config: pytest.Config) -> None:
        # For errors of the set-up; those of the tests are left out altogether.
        config.option.tbstyle = "native"
        config.addinivalue_line("markers", "asks(quote, ...): the sentences of the task that this test asks for")
        config.addinivalue_line("markers", "given(quote, ...): sentences of the task that demand nothing of the answer")
        config.addinivalue_line("markers", "concept(card, ...): the cards that a failure of this test points at")

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        # What pytest says of a failure nobody sees here, and to write it takes a part of each failed grade.
        item.repr_failure = _unsaid  # type: ignore[method-assign]

    def pytest_exception_interact(self, call: pytest.CallInfo[Any], report: object) -> None:
        if isinstance(report, pytest.CollectReport) and call.excinfo is not None:
            self._broken = not_collected(call.excinfo.value, self._current.job)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._is_empty = not session.items
        if session.testsfailed or self._is_empty:
            return True  # it could not be collected, which `why_broken` says
        try:
            self._run_all(session.items)
        except PackBroken as broken:
            self._broken = str(broken)
        return True

    def _run_all(self, items: list[pytest.Item]) -> None:
        for grade, following in pairwise([*self._grades, None]):
            assert grade is not None
            self._current = grade
            if grade is not self._grades[0]:
                grade.begin()
            grade.results.collect(items)
            if grade.is_imported():
                if following is not None:
                    following.workers.start_ahead()
                self._run(items, grade)
            self._conclude(grade)

    def _run(self, items: list[pytest.Item], grade: OneGrade) -> None:
        for item, following in pairwise([*items, None]):
            assert item is not None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if grade.results.doubt is not None:
                self._look_again(item, following, items, grade)
            if grade.job.to_first_failure and grade.results.failed:
                return

    def _look_again(self, item: pytest.Item, following: pytest.Item | None, items: list[pytest.Item], grade: OneGrade) -> None:
        """Run a test whose failure may be the pack's with the solution; PackBroken if that, too, is in doubt."""
        doubt = grade.results.doubt
        if isinstance(doubt, PackBroken):
            raise doubt
        # An author's check tries the solution anyway, and nobody reads why a mistake or a mutant fails.
        if not grade.job.to_first_failure and (solution := self._solution_of(grade, items)) is not None:
            solution.results.doubt = None
            self._current = solution
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self._current = grade
            if (found := solution.results.doubt) is not None:
                raise PackBroken(told(found, item, solution.job))
        grade.results.clear_doubt()

    def _solution_of(self, grade: OneGrade, items: list[pytest.Item]) -> OneGrade | None:
        """The solution's grade with the same seed, imported; None where the pack has no solution that can be."""
        if self._solution is None or self._solution.job.seed != grade.job.seed:
            self.close()
            job = solution_job(grade.job)
            if job is None:
                return None
            self._solution = self._with_job(job)
            self._solution.results.collect(items)
            if not self._solution.is_imported():
                self.close()
        return self._solution

    def close(self) -> None:
        """End what runs the solution."""
        if self._solution is not None:
            self._solution.workers.close()
            self._solution = None

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        if op == "==":
            self._current.results.compared = (left, right)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Run a plain test; None leaves it to pytest."""
        test = plain_test(item)
        if test is None:
            return None
        if self._known is None:
            self._run_plain(item, test)
        else:
            self._run_unless_known(item, test, self._known)
        self._current.results.end(item)
        return True

    def _run_unless_known(self, item: pytest.Item, test: PlainTest, known: KnownOutcomes) -> None:
        grade = self._current
        this = item, grade.job.seed
        grade.results.begin_test(test_name(item))
        if (ended := known.follow(this, grade.workers, with_failure=grade.results.is_open(item))) is not None:
            grade.results.note_known(item, ended)
            return
        error = self._run_plain(item, test)
        if (error is None or isinstance(error, AssertionError)) and not _TELLING & set(test.fixtures):
            known.keep(this, grade.workers.calls_of_test, Ended(error is None, grade.results.failure))

    def _run_plain(self, item: pytest.Item, test: PlainTest) -> BaseException | None:
        """What the test raised."""
        self.fixtures.begin(item)
        setup = pytest.CallInfo.from_call(test.arguments, "setup", reraise=_ENDS_ALL)
        self._note(item, setup, setup.excinfo is None)
        if setup.excinfo is not None:
            return setup.excinfo.value
        call = pytest.CallInfo.from_call(partial(test.call, setup.result), "call", reraise=_ENDS_ALL)
        self._note(item, call, call.excinfo is None)
        return call.excinfo and call.excinfo.value

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
        report = yield
        self._note(item, call, report.passed)
        if call.when == "teardown":
            self._current.results.end(item)
        return report

    def _note(self, item: pytest.Item, call: pytest.CallInfo[Any], passed: bool) -> None:
        error = call.excinfo.value if call.excinfo else None
        self._current.results.note(item, error, has_passed=passed and call.when == "call")

    def why_broken(self, status: int) -> str | None:
        """Why the suite itself judged nothing, or not everything; None if all is well with it."""
        if self._broken:
            return self._broken
        file = self._current.job.suite
        if self._is_empty and status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return f"{file}: has no tests"
        if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return f"{file}: {'cannot be read' if not Path(file).is_file() else f'pytest ended with exit code {status}'}"
        return None


def _unsaid(excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
    return ""
