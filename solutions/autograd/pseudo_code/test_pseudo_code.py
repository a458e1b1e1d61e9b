"""Weights and losses, epoch by epoch, against gradient descent in matrix form, without autograd."""

import pytest
import torch
from torch.testing import assert_close


@pytest.fixture
def data(rng, device):
    return table(rng, device, 9, 3)


def table(rng, device, n, n_features, dtype=torch.float64):
    """Rows that lie on a plane, with some noise; the features have unlike means, so that no two slopes are the same."""
    X = torch.randn(n, n_features, generator=rng, dtype=dtype) + torch.arange(n_features)
    w = torch.randn(n_features, 1, generator=rng, dtype=dtype)
    y = X @ w + 2.0 + 0.1 * torch.randn(n, 1, generator=rng, dtype=dtype)
    return X.to(device), y.to(device)


def three(got):
    """w, b and losses, if they are two tensors and a list of floats."""
    assert isinstance(got, list), "train must return three things: (w, b, losses)"
    assert len(got) == 3, "train must return three things: (w, b, losses)"
    w, b, losses = got
    assert isinstance(w, torch.Tensor), "w must be a tensor"
    assert isinstance(b, torch.Tensor), "b must be a tensor"
    assert isinstance(losses, list), "losses must be a list"
    assert all(isinstance(loss, float) for loss in losses), "each loss must be a plain float"
    return w, b, losses


def same(got, expected):
    w, b, losses = three(got)
    assert_close([w, b], list(expected[:2]))
    # A plain float does not tell in which precision it was computed; for float32 this is torch's own bound.
    near = 1.3e-6 if expected[0].dtype is torch.float32 else 1e-7
    assert_close(losses, expected[2], rtol=near, atol=near)


@pytest.mark.concept("autograd/shape-is-an-attribute")
@pytest.mark.parametrize("n_features", [1, 2, 3])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_one_epoch(probes, rng, device, n_features, dtype):
    """One epoch takes w (F, 1) and b (1,) one step down from zero, whatever the number of features."""
    X, y = table(rng, device, 6, n_features, dtype)
    same(probes.trained(X, y, 0.05, 1), descend(X, y, 0.05, 1))


@pytest.mark.concept("autograd/bias-takes-w-gradient")
@pytest.mark.concept("optimisers/update-in-place")
@pytest.mark.parametrize("n_epochs", [2, 3, 20])
def test_each_further_epoch(probes, data, n_epochs, curves):
    """After 2, 3 and 20 epochs w and b are where gradient descent leads, and the losses are those before each step."""
    got, expected = probes.trained(*data, 0.03, n_epochs), descend(*data, 0.03, n_epochs)
    curves(three(got)[2], expected[2])
    same(got, expected)


@pytest.mark.concept("losses/column-minus-row")
@pytest.mark.parametrize("n", [5, 1])
def test_targets_of_one_axis(probes, rng, device, n):
    """Targets of shape (N,) give the same as those of shape (N, 1), a single row, too."""
    X, y = table(rng, device, n, 2)
    same(probes.trained(X, y.reshape(-1), 0.02, 4), descend(X, y, 0.02, 4))


def test_no_epoch(probes, data):
    """With 0 epochs w and b are zero, and the list of losses is empty."""
    w, b, losses = three(probes.trained(*data, 0.05, 0))
    assert losses == []
    assert_close([w, b], [torch.zeros_like(data[0][:1].T), torch.zeros_like(b)], rtol=0, atol=0)
    assert b.shape == (1,)


@pytest.mark.concept("autograd/loop-variable-eats-count")
def test_a_second_call_starts_anew(probes, data):
    """A second call starts from zero again and gives the same."""
    for got in probes.trained_twice(*data, 0.03, 5):
        same(got, descend(*data, 0.03, 5))


def test_it_finds_the_plane(probes, rng, device):
    """On points without noise, 400 epochs find the true w and b."""
    X = torch.randn(40, 2, generator=rng, dtype=torch.float64)
    w = torch.randn(2, 1, generator=rng, dtype=torch.float64)
    got_w, got_b, _ = three(probes.trained(X.to(device), (X @ w - 1.5).to(device), 0.1, 400))
    # The flattest direction has a curvature of 0.5 or more for nearly all such X: 0.95 ** 400 is below 1e-8.
    assert_close([got_w.cpu(), got_b.cpu()], [w, torch.tensor([-1.5], dtype=torch.float64)], rtol=1e-4, atol=1e-4)


def test_the_data_stay(probes, data):
    """X and y keep their numbers and their shapes."""
    X, y = data
    after = probes.inputs_afterwards(X, y.reshape(-1), 0.05, 3)
    assert [tuple(part.shape) for part in after] == [(9, 3), (9,)]
    assert_close(after, [X, y.reshape(-1)], rtol=0, atol=0)


def descend(X, y, lr, n_epochs):
    """Gradient descent on theta = (w, b): the gradient of the mean of (A theta - y)^2 is 2/N A^T (A theta - y)."""
    a = torch.cat([X, torch.ones_like(X[:, :1])], dim=1).double()
    theta, losses = torch.zeros_like(a[:1].T), []
    for _ in range(n_epochs):
        error = a @ theta - y.double()
        losses.append(float((error**2).mean()))
        theta = theta - lr * (2 / len(a)) * (a.T @ error)
    theta = theta.to(X.dtype)
    return theta[:-1], theta[-1], losses
