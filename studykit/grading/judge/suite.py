"""The pytest plugin that runs a hidden suite: no test before the submission is imported, each outcome told as it comes."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from studykit.grading.grade_report import Result
from studykit.grading.job import Job
from studykit.grading.judge.failures import ImportFailed
from studykit.grading.judge.fixtures import Fixtures
from studykit.grading.judge.probing import Workers
from studykit.grading.judge.results import Results


class Suite:
    """Runs inside pytest, together with its `fixtures`. Reports `collected`, then one `test` event for each requirement."""

    def __init__(self, job: Job, device: torch.device, workers: Workers, send: Callable[[dict[str, Any]], None]) -> None:
        self._workers = workers
        self._results = Results(job, workers, send)
        self._import_failed: ImportFailed | None = None
        self._collect_error: str | None = None
        self.fixtures = Fixtures(job, device, workers, self._results)

    def pytest_configure(self, config: pytest.Config) -> None:
        # Pytest's own tracebacks, which nobody sees here, take a quarter of a failed grade; Python's take next to nothing.
        config.option.tbstyle = "native"
        config.addinivalue_line("markers", "concept(card, ...): the cards that a failure of this test points at")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._collect_error = str(report.longrepr)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._results.collect(session.items)

    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        if session.testsfailed:
            return None
        try:
            self._workers.ready()
        except ImportFailed as failed:
            self._import_failed = failed
            return True
        return None

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        if op == "==":
            self._results.compared = (left, right)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = yield
        self._results.note(item, call, report)
        return report

    def finished(self, status: int) -> bool:
        """Send what is left to say. False if the suite itself is broken, which is then said instead."""
        if self._collect_error or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or self._results.is_empty:
            self._results.tell({"event": "broken", "message": self._collect_error or f"pytest ended with exit code {status}"})
            return False
        if (failed := self._import_failed) is not None:
            invalid = {"verdict": failed.verdict.value, "message": failed.message, "line": failed.line}
            self._results.tell({"event": "invalid", **invalid, "printed": self._workers.printed})
        else:
            self._results.tell_forbidden()
        return True

    @property
    def failed(self) -> set[str]:
        """The tests that ran and did not pass."""
        return self._results.failed

    def result(self, name: str) -> Result:
        """What became of a test."""
        return self._results.of(name)
