"""Values and gradients against torch's own activations: at random points, at 0, far out, and where there are no numbers."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

TORCHS = {"relu": F.relu, "leaky_relu": F.leaky_relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}
NAMES = list(TORCHS)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("shape", [(7,), (), (2, 1, 3)], ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_values_and_gradients(probes, rng, device, name, shape, dtype):
    """Values and gradients are right on tensors of any shape, in the dtype of the input."""
    compare(probes, rng, name, (3 * torch.randn(shape, generator=rng, dtype=dtype)).to(device))


@pytest.mark.concept("modules/relu-at-zero")
@pytest.mark.parametrize("name", NAMES)
def test_at_zero(probes, rng, device, name):
    """At exactly 0, values and slopes are those of the task."""
    compare(probes, rng, name, torch.tensor([0.0, 1e-6, -1e-6, 0.5, -0.0], device=device))


@pytest.mark.parametrize("slope", [0.2, 2.0, 1.0, 0.0, -0.5])
def test_the_slope_of_leaky_relu(probes, rng, device, slope):
    """Below 0 `leaky_relu` has the slope that was passed in, whatever it is."""
    x = torch.tensor([-3.0, -0.5, 0.0, 0.5, 4.0], device=device)
    compare(probes, rng, "leaky_relu", x, slope=slope, negative_slope=slope)


@pytest.mark.concept("modules/naive-sigmoid-gradient")
@pytest.mark.parametrize("name", NAMES)
def test_far_out(probes, rng, device, name):
    """For x up to ±1000 values and gradients are right, and no gradient is NaN."""
    compare(probes, rng, name, torch.tensor([1000.0, -1000.0, 100.0, -100.0, 60.0, -60.0, 20.0, -20.0], device=device))


@pytest.mark.concept("modules/times-a-mask")
@pytest.mark.parametrize("name", NAMES)
def test_infinity_and_nan(probes, device, name):
    """±∞ give the limits, and NaN stays NaN."""
    x = torch.tensor([math.inf, -math.inf, math.nan], device=device)
    assert_close(probes.activated(name, x, torch.ones_like(x))["values"], TORCHS[name](x), equal_nan=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_input_is_left_alone(probes, rng, device, name):
    """The tensor that was passed in is not changed."""
    x = torch.randn(6, generator=rng).to(device)
    assert_close(probes.input_afterwards(name, x), x, rtol=0, atol=0)


@pytest.mark.concept("modules/sigmoid-slope")
def test_sigmoid_by_the_numbers(probes, device):
    """sigmoid(0) is 0.5 with the slope 0.25, and sigmoid(2) is 0.8808 with the slope 0.1050."""
    x = torch.tensor([0.0, 2.0], device=device)
    seen = probes.activated("sigmoid", x, torch.ones_like(x))
    has_gradient(seen)
    assert_close(seen["values"], torch.tensor([0.5, 0.8808], device=device), rtol=0, atol=1e-4)
    assert_close(seen["gradient"], torch.tensor([0.25, 0.1050], device=device), rtol=0, atol=1e-4)


def compare(probes, rng, name, x, negative_slope=None, **options):
    weights = torch.randn(x.shape, generator=rng, dtype=x.dtype).to(x.device)
    seen = probes.activated(name, x, weights, **options)
    inputs = x.clone().requires_grad_()
    wanted = TORCHS[name](inputs) if negative_slope is None else TORCHS[name](inputs, negative_slope)
    # Another right formula for tanh loses a few digits near 0, where it subtracts numbers near 1.
    near = {"rtol": 1e-4, "atol": 1e-6} if x.dtype is torch.float32 else {"rtol": 1e-7, "atol": 1e-12}
    assert_close(seen["values"], wanted.detach(), **near)
    has_gradient(seen)
    assert_close(seen["gradient"], torch.autograd.grad((wanted * weights).sum(), inputs)[0], **near)


def has_gradient(seen):
    assert seen["gradient"] is not None, "no gradient flows to x"
