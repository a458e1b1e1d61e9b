"""Steps, sequences and all gradients against torch's LSTM in float64; the initialization; and the size
of a gradient after 100 steps."""

import math

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
# N, T, n_in, n_hidden
SIZES = [(3, 4, 2, 5), (1, 6, 3, 2), (4, 1, 4, 4), (3, 3, 3, 3), (2, 5, 1, 1)]
of_each = pytest.mark.parametrize("sizes", SIZES, ids=str)
of_two = pytest.mark.parametrize("sizes", [SIZES[0], SIZES[3]], ids=str)

pytestmark = [pytest.mark.asks("Do not use `nn.LSTM` or `nn.LSTMCell`.")]


@pytest.mark.concept("sequences/lstm-weight-shape")
@pytest.mark.asks("Its parameters are those of torch's layer, so that state_dicts can be exchanged")
@pytest.mark.parametrize("sizes", [(3, 5), (1, 1), (4, 2)], ids=str)
def test_its_parameters(probes, sizes):
    """The cell has the four parameters of `nn.LSTMCell`, with their names and shapes, in float32, and nothing else in its state_dict."""
    seen = probes.registered(sizes, 1.0, 0)
    expected = {name: (tuple(value.shape), value.dtype) for name, value in nn.LSTMCell(*sizes).state_dict().items()}
    for part in ("state", "parameters"):
        assert {name: (tuple(value.shape), value.dtype) for name, value in seen[part].items()} == expected, "names, shapes and dtypes"


@pytest.mark.concept("sequences/forget-bias-slice")
@pytest.mark.concept("sequences/two-biases")
@pytest.mark.asks(
    "Write the class `LSTMCell(n_in, n_hidden, forget_bias=1.0)`",
    "except the forget gate's slice of the biases: there `bias_ih` is `forget_bias`, and `bias_hh` is 0",
)
@pytest.mark.parametrize("forget_bias", [None, 0.0, 3.0, -2.0], ids=["by default", "0", "3", "-2"])
def test_the_forget_bias(probes, seed, forget_bias):
    """Initially the forget gate's slice of `bias_ih` is the forget bias, 1 by default, and that of `bias_hh` is 0; the other slices are
    random."""
    expected = 1.0 if forget_bias is None else forget_bias
    drawn = "random values"
    seen = probes.parts_of_the_biases((3, 6), forget_bias, seed % 1000)
    assert seen["bias_ih"] == [drawn, expected, drawn, drawn], "the slices i, f, g, o of the initial bias_ih"
    assert seen["bias_hh"] == [drawn, 0.0, drawn, drawn], "the slices i, f, g, o of the initial bias_hh"


@pytest.mark.asks("They are initialized uniformly between −1/√n_hidden and 1/√n_hidden")
def test_the_range_of_the_weights(probes, seed):
    """The initial weights, and the other slices of the biases, are between −1/√n_hidden and 1/√n_hidden."""
    for sizes in ((40, 64), (3, 5)):
        limit = sizes[1] ** -0.5
        for name, drawn in drawn_at_first(probes, sizes, seed).items():
            assert drawn.abs().max() <= limit * (1 + 1e-6), f"for n_in, n_hidden = {sizes}, an element of {name} is outside the range"


@pytest.mark.asks("They are initialized uniformly between −1/√n_hidden and 1/√n_hidden")
def test_the_weights_are_uniform(probes, seed):
    """The initial weights, and the other slices of the biases, are uniformly distributed over that range."""
    limit = 64**-0.5
    for name, drawn in drawn_at_first(probes, (40, 64), seed).items():
        # Of n uniform draws the mean has the standard deviation limit/√(3n), the mean square, limit²/3, one of limit²·√(4/45)/√n.
        # Bernstein's inequality: for the 192 draws of a bias seven of them are exceeded with a chance below 4·10⁻⁸, for a weight with a
        # far smaller one. Eight numbers are looked at, so a right answer fails less than once in three million runs.
        n = drawn.numel()
        assert drawn.mean().abs() < 7 * limit / math.sqrt(3 * n), f"the mean of {name} is not near 0"
        assert (drawn.square().mean() - limit**2 / 3).abs() < 7 * limit**2 * math.sqrt(4 / 45 / n), f"{name} is not uniform"


@pytest.mark.concept("sequences/gate-order")
@pytest.mark.concept("sequences/cell-update")
@pytest.mark.concept("sequences/hidden-from-cell")
@pytest.mark.asks(
    "A call `cell(x, (h, c))`",
    "consists of four blocks of n_hidden elements, in the order **i, f, g, o**",
    "c = σ(f) · c + σ(i) · tanh(g), where σ is the sigmoid",
    "h = σ(o) · tanh(c), with the new c.",
)
@of_each
def test_one_step(probes, rng, device, sizes):
    """One step gives the new h and the new c, as `nn.LSTMCell` does with the same state_dict."""
    weights, xs, state = draw(rng, device, sizes)
    outputs, _ = reference(weights, xs[:, :1], state, ones(device))
    assert_close(probes.stepped(weights, xs[:, 0], *state, ones(device)[1:])["outputs"], outputs[1:])


@pytest.mark.concept("sequences/bptt-is-backprop")
@pytest.mark.asks("Gradients flow through all steps, to all inputs and weights.")
@of_two
def test_gradients_of_one_step(probes, rng, device, sizes):
    """Gradients flow from the new pair to x, h, c and all weights."""
    weights, xs, (h, c) = draw(rng, device, sizes)
    sums = [torch.randn(h.shape, generator=rng, dtype=DOUBLE).to(device) for _ in range(2)]
    _, gradients = reference(weights, xs[:, :1], (h, c), [0 * sums[0][:, None], *sums])
    seen = probes.stepped(weights, xs[:, 0], h, c, sums)
    same_gradients(seen["gradients"], [gradients[0][:, 0], *gradients[1:]])


@pytest.mark.asks("an `nn.Module`, and the function `unroll`")
def test_it_is_a_part_for_others(probes, rng, device):
    """The cell works as a submodule of another module."""
    weights, xs, (h, c) = draw(rng, device, (3, 1, 2, 4))
    outputs, _ = reference(weights, xs, (h, c), ones(device))
    assert_close(probes.in_another_module(weights, xs[:, 0], h, c), outputs[1:])


@pytest.mark.concept("sequences/output-and-h-n")
@pytest.mark.asks("`unroll(cell, xs, state=None)` reads sequences xs of shape (N, T, n_in)", "The initial state is the pair `state`")
@of_each
def test_whole_sequences(probes, rng, device, sizes):
    """Starting from a given pair, sequences of any length give h after each step and the last pair, as `nn.LSTM` does."""
    weights, xs, state = draw(rng, device, sizes)
    outputs, _ = reference(weights, xs, state, ones(device))
    assert_close(probes.unrolled(weights, xs, state, ones(device))["outputs"], outputs)


@pytest.mark.concept("sequences/initial-state")
@pytest.mark.asks("or zeros if that is None")
@of_two
def test_sequences_without_a_state(probes, rng, device, sizes):
    """If no pair is given, both initial states are zero."""
    weights, xs, _ = draw(rng, device, sizes)
    outputs, _ = reference(weights, xs, None, ones(device))
    assert_close(probes.unrolled(weights, xs, None, ones(device))["outputs"], outputs)


@pytest.mark.concept("sequences/bptt-is-backprop")
@pytest.mark.asks("Gradients flow through all steps, to all inputs and weights.")
@pytest.mark.parametrize("with_state", [True, False])
@of_two
def test_gradients_of_whole_sequences(probes, rng, device, sizes, with_state):
    """Gradients flow from the outputs and the last pair through all steps to the sequences, the initial pair and all weights."""
    weights, xs, state = draw(rng, device, sizes)
    state = state if with_state else None
    n, t, _, n_hidden = sizes
    shapes = [(n, t, n_hidden), (n, n_hidden), (n, n_hidden)]
    sums = [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in shapes]
    _, gradients = reference(weights, xs, state, sums)
    same_gradients(probes.unrolled(weights, xs, state, sums)["gradients"], gradients)


@pytest.mark.concept("sequences/state-of-another-sequence")
@pytest.mark.asks("A cell keeps no state between calls.")
def test_each_batch_begins_anew(probes, rng, device):
    """A cell keeps no state of the previous batch: each batch gives what a new cell would give, and can be backpropagated by itself."""
    weights, xs, _ = draw(rng, device, (3, 4, 2, 5))
    batches = [xs, xs.flip(0), xs[:, :2]]
    expected, gradients = [], [torch.zeros_like(value) for value in weights.values()]
    for batch in batches:
        one, *_ = ones(device)
        outputs, new = reference(weights, batch, None, [one, 0 * one, 0 * one])
        expected.append(outputs[0])
        gradients = [total + each for total, each in zip(gradients, new[1:], strict=True)]
    seen = probes.one_batch_after_another(weights, batches)
    assert_close(seen["outputs"], expected)
    same_gradients(seen["gradients"], gradients)


@pytest.mark.asks("The dtype is that of weights and inputs.")
@pytest.mark.parametrize("with_state", [True, False])
def test_the_precision_is_kept(probes, rng, device, with_state):
    """float32 weights and inputs give float32 outputs."""
    single, given, expected = single_precision(rng, device, with_state)
    assert_close(probes.as_given(single, *given)["outputs"], expected)


@pytest.mark.asks("`unroll(cell, xs, state=None)` reads sequences xs of shape (N, T, n_in)")
def test_views_will_do(probes, rng, device):
    """The sequences may be a transposed view, which is not contiguous in memory."""
    single, (xs, *state), expected = single_precision(rng, device, with_state=True)
    view = xs.transpose(0, 1).contiguous().transpose(0, 1)
    assert_close(probes.as_given(single, view, *state)["outputs"], expected)


@pytest.mark.concept("gradient_descent/name-is-no-copy")
@pytest.mark.asks("Weights and inputs are not changed.")
def test_what_is_passed_in_is_left_alone(probes, rng, device):
    """Sequences, the initial pair and the weights are not changed."""
    single, given, _ = single_precision(rng, device, with_state=True)
    seen = probes.as_given(single, *given)
    assert_close(seen["given"], given, rtol=0, atol=0)
    assert_close(seen["weights"], single, rtol=0, atol=0)


@pytest.mark.concept("sequences/what-keeps-the-gradient")
@pytest.mark.concept("sequences/large-forget-bias")
@pytest.mark.concept("sequences/lstm-vanishes-by-default")
@pytest.mark.asks("Gradients flow through all steps")
@pytest.mark.parametrize(("forget_bias", "size_of_the_gradient"), [(None, 9.1847e-22), (3.0, 0.2272)])
def test_a_hundred_steps(probes, device, forget_bias, size_of_the_gradient):
    """With fixed random weights, the gradient over 100 steps is the right one: it vanishes with torch's default initialization and
    survives with a forget bias of 3."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        layer = nn.LSTM(4, 16)
        xs = torch.randn(100, 1, 4).transpose(0, 1)
    weights = {name: getattr(layer, f"{name}_l0").detach().clone() for name in NAMES}
    if forget_bias is not None:
        weights["bias_ih"][16:32] = forget_bias
    # In float64, so that the order of the sums makes no difference after 100 steps.
    weights = {name: value.to(device, DOUBLE) for name, value in weights.items()}
    gradient = probes.reaches_back(weights, xs.to(device, DOUBLE))
    assert_close(gradient[0, 0].norm().item(), size_of_the_gradient, rtol=1e-3, atol=0)


def drawn_at_first(probes, sizes, seed):
    """The values of each parameter of a new cell, without the forget gate's slice of the biases."""
    n = sizes[1]
    state = probes.registered(sizes, 1.0, seed % 1000)["state"]
    return {name: (value if value.dim() > 1 else torch.cat([value[:n], value[2 * n :]])).double().cpu() for name, value in state.items()}


def single_precision(rng, device, with_state):
    """Weights, sequences and pair in float32, and what torch's layer makes of them."""
    weights, xs, state = draw(rng, device, (4, 3, 2, 5))
    outputs, _ = reference(weights, xs, state if with_state else None, ones(device))
    single = {name: value.float() for name, value in weights.items()}
    return single, [xs.float(), *(each.float() for each in state if with_state)], [each.float() for each in outputs]


def ones(device):
    """Factors for the sum of outputs and pair: 1 for all."""
    return [torch.ones(1, dtype=DOUBLE, device=device)] * 3


def draw(rng, device, sizes):
    n, t, n_in, n_hidden = sizes
    shapes = dict(zip(NAMES, [(4 * n_hidden, n_in), (4 * n_hidden, n_hidden), (4 * n_hidden,), (4 * n_hidden,)], strict=True))
    weights = {name: torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for name, shape in shapes.items()}
    xs, h, c = (torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((n, t, n_in), (n, n_hidden), (n, n_hidden)))
    return weights, xs, (h, c)


def reference(weights, xs, state, sums):
    """Outputs and pair of torch's own layer with these weights, and all gradients."""
    leaves = [value.clone().requires_grad_() for value in (xs, *(state or ()), *weights.values())]
    layer = nn.LSTM(xs.shape[2], weights["weight_hh"].shape[1], batch_first=True).to(xs)
    named = {f"{name}_l0": leaf for name, leaf in zip(weights, leaves[-4:], strict=True)}
    start = ((leaves[1][None], leaves[2][None]),) if state else ()
    outputs, (h, c) = torch.func.functional_call(layer, named, (leaves[0], *start))
    outs = [outputs, h[0], c[0]]
    gradients = torch.autograd.grad(sum((out * each).sum() for out, each in zip(outs, sums, strict=True)), leaves)
    return [out.detach() for out in outs], list(gradients)


def same_gradients(seen, expected):
    assert not [gradient for gradient in seen if gradient is None], "a gradient is missing"
    assert_close(list(seen), list(expected))
