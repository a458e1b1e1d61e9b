"""What an exercise asks to build fails when a submission calls it, by any name, and stays as it is for everybody else."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.errors import BrokenExercise
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
        ("torch.nn.init.kaiming_uniform_", "nn.Linear(2, 3)"),
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


CONV, PLAIN = "torch.nn.functional.conv2d", "w[:, :, :1, :1].contiguous()"
# Each computes what its exercise asks to build, and none by a name that the exercise forbids.
DOORS = [
    (CONV, "nn.Conv2d(3, 2, 3)(x)"),
    (CONV, "nn.LazyConv2d(2, 3)(x)"),
    (CONV, "torch.ops.aten.conv2d(x, w)"),
    (CONV, "torch.ops.aten.convolution.default(x, w, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1)"),
    (CONV, "torch._convolution(x, w, None, [1, 1], [0, 0], [1, 1], False, [0, 0], 1, False, False, False, False)"),
    (CONV, "torch.ops.aten._slow_conv2d_forward(x, w, [3, 3], None, [1, 1], [0, 0])"),
    (CONV, "torch.ops.aten.slow_conv_dilated2d(x, w, [3, 3])"),
    (CONV, "torch.ops.mkldnn._convolution_pointwise(x, w, None, [0, 0], [1, 1], [1, 1], 1, 'none', [], '')"),
    (CONV, "torch.utils.checkpoint.checkpoint(vars(torch)['con' + 'v2d'], x, w, use_reentrant=False)"),
    (CONV, "torch.func.vmap(vars(torch)['con' + 'v2d'], (0, None))(x[None], w)"),
    (CONV, "torch.jit.trace(lambda x: torch.ops.aten.conv2d(x, w), x)(x)"),
    ("torch.nn.functional.unfold", "torch._C._nn.im2col(x, [2, 2], [1, 1], [0, 0], [1, 1])"),
    ("torch.nn.functional.max_pool2d", "torch.ops.aten.max_pool2d_with_indices(x, [2, 2])"),
    ("torch.nn.LayerNorm", "torch.instance_norm(x, None, None, None, None, True, 0.0, 1e-5, False)"),
    ("torch.nn.BatchNorm2d", "torch.ops.aten._native_batch_norm_legit(x, None, None, True, 0.1, 1e-5)"),
    ("torch.nn.functional.mse_loss", "torch._C._nn.mse_loss(x, x)"),
    ("torch.nn.L1Loss", "torch.ops.aten.l1_loss(x, x)"),
    ("torch.nn.functional.cross_entropy", "torch._C._nn.nll_loss(x[0, 0], torch.zeros(8, dtype=torch.long))"),
    ("torch.sigmoid", "torch.ops.aten.silu(x)"),
    ("torch.softmax", "torch.ops.aten._softmax(x, 1, False)"),
    ("torch.nn.functional.embedding", "torch.ops.aten.embedding_bag(x[0, 0], torch.zeros(2, dtype=torch.long), torch.zeros(1).long())"),
    ("torch.nn.functional.scaled_dot_product_attention", "torch.ops.aten._scaled_dot_product_attention_math(x, x, x)"),
    ("torch.nn.LSTM", "torch.gru_cell(x[0, 0], x[0, 0], torch.ones(24, 8), torch.ones(24, 8))"),
    ("torch.optim", "torch._fused_sgd_([x], [x], [], weight_decay=0, momentum=0, lr=1., dampening=0, nesterov=False, "
     "maximize=False, is_first_step=True)"),
    ("torch.nn.TransformerEncoderLayer", "nn.Transformer(4, 2, 1, 1, 4).encoder.layers[0]"),
    ("torch.nn.functional.conv_transpose2d", "torch.convolution(x, w.transpose(0, 1), None, [1, 1], [0, 0], [1, 1], True, [0, 0], 1)"),
    ("torch.autograd.gradcheck", "sys.modules['torch.autograd.gradcheck']._get_numerical_jacobian(lambda a: a, (x,), None, (x,), 1e-3)"),
    (CONV, "t = threading.Thread(target=nn.Conv2d(3, 2, 3), args=(x,)); t.start(); t.join(); assert t is None"),
]  # fmt: skip


@pytest.mark.parametrize(("forbidden", "body"), DOORS, ids=[f"{forbidden.rpartition('.')[2]}: {body[:40]}" for forbidden, body in DOORS])
def test_what_computes_the_same_is_refused_whatever_leads_there(using, forbidden: str, body: str) -> None:
    report = using(forbidden, body)
    assert report.verdict is Verdict.FAILED
    assert by_hand(report).outcome == "failed"
    if "threading" not in body:
        assert "which this exercise asks you to build (line 8)" in (report.results[0].message or "")


@pytest.mark.parametrize(
    "call",
    [
        "nn.functional.conv2d(x, w, stride=2, padding=1)",
        "nn.functional.conv2d(x[:, :2], w[:, :1], torch.ones(2), groups=2, dilation=2)",
        "nn.functional.conv1d(x[:, :, 0], w[:, :, 0], torch.ones(2))",
        "torch.ops.aten._convolution(x, w, None, [1, 1], [1, 1], [2, 2], False, [0, 0], 1, False, False, False, False)",
    ],
)
def test_where_only_the_transposed_convolution_is_forbidden_the_ordinary_one_gives_its_numbers_and_gradients(using, call: str) -> None:
    body = f"""torch.manual_seed(0); x, w = torch.randn(1, 3, 8, 8, dtype=torch.double), torch.randn(2, 3, 3, 3, dtype=torch.double)
    x.requires_grad_(); w.requires_grad_()
    out = {call.replace("torch.ones(2)", "torch.ones(2, dtype=torch.double)")}
    out.square().sum().backward()
    print([round(float(v), 6) for v in (out.sum(), out.square().sum(), x.grad.sum(), w.grad.sum())])
    raise ValueError"""
    seen = [using(name, body).results[0].printed for name in ("torch.nn.functional.conv_transpose2d", "torch.Tensor.abs")]
    assert seen[0] == seen[1] != ""


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


CLOSES_AHEAD = """
import os, random
import torch
from studykit.grading.worker.forbidden import Ban, Forbidden, close_ahead

forbids, text = {forbids!r}, {text!r}
close_ahead(forbids, "<probes>", text)
random.random()
if os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
ban = Ban(forbids, "answer.py", "<probes>", text)
try:
    exec(compile({body!r}, "answer.py", "exec"))
except Forbidden as refused:
    print("refused:", refused, ban.take())
else:
    print("not refused")
"""


def closed_ahead(forbids: tuple[str, ...], body: str, text: str = "") -> str:
    """What a submission gets that runs in a fork of a process where this was closed ahead."""
    program = "import sys" + CLOSES_AHEAD.format(forbids=forbids, text=text, body=body)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("forbids", "body"),
    [
        (("torch.optim",), "\ntorch.optim.SGD([torch.ones(1)], lr=0.1)"),
        (("torch.Tensor.abs", "numpy.tanh"), "\nimport numpy; numpy.tanh(1.0)"),
        (("random.random",), "\nrandom.random()"),
        (("torch.Tensor.abs", "random.random"), "\nrandom.random()"),
    ],
)
def test_what_is_closed_ahead_is_closed_in_the_workers_and_nothing_that_their_parent_uses(forbids: tuple[str, ...], body: str) -> None:
    name = "torch.optim" if forbids == ("torch.optim",) else forbids[-1]
    assert closed_ahead(forbids, body) == f"refused: {name} [('{name}', 2)]\n"


def test_the_probes_may_go_on_when_it_is_closed_ahead() -> None:
    text = "import torch\ndef probe(x): return torch.nn.functional.softmax(x, -1)"
    program = f"exec(compile({text!r}, '<probes>', 'exec')); probe(torch.ones(2))"
    assert closed_ahead(("torch.nn.functional.softmax",), program, text) == "not refused\n"


def test_a_name_that_nothing_has_is_left_to_the_worker_to_tell(grade: Grade) -> None:
    with pytest.raises(BrokenExercise, match="no_such"):
        grade("x = 1", forbids=("torch.no_such",))
