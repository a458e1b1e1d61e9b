"""Which device a grade runs on, and that nobody names one where it should be chosen."""

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from studykit.content.pack import builtin_pack, load_library
from studykit.grading.grade_report import Report
from studykit.grading.job import Job, job_for
from studykit.grading.judge.judge import DeviceError, choose_device

LIBRARY = load_library([builtin_pack()])
JOB = Job("a/b", "", "a.py", suite="", probes="", seed=1)
needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here: the suites cannot be run on CUDA")
without_gpu = pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")

# Suites read the `device` fixture; probes, solutions and starters follow the tensors that they are given.
PLACES = [
    path
    for exercise in LIBRARY.exercises.values()
    for path in (exercise.suite, exercise.probes, exercise.solution, exercise.starter, *exercise.also_right)
]


def test_auto_is_the_cpu_unless_the_exercise_prefers_the_gpu() -> None:
    assert choose_device(JOB).type == "cpu"
    prefers = choose_device(replace(JOB, devices=("cuda", "cpu")))
    assert prefers.type == ("cuda" if torch.cuda.is_available() else "cpu")


def test_a_device_that_the_exercise_does_not_run_on_is_refused() -> None:
    with pytest.raises(DeviceError, match="a/b does not run on cuda; use --device cpu"):
        choose_device(replace(JOB, device="cuda", devices=("cpu",)))


@without_gpu
def test_a_missing_gpu_is_refused_and_not_replaced() -> None:
    with pytest.raises(DeviceError, match="No CUDA device is available here; use --device cpu"):
        choose_device(replace(JOB, device="cuda"))


@pytest.mark.parametrize("path", PLACES, ids=[str(path.relative_to(builtin_pack())) for path in PLACES])
def test_no_file_of_an_exercise_names_a_device(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # Who plays another device says where the tensors are before and after; who loads a file may load it to where every machine can.
    plays = "meta" in path.read_text(encoding="utf-8")
    loads = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "map_location"}
    named = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.split(":")[0] in ("cuda", "cpu", "mps"):
            if node.value == "cpu" and (id(node) in loads or (plays and path.name.startswith(("test_", "probes")))):
                continue
            named.append(node.lineno)
        if isinstance(node, ast.Attribute) and node.attr == "cuda":
            named.append(node.lineno)
    assert named == []


@needs_gpu
@pytest.mark.parametrize("exercise", LIBRARY.exercises.values(), ids=lambda exercise: exercise.id)
def test_every_solution_passes_on_the_gpu(grader, exercise) -> None:
    report: Report = grader.grade(job_for(exercise, exercise.solution.read_text(), "answer.py", seed=1, device="cuda"))
    assert report.passed
    assert report.device == "cuda"


def test_an_answer_on_another_device_than_the_input_is_a_failure(grade: Callable[..., Report], tmp_path: Path) -> None:
    (tmp_path / "probes.py").write_text("def f(submission, x): return submission.f(x)\n")
    (tmp_path / "test_f.py").write_text(
        "import torch\nfrom torch.testing import assert_close\n"
        "def test_f(probes, device):\n    assert_close(probes.f(torch.ones(2).to(device)), torch.ones(2).to(device))\n"
    )
    job = {"suite": str(tmp_path / "test_f.py"), "probes": str(tmp_path / "probes.py"), "forbids": ()}
    assert grade("def f(x): return x", **job).passed
    meta = grade("import torch\ndef f(x): return torch.ones_like(x, device='meta')", **job)
    assert "without ordinary numbers" in (meta.results[0].message or "")
