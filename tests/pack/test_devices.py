"""Right answers name no device: called with tensors on `meta`, which no other device mixes with, they stay there, with no GPU at hand."""

import pickle
import signal
from contextlib import contextmanager, nullcontext
from types import ModuleType, SimpleNamespace

import pytest
import torch

from studykit.authoring.trials import Role, trials
from studykit.content.pack import Library, builtin_pack, load_library
from studykit.grading.job import job_for
from studykit.grading.judge.judge import run_suite
from studykit.grading.judge.one_grade import OneGrade
from studykit.grading.judge.suite import Suite
from studykit.grading.worker.played_device import OnesForMeta
from tests.conftest import IS_CI

LIBRARY: Library = load_library([builtin_pack()])
ON_A_GPU = [exercise for exercise in LIBRARY.exercises.values() if "cuda" in exercise.devices]
CALL_SECONDS = 20
READS_NUMBERS = (
    "Cannot copy out of meta tensor",
    "Tensor.item() cannot be called on meta tensors",
    "function for torch.nonzero()",
    "aten::_unique2",
    "META device type not an accelerator",  # it has no generator to draw from
    "ZeroDivisionError",  # ones for all numbers leave a class without a sample
)


class Recorded:
    """Answers a suite's calls in this process, and keeps them."""

    pid, printed, forbidden, used = None, "", (), ()

    def __init__(self, submission, probes):
        self._submission, self._probes = submission, probes
        self.calls = []

    def ready(self):
        pass

    def begin(self):
        pass

    def begin_test(self, name):
        pass

    def end_test(self):
        pass

    def call(self, name, seed, args, kwargs):
        self.calls.append(SimpleNamespace(test="", name=name, arguments=pickle.dumps((args, kwargs))))
        return getattr(self._probes, name)(self._submission, *args, **kwargs)


class Endless(BaseException):
    """A call went on for longer than any does on the CPU."""


@contextmanager
def limited():
    def stop(number, frame):
        raise Endless

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, CALL_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def loaded(source: str, name: str) -> ModuleType:
    module = ModuleType(name)
    exec(compile(source, f"{name}.py", "exec"), module.__dict__)
    return module


def on_meta(value):
    """A probe's arguments with every tensor, model and device on `meta`."""
    if isinstance(value, (torch.Tensor, torch.nn.Module)):
        return value.to("meta")
    if isinstance(value, torch.device):
        return torch.device("meta")
    if isinstance(value, dict):
        return {name: on_meta(part) for name, part in value.items()}
    return type(value)(map(on_meta, value)) if isinstance(value, (list, tuple)) else value


def calls_of(exercise) -> list:
    """What the suite asks of the solution, on the CPU."""
    solution = exercise.solution.read_text()
    recorded = Recorded(loaded(solution, "solution"), loaded(exercise.probes.read_text(), "probes"))
    job = job_for(exercise, solution, "solution.py", 5, "cpu")
    grade = OneGrade(job, torch.device("cpu"), recorded, lambda event: None)
    suite = Suite([grade], lambda done: None, lambda other: grade)
    assert run_suite([job], suite) == 0
    # One of each probe: further calls differ in numbers and shapes, not in where their tensors are.
    return list({call.name: call for call in recorded.calls}.values())


def departures(submission: ModuleType, probes: ModuleType, calls: list) -> list[str]:
    """The errors of calls whose tensors are on `meta`."""
    found = []
    for call in calls:
        # A mode that sees each operation is slow, and few calls need it.
        error = failure(submission, probes, call, nullcontext())
        if error and "meta tensor" in error:
            error = failure(submission, probes, call, OnesForMeta())
        if error and any(sign in error for sign in READS_NUMBERS):
            continue  # by a way that the mode does not see; until then it named no device
        found += [f"{call.name}: {error}"] if error else []
    return found


def failure(submission: ModuleType, probes: ModuleType, call, mode) -> str | None:
    args, kwargs = pickle.loads(call.arguments)
    try:
        with mode, limited():
            getattr(probes, call.name)(submission, *on_meta(args), **on_meta(kwargs))
    except Endless:
        return None  # a loop that waits for a number to fall, which ones never do: until then it named no device
    except Exception as error:  # noqa: BLE001 - whatever it is, it did not happen on the CPU
        return f"{type(error).__name__}: {error}"
    return None


# CI takes a third of them, `make validate` all.
@pytest.mark.validate
@pytest.mark.parametrize("exercise", ON_A_GPU[:: 3 if IS_CI else 1], ids=lambda exercise: exercise.id)
def test_right_answers_name_no_device(exercise) -> None:
    calls, probes = calls_of(exercise), loaded(exercise.probes.read_text(), "probes")
    assert calls
    right = [trial for trial in trials(exercise) if trial.role in (Role.SOLUTION, Role.ALSO_RIGHT)]
    assert {each.name: departures(loaded(each.source, each.name), probes, calls) for each in right} == {each.name: [] for each in right}


@pytest.mark.validate
@pytest.mark.parametrize(
    ("exercise", "agnostic", "named"),
    [
        ("optimizers/sgd_update", "lr * p.grad", "lr * torch.ones(p.shape) * p.grad"),
        ("modules/linear_module", "return model(x)", "return model(x.cpu())"),
    ],
)
def test_a_device_that_is_named_is_found(exercise: str, agnostic: str, named: str) -> None:
    found = LIBRARY.exercise(exercise)
    source = (found.suite.parent / "solution.py").read_text()
    assert agnostic in source
    submission = loaded(source.replace(agnostic, named), "submission")
    assert any(
        "device" in departure or "meta" in departure
        for departure in departures(submission, loaded(found.probes.read_text(), "probes"), calls_of(found))
    )
