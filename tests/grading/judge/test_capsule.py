"""A capsule: a script that makes one call of a failing test again, with its inputs and nothing of the expectation."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from studykit.grading.judge.capsule import literal
from tests.conftest import Ran, mistaken

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[3]
SGD = "optimizers/sgd_update"

VALUES = [
    None,
    True,
    -3,
    0.1,
    float("inf"),
    "text 'quoted'",
    [1, (2.5,), {"a": None}],
    torch.randn(3, 2),
    torch.randn(4, dtype=torch.float64),
    torch.arange(6).reshape(2, 3),
    torch.zeros(0, 3),
    torch.tensor([float("nan"), float("-inf")]),
    torch.tensor(2.0),
    torch.randn(3000),
    np.linspace(0, 1, 7),
    np.zeros((0, 2), dtype=np.float32),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_literal_gives_the_value_again_to_the_last_digit(value: object) -> None:
    names = {"torch": torch, "np": np, "pickle": pickle, "inf": float("inf"), "nan": float("nan")}
    exec("import base64", names)
    again = eval(literal(value), names)
    torch.testing.assert_close(again, value, rtol=0, atol=0, equal_nan=True) if isinstance(value, torch.Tensor) else None
    if isinstance(value, np.ndarray):
        np.testing.assert_array_equal(again, value)
        assert (again.dtype, again.shape) == (value.dtype, value.shape)
    if not isinstance(value, (torch.Tensor, np.ndarray)):
        assert again == value


def test_a_capsule_shows_the_same_wrong_numbers_and_no_expectation(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(mistaken(SGD, "climbs"))
    test = "each_parameter_moves_against_its_gradient"
    report = studykit("grade", "a.py", "--capsule", test, "--seed", 3, "--json")
    capsule = tmp_path / f"capsule_test_{test}.py"
    assert report.code == 1
    assert "assert" not in capsule.read_text()
    made = subprocess.run([sys.executable, str(capsule)], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert made.stdout.startswith("{'values': [tensor(")
    right = (ROOT / "solutions" / SGD / "solution.py").read_text()
    (tmp_path / "b.py").write_text(right)
    other = subprocess.run([sys.executable, str(capsule), "b.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert other.stdout != made.stdout


def test_an_unknown_test_is_named_with_those_there_are(studykit: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(f"# studykit: {SGD}\n")
    ran = studykit("grade", "a.py", "--capsule", "nothing")
    assert ran.code == 2
    assert "test_gradients_are_left_alone" in ran.err
