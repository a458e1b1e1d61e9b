"""Values and gradients of each loss against torch's own, in every reduction, on many shapes, and far out where exp and log give up."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

TORCHS = {
    "l1": F.l1_loss,
    "mse": F.mse_loss,
    "bce": F.binary_cross_entropy,
    "bce_with_logits": F.binary_cross_entropy_with_logits,
    "cross_entropy": F.cross_entropy,
}
REDUCTIONS = ["mean", "sum", "none"]
SHAPES = [(7,), (1,), (4, 3)]


@pytest.mark.concept("losses/reductions")
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", ["l1", "mse"])
def test_the_errors_of_regression(probes, rng, device, name, shape, reduction):
    """`l1` and `mse` give |p − y| and (p − y)², reduced as asked, with their gradients."""
    p, y = (torch.randn(shape, generator=rng).to(device) for _ in range(2))
    compare(probes, name, p, y, reduction)


@pytest.mark.concept("losses/bce-formula")
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_binary_cross_entropy(probes, rng, device, shape, reduction):
    """`bce` takes probabilities: both logarithms count, each by its target, also for targets between 0 and 1."""
    p = 0.02 + 0.96 * torch.rand(shape, generator=rng).to(device)
    y = torch.rand(shape, generator=rng).to(device)
    compare(probes, "bce", p, y, reduction)


@pytest.mark.concept("losses/log-of-zero")
def test_probabilities_at_the_ends(probes, device):
    """For p = 0 and p = 1 `bce` is finite: 0 where the target agrees, 100 where it does not, and a share of that for targets between."""
    p, y = torch.tensor([[0.0, 0.0, 1.0, 1.0, 0.0, 1.0], [0.0, 1.0, 0.0, 1.0, 0.25, 0.25]], device=device)
    assert_close(probes.loss("bce", p, y, "none")["value"], torch.tensor([0.0, 100.0, 100.0, 0.0, 25.0, 75.0], device=device))


@pytest.mark.concept("losses/bce-formula")
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_binary_cross_entropy_of_logits(probes, rng, device, shape, reduction):
    """`bce_with_logits` takes logits and gives the loss of their sigmoid, reduced as asked, with its gradient."""
    z = 3 * torch.randn(shape, generator=rng).to(device)
    y = torch.rand(shape, generator=rng).to(device)
    compare(probes, "bce_with_logits", z, y, reduction)


@pytest.mark.concept("losses/logit-loss-gradient")
@pytest.mark.parametrize("target", [0.0, 1.0, 0.25])
def test_large_logits(probes, device, target):
    """For logits far from 0 the loss is still right, and its gradient is still sigmoid(z) − y."""
    logits = [200.0, -200.0, 1000.0, -1000.0, 50.0, -50.0]
    z = torch.tensor(logits, device=device)
    seen = probes.loss("bce_with_logits", z, torch.full_like(z, target), "none")
    has_gradient(seen)
    wanted = [max(logit, 0) - logit * target + math.log1p(math.exp(-abs(logit))) for logit in logits]
    assert_close(seen["value"], torch.tensor(wanted, device=device), rtol=1e-5, atol=1e-6)
    assert_close(seen["gradient"], (z > 0).to(z.dtype) - target, rtol=1e-5, atol=1e-6)


@pytest.mark.concept("losses/class-axis")
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", [(5, 5), (1, 3), (3, 3, 3, 3), (2, 5, 3, 4), (2, 3, 1, 4)], ids=str)
def test_cross_entropy(probes, rng, device, shape, reduction):
    """`cross_entropy` takes logits with the classes on axis 1, and integer labels; its mean is over the labels."""
    z = 2 * torch.randn(shape, generator=rng).to(device)
    labels = torch.randint(shape[1], (shape[0], *shape[2:]), generator=rng).to(device)
    compare(probes, "cross_entropy", z, labels, reduction)


@pytest.mark.concept("losses/double-softmax")
@pytest.mark.parametrize("size", [100.0, 1000.0])
def test_cross_entropy_of_large_logits(probes, rng, device, size):
    """For large logits of either sign `cross_entropy` and its gradient are finite and right."""
    z = size * torch.randn(6, 4, generator=rng).to(device)
    compare(probes, "cross_entropy", z, torch.arange(6, device=device) % 4, "none")


@pytest.mark.concept("losses/reductions")
@pytest.mark.parametrize("name", list(TORCHS))
def test_the_mean_is_the_default(probes, rng, device, name):
    """Without a `reduction` the mean is taken."""
    first, second = draw(name, rng, device)
    assert_close(probes.loss(name, first, second)["value"], TORCHS[name](first, second))


@pytest.mark.parametrize("name", list(TORCHS))
def test_inputs_are_left_alone(probes, rng, device, name):
    """Neither argument is changed."""
    first, second = draw(name, rng, device)
    assert_close(probes.inputs_afterwards(name, first, second), [first, second], rtol=0, atol=0)


def test_the_four_points_of_the_notes(probes, device):
    """The four points of y = 2x and predictions of 0: the mean squared error is 30, the mean absolute error 5."""
    y = torch.tensor([2.0, 4.0, 6.0, 8.0], device=device)
    seen = [probes.loss(name, torch.zeros_like(y), y)["value"].item() for name in ("mse", "l1")]
    assert_close(seen, [30.0, 5.0])


def compare(probes, name, first, second, reduction):
    """Value and gradient against torch's; in float32, where two right formulas part by a few roundings of the largest terms."""
    seen = probes.loss(name, first, second, reduction)
    inputs = first.clone().requires_grad_()
    wanted = TORCHS[name](inputs, second, reduction=reduction)
    assert_close(seen["value"], wanted.detach(), rtol=1e-4, atol=1e-5)
    has_gradient(seen)
    assert_close(seen["gradient"], torch.autograd.grad(wanted.sum(), inputs)[0], rtol=1e-4, atol=1e-5)


def has_gradient(seen):
    assert seen["gradient"] is not None, "no gradient flows to the first argument"


def draw(name, rng, device):
    if name == "cross_entropy":
        return torch.randn(5, 3, generator=rng).to(device), torch.randint(3, (5,), generator=rng).to(device)
    first, second = (0.1 + 0.8 * torch.rand(5, 3, generator=rng).to(device) for _ in range(2))
    return first, second
