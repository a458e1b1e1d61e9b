"""The pytest plugin of a grade: gives a suite its fixtures and tells the client how each requirement fared."""

import inspect
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from studykit.grading.clean import clean_fields
from studykit.grading.curves import Curves, curves_of
from studykit.grading.forbids import uses
from studykit.grading.grade_report import Outcome, Result
from studykit.grading.job import Job
from studykit.grading.judge.failures import ImportFailed, ProbeFailed
from studykit.grading.judge.lost_graph import LostGraphs
from studykit.grading.judge.messages.difference import Difference
from studykit.grading.judge.messages.in_words import show
from studykit.grading.judge.probing import Workers
from studykit.grading.judge.recorded import plain
from studykit.grading.parse import requirement
from studykit.grading.worker.worker import seed_everything

FORBIDS_TEST = "forbids"


class Probes:
    """What a suite calls: each attribute is a probe of probes.py, run in the worker."""

    def __init__(self, workers: Workers, seed: int) -> None:
        self._workers = workers
        self._seed = seed
        self._calls = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            __tracebackhide__ = True
            self._calls += 1
            return self._workers.call(name, (self._seed + self._calls) % 2**63, args, kwargs)

        return call


class Suite:
    """Runs inside pytest. Reports `collected`, then one `test` event for each requirement, whatever pytest does in between."""

    def __init__(self, job: Job, device: torch.device, workers: Workers, tell: Callable[[dict[str, Any]], None]) -> None:
        self._job = job
        self._device = device
        self._workers = workers
        self._send = tell
        self._results: dict[str, Result] = {}
        self._left: dict[str, int] = {}
        self._compared: tuple[object, object] | None = None
        self._curves: Curves | None = None
        self._lost_graphs = LostGraphs(workers, job.source)
        self._import_failed: ImportFailed | None = None
        self._collect_error: str | None = None

    # Fixtures

    @pytest.fixture
    def seed(self, request: pytest.FixtureRequest) -> int:
        """The seed of this test: the run's and the test's own, so that no test's numbers depend on the others."""
        return (self._job.seed * 2_654_435_761 + zlib.crc32(request.node.name.encode())) % 2**32

    @pytest.fixture
    def rng(self, seed: int) -> torch.Generator:
        """A fresh CPU generator for the inputs."""
        return torch.Generator().manual_seed(seed)

    @pytest.fixture
    def numpy_rng(self, seed: int) -> np.random.Generator:
        """The same for NumPy."""
        return np.random.default_rng(seed)

    @pytest.fixture
    def device(self) -> torch.device:
        """Where this run's tensors live."""
        return self._device

    @pytest.fixture
    def probes(self, seed: int) -> Probes:
        """The way to the submission."""
        return Probes(self._workers, seed)

    @pytest.fixture
    def curves(self) -> Callable[[object, object], None]:
        """Registers two curves, a number a step, that are drawn if this test fails: `curves(got, expected)`."""

        def register(got: object, expected: object) -> None:
            self._curves = curves_of(got, expected)

        return register

    @pytest.fixture
    def record(self) -> Callable[..., None]:
        """Sends numbers to who asked for a picture: `record(path=..., loss=...)`."""

        def send(**values: object) -> None:
            self._tell({"event": "recorded", "values": {name: plain(value) for name, value in values.items()}})

        return send

    @pytest.fixture(autouse=True)
    def _seeded(self, seed: int, request: pytest.FixtureRequest) -> None:
        seed_everything(seed, self._device.type == "cuda")
        self._workers.begin_test(_test_name(request.node))
        self._compared = None
        self._curves = None

    # Hooks

    def pytest_configure(self, config: pytest.Config) -> None:
        # Pytest's own tracebacks, which nobody sees here, take a quarter of a failed grade; Python's take next to nothing.
        config.option.tbstyle = "native"
        config.addinivalue_line("markers", "concept(card, ...): the cards that a failure of this test points at")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._collect_error = str(report.longrepr)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            name = _test_name(item)
            self._left[name] = self._left.get(name, 0) + 1
            self._results.setdefault(
                name, Result(name, requirement(name, inspect.getdoc(getattr(item, "function", None))), cards=_cards(item))
            )
        if self._job.forbids:
            words = ", ".join(self._job.forbids)
            self._results[FORBIDS_TEST] = Result(FORBIDS_TEST, f"It is built by hand: {words} is not used.")
        self._tell({"event": "collected", "tests": [_as_event(result) for result in self._results.values()]})

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
            self._compared = (left, right)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        report = yield
        self._note(item, call, report)
        return report

    def finished(self, status: int) -> bool:
        """Send what is left to say. False if the suite itself is broken, which is then said instead."""
        if self._collect_error or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) or not self._left:
            self._tell({"event": "broken", "message": self._collect_error or f"pytest ended with exit code {status}"})
            return False
        if (failed := self._import_failed) is not None:
            invalid = {"verdict": failed.verdict.value, "message": failed.message, "line": failed.line}
            self._tell({"event": "invalid", **invalid, "printed": self._workers.printed})
        elif self._job.forbids:
            self._tell({"event": "test", **_as_event(self._by_hand())})
        return True

    @property
    def failed(self) -> set[str]:
        """The tests that ran and did not pass."""
        ran = {call.test for call in self._workers.calls}
        return {name for name, result in self._results.items() if name in ran and result.outcome is not Outcome.PASSED}

    def result(self, name: str) -> Result:
        """What became of a test."""
        return self._results[name]

    def _tell(self, event: dict[str, Any]) -> None:
        self._send(clean_fields(event))

    # Results

    def _note(self, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
        name = _test_name(item)
        if call.excinfo is not None and self._results[name].outcome in (Outcome.NOT_RUN, Outcome.PASSED):
            failed = self._failed(self._results[name], item, call.excinfo.value)
            self._results[name] = self._with_graph(replace(failed, curves=self._curves))
        elif report.when == "call" and report.passed and self._results[name].outcome is Outcome.NOT_RUN:
            self._results[name] = replace(self._results[name], outcome=Outcome.PASSED)
        if report.when == "teardown":
            self._left[name] -= 1
            if not self._left[name] or (self._job.to_first_failure and self._results[name].outcome is not Outcome.PASSED):
                self._tell({"event": "test", **_as_event(self._results[name])})

    def _with_graph(self, result: Result) -> Result:
        if self._job.to_first_failure:
            return result
        lost = self._lost_graphs.of(result.name) if result.outcome is Outcome.FAILED else None
        return result if lost is None else replace(result, line=lost[0], message=f"{result.message}; {lost[1]}")

    def _failed(self, result: Result, item: pytest.Item, error: BaseException) -> Result:
        if isinstance(error, pytest.skip.Exception):
            return replace(result, outcome=Outcome.NOT_RUN, message=f"Skipped: {error}")
        case = _case(item)
        result = replace(result, outcome=Outcome.FAILED, line=self._workers.line, printed=self._workers.printed)
        if isinstance(error, ProbeFailed):
            outcome = Outcome.FAILED if isinstance(error, ImportFailed) else error.outcome
            return replace(result, outcome=outcome, message=case + error.message, line=error.line)
        if isinstance(error, Difference):
            return replace(result, message=case + error.message, expected=error.expected, got=error.got)
        if isinstance(error, AssertionError):
            return self._unequal(result, case, error)
        form = f"What your code gave back has another form than the task asks for: {type(error).__name__}: {error}"
        return replace(result, message=case + form)

    def _unequal(self, result: Result, case: str, error: AssertionError) -> Result:
        message = str(error).split("\nassert ")[0].removeprefix("assert ").split("\n")[0]
        if self._compared is None:
            return replace(result, message=case + message)
        got, expected = self._compared
        spoken = message if "\nassert " in str(error) else "not equal"
        return replace(result, message=case + spoken, expected=show(expected), got=show(got))

    def _by_hand(self) -> Result:
        result = self._results[FORBIDS_TEST]
        for use in uses(self._job.source, self._job.forbids):
            return replace(result, outcome=Outcome.FAILED, message=_asks_to_build(use.name), line=use.line)
        for name, line in self._workers.forbidden:
            return replace(result, outcome=Outcome.FAILED, message=_asks_to_build(name), line=line)
        return replace(result, outcome=Outcome.PASSED)


def _asks_to_build(name: str) -> str:
    return f"uses {name}, which this exercise asks you to build"


def _test_name(item: pytest.Item) -> str:
    return getattr(item, "originalname", None) or item.name


def _case(item: pytest.Item) -> str:
    spec = getattr(item, "callspec", None)
    if spec is None:
        return ""
    values = ", ".join(f"{name} = {show(value)}" for name, value in spec.params.items())
    return f"with {values}: "


def _cards(item: pytest.Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(card) for marker in item.iter_markers("concept") for card in marker.args))


def _as_event(result: Result) -> dict[str, Any]:
    return {**result.as_json(), "cards": list(result.cards)}
