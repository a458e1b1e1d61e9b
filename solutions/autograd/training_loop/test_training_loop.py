"""Weights and losses, epoch by epoch, against gradient descent in matrix form, without autograd."""

import pytest
import torch
from torch.testing import assert_close

OTHER_DEVICE = "meta"  # has shapes and no values, does not mix with other devices, and exists on every machine

pytestmark = [
    pytest.mark.asks("Not to be used: `torch.optim`."),
    pytest.mark.given("`train(X, y, learning_rate, n_epochs)` is correct when it does this:"),
]


@pytest.fixture
def data(rng, device):
    return plane(rng, device, 9, 3)


def plane(rng, device, n, n_features, dtype=torch.float64):
    """Samples on a plane, with some noise; the features have different means, so that no two derivatives are equal."""
    X = torch.randn(n, n_features, generator=rng, dtype=dtype) + torch.arange(n_features)
    w = torch.randn(n_features, 1, generator=rng, dtype=dtype)
    y = X @ w + 2.0 + 0.1 * torch.randn(n, 1, generator=rng, dtype=dtype)
    return X.to(device), y.to(device)


def three(got):
    """w, b and losses, if three values were returned."""
    assert isinstance(got, list), "train must return three values: (w, b, losses)"
    assert len(got) == 3, "train must return three values: (w, b, losses)"
    return got


def same(got, expected):
    w, b, losses = three(got)
    # Gradients in float64: a few roundings of 1e-16 in each epoch. For float32 these are torch's own bounds.
    near = {"rtol": 1.3e-6, "atol": 1e-5} if expected[0].dtype is torch.float32 else {"rtol": 1e-9, "atol": 1e-10}
    assert_close([w, b], list(expected[:2]), **near)
    assert_close(losses, expected[2], **near)


@pytest.mark.concept("training/list-of-losses")
@pytest.mark.asks("It returns `(w, b, losses)` after `n_epochs` steps: two tensors, and a list of `n_epochs` floats")
@pytest.mark.parametrize("n_epochs", [1, 4])
def test_two_tensors_and_a_list_of_floats(probes, data, n_epochs):
    """The function returns two tensors and a list, and each loss in it is a plain float."""
    w, b, losses = three(probes.trained(*data, 0.03, n_epochs))
    assert isinstance(w, torch.Tensor), "w must be a tensor"
    assert isinstance(b, torch.Tensor), "b must be a tensor"
    assert isinstance(losses, list), "losses must be a list"
    assert [type(loss).__name__ for loss in losses] == ["float"] * n_epochs, "types of the losses"


@pytest.mark.concept("autograd/weight-shape")
@pytest.mark.asks("`X` is a float tensor of shape (N, F)", "The model is `X @ w + b`, with `w` of shape (F, 1) and `b` of shape (1,).")
@pytest.mark.asks("Both are initialized with zeros, in the dtype")
@pytest.mark.parametrize("n_features", [1, 2, 3])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_one_epoch(probes, rng, device, n_features, dtype):
    """One epoch moves w (F, 1) and b (1,) one step from zero, for any number of features, in the dtype of X."""
    X, y = plane(rng, device, 6, n_features, dtype)
    same(probes.trained(X, y, 0.05, 1), descend(X, y, 0.05, 1))


@pytest.mark.concept("autograd/in-place-keeps-the-shape")
@pytest.mark.concept("optimizers/update-in-place")
@pytest.mark.asks("One epoch is one step of gradient descent on the mean squared error", "the loss of each epoch before its step")
@pytest.mark.asks("`learning_rate` is a float")
@pytest.mark.parametrize("n_epochs", [2, 3, 20])
def test_each_further_epoch(probes, rng, data, n_epochs, curves):
    """After 2, 3 and 20 epochs w and b equal those of gradient descent, and the losses are those before each step."""
    lr = 0.02 + 0.02 * torch.rand((), generator=rng).item()
    got, expected = probes.trained(*data, lr, n_epochs), descend(*data, lr, n_epochs)
    curves(three(got)[2], expected[2])
    same(got, expected)


@pytest.mark.concept("autograd/what-autograd-does")
@pytest.mark.asks("The gradients are computed by autograd.")
@pytest.mark.parametrize("n_epochs", [1, 3])
def test_autograd_finds_the_gradients(probes, data, n_epochs):
    """Each epoch runs a backward pass: the gradients are computed by autograd."""
    passes = probes.backward_passes(*data, 0.03, n_epochs)
    assert passes >= n_epochs, f"{passes} backward passes in {n_epochs} epochs: the gradients do not come from autograd"


@pytest.mark.concept("losses/column-minus-row")
@pytest.mark.asks("`y` has its dtype and the shape (N, 1) or (N,)", "Both shapes give the same result.")
@pytest.mark.parametrize("n_samples", [5, 1])
def test_targets_of_one_axis(probes, rng, device, n_samples):
    """Targets of shape (N,) give the same result as targets of shape (N, 1), also for a single sample."""
    X, y = plane(rng, device, n_samples, 2)
    same(probes.trained(X, y.reshape(-1), 0.02, 4), descend(X, y, 0.02, 4))


@pytest.mark.asks("`n_epochs` an int, 0 or more", "Both are initialized with zeros")
def test_no_epoch(probes, data):
    """With 0 epochs w and b are zero, and the list of losses is empty."""
    w, b, losses = three(probes.trained(*data, 0.05, 0))
    assert losses == [], "losses of 0 epochs"
    assert_close([w, b], [torch.zeros_like(data[0][:1].T), torch.zeros_like(b)], rtol=0, atol=0)
    assert tuple(b.shape) == (1,), "shape of b"


@pytest.mark.asks("on the device of X")
def test_another_device(probes):
    """w and b are on the device of X, also if that is not the CPU."""
    places = probes.elsewhere([(4, 3), (4,)], OTHER_DEVICE, 0.05, 2)
    assert places == [f"(3, 1) on {OTHER_DEVICE}", f"(1,) on {OTHER_DEVICE}"], "shapes and devices of w and b"


@pytest.mark.concept("gradient_descent/initialize-before-the-loop")
@pytest.mark.asks("A second call starts again from zeros.")
def test_a_second_call_starts_anew(probes, data):
    """A second call starts from zeros again and gives the same result; what the first call returned does not change."""
    for got in probes.trained_twice(*data, 0.03, 5):
        same(got, descend(*data, 0.03, 5))


def test_it_finds_the_plane(probes, rng, device):
    """On data without noise, 400 epochs recover the true w and b."""
    X = torch.randn(40, 2, generator=rng, dtype=torch.float64)
    w = torch.randn(2, 1, generator=rng, dtype=torch.float64)
    got_w, got_b, _ = three(probes.trained(X.to(device), (X @ w - 1.5).to(device), 0.1, 400))
    # The flattest direction has a curvature of 0.5 or more for nearly all such X: 0.95 ** 400 is below 1e-8.
    assert_close([got_w.cpu(), got_b.cpu()], [w, torch.tensor([-1.5], dtype=torch.float64)], rtol=1e-4, atol=1e-4)


@pytest.mark.asks("X and y must not be modified.")
def test_the_data_stay(probes, data):
    """X and y keep their values and their shapes."""
    X, y = data
    after = probes.inputs_afterwards(X, y.reshape(-1), 0.05, 3)
    assert [tuple(part.shape) for part in after] == [(9, 3), (9,)], "shapes of X and y"
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
