"""What became of each requirement, told to the client as soon as it is known, whatever pytest does in between."""

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from studykit.grading.clean import clean_fields
from studykit.grading.curves import Curves
from studykit.grading.families import in_words
from studykit.grading.forbids import uses
from studykit.grading.grade_report import Outcome, Result
from studykit.grading.job import Job
from studykit.grading.judge.failures import ImportFailed, ProbeFailed
from studykit.grading.judge.known_outcomes import Ended
from studykit.grading.judge.lost_graph import LostGraphs
from studykit.grading.judge.messages.difference import Difference
from studykit.grading.judge.messages.in_words import first_difference, show
from studykit.grading.judge.messages.quantity import quantity
from studykit.grading.judge.pack_faults import is_doubtful
from studykit.grading.judge.probing import Workers
from studykit.grading.parse import requirement

FORBIDS_TEST = "forbids"
LONG_VALUE = 20  # characters

_NO_TENSOR = re.compile(r"'(\w+)' object has no attribute '(?:cpu|detach|shape|dtype|device|grad|item|numpy|double|float|clone|sum|mean)'")


class Results:
    """One result a requirement; parametrized cases of a test are one. `compared`, `curves` and `failure` are of the test that runs: what
    was compared last, what is drawn, and the result if it is the first case that failed.

    `doubt` is an error that may be the pack's; the result that rests on it is held back until `clear_doubt`."""

    def __init__(self, job: Job, workers: Workers, send: Callable[[dict[str, Any]], None]) -> None:
        self._job = job
        self._workers = workers
        self._send = send
        self._lost_graphs = LostGraphs(workers, job)
        self._results: dict[str, Result] = {}
        self._left: dict[str, int] = {}
        self.compared: tuple[object, object] | None = None
        self.curves: Curves | None = None
        self.failure: Result | None = None
        self.doubt: BaseException | None = None
        self._held: list[str] = []

    def tell(self, event: dict[str, Any]) -> None:
        """Send an event to the client."""
        self._send(clean_fields(event))

    def collect(self, items: list[pytest.Item]) -> None:
        """Tell the client which requirements there are."""
        for item in items:
            name = test_name(item)
            self._left[name] = self._left.get(name, 0) + 1
            says = requirement(name, inspect.getdoc(getattr(item, "function", None)))
            self._results.setdefault(name, Result(name, says, cards=_cards(item)))
        if self._job.forbids:
            words = in_words(self._job.forbids)
            self._results[FORBIDS_TEST] = Result(FORBIDS_TEST, f"It is built by hand, without the library's {words}.")
        self.tell({"event": "collected", "tests": [_as_event(result) for result in self._results.values()]})

    def begin_test(self, name: str) -> None:
        """Forget what belonged to the test before."""
        self._workers.begin_test(name)
        self.compared = None
        self.curves = None
        self.failure = None

    @property
    def failed(self) -> set[str]:
        """The tests that ran and did not pass."""
        ran = {call.test for call in self._workers.calls}
        return {name for name, result in self._results.items() if name in ran and result.outcome is not Outcome.PASSED}

    def of(self, name: str) -> Result:
        """What became of a test."""
        return self._results[name]

    def tell_forbidden(self) -> None:
        """Tell whether something was used that the exercise asks to build, if it forbids anything."""
        if self._job.forbids:
            self.tell({"event": "test", **_as_event(self._by_hand())})

    def note(self, item: pytest.Item, error: BaseException | None, has_passed: bool) -> None:
        """Keep what a phase of a test brought: an error, or that the test has passed."""
        name = test_name(item)
        if error is not None and is_doubtful(error):
            self.doubt = self.doubt or error
        if error is not None and self.is_open(item):
            self.failure = replace(self._failed(self._results[name], item, error), curves=self.curves)
            self._fail(self.failure)
        elif has_passed:
            self._pass(name)

    def note_known(self, item: pytest.Item, ended: Ended) -> None:
        """Keep that a test ended as it did before with the same answers."""
        if ended.has_passed:
            self._pass(test_name(item))
        elif ended.failure is not None and self.is_open(item):
            self._fail(ended.failure)

    def is_open(self, item: pytest.Item) -> bool:
        """Whether no case of the test has failed so far: of those that fail after the first nothing is told."""
        return self._results[test_name(item)].outcome in (Outcome.NOT_RUN, Outcome.PASSED)

    def _pass(self, name: str) -> None:
        if self._results[name].outcome is Outcome.NOT_RUN:
            self._results[name] = replace(self._results[name], outcome=Outcome.PASSED)

    def _fail(self, failure: Result) -> None:
        printed = "" if failure.outcome is Outcome.NOT_RUN else self._workers.printed
        self._results[failure.name] = self._with_graph(replace(failure, printed=printed))

    def end(self, item: pytest.Item) -> None:
        """A test is over: tell its result if this was its last case."""
        name = test_name(item)
        self._workers.end_test()
        self._left[name] -= 1
        if not self._left[name] or (self._job.to_first_failure and self._results[name].outcome is not Outcome.PASSED):
            self._held.append(name)
            if self.doubt is None:
                self.clear_doubt()

    def clear_doubt(self) -> None:
        """The error was the submission's: tell what rests on it."""
        for name in self._held:
            self.tell({"event": "test", **_as_event(self._results[name])})
        self._held.clear()
        self.doubt = None

    def _with_graph(self, result: Result) -> Result:
        if self._job.to_first_failure:
            return result
        lost = self._lost_graphs.of(result.name) if result.outcome is Outcome.FAILED else None
        return result if lost is None else replace(result, line=lost[0], message=f"{result.message}; {lost[1]}")

    def _failed(self, result: Result, item: pytest.Item, error: BaseException) -> Result:
        if isinstance(error, pytest.skip.Exception):
            return replace(result, outcome=Outcome.NOT_RUN, message=f"Skipped: {error}")
        case = _case(item)
        result = replace(result, outcome=Outcome.FAILED)
        if isinstance(error, ProbeFailed):
            outcome = Outcome.FAILED if isinstance(error, ImportFailed) else error.outcome
            return replace(result, outcome=outcome, message=("" if error.refused else case) + error.message, line=error.line)
        about = quantity(error.__traceback__, self._job.suite)
        if isinstance(error, Difference):
            between = "" if not about or error.message.startswith("[") else ": "
            return replace(result, message=f"{case}{about}{between}{error.message}", expected=error.expected, got=error.got)
        if isinstance(error, AssertionError):
            return self._unequal(result, case, about, error)
        return replace(result, message=case + _of_another_form(error))

    def _unequal(self, result: Result, case: str, about: str, error: AssertionError) -> Result:
        message = str(error).split("\nassert ")[0].removeprefix("assert ").split("\n")[0]
        if self.compared is None:
            return replace(result, message=case + message)
        got, expected = self.compared
        spoken = message if "\nassert " in str(error) else about or "not equal"
        if where := first_difference(got, expected):
            spoken = f"{spoken}: {where}"
        return replace(result, message=case + spoken, expected=show(expected), got=show(got))

    def _by_hand(self) -> Result:
        result = self._results[FORBIDS_TEST]
        for use in uses(self._job.source, self._job.forbids):
            return replace(result, outcome=Outcome.FAILED, message=_asks_to_build(use.name), line=use.line)
        for name, line in self._workers.forbidden:
            return replace(result, outcome=Outcome.FAILED, message=_asks_to_build(name), line=line)
        return replace(result, outcome=Outcome.PASSED)


def _of_another_form(error: BaseException) -> str:
    """Why the suite could not even compare an answer."""
    found = _NO_TENSOR.fullmatch(str(error))
    if isinstance(error, AttributeError) and found:
        return f"Expected a tensor here, but your code returned {'None' if found[1] == 'NoneType' else f'a {found[1]}'}."
    if isinstance(error, (TypeError, AttributeError, KeyError, IndexError, ValueError)):
        return f"What your code returned does not have the form that the task asks for: {type(error).__name__}: {error}"
    return f"What your code returned cannot be compared: {type(error).__name__}: {error}"


def _asks_to_build(name: str) -> str:
    return f"uses {name}, which this exercise asks you to build"


def test_name(item: pytest.Item) -> str:
    """The name of a test without its parameters."""
    return getattr(item, "originalname", None) or item.name


def _case(item: pytest.Item) -> str:
    """Which of its cases a test was in: names and values where these are short, else what the suite calls the case."""
    spec = getattr(item, "callspec", None)
    if spec is None:
        return ""
    values = ", ".join(f"{name.replace('_', ' ')} = {show(value)}" for name, value in spec.params.items())
    is_long = any(isinstance(value, (list, tuple, dict)) and len(show(value)) > LONG_VALUE for value in spec.params.values())
    return f"in the case {spec.id}: " if is_long else f"with {values}: "


def _cards(item: pytest.Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(card) for marker in item.iter_markers("concept") for card in marker.args))


def _as_event(result: Result) -> dict[str, Any]:
    return {**result.as_json(), "cards": list(result.cards)}
