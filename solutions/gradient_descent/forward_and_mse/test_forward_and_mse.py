"""Predictions and loss against sums over single samples, and against a known value."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

N_SAMPLES = pytest.mark.parametrize("n_samples", [1, 2, 5, 80])

pytestmark = pytest.mark.given("NumPy is all you need.")


def number(got):
    """The loss as a number, if it is a scalar."""
    assert isinstance(got, (float, int, np.ndarray)), f"mse must return a scalar, not {got!r}"
    assert np.shape(got) == (), f"mse must return a scalar, not an array of shape {np.shape(got)}"
    return float(got)


@N_SAMPLES
@pytest.mark.concept("gradient_descent/bias-and-weight")
@pytest.mark.asks(
    "`forward(b, w, x)` returns the predictions of the linear model b + w · x.", "`x` is a float64 array of shape (N, 1)", "N may be 1."
)
def test_each_row_gets_its_prediction(probes, numpy_rng, n_samples):
    """`forward` returns b + w · x for each sample."""
    b, w, x = numpy_rng.normal(size=1), numpy_rng.normal(size=1), numpy_rng.normal(2.0, 3.0, size=(n_samples, 1))
    got = probes.predictions(b, w, x)
    assert isinstance(got, np.ndarray), "forward must return an array"
    assert_allclose(got.ravel(), [b[0] + w[0] * sample[0] for sample in x], rtol=1e-12, atol=1e-14)


@N_SAMPLES
@pytest.mark.concept("gradient_descent/broadcast-parameters")
@pytest.mark.asks("It returns a float64 array of shape (N, 1)")
def test_predictions_keep_the_shape_of_x(probes, numpy_rng, n_samples):
    """The predictions are a float64 array with the shape of x, (N, 1)."""
    got = probes.predictions(np.ones(1), np.ones(1), numpy_rng.normal(size=(n_samples, 1)))
    assert np.shape(got) == (n_samples, 1), "shape of the predictions"
    assert str(np.asarray(got).dtype) == "float64", "dtype of the predictions"


@N_SAMPLES
@pytest.mark.concept("gradient_descent/mse-is-a-scalar")
@pytest.mark.asks("`mse(y_pred, y)` returns the mean squared error", "N may be 1.")
def test_the_loss_is_the_mean_of_the_squares(probes, numpy_rng, n_samples):
    """`mse` squares each error and averages the squares over all N samples."""
    y_pred, y = numpy_rng.normal(size=(2, n_samples, 1))
    expected = sum(float(p - t) ** 2 for p, t in zip(y_pred[:, 0], y[:, 0], strict=True)) / n_samples
    assert_allclose(np.mean(probes.loss(y_pred, y)), expected, rtol=1e-12)


@N_SAMPLES
@pytest.mark.concept("gradient_descent/mse-is-a-scalar")
@pytest.mark.asks("It returns a scalar, not an array of shape (1,) or (N,).")
def test_the_loss_is_one_number(probes, numpy_rng, n_samples):
    """`mse` returns a scalar, not an array of shape (1,) or (N,)."""
    number(probes.loss(*numpy_rng.normal(size=(2, n_samples, 1))))


@pytest.mark.concept("gradient_descent/mean-of-squares")
def test_errors_of_both_signs_do_not_cancel(probes, numpy_rng):
    """Errors of +d and −d give the loss d²."""
    d = numpy_rng.uniform(1.0, 3.0)
    y = numpy_rng.normal(size=(6, 1))
    y_pred = y + np.array([[d], [-d]] * 3)
    assert_allclose(number(probes.loss(y_pred, y)), d * d, rtol=1e-9)


def test_no_error_no_loss(probes, numpy_rng):
    """Predictions that equal their targets have the loss 0."""
    y = numpy_rng.normal(size=(4, 1))
    assert_allclose(number(probes.loss(y.copy(), y)), 0.0, rtol=0, atol=0)


def test_a_known_loss(probes):
    """On 80 noisy points of y = 1 + 2x (seed 42), the model with b = 0.4967 and w = −0.1383 has the loss 2.7421577700550976."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    b, w = np.random.RandomState(42).randn(2, 1)
    got = number(probes.loss_of_the_line(b, w, x[order[:80]], y[order[:80]]))
    assert_allclose(got, 2.7421577700550976, rtol=1e-12)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("The input arrays must not be modified.")
def test_the_callers_arrays_stay(probes, numpy_rng):
    """b, w, x, y and the predictions are not modified."""
    given = [numpy_rng.normal(size=shape) for shape in ((1,), (1,), (5, 1), (5, 1))]
    after = probes.inputs_afterwards(*given)
    for name, got, expected in zip(("b", "w", "x", "y", "y_pred"), after, [*given, np.zeros((5, 1))], strict=True):
        assert np.array_equal(got, expected), f"the caller's array `{name}` has changed"
