"""Values and gradients against torch's own activations: at random points, at 0, for large |x|, and for infinity and NaN."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch.testing import assert_close

TORCHS = {"relu": F.relu, "leaky_relu": F.leaky_relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}
NAMES = list(TORCHS)
SHAPES = [(7,), (), (2, 1, 3), (0, 2)]
DTYPES = [torch.float32, torch.float64]
SLOPES = [0.2, 2.0, 1.0, 0.0, -0.5]
AROUND_ZERO = [0.0, 1e-6, -1e-6, 0.5, -0.5, -0.0]
FAR_OUT = [1000.0, -1000.0, 100.0, -100.0, 60.0, -60.0, 20.0, -20.0]

pytestmark = pytest.mark.asks("Do not use torch's own activations.")

each_function = pytest.mark.parametrize("function", NAMES)


def test_the_examples(probes, device):
    """The examples of the task: relu at −2, 0 and 3, leaky_relu with slope 0.1 at −2 and 3, sigmoid at 0 and 2."""
    calls = [("relu", [-2.0, 0.0, 3.0]), ("leaky_relu", [-2.0, 3.0], 0.1), ("sigmoid", [0.0, 2.0])]
    expected = [[0.0, 0.0, 3.0], [-0.2, 3.0], [0.5, 0.8808]]
    for (name, inputs, *slope), values in zip(calls, expected, strict=True):
        x = torch.tensor(inputs, device=device)
        seen = probes.activated(name, x, torch.ones_like(x), *slope)["values"]
        assert_close(seen, torch.tensor(values, device=device), rtol=0, atol=1e-4)  # the task prints four decimals


@pytest.mark.asks("`x` is a float tensor of any shape", "`relu(x)`: x where it is positive", "`leaky_relu(x, slope=0.01)`: x where")
@pytest.mark.asks("1 / (1 + e⁻ˣ)", "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)")
@pytest.mark.concept("modules/tanh-from-sigmoid")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@each_function
def test_values(probes, rng, device, function, shape, dtype):
    """The values are right on tensors of any shape, in the dtype of the input."""
    compare_values(probes, function, (3 * torch.randn(shape, generator=rng, dtype=dtype)).to(device))


@pytest.mark.asks("x where it is positive, else slope · x, for any slope, including 2 and negative ones")
@pytest.mark.concept("modules/relu-at-zero")
@pytest.mark.parametrize("slope", SLOPES)
def test_the_slope_of_leaky_relu(probes, rng, device, slope):
    """`leaky_relu` multiplies negative inputs by the slope that was passed in, whatever it is."""
    compare_values(probes, "leaky_relu", 3 * torch.randn(9, generator=rng).to(device), slope)


@pytest.mark.asks("`relu(x)`: x where it is positive", "1 / (1 + e⁻ˣ)", "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)")
@pytest.mark.concept("autograd/detach-shares")
@pytest.mark.parametrize("dtype", DTYPES)
@each_function
def test_gradients(probes, rng, device, function, dtype):
    """Each function passes the right gradient to its input, for any upstream gradient."""
    compare_gradients(probes, rng, function, (3 * torch.randn(2, 4, generator=rng, dtype=dtype)).to(device))


@pytest.mark.asks("1 / (1 + e⁻ˣ)")
@pytest.mark.concept("modules/sigmoid-derivative")
def test_sigmoid_by_the_numbers(probes, device):
    """sigmoid(0) is 0.5 with the derivative 0.25, and sigmoid(2) is 0.8808 with the derivative 0.1050."""
    x = torch.tensor([0.0, 2.0], device=device)
    seen = probes.activated("sigmoid", x, torch.ones_like(x))
    assert_close(seen["values"], torch.tensor([0.5, 0.8808], device=device), rtol=0, atol=1e-4)
    assert_close(gradient(seen), torch.tensor([0.25, 0.1050], device=device), rtol=0, atol=1e-4)


@pytest.mark.asks("Its gradient at exactly 0 is 0.")
@pytest.mark.concept("modules/relu-at-zero")
@pytest.mark.parametrize("function", ["relu", "sigmoid", "tanh"])
def test_gradients_at_zero(probes, rng, device, function):
    """At exactly 0 the gradient of relu is 0; those of sigmoid and tanh are ¼ and 1."""
    compare_gradients(probes, rng, function, torch.tensor(AROUND_ZERO, device=device))


@pytest.mark.asks("At exactly 0 the gradient is `slope`.")
@pytest.mark.concept("modules/relu-at-zero")
@pytest.mark.parametrize("slope", SLOPES)
def test_the_gradient_of_leaky_relu(probes, rng, device, slope):
    """The gradient of `leaky_relu` is `slope` for negative inputs and at exactly 0, and 1 for positive ones."""
    compare_gradients(probes, rng, "leaky_relu", torch.tensor([*AROUND_ZERO, -3.0, 4.0], device=device), slope)


@pytest.mark.asks("For x = ±1000 the values and the gradients must be right")
@pytest.mark.concept("modules/naive-sigmoid-gradient")
@each_function
def test_values_far_out(probes, device, function):
    """For x up to ±1000 the values are right."""
    compare_values(probes, function, torch.tensor(FAR_OUT, device=device))


@pytest.mark.asks("For x = ±1000 the values and the gradients must be right")
@pytest.mark.concept("modules/naive-sigmoid-gradient")
@each_function
def test_gradients_far_out(probes, rng, device, function):
    """For x up to ±1000 the gradients are right, and none is NaN."""
    compare_gradients(probes, rng, function, torch.tensor(FAR_OUT, device=device))


@pytest.mark.asks("For x = ±∞ the values must be right")
@pytest.mark.concept("modules/times-a-mask")
@each_function
def test_infinity(probes, device, function):
    """At ±∞ the values are the limits."""
    compare_values(probes, function, torch.tensor([math.inf, -math.inf], device=device))


@pytest.mark.asks("NaN stays NaN.")
@pytest.mark.concept("modules/times-a-mask")
@each_function
def test_nan_stays_nan(probes, device, function):
    """NaN stays NaN."""
    compare_values(probes, function, torch.tensor([math.nan, 1.0], device=device))


@pytest.mark.asks("do not modify it.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
@each_function
def test_the_input_is_left_alone(probes, rng, device, function):
    """The input tensor is not modified."""
    x = torch.randn(6, generator=rng).to(device)
    assert_close(probes.input_afterwards(function, x), x, rtol=0, atol=0)


def compare_values(probes, name, x, *slope):
    seen = probes.activated(name, x, torch.ones_like(x), *slope)["values"]
    assert_close(seen, TORCHS[name](x, *slope), equal_nan=True, **near(x))


def compare_gradients(probes, rng, name, x, *slope):
    weights = torch.randn(x.shape, generator=rng, dtype=x.dtype).to(x.device)
    inputs = x.clone().requires_grad_()
    (expected,) = torch.autograd.grad((TORCHS[name](inputs, *slope) * weights).sum(), inputs)
    assert_close(gradient(probes.activated(name, x, weights, *slope)), expected, **near(x))


def near(x):
    # Another right formula for tanh loses a few digits near 0, where it subtracts values near 1.
    return {"rtol": 1e-4, "atol": 1e-6} if x.dtype is torch.float32 else {"rtol": 1e-7, "atol": 1e-12}


def gradient(seen):
    assert seen["gradient"] is not None, "no gradient flows to x"
    return seen["gradient"]
