"""What a failed comparison is about is read off the line of the suite that failed."""

import sys
from pathlib import Path

import pytest

from studykit.grading.judge.messages.quantity import quantity


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('assert_equal(seen["new_weights"], 1)', "new weights"),
        ("assert_equal(len(losses), 1)", "number of losses"),
        ("assert_equal(probes.loss(1), 1)", "loss"),
        ("assert_equal(np.mean(probes.loss(1)), 1)", "loss"),
        ("assert_equal(F.pad(masks, 1), 1)", "masks"),
        ("assert_equal(losses.mean(), 1)", "losses"),
        ("assert_equal(np.mean(got), 1)", ""),
        ("assert steps == 1", "steps"),
    ],
)
def test_the_quantity_is_named_and_never_the_module_that_computes_with_it(tmp_path: Path, line: str, named: str) -> None:
    suite = tmp_path / "test_suite.py"
    suite.write_text(f"import numpy as np\nimport torch.nn.functional as F\n{line}\n")
    try:
        exec(compile("\n\n" + "raise AssertionError", str(suite), "exec"))
    except AssertionError:
        assert quantity(sys.exc_info()[2], str(suite)) == named
