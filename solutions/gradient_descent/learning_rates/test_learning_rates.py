"""Curves against descent in matrix form and the numbers of the notes' data; the border against curves on both sides of it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

NOTED = {0.01: 0.39796, 0.1: 0.053562, 0.2: 0.018051, 0.5: 0.0081366, 0.8: 0.66507, 0.81: 7.5193, 0.82: 80.95, 1.1: 5.7747e23}


@pytest.fixture
def line(numpy_rng):
    """Nine noisy points on a line and a start away from it."""
    x = numpy_rng.normal(1.5, 1.0, size=(9, 1))
    y = 4.0 - 2.0 * x + numpy_rng.normal(0.0, 0.3, size=(9, 1))
    return x, y, *numpy_rng.uniform(0.5, 1.5, size=(2, 1))


@pytest.fixture
def notes():
    """The 80 training points and the start values of the notes, seed 42."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    return x[order[:80]], y[order[:80]], *np.random.RandomState(42).randn(2, 1)


def lists(got, n_rates, n_epochs):
    """The curves, if they are lists of floats of the right length."""
    assert isinstance(got, (list, tuple)), "loss_curves must return a list of lists"
    assert [len(curve) for curve in got] == [n_epochs] * n_rates
    assert all(isinstance(loss, float) for curve in got for loss in curve), "each loss must be a plain float"
    return got


@pytest.mark.concept("gradient_descent/same-start-for-all")
def test_the_curves(probes, line, curves):
    """Each rate has its own curve, from the same start: the loss of each epoch before its step."""
    rates = [0.01, 0.2, 0.05]
    got, expected = lists(probes.curves(*line, rates, 12), 3, 12), [matrix_losses(*line, rate, 12) for rate in rates]
    curves(got[1], expected[1])
    assert_allclose(got, expected, rtol=1e-9)


def test_equal_rates_have_equal_curves(probes, line):
    """The same rate twice gives the same curve twice."""
    first, second = lists(probes.curves(*line, [0.1, 0.1], 6), 2, 6)
    assert_allclose(first, second, rtol=1e-12)


def test_a_rate_far_too_large(probes, line):
    """A curve that blows up goes on to its last epoch."""
    (got,) = lists(probes.curves(*line, [3.0], 40), 1, 40)
    assert_allclose(got, matrix_losses(*line, 3.0, 40), rtol=1e-6)  # rounding grows along with the loss


def test_no_epoch_and_no_rate(probes, line):
    """With 0 epochs each curve is empty, and without rates there is no curve."""
    assert [list(curve) for curve in probes.curves(*line, [0.1, 0.2], 0)] == [[], []]
    assert list(probes.curves(*line, [], 5)) == []


@pytest.mark.concept("gradient_descent/judge-later")
def test_the_numbers_of_the_notes(probes, notes):
    """On 80 noisy points of y = 1 + 2x (seed 42) the 50th loss is 0.39796 for a rate of 0.01, 0.0081366 for 0.5, 7.5193 for 0.81."""
    got = lists(probes.curves(*notes, list(NOTED), 50), len(NOTED), 50)
    assert_allclose([curve[-1] for curve in got], list(NOTED.values()), rtol=1e-4)  # five digits are known


@pytest.mark.concept("gradient_descent/limit-from-curvature")
def test_the_border_in_the_notes(probes, notes):
    """On 80 noisy points of y = 1 + 2x (seed 42) the largest rate is 0.80551; with x ten times as large 0.03085, with standardised x 1."""
    x = notes[0]
    got = [probes.border(part) for part in (x, 10 * x, (x - x.mean()) / x.std())]
    assert_allclose(got, [0.80551, 0.03085, 1.0], rtol=0, atol=6e-6)  # five decimals are known


@pytest.mark.concept("gradient_descent/limit-from-curvature")
@pytest.mark.parametrize(
    ("centre", "spread", "n"), [(0.0, 1.0, 5), (3.0, 0.5, 20), (-2.0, 2.0, 7), (0.0, 0.01, 6), (10.0, 5.0, 30), (0.7, 1.0, 1)]
)
def test_the_border(probes, numpy_rng, centre, spread, n):
    """`largest_rate` is the border between convergence and blowing up, to six digits, for x of any mean and spread, one row, too."""
    x = numpy_rng.normal(centre, spread, size=(n, 1))
    assert_allclose(probes.border(x), 2 / steepest(x), rtol=1e-6)


@pytest.mark.concept("gradient_descent/judge-later")
def test_curves_below_and_above_the_border(probes, line):
    """Just below the border the loss ends at its minimum, just above it the loss grows without end."""
    x, y, _, _ = line
    border = probes.border(x)
    # From zero, with errors along the steepest direction: 0.98 ** 2 a step below, 1.02 ** 2 above.
    below, above = lists(probes.curves(*line, [0.99 * border, 1.01 * border], 1500), 2, 1500)
    a = np.hstack([np.ones_like(x), x])
    lowest = np.mean((a @ np.linalg.lstsq(a, y, rcond=None)[0] - y) ** 2)
    assert_allclose(below[-1], matrix_losses(*line, 0.99 * border, 1500)[-1], rtol=1e-6)
    assert below[-1] < lowest + 0.05 * below[0], "just below your border the loss does not end near its minimum"
    assert above[-1] > 1e6 * lowest, "just above your border the loss does not blow up"


def test_the_callers_arrays_stay(probes, line):
    """x, y, b and w stay as they were."""
    for got, expected in zip(probes.inputs_afterwards(*line, [0.1, 0.2], 3), line, strict=True):
        assert_allclose(got, expected, rtol=0, atol=0)


def steepest(x):
    """The largest curvature: twice the squared largest singular value of A / sqrt(N)."""
    return 2 * np.linalg.svd(np.hstack([np.ones_like(x), x]) / np.sqrt(len(x)), compute_uv=False)[0] ** 2


def matrix_losses(x, y, b, w, lr, n_epochs):
    """The losses on the path of theta = (b, w), whose gradient is 2/N A^T (A theta - y)."""
    a, theta, losses = np.hstack([np.ones_like(x), x]), np.vstack([b, w]), []
    for _ in range(n_epochs):
        losses.append(float(np.mean((a @ theta - y) ** 2)))
        theta = theta - lr * (2 / len(x)) * (a.T @ (a @ theta - y))
    return losses
