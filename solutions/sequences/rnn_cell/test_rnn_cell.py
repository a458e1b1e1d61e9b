"""One step and whole sequences against torch's RNNCell and RNN in float64: states, last state, and all gradients."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
# N, T, n_in, n_hidden
SIZES = [(3, 4, 2, 5), (1, 7, 3, 2), (4, 1, 3, 3), (3, 3, 3, 3), (2, 6, 1, 1), (1, 1, 2, 4)]
of_each = pytest.mark.parametrize("sizes", SIZES, ids=str)


@pytest.mark.concept("sequences/rnn-formula")
@of_each
def test_one_step(probes, rng, device, sizes):
    """One step gives tanh(weight_ih · x + bias_ih + weight_hh · h + bias_hh) for each row, and its gradients."""
    xs, *rest = draw(rng, device, sizes)
    given = [xs[:, 0], *rest]
    sums = torch.randn(sizes[0], sizes[3], generator=rng, dtype=DOUBLE).to(device)
    seen, leaves = probes.stepped(given, sums), [value.clone().requires_grad_() for value in given]
    expected = cell(leaves[2:])(leaves[0], leaves[1])
    assert_close(seen["outputs"][0], expected.detach())
    same_gradients(seen["gradients"], torch.autograd.grad((expected * sums).sum(), leaves))


@pytest.mark.concept("sequences/output-and-h-n")
@pytest.mark.concept("sequences/batch-first-is-silent")
@of_each
def test_whole_sequences(probes, rng, device, sizes):
    """Sequences of any length give the states after each step and the state after the last, as torch's RNN does, and its gradients."""
    given, sums = draw(rng, device, sizes), draw_sums(rng, device, sizes)
    same(probes.unrolled(given, sums), reference(given, sums))


@pytest.mark.concept("sequences/zero-start")
@of_each
def test_without_a_state(probes, rng, device, sizes):
    """Where no state is given, the state begins with zeros."""
    xs, _, *weights = draw(rng, device, sizes)
    sums = draw_sums(rng, device, sizes)
    same(probes.unrolled([xs, None, *weights], sums), reference([xs, None, *weights], sums))


@pytest.mark.concept("sequences/state-between-chunks")
@pytest.mark.parametrize("lengths", [[3, 2], [1, 1, 3]], ids=str)
def test_in_pieces(probes, rng, device, lengths):
    """Read in pieces, each with the state that the one before it has left, a sequence gives the same states and the same gradients."""
    sizes = (3, 5, 2, 4)
    given, sums = draw(rng, device, sizes), draw_sums(rng, device, sizes)
    same(probes.in_pieces(given, lengths, sums), reference(given, sums))


def test_the_example_of_the_task(probes, device):
    """With all weights 0 and both biases 0.5, every number of every state is tanh(1)."""
    zeros = [torch.zeros(size, device=device) for size in ((2, 3, 4), (5, 4), (5, 5))]
    biases = [torch.full((5,), 0.5, device=device)] * 2
    sums = [torch.ones(1, device=device)] * 2
    outputs, last = probes.unrolled([zeros[0], None, *zeros[1:], *biases], sums)["outputs"]
    assert_close(outputs, torch.full((2, 3, 5), 0.7615942, device=device))
    assert_close(last, torch.full((2, 5), 0.7615942, device=device))


def test_the_precision_is_kept_and_views_will_do(probes, rng, device):
    """float32 stays float32, and the sequences may be a transposed view."""
    given = [value.float() for value in draw(rng, device, (4, 3, 2, 5))]
    given[0] = given[0].transpose(0, 1).contiguous().transpose(0, 1)
    seen, sums = probes.as_given(given), [torch.ones(1, device=device)] * 2
    expected = reference([value.double() for value in given], sums)["outputs"]
    assert_close(seen["outputs"], [value.float() for value in expected])
    assert_close(seen["step"], expected[0][:, 0].float())


def test_what_is_passed_in_is_left_alone(probes, rng, device):
    """Sequences, state and weights keep their numbers."""
    given = draw(rng, device, SIZES[0])
    assert_close(probes.as_given(given)["given"], given, rtol=0, atol=0)


def draw(rng, device, sizes):
    """Sequences, a state, and the four weights in the order of the task."""
    n, t, n_in, n_hidden = sizes
    shapes = [(n, t, n_in), (n, n_hidden), (n_hidden, n_in), (n_hidden, n_hidden), (n_hidden,), (n_hidden,)]
    # Small enough that tanh is far from ±1, where every mistake would look alike.
    return [0.7 * torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in shapes]


def draw_sums(rng, device, sizes):
    n, t, _, n_hidden = sizes
    return [torch.randn(shape, generator=rng, dtype=DOUBLE).to(device) for shape in ((n, t, n_hidden), (n, n_hidden))]


def cell(weights):
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    layer = nn.RNNCell(weights[0].shape[1], len(weights[1])).to(weights[0])
    return lambda x, h: torch.func.functional_call(layer, dict(zip(names, weights, strict=True)), (x, h))


def reference(given, sums):
    """torch's own layer with these weights."""
    leaves = [None if value is None else value.clone().requires_grad_() for value in given]
    xs, h, *weights = leaves
    layer = nn.RNN(xs.shape[2], len(weights[1]), batch_first=True).to(xs)
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    start = () if h is None else (h[None],)
    outputs, last = torch.func.functional_call(layer, dict(zip(names, weights, strict=True)), (xs, *start))
    outs = [outputs, last[0]]
    total = sum((out * each).sum() for out, each in zip(outs, sums, strict=True))
    gradients = torch.autograd.grad(total, [leaf for leaf in leaves if leaf is not None])
    return {"outputs": [out.detach() for out in outs], "gradients": gradients}


def same(seen, expected):
    assert_close(seen["outputs"], expected["outputs"])
    same_gradients(seen["gradients"], expected["gradients"])


def same_gradients(seen, expected):
    assert not [gradient for gradient in seen if gradient is None], "a gradient is missing"
    assert_close(list(seen), list(expected))
