"""What an exercise asks to build fails when a submission calls it, by any name, and stays as it is for everybody else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.grading.grade_report import Report, Result, Verdict

Grade = Callable[..., Report]

BUILDS = """
import sys, threading
import torch
from torch import nn


def used(x, w):
    {body}


def answer(x, w):
    used(x, w)
    return x + 1
"""
PROBES = "def answer(submission, x, w):\n    return submission.answer(x, w)\n"
SUITE = """import torch


def test_one_more(probes):
    x = torch.zeros(1, 3, 8, 8)
    assert (probes.answer(x, torch.ones(2, 3, 3, 3)) == x + 1).all()
"""


@pytest.fixture
def using(grade: Grade, tmp_path: Path) -> Callable[..., Report]:
    """Grades an answer that is right and runs `body` on its way, in an exercise that forbids `forbidden`."""

    def using(forbidden: str, body: str, probes: str = PROBES) -> Report:
        (tmp_path / "probes.py").write_text(probes)
        (tmp_path / "test_answer.py").write_text(SUITE)
        files = {"suite": str(tmp_path / "test_answer.py"), "probes": str(tmp_path / "probes.py")}
        return grade(BUILDS.replace("{body}", body), forbids=(forbidden,), diagnosis_seconds=0.0, **files)

    return using


def by_hand(report: Report) -> Result:
    return next(result for result in report.results if result.name == "forbids")


OPTIM = "vars(torch)['op' + 'tim']"


@pytest.mark.parametrize(
    ("forbidden", "body"),
    [
        ("torch.optim", f"{OPTIM}.SGD([x], lr=0.1)"),
        ("torch.optim", "sys.modules['torch.op' + 'tim.sgd'].SGD([x], lr=0.1)"),
        ("torch.nn.Linear", "vars(nn)['Lin' + 'ear'](2, 3)"),
        ("torch.nn.init.kaiming_uniform_", "vars(nn.init)['kaiming_' + 'uniform_'](w)"),
        ("torch.nn.functional.softmax", "list(map(vars(nn.functional)['soft' + 'max'], [x]))"),
        ("torch.nn.functional.conv2d", "vars(torch)['con' + 'v2d'](x, w)"),
        ("torch.nn.functional.conv2d", "vars(torch._C)['_Variable' + 'Functions'].conv2d(x, w)"),
        ("torch.Tensor.abs", "x.abs()"),
        ("torch.Tensor.abs", "torch._C.TensorBase.abs(x)"),
    ],
)
def test_a_call_fails_by_whatever_name(using, forbidden: str, body: str) -> None:
    report = using(forbidden, body)
    assert report.verdict is Verdict.FAILED
    assert f"uses {forbidden}, which this exercise asks you to build (line 8)" in (report.results[0].message or "")
    assert (by_hand(report).outcome, by_hand(report).line) == ("failed", 8)


@pytest.mark.parametrize(
    ("forbidden", "body"),
    [
        ("torch.nn.functional.conv2d", "nn.Conv2d(3, 2, 3)(x)"),
        ("torch.nn.init.kaiming_uniform_", "nn.Linear(2, 3)"),
        ("torch.nn.Linear", "nn.TransformerEncoderLayer(4, 2)"),
        ("torch.Tensor.abs", "print(x)"),
        ("torch.nn.functional.softmax", "nn.functional.log_softmax(x, 0)"),
        ("torch.optim", "x.requires_grad_().sum().backward()"),
    ],
)
def test_what_the_library_itself_calls_for_something_else_is_no_use(using, forbidden: str, body: str) -> None:
    assert using(forbidden, body).passed


@pytest.mark.parametrize(
    ("forbidden", "call"),
    [
        ("torch.nn.functional.softmax", "torch.nn.functional.softmax(x, 0)"),
        ("torch.optim", "torch.optim.SGD([x.requires_grad_()], lr=0.1).step()"),
        ("torch.nn.functional.conv2d", "torch.nn.functional.conv2d(x, w)"),
    ],
)
def test_the_probes_may_call_it(using, forbidden: str, call: str) -> None:
    probes = (
        f"import torch\n\n\ndef answer(submission, x, w):\n    {call.replace('x.', 'x.clone().')}\n    return submission.answer(x, w)\n"
    )
    assert using(forbidden, "pass", probes).passed


FRESH = [
    "import importlib\n    importlib.reload(sys.modules['torch.op' + 'tim.sgd'])",
    "import importlib\n    del sys.modules['torch.op' + 'tim.sgd']\n    importlib.import_module('torch.op' + 'tim.sgd')",
    "from importlib import util\n    at = util.find_spec('torch.op' + 'tim.sgd')\n    at.loader.exec_module(util.module_from_spec(at))",
]


@pytest.mark.parametrize("body", FRESH)
def test_a_module_that_is_gone_cannot_be_imported_afresh(using, body: str) -> None:
    report = using("torch.optim", body)
    assert report.verdict is Verdict.FAILED
    assert "which this exercise asks you to build" in (report.results[0].message or "")


@pytest.mark.parametrize("body", ["import gc\n    gc.get_objects()", "vars(nn.functional)['soft' + 'max'].__code__"])
def test_what_stands_before_an_original_is_not_to_be_looked_into(using, body: str) -> None:
    report = using("torch.nn.functional.softmax", body)
    assert report.verdict is Verdict.FAILED
    assert "closed" in (report.results[0].message or "")


def test_a_use_at_the_import_is_a_failure_with_its_line(grade: Grade) -> None:
    report = grade("import torch\nopt = vars(torch)['op' + 'tim'].SGD([torch.ones(1)], lr=0.1)\n")
    assert report.verdict is Verdict.FAILED
    assert report.failure is not None
    assert report.failure.message == "While your file was imported: uses torch.optim, which this exercise asks you to build (line 2)"


def test_a_use_in_a_thread_is_seen_there_too(using) -> None:
    report = using(
        "torch.nn.functional.softmax", "t = threading.Thread(target=vars(nn.functional)['soft' + 'max'], args=(x,)); t.start(); t.join()"
    )
    assert by_hand(report).outcome == "failed"
