"""What a worker may say to its judge, and what becomes of everything else."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from studykit.content.pack import builtin_pack, load_library
from studykit.errors import GraderError, StudykitError
from studykit.grading import values
from studykit.grading.client.cold import Grader
from studykit.grading.frames import ProtocolError
from studykit.grading.grade_report import Outcome, Report, Verdict
from studykit.grading.job import Job, job_for

Grade = Callable[..., Report]
CPU = torch.device("cpu")

PLAIN = [
    None,
    True,
    0,
    -(10**30),
    0.1,
    float("inf"),
    "text \0 é",
    [1, [2.5, None]],
    (1, "a"),
    {"a": {"b": (True, [])}},
]

FLOODS_THE_CHANNEL = """
import os
for fd in range(3, 30):
    try: os.write(fd, b"\\0\\0\\0\\2\\0\\0\\0\\0\\0\\0\\0\\0{}" * 10)
    except OSError: pass
def sgd_update(params, lr): pass
"""


@pytest.mark.parametrize("value", PLAIN)
def test_plain_data_comes_back_as_it_was(value: object) -> None:
    tree, body = values.encode(value)
    back = values.decode(tree, body, CPU)
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int64, torch.bool, torch.bfloat16, torch.uint8])
def test_tensors_keep_shape_dtype_and_numbers(dtype: torch.dtype) -> None:
    tensor = torch.arange(6).reshape(2, 3).to(dtype)
    back = values.decode(*values.encode([tensor, tensor.T, tensor[0, 0]]), CPU)
    for got, sent in zip(back, [tensor, tensor.T, tensor[0, 0]], strict=True):
        torch.testing.assert_close(got, sent, rtol=0, atol=0)


def test_arrays_stay_arrays_and_numpy_numbers_become_numbers() -> None:
    back = values.decode(*values.encode([np.eye(2), np.float64(0.5), np.int32(3)]), CPU)
    assert isinstance(back[0], np.ndarray)
    np.testing.assert_array_equal(back[0], np.eye(2))
    assert back[1:] == [0.5, 3]


@pytest.mark.parametrize(
    "value", [object(), {1: 2}, {"a": {3}}, lambda: 0, torch.zeros(2, device="meta"), np.array([object()]), 1j * np.eye(2)]
)
def test_anything_else_is_refused_with_its_place(value: object) -> None:
    with pytest.raises(values.NotPlain, match="the answer"):
        values.encode(value)


@pytest.mark.parametrize(
    "tree",
    [3, [], ["x", 1], ["i", "nan"], ["f", "zz"], ["t", "7", "cpu"], ["d", [["a"]]], ["d", [[1, None]]], ["l", [[]]], ["i", "9" * 5000]],
)
def test_a_forged_tree_is_refused(tree: object) -> None:
    with pytest.raises(ProtocolError):
        values.decode(tree, b"", CPU)


def test_an_endless_or_deep_answer_is_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(values.NotPlain, match="nested"):
        values.encode(loop)
    with pytest.raises(ProtocolError, match="too many"):
        values.decode(["l", [None] * 200_000], b"", CPU)


def test_bytes_written_into_the_channel_are_a_crash_not_a_verdict(grade: Grade) -> None:
    report = grade(FLOODS_THE_CHANNEL)
    assert report.verdict is Verdict.CRASHED
    assert "protocol" in (report.failure.message if report.failure else "")


def test_an_answer_that_is_no_plain_data_fails_with_a_clear_message(grade: Grade, tmp_path) -> None:
    (tmp_path / "probes.py").write_text("def f(submission): return submission.f()\n")
    (tmp_path / "test_f.py").write_text("def test_f(probes):\n    assert probes.f() == 3\n")
    job = {"suite": str(tmp_path / "test_f.py"), "probes": str(tmp_path / "probes.py"), "forbids": ()}
    report = grade("def f(): return [1, {2}]", **job)
    assert "the answer[1] is a set" in (report.results[0].message or "")
    assert grade("def f(): return 3", **job).passed
    unequal = grade("def f(): return 4", **job).results[0]
    assert (unequal.expected, unequal.got) == ("3", "4")


def test_an_object_that_is_equal_to_everything_does_not_cross(grade: Grade, tmp_path) -> None:
    (tmp_path / "probes.py").write_text("def f(submission): return submission.f()\n")
    (tmp_path / "test_f.py").write_text("def test_f(probes):\n    assert probes.f() == 3\n")
    source = "class Yes(float):\n    def __eq__(self, other): return True\ndef f(): return Yes(4)"
    report = grade(source, suite=str(tmp_path / "test_f.py"), probes=str(tmp_path / "probes.py"), forbids=())
    assert report.verdict is Verdict.FAILED


def test_a_broken_suite_is_the_graders_failure(grade: Grade, tmp_path) -> None:
    suite = tmp_path / "test_broken.py"
    suite.write_text("import no_such_module\n")
    with pytest.raises(GraderError, match="no_such_module"):
        grade("x = 1", suite=str(suite))


def test_a_missing_gpu_is_told(grade: Grade) -> None:
    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU")
    with pytest.raises(StudykitError, match="No CUDA device is available here"):
        grade("x = 1", device="cuda")


def test_a_server_that_dies_is_told_and_nothing_hangs() -> None:
    with Grader() as broken:
        os.kill(broken.pid, signal.SIGKILL)
        with pytest.raises(GraderError, match=r"without a verdict|server is gone"):
            broken.grade(Job("a/b", "", "a.py", suite="", probes="", seed=1))


def test_a_cold_judge_and_worker_give_the_same_verdict_and_are_shut_in_as_well(grade: Grade) -> None:
    wrong = "import os, socket\ndef sgd_update(params, lr): print(os.path.exists('/etc/passwd'), list(os.environ))"
    warm = grade(wrong)
    with Grader("spawn") as cold:
        exercise = load_library([builtin_pack()]).exercise("optimizers/sgd_update")
        report = cold.grade(replace(job_for(exercise, wrong, "answer.py", seed=7, device="cpu"), diagnosis_seconds=0.0))
    assert [(r.outcome, r.got) for r in report.results] == [(r.outcome, r.got) for r in warm.results]
    failed = next(result for result in report.results if result.outcome is Outcome.FAILED)
    assert failed.printed.startswith("False")
    assert "PATH" not in failed.printed
