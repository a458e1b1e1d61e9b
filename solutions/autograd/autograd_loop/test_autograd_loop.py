"""The path of (b, w) against gradient descent in matrix form, in NumPy, and against known values."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

DTYPES = pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
OTHER_DEVICE = "meta"  # has shapes and no values, does not mix with other devices, and exists on every machine

pytestmark = [pytest.mark.asks("Not to be used: `torch.optim`."), pytest.mark.given("Their gradients are None at first.")]


@pytest.fixture
def line(numpy_rng):
    """Seven noisy points whose x has a nonzero mean, so that the two gradients differ."""
    x = numpy_rng.normal(1.5, 1.0, size=(7, 1))
    return x, 4.0 - 2.0 * x + numpy_rng.normal(0.0, 0.3, size=(7, 1))


@pytest.fixture
def start(rng, device):
    return [0.5 + torch.rand(1, generator=rng, dtype=torch.float64).to(device) for _ in range(2)]


@pytest.fixture
def lr(numpy_rng):
    """A learning rate that differs from run to run."""
    return float(numpy_rng.uniform(0.02, 0.08))


@DTYPES
@pytest.mark.concept("autograd/detached-prediction")
@pytest.mark.asks(
    "is correct when it does gradient descent on L, the mean squared error of the linear model b + w · x:",
    "`x` and `y` are float64 NumPy arrays of shape (N, 1).",
    "`b` and `w` are leaf tensors of shape (1,) with `requires_grad=True`, float32 or float64",
)
def test_one_epoch(probes, line, start, lr, dtype):
    """One epoch changes b and w by −lr times their own gradients, in their own dtype."""
    start = [p.to(dtype) for p in start]
    stopped = probes.where_it_stops(*line, *start, lr=lr, n_epochs=1)  # distinguishes mistakes with the same error
    probes.what_is_missing(*line, *start, lr=lr, n_epochs=1)  # and by what they ask for that is not there
    expected = descend(*line, *start, lr=lr, n_epochs=1)
    assert_close(probes.trained(*line, *start, lr=lr, n_epochs=1), expected)
    assert_close(stopped, expected)


@pytest.mark.concept("autograd/accumulates")
@pytest.mark.asks("One epoch is one step on all N samples", "`lr` is a float")
@pytest.mark.parametrize("n_epochs", [2, 3, 10])
def test_each_further_epoch_uses_its_own_slopes(probes, line, start, lr, n_epochs):
    """After 2, 3 and 10 epochs b and w equal those of gradient descent, in float64."""
    # Some roundings of 1e-16 in each epoch, a thousand times over.
    got, expected = probes.trained(*line, *start, lr=lr, n_epochs=n_epochs), descend(*line, *start, lr=lr, n_epochs=n_epochs)
    assert_close(got, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.concept("autograd/what-autograd-does")
@pytest.mark.asks("Both gradients are computed by autograd.")
@pytest.mark.parametrize("n_epochs", [1, 3])
def test_autograd_finds_the_gradients(probes, line, start, n_epochs):
    """Each epoch runs a backward pass: the gradients are computed by autograd."""
    passes = probes.backward_passes(*line, *start, lr=0.05, n_epochs=n_epochs)
    assert passes >= n_epochs, f"{passes} backward passes in {n_epochs} epochs: the gradients do not come from autograd"


@pytest.mark.asks("`n_epochs` an int, 0 or more")
def test_no_epoch_no_step(probes, line, start):
    """With 0 epochs b and w do not change."""
    assert_close(probes.trained(*line, *start, lr=0.05, n_epochs=0), start, rtol=0, atol=0)


def test_one_point_is_enough(probes, numpy_rng, start):
    """A data set with a single sample works, too."""
    x, y = numpy_rng.uniform(0.5, 1.5, size=(2, 1, 1))
    assert_close(probes.trained(x, y, *start, lr=0.1, n_epochs=3), descend(x, y, *start, lr=0.1, n_epochs=3))


@pytest.mark.concept("autograd/clear-both")
@pytest.mark.asks("the caller's own tensors change")
def test_a_second_call_goes_on_from_the_first(probes, line, start):
    """A second call with the same b and w continues where the first one stopped."""
    assert_close(probes.trained_twice(*line, *start, lr=0.05, n_epochs=2), descend(*line, *start, lr=0.05, n_epochs=4))


@pytest.mark.concept("optimizers/update-in-place")
@pytest.mark.asks("and so do all views of them")
def test_views_of_b_and_w_move_along(probes, line, start):
    """b and w are updated in place: views of them that were made before the call show the new values."""
    assert_close(probes.seen_by_views(*line, *start, lr=0.05, n_epochs=2), descend(*line, *start, lr=0.05, n_epochs=2))


@DTYPES
@pytest.mark.concept("autograd/in-place-leaf")
@pytest.mark.asks("They stay leaves that require grad.")
def test_b_and_w_stay_leaves(probes, rng, line, start, dtype):
    """After the call b and w are still leaves that require grad: a later backward gives each of them a gradient."""
    weights = [torch.randn(1, generator=rng, dtype=dtype).to(p.device) for p in start]
    found = probes.gradients_afterwards(*line, *(p.to(dtype) for p in start), lr=0.05, n_epochs=3, weights=weights, clear=True)
    assert all(g is not None for g in found), "b or w is no longer a leaf that requires grad"
    assert_close(found, weights, rtol=0, atol=0)


@pytest.mark.concept("autograd/accumulates")
@pytest.mark.asks("After the call their gradients are cleared: None or zero.")
def test_the_gradients_are_empty_afterwards(probes, rng, line, start):
    """After the call the gradients of b and w are None or zero, so a later backward does not add to old gradients."""
    weights = [torch.randn(1, generator=rng, dtype=torch.float64).to(p.device) for p in start]
    found = probes.gradients_afterwards(*line, *start, lr=0.05, n_epochs=3, weights=weights, clear=False)
    assert all(g is not None for g in found), "b or w is no longer a leaf that requires grad"
    assert_close(found, weights, rtol=0, atol=0)


@pytest.mark.asks("on any device")
def test_another_device(probes, line):
    """With b and w on another device, x and y are moved to it, and training works there."""
    assert probes.elsewhere(*line, OTHER_DEVICE, lr=0.05, n_epochs=2) == [f"(1,) on {OTHER_DEVICE}"] * 2, "shapes and devices of b and w"


@pytest.mark.asks("The function returns None.")
def test_nothing_is_returned(probes, line, start):
    """`train` returns None: the result is in b and w."""
    assert probes.what_is_returned(*line, *start, lr=0.05, n_epochs=1) == "NoneType", "type of what train returns"


def test_known_values(probes, device):
    """On 80 noisy points of y = 1 + 2x (seed 42), from b = 0.3367 and w = 0.1288, 150 epochs with lr = 0.7 end at b = 1.0235 and
    w = 1.9690."""
    r = np.random.RandomState(42)
    x = r.rand(100, 1)
    y = 1 + 2 * x + 0.1 * r.randn(100, 1)
    order = np.arange(100)
    r.shuffle(order)
    start = [torch.tensor([v], device=device) for v in (0.3367, 0.1288)]
    # 1000 epochs with lr = 0.1 reach the same minimum.
    got = probes.trained(x[order[:80]], y[order[:80]], *start, lr=0.7, n_epochs=150)
    assert_close([p.item() for p in got], [1.0235, 1.9690], rtol=0, atol=1e-4)  # four decimals are known


@pytest.mark.asks("x and y must not be modified.")
def test_the_data_stay(probes, line, start):
    """x and y must not be modified."""
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
