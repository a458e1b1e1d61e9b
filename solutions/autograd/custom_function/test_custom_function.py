"""Output, gradients and second derivatives against NumPy and against autograd of the same formula."""

import numpy as np
import pytest
import torch
from torch.testing import assert_close

pytestmark = [pytest.mark.given("It is a smooth version of leaky ReLU", "A custom function is needed if autograd cannot")]

DOUBLE = torch.float64
NEAR = {"rtol": 1e-9, "atol": 1e-11}  # float64, a few roundings of values near 1
SHAPES = [(5,), (4, 3), (2, 1, 3), (1,), ()]
NEEDED = [(True, True), (True, False), (False, True)]


@pytest.fixture
def slope(rng, device):
    return (0.1 + 0.5 * torch.rand((), generator=rng, dtype=DOUBLE)).to(device)


@pytest.mark.asks("Write the class `LeakySoftplus`, a subclass of `torch.autograd.Function`, with your own backward pass.")
@pytest.mark.concept("autograd/grad-fn")
def test_it_is_a_function(probes, rng, device, slope):
    """`LeakySoftplus` is a subclass of `torch.autograd.Function`, and its output has its own backward node."""
    seen = probes.is_a_function(draw((4,), rng, device), slope, 1.0)
    assert seen == {"subclass": True, "node": "LeakySoftplusBackward"}, "class, and name of the output's grad_fn"


@pytest.mark.asks("`LeakySoftplus.apply(x, slope, beta)` returns f for each element of x.", "`x`: a float tensor of any shape.")
@pytest.mark.asks("`beta`: a positive Python float.")
@pytest.mark.concept("modules/relu-at-zero")
@pytest.mark.parametrize("beta", [1.0, 3.0, 0.5])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_output(probes, rng, device, slope, shape, beta):
    """The output is slope · x + (1 − slope) · softplus(x) for each element, for any beta."""
    x = draw(shape, rng, device)
    assert_close(probes.output(x, slope, beta), by_numpy(x, slope, beta), **NEAR)


@pytest.mark.asks("The output has the shape, dtype and device of x.", "of the same dtype and device as x")
@pytest.mark.concept("autograd/promoted-dtype")
def test_float32(probes, rng, device, slope):
    """With float32 inputs the output and the gradients are float32."""
    x, g = draw((4, 3), rng, device).float(), draw((4, 3), rng, device).float()
    slope = slope.float()
    near = {"rtol": 1e-5, "atol": 1e-5}  # float32, sums of a dozen values near 1
    assert_close(probes.output(x, slope, 2.0), by_numpy(x, slope, 2.0), **near)
    assert_close(probes.gradients(x, slope, 2.0, g), [e.float() for e in expected_gradients(x, slope, 2.0, g)], **near)


@pytest.mark.asks("The gradients with respect to x and slope are those of f, for any gradient that arrives from the next layer.")
@pytest.mark.concept("autograd/local-gradients-when")
@pytest.mark.parametrize("beta", [1.0, 3.0])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_gradients(probes, rng, device, slope, shape, beta):
    """The gradients with respect to x and slope are those of f, multiplied with the gradient that arrives."""
    x, g = draw(shape, rng, device), draw(shape, rng, device)
    assert_close(probes.gradients(x, slope, beta, g), expected_gradients(x, slope, beta, g), **NEAR)


@pytest.mark.asks("The gradients with respect to x and slope are those of f")
@pytest.mark.concept("autograd/local-gradients-when")
@pytest.mark.parametrize("needed", NEEDED[1:], ids=["x", "slope"])
def test_the_gradient_of_one_input(probes, rng, device, slope, needed):
    """If only one of the inputs requires grad, its gradient is right, and the other one has none."""
    x, g = draw((4, 3), rng, device), draw((4, 3), rng, device)
    expected = [e if need else None for e, need in zip(expected_gradients(x, slope, 2.0, g), needed, strict=True)]
    compare(probes.gradients(x, slope, 2.0, g, needed), expected)


@pytest.mark.asks("`backward(ctx, grad_output)` returns three values, one for each argument of `apply`.", "Each gradient has the shape of its input.")
@pytest.mark.concept("autograd/shapes-must-match")
def test_the_shapes_that_backward_returns(probes, rng, device, slope):
    """`backward` returns three values, and each gradient has the shape of its input: shape () for slope."""
    x, g = draw((4, 3), rng, device), draw((4, 3), rng, device)
    returned = probes.returned_by_backward(x, slope, 2.0, g, (True, True))["returned"]
    assert len(returned) == 3, f"backward returned {len(returned)} values, not 3"
    assert [None if r is None else tuple(r.shape) for r in returned[:2]] == [(4, 3), ()], "shapes of the gradients for x and slope"


@pytest.mark.asks("The value for beta is None, and also the value for an input that needs no gradient: see `ctx.needs_input_grad`.")
@pytest.mark.concept("autograd/stop-requiring")
@pytest.mark.parametrize("needed", NEEDED, ids=["both", "x", "slope"])
def test_only_what_is_needed(probes, rng, device, slope, needed):
    """`backward` returns None for beta, and for each input that needs no gradient."""
    x, g = draw((4, 3), rng, device), draw((4, 3), rng, device)
    returned = probes.returned_by_backward(x, slope, 2.0, g, needed)["returned"]
    expected = [e if need else None for e, need in zip(expected_gradients(x, slope, 2.0, g), needed, strict=True)]
    compare(returned, [*expected, None])


@pytest.mark.asks("Output and gradients are finite and accurate for large inputs: in float32 for x · beta from −10000 to 10000.")
@pytest.mark.concept("classification/exp-limit", "classification/where-computes-both")
@pytest.mark.parametrize("beta", [1.0, 4.0])
def test_large_inputs(probes, rng, device, slope, beta):
    """For large positive and negative inputs in float32, output and gradients are finite and accurate."""
    x = torch.tensor([-1e4, -500.0, -90.0, 0.0, 90.0, 500.0, 1e4], device=device) / beta
    g, slope = draw((7,), rng, device).float(), slope.float()
    # The sum for slope has terms of size 1e4, so its float32 rounding is relative to those; x is exact in float64.
    assert_close(probes.output(x, slope, beta), by_numpy(x, slope, beta), rtol=1e-5, atol=1e-5)
    got, expected = probes.gradients(x, slope, beta, g), expected_gradients(x, slope, beta, g)
    assert_close(got[0], expected[0].float(), rtol=1e-5, atol=1e-5)
    assert_close(got[1], expected[1].float(), rtol=1e-5, atol=0.05)


@pytest.mark.asks("Second derivatives are those of f as well")
@pytest.mark.concept("autograd/local-gradients-when", "autograd/graph-under-no-grad")
@pytest.mark.parametrize("beta", [1.0, 3.0])
def test_second_derivatives(probes, rng, device, slope, beta):
    """The gradients can be differentiated again, with respect to x, slope and the gradient that arrives."""
    x, g = draw((4, 3), rng, device), draw((4, 3), rng, device)
    weights = [draw((4, 3), rng, device), draw((), rng, device)]
    got = probes.second_derivatives(x, slope, beta, g, weights)
    assert got != "no graph", "the gradients have no graph, so they cannot be differentiated again"
    leaves = [value.clone().requires_grad_() for value in (x, slope, g)]
    first = torch.autograd.grad(formula(*leaves[:2], beta), leaves[:2], leaves[2], create_graph=True)
    expected = torch.autograd.grad(sum((a * w).sum() for a, w in zip(first, weights, strict=True)), leaves)
    compare(got, list(expected))


@pytest.mark.asks("`torch.autograd.gradcheck` and `torch.autograd.gradgradcheck` accept the function in float64")
@pytest.mark.concept("autograd/gradcheck", "autograd/double-for-checks")
def test_gradcheck(probes, rng, device, slope):
    """`torch.autograd.gradcheck` and `torch.autograd.gradgradcheck` accept the function in float64."""
    assert probes.checked(draw((2, 3), rng, device), slope, 2.0) == [True, True], "accepted by gradcheck, by gradgradcheck"


@pytest.mark.asks("The tensors for the backward pass are saved with `ctx.save_for_backward`.", "the backward pass then raises a RuntimeError")
@pytest.mark.concept("autograd/in-place-saved", "autograd/version-counter")
def test_a_change_in_place_is_detected(probes, rng, device, slope):
    """If x is changed in place after the forward pass, the backward pass raises a RuntimeError."""
    assert probes.changed_in_place(draw((4, 3), rng, device), slope, 1.0) == "RuntimeError", "result of the backward pass"


@pytest.mark.asks("Neither the inputs nor `grad_output` are changed in place.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_the_inputs_are_not_changed(probes, rng, device, slope):
    """x and slope are the same after the forward and the backward pass."""
    x, g = draw((4, 3), rng, device), draw((4, 3), rng, device)
    assert_close(probes.inputs_afterwards(x, slope, 2.0, g), [x, slope], rtol=0, atol=0)


@pytest.mark.asks("Neither the inputs nor `grad_output` are changed in place.")
@pytest.mark.concept("gradient_descent/name-is-no-copy")
def test_the_gradient_that_arrives_is_not_changed(probes, rng, device, slope):
    """`backward` does not change `grad_output`: other parts of the graph may use the same tensor."""
    x, g = draw((4, 3), rng, device), draw((4, 3), rng, device)
    assert_close(probes.returned_by_backward(x, slope, 2.0, g, (True, True))["grad_output"], torch.zeros_like(g), rtol=0, atol=0)


@pytest.mark.asks("The output has the shape, dtype and device of x.")
@pytest.mark.concept("modules/to-of-a-tensor")
def test_another_device(probes):
    """Output and gradients are on the device of x, also if that is not the CPU."""
    expected = ["(4, 3) torch.float64 meta", "(4, 3) torch.float64 meta", "() torch.float64 meta"]
    assert probes.on_a_played_device((4, 3), 2.0, "meta") == expected, "output, gradient for x, gradient for slope"


def draw(shape, rng, device):
    return torch.randn(shape, generator=rng, dtype=DOUBLE).to(device)


def by_numpy(x, slope, beta):
    values, s = x.detach().cpu().numpy().astype(np.float64), slope.item()
    return torch.tensor(s * values + (1 - s) * np.logaddexp(0, beta * values) / beta, dtype=x.dtype, device=x.device)


def formula(x, slope, beta):
    return slope * x + (1 - slope) * torch.logaddexp(beta * x, torch.zeros_like(x)) / beta


def expected_gradients(x, slope, beta, grad_output):
    """From the derivatives, in float64."""
    x, slope, g = x.double(), slope.double(), grad_output.double()
    rising = (1 + torch.tanh(beta * x / 2)) / 2
    softplus = torch.logaddexp(beta * x, torch.zeros_like(x)) / beta
    return [g * (slope + (1 - slope) * rising), (g * (x - softplus)).sum()]


def compare(got, expected):
    """None where None is expected, and the values elsewhere."""
    names = ["x", "slope", "beta"] if len(expected) == 3 and expected[2] is None else ["x", "slope", "grad_output"]
    assert len(got) == len(expected), f"{len(got)} values, not {len(expected)}"
    for name, g, e in zip(names, got, expected, strict=False):
        assert (g is None) == (e is None), f"the value for {name} is {'None' if g is None else 'not None'}"
    assert_close([g for g in got if g is not None], [e for e in expected if e is not None], **NEAR)
