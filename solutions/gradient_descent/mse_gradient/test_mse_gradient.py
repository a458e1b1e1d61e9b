"""The slopes against central differences of the loss, against autograd, and against the numbers that the notes print."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

SIZES = [1, 4, 10]  # one point hides every confusion of sum and mean


def points(numpy_rng, n):
    """A start (b, w) off the line and n points; the columns have no zero mean, so that no term of a slope vanishes."""
    b, w = numpy_rng.uniform(0.5, 2.0, size=2)
    x = numpy_rng.normal(1.5, 1.0, size=n)
    return float(b), float(w), x, 3.0 - 2.0 * x + numpy_rng.normal(0.0, 0.5, size=n)


def slopes(got):
    """Both slopes, if the submission returned two plain numbers."""
    assert isinstance(got, list) and len(got) == 2, "mse_gradient must return two values: (b_grad, w_grad)"
    assert all(value.shape == () for value in got), f"b_grad and w_grad must be plain numbers, their shapes are {[v.shape for v in got]}"
    return got


@pytest.mark.concept("gradient_descent/central-difference")
@pytest.mark.parametrize("n", SIZES)
def test_b_grad_is_the_slope_along_b(probes, numpy_rng, n):
    """b_grad is the slope of the loss along b, for one point and for many."""
    b, w, x, y = points(numpy_rng, n)
    h = 1e-3
    slope = (loss(b + h, w, x, y) - loss(b - h, w, x, y)) / (2 * h)
    # The loss is a parabola, so central differences are exact but for rounding, about 1e-16 * loss / h.
    b_grad, _ = slopes(probes.gradients(b, w, x, y))
    assert_allclose(b_grad, np.array(slope), rtol=1e-8, atol=1e-9)


@pytest.mark.concept("gradient_descent/slope-of-w")
@pytest.mark.parametrize("n", SIZES)
def test_w_grad_is_the_slope_along_w(probes, numpy_rng, n):
    """w_grad is the slope of the loss along w, for one point and for many."""
    b, w, x, y = points(numpy_rng, n)
    h = 1e-3
    slope = (loss(b, w + h, x, y) - loss(b, w - h, x, y)) / (2 * h)
    _, w_grad = slopes(probes.gradients(b, w, x, y))
    assert_allclose(w_grad, np.array(slope), rtol=1e-8, atol=1e-9)


def test_agrees_with_autograd(probes, numpy_rng):
    """On 50 points both numbers are those that torch's autograd finds, b_grad first."""
    b, w, x, y = points(numpy_rng, 50)
    leaves = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (b, w)]
    torch.nn.functional.mse_loss(leaves[0] + leaves[1] * torch.from_numpy(x), torch.from_numpy(y)).backward()
    # float64 throughout: only the order of the sums may differ.
    assert_allclose(np.array(slopes(probes.gradients(b, w, x, y))), np.array([leaf.grad for leaf in leaves]), rtol=1e-10, atol=1e-12)


@pytest.mark.concept("gradient_descent/dot-is-a-sum")
def test_the_number_of_points_does_not_matter(probes, numpy_rng):
    """The same points three times over have the same mean error, so the same slopes."""
    b, w, x, y = points(numpy_rng, 7)
    once, thrice = (np.array(slopes(probes.gradients(b, w, np.tile(x, k), np.tile(y, k)))) for k in (1, 3))
    assert_allclose(thrice, once)


def test_small_numbers_by_hand(probes):
    """x = 1, 2, 3, 4 and y = 2x with b = w = 0: the slopes are -10 and -30."""
    x = np.array([1.0, 2.0, 3.0, 4.0])
    assert_allclose(np.array(slopes(probes.gradients(0.0, 0.0, x, 2 * x))), np.array([-10.0, -30.0]))


def test_the_slopes_of_the_notes(probes):
    """On 80 noisy points of y = 1 + 2x (seed 42) the slopes at b = 0.4967 and w = −0.1383 are −3.0448 and −1.8338."""
    r = np.random.RandomState(42)
    x = r.rand(100)
    y = 1 + 2 * x + 0.1 * r.randn(100)
    train = np.arange(100)
    r.shuffle(train)
    train = train[:80]
    b, w = np.random.RandomState(42).randn(2).tolist()
    got = np.array(slopes(probes.gradients(b, w, x[train], y[train])))
    assert_allclose(got, np.array([-3.044811379650508, -1.8337537171510832]))


def test_inputs_stay_as_they_were(probes, numpy_rng):
    """x and y are the same after the call as before."""
    b, w, x, y = points(numpy_rng, 6)
    x_after, y_after = probes.inputs_afterwards(b, w, x, y)
    assert_allclose(x_after, x, rtol=0, atol=0)
    assert_allclose(y_after, y, rtol=0, atol=0)


def loss(b, w, x, y):
    return np.mean((b + w * x - y) ** 2)
