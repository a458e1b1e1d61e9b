"""The line at which a graph ends is named after a failure, and only where it is sure."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.content.mistake import mistake_named
from studykit.content.pack import builtin_pack, load_library
from studykit.grading.client.cold import Grader
from studykit.grading.grade_report import Report, Result
from studykit.grading.job import Job, job_for
from studykit.grading.judge.calls import Call
from studykit.grading.judge.lost_graph import LostGraphs

Answer = Callable[[str], Result]

PROBES = """
import torch

def grads(submission, x):
    w = torch.ones(2, requires_grad=True)
    v = torch.ones(2, requires_grad=True)
    loss = submission.loss(w, v, x)
    loss.backward()
    return [w.grad, v.grad]
"""
SUITE = """
import torch
from torch.testing import assert_close

def test_grads(probes, rng):
    x = torch.randn(2, generator=rng)
    assert_close(probes.grads(x), [2 * x * (x + 1) + 1, x])
"""


@pytest.fixture
def answer(grade: Callable[..., Report], tmp_path: Path) -> Answer:
    """The failed result of a loss whose body is given; the body begins in line 5."""
    (tmp_path / "probes.py").write_text(PROBES)
    (tmp_path / "test_grads.py").write_text(SUITE)

    def answer(body: str) -> Result:
        source = f"import numpy as np\nimport torch\n\ndef loss(w, v, x):\n{textwrap.indent(textwrap.dedent(body), '    ')}\n"
        return grade(source, suite=str(tmp_path / "test_grads.py"), probes=str(tmp_path / "probes.py"), forbids=()).results[0]

    return answer


# A loss without a graph, and the line and code at which it ended.
WHOLE = [
    ("y = w * x + v\ny = y.detach()\nreturn (y ** 2).sum()", 6, "y = y.detach()"),
    ("y = (w * x + v).data\nreturn (y ** 2).sum()", 5, "y = (w * x + v).data"),
    ("y = torch.tensor(w * x + v)\nreturn (y ** 2).sum()", 5, "y = torch.tensor(w * x + v)"),
    ("y = w * x + v\ntotal = y.sum().item()\nreturn torch.tensor(total)", 6, "total = y.sum().item()"),
    ("y = w * x + v\ntotal = float(y.sum())\nreturn torch.tensor(2 * total)", 6, "total = float(y.sum())"),
    ("y = (w * x + v).detach().numpy()\nreturn torch.from_numpy(np.square(y)).sum()", 5, "y = (w * x + v).detach().numpy()"),
    ("with torch.no_grad():\n    y = w * x + v\nreturn y.sum()", 6, "y = w * x + v`, where autograd is switched off"),
    ("y = w * x + v\nhits = y > 0\nreturn hits.float().mean()", 6, "hits = y > 0"),
    ("y = w * x + v\nbest = y.argmax().float()\nreturn best", 6, "best = y.argmax().float()"),
    ("w.requires_grad_(False)\nv.requires_grad_(False)\nreturn (w * x + v).sum()", 5, "w.requires_grad_(False)"),
    ("out = torch.zeros(2)\nwith torch.no_grad():\n    out[0] = (w * x + v)[0]\nreturn out.sum()", 7, "out[0] = (w * x + v)[0]"),
    ("y = (w * x + v).sum()\nreturn torch.tensor(y.item(), requires_grad=True)", 6, "return torch.tensor(y.item(), requires_grad=True)"),
    ("y = (w * x + v).sum()\nreturn y.detach().requires_grad_()", 6, "return y.detach().requires_grad_()"),
]


@pytest.mark.parametrize(("body", "line", "code"), WHOLE)
def test_the_line_is_named_at_which_the_graph_ends(answer: Answer, body: str, line: int, code: str) -> None:
    result = answer(body)
    assert f"; the graph ends in line {line}: `{code}" in (result.message or "")
    assert result.line == line


def test_a_branch_that_lost_its_graph_is_named_when_its_parameter_has_no_gradient(answer: Answer) -> None:
    result = answer("left = (w * x).detach()\nright = v * x\nreturn (left + right).sum()")
    assert "expected a tensor of shape (2,), got None" in (result.message or "")
    assert "; the graph ends in line 5: `left = (w * x).detach()`" in (result.message or "")


# Wrong, but not because a graph was lost: a cut that reaches no loss, or stands beside a whole graph, is none of our business.
SILENT = [
    "return (w * x + v).sum()",
    "y = (w * x + v).sum()\nprint(y.item(), y.detach())\nreturn y",
    "scale = (w * x).detach().abs().max()\nreturn ((w * x + v) / scale).sum()",
    "return torch.zeros(2).sum()",
    "return x.sum()",
    "return torch.tensor(x.sum().item())",
    "raise ValueError('no loss')",
    "return 1.0",
]


@pytest.mark.parametrize("body", SILENT)
def test_nothing_is_said_of_the_graph_where_it_is_not_the_fault(answer: Answer, body: str) -> None:
    assert "the graph ends" not in (answer(body).message or "the graph ends")


class Watched:
    """Stands for the workers of a submission whose last call answered with numbers; counts how often its graph is asked for."""

    def __init__(self) -> None:
        self.calls = [Call("test_grads", "grads", b"", [1.0, 2.0])]
        self.asked = 0

    def watch_graph(self, request: bytes, seconds: float) -> dict[str, object]:
        self.asked += 1
        return {}


@pytest.mark.parametrize(
    ("source", "probes", "asked"),
    [
        ("def loss(w, v, x): return (w * x).sum()", PROBES, 0),
        ("def loss(w, v, x): return torch.tensor((w * x).sum().item(), requires_grad=True)", PROBES, 1),
        ("def loss(w, v, x): return torch.nn.Parameter((w * x).sum().detach())", PROBES, 1),
        ("def step(loss):\n    try: loss.backward()\n    except RuntimeError: pass", PROBES, 1),
        ("def loss(w, v, x): return (w * x).sum()", "try: loss.backward()\nexcept RuntimeError: return None", 1),
    ],
)
def test_a_call_is_not_made_again_where_a_lost_graph_would_have_raised(tmp_path: Path, source: str, probes: str, asked: int) -> None:
    (tmp_path / "probes.py").write_text(probes)
    job = Job("a/b", source, "answer.py", suite=str(tmp_path / "test_b.py"), probes=str(tmp_path / "probes.py"), seed=1)
    watched = Watched()
    assert LostGraphs(watched, job).of("test_grads") is None  # type: ignore[arg-type]
    assert watched.asked == asked


def test_what_the_second_call_prints_is_not_shown_twice(answer: Answer) -> None:
    result = answer("print('once')\nreturn (w * x + v).detach().sum()")
    assert "the graph ends in line 6" in (result.message or "")
    assert result.printed == "once\n"


def test_a_second_call_that_does_not_end_changes_no_verdict(answer: Answer) -> None:
    body = "global calls\ncalls = globals().get('calls', 0) + 1\nwhile calls > 1: pass\nreturn (w * x + v).detach().sum()"
    result = answer(body)
    assert result.outcome == "failed"
    assert "does not require grad" in (result.message or "")


def test_a_module_that_cuts_its_graph_is_named_in_a_real_exercise(grader: Grader) -> None:
    exercise = load_library([builtin_pack()]).exercise("modules/linear_module")
    source = mistake_named(exercise, "cuts_the_graph").source
    report = grader.grade(job_for(exercise, source, "answer.py", seed=7, device="cpu"))
    failed = [result for result in report.results if result.outcome == "failed"]
    assert "the graph ends in line 11: `return self.linear(x).detach()`" in (failed[0].message or "")
