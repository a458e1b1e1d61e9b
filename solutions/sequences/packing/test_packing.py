"""Outputs, last states and gradients of padded batches against the layer on each sequence alone, in float64."""

import pytest
import torch
from torch import nn
from torch.testing import assert_close

DOUBLE = torch.float64
LAYERS = {"RNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}
# Kind, layers, both directions, T, lengths
CASES = [
    ("GRU", 1, False, 6, [2, 6, 1, 4]),
    ("LSTM", 1, True, 5, [3, 1, 4]),  # none is as long as the padded batch
    ("RNN", 2, False, 4, [4, 4, 4, 4]),
    ("GRU", 2, True, 5, [1, 5, 3]),
    ("LSTM", 2, False, 4, [2, 3]),
    ("RNN", 1, True, 3, [3, 2, 1]),  # in order already
    ("LSTM", 1, False, 4, [2]),
    ("GRU", 1, True, 1, [1, 1]),
]
of_each = pytest.mark.parametrize("case", CASES, ids=str)


@pytest.mark.concept("sequences/pad-sequence")
@pytest.mark.parametrize("lengths", [[2, 5, 1], [3], [1, 1], [4, 4, 2, 4]], ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE], ids=str)
def test_padding(probes, rng, device, lengths, dtype):
    """`pad` puts the sequences into one batch, in their order, with zeros behind them, and says how long each is."""
    sequences = [torch.randn(length, 3, generator=rng, dtype=dtype).to(device) for length in lengths]
    sequences[0][-1] = 0  # a step of zeros, and yet a step
    expected = torch.zeros(len(lengths), max(lengths), 3, dtype=dtype, device=device)
    for row, sequence in zip(expected, sequences, strict=True):
        row[: len(sequence)] = sequence
    sums = torch.randn(expected.shape, generator=rng, dtype=dtype).to(device)
    seen = probes.padded(sequences, sums)
    assert_close(seen["x"], expected, rtol=0, atol=0)
    assert_close(seen["lengths"], torch.tensor(lengths, device=device))
    assert_close(seen["given"], sequences, rtol=0, atol=0)
    assert not [gradient for gradient in seen["gradients"] if gradient is None], "no gradient flows to the sequences"
    assert_close(seen["gradients"], [row[:length] for row, length in zip(sums, lengths, strict=True)])


@pytest.mark.concept("sequences/total-length")
@pytest.mark.concept("sequences/enforce-sorted")
@pytest.mark.concept("sequences/padding-of-the-output")
@of_each
def test_the_outputs(probes, rng, device, case):
    """At the valid steps the outputs are those of each sequence alone, in the order of the batch; behind them, up to T, they are 0."""
    weights, x, lengths = draw(rng, device, case)
    expected, _ = reference(case, weights, x, lengths)
    seen = probes.ran(case[0], weights, x, lengths, ones(expected))["outputs"]
    assert_close(seen[0], expected[0])


@pytest.mark.concept("sequences/h-n-of-a-packed-batch")
@pytest.mark.concept("sequences/backwards-through-padding")
@of_each
def test_the_last_states(probes, rng, device, case):
    """The last states are those of each sequence alone, for each layer and direction, in the order of the batch."""
    weights, x, lengths = draw(rng, device, case)
    expected, _ = reference(case, weights, x, lengths)
    seen = probes.ran(case[0], weights, x, lengths, ones(expected))["outputs"]
    assert_close(seen[1:], expected[1:])


@pytest.mark.concept("sequences/backwards-through-padding")
@of_each
def test_the_gradients(probes, rng, device, case):
    """The gradients at x and at the weights are those of the sequences alone; the padding gets 0."""
    weights, x, lengths = draw(rng, device, case)
    outputs, _ = reference(case, weights, x, lengths)
    sums = [torch.randn(out.shape, generator=rng, dtype=DOUBLE).to(device) for out in outputs]
    _, expected = reference(case, weights, x, lengths, sums)
    seen = probes.ran(case[0], weights, x, lengths, sums)["gradients"]
    assert not [gradient for gradient in seen if gradient is None], "a gradient is missing"
    assert_close(seen, expected)


@pytest.mark.parametrize("filling", [0.0, 1000.0])
def test_what_the_padding_holds_makes_no_difference(probes, rng, device, filling):
    """Whatever stands behind the valid steps, outputs and states are the same."""
    case = CASES[3]
    weights, x, lengths = draw(rng, device, case)
    expected, _ = reference(case, weights, x, lengths)
    x[torch.arange(x.shape[1], device=device) >= lengths[:, None]] = filling
    assert_close(probes.ran(case[0], weights, x, lengths, ones(expected))["outputs"], expected)


@pytest.mark.parametrize("case", CASES[:2], ids=str)
def test_what_is_passed_in_is_left_alone(probes, rng, device, case):
    """x, lengths and weights keep their numbers; x may be a transposed view, and float32 stays float32."""
    weights, x, lengths = draw(rng, device, case)
    expected, _ = reference(case, weights, x, lengths)
    single = {name: value.float() for name, value in weights.items()}
    view = x.float().transpose(0, 1).contiguous().transpose(0, 1)
    seen = probes.afterwards(case[0], single, view, lengths)
    # cuDNN may run a recurrent layer in TF32, whose numbers have 10 bits.
    assert_close(seen["outputs"], expected[0].float(), rtol=5e-3, atol=5e-3)
    assert_close(seen["given"], [view, lengths, *single.values()], rtol=0, atol=0)


def draw(rng, device, case):
    """Weights by name, a batch with noise for padding, and its lengths."""
    kind, n_layers, both, t, lengths = case
    layer = LAYERS[kind](2, 3, n_layers, bidirectional=both)
    weights = {name: torch.randn(p.shape, generator=rng, dtype=DOUBLE).to(device) for name, p in layer.named_parameters()}
    return weights, torch.randn(len(lengths), t, 2, generator=rng, dtype=DOUBLE).to(device), torch.tensor(lengths, device=device)


def reference(case, weights, x, lengths, sums=None):
    """Each sequence alone, cut to its length: outputs filled up with zeros, last states side by side, and all gradients."""
    kind, n_layers, both, t, _ = case
    layer = LAYERS[kind](2, 3, n_layers, batch_first=True, bidirectional=both).to(x)
    leaves = {name: value.clone().requires_grad_() for name, value in weights.items()}
    leaf, outputs, states = x.clone().requires_grad_(), [], []
    for row, length in zip(leaf, lengths.tolist(), strict=True):
        output, state = torch.func.functional_call(layer, leaves, (row[None, :length],))
        outputs.append(nn.functional.pad(output, (0, 0, 0, t - length)))
        states.append(state if isinstance(state, tuple) else (state,))
    outs = [torch.cat(outputs), *(torch.cat(each, dim=1) for each in zip(*states, strict=True))]
    total = sum((out * each).sum() for out, each in zip(outs, sums or ones(outs), strict=True))
    return [out.detach() for out in outs], list(torch.autograd.grad(total, [leaf, *leaves.values()]))


def ones(outs):
    return [torch.ones_like(out) for out in outs]
