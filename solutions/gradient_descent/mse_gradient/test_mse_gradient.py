"""The gradient against central differences of the loss, against autograd, and against known values."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

N_POINTS = pytest.mark.parametrize("n_points", [1, 4, 10])  # one point hides every confusion of sum and mean

pytestmark = pytest.mark.given(
    "Later `backward()` computes it for you;",
    "derive it once by hand, and you can check what autograd returns.",
    "`mse_gradient(b, w, x, y)` is correct when:",
    "NumPy is all you need.",
)


def points(numpy_rng, n_points):
    """Initial parameters (b, w) off the line and n samples; x has no zero mean, so that no term of a derivative vanishes."""
    b, w = numpy_rng.uniform(0.5, 2.0, size=2) * numpy_rng.choice([-1, 1], size=2)
    x = numpy_rng.normal(1.5, 1.0, size=n_points)
    return float(b), float(w), x, 3.0 - 2.0 * x + numpy_rng.normal(0.0, 0.5, size=n_points)


def gradient(got):
    """Both partial derivatives, if the submission returned two scalars."""
    assert isinstance(got, list) and len(got) == 2, "mse_gradient must return two values: (b_grad, w_grad)"
    assert all(value.shape == () for value in got), f"b_grad and w_grad must be scalars, their shapes are {[v.shape for v in got]}"
    return got


@N_POINTS
@pytest.mark.asks("It returns two scalars, `(b_grad, w_grad)`")
def test_two_plain_numbers(probes, numpy_rng, n_points):
    """The function returns two scalars, not arrays, for one sample and for many."""
    gradient(probes.gradients(*points(numpy_rng, n_points)))


def test_small_numbers_by_hand(probes):
    """For x = 1, 2, 3, 4 and y = 2x with b = w = 0 the gradient is (-10, -30)."""
    x = np.array([1.0, 2.0, 3.0, 4.0])
    assert_allclose(np.array(gradient(probes.gradients(0.0, 0.0, x, 2 * x))), np.array([-10.0, -30.0]), rtol=1e-12)


@N_POINTS
@pytest.mark.concept("gradient_descent/central-difference")
@pytest.mark.asks("the partial derivatives of the loss with respect to b and w", "with N ≥ 1")
def test_b_grad_is_the_slope_along_b(probes, numpy_rng, n_points):
    """b_grad is the partial derivative of the loss with respect to b, for one sample and for many."""
    b, w, x, y = points(numpy_rng, n_points)
    h = 1e-3
    expected = (loss(b + h, w, x, y) - loss(b - h, w, x, y)) / (2 * h)
    # The loss is a parabola, so central differences are exact but for rounding, about 1e-16 * loss / h.
    b_grad, _ = gradient(probes.gradients(b, w, x, y))
    assert_allclose(b_grad, np.array(expected), rtol=1e-8, atol=1e-9)


@N_POINTS
@pytest.mark.concept("gradient_descent/mse-gradient-of-w")
@pytest.mark.asks("(If w grows by a tiny h, the loss grows by about `w_grad * h`.)", "with N ≥ 1")
def test_w_grad_is_the_slope_along_w(probes, numpy_rng, n_points):
    """w_grad is the partial derivative of the loss with respect to w, for one sample and for many."""
    b, w, x, y = points(numpy_rng, n_points)
    h = 1e-3
    expected = (loss(b, w + h, x, y) - loss(b, w - h, x, y)) / (2 * h)
    _, w_grad = gradient(probes.gradients(b, w, x, y))
    assert_allclose(w_grad, np.array(expected), rtol=1e-8, atol=1e-9)


@pytest.mark.concept("gradient_descent/dot-is-a-sum")
@pytest.mark.asks(
    "The model predicts `b + w * x`.", "The loss is the mean of the squared errors over all N samples.", "`b` and `w` are floats."
)
def test_agrees_with_autograd(probes, numpy_rng):
    """On 50 samples both derivatives equal those that torch's autograd computes in float64, b_grad first."""
    b, w, x, y = points(numpy_rng, 50)
    leaves = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (b, w)]
    torch.nn.functional.mse_loss(leaves[0] + leaves[1] * torch.from_numpy(x), torch.from_numpy(y)).backward()
    # float64 throughout: only the order of the sums may differ.
    assert_allclose(np.array(gradient(probes.gradients(b, w, x, y))), np.array([leaf.grad for leaf in leaves]), rtol=1e-10, atol=1e-12)


def test_a_known_gradient(probes):
    """On 80 noisy points of y = 1 + 2x (seed 42) the gradient at b = 0.4967 and w = −0.1383 is (−3.0448, −1.8338)."""
    r = np.random.RandomState(42)
    x = r.rand(100)
    y = 1 + 2 * x + 0.1 * r.randn(100)
    train = np.arange(100)
    r.shuffle(train)
    train = train[:80]
    b, w = np.random.RandomState(42).randn(2).tolist()
    got = np.array(gradient(probes.gradients(b, w, x[train], y[train])))
    assert_allclose(got, np.array([-3.044811379650508, -1.8337537171510832]), rtol=1e-12)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("None of them is modified.")
def test_inputs_stay_as_they_were(probes, numpy_rng):
    """x and y are not modified."""
    b, w, x, y = points(numpy_rng, 6)
    for name, got, expected in zip("xy", probes.inputs_afterwards(b, w, x, y), (x, y), strict=True):
        assert np.array_equal(got, expected), f"the caller's array `{name}` has changed"


def loss(b, w, x, y):
    return np.mean((b + w * x - y) ** 2)
