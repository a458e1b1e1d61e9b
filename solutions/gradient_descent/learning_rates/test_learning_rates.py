"""Curves against gradient descent in matrix form and known values; the largest stable learning rate against curves on both sides of it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

KNOWN = {0.01: 0.39796, 0.1: 0.053562, 0.2: 0.018051, 0.5: 0.0081366, 0.8: 0.66507, 0.81: 7.5193, 0.82: 80.95, 1.1: 5.7747e23}

pytestmark = pytest.mark.given(
    "Write `loss_curves(x, y, b, w, lrs, n_epochs)`:",
    "Write `largest_rate(x)`:",
    "The limit is set by the curvature of the loss, the largest eigenvalue of its Hessian.",
    "NumPy is all you need.",
)


@pytest.fixture
def line(numpy_rng):
    """Nine noisy points on a line and initial parameters off it."""
    x = numpy_rng.normal(1.5, 1.0, size=(9, 1))
    y = 4.0 - 2.0 * x + numpy_rng.normal(0.0, 0.3, size=(9, 1))
    return x, y, *numpy_rng.uniform(0.5, 1.5, size=(2, 1))


@pytest.fixture
def seed_42():
    """80 noisy points of y = 1 + 2x and initial parameters, from seed 42."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    return x[order[:80]], y[order[:80]], *np.random.RandomState(42).randn(2, 1)


def of_length(got, n_lrs, n_epochs):
    """The curves, if each has the right length."""
    assert [len(curve) for curve in got] == [n_epochs] * n_lrs, "lengths of the curves"
    return got


@pytest.mark.concept("gradient_descent/same-start-for-all")
@pytest.mark.asks(
    "`x`, `y`: float64 arrays of shape (N, 1).",
    "`b`, `w`: arrays of shape (1,), the initial parameters.",
    "For each learning rate, run full-batch gradient descent on the mean squared error of the linear model b + w · x",
    "**from the same initial parameters**.",
    "the loss of each epoch before its step",
)
def test_the_curves(probes, numpy_rng, line, curves):
    """Each learning rate has its own curve, from the same initial parameters: the loss of each epoch before its step."""
    lrs = [0.01, 0.2, 0.05, float(numpy_rng.uniform(0.02, 0.1))]
    got, expected = of_length(probes.curves(*line, lrs, 12), 4, 12), [matrix_losses(*line, lr, 12) for lr in lrs]
    curves(got[1], expected[1])
    assert_allclose(got, expected, rtol=1e-9)


def test_equal_rates_have_equal_curves(probes, line):
    """The same learning rate twice gives the same curve twice."""
    first, second = of_length(probes.curves(*line, [0.1, 0.1], 6), 2, 6)
    assert_allclose(first, second, rtol=1e-12)


@pytest.mark.asks("It returns a list of lists, one for each learning rate: `n_epochs` plain floats")
def test_lists_of_floats(probes, line):
    """`loss_curves` returns a list of lists of plain floats."""
    expected = {"curves": "list", "each curve": ["list"], "each loss": ["float"]}
    assert probes.kinds(*line, [0.1, 0.02], 3) == expected, "types of what loss_curves returns"


@pytest.mark.asks("`n_epochs`: an int, 0 or more.", "`lrs`: a list of floats, the learning rates, which may be empty.")
def test_no_epoch_and_no_rate(probes, line):
    """With 0 epochs each curve is empty, and without learning rates there are no curves."""
    assert probes.curves(*line, [0.1, 0.2], 0) == [[], []], "curves of two learning rates and 0 epochs"
    assert probes.curves(*line, [], 5) == [], "curves of no learning rates"


@pytest.mark.asks("A curve that diverges continues to its last epoch, like any other")
def test_a_rate_far_too_large(probes, line):
    """A curve that diverges continues to its last epoch."""
    (got,) = of_length(probes.curves(*line, [3.0], 40), 1, 40)
    assert_allclose(got, matrix_losses(*line, 3.0, 40), rtol=1e-6)  # rounding grows along with the loss


@pytest.mark.asks("even with `inf` and `nan`")
def test_a_loss_beyond_all_numbers(probes, line):
    """A curve whose loss overflows continues to its last epoch, with inf and nan."""
    (got,) = of_length(probes.curves(*line, [1e6], 60), 1, 60)
    expected = np.array(matrix_losses(*line, 1e6, 60))
    finite = expected < 1e290  # each epoch multiplies the loss by 1e12 or more, so all later ones are beyond 1e300
    assert_allclose(np.array(got)[finite], expected[finite], rtol=1e-6)
    assert not np.isfinite(got[-1]), f"the last loss should be inf or nan, it is {got[-1]}"


@pytest.mark.concept("gradient_descent/diverges-late")
def test_the_numbers_of_the_notes(probes, seed_42):
    """On 80 noisy points of y = 1 + 2x (seed 42) the 50th loss is 0.39796 for a learning rate of 0.01, 0.0081366 for 0.5, 7.5193 for
    0.81."""
    got = of_length(probes.curves(*seed_42, list(KNOWN), 50), len(KNOWN), 50)
    assert_allclose([curve[-1] for curve in got], list(KNOWN.values()), rtol=1e-4)  # five digits are known


@pytest.mark.concept("gradient_descent/limit-from-curvature")
def test_the_border_in_the_notes(probes, seed_42):
    """On 80 noisy points of y = 1 + 2x (seed 42) the largest stable learning rate is 0.80551. With x ten times as large it is 0.03085, with
    standardized x 1."""
    x = seed_42[0]
    got = [probes.border(part) for part in (x, 10 * x, (x - x.mean()) / x.std())]
    assert_allclose(got, [0.80551, 0.03085, 1.0], rtol=0, atol=6e-6)  # five decimals are known


@pytest.mark.concept("gradient_descent/limit-from-curvature")
@pytest.mark.asks("`x` is as above.", "It returns the largest stable learning rate, a float", "Six correct digits are enough.")
@pytest.mark.parametrize(
    ("mean", "std", "n_points"),
    [(0.0, 1.0, 5), (3.0, 0.5, 20), (-2.0, 2.0, 7), (0.0, 0.01, 6), (10.0, 5.0, 30), (0.7, 1.0, 1), (2.0, 0.0, 4)],
)
def test_the_border(probes, numpy_rng, mean, std, n_points):
    """`largest_rate` returns the largest stable learning rate, to six digits, for x of any mean and standard deviation, also for one
    sample."""
    x = numpy_rng.normal(mean, std, size=(n_points, 1))
    assert_allclose(probes.border(x), 2 / steepest(x), rtol=1e-6)


@pytest.mark.concept("gradient_descent/diverges-late")
@pytest.mark.asks("below it gradient descent converges", "above it, it diverges.")
def test_curves_below_and_above_the_border(probes, line):
    """Just below the largest stable learning rate the loss converges to its minimum, just above it the loss diverges."""
    x, y, _, _ = line
    max_stable_lr = probes.border(x)
    # From zero, with errors along the steepest direction: 0.98 ** 2 a step below, 1.02 ** 2 above.
    below, above = of_length(probes.curves(*line, [0.99 * max_stable_lr, 1.01 * max_stable_lr], 1500), 2, 1500)
    a = np.hstack([np.ones_like(x), x])
    lowest = np.mean((a @ np.linalg.lstsq(a, y, rcond=None)[0] - y) ** 2)
    assert_allclose(below[-1], matrix_losses(*line, 0.99 * max_stable_lr, 1500)[-1], rtol=1e-6)
    assert below[-1] < lowest + 0.05 * below[0], "just below your largest learning rate the loss does not end near its minimum"
    assert above[-1] > 1e6 * lowest, "just above your largest learning rate the loss does not diverge"


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The caller's arrays and its list of learning rates must not be modified.")
def test_the_callers_arrays_stay(probes, line):
    """x, y, b, w and the list of learning rates are not modified."""
    lrs = [0.2, 0.1, 0.15]
    after = probes.inputs_afterwards(*line, lrs, 3)
    for name, expected in zip(("x", "y", "b", "w", "lrs"), (*line, lrs), strict=True):
        assert np.array_equal(after[name], expected), f"the caller's `{name}` has changed"


def steepest(x):
    """The largest eigenvalue of the Hessian: twice the squared largest singular value of A / sqrt(N)."""
    return 2 * np.linalg.svd(np.hstack([np.ones_like(x), x]) / np.sqrt(len(x)), compute_uv=False)[0] ** 2


def matrix_losses(x, y, b, w, lr, n_epochs):
    """The losses on the path of theta = (b, w), whose gradient is 2/N A^T (A theta - y)."""
    a, theta, losses = np.hstack([np.ones_like(x), x]), np.vstack([b, w]), []
    with np.errstate(all="ignore"):  # overflow is intended
        for _ in range(n_epochs):
            losses.append(float(np.mean((a @ theta - y) ** 2)))
            theta = theta - lr * (2 / len(x)) * (a.T @ (a @ theta - y))
    return losses
