"""What a learner reads about wrong numbers: real wrong submissions, graded by real suites."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.grading.grade_report import Report, Result, Verdict
from studykit.grading.judge.messages.difference import explain
from studykit.grading.judge.messages.rounding import Tolerance
from tests.conftest import examples

Grade = Callable[..., Report]
Answer = Callable[[str, str], Result]

PROBES = "def f(submission, *inputs): return submission.f(*inputs)\n"
HEAD = "import numpy as np\nimport torch\nfrom torch.testing import assert_close\nfrom numpy.testing import assert_allclose\n"


@pytest.fixture
def answer(grade: Grade, tmp_path: Path) -> Answer:
    """The result of a suite that expects `expected` of f(), for a submission whose f gives `got`."""

    def answer(got: str, expected: str) -> Result:
        (tmp_path / "probes.py").write_text(PROBES)
        (tmp_path / "test_f.py").write_text(f"{HEAD}def test_f(probes):\n    assert_close(probes.f(), {expected})\n")
        source = f"import numpy as np\nimport torch\ndef f(): return {got}\n"
        report = grade(source, suite=str(tmp_path / "test_f.py"), probes=str(tmp_path / "probes.py"), forbids=())
        assert report.verdict is Verdict.FAILED
        return report.results[0]

    return answer


def test_a_list_that_a_comparison_takes_for_an_array_differs_by_its_numbers(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "probes.py").write_text(PROBES)
    (tmp_path / "test_f.py").write_text(f"{HEAD}def test_f(probes):\n    assert_allclose(probes.f(), [1.0, 2.0])\n")
    files = {"suite": str(tmp_path / "test_f.py"), "probes": str(tmp_path / "probes.py"), "forbids": ()}
    (result,) = grade("import numpy as np\ndef f(): return np.array([1.0, 2.5])", **files).results
    assert (result.message or "").startswith("1 of 2 values differ, most at [1]: expected 2, got 2.5")


# What f gives, what is expected, and what the learner reads.
MESSAGES = [
    (
        "torch.tensor([1., 2., 4., 7.])",
        "torch.tensor([1., 3., 4., 9.])",
        "2 of 4 values differ, most at [3]: expected 9, got 7; first at [1]",
    ),
    (
        "torch.tensor([1.01, 1.0005])",
        "torch.ones(2)",
        "most at [0]: expected 1, got 1.01; the largest error is 84,000 times rounding noise",
    ),
    ("torch.tensor([1.0005, 3.])", "torch.tensor([1., 3.])", "the largest error is 1,900 times rounding noise"),
    ("1.0005", "1.0", "the error is over a million times rounding noise"),
    (
        "torch.tensor(0.1).double() + torch.zeros(2)",
        "torch.full((2,), 0.1, dtype=torch.float64)",
        "expected the dtype float64, got float32",
    ),
    (
        "(torch.tensor([0.1, 0.7, 0.9]) ** 9 * 1e3).double()",
        "torch.tensor([0.1, 0.7, 0.9], dtype=torch.float64) ** 9 * 1e3",
        "the result has only float32 accuracy, so a part of it was computed in float32",
    ),
    ("torch.tensor([1, 2, 9])", "torch.tensor([1, 2, 3])", "1 of 3 values differ, most at [2]: expected 3, got 9"),
    ("torch.tensor([2**60 + 1])", "torch.tensor([2**60])", "expected 1152921504606846976, got 1152921504606846977"),
    ("torch.tensor([True, False])", "torch.tensor([True, True])", "1 of 2 boolean values differ, first at [1]: expected True, got False"),
    ("torch.tensor([True, False])", "torch.tensor([False, True])", "all 2 boolean values are inverted"),
    (
        "torch.tensor([1., 0/1, 3.]) / torch.tensor([1., 0., 1.])",
        "torch.ones(3)",
        "1 of 3 values is NaN, first at [1]; 1 other differs, too",
    ),
    (
        "torch.ones(2, 2).log() / torch.tensor([0., 1.])",
        "torch.zeros(2, 2)",
        "2 of 4 values are NaN, first at [0, 0]; the others are right",
    ),
    ("torch.tensor([1., float('inf')])", "torch.ones(2)", "1 of 2 values is infinite, first at [1]; the others are right"),
    ("torch.ones(2) / 0", "torch.ones(2)", "both values are infinite"),
    ("float('nan')", "1.0", "expected 1, got nan"),
    ("[1.0, 2.5, 3.0]", "[1.0, 2.0, 3.0]", "1 of 3 values differ, most at [1]: expected 2, got 2.5"),
    ("np.array([1., 2.])[::-1].copy() * 0 + 3", "np.array([1., 2.])", "both values differ, most at [0]: expected 1, got 3"),
    ("{'a': torch.ones(2), 'b': torch.ones(2)}", "{'a': torch.ones(2), 'b': torch.zeros(2)}", "['b']: both values differ"),
    ("{'a': 1.0}", "{'b': 1.0}", "expected the keys 'b', got 'a'"),
    ("None", "torch.ones(2)", "expected a tensor of shape (2,), got None"),
]

DISGUISES = [
    ("torch.ones(4, 4)", "torch.ones(4, 1)", "expected the shape (4, 1), got (4, 4): was (4, 1) combined with (4,)?"),
    ("torch.ones(4)", "torch.ones(4, 1)", "got (4,): the values are right, a dim of size 1 is missing"),
    ("torch.ones(1, 4)", "torch.ones(4)", "got (1, 4): the values are right, a dim of size 1 is too many"),
    ("torch.arange(6.).view(3, 2).T", "torch.arange(6.).view(3, 2)", "got (2, 3): the same values, transposed"),
    ("torch.arange(6.).view(2, 3)", "torch.arange(6.).view(3, 2)", "got (2, 3): the values are right, but not their shape"),
    ("torch.arange(4.).view(2, 2).T", "torch.arange(4.).view(2, 2)", "the same values, transposed"),
    (
        "torch.arange(8.).view(2, 2, 2).transpose(0, 2)",
        "torch.arange(8.).view(2, 2, 2)",
        "the same values, with dims 0 and 2 swapped",
    ),
    ("torch.tensor([3., 1., 7.]).flip(0)", "torch.tensor([3., 1., 7.])", "the same values in reverse order"),
    ("torch.tensor([3., 1., 7.]).roll(1)", "torch.tensor([3., 1., 7.])", "the same values in another order"),
    ("torch.arange(6.).view(3, 2)[[1, 2, 0]]", "torch.arange(6.).view(3, 2)", "the same rows in another order"),
    ("[2.5, 1.5]", "[1.5, 2.5]", "the two values are swapped"),
    ("4 * torch.tensor([0.1, -0.7, 0.])", "torch.tensor([0.1, -0.7, 0.])", "all 3 values are 4 times the expected ones"),
    ("torch.tensor([0.1, -0.7]) / 3", "torch.tensor([0.1, -0.7])", "both values are 1/3 of the expected ones"),
    ("0.37 * torch.tensor([0.1, -0.7, 2.])", "torch.tensor([0.1, -0.7, 2.])", "all 3 values are 0.37 times the expected ones"),
    ("-torch.tensor([0.1, -0.7])", "torch.tensor([0.1, -0.7])", "the sign is flipped: both values are minus the expected ones"),
    ("0.75", "1.5", "the value is half the expected one"),
    ("torch.tensor([1., 9., 0.3])", "torch.tensor([1., 3., .1])", "the 2 values that differ are 3 times the expected ones"),
]

# Wrong in a way that only looks like one of those: nothing may be claimed.
NO_DISGUISES = [
    ("torch.tensor([0.4, 2.8001])", "torch.tensor([0.1, 0.7])"),
    ("6.0", "2.0"),  # two whole numbers: one is often a multiple of the other
    ("torch.full((3,), 0.35)", "torch.full((3,), 0.3)"),  # a single number in three places
    ("torch.tensor([1., 2., 3.])", "torch.tensor([3., 1., 2.001])"),
    ("torch.ones(4, 4)", "torch.ones(3)"),
    ("torch.tensor([1., 2.])", "torch.zeros(2)"),
]


@pytest.mark.parametrize(("got", "expected", "says"), MESSAGES + DISGUISES)
def test_the_message_says_what_the_numbers_show(answer: Answer, got: str, expected: str, says: str) -> None:
    assert says in (answer(got, expected).message or "")


@pytest.mark.parametrize(("got", "expected"), NO_DISGUISES)
def test_nothing_is_claimed_that_the_numbers_do_not_show(answer: Answer, got: str, expected: str) -> None:
    message = answer(got, expected).message or ""
    assert not [word for word in ("times the", "1/", "half", "order", "transposed", "combined", "right") if word in message]


def test_a_number_within_the_suites_tolerance_is_not_called_different(answer: Answer) -> None:
    got, expected = "torch.tensor([1.0 + 1e-6, 2.0, 5.0])", "torch.tensor([1.0, 2.0, 3.0])"
    assert (answer(got, expected).message or "").startswith("1 of 3 values differ, most at [2]")


def test_a_step_of_a_history_is_named_with_its_parameter(answer: Answer) -> None:
    history = "[{'weight': torch.ones(2, 2) * i, 'bias': torch.ones(2) * %s} for i in range(8)]"
    result = answer(history % "(i if i < 2 else 0.3 * i)", history % "i")
    assert (result.message or "").startswith("first differs at step 3 of 8, in 'bias': both values differ")


def test_lists_of_parameters_are_a_history_and_batches_are_none(answer: Answer) -> None:
    states = "[[torch.ones(2), torch.ones(3) * %s] for i in range(3)]"
    assert "first differs at step 2 of 3, in [1]: " in (answer(states % "(1 + i)", states % "1").message or "")
    batches = "[(torch.ones(2), torch.ones(3) * %s) for i in range(3)]"
    assert "[1][1]: " in (answer(batches % "(1 + i)", batches % "1").message or "")
    named = "{'weights': [{'w': torch.ones(1) * %s} for i in range(3)]}"
    assert "['weights']: first differs at step 3 of 3, in 'w': " in (answer(named % "(1 + i // 2)", named % "1").message or "")


def test_a_sum_in_place_of_a_mean_is_seen_in_a_real_exercise(grader, tmp_path) -> None:
    from studykit.content.pack import builtin_pack, load_library
    from studykit.grading.job import job_for

    exercise = load_library([builtin_pack()]).exercise("gradient_descent/mse_gradient")
    wrong = "def mse_gradient(b, w, x, y):\n    e = b + w * x - y\n    return 2 * e.sum(), 2 * (x * e).sum()\n"
    results = {r.name: r for r in grader.grade(job_for(exercise, wrong, "answer.py", seed=3, device="cpu")).results}
    assert "both values are 50 times the expected ones" in (results["test_agrees_with_autograd"].message or "")


_numbers = st.lists(st.floats(width=32) | st.sampled_from([0.0, 1.0, 2.0, float("nan"), float("inf")]), min_size=1, max_size=6)


@settings(deadline=None, max_examples=examples(200))
@given(_numbers, _numbers, st.sampled_from([torch.float32, torch.float64, torch.int64, torch.bool, torch.bfloat16, torch.float16]))
def test_whatever_the_numbers_are_they_can_be_explained(got: list[float], expected: list[float], dtype: torch.dtype) -> None:
    def compare(a: object, b: object) -> None:
        torch.testing.assert_close(a, b)

    a, b = (
        torch.tensor(numbers).nan_to_num().clamp(-9, 9) if not dtype.is_floating_point else torch.tensor(numbers)
        for numbers in (got, expected)
    )
    for pair in ((a.to(dtype), b.to(dtype)), (got, expected), (a, b.to(dtype)), (got[0], expected[0]), ([a], [b]), (a[0], b[0])):
        difference = explain(*pair, compare, Tolerance(None, None), "not equal")
        assert difference.message
