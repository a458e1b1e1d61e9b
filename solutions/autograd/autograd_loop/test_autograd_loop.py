"""The path of (b, w) against gradient descent in matrix form, in NumPy, and against the numbers of the notes' data."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float64])


@pytest.fixture
def line(numpy_rng):
    """Seven noisy points whose x has no zero mean, so that the two slopes differ."""
    x = numpy_rng.normal(1.5, 1.0, size=(7, 1))
    return x, 4.0 - 2.0 * x + numpy_rng.normal(0.0, 0.3, size=(7, 1))


@pytest.fixture
def start(rng, device):
    return [0.5 + torch.rand(1, generator=rng, dtype=torch.float64).to(device) for _ in range(2)]


@DTYPES
@pytest.mark.concept("autograd/detached-prediction")
def test_one_epoch(probes, line, start, dtype):
    """One epoch moves b and w by −lr times their own slopes, in their own precision."""
    start = [p.to(dtype) for p in start]
    stopped = probes.where_it_stops(*line, *start, lr=0.05, n_epochs=1)  # tells apart mistakes that raise alike, by what they did before
    expected = descend(*line, *start, lr=0.05, n_epochs=1)
    assert_close(probes.trained(*line, *start, lr=0.05, n_epochs=1), expected)
    assert_close(stopped, expected)


@pytest.mark.concept("autograd/accumulates")
@pytest.mark.parametrize("n_epochs", [2, 3, 10])
def test_each_further_epoch_uses_its_own_slopes(probes, line, start, n_epochs):
    """After 2, 3 and 10 epochs b and w are where gradient descent leads."""
    assert_close(probes.trained(*line, *start, lr=0.05, n_epochs=n_epochs), descend(*line, *start, lr=0.05, n_epochs=n_epochs))


def test_no_epoch_no_step(probes, line, start):
    """With 0 epochs b and w stay as they were."""
    assert_close(probes.trained(*line, *start, lr=0.05, n_epochs=0), start, rtol=0, atol=0)


def test_one_point_is_enough(probes, numpy_rng, start):
    """A data set of a single point works, too."""
    x, y = numpy_rng.uniform(0.5, 1.5, size=(2, 1, 1))
    assert_close(probes.trained(x, y, *start, lr=0.1, n_epochs=3), descend(x, y, *start, lr=0.1, n_epochs=3))


@pytest.mark.concept("autograd/clear-both")
def test_a_second_call_goes_on_from_the_first(probes, line, start):
    """A second call with the same b and w goes on where the first one stopped."""
    assert_close(probes.trained_twice(*line, *start, lr=0.05, n_epochs=2), descend(*line, *start, lr=0.05, n_epochs=4))


@DTYPES
@pytest.mark.concept("autograd/in-place-leaf")
def test_b_and_w_stay_leaves_with_empty_gradients(probes, rng, line, start, dtype):
    """After the call b and w are leaves that require grad, and their gradients are empty: None or zero."""
    weights = [torch.randn(1, generator=rng, dtype=dtype).to(p.device) for p in start]
    found = probes.gradients_afterwards(*line, *(p.to(dtype) for p in start), lr=0.05, n_epochs=3, weights=weights)
    assert all(g is not None for g in found), "b or w is no longer a leaf that requires grad"
    assert_close(found, weights, rtol=0, atol=0)


def test_the_numbers_of_the_notes(probes, device):
    """On 80 noisy points of y = 1 + 2x (seed 42), from b = 0.3367 and w = 0.1288, 1000 epochs with lr = 0.1 end at b = 1.0235 and
    w = 1.9690."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    start = [torch.tensor([v], device=device) for v in (0.3367, 0.1288)]
    got = probes.trained(x[order[:80]], y[order[:80]], *start, lr=0.1, n_epochs=1000)
    assert_close([p.item() for p in got], [1.0235, 1.9690], rtol=0, atol=1e-4)  # four decimals are known


def test_the_data_stay(probes, line, start):
    """x and y stay as they were."""
    after = probes.inputs_afterwards(*(a.copy() for a in line), *start, lr=0.05, n_epochs=3)
    for got, expected in zip(after, line, strict=True):
        np.testing.assert_allclose(got, expected, rtol=0, atol=0)


def descend(x, y, b, w, lr, n_epochs):
    """Gradient descent on theta = (b, w), in float64: the gradient of the mean of (A theta - y)^2 is 2/N A^T (A theta - y)."""
    a = np.hstack([np.ones_like(x), x])
    theta = np.array([[b.item()], [w.item()]])
    for _ in range(n_epochs):
        theta = theta - lr * (2 / len(x)) * (a.T @ (a @ theta - y))
    return [torch.tensor(value, dtype=b.dtype, device=b.device) for value in theta]
