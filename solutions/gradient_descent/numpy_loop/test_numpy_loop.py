"""The path of (b, w) against gradient descent in matrix form, against least squares, and against known values."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

pytestmark = pytest.mark.given("NumPy is all you need.")


@pytest.fixture
def line(numpy_rng):
    """Seven noisy points on a line of slope -2 and initial parameters off it; the mean of x is not 0, so the two derivatives differ."""
    x = numpy_rng.normal(1.5, 1.0, size=(7, 1))
    y = 4.0 - 2.0 * x + numpy_rng.normal(0.0, 0.3, size=(7, 1))
    b, w = numpy_rng.uniform(0.5, 1.5, size=(2, 1))
    return x, y, b, w


@pytest.fixture
def lr(numpy_rng):
    """A learning rate that differs from run to run."""
    return float(numpy_rng.uniform(0.02, 0.08))


@pytest.fixture
def seed_42():
    """80 noisy points of y = 1 + 2x and initial parameters, from seed 42."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    b, w = np.random.RandomState(42).randn(2, 1)
    return x[order[:80]], y[order[:80]], b, w


def end_point(got):
    """b and w as two numbers, if the submission returned two values of one number each."""
    assert isinstance(got, list) and len(got) == 2, "train must return two arrays: (b, w)"
    assert [value.size for value in got] == [1, 1], "sizes of b and w"
    return np.concatenate([value.ravel() for value in got])


@pytest.mark.concept("gradient_descent/own-gradient")
@pytest.mark.asks(
    "is correct when it does gradient descent on L, the mean squared error of the model",
    "One epoch is one step on all N samples: b ← b − lr · ∂L/∂b and w ← w − lr · ∂L/∂w.",
    "`x` and `y` are float64 arrays of shape (N, 1);",
)
def test_one_epoch_moves_b_and_w(probes, line, lr):
    """One epoch changes b by −lr · ∂L/∂b and w by −lr · ∂L/∂w, where L is the mean squared error over all samples."""
    got = end_point(probes.descend(*line, lr=lr, n_epochs=1))
    assert_allclose(got, matrix_descent(*line, lr=lr, n_epochs=1), rtol=1e-11, atol=1e-13)


@pytest.mark.concept("gradient_descent/simultaneous-update")
@pytest.mark.asks("Both partial derivatives are taken at the point (b, w) where the step starts.", "after `n_epochs` such steps")
@pytest.mark.parametrize("n_epochs", [2, 3, 10])
def test_each_further_epoch_takes_the_slopes_where_it_stands(probes, line, lr, n_epochs):
    """After 2, 3 and 10 epochs b and w equal those of gradient descent: each step uses the gradient at the point where it starts."""
    got = end_point(probes.descend(*line, lr=lr, n_epochs=n_epochs))
    assert_allclose(got, matrix_descent(*line, lr=lr, n_epochs=n_epochs), rtol=1e-10, atol=1e-12)


@pytest.mark.asks("`n_epochs` an int, 0 or more")
def test_no_epoch_no_step(probes, line):
    """With 0 epochs the initial b and w are returned."""
    got = end_point(probes.descend(*line, lr=0.05, n_epochs=0))
    assert_allclose(got, np.concatenate(line[2:]), rtol=0, atol=0)


@pytest.mark.asks("two float64 arrays of shape (1,)", "`b` and `w`, the initial parameters, float64 arrays of shape (1,).")
@pytest.mark.parametrize("n_epochs", [0, 3])
def test_two_arrays_come_back(probes, line, n_epochs):
    """b and w are returned as two float64 arrays of shape (1,)."""
    got = probes.descend(*line, lr=0.05, n_epochs=n_epochs)
    assert isinstance(got, list) and len(got) == 2, "train must return two arrays: (b, w)"
    assert [value.shape for value in got] == [(1,), (1,)], "shapes of b and w"
    assert [str(value.dtype) for value in got] == ["float64", "float64"], "dtypes of b and w"


@pytest.mark.concept("gradient_descent/broadcast-parameters")
@pytest.mark.parametrize("n_points", [1, 2, 40])
def test_any_number_of_points(probes, numpy_rng, n_points):
    """A data set with a single sample works, and so does a larger one."""
    x, y = numpy_rng.uniform(0.5, 1.5, size=(2, n_points, 1))
    b, w = numpy_rng.uniform(0.5, 1.5, size=(2, 1))
    got = end_point(probes.descend(x, y, b, w, lr=0.1, n_epochs=3))
    assert_allclose(got, matrix_descent(x, y, b, w, lr=0.1, n_epochs=3), rtol=1e-10, atol=1e-12)


def test_the_loss_of_each_epoch(probes, line, lr, curves):
    """The loss of each epoch equals that of gradient descent."""
    epochs = range(9)
    got = [loss(*line[:2], end_point(probes.descend(*line, lr=lr, n_epochs=n))) for n in epochs]
    expected = [loss(*line[:2], matrix_descent(*line, lr=lr, n_epochs=n)) for n in epochs]
    curves(got, expected)
    assert_allclose(got, expected, rtol=1e-9)


@pytest.mark.concept("gradient_descent/falling-is-not-right")
@pytest.mark.asks("`lr`, the learning rate, is a float")
@pytest.mark.parametrize("lr", [0.1, 0.2])
def test_many_epochs_reach_least_squares(probes, numpy_rng, lr):
    """After 2000 epochs b and w equal the least-squares solution, for learning rates of 0.1 and 0.2."""
    x = numpy_rng.uniform(-1.0, 2.0, size=(30, 1))
    y = 3.0 - 1.5 * x + numpy_rng.normal(0.0, 0.2, size=(30, 1))
    got = end_point(probes.descend(x, y, np.zeros(1), np.zeros(1), lr=lr, n_epochs=2000))
    best = np.linalg.lstsq(np.hstack([np.ones_like(x), x]), y, rcond=None)[0].ravel()
    # The flattest direction has a curvature above 0.2: 0.98 ** 2000 is below 1e-17, and rounding is left.
    assert_allclose(got, best, rtol=1e-6)


@pytest.mark.parametrize(("n_epochs", "printed"), [(1, [0.80119529, 0.04511107]), (1000, [1.02354094, 1.96896411])])
def test_known_values(probes, seed_42, n_epochs, printed):
    """On 80 noisy points of y = 1 + 2x (seed 42, lr 0.1), b and w after 1 and after 1000 epochs agree with their known values to eight
    decimals."""
    got = end_point(probes.descend(*seed_42, lr=0.1, n_epochs=n_epochs))
    assert_allclose(got, np.array(printed), rtol=0, atol=6e-9)  # eight decimals are printed


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The caller's arrays, including `b` and `w`, must not be modified.")
def test_the_callers_arrays_stay(probes, line):
    """x, y and the initial b and w are not modified, so a second run starts from the same point."""
    after = probes.inputs_afterwards(*line, lr=0.05, n_epochs=3)
    for name, got, expected in zip(("x", "y", "b", "w"), after, line, strict=True):
        assert np.array_equal(got, expected), f"the caller's array `{name}` has changed, by {np.abs(got - expected).max():.3g} at most"


def loss(x, y, point):
    """The mean squared error of the line through b and w."""
    b, w = point
    return float(np.mean((b + w * x - y) ** 2))


def matrix_descent(x, y, b, w, lr, n_epochs):
    """Gradient descent on theta = (b, w): the gradient of the mean of (A theta - y)^2 is 2/N A^T (A theta - y)."""
    a = np.hstack([np.ones_like(x), x])
    theta = np.vstack([b, w])
    for _ in range(n_epochs):
        theta = theta - lr * (2 / len(x)) * (a.T @ (a @ theta - y))
    return theta.ravel()
