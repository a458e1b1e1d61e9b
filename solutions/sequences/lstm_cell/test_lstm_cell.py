"""Steps, sequences and all gradients against torch's LSTM in float64; how the weights start; and what is left
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


@pytest.mark.concept("sequences/gate-order")
@pytest.mark.concept("sequences/cell-update")
@pytest.mark.concept("sequences/hidden-from-cell")
@of_each
def test_one_step(probes, rng, device, sizes):
    """One step gives the new h and the new c, as torch's cell does with the same state_dict, and their gradients."""
    weights, xs, (h, c) = draw(rng, device, sizes)
    sums = [torch.randn(h.shape, generator=rng, dtype=DOUBLE).to(device) for _ in range(2)]
    outputs, gradients = reference(weights, xs[:, :1], (h, c), [0 * sums[0][:, None], *sums])
    seen = probes.stepped(weights, xs[:, 0], h, c, sums)
    assert_close(seen["outputs"], outputs[1:])
    same_gradients(seen["gradients"], [gradients[0][:, 0], *gradients[1:]])


@pytest.mark.concept("sequences/output-and-h-n")
@pytest.mark.parametrize("with_state", [True, False], ids=["with a state", "without"])
@of_each
def test_whole_sequences(probes, rng, device, sizes, with_state):
    """Sequences of any length give all h and the last pair, as torch's LSTM does, and their gradients; without a state
    they begin with zeros."""
    weights, xs, state = draw(rng, device, sizes)
    state = state if with_state else None
    n, t, _, n_hidden = sizes
    shapes = [(n, t, n_hidden), (n, n_hidden), (n, n_hidden)]
    sums = [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in shapes]
    seen, (outputs, gradients) = probes.unrolled(weights, xs, state, sums), reference(weights, xs, state, sums)
    assert_close(seen["outputs"], outputs)
    same_gradients(seen["gradients"], gradients)


@pytest.mark.concept("sequences/lstm-weight-shape")
@pytest.mark.parametrize("sizes", [(3, 5), (1, 1), (4, 2)], ids=str)
def test_its_parameters(probes, rng, device, sizes):
    """The cell has the four parameters of torch's cell, with their names and shapes, in float32, and nothing else in its state_dict."""
    seen = probes.registered(sizes, 1.0, 0)
    expected = {name: (tuple(value.shape), value.dtype) for name, value in nn.LSTMCell(*sizes).state_dict().items()}
    for part in ("state", "parameters"):
        assert {name: (tuple(value.shape), value.dtype) for name, value in seen[part].items()} == expected


@pytest.mark.concept("sequences/forget-bias-slice")
@pytest.mark.concept("sequences/two-biases")
@pytest.mark.parametrize("forget_bias", [None, 0.0, 3.0, -2.0], ids=["by default", "0", "3", "-2"])
def test_the_forget_bias(probes, seed, forget_bias):
    """At first the forget gate's part of `bias_ih` is the forget bias, 1 by default, and that of `bias_hh` is 0;
    the other parts are not."""
    seen = probes.registered((3, 6), forget_bias, seed % 1000)["state"]
    expected = 1.0 if forget_bias is None else forget_bias
    assert_close([seen["bias_ih"][6:12].cpu(), seen["bias_hh"][6:12].cpu()], [torch.full((6,), expected), torch.zeros(6)])
    for name in ("bias_ih", "bias_hh"):
        others = torch.cat([seen[name][:6], seen[name][12:]])
        # 18 draws of 24 bits: that two pairs are equal has a chance below one in 10⁹.
        assert len(others.unique()) >= 17, "the other parts of a bias are not random"
        assert others.abs().max() <= 6**-0.5 + 1e-6, "another part of a bias is too large"


def test_how_the_weights_start(probes, seed):
    """At first weights, and the other parts of the biases, are uniform between −1/√n_hidden and 1/√n_hidden."""
    seen = probes.registered((40, 64), 1.0, seed % 1000)["state"]
    limit = 64**-0.5
    for name, value in seen.items():
        drawn = value.double().cpu() if value.dim() > 1 else torch.cat([value[:64], value[128:]]).double().cpu()
        assert drawn.abs().max() <= limit * (1 + 1e-6), f"a number of {name} lies outside"
        # Of n uniform draws the mean has the standard deviation limit/√(3n), the mean square, limit²/3, one of limit²·√(4/45)/√n.
        # Bernstein's inequality: for the 192 draws of a bias seven of them are exceeded with a chance below 4·10⁻⁸, for a weight with a
        # far smaller one. Eight numbers are looked at, so a right answer fails less than once in three million runs.
        n = drawn.numel()
        assert drawn.mean().abs() < 7 * limit / math.sqrt(3 * n), f"the numbers of {name} lie to one side"
        assert (drawn.square().mean() - limit**2 / 3).abs() < 7 * limit**2 * math.sqrt(4 / 45 / n), f"the numbers of {name} are not uniform"


@pytest.mark.concept("sequences/state-of-another-sequence")
def test_each_batch_begins_anew(probes, rng, device):
    """A cell remembers nothing of the batch before: each gives what a new cell would give, and can be learned from by itself."""
    weights, xs, _ = draw(rng, device, (3, 4, 2, 5))
    batches = [xs, xs.flip(0), xs[:, :2]]
    expected, gradients = [], [torch.zeros_like(value) for value in weights.values()]
    for batch in batches:
        ones = [torch.ones(1, dtype=DOUBLE, device=device), *[torch.zeros(1, dtype=DOUBLE, device=device)] * 2]
        outputs, new = reference(weights, batch, None, ones)
        expected.append(outputs[0])
        gradients = [total + each for total, each in zip(gradients, new[1:], strict=True)]
    seen = probes.one_batch_after_another(weights, batches)
    assert_close(seen["outputs"], expected)
    same_gradients(seen["gradients"], gradients)


def test_it_is_a_part_for_others(probes, rng, device):
    """The cell works as a part of another module."""
    weights, xs, (h, c) = draw(rng, device, (3, 1, 2, 4))
    outputs, _ = reference(weights, xs, (h, c), [torch.ones(1, dtype=DOUBLE, device=device)] * 3)
    assert_close(probes.in_another_module(weights, xs[:, 0], h, c), outputs[1:])


def test_the_precision_is_kept_and_views_will_do(probes, rng, device):
    """float32 stays float32, the sequences may be a transposed view, and what is passed in keeps its numbers, as do the weights."""
    weights, xs, state = draw(rng, device, (4, 3, 2, 5))
    outputs, _ = reference(weights, xs, state, [torch.ones(1, dtype=DOUBLE, device=device)] * 3)
    single = {name: value.float() for name, value in weights.items()}
    given = [xs.float().transpose(0, 1).contiguous().transpose(0, 1), *(each.float() for each in state)]
    seen = probes.as_given(single, *given)
    assert_close(seen["outputs"], [each.float() for each in outputs])
    assert_close(seen["given"], given, rtol=0, atol=0)
    assert_close(seen["weights"], single, rtol=0, atol=0)


@pytest.mark.concept("sequences/what-keeps-the-gradient")
@pytest.mark.concept("sequences/forget-bias-of-three")
@pytest.mark.concept("sequences/lstm-vanishes-too")
def test_a_hundred_steps(probes, device):
    """After 100 steps torch's first weights leave nothing of a gradient (9e-22 was measured), and a forget bias of 3 leaves 0.23."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        layer = nn.LSTM(4, 16)
        xs = torch.randn(100, 1, 4).transpose(0, 1)
    drawn = {name: getattr(layer, f"{name}_l0").detach() for name in NAMES}
    opened = {**drawn, "bias_ih": drawn["bias_ih"].clone()}
    opened["bias_ih"][16:32] = 3
    left = []
    for weights in (drawn, opened):
        weights = {name: value.to(device) for name, value in weights.items()}
        left.append(probes.reaches_back(weights, xs.to(device))[0, 0].norm().item())
    # Products of 100 factors in float32, in whatever order: a relative error of some 1e-5. The notes give two digits.
    assert_close(left, [9.1847e-22, 0.2272], rtol=1e-3, atol=0)


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
